#pragma once

// The one place where the wall clock and randomness enter.

#include "ledger/base/dates.h"
#include "ledger/sequencer.h"

namespace mingzhang {

Instant wall_clock();
/// From the operating system's generator.
std::string random_bytes(std::size_t bytes);
std::string random_salt();  ///< 16 of them

/// Seconds on a clock that never jumps, for measuring.
double steady_seconds();
std::int64_t steady_us();  ///< the same in microseconds

Surroundings real_surroundings();

}  // namespace mingzhang
