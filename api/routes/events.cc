// GET /v1/events and /v1/events/{sequence}: what was recorded, in the order of the log.

#include <fmt/format.h>

#include <boost/json/array.hpp>
#include <charconv>
#include <map>

#include "api/json/event_json.h"
#include "api/routes/caller.h"
#include "api/routes/handlers.h"
#include "api/routes/paging.h"
#include "ledger/codec/event_codec.h"
#include "replay/event_slice.h"

namespace mingzhang {
namespace {

namespace json = boost::json;

/// Without a community a page reads the log itself, at most this many events of it.
constexpr std::uint64_t most_scanned = 100'000;

struct Question {
  std::optional<CommunityEntry> community;
  EventFilter filter;
  PageQuestion page;
};

/// A page; `last` is where the next one goes on, 0 = there is none.
struct Page {
  std::vector<RecordedEvent> events;
  Sequence last;
};

Refused read_kind(const Request& request, std::optional<EventKind>& kind) {
  const std::string* text = find_parameter(request, "kind");
  if (text == nullptr) return std::nullopt;
  kind = parse_kind(*text);
  if (!kind) return reject(Code::unknown_kind, "kind", shown_name(*text));
  return std::nullopt;
}

Refused read_community(const Call& call, Question& question) {
  const std::string* id = find_parameter(call.request, "community");
  if (id == nullptr) {
    const bool names_house = find_parameter(call.request, "house") != nullptr;
    if (names_house || sees_part(call.principal)) {
      return reject(Code::missing_field, "community", "community");
    }
    return std::nullopt;
  }
  if (Refused refused = permit_in(call, Action::read_events, *id)) return refused;
  StoreResult<std::optional<CommunityEntry>> found = call.service.catalogue.find(*id);
  if (!found) return unreadable(found.error());
  if (!*found) return reject(Code::unknown_community, "community", shown_name(*id));
  question.community = std::move(**found);
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

/// Renders events of any community, each community's books taken once.
class Renderer {
 public:
  explicit Renderer(const ServiceDependencies& service) : service_(service) {}

  StoreResult<Books*> books_of(CommunityNumber community) {
    auto found = books_.find(community);
    if (found == books_.end()) {
      StoreResult<Books> books = service_.shelf.books(community, {});
      if (!books) return books.error();
      found = books_.emplace(community, std::move(*books)).first;
    }
    return &found->second;
  }

  StoreResult<json::object> render(const RecordedEvent& recorded, EventShape shape) {
    const EventHeader& header = recorded.event.header;
    const StoreResult<Books*> books = books_of(header.community);
    if (!books) return books.error();
    StoreResult<void> fault;
    const TextLookup text = [&](std::uint8_t field) -> std::optional<std::string> {
      StoreResult<std::optional<SaltedText>> salted =
          service_.store.read_text(header.sequence, field);
      if (!salted) fault = salted.error();
      if (!salted || !*salted) return std::nullopt;
      return std::move((*salted)->text);
    };
    json::object out = render_event(recorded, (*books)->registry(), text, shape);
    if (!fault) return fault.error();
    return out;
  }

 private:
  const ServiceDependencies& service_;
  std::map<CommunityNumber, Books> books_;
};

StoreResult<Page> read_page(const EventStore& store, const std::vector<Sequence>& matches,
                            const Question& question) {
  Page page;
  for (const Sequence sequence : matches) {
    if (sequence.value <= question.page.after) continue;
    if (page.events.size() == question.page.limit) {
      page.last = page.events.back().event.header.sequence;
      break;
    }
    StoreResult<std::optional<RecordedEvent>> event = store.read_event(sequence);
    if (!event) return event.error();
    if (*event) page.events.push_back(std::move(**event));
  }
  return page;
}

/// Walks the log itself from the cursor on.
StoreResult<Page> scan_page(const EventStore& store, const Question& question) {
  Page page;
  Sequence here = next(Sequence{question.page.after});
  std::uint64_t scanned = 0;
  StoreResult<void> decoded;
  const auto visit = [&](const StoredBlock& block) {
    for (std::size_t i = 0; i < block.events.size(); ++i) {
      const Sequence sequence{block.first.value + i};
      if (sequence < here) continue;
      if (page.events.size() == question.page.limit || scanned == most_scanned) {
        page.last = Sequence{sequence.value - 1};
        return false;
      }
      ++scanned;
      std::optional<Event> event = decode_event(block.events[i].bytes);
      if (!event) {
        decoded = undecodable_event(sequence);
        return false;
      }
      if (!question.filter.matches(*event)) continue;
      const auto postings = block.events[i].postings;
      page.events.push_back({std::move(*event), {postings.begin(), postings.end()}});
    }
    return true;
  };
  const StoreResult<void> read = store.scan_blocks(here, visit);
  if (!read) return read.error();
  if (!decoded) return decoded.error();
  return page;
}

Refused permit_event(const Call& call, CommunityNumber community) {
  const StoreResult<std::optional<CommunityEntry>> entry = call.service.catalogue.find(community);
  if (!entry) return unreadable(entry.error());
  return permit_in(call, Action::read_events, *entry ? (*entry)->id : "");
}

Reply render_page(Renderer& renderer, const StoreResult<Page>& page) {
  if (!page) return unreadable(page.error());
  json::array events;
  for (const RecordedEvent& event : page->events) {
    StoreResult<json::object> rendered = renderer.render(event, EventShape::listed);
    if (!rendered) return unreadable(rendered.error());
    events.push_back(std::move(*rendered));
  }
  json::object body{{"events", std::move(events)}, {"next_cursor", nullptr}};
  if (page->last) body["next_cursor"] = cursor_of(page->last.value);
  return json_response(body);
}

}  // namespace

Reply list_events(const Call& call) {
  const EventStore& store = call.service.store;
  Question question;
  if (Refused refused = read_question(call, question)) return *refused;
  Renderer renderer(call.service);
  if (!question.community) return render_page(renderer, scan_page(store, question));
  const StoreResult<Books*> found = renderer.books_of(question.community->number);
  if (!found) return unreadable(found.error());
  const Books& books = **found;
  if (Refused refused = read_house(call.request, books.registry(), question.filter)) {
    return *refused;
  }
  return render_page(renderer, read_page(store, matching_events(books, question.filter), question));
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
      Renderer(call.service).render(**event, EventShape::full);
  if (!rendered) return unreadable(rendered.error());
  return json_response(*rendered);
}

}  // namespace mingzhang
