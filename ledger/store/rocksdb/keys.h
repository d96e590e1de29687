#pragma once

// Keys of the column families: big-endian numbers, so that RocksDB's order is theirs.

#include <concepts>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/dates.h"
#include "ledger/base/ids.h"

namespace mingzhang::rocks {

template <std::unsigned_integral Number>
void put_number(std::string& key, Number number) {
  for (int shift = static_cast<int>(sizeof number) * 8 - 8; shift >= 0; shift -= 8) {
    key.push_back(static_cast<char>(number >> shift));
  }
}

/// The number in front of `key`, which is cut off; none when the key is too short.
template <std::unsigned_integral Number>
std::optional<Number> take_number(std::string_view& key) {
  if (key.size() < sizeof(Number)) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < sizeof(Number); ++i) {
    number = number << 8U | static_cast<std::uint8_t>(key[i]);
  }
  key.remove_prefix(sizeof(Number));
  return static_cast<Number>(number);
}

/// A number as a value (meta, times).
inline std::string number_value(std::uint64_t number) {
  std::string value;
  put_number(value, number);
  return value;
}

/// blocks, tail
inline std::string sequence_key(Sequence first) { return number_value(first.value); }

/// segments
inline std::string segment_key(CommunityNumber community, Sequence first) {
  std::string key;
  put_number(key, community.value);
  put_number(key, first.value);
  return key;
}

/// times: by recording time, then by first sequence
inline std::string time_key(Instant time, Sequence first) {
  std::string key;
  put_number(key, static_cast<std::uint64_t>(time.us) ^ 1ULL << 63U);  // negative ones come first
  put_number(key, first.value);
  return key;
}

/// keys
inline std::string idempotency_key(CommunityNumber community, std::string_view name) {
  std::string key;
  put_number(key, community.value);
  return key.append(name);
}

/// texts
inline std::string text_key(Sequence sequence, std::uint8_t field) {
  std::string key;
  put_number(key, sequence.value);
  put_number(key, field);
  return key;
}

/// directory
inline std::string owner_key(CommunityNumber community, HouseNumber house) {
  std::string key;
  put_number(key, community.value);
  put_number(key, house.value);
  return key;
}

/// A sequence as a key (blocks, tail) or as a value (keys, times, meta); none when it is not one.
inline std::optional<Sequence> read_sequence(std::string_view bytes) {
  const std::optional<std::uint64_t> number = take_number<std::uint64_t>(bytes);
  if (!number || !bytes.empty()) return std::nullopt;
  return Sequence{*number};
}

}  // namespace mingzhang::rocks
