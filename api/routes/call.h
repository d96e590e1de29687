#pragma once

// What a handler gets and gives. A handler parses, calls and renders; a rejection that it returns
// becomes the problem document, the same way for all.

#include <algorithm>
#include <boost/json/value.hpp>
#include <boost/system/result.hpp>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/http.h"
#include "api/identity/identity.h"
#include "api/json/field_forms.h"
#include "api/probe.h"
#include "ledger/sequencer.h"
#include "ledger/store/event_store.h"
#include "replay/book_shelf.h"
#include "replay/catalogue.h"

namespace mingzhang {

/// What the service works with; all of it outlives the service.
struct ServiceDependencies {
  EventStore& store;
  Sequencer& sequencer;
  Catalogue& catalogue;
  BookShelf& shelf;
  Probe& probe;
  Identity& identity;
  std::function<std::string()> metrics_text;  ///< Prometheus' text format; may be empty
  std::size_t most_events = 10'000;           ///< in one request
  std::uint32_t parsers = 1;                  ///< threads that parse one large batch
  /// Other after each start: the same sequence may then be told otherwise, since texts were erased
  /// or the program is another. Part of the entity tags of the books.
  std::string edition{};
  /// Why nothing is recorded now; none when it is. May be empty.
  std::function<std::optional<Rejection>()> pause{};
};

struct Call {
  const ServiceDependencies& service;
  const Request& request;
  std::vector<std::string> variables;  ///< of the route's pattern, in its order
  Principal principal;                 ///< who asks; nobody where the route is open
};

using Reply = boost::system::result<Response, Rejection>;

/// What `pause` of the service says.
inline Refused check_recording(const Call& call) {
  return call.service.pause ? call.service.pause() : std::nullopt;
}

Response json_response(const boost::json::value& body, unsigned status = 200);
/// Of a body that is JSON already (api/json/json_writer.h).
Response json_text_response(std::string body, unsigned status = 200);

/// The log could not be read.
Rejection unreadable(const StoreError& error);

/// The community that a call names first, or unknown_community.
boost::system::result<CommunityEntry, Rejection> community_of(const Call& call);

/// Refuses a query parameter that is not among `known`, or is there twice.
Refused check_query(const Request& request, std::initializer_list<std::string_view> known);

/// nullptr when the parameter is not there.
const std::string* find_parameter(const Request& request, std::string_view name);

/// Reads a number from 1.
Refused read_number(const Request& request, std::string_view name, std::uint64_t most,
                    std::optional<std::uint64_t>& out);

/// Reads a parameter in the form that a field of that type has in events (field_forms.h).
template <class Value>
Refused read_parameter(const Request& request, std::string_view name, std::optional<Value>& out) {
  const std::string* text = find_parameter(request, name);
  if (text == nullptr) return std::nullopt;
  std::string written = *text;
  // A plus sign that nobody wrote as %2B has arrived as a blank.
  if (std::is_same_v<Value, Instant>) std::ranges::replace(written, ' ', '+');
  return read_field(name, boost::json::value(written), out.emplace());
}

}  // namespace mingzhang
