#include "ledger/rules/shortfall.h"

#include <gtest/gtest.h>

#include "tests/kinds/consented_community.h"
#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

constexpr std::string_view march_books = R"(
  2026-03-31 service_cost_incurred period=2026-03 amount=100.00 category=保洁 payee=赵六
  2026-03-31 fee_assessed house=1-1-101 period=2026-03 amount=100.00 reason=x
  paid: 2026-04-02 payment_received house=1-1-101 amount=90.00 channel=bank
  2026-04-03 work_offset_granted house=1-1-101 worker=w1 hours=1 rate=10.00 amount=10.00
    period=2026-03
)";

Shortfall march(const Table& books) {
  return shortfall_of(books.state(), *parse_period("2026-03"));
}

// The example of domain.md section 5.
TEST(Shortfall, IsTheExampleOfTheDomain) {
  Table books;
  books.run(consented_community());
  books.run(march_books);
  EXPECT_EQ(march(books).cost, Money{11'000});
  EXPECT_EQ(march(books).collected, Money{9'000});
  EXPECT_EQ(march(books).work_offsets, Money{1'000});
  EXPECT_EQ(march(books).cash(), Money{2'000});
  EXPECT_EQ(march(books).residual(), Money{1'000});
}

TEST(Shortfall, IsLessenedByEachSource) {
  Table books;
  books.run(consented_community());
  books.run(march_books);
  books.run(R"(
    2026-03-31 subsidy_received programme=清雪 amount=3.00 purpose=清雪
    2026-04-04 subsidy_applied programme=清雪 amount=3.00 purpose=清雪 period=2026-03
    2026-03-05 common_revenue_received source=parking amount=5.00 counterparty=x
      resolution=revenue
    2026-04-04 common_revenue_applied to=shortfall amount=5.00 period=2026-03 resolution=revenue
  )");
  EXPECT_EQ(march(books).subsidy, Money{300});
  EXPECT_EQ(march(books).common_revenue, Money{500});
  EXPECT_EQ(march(books).cash(), Money{2'000});
  EXPECT_EQ(march(books).residual(), Money{200});
}

// What is collected counts for the period of the fee, from prepayment too, and a reversal takes it
// back; other periods and channel fees stand apart.
TEST(Shortfall, IsOfItsPeriodAlone) {
  Table books;
  books.run(consented_community());
  books.run(march_books);
  books.run(R"(
    2026-04-05 service_cost_incurred period=2026-04 amount=70.00 category=保洁 payee=赵六
    2026-04-05 payment_received house=1-1-102 amount=50.00 channel=wechat channel_fee=0.30
    2026-04-06 fee_assessed house=1-1-102 period=2026-03 amount=20.00 reason=x
    2026-04-07 event_reversed sequence=paid reason=x
  )");
  EXPECT_EQ(march(books).cost, Money{11'000});
  EXPECT_EQ(march(books).collected, Money{2'000});
  EXPECT_EQ(march(books).residual(), Money{8'000});
}

TEST(Shortfall, CanBeASurplus) {
  Table books;
  books.run(consented_community());
  books.run(R"(
    2026-03-31 fee_assessed house=1-1-101 period=2026-03 amount=15.00 reason=x
    2026-04-02 payment_received house=1-1-101 amount=15.00 channel=bank
  )");
  EXPECT_EQ(march(books).residual(), Money{-1'500});
}

}  // namespace
}  // namespace mingzhang::test
