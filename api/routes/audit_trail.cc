// GET /v1/audit-trail: what stays on record beside the books, oldest first.

#include <fmt/format.h>

#include <boost/json/array.hpp>

#include "api/json/audit_json.h"
#include "api/routes/handlers.h"
#include "api/routes/paging.h"

namespace mingzhang {

Reply list_audit_trail(const Call& call) {
  PageQuestion page;
  Refused refused = check_query(call.request, {"limit", "cursor"});
  if (!refused) refused = read_page_question(call.request, page);
  if (refused) return *refused;
  const std::vector<AuditEntry> entries =
      call.service.identity.trail.list(page.after, page.limit + 1);
  boost::json::array rendered;
  for (const AuditEntry& entry : entries) {
    if (rendered.size() < page.limit) rendered.push_back(render_audit(entry));
  }
  boost::json::object body{{"entries", std::move(rendered)}, {"next_cursor", nullptr}};
  if (entries.size() > page.limit) {
    body["next_cursor"] = cursor_of(entries[page.limit - 1].number);
  }
  return json_response(body);
}

}  // namespace mingzhang
