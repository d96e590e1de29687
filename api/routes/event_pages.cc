#include "api/routes/event_pages.h"

#include "ledger/codec/event_codec.h"

namespace mingzhang {
namespace {

namespace json = boost::json;

/// Bounds the time of a page that finds little.
constexpr std::uint64_t most_scanned = 100'000;

}  // namespace

StoreResult<EventPage> read_page(const EventStore& store, const Books& books,
                                 const EventFilter& filter, const PageRange& range) {
  EventPage page;
  page.through = books.through();
  for (const Sequence sequence : matching_events(books, filter)) {
    if (sequence <= range.after) continue;
    if (page.events.size() == range.limit) {
      page.through = page.events.back().event.header.sequence;
      page.has_more = true;
      break;
    }
    StoreResult<std::optional<RecordedEvent>> event = store.read_event(sequence);
    if (!event) return event.error();
    if (*event) page.events.push_back(std::move(**event));
  }
  return page;
}

StoreResult<EventPage> scan_page(const EventStore& store, const EventFilter& filter,
                                 std::optional<CommunityNumber> community, const PageRange& range) {
  EventPage page;
  page.through = range.after;
  std::uint64_t scanned = 0;
  StoreResult<void> decoded;
  const auto visit = [&](const StoredBlock& block) {
    for (std::size_t i = 0; i < block.events.size(); ++i) {
      const Sequence sequence{block.first.value + i};
      if (sequence <= range.after) continue;
      if (page.events.size() == range.limit || scanned == most_scanned) {
        page.has_more = true;
        return false;
      }
      ++scanned;
      page.through = sequence;
      const StoredBlock::StoredEvent& stored = block.events[i];
      if (community && stored.community != *community) continue;
      std::optional<Event> event = decode_event(stored.bytes);
      if (!event) {
        decoded = undecodable_event(sequence);
        return false;
      }
      if (!filter.matches(event->header.business_date, event->payload)) continue;
      page.events.push_back({std::move(*event), {stored.postings.begin(), stored.postings.end()}});
    }
    return true;
  };
  const StoreResult<void> read = store.scan_blocks(next(range.after), visit);
  if (!read) return read.error();
  if (!decoded) return decoded.error();
  return page;
}

StoreResult<Books*> EventRenderer::books_of(CommunityNumber community) {
  auto found = books_.find(community);
  if (found == books_.end()) {
    StoreResult<Books> books = service_.shelf.books(community, {});
    if (!books) return books.error();
    found = books_.emplace(community, std::move(*books)).first;
  }
  return &found->second;
}

StoreResult<json::object> EventRenderer::render(const RecordedEvent& recorded, EventShape shape) {
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

}  // namespace mingzhang
