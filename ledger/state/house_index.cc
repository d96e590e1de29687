#include "ledger/state/house_index.h"

#include <algorithm>
#include <functional>

#include "ledger/state/community_state.h"

namespace mingzhang {

std::size_t HouseIndex::slot_of(const std::vector<House>& houses, std::string_view code) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = std::hash<std::string_view>{}(code)&mask;
  while (slots_[slot] && houses[slots_[slot].value - 1].code != code) slot = (slot + 1) & mask;
  return slot;
}

HouseNumber HouseIndex::find(const std::vector<House>& houses, std::string_view code) const {
  return slots_.empty() ? HouseNumber{} : slots_[slot_of(houses, code)];
}

void HouseIndex::prefetch(const std::vector<House>& houses, std::string_view code) const {
  if (slots_.empty()) return;
  const std::size_t slot = std::hash<std::string_view>{}(code) & (slots_.size() - 1);
  // Nothing waits for the slot: the house is asked for when it comes.
  const std::size_t index = std::max(slots_[slot].value, 1U) - 1;
  __builtin_prefetch(houses.data() + index);
  __builtin_prefetch(&houses.data()[index].fund_balance);  // the house's other end
}

void HouseIndex::insert(const std::vector<House>& houses, HouseNumber number) {
  if (2 * (size_ + 1) > slots_.size()) {
    std::vector<HouseNumber> before(std::max<std::size_t>(8, 2 * slots_.size()));
    slots_.swap(before);
    for (const HouseNumber house : before) {
      if (house) slots_[slot_of(houses, houses[house.value - 1].code)] = house;
    }
  }
  HouseNumber& slot = slots_[slot_of(houses, houses[number.value - 1].code)];
  if (!slot) ++size_;
  slot = number;
}

}  // namespace mingzhang
