// POST /v1/events: one event, or several {"mode":"each"|"atomic","events":[...]}; as JSON or as
// FlatBuffers.

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>
#include <memory>

#include "api/buffers/request_buffer.h"
#include "api/identity/secrets.h"
#include "api/json/command_json.h"
#include "api/json/json_text.h"
#include "api/json/json_writer.h"
#include "api/routes/caller.h"
#include "api/routes/handlers.h"
#include "ledger/base/shards.h"

namespace mingzhang {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 2> mode_words{"atomic", "each"};

/// What was asked, in the caller's order.
struct Asked {
  RequestMode mode = RequestMode::single;
  std::vector<EventKind> kinds;   ///< none where it could not be read
  std::vector<Refused> unread;    ///< what could not be read, by position
  std::vector<Command> commands;  ///< the rest, in order
};

/// Who has to know what became of each event.
class Witness {
 public:
  explicit Witness(const Call& call)
      : probe_(call.service.probe),
        trail_(call.service.identity.trail),
        request_(call.request),
        principal_(call.principal) {}

  void refused(EventKind kind, Code code) const {
    probe_.event_rejected(kind, code);
    AuditEntry entry =
        audit_entry(principal_, "event_refused", std::string(kind_name(kind)), code_name(code));
    if (!digest_) digest_ = digest_of(request_.body);
    entry.digest = *digest_;
    trail_.keep_soon(std::move(entry));
  }
  void became(EventKind kind, const Result& result) const {
    switch (result.outcome) {
      case Outcome::recorded:
        return probe_.event_recorded(kind);
      case Outcome::duplicate:
        return probe_.event_repeated(kind);
      case Outcome::rejected:
        return refused(kind, result.rejection->code);
    }
  }

 private:
  Probe& probe_;
  AuditTrail& trail_;
  const Request& request_;  ///< lives until it is answered
  Principal principal_;
  mutable std::optional<Hash32> digest_;  ///< of the body, once it is needed
};

ParsedCommand permitted(ParsedCommand command, const Call& call) {
  if (!command) return command;
  if (Refused refused = permit_in(call, Action::record, command->header.community)) return *refused;
  return command;
}

ParsedCommand parse_event(const json::value& value, const Call& call) {
  const auto event = as_object(value, "event");
  if (!event) return event.error();
  return permitted(parse_command(**event, call.principal.actor), call);
}

void add_event(Asked& asked, ParsedCommand&& command) {
  asked.kinds.push_back(command ? kind_of(command->payload) : EventKind::none);
  asked.unread.emplace_back();
  if (command) {
    asked.commands.push_back(std::move(*command));
  } else {
    asked.unread.back() = std::move(command).error();
  }
}

/// Large batches are parsed by several threads at once; `parse` makes a command of the i-th event.
template <class Parse>
void add_events(Asked& asked, std::size_t events, std::uint32_t threads, const Parse& parse) {
  // A thread more gains once the cores have nothing else to do, and they seldom have nothing: with
  // 128, batches of 1,000 took longer (FlatBuffers 193,000 instead of 207,000 events/s, JSON
  // 164,000 instead of 176,000; two rounds by turns).
  constexpr std::size_t worth_a_thread = 1024;
  const std::size_t most = events / worth_a_thread + 1;
  const auto parts = static_cast<std::uint32_t>(std::min<std::size_t>(most, std::max(threads, 1U)));
  auto shards = on_shards(parts, [&](std::uint32_t part) {
    std::vector<ParsedCommand> parsed;
    const std::size_t end = events * (part + 1) / parts;
    for (std::size_t i = events * part / parts; i < end; ++i) parsed.push_back(parse(i));
    return parsed;
  });
  asked.commands.reserve(events);
  for (std::vector<ParsedCommand>& part : shards) {
    for (ParsedCommand& command : part) add_event(asked, std::move(command));
  }
}

Refused read_mode(const json::object& body, RequestMode& mode) {
  const json::value* found = body.if_contains("mode");
  if (found == nullptr) return reject(Code::missing_field, "mode", "mode");
  std::string word;
  if (Refused refused = read_field("mode", *found, word)) return refused;
  if (word != "each" && word != "atomic") return unknown_word("mode", word, mode_words);
  mode = word == "each" ? RequestMode::each : RequestMode::atomic;
  return std::nullopt;
}

Refused read_several(const json::object& body, const Call& call, Asked& asked) {
  for (const json::key_value_pair& member : body) {
    const std::string_view name(member.key().data(), member.key().size());
    if (name != "mode" && name != "events") return unknown_field(name);
  }
  if (Refused refused = read_mode(body, asked.mode)) return refused;
  const json::array* events = body.at("events").if_array();
  if (events == nullptr) return wrong_type("events", "数组 […]", "an array […]");
  if (events->empty()) return reject(Code::no_events, "events");
  const std::size_t most = call.service.most_events;
  if (events->size() > most) {
    return reject(Code::too_many_events, "events", fmt::to_string(most));
  }
  add_events(asked, events->size(), call.service.parsers,
             [&](std::size_t i) { return parse_event((*events)[i], call); });
  return std::nullopt;
}

/// The event with the key that the header Idempotency-Key gives it.
boost::system::result<json::value, Rejection> with_key(const json::object& event,
                                                       const std::string& key) {
  const json::value* written = event.if_contains("idempotency_key");
  if (written != nullptr && (!written->is_string() || written->get_string() != key)) {
    return reject(Code::keys_differ, "idempotency_key", key, json::serialize(*written));
  }
  json::object keyed = event;
  keyed["idempotency_key"] = key;
  return json::value(std::move(keyed));
}

/// What the header says, written as a string of structured fields (RFC 9651) or bare.
std::string header_key(const Request& request) {
  std::string_view key = request.idempotency_key;
  const bool is_quoted = key.size() >= 2 && key.front() == '"' && key.back() == '"';
  return std::string(is_quoted ? key.substr(1, key.size() - 2) : key);
}

boost::system::result<Asked, Rejection> read_json(const Call& call) {
  constexpr std::size_t most_kept_bytes = 1U << 20U;  // of text; its values take several times that
  static thread_local JsonReader kept;                // whose memory is used again
  std::optional<JsonReader> large;
  JsonReader& reader = call.request.body.size() > most_kept_bytes ? large.emplace() : kept;
  const auto value = reader.read(call.request.body);
  if (!value) return value.error();
  const auto body = as_object(**value, "event");
  if (!body) return body.error();
  const std::string key = header_key(call.request);
  Asked asked;
  if ((*body)->contains("events")) {
    if (!key.empty()) return reject(Code::key_of_several, "Idempotency-Key");
    if (Refused refused = read_several(**body, call, asked)) return *refused;
  } else if (key.empty()) {
    add_event(asked, parse_event(**value, call));
  } else {
    const auto keyed = with_key(**body, key);
    if (!keyed) return keyed.error();
    add_event(asked, parse_event(*keyed, call));
  }
  return asked;
}

boost::system::result<Asked, Rejection> read_buffer(const Call& call) {
  const auto buffer = RequestBuffer::open(call.request.body, call.service.most_events);
  if (!buffer) return buffer.error();
  Asked asked;
  asked.mode = buffer->mode();
  add_events(asked, buffer->size(), call.service.parsers, [&](std::size_t i) {
    return permitted(buffer->event(i, call.principal.actor), call);
  });
  const std::string key = header_key(call.request);
  if (key.empty()) return asked;
  if (asked.mode != RequestMode::single) return reject(Code::key_of_several, "Idempotency-Key");
  const bool differs =
      !asked.commands.empty() && asked.commands.front().header.idempotency_key != key;
  if (differs) {
    return reject(Code::keys_differ, "idempotency_key", key,
                  asked.commands.front().header.idempotency_key);
  }
  return asked;
}

/// JSON unless something else is said; curl says of anything that it is a form.
boost::system::result<Asked, Rejection> read_body(const Call& call) {
  constexpr std::array<std::string_view, 3> as_json{"", "application/json",
                                                    "application/x-www-form-urlencoded"};
  const std::string& type = call.request.media_type;
  if (type == buffer_media_type) return read_buffer(call);
  const bool is_json = std::ranges::find(as_json, type) != as_json.end();
  // JSON is UTF-8 (RFC 8259, section 8.1): in another encoding the same bytes say something else.
  const std::string& charset = call.request.charset;
  if (is_json && (charset.empty() || charset == "utf-8")) return read_json(call);
  return reject(Code::unsupported_media_type, "", call.request.content_type,
                fmt::format("application/json (UTF-8), {}", buffer_media_type));
}

void write_result(JsonWriter& out, const Result& result) {
  out.object([&] {
    if (result.outcome == Outcome::rejected) {
      const Rejection& rejection = *result.rejection;
      out.member("status", "rejected");
      out.member("code", code_name(rejection.code));
      out.member("detail", sentence(rejection));
      if (!rejection.field.empty()) out.member("field", rejection.field);
      return;
    }
    out.member("status", result.outcome == Outcome::recorded ? "recorded" : "duplicate");
    out.member("sequence", result.sequence.value);
    out.member("voucher",
               result.voucher.number != 0 ? std::optional(result.voucher) : std::nullopt);
  });
}

/// Joins what the sequencer said with what never reached it, in the caller's order.
std::vector<Result> merge(const Asked& asked, std::vector<Result> decided) {
  std::vector<Result> results;
  results.reserve(asked.unread.size());
  auto next = decided.begin();
  for (const Refused& refused : asked.unread) {
    if (refused) {
      results.push_back({Outcome::rejected, {}, {}, refused});
    } else if (next != decided.end()) {
      results.push_back(std::move(*next++));
    }
  }
  return results;
}

/// All or none: 422 and which one, whatever the reason.
Response atomic_problem(const Rejection& rejection, std::size_t index) {
  return problem_response(rejection, {422, index});
}

Response render_results(const Asked& asked, const std::vector<Result>& results) {
  std::string body;
  {
    JsonWriter out(body);
    out.object([&] {
      out.array_member("results", results,
                       [&](const Result& result) { write_result(out, result); });
    });
  }
  const auto is_recorded = [](const Result& one) { return one.outcome == Outcome::recorded; };
  const bool recorded = std::ranges::any_of(results, is_recorded);
  const unsigned status = asked.mode != RequestMode::each && recorded ? 201 : 200;
  return json_text_response(std::move(body), status);
}

Response answer(const Asked& asked, BatchResult batch, const Witness& witness) {
  if (batch.refused_index) {
    const std::size_t index = *batch.refused_index;
    const Rejection& rejection = *batch.results.at(index).rejection;
    witness.refused(asked.kinds.at(index), rejection.code);
    return atomic_problem(rejection, index);
  }
  const std::vector<Result> results = merge(asked, std::move(batch.results));
  for (std::size_t i = 0; i < results.size(); ++i) witness.became(asked.kinds[i], results[i]);
  // Alone, a refusal is the whole answer; so it is when an atomic batch met a log that is down.
  const Result& first = results.front();
  if (asked.mode != RequestMode::each && first.rejection) return problem_response(*first.rejection);
  return render_results(asked, results);
}

}  // namespace

void record_events(const Call& call, const Respond& respond) {
  const Witness witness(call);
  auto read = read_body(call);
  if (!read) {
    witness.refused(EventKind::none, read.error().code);
    return respond(problem_response(read.error()));
  }
  const auto asked = std::make_shared<Asked>(std::move(*read));
  for (std::size_t i = 0; i < asked->unread.size() && asked->mode == RequestMode::atomic; ++i) {
    if (!asked->unread[i]) continue;
    witness.refused(EventKind::none, asked->unread[i]->code);
    return respond(atomic_problem(*asked->unread[i], i));
  }
  if (asked->commands.empty()) return respond(answer(*asked, {}, witness));
  if (const Refused paused = check_recording(call)) {
    witness.refused(EventKind::none, paused->code);
    return respond(problem_response(*paused));
  }
  const Grouping grouping = asked->mode == RequestMode::atomic ? Grouping::atomic : Grouping::each;
  const bool is_taken = call.service.sequencer.submit(
      std::move(asked->commands), grouping, [asked, respond, witness](BatchResult batch) {
        respond.later([asked, batch = std::move(batch), witness]() mutable {
          return answer(*asked, std::move(batch), witness);
        });
      });
  if (!is_taken) respond(problem_response(reject(Code::overloaded, "")));
}

}  // namespace mingzhang
