#include "ops/generate/synthetic_house.h"

#include <array>
#include <charconv>

namespace mingzhang {
namespace {

void append_number(std::string& out, std::uint32_t number) {
  std::array<char, 12> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  out.append(digits.data(), end);
}

}  // namespace

HousePlace place_of(std::uint32_t index) {
  const std::uint32_t building = index / HousePlace::per_building + 1;
  const std::uint32_t rest = index % HousePlace::per_building;
  if (rest < HousePlace::dwellings) {
    const std::uint32_t door = rest % HousePlace::per_entrance;
    return {building, rest / HousePlace::per_entrance + 1, (door / 2 + 1) * 100 + door % 2 + 1,
            HouseUse::dwelling};
  }
  const std::uint32_t extra = rest - HousePlace::dwellings;
  if (extra < HousePlace::shops) return {building, 0, extra + 1, HouseUse::shop};
  return {building, 0, extra - HousePlace::shops + 1, HouseUse::parking};
}

void write_house_code(std::uint32_t index, std::string& out) {
  const HousePlace place = place_of(index);
  out.clear();
  append_number(out, place.building);
  out += '-';
  append_number(out, place.entrance);
  out += '-';
  if (place.use == HouseUse::shop) out += "商铺";
  if (place.use == HouseUse::parking) out += "车位";
  append_number(out, place.unit);
}

}  // namespace mingzhang
