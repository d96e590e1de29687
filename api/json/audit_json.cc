#include "api/json/audit_json.h"

namespace mingzhang {

boost::json::object render_audit(const AuditEntry& entry) {
  boost::json::object out{{"number", entry.number},
                          {"at", to_string(entry.at)},
                          {"actor", entry.actor},
                          {"role", entry.role},
                          {"what", entry.what}};
  if (!entry.place.empty()) out["place"] = entry.place;
  if (!entry.code.empty()) out["code"] = entry.code;
  if (entry.digest != Hash32{}) out["digest"] = to_hex(entry.digest);
  out["hash"] = to_hex(entry.hash);
  return out;
}

}  // namespace mingzhang
