#pragma once

// Entries of the audit trail as JSON.

#include <boost/json/object.hpp>

#include "api/identity/audit_trail.h"

namespace mingzhang {

boost::json::object render_audit(const AuditEntry& entry);

}  // namespace mingzhang
