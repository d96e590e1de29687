#include "replay/event_lookup.h"

#include <fmt/format.h>

namespace mingzhang {

EventLookup lookup_in(const EventStore& store) {
  return [&store](Sequence sequence) -> StoreResult<Event> {
    StoreResult<std::optional<RecordedEvent>> recorded = store.read_event(sequence);
    if (!recorded) return recorded.error();
    if (!*recorded) {
      return StoreError{StoreFault::damaged,
                        fmt::format("账本缺第 {0} 号事项；请从备份恢复 / the log has no event {0}, "
                                    "though it has its postings; restore from a backup",
                                    sequence.value)};
    }
    return std::move((*recorded)->event);
  };
}

}  // namespace mingzhang
