#pragma once

// Events in the order of the log, a page at a time, rendered: what GET /v1/events and the event
// stream share.

#include <boost/json/object.hpp>
#include <map>
#include <optional>
#include <vector>

#include "api/json/event_json.h"
#include "api/routes/call.h"
#include "replay/event_slice.h"

namespace mingzhang {

struct PageRange {
  Sequence after;
  std::uint64_t limit = 100;  ///< events in the page
};

struct EventPage {
  std::vector<RecordedEvent> events;
  Sequence through;       ///< the last event that was looked at; where the next page goes on
  bool has_more = false;  ///< behind it there are events that were not looked at
};

/// From a community's books, without reading what does not match.
StoreResult<EventPage> read_page(const EventStore& store, const Books& books,
                                 const EventFilter& filter, const PageRange& range);

/// From the log itself, at most a hundred thousand events of it: of one community, or of all. The
/// filter is asked what the event itself says.
StoreResult<EventPage> scan_page(const EventStore& store, const EventFilter& filter,
                                 std::optional<CommunityNumber> community, const PageRange& range);

/// Renders events of any community, each community's books taken once. Threads: one at a time.
class EventRenderer {
 public:
  explicit EventRenderer(const ServiceDependencies& service) : service_(service) {}

  StoreResult<Books*> books_of(CommunityNumber community);
  StoreResult<boost::json::object> render(const RecordedEvent& recorded, EventShape shape);

 private:
  const ServiceDependencies& service_;
  std::map<CommunityNumber, Books> books_;
};

}  // namespace mingzhang
