// /v1/session: a person signs in to the pages, asks who they are, signs out.

#include <fmt/format.h>

#include "api/json/command_json.h"
#include "api/json/json_text.h"
#include "api/routes/caller.h"
#include "api/routes/handlers.h"

namespace mingzhang {
namespace {

namespace json = boost::json;

struct Credentials {
  std::string user;
  std::string password;
};

boost::system::result<Credentials, Rejection> read_credentials(const Request& request) {
  JsonReader reader;
  const auto value = reader.read(request.body);
  if (!value) return value.error();
  const auto body = as_object(**value, "session");
  if (!body) return body.error();
  Credentials credentials;
  for (const json::key_value_pair& member : **body) {
    const std::string_view name(member.key().data(), member.key().size());
    if (name != "user" && name != "password") return unknown_field(name);
    std::string& out = name == "user" ? credentials.user : credentials.password;
    if (Refused refused = read_field(name, member.value(), out)) return *refused;
    if (out.size() > most_password_bytes) {
      return reject(Code::text_too_long, name, name, fmt::to_string(most_password_bytes));
    }
  }
  if (credentials.user.empty()) return reject(Code::missing_field, "user", "user");
  if (credentials.password.empty()) return reject(Code::missing_field, "password", "password");
  return credentials;
}

json::value or_null(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object render(const Principal& principal) {
  const AccessScope& scope = principal.scope;
  return {{"actor", principal.actor},
          {"role", role_name(principal.role)},
          {"scope",
           {{"subdistrict", or_null(scope.subdistrict)},
            {"community", or_null(scope.community)},
            {"house", or_null(scope.house)}}},
          {"csrf_token", or_null(principal.csrf_token)}};
}

/// Kept from scripts and from requests of other sites; over TLS, sent over TLS only.
std::string set_cookie(std::string_view value, std::int64_t seconds, bool secure) {
  return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age={}{}", session_cookie,
                     value, seconds, secure ? "; Secure" : "");
}

}  // namespace

Reply sign_in(const Call& call) {
  if (Refused refused = check_query(call.request, {})) return *refused;
  const auto credentials = read_credentials(call.request);
  if (!credentials) return credentials.error();
  Identity& identity = call.service.identity;
  const auto session = identity.users.sign_in(credentials->user, credentials->password);
  if (!session) {
    // Once for each password that was tried with a user: nobody can push out older entries.
    const bool is_try = session.error().code == Code::wrong_password;
    if (is_try && identity.users.has(credentials->user)) {
      identity.trail.keep_soon(
          audit_entry({}, "sign_in_refused", credentials->user, code_name(session.error().code)));
    }
    return session.error();
  }
  identity.trail.keep_soon(audit_entry(session->principal, "signed_in", ""));
  json::object body = render(session->principal);
  body["expires_at"] = to_string(session->expires);
  Response response = json_response(body);
  response.headers.emplace_back(
      "Set-Cookie", set_cookie(session->secret, session_us / 1'000'000, call.request.secure));
  return response;
}

Reply show_session(const Call& call) {
  if (Refused refused = check_query(call.request, {})) return *refused;
  return json_response(render(call.principal));
}

Reply sign_out(const Call& call) {
  if (Refused refused = check_query(call.request, {})) return *refused;
  call.service.identity.users.sign_out(cookie_in(call.request.cookie, session_cookie));
  Response response;
  response.status = 204;
  response.content_type.clear();
  response.headers.emplace_back("Set-Cookie", set_cookie("", 0, call.request.secure));
  return response;
}

}  // namespace mingzhang
