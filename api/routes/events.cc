// GET /v1/events and /v1/events/{sequence}: what was recorded, in the order of the log.

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <charconv>

#include "api/routes/caller.h"
#include "api/routes/event_pages.h"
#include "api/routes/handlers.h"
#include "api/routes/paging.h"

namespace mingzhang {
namespace {

namespace json = boost::json;

struct Question {
  std::optional<CommunityEntry> community;
  EventFilter filter;
  PageQuestion page;
};

Refused read_kind(const Request& request, std::optional<EventKind>& kind) {
  const std::string* text = find_parameter(request, "kind");
  if (text == nullptr) return std::nullopt;
  kind = parse_kind(*text);
  if (!kind) return reject(Code::unknown_kind, "kind", shown_name(*text));
  return std::nullopt;
}

Refused read_community(const Call& call, Question& question) {
  auto community = asked_community(call, Action::read_events);
  if (!community) return community.error();
  const bool names_house = find_parameter(call.request, "house") != nullptr;
  if (!*community && names_house) return reject(Code::missing_field, "community", "community");
  question.community = std::move(*community);
  return std::nullopt;
}

Refused read_question(const Call& call, Question& question) {
  const Request& request = call.request;
  Refused refused =
      check_query(request, {"community", "house", "kind", "from", "to", "limit", "cursor"});
  if (!refused) refused = read_community(call, question);
  if (!refused) refused = read_kind(request, question.filter.kind);
  if (!refused) refused = read_parameter(request, "from", question.filter.dates.from);
  if (!refused) refused = read_parameter(request, "to", question.filter.dates.to);
  const DayRange& dates = question.filter.dates;
  if (!refused && dates.from && dates.to && *dates.to < *dates.from) {
    refused = reject(Code::range_reversed, "to", "to", "from");
  }
  if (!refused) refused = read_page_question(request, question.page);
  return refused;
}

/// Looks the house up by its code.
Refused read_house(const Request& request, const CommunityState& community, EventFilter& filter) {
  const std::string* code = find_parameter(request, "house");
  if (code == nullptr) return std::nullopt;
  const HouseNumber house = community.house_number(*code);
  if (!house) return reject(Code::unknown_house, "house", shown_name(*code));
  filter.house = house;
  return std::nullopt;
}

Refused permit_event(const Call& call, CommunityNumber community) {
  const StoreResult<std::optional<CommunityEntry>> entry = call.service.catalogue.find(community);
  if (!entry) return unreadable(entry.error());
  return permit_in(call, Action::read_events, *entry ? (*entry)->id : "");
}

Reply render_page(EventRenderer& renderer, const StoreResult<EventPage>& page) {
  if (!page) return unreadable(page.error());
  json::array events;
  for (const RecordedEvent& event : page->events) {
    StoreResult<json::object> rendered = renderer.render(event, EventShape::listed);
    if (!rendered) return unreadable(rendered.error());
    events.push_back(std::move(*rendered));
  }
  json::object body{{"events", std::move(events)}, {"next_cursor", nullptr}};
  if (page->has_more) body["next_cursor"] = cursor_of(page->through.value);
  return json_response(body);
}

}  // namespace

Reply list_events(const Call& call) {
  const EventStore& store = call.service.store;
  Question question;
  if (Refused refused = read_question(call, question)) return *refused;
  const PageRange range{{question.page.after}, question.page.limit};
  EventRenderer renderer(call.service);
  if (!question.community) {
    return render_page(renderer, scan_page(store, question.filter, {}, range));
  }
  const StoreResult<Books*> found = renderer.books_of(question.community->number);
  if (!found) return unreadable(found.error());
  const Books& books = **found;
  if (Refused refused = read_house(call.request, books.registry(), question.filter)) {
    return *refused;
  }
  return render_page(renderer, read_page(store, books, question.filter, range));
}

Reply show_event(const Call& call) {
  const std::string& text = call.variables.front();
  if (Refused refused = check_query(call.request, {})) return *refused;
  Sequence sequence;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, sequence.value);
  const bool is_beyond_all = read.ec == std::errc::result_out_of_range;
  if (read.ptr != end || (!sequence && !is_beyond_all)) {
    return reject(Code::malformed_value, "sequence", "sequence", shown_name(text), "7");
  }
  if (is_beyond_all) return reject(Code::unknown_sequence, "sequence", shown_name(text));
  StoreResult<std::optional<RecordedEvent>> event = call.service.store.read_event(sequence);
  if (!event) return unreadable(event.error());
  if (!*event) return reject(Code::unknown_sequence, "sequence", text);
  if (Refused refused = permit_event(call, (*event)->event.header.community)) return *refused;
  const StoreResult<json::object> rendered =
      EventRenderer(call.service).render(**event, EventShape::full);
  if (!rendered) return unreadable(rendered.error());
  return json_response(*rendered);
}

}  // namespace mingzhang
