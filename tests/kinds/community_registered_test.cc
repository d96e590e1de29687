#include <gtest/gtest.h>

#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

TEST(CommunityRegistered, BeginsTheBooksOnce) {
  Table books;
  books.run(R"(
    2026-01-01 house_registered house=1-1-101 building=1 entrance=1 area=50.12 use=dwelling
      -> rejected unknown_community community
    2026-01-01 community_registered name=幸福里 subdistrict=南湖街道 neighbourhood=湖滨社区 -> ok |
    2026-01-02 community_registered name=幸福里 subdistrict=南湖街道 neighbourhood=湖滨社区
      -> rejected community_exists community
  )");
  EXPECT_EQ(books.state().id, "c1");
  EXPECT_EQ(books.state().number, CommunityNumber{1});
  EXPECT_EQ(books.state().neighbourhood, "湖滨社区");
}

}  // namespace
}  // namespace mingzhang::test
