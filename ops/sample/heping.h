#pragma once

// The sample community 和平小区 (id "heping"): two invented years, 2024-11 to 2026-10, in which
// every channel of section 四 is used. The program plays the years against trial books, so that a
// payment pays what is really open then; ops/sample/heping.jsonl is what it writes, line by line.

#include <vector>

#include "ledger/event.h"

namespace mingzhang {

/// The commands in the order of recording. They are accepted when they are recorded, in this order,
/// from the beginning of a log (a reversal names its original by sequence). The same on any
/// machine.
std::vector<Command> heping_commands();

}  // namespace mingzhang
