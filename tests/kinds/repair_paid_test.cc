#include <gtest/gtest.h>

#include "tests/kinds/consented_community.h"
#include "tests/kinds/table.h"

namespace mingzhang::test {
namespace {

/// 100.00 drawn and 300.00 billed; 200.00 of 400.00 is invoiced, half of the bills are paid.
const std::string invoiced_community = consented_community() + R"(
  2026-01-05 fund_deposited house=2-1-301 amount=100.00
  2026-03-05 repair_apportioned repair=roof amount=400.00 resolution=repairs building=2
  2026-03-10 repair_invoiced repair=roof payee=赵六 amount=200.00
  2026-03-12 repair_share_paid repair=roof house=2-1-301 amount=150.00 channel=bank
)";

TEST(RepairPaid, WalksTheLadder) {
  run_table(invoiced_community, R"(
    2026-03-15 repair_paid repair=lift payee=赵六 amount=0.00 -> rejected not_positive amount
    2026-03-15 repair_paid repair=lift payee=赵六 amount=200.01 -> rejected unknown_repair repair
    2026-03-15 repair_paid repair=roof payee=赵六 amount=200.01
      -> rejected invoices_exceeded amount
    2026-03-15 repair_paid repair=roof payee=赵六 amount=200.00 -> ok
    2026-03-15 repair_paid repair=roof payee=赵六 amount=0.01
      -> rejected invoices_exceeded amount
  )");
}

TEST(RepairPaid, IsPaidByEachFundForItsPart) {
  run_table(invoiced_community, R"(
    2026-03-15 repair_paid repair=roof payee=赵六 amount=0.05
      -> ok | 2202.MF 0.01 repair_paid#1 | 1002.MF -0.01 plain
        | 2202.TRUST 0.04 repair_paid#1 | 1002.TRUST -0.04 plain
    2026-03-16 repair_paid repair=roof payee=赵六 amount=199.95
      -> ok | 2202.MF 49.99 repair_paid#1 | 1002.MF -49.99 plain
        | 2202.TRUST 149.96 repair_paid#1 | 1002.TRUST -149.96 plain
    = 2202.MF 0.00
    = 2202.TRUST 0.00
    = 1002.MF 50.00
    = 1002.TRUST 0.00
  )");
}

// What other houses paid for, or what other cards hold, is never lent.
TEST(RepairPaid, WaitsForTheMoneyOfTheBilledHouses) {
  Table books;
  books.run(invoiced_community);
  books.run(R"(
    2026-03-13 repair_invoiced repair=roof payee=赵六 amount=200.00
    2026-03-15 repair_paid repair=roof payee=赵六 amount=200.04
      -> rejected insufficient_funds amount
    2026-03-15 repair_paid repair=roof payee=赵六 amount=200.00 -> ok
    2026-03-16 repair_share_paid repair=roof house=2-1-301 amount=150.00 channel=cash
    2026-03-17 repair_paid repair=roof payee=赵六 amount=200.00
      -> rejected insufficient_funds amount
    2026-03-17 channel_settled channel=cash amount=150.00
    2026-03-17 repair_paid repair=roof payee=赵六 amount=200.00 -> ok
    = 1002.TRUST 0.00
    = 1002.MF 0.00
  )");
}

TEST(RepairPaid, NamesTheFundThatIsShortAndTheWayOut) {
  Table books;
  books.run(consented_community());
  books.run(R"(
    2026-01-01 balance_brought_forward account=2712.MF house=2-1-301 amount=100.00
    2026-01-01 balance_brought_forward account=1002.MF amount=30.00
    2026-03-05 repair_apportioned repair=roof amount=100.00 resolution=repairs building=2
    2026-03-10 repair_invoiced repair=roof payee=赵六 amount=100.00
  )");
  Command command;
  command.header = {"c1", *parse_day("2026-03-15"), "k", {}, {}, {}, "tests"};
  command.payload = RepairPaid{{"roof"}, Text{"赵六", {}}, {10'000}};
  const Refused refused = books.record(command);
  ASSERT_TRUE(refused.has_value());
  EXPECT_EQ(refused->code, Code::insufficient_funds);
  EXPECT_EQ(sentence_zh(*refused),
            "专项维修资金的银行存款（1002.MF）只有 30.00，不够支付 100.00；请先收款，或减少金额");
  EXPECT_EQ(sentence_en(*refused),
            "there is only 30.00 in 1002.MF, less than 100.00; receive money for it first or "
            "lower the amount");
}

// An invoice that is reversed after it was paid leaves the contractor owing: nothing more is paid
// until the next invoice exceeds it.
TEST(RepairPaid, CountsWhatWasPaidTooEarly) {
  run_table(consented_community(), R"(
    2026-01-05 fund_deposited house=2-1-301 amount=100.00
    2026-03-05 repair_apportioned repair=roof amount=100.00 resolution=repairs building=2
    invoice: 2026-03-10 repair_invoiced repair=roof payee=赵六 amount=60.00
    2026-03-11 repair_paid repair=roof payee=赵六 amount=60.00
    2026-03-12 event_reversed sequence=invoice reason=x
    2026-03-12 repair_paid repair=roof payee=赵六 amount=0.01 -> rejected invoices_exceeded amount
    2026-03-13 repair_invoiced repair=roof payee=赵六 amount=70.00
    2026-03-13 repair_paid repair=roof payee=赵六 amount=10.01 -> rejected invoices_exceeded amount
    2026-03-13 repair_paid repair=roof payee=赵六 amount=10.00 -> ok
    = 2202.MF 0.00
  )");
}

}  // namespace
}  // namespace mingzhang::test
