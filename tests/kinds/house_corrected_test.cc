#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(HouseCorrected, WalksTheLadder) {
  run_table(small_community, R"(
    2026-01-02 house_corrected house=9-9-999 -> rejected unknown_house house
    2026-01-02 house_corrected house=1-1-101 -> rejected nothing_corrected area
    2026-01-02 house_corrected house=1-1-101 area=0 -> rejected not_positive area
    2026-01-02 house_corrected house=P-01 use=other -> rejected not_positive area
  )");
}

TEST(HouseCorrected, CountsForWhatComesAfter) {
  Table books;
  books.run(small_community);
  books.run(R"(
    2026-01-01 tariff_set tariff=物业费 basis=area price=1.00 cycle=month from=2026-01
      use=dwelling
  )");
  books.run(R"(
    2026-01-31 fees_assessed period=2026-01 tariff=物业费
    2026-02-01 house_corrected house=1-1-101 area=60.00 -> ok |
    2026-02-01 house_corrected house=P-01 area=12.00 use=dwelling -> ok |
    2026-02-01 house_corrected house=1-1-102 area=0 use=parking -> ok |
    2026-02-28 fees_assessed period=2026-02 tariff=物业费
    = 1122.OPS:1-1-101:2026-01 50.12
    = 1122.OPS:1-1-101:2026-02 60.00
    = 1122.OPS:P-01:2026-02 12.00
    = 1122.OPS:1-1-102:2026-02 0.00
  )");
  EXPECT_EQ(books.state().house({1}).use, HouseUse::dwelling);
}

}  // namespace
}  // namespace mingzhang::test
