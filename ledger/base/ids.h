#pragma once

// Strong types for numbers that must not be mixed. Names (community ids, house codes) become
// dense numbers when they are registered; numbers live in the log and inside the program, names
// at the edges.

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace mingzhang {

template <class Tag, class Value>
struct StrongNumber {
  Value value = 0;
  auto operator<=>(const StrongNumber&) const = default;
  explicit operator bool() const { return value != 0; }
};

/// Position in the log, from 1, without gaps, across all communities. 0 = none.
using Sequence = StrongNumber<struct SequenceTag, std::uint64_t>;
/// Dense number of a community, from 1, given by its community_registered event. 0 = none.
using CommunityNumber = StrongNumber<struct CommunityTag, std::uint32_t>;
/// Dense number of a house inside its community, from 1, given by its house_registered event.
using HouseNumber = StrongNumber<struct HouseTag, std::uint32_t>;
/// What a posting is about besides house and period; its meaning follows from the posting's flow:
/// a RevenueSource, a Channel (in transit: of a fund), or a number given in the community to a
/// tariff, a subsidy programme, a repair or a suspense item. 0 = none.
using Subject = StrongNumber<struct SubjectTag, std::uint32_t>;

inline Sequence next(Sequence sequence) { return Sequence{sequence.value + 1}; }

/// A SHA-256 value: an event's hash, a source document's digest or a commitment to a text.
struct Hash32 {
  std::array<std::uint8_t, 32> bytes{};
  auto operator<=>(const Hash32&) const = default;
};

std::string to_hex(const Hash32& hash);
/// False when `hex` is not 64 hexadecimal digits; `out` is then unchanged.
bool parse_hex(std::string_view hex, Hash32& out);

}  // namespace mingzhang

template <class Tag, class Value>
struct std::hash<mingzhang::StrongNumber<Tag, Value>> {
  std::size_t operator()(mingzhang::StrongNumber<Tag, Value> number) const noexcept {
    return std::hash<Value>{}(number.value);
  }
};
