#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(HouseRegistered, WalksTheLadder) {
  run_table(small_community, R"(
    2026-01-02 house_registered house=1-1-101 building=1 entrance=1 area=0 use=dwelling
      -> rejected house_exists house
    2026-01-02 house_registered house=3-1-101 building=3 entrance=1 area=0 use=dwelling
      -> rejected not_positive area
    2026-01-02 house_registered house=3-1-101 building=3 entrance=1 area=-1.00 use=parking
      -> rejected not_positive area
  )");
}

TEST(HouseRegistered, NumbersHousesInTheirOrder) {
  Table books;
  books.run(small_community);
  books.run(R"(
    2026-01-02 house_registered house=3-1-101 building=3 entrance=1 area=80.00 use=other -> ok |
    2026-01-02 house_registered house=P-02 building=P entrance=0 area=0 use=parking -> ok |
  )");
  EXPECT_EQ(books.state().house_number("3-1-101"), HouseNumber{7});
  EXPECT_EQ(books.state().house(HouseNumber{8}).code, "P-02");
}

}  // namespace
}  // namespace mingzhang::test
