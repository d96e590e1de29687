#pragma once

// Problem documents (RFC 9457) from rejections: the one form in which the API says no.

#include <boost/json/object.hpp>
#include <cstddef>
#include <optional>

#include "ledger/rejection.h"

namespace mingzhang {

inline constexpr std::string_view problem_media_type = "application/problem+json";

/// Where it went wrong in what was asked together.
struct ProblemPlace {
  std::optional<int> status;         ///< none = the rejection's own
  std::optional<std::size_t> index;  ///< of the event at fault
};

/// type, title, status, detail (Chinese / English), code, and where they apply `field` and
/// `index`.
boost::json::object render_problem(const Rejection& rejection, const ProblemPlace& place = {});

}  // namespace mingzhang
