#include "api/routes/service.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "api/routes/handlers.h"

namespace mingzhang {
namespace {

/// Larger bodies would keep the sockets' thread from the other connections.
constexpr std::size_t most_read_at_once_bytes = 64U << 10U;

using Answer = Reply (*)(const Call& call);
using Answering = void (*)(const Call& call, Respond respond);

/// A part of the pattern in braces stands for one segment, whatever it is.
struct Route {
  std::string_view method;
  std::string_view pattern;
  Place place;
  Answer answer;
  Answering answering = nullptr;  ///< of a route that answers later, instead of `answer`
};

// clang-format off
constexpr std::array routes{
    Route{"POST", "/v1/events", Place::sockets, nullptr, record_events},
    Route{"GET", "/v1/events", Place::workers, list_events},
    Route{"GET", "/v1/events/{sequence}", Place::workers, show_event},
    Route{"GET", "/v1/communities", Place::workers, list_communities},
    Route{"GET", "/v1/communities/{community}", Place::workers, show_community},
    Route{"GET", "/v1/communities/{community}/houses", Place::workers, list_houses},
    Route{"GET", "/v1/communities/{community}/houses/{house}/owner", Place::workers, show_owner},
    Route{"PUT", "/v1/communities/{community}/houses/{house}/owner", Place::workers, put_owner},
    Route{"DELETE", "/v1/communities/{community}/houses/{house}/owner", Place::workers,
          erase_owner},
    Route{"GET", "/v1/communities/{community}/houses/{house}/statement", Place::workers,
          show_house_statement},
    Route{"GET", "/v1/communities/{community}/{report}", Place::workers, show_report},
    Route{"GET", "/healthz", Place::sockets, show_health},
    Route{"GET", "/readyz", Place::sockets, show_readiness},
    Route{"GET", "/metrics", Place::workers, show_metrics},
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

/// "localhost:8080" without its port.
std::string_view name_of(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

bool is_this_machine(std::string_view name) {
  const bool is_loopback =
      name.starts_with("127.") && name.find_first_not_of("0123456789.") == std::string_view::npos;
  return name == "localhost" || name == "[::1]" || is_loopback;
}

/// Without tokens, a page of some other site in this machine's browser must not reach the books: by
/// its own name made to point here (Host), or by sending a form here (Origin).
Refused check_origin(const Request& request) {
  if (!request.host.empty() && !is_this_machine(name_of(request.host))) {
    return reject(Code::foreign_origin, "", request.host);
  }
  std::string_view origin = request.origin;
  if (origin.empty()) return std::nullopt;
  const std::size_t scheme = origin.find("://");
  if (scheme != std::string_view::npos) origin.remove_prefix(scheme + 3);
  if (!is_this_machine(name_of(origin))) return reject(Code::foreign_origin, "", request.origin);
  return std::nullopt;
}

Response no_route(const Request& request, const Found& found) {
  if (found.allowed.empty()) return problem_response(reject(Code::not_found, "", request.target));
  const std::string allowed = fmt::format("{}", fmt::join(found.allowed, ", "));
  Response response = problem_response(
      reject(Code::method_not_allowed, "", request.target, request.method, allowed));
  response.headers.emplace_back("Allow", allowed);
  return response;
}

}  // namespace

Place Service::place(const Request& request) const {
  if (request.body.size() > most_read_at_once_bytes) return Place::workers;
  const Found found = find_route(request);
  return found.route == nullptr ? Place::sockets : found.route->place;
}

void Service::handle(const Request& request, Respond respond) {
  if (const Refused refused = check_origin(request)) return respond(problem_response(*refused));
  Found found = find_route(request);
  if (found.route == nullptr) return respond(no_route(request, found));
  const Call call{dependencies_, request, std::move(found.variables)};
  if (found.route->answering != nullptr) {
    Respond named([respond = std::move(respond), route = found.route->pattern](Respond::Make make) {
      respond.later([make = std::move(make), route] {
        Response response = make();
        response.route = route;
        return response;
      });
    });
    return found.route->answering(call, std::move(named));
  }
  Reply reply = found.route->answer(call);
  Response response = reply ? std::move(*reply) : problem_response(reply.error());
  response.route = found.route->pattern;
  respond(std::move(response));
}

}  // namespace mingzhang
