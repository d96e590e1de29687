#pragma once

// An entry of the owners' directory: personal data, kept beside the log and never in it, in a
// notice, an export or a metric (rule 3.11). Its JSON form is also what the store keeps.

#include <boost/json/object.hpp>
#include <boost/system/result.hpp>
#include <optional>
#include <string>

#include "ledger/base/dates.h"
#include "ledger/rejection.h"

namespace mingzhang {

struct Owner {
  std::string name;
  std::string phone;        ///< empty when it is not known
  std::optional<Day> from;  ///< owner since
  bool operator==(const Owner&) const = default;
};

/// Fields name, phone?, from?; the texts have at most 64 characters.
boost::system::result<Owner, Rejection> parse_owner(const boost::json::object& owner);
boost::json::object render_owner(const Owner& owner);

/// The store's value bytes. None when `bytes` are no entry.
std::string encode_owner(const Owner& owner);
std::optional<Owner> decode_owner(std::string_view bytes);

}  // namespace mingzhang
