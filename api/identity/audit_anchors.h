#pragma once

// Does the audit trail still agree with the log? Blocks say where the trail stood when they were
// begun (AuditHead), and the log cannot be changed unseen. So a trail that was written anew or lost
// its end is found here; what its own hashes show is `AuditTrail::first_broken`.
// Threads: any. Errors: as the database's and the store's.

#include <optional>

#include "api/identity/audit_trail.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

struct LostAnchor {
  Sequence sequence;  ///< of the event that says so
  AuditHead head;     ///< what the trail held then and does not hold now
};

/// The first that does not hold; none = all do. What the trail let go because it was old is not
/// missed. Without a trail (nullptr) none holds. Reads every block; the trail may grow meanwhile.
StoreResult<std::optional<LostAnchor>> first_lost_anchor(const EventStore& store,
                                                         const AuditTrail* trail);

}  // namespace mingzhang
