#pragma once

// Checksums of what is read again at each replay and start.

#include <cstdint>
#include <string_view>

namespace mingzhang {

/// XXH3-64, by the widest instructions that the processor has: the program is built for those of
/// 2009, which take three times as long.
std::uint64_t xxh3(std::string_view bytes);

}  // namespace mingzhang
