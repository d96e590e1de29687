#include "api/routes/caller.h"

#include "api/identity/secrets.h"

namespace mingzhang {
namespace {

/// What follows "Bearer "; empty for another scheme. A scheme's case does not matter (RFC 9110).
std::string_view bearer_token(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (authorization.size() <= scheme.size()) return {};
  for (std::size_t i = 0; i < scheme.size(); ++i) {
    const char letter = authorization[i];
    const char lower =
        letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    if (lower != scheme[i]) return {};
  }
  return authorization.substr(scheme.size());
}

bool is_safe(std::string_view method) { return method == "GET"; }

}  // namespace

std::string_view cookie_in(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const std::size_t end = std::min(header.find(';'), header.size());
    std::string_view pair = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return pair.substr(equals + 1);
    }
  }
  return {};
}

boost::system::result<Principal, Rejection> caller_of(const Request& request, Identity& identity) {
  if (!request.authorization.empty()) {
    const std::string_view token = bearer_token(request.authorization);
    std::optional<Principal> principal = identity.tokens.find(token);
    if (!principal) return reject(Code::invalid_token, "");
    return std::move(*principal);
  }
  const std::string_view secret = cookie_in(request.cookie, session_cookie);
  if (secret.empty()) return reject(Code::not_signed_in, "");
  std::optional<Principal> principal = identity.users.find_session(secret);
  if (!principal) return reject(Code::not_signed_in, "");
  if (!is_safe(request.method) && !are_equal(request.csrf_token, principal->csrf_token)) {
    return reject(Code::request_not_from_page, "");
  }
  return std::move(*principal);
}

Refused permit_in(const Call& call, Action action, std::string_view community,
                  std::string_view house) {
  Target target{{}, community, house};
  std::optional<CommunityEntry> entry;
  if (!call.principal.scope.subdistrict.empty()) {
    StoreResult<std::optional<CommunityEntry>> found =
        call.service.catalogue.find(std::string(community));
    if (!found) return unreadable(found.error());
    entry = std::move(*found);
    if (entry) target.subdistrict = entry->subdistrict;
  }
  return permit(call.principal, action, target);
}

boost::system::result<std::optional<CommunityEntry>, Rejection> asked_community(const Call& call,
                                                                                Action action) {
  const std::string* id = find_parameter(call.request, "community");
  if (id == nullptr) {
    if (call.principal.scope == AccessScope{}) return std::optional<CommunityEntry>{};
    return reject(Code::missing_field, "community", "community");
  }
  if (Refused refused = permit_in(call, action, *id)) return *refused;
  StoreResult<std::optional<CommunityEntry>> found = call.service.catalogue.find(*id);
  if (!found) return unreadable(found.error());
  if (!*found) return reject(Code::unknown_community, "community", shown_name(*id));
  return std::move(*found);
}

AuditEntry audit_entry(const Principal& principal, std::string_view what, std::string place,
                       std::string_view code) {
  AuditEntry entry;
  entry.actor = principal.actor;
  if (!principal.actor.empty()) entry.role = role_name(principal.role);
  entry.what = what;
  entry.place = std::move(place);
  entry.code = code;
  return entry;
}

}  // namespace mingzhang
