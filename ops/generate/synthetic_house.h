#pragma once

// A house as the generator sees it. Its place in the community follows from its index alone, so
// only what changes is kept: 24 bytes a house.

#include <cstdint>
#include <string>

#include "ledger/kinds/words.h"

namespace mingzhang {

/// How a house settles what it owes.
enum class Habit : std::uint8_t {
  punctual,  ///< pays what is open in the month it is assessed
  late,      ///< misses most months, then pays all at once
  ahead,     ///< pays a year in advance
  needy,     ///< works in place of the fee, 三(四)
  never,     ///< does not pay
};

struct SyntheticHouse {
  std::int32_t area_dm2 = 0;
  std::int32_t fee_fen = 0;          ///< of one cycle
  std::int32_t open_fen = 0;         ///< all that is owed, late fees included
  std::int32_t newest_open_fen = 0;  ///< the part of it which is of the newest assessed period
  std::int32_t prepaid_fen = 0;
  HouseUse use{};
  Habit habit{};
};

/// A building holds 42 dwellings in 3 entrances of 7 floors, 2 shops and 4 parking spaces.
struct HousePlace {
  static constexpr std::uint32_t per_building = 48;
  static constexpr std::uint32_t per_entrance = 14;
  static constexpr std::uint32_t dwellings = 42;
  static constexpr std::uint32_t shops = 2;

  std::uint32_t building;
  std::uint32_t entrance;  ///< 0 for shops and parking spaces
  std::uint32_t unit;      ///< floor x 100 + door, or a running number
  HouseUse use;
};
HousePlace place_of(std::uint32_t index);

/// Writes "1-2-301", "1-0-商铺1" or "1-0-车位1" into `out`, whose storage is used again.
void write_house_code(std::uint32_t index, std::string& out);

}  // namespace mingzhang
