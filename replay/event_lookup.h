#pragma once

// What a statement line says about its event, from the cold part of the log. Only the lines that
// are shown are looked up.

#include <functional>

#include "ledger/rules/context.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

struct EventFacts {
  Event event;  ///< texts are empty: free text is no part of a statement
  Description description;
};

/// Error: as the store's; `damaged` when a posting names an event that is not there.
using EventLookup = std::function<StoreResult<EventFacts>(Sequence)>;

/// Reads events from the store, which must outlive it. Thread-safe as the store is for readers.
EventLookup lookup_in(const EventStore& store);

}  // namespace mingzhang
