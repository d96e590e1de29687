#pragma once

// A recorded event by its sequence, from the cold part of the log: for the few things that a report
// says of events and that neither their postings nor their descriptions hold.

#include <functional>

#include "ledger/store/event_store.h"

namespace mingzhang {

/// Texts are empty. Error: as the store's; `damaged` when a posting names an event that is not
/// there.
using EventLookup = std::function<StoreResult<Event>(Sequence)>;

/// Reads events from the store, which must outlive it. Thread-safe as the store is for readers.
EventLookup lookup_in(const EventStore& store);

}  // namespace mingzhang
