#pragma once

#include <string>

namespace mingzhang::test {

/// small_community and its resolutions, in force through 2026: `revenue` (to earn, and every use of
/// what was earned), `spend` (business on common parts, but not to earn), `refused` (failed by
/// heads), `repairs` (use of the fund, whole community), `building-1` and `entrance-1-1` (the same
/// for a part of it).
const std::string& consented_community();

}  // namespace mingzhang::test
