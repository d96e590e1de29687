// POST /v1/events: one event, or several {"mode":"each"|"atomic","events":[...]}.

#include <fmt/format.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <memory>

#include "api/json/command_json.h"
#include "api/json/json_text.h"
#include "api/routes/handlers.h"
#include "ledger/base/shards.h"

namespace mingzhang {
namespace {

namespace json = boost::json;

enum class Mode : std::uint8_t { single, each, atomic };
constexpr std::array<std::string_view, 2> mode_words{"atomic", "each"};

/// What was asked, in the caller's order.
struct Asked {
  Mode mode = Mode::single;
  std::vector<EventKind> kinds;   ///< none where it could not be read
  std::vector<Refused> unread;    ///< what could not be read, by position
  std::vector<Command> commands;  ///< the rest, in order
};

ParsedCommand parse_event(const json::value& value, const std::string& actor) {
  const auto event = as_object(value, "event");
  return event ? parse_command(**event, actor) : ParsedCommand(event.error());
}

/// Large batches are parsed by several threads at once.
std::vector<std::vector<ParsedCommand>> parse_events(const json::array& events,
                                                     const ServiceDependencies& service) {
  constexpr std::size_t worth_a_thread = 128;  // about what starting one takes
  const std::size_t most = events.size() / worth_a_thread + 1;
  const auto parts =
      static_cast<std::uint32_t>(std::min<std::size_t>(most, std::max(service.parsers, 1U)));
  return on_shards(parts, [&](std::uint32_t part) {
    std::vector<ParsedCommand> parsed;
    const std::size_t end = events.size() * (part + 1) / parts;
    for (std::size_t i = events.size() * part / parts; i < end; ++i) {
      parsed.push_back(parse_event(events[i], service.actor));
    }
    return parsed;
  });
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

Refused read_mode(const json::object& body, Mode& mode) {
  const json::value* found = body.if_contains("mode");
  if (found == nullptr) return reject(Code::missing_field, "mode", "mode");
  std::string word;
  if (Refused refused = read_field("mode", *found, word)) return refused;
  if (word != "each" && word != "atomic") return unknown_word("mode", word, mode_words);
  mode = word == "each" ? Mode::each : Mode::atomic;
  return std::nullopt;
}

Refused read_several(const json::object& body, const ServiceDependencies& service, Asked& asked) {
  for (const json::key_value_pair& member : body) {
    const std::string_view name(member.key().data(), member.key().size());
    if (name != "mode" && name != "events") return reject(Code::unknown_field, name, name);
  }
  if (Refused refused = read_mode(body, asked.mode)) return refused;
  const json::array* events = body.at("events").if_array();
  if (events == nullptr) return wrong_type("events", "数组 […]", "an array […]");
  if (events->empty()) return reject(Code::no_events, "events");
  if (events->size() > service.most_events) {
    return reject(Code::too_many_events, "events", fmt::to_string(service.most_events));
  }
  asked.commands.reserve(events->size());
  for (std::vector<ParsedCommand>& part : parse_events(*events, service)) {
    for (ParsedCommand& command : part) add_event(asked, std::move(command));
  }
  return std::nullopt;
}

boost::system::result<Asked, Rejection> read_body(const Call& call) {
  JsonReader reader;
  const auto value = reader.read(call.request.body);
  if (!value) return value.error();
  const auto body = as_object(**value, "event");
  if (!body) return body.error();
  Asked asked;
  if ((*body)->contains("events")) {
    if (Refused refused = read_several(**body, call.service, asked)) return *refused;
  } else {
    add_event(asked, parse_event(**value, call.service.actor));
  }
  return asked;
}

json::object render_result(const Result& result) {
  json::object out;
  if (result.outcome == Outcome::rejected) {
    const Rejection& rejection = *result.rejection;
    out["status"] = "rejected";
    out["code"] = code_name(rejection.code);
    out["detail"] = sentence(rejection);
    if (!rejection.field.empty()) out["field"] = rejection.field;
    return out;
  }
  out["status"] = result.outcome == Outcome::recorded ? "recorded" : "duplicate";
  out["sequence"] = result.sequence.value;
  out["voucher"] = nullptr;
  if (result.voucher.number != 0) out["voucher"] = to_string(result.voucher);
  return out;
}

void report(Probe& probe, EventKind kind, const Result& result) {
  switch (result.outcome) {
    case Outcome::recorded:
      return probe.event_recorded(kind);
    case Outcome::duplicate:
      return probe.event_repeated(kind);
    case Outcome::rejected:
      return probe.event_rejected(kind, result.rejection->code);
  }
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
  json::array rendered;
  bool recorded = false;
  for (const Result& result : results) {
    rendered.push_back(render_result(result));
    recorded = recorded || result.outcome == Outcome::recorded;
  }
  const unsigned status = asked.mode != Mode::each && recorded ? 201 : 200;
  return json_response(json::object{{"results", std::move(rendered)}}, status);
}

Response answer(const Asked& asked, BatchResult batch, Probe& probe) {
  if (batch.refused_index) {
    const std::size_t index = *batch.refused_index;
    const Rejection& rejection = *batch.results.at(index).rejection;
    probe.event_rejected(asked.kinds.at(index), rejection.code);
    return atomic_problem(rejection, index);
  }
  const std::vector<Result> results = merge(asked, std::move(batch.results));
  for (std::size_t i = 0; i < results.size(); ++i) report(probe, asked.kinds[i], results[i]);
  // Alone, a refusal is the whole answer; so it is when an atomic batch met a log that is down.
  const Result& first = results.front();
  if (asked.mode != Mode::each && first.rejection) return problem_response(*first.rejection);
  return render_results(asked, results);
}

}  // namespace

void record_events(const Call& call, Respond respond) {
  auto read = read_body(call);
  Probe& probe = call.service.probe;
  if (!read) {
    probe.event_rejected(EventKind::none, read.error().code);
    return respond(problem_response(read.error()));
  }
  const auto asked = std::make_shared<Asked>(std::move(*read));
  for (std::size_t i = 0; i < asked->unread.size() && asked->mode == Mode::atomic; ++i) {
    if (!asked->unread[i]) continue;
    probe.event_rejected(EventKind::none, asked->unread[i]->code);
    return respond(atomic_problem(*asked->unread[i], i));
  }
  if (asked->commands.empty()) return respond(answer(*asked, {}, probe));
  const Grouping grouping = asked->mode == Mode::atomic ? Grouping::atomic : Grouping::each;
  call.service.sequencer.submit(
      std::move(asked->commands), grouping,
      [asked, respond = std::move(respond), &probe](BatchResult batch) {
        respond.later([asked, batch = std::move(batch), &probe]() mutable {
          return answer(*asked, std::move(batch), probe);
        });
      });
}

}  // namespace mingzhang
