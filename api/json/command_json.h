#pragma once

// An event as users write it (interface.md, Events) becomes a Command. Generic over `fields()`:
// amounts are strings in yuan, areas and hours strings with two decimals, prices strings with four,
// counts and sequences JSON integers, dates "2026-03-31", periods "2026-03". What a rule decides is
// never accepted; a member `recorded` (which exports carry) is accepted and ignored.

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <boost/system/result.hpp>
#include <string>
#include <string_view>

#include "api/json/json_text.h"
#include "ledger/event.h"
#include "ledger/rejection.h"

namespace mingzhang {

/// What a caller sets of a header, by name; as `fields()` of a payload.
template <class Visitor>
void visit_fields(CommandHeader& header, Visitor& visit) {
  visit("community", header.community);
  visit("business_date", header.business_date);
  visit("idempotency_key", header.idempotency_key);
  visit("memo", header.memo);
  visit("document", header.document);
  visit("occurred_on", header.occurred_on);
}

using ParsedCommand = boost::system::result<Command, Rejection>;

/// The first fault: the kind, then a field that there is not (in the caller's order), then the
/// header's and the payload's fields in schema order. Lengths, dates and signs are left to
/// `preflight`.
ParsedCommand parse_command(const boost::json::object& event, const std::string& actor);

/// Reads lines of a .jsonl file one after the other without new memory for each.
class CommandReader {
 public:
  explicit CommandReader(std::string actor) : actor_(std::move(actor)) {}
  ParsedCommand read(std::string_view line);

 private:
  std::string actor_;
  JsonReader reader_;
};

/// The object in `value`, or wrong_type naming `field`.
boost::system::result<const boost::json::object*, Rejection> as_object(
    const boost::json::value& value, std::string_view field);

}  // namespace mingzhang
