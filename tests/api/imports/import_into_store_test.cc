// Imports as the command line makes them: plan against the store, record in one atomic batch.

#include <gtest/gtest.h>

#include "api/imports/formats.h"
#include "ledger/sequencer.h"
#include "tests/api/imports/import_fixture.h"

namespace mingzhang {
namespace {

using test::shown;

class ImportIntoStore : public testing::Test {
 protected:
  ImportIntoStore()
      : store(make_memory_store()),
        sequencer(*store, LedgerState{},
                  {[] { return *parse_instant("2026-10-01T09:00:00+08:00"); },
                   [] { return std::string(16, 's'); },
                   {}}) {
    Command command;
    command.header.community = "heping";
    command.header.business_date = *parse_day("2026-01-01");
    command.header.idempotency_key = "community";
    command.header.actor = "local";
    command.payload = CommunityRegistered{{"和平小区"}, {"街道"}, {"社区"}, {}, {}};
    EXPECT_EQ(sequencer.record({command}, Grouping::each).results[0].outcome, Outcome::recorded);
  }

  // The plan's rows, once its commands are recorded.
  std::string import(std::string_view format, std::string_view bytes) {
    const LedgerState state = sequencer.state_copy();
    const ImportBooks books = import_books(*store, state.find("heping"));
    const Day today = *parse_day("2026-10-01");
    const auto plan =
        plan_import(*find_import_format(format), bytes, books, {"local", today, today, Hash32{}});
    if (!plan || !plan->can_record()) return shown(plan);
    std::vector<Command> commands;
    for (const PlannedCommand& planned : plan->commands) commands.push_back(planned.command);
    const BatchResult batch = sequencer.record(commands, Grouping::atomic);
    EXPECT_FALSE(batch.refused_index);
    for (const Result& result : batch.results) EXPECT_EQ(result.outcome, Outcome::recorded);
    return shown(plan);
  }

  std::unique_ptr<EventStore> store;
  Sequencer sequencer;
};

TEST_F(ImportIntoStore, RosterThenStatementTwice) {
  const std::string roster = "楼号,单元,房间,房屋类型,建筑面积\n1,2,301,住宅,94.56\n";
  EXPECT_EQ(import("roster", roster), "2 will_record house_will_be_registered\n");
  EXPECT_EQ(import("roster", roster), "2 already_recorded house_registered_already\n");
  const std::string statement = test::test_file("wechat-personal.csv");
  EXPECT_EQ(import("wechat", statement),
            "18 skipped expense\n"
            "19 will_record suspense_no_house\n"
            "20 will_record payment_will_be_recorded\n"
            "21 skipped neutral\n"
            "22 will_record suspense_no_house\n"
            "23 skipped refund_of_own_payment\n");
  const Sequence next = store->head().next;
  EXPECT_EQ(next, Sequence{6});
  EXPECT_EQ(import("wechat", statement),
            "18 skipped expense\n"
            "19 already_recorded receipt_recorded_already\n"
            "20 already_recorded receipt_recorded_already\n"
            "21 skipped neutral\n"
            "22 already_recorded receipt_recorded_already\n"
            "23 skipped refund_of_own_payment\n");
  EXPECT_EQ(store->head().next, next);
  const LedgerState state = sequencer.state_copy();
  EXPECT_EQ(state.find("heping").find_house("1-2-301")->prepaid.fen, 123450);
}

}  // namespace
}  // namespace mingzhang
