// GET /v1/stream: events as they are recorded, as server-sent events. Each carries the sequence of
// the log as its id, so who was cut off goes on behind the last one that arrived (Last-Event-ID).

#include <fmt/format.h>

#include <boost/json/serialize.hpp>
#include <charconv>

#include "api/routes/caller.h"
#include "api/routes/event_pages.h"
#include "api/routes/handlers.h"

namespace mingzhang {
namespace {

/// Farther behind, a community's own slice is read instead of the log.
constexpr std::uint64_t worth_the_slice = 20'000;
constexpr std::uint64_t events_a_piece = 200;
constexpr std::int64_t retry_ms = 2000;

/// Reads behind its position what the log holds, and only that: what is recorded between two pieces
/// is in the next, so nothing is lost or doubled between catching up and following.
class LogStream final : public EventSource {
 public:
  LogStream(const Call& call, std::optional<CommunityNumber> community, Sequence after)
      : service_(call.service),
        asked_(call.request),
        principal_(call.principal),
        community_(community),
        after_(after) {}

  Piece next() override {
    Piece piece;
    if (!has_begun_) {
      // An id without data: a client that is cut off before the first event knows where it was.
      fmt::format_to(std::back_inserter(piece.bytes), "retry: {}\nid: {}\n\n", retry_ms,
                     after_.value);
      has_begun_ = true;
    }
    const Sequence last{service_.store.head().next.value - 1};
    if (after_ >= last) return piece;
    // A token that was revoked or a session that ended meanwhile is told no more.
    const auto caller = caller_of(asked_, service_.identity);
    if (!caller || !(*caller == principal_)) {
      piece.has_ended = true;
      return piece;
    }
    EventRenderer renderer(service_);
    const StoreResult<EventPage> page = read(renderer, last);
    // The client comes again, and is told then if the log still cannot be read.
    if (!page || !render(renderer, *page, piece.bytes)) {
      piece.has_ended = true;
      return piece;
    }
    after_ = page->through;
    piece.has_more = after_ < last;
    return piece;
  }

 private:
  StoreResult<EventPage> read(EventRenderer& renderer, Sequence last) {
    const PageRange range{after_, events_a_piece};
    if (!community_ || last.value - after_.value < worth_the_slice) {
      return scan_page(service_.store, {}, community_, range);
    }
    const StoreResult<Books*> books = renderer.books_of(*community_);
    if (!books) return books.error();
    return read_page(service_.store, **books, {}, range);
  }

  static bool render(EventRenderer& renderer, const EventPage& page, std::string& out) {
    for (const RecordedEvent& event : page.events) {
      const auto body = renderer.render(event, EventShape::listed);
      if (!body) return false;
      fmt::format_to(std::back_inserter(out), "id: {}\ndata: {}\n\n",
                     event.event.header.sequence.value, boost::json::serialize(*body));
    }
    return true;
  }

  const ServiceDependencies& service_;
  const Request asked_;
  const Principal principal_;
  const std::optional<CommunityNumber> community_;
  Sequence after_;
  bool has_begun_ = false;
};

Refused read_sequence(std::string_view field, const std::string& text, Sequence& out) {
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, out.value);
  if (read.ec != std::errc{} || read.ptr != end) {
    return reject(Code::malformed_value, field, field, text, "3141");
  }
  return std::nullopt;
}

/// What a client that was cut off says (Last-Event-ID) goes before where it once began (after=).
Refused read_position(const Request& request, Sequence head, Sequence& after) {
  after = head;
  const std::string* begin = find_parameter(request, "after");
  Refused refused;
  if (!request.last_event_id.empty()) {
    refused = read_sequence("Last-Event-ID", request.last_event_id, after);
  } else if (begin != nullptr) {
    refused = read_sequence("after", *begin, after);
  }
  if (!refused && after > head) {
    refused = reject(Code::unknown_sequence, "after", fmt::to_string(after.value));
  }
  return refused;
}

Reply open_stream(const Call& call) {
  if (Refused refused = check_query(call.request, {"community", "after"})) return *refused;
  const auto community = asked_community(call, Action::read_events);
  if (!community) return community.error();
  std::optional<CommunityNumber> number;
  if (*community) number = (*community)->number;
  const Sequence head{call.service.store.head().next.value - 1};
  Sequence after;
  if (Refused refused = read_position(call.request, head, after)) return *refused;
  Response response;
  response.content_type = "text/event-stream";
  response.stream = std::make_shared<LogStream>(call, number, after);
  return response;
}

}  // namespace

void follow_events(const Call& call, const Respond& respond) {
  Reply reply = open_stream(call);
  respond(reply ? std::move(*reply) : problem_response(reply.error()));
}

}  // namespace mingzhang
