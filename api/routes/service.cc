#include "api/routes/service.h"

#include <SQLiteCpp/Exception.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <xxhash.h>

#include <algorithm>
#include <array>

#include "api/routes/caller.h"
#include "api/routes/handlers.h"

namespace mingzhang {
namespace {

/// Larger bodies would keep the sockets' thread from the other connections.
constexpr std::size_t most_read_at_once_bytes = 64U << 10U;

using Answer = Reply (*)(const Call& call);
using Answering = void (*)(const Call& call, const Respond& respond);

/// A part of the pattern in braces stands for one segment, whatever it is. What a route does says
/// who may ask (api/identity/permissions.h); a {community} and a {house} say where.
struct Route {
  std::string_view method;
  std::string_view pattern;
  Action action;
  Place place;
  Answer answer;
  Answering answering = nullptr;  ///< of a route that answers later, instead of `answer`
};

constexpr std::string_view community_pattern = "/v1/communities/{community}";
constexpr std::string_view house_pattern = "/v1/communities/{community}/houses/{house}";

// clang-format off
constexpr std::array routes{
    Route{"POST", "/v1/events", Action::record, Place::sockets, nullptr, record_events},
    Route{"GET", "/v1/events", Action::read_events, Place::workers, list_events},
    Route{"GET", "/v1/events/{sequence}", Action::read_events, Place::workers, show_event},
    Route{"GET", "/v1/stream", Action::read_events, Place::workers, nullptr, follow_events},
    Route{"GET", "/v1/communities", Action::read_communities, Place::workers, list_communities},
    Route{"GET", "/v1/communities/{community}", Action::read_communities, Place::workers,
          show_community},
    Route{"GET", "/v1/communities/{community}/houses", Action::read_register, Place::workers,
          list_houses},
    Route{"GET", "/v1/communities/{community}/houses/{house}/owner", Action::read_person,
          Place::workers, show_owner},
    Route{"PUT", "/v1/communities/{community}/houses/{house}/owner", Action::change_person,
          Place::workers, put_owner},
    Route{"DELETE", "/v1/communities/{community}/houses/{house}/owner", Action::change_person,
          Place::workers, erase_owner},
    Route{"GET", "/v1/communities/{community}/houses/{house}/statement", Action::read_house,
          Place::workers, show_house_statement},
    Route{"GET", "/v1/communities/{community}/{report}", Action::read_reports, Place::workers,
          show_report},
    Route{"POST", "/v1/session", Action::be_open, Place::workers, sign_in},
    Route{"GET", "/v1/session", Action::be_signed_in, Place::workers, show_session},
    Route{"DELETE", "/v1/session", Action::be_signed_in, Place::workers, sign_out},
    Route{"GET", "/v1/audit-trail", Action::read_audit_trail, Place::workers, list_audit_trail},
    Route{"GET", "/openapi.json", Action::be_open, Place::sockets, show_contract},
    Route{"GET", "/healthz", Action::be_open, Place::sockets, show_health},
    Route{"GET", "/readyz", Action::be_open, Place::sockets, show_readiness},
    Route{"GET", "/metrics", Action::read_metrics, Place::workers, show_metrics},
};
// clang-format on

/// The variables when the path fits the pattern.
std::optional<std::vector<std::string>> match(std::string_view pattern,
                                              const std::vector<std::string>& path) {
  std::vector<std::string> variables;
  std::size_t index = 0;
  while (!pattern.empty()) {
    pattern.remove_prefix(1);  // the slash
    const std::string_view part = pattern.substr(0, pattern.find('/'));
    pattern.remove_prefix(part.size());
    if (index == path.size()) return std::nullopt;
    const bool is_variable = part.starts_with('{');
    if (!is_variable && part != path[index]) return std::nullopt;
    if (is_variable && path[index].empty()) return std::nullopt;
    if (is_variable) variables.push_back(path[index]);
    ++index;
  }
  return index == path.size() ? std::optional(variables) : std::nullopt;
}

struct Found {
  const Route* route = nullptr;
  std::vector<std::string> variables;
  std::vector<std::string_view> allowed;  ///< methods of the path, when its method is another
};

Found find_route(const Request& request) {
  Found found;
  for (const Route& route : routes) {
    auto variables = match(route.pattern, request.path);
    if (!variables) continue;
    found.allowed.push_back(route.method);
    if (route.method != request.method) continue;
    found.route = &route;
    found.variables = std::move(*variables);
    break;
  }
  return found;
}

/// Whether all that an answer needs is in memory and little: a statement of a house whose
/// community's books are at hand takes less time than waking a worker and being woken by it. What
/// counts as of an earlier day is looked for among all of the community's events, and by recording
/// time in the log.
bool is_quick(const ServiceDependencies& service, const Request& request, const Found& found) {
  if (found.route->answer != show_house_statement) return false;
  for (const std::string_view earlier : {"as_of", "recorded_by"}) {
    if (find_parameter(request, earlier) != nullptr) return false;
  }
  const CommunityNumber community = service.catalogue.number_at_hand(found.variables.front());
  return community && service.shelf.has_at_hand(community);
}

/// A browser says which site's page asks: only this service's own may. Programs say nothing.
Refused check_origin(const Request& request) {
  std::string_view origin = request.origin;
  if (origin.empty()) return std::nullopt;
  const std::size_t scheme = origin.find("://");
  if (scheme != std::string_view::npos) origin.remove_prefix(scheme + 3);
  if (origin != request.host) return reject(Code::foreign_origin, "", request.origin);
  return std::nullopt;
}

/// Whether the caller may do what the route does, where its path says.
Refused check_permission(const Route& route, const Call& call) {
  const std::vector<std::string>& names = call.variables;
  if (route.pattern.starts_with(house_pattern)) {
    return permit_in(call, route.action, names.at(0), names.at(1));
  }
  if (route.pattern.starts_with(community_pattern)) {
    return permit_in(call, route.action, names.at(0));
  }
  // The others look at what they are asked about themselves.
  if (may(call.principal.role, route.action)) return std::nullopt;
  return reject(Code::not_permitted, "", role_name(call.principal.role));
}

/// Empty for a stranger.
std::string_view role_of(const Principal& principal) {
  return principal.actor.empty() ? std::string_view() : role_name(principal.role);
}

/// Who asks, unless it does not matter, and whether they may.
Refused admit(const Route& route, Call& call) {
  if (route.action == Action::be_open) return std::nullopt;
  auto principal = caller_of(call.request, call.service.identity);
  Refused refused;
  if (principal) {
    call.principal = std::move(*principal);
    refused = check_permission(route, call);
  } else {
    refused = principal.error();
  }
  // Only those who are known are put on record: strangers could push out older entries.
  if (refused && principal) {
    call.service.identity.trail.keep_soon(audit_entry(
        call.principal, "request_denied", std::string(route.pattern), code_name(refused->code)));
  }
  return refused;
}

/// What follows from the books alone, so that the entity tag says whether it is still the same.
bool is_of_books(Action action) {
  return action == Action::read_communities || action == Action::read_register ||
         action == Action::read_events || action == Action::read_reports ||
         action == Action::read_house;
}

/// Of one question only: who was told its tag was told an answer, so that the tag of another
/// question never hides that this one is wrong.
std::string entity_tag(const Call& call) {
  std::string question = call.request.target;
  // Neither holds a control character (wire.cc): so no two questions are written alike.
  for (const auto& [name, value] : call.request.query) {
    question.append("\n").append(name).append("\n").append(value);
  }
  return fmt::format("\"{}-{}-{:x}\"", call.service.store.head().next.value - 1,
                     call.service.edition, XXH3_64bits(question.data(), question.size()));
}

/// One of the tags that the caller holds is this one. A weak one counts (RFC 9110, 13.1.2).
bool names_tag(std::string_view if_none_match, std::string_view tag) {
  return if_none_match.find(tag) != std::string_view::npos;
}

/// ?min_sequence=: the caller's own write has to be in what is read. Takes it out of the query.
Refused check_min_sequence(Request& request, const EventStore& store) {
  std::optional<std::uint64_t> least;
  Refused refused = read_number(request, "min_sequence", (1ULL << 53U) - 1, least);
  const auto is_asked = [](const auto& one) { return one.first == "min_sequence"; };
  if (std::ranges::count_if(request.query, is_asked) > 1) {
    refused = reject(Code::duplicate_field, "min_sequence", "min_sequence");
  }
  if (refused) return refused;
  std::erase_if(request.query, is_asked);
  const std::uint64_t last = store.head().next.value - 1;
  if (!least || *least <= last) return std::nullopt;
  return reject(Code::sequence_not_reached, "min_sequence", fmt::to_string(last),
                fmt::to_string(*least));
}

Response problem(const Rejection& rejection) {
  Response response = problem_response(rejection);
  if (response.status == 401) {
    response.headers.emplace_back("WWW-Authenticate", "Bearer realm=\"mingzhang\"");
  }
  if (rejection.code == Code::locked_out) {
    response.headers.emplace_back("Retry-After", rejection.arguments.front());
  }
  return response;
}

/// A read of the books: not at all when the caller has it already.
Response answer_tagged(const Route& route, const Call& call) {
  const std::string tag = entity_tag(call);
  Response response;
  bool is_known = names_tag(call.request.if_none_match, tag);
  if (!is_known) {
    Reply reply = route.answer(call);
    if (!reply) return problem(reply.error());
    response = std::move(*reply);
    is_known = call.request.if_none_match == "*";  // anything that there is
  }
  if (is_known) {
    response = {};
    response.status = 304;
    response.content_type.clear();
  }
  response.headers.emplace_back("ETag", tag);
  response.headers.emplace_back("Cache-Control", "private, no-cache");
  response.headers.emplace_back("Vary", "Authorization, Cookie");
  return response;
}

Response answer(const Route& route, const Call& call) {
  if (is_of_books(route.action)) {
    if (find_parameter(call.request, "min_sequence") == nullptr) return answer_tagged(route, call);
    Request asked = call.request;
    if (Refused refused = check_min_sequence(asked, call.service.store)) return problem(*refused);
    return answer_tagged(route, {call.service, asked, call.variables, call.principal});
  }
  Reply reply = route.answer(call);
  return reply ? std::move(*reply) : problem(reply.error());
}

Response no_route(const Request& request, const Found& found) {
  if (found.allowed.empty())
    return problem_response(reject(Code::not_found, "", shown_name(request.target)));
  const std::string allowed = fmt::format("{}", fmt::join(found.allowed, ", "));
  Response response = problem_response(
      reject(Code::method_not_allowed, "", request.target, request.method, allowed));
  response.headers.emplace_back("Allow", allowed);
  return response;
}

void answer_or_refuse(const ServiceDependencies& dependencies, const Request& request,
                      const Respond& respond) {
  if (const Refused refused = check_origin(request)) return respond(problem_response(*refused));
  Found found = find_route(request);
  if (found.route == nullptr) return respond(no_route(request, found));
  Call call{dependencies, request, std::move(found.variables), {}};
  const Refused refused = admit(*found.route, call);
  const auto named = [route = found.route->pattern,
                      role = role_of(call.principal)](Response response) {
    response.route = route;
    response.role = role;
    return response;
  };
  if (refused) return respond(named(problem(*refused)));
  if (found.route->answering != nullptr) {
    const Respond later([respond, named](Respond::Make make) {
      respond.later([make = std::move(make), named] { return named(make()); });
    });
    return found.route->answering(call, later);
  }
  respond(named(answer(*found.route, call)));
}

}  // namespace

std::vector<RouteEntry> list_routes() {
  std::vector<RouteEntry> entries;
  entries.reserve(routes.size());
  for (const Route& route : routes) {
    entries.push_back({route.method, route.pattern, route.action});
  }
  return entries;
}

Place Service::place(const Request& request) const {
  if (request.body.size() > most_read_at_once_bytes) return Place::workers;
  const Found found = find_route(request);
  if (found.route == nullptr) return Place::sockets;
  return is_quick(dependencies_, request, found) ? Place::sockets : found.route->place;
}

void Service::handle(const Request& request, Respond respond) {
  try {
    answer_or_refuse(dependencies_, request, respond);
  } catch (const SQLite::Exception& error) {
    // What has to be on record first has not happened: nobody has seen or changed anything.
    respond(problem_response(reject(Code::identity_unavailable, "", error.what())));
  }
}

}  // namespace mingzhang
