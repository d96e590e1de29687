#include "api/identity/audit_anchors.h"

#include "ledger/codec/event_codec.h"
#include "replay/event_slice.h"

namespace mingzhang {
namespace {

bool holds(const AuditTrail* trail, const AuditHead& head, std::uint64_t oldest) {
  if (head.number < oldest) return true;
  if (trail == nullptr) return false;
  const std::vector<AuditEntry> found = trail->list(head.number - 1, 1);
  return !found.empty() && found.front().number == head.number && found.front().hash == head.hash;
}

}  // namespace

StoreResult<std::optional<LostAnchor>> first_lost_anchor(const EventStore& store,
                                                         const AuditTrail* trail) {
  const std::vector<AuditEntry> first =
      trail == nullptr ? std::vector<AuditEntry>{} : trail->list(0, 1);
  const std::uint64_t oldest = first.empty() ? 1 : first.front().number;
  std::optional<LostAnchor> lost;
  StoreResult<void> result;
  const StoreResult<void> scanned = store.scan_blocks(Sequence{1}, [&](const StoredBlock& block) {
    if (block.events.empty()) return true;
    const std::optional<Event> event = decode_event(block.events.front().bytes);
    if (!event) {
      result = undecodable_event(block.first);
      return false;
    }
    const std::optional<AuditHead>& head = event->header.audit_head;
    if (head && !holds(trail, *head, oldest)) lost = LostAnchor{block.first, *head};
    return !lost;
  });
  if (!scanned) return scanned.error();
  if (!result) return result.error();
  return lost;
}

}  // namespace mingzhang
