#pragma once

// Events as they were recorded, from the middle of the books: what recording writes again and again
// once the registers are filled.

#include <vector>

#include "ledger/event.h"

namespace mingzhang::benchmarks {

/// At most `most` events with postings that are not noted. REQUIRES: the books hold one.
std::vector<RecordedEvent> some_events(std::size_t most);

}  // namespace mingzhang::benchmarks
