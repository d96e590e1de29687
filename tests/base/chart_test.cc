#include "ledger/chart.h"

#include <gtest/gtest.h>

#include <set>

namespace mingzhang::test {
namespace {

TEST(Chart, EveryAccountIsNamedOnceAndReadBack) {
  std::set<std::string> names;
  for (std::size_t index = fund_count; index < account_slots; ++index) {
    const AccountRef ref = account_in_slot(index);
    EXPECT_EQ(slot(ref.account, ref.fund), index);
    EXPECT_EQ(parse_account(to_string(ref)), ref) << to_string(ref);
    EXPECT_TRUE(names.insert(to_string(ref)).second) << to_string(ref) << " stands twice";
    EXPECT_FALSE(chart_entry(ref.account).name_zh.empty());
    EXPECT_FALSE(chart_entry(ref.account).name_en.empty());
  }
}

TEST(Chart, RefusesWhatIsNoAccount) {
  for (const char* text :
       {"", "1002", "1002.", "1002.ops", ".OPS", "0.OPS", "9999.OPS", "1002.OPS ", "1002.XYZ"}) {
    EXPECT_EQ(parse_account(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace mingzhang::test
