#include "ledger/state/fee_table.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

namespace mingzhang {
namespace {

constexpr Period january{2026 * 12};

void add(FeeTable& table, HouseNumber house, Period period, FeeMove move, std::size_t houses) {
  table.add(house, table.place_of(period, houses), move);
}

std::vector<FeeItem> items_of(const FeeTable& table, HouseNumber house) {
  std::vector<FeeItem> items;
  table.each(house, [&items](const FeeItem& item) { items.push_back(item); });
  return items;
}

TEST(FeeTable, AnItemIsWhatItsPartsSay) {
  FeeTable table;
  add(table, {3}, january, {FeePart::assessed, {15'602}}, 3);
  add(table, {3}, january, {FeePart::collected, {10'000}}, 3);
  add(table, {3}, january, {FeePart::offset, {1'500}}, 3);
  add(table, {3}, january, {FeePart::written_off, {2}}, 3);
  add(table, {3}, january, {FeePart::late_fee_open, {77}}, 3);
  const FeeItem expected{january, {15'602}, {10'000}, {1'500}, {4'100}, {77}};
  EXPECT_EQ(table.item({3}, january), expected);
  EXPECT_EQ(items_of(table, {3}), std::vector{expected});
  EXPECT_TRUE(table.item({2}, january).is_empty());
  EXPECT_TRUE(table.item({99}, january).is_empty());
  EXPECT_TRUE(table.item({3}, add_months(january, 1)).is_empty());
}

TEST(FeeTable, AmountsThatDoNotFitACellAreKeptInFull) {
  FeeTable table;
  Money sum;
  for (const std::int64_t fen :
       std::initializer_list<std::int64_t>{2'147'483'647, 1, max_amount.fen, -max_amount.fen, -5}) {
    add(table, {1}, january, {FeePart::assessed, {fen}}, 1);
    sum += Money{fen};
    EXPECT_EQ(table.item({1}, january).assessed, sum) << fen;
  }
  add(table, {1}, january, {FeePart::assessed, -sum}, 1);
  EXPECT_TRUE(table.item({1}, january).is_empty());
  EXPECT_EQ(table, FeeTable{}) << "what is in the cell and what stands apart cancel";
}

/// Against the plainest table there is, whatever the order of houses, periods and amounts.
TEST(FeeTable, HoldsWhatAMapHolds) {
  std::mt19937_64 random(1);
  const auto below = [&random](std::uint64_t end) { return random() % end; };
  for (int round = 0; round < 20; ++round) {
    FeeTable table;
    std::map<std::pair<HouseNumber, Period>, std::array<Money, fee_parts>> expected;
    for (std::uint64_t n = below(400); n > 0; --n) {
      const HouseNumber house{static_cast<std::uint32_t>(1 + below(30))};
      const Period period = add_months(january, static_cast<int>(below(40)) - 20);
      const auto part = static_cast<FeePart>(below(fee_parts));
      const Money amount{static_cast<std::int64_t>(below(1ULL << below(42))) - 1'000};
      add(table, house, period, {part, amount}, below(2) == 0 ? 30 : 0);
      expected[{house, period}].at(static_cast<std::size_t>(part)) += amount;
    }
    for (const auto& [key, parts] : expected) {
      const auto [assessed, collected, offset, written_off, late_fee_open] = parts;
      const FeeItem item{
          key.second,   assessed, collected, offset, assessed - collected - offset - written_off,
          late_fee_open};
      EXPECT_EQ(table.item(key.first, key.second), item);
    }
    for (std::uint32_t house = 1; house <= 30; ++house) {
      Period last;
      for (const FeeItem& item : items_of(table, {house})) {
        EXPECT_LT(last, item.period);
        last = item.period;
        EXPECT_TRUE(expected.contains({{house}, item.period}));
      }
    }
  }
}

}  // namespace
}  // namespace mingzhang
