#pragma once

// A block as it is stored: an xxh3 checksum (8 bytes, little endian) and one FlatBuffers `Block`
// (schemas/block.fbs).

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "ledger/store/event_store.h"

namespace mingzhang {

/// Of the blocks written by this program; newer ones are not read.
inline constexpr std::uint16_t block_format_version = 1;

/// Deterministic: equal blocks of equal epoch give equal bytes.
std::string encode_block(const NewBlock& block, std::uint64_t writer_epoch);

/// None when the bytes do not match their checksum or are not a whole block. The result points into
/// `bytes` and keeps them.
std::optional<StoredBlock> decode_block(std::shared_ptr<const std::string> bytes);

/// The last sequence of a block.
inline Sequence last_of(const StoredBlock& block) {
  return {block.first.value + block.events.size() - 1};
}

}  // namespace mingzhang
