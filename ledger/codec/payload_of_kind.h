#pragma once

// The payload of a kind that a number names, for who reads one from bytes.

#include <cstdint>

#include "ledger/event.h"

namespace mingzhang {

/// Makes `payload` an empty one of the kind and calls read(its own type&), which says whether it
/// could. False too when there is no such kind.
template <class Read, std::size_t index = 0>
bool read_payload_of(std::uint8_t kind, Payload& payload, const Read& read) {
  if constexpr (index == kind_count) {
    return false;
  } else {
    if (kind != index + 1) return read_payload_of<Read, index + 1>(kind, payload, read);
    return read(payload.emplace<index>());
  }
}

}  // namespace mingzhang
