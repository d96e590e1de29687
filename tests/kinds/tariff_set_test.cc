#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(TariffSet, WalksTheLadder) {
  run_table(small_community, R"(
    2026-01-01 tariff_set tariff=t basis=area price=0 cycle=month from=2026-01
      -> rejected not_positive price
    2026-01-01 tariff_set tariff=t basis=area price=1.00 cycle=month from=2026-01
      houses=1-1-101,9-9-999 use=shop
      -> rejected unknown_house houses
    2026-01-01 tariff_set tariff=t basis=area price=1.00 cycle=month from=2026-01 houses=1-1-101
      use=shop
      -> rejected houses_and_use use
    2026-01-01 tariff_set tariff=t basis=area price=1.00 cycle=month from=2026-01
      houses=1-1-101,1-1-102,1-1-101
      -> rejected house_listed_twice houses
  )");
}

TEST(TariffSet, KeepsItsNumberAndItsVersions) {
  Table books;
  books.run(small_community);
  books.run(R"(
    2026-01-01 tariff_set tariff=物业费 basis=area price=0.55 cycle=month from=2026-01 -> ok |
    2026-01-01 tariff_set tariff=电梯费 basis=household price=15.00 cycle=quarter from=2026-01 -> ok |
    2026-05-01 tariff_set tariff=物业费 basis=area price=0.65 cycle=month from=2026-07 -> ok |
    2026-05-01 tariff_set tariff=物业费 basis=area price=0.60 cycle=month from=2026-07 -> ok |
    2026-05-01 tariff_set tariff=物业费 basis=area price=0.50 cycle=month from=2025-07 -> ok |
  )");
  const CommunityState& state = books.state();
  ASSERT_EQ(state.tariffs.size(), 2U);
  EXPECT_EQ(state.find_tariff_number("物业费"), Subject{1});
  EXPECT_EQ(state.find_tariff_number("电梯费"), Subject{2});
  const Tariff& tariff = state.tariffs[0];
  EXPECT_EQ(tariff.versions.size(), 3U) << "an equal `from` replaces";
  EXPECT_EQ(tariff.in_force(*parse_period("2025-06")), nullptr);
  EXPECT_EQ(to_string(tariff.in_force(*parse_period("2025-12"))->price), "0.50");
  EXPECT_EQ(to_string(tariff.in_force(*parse_period("2026-06"))->price), "0.55");
  EXPECT_EQ(to_string(tariff.in_force(*parse_period("2026-07"))->price), "0.60");
}

TEST(TariffSet, ChangesNothingThatIsPosted) {
  run_table(small_community, R"(
    2026-01-01 tariff_set tariff=t basis=household price=10.00 cycle=month from=2026-01
      houses=1-1-101
    2026-01-31 fees_assessed period=2026-01 tariff=t
    2026-02-01 tariff_set tariff=t basis=household price=20.00 cycle=month from=2026-01
      houses=1-1-101
    2026-02-28 fees_assessed period=2026-02 tariff=t
    = 1122.OPS:1-1-101:2026-01 10.00
    = 1122.OPS:1-1-101:2026-02 20.00
  )");
}

}  // namespace
}  // namespace mingzhang::test
