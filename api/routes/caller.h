#pragma once

// Who calls, and what they may do where: identity (api/identity) as the routes use it.

#include <boost/system/result.hpp>
#include <string_view>

#include "api/identity/permissions.h"
#include "api/routes/call.h"

namespace mingzhang {

inline constexpr std::string_view session_cookie = "mingzhang_session";

/// The value of a cookie; empty when it was not sent.
std::string_view cookie_in(std::string_view header, std::string_view name);

/// By the token, or by the page session's cookie: then what changes something needs the session's
/// X-CSRF-Token too. not_signed_in, invalid_token or request_not_from_page.
boost::system::result<Principal, Rejection> caller_of(const Request& request, Identity& identity);

/// Whether the caller may do it in a community, or with a house of it. Also for one that is not
/// there: whoever may not ask does not learn that.
Refused permit_in(const Call& call, Action action, std::string_view community,
                  std::string_view house = {});

/// The community that the query asks for; none = all of them, for who may see all of the books.
boost::system::result<std::optional<CommunityEntry>, Rejection> asked_community(const Call& call,
                                                                                Action action);

/// An entry of the audit trail about this call.
AuditEntry audit_entry(const Principal& principal, std::string_view what, std::string place,
                       std::string_view code = {});

}  // namespace mingzhang
