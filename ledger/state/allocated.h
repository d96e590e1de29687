#pragma once

// What containers allocate, for the figures of state_size.h.

#include <cstdint>
#include <string>

namespace mingzhang {

/// Boost's flat containers: slots of 15 behind a word of 16 bytes that says which are taken.
template <class FlatMap>
std::uint64_t flat_map_bytes(const FlatMap& map) {
  return map.bucket_count() * (sizeof(typename FlatMap::value_type) + 1);
}

/// Short texts stand in the object itself.
inline std::uint64_t string_bytes(const std::string& text) {
  return text.capacity() > std::string().capacity() ? text.capacity() + 1 : 0;
}

}  // namespace mingzhang
