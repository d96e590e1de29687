#include "ledger/base/xxh3.h"

#include <xxhash.h>

#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#include <immintrin.h>
#include <xxh_x86dispatch.h>
#define MINGZHANG_WIDE_XXH3
#endif

namespace mingzhang {
#ifdef MINGZHANG_WIDE_XXH3
namespace {

/// libxxhash 0.8.1 leaves wide registers in use behind it, and whatever goes on with narrow ones
/// then, in this thread and those that it starts, takes four times as long (measured: RocksDB's
/// checksum).
[[gnu::target("avx")]] void give_wide_registers_back() { _mm256_zeroupper(); }

const bool has_wide_registers = __builtin_cpu_supports("avx") != 0;

}  // namespace
#endif

std::uint64_t xxh3(std::string_view bytes) {
  const std::uint64_t hash = XXH3_64bits(bytes.data(), bytes.size());
#ifdef MINGZHANG_WIDE_XXH3
  if (has_wide_registers) give_wide_registers_back();
#endif
  return hash;
}

}  // namespace mingzhang
