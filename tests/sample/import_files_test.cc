// The files of ops/sample that the README's tour imports.

#include <gtest/gtest.h>

#include <iterator>

#include "api/imports/formats.h"
#include "ops/generate/trial_books.h"
#include "tests/support/file_text.h"
#include "tests/support/paths.h"

namespace mingzhang {
namespace {

const Day today = *parse_day("2026-11-01");

std::string sample_file(const char* name) {
  return test::file_text(std::filesystem::path("ops/sample") / name);
}

class SampleImports : public testing::Test {
 protected:
  SampleImports() {
    CommunityRegistered community;
    community.name.value = "春晖里小区";
    community.subdistrict.value = "东风街道";
    community.neighbourhood.value = "春晖社区";
    Command command;
    command.header = {"chunhuili", today, "register", {}, {}, {}, "local"};
    command.payload = community;
    EXPECT_FALSE(books.record(command));
  }

  /// Plans a file and records it; the codes of its rows and notes, one a line.
  std::string import(const char* format, const char* file) {
    const ImportBooks look_up{
        books.state().find("chunhuili"),
        [](std::string_view) -> StoreResult<std::optional<RecordedEvent>> { return std::nullopt; },
        [](HouseNumber) -> StoreResult<bool> { return false; }};
    const auto plan = plan_import(*find_import_format(format), sample_file(file), look_up,
                                  {"local", today, today, std::nullopt});
    if (!plan) return plan.error().code;
    EXPECT_TRUE(plan->can_record()) << render_plan(*plan);
    owners += plan->owners.size();
    std::string codes;
    for (const PlannedRow& row : plan->rows) codes += row.code + "\n";
    for (const PlanNote& note : plan->notes) codes += "note " + note.code + "\n";
    for (const PlannedCommand& planned : plan->commands) {
      EXPECT_FALSE(books.record(planned.command));
    }
    return codes;
  }

  TrialBooks books{today};
  std::size_t owners = 0;
};

TEST_F(SampleImports, TheRosterRegistersEveryHouse) {
  import("roster", "roster-chunhuili.csv");
  EXPECT_EQ(books.state().find("chunhuili").houses.size(), 26U);
  EXPECT_EQ(owners, 26U);
}

TEST_F(SampleImports, TheStatementPaysSixHousesAndLeavesTwoReceiptsInSuspense) {
  import("roster", "roster-chunhuili.csv");
  EXPECT_EQ(import("wechat", "wechat-chunhuili.csv"),
            "payment_will_be_recorded\n"
            "payment_will_be_recorded\n"
            "payment_will_be_recorded\n"
            "expense\n"
            "suspense_no_house\n"
            "suspense_doubtful_house\n"
            "payment_will_be_recorded\n"
            "neutral\n"
            "payment_will_be_recorded\n"
            "payment_will_be_recorded\n");
  const CommunityState& community = books.state().find("chunhuili");
  EXPECT_EQ(to_string(community.find_house("2-1-201")->prepaid), "87.60");
  EXPECT_EQ(to_string(-community.balance(Account::suspense, Fund::operations)), "286.36");
}

}  // namespace
}  // namespace mingzhang
