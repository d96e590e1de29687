#include <gtest/gtest.h>

#include <map>

#include "ledger/rules/decide.h"
#include "ledger/state/snapshot_codec.h"
#include "tests/kinds/checks.h"
#include "tests/properties/faults.h"
#include "tests/properties/recorded_log.h"
#include "tests/store/store_under_test.h"

// What is refused was never there: log and state are the same bit for bit, and what is recorded
// next is recorded as if nobody had asked.

namespace mingzhang::test {
namespace {

/// Everything that can be seen of a log, in bytes.
struct Seen {
  Head head;
  LedgerState state;
  std::vector<std::string> communities;
  std::uint64_t events = 0;

  explicit Seen(RecordedLog& log)
      : head(log.store().head()), state(log.state()), events(log.store().statistics().events) {
    for (const CommunityState& community : state.communities) {
      communities.push_back(encode_community(community));
    }
  }
  bool operator==(const Seen&) const = default;
};

using FaultCounts = std::map<std::string_view, int>;

void expect_refused(const Result& result, const Fault& fault) {
  ASSERT_EQ(result.outcome, Outcome::rejected);
  EXPECT_FALSE(result.sequence);
  EXPECT_EQ(result.voucher, Voucher{});
  check_rejection(*result.rejection);
  if (fault.code) {
    EXPECT_EQ(code_name(result.rejection->code), code_name(*fault.code)) << refusal(result);
  }
}

/// One script, recorded between requests that have a fault.
class Refusals {
 public:
  Refusals(const Script& script, EventStore& store, std::uint64_t seed)
      : script_(script), once_(script), log_(store, script.today), random_(seed) {}

  void run(FaultCounts& counts) {
    while (sent_ < script_.commands.size() && !testing::Test::HasFailure()) {
      SCOPED_TRACE(sent_);
      ask_every_fault(counts);
      ask_full_books(counts);
      record_around_a_refused_batch();
    }
    EXPECT_TRUE(log_.state() == once_.state);
  }

 private:
  Place place_of(std::size_t index, const LedgerState& state) const {
    return {script_, index, state.find(script_.commands[index].header.community),
            once_.results[index].voucher.number != 0};
  }

  /// Each fault in the command that would be next.
  void ask_every_fault(FaultCounts& counts) {
    const Seen before(log_);
    const Place place = place_of(sent_, before.state);
    std::vector<Command> commands;
    std::vector<Fault> faults;
    for (const std::span<const Fault> list : {faults_of_form(), faults_of_books()}) {
      for (const Fault& fault : list) {
        Command command = script_.commands[sent_];
        if (!fault.put(command, place)) continue;
        commands.push_back(std::move(command));
        faults.push_back(fault);
      }
    }
    const BatchResult answer = log_.sequencer().record(std::move(commands), Grouping::each);
    for (std::size_t i = 0; i < faults.size(); ++i) {
      SCOPED_TRACE(faults[i].name);
      expect_refused(answer.results[i], faults[i]);
      ++counts[faults[i].name];
    }
    EXPECT_TRUE(Seen(log_) == before);
  }

  /// Every account as far from zero as it may be, where a hundred thousand of the largest amounts
  /// would carry it: nothing more is posted.
  void ask_full_books(FaultCounts& counts) {
    if (once_.results[sent_].voucher.number == 0) return;
    LedgerState full = log_.state();
    for (CommunityState& community : full.communities) community.balances.fill(max_balance);
    RecordedLog log(log_.store(), script_.today, std::move(full));
    const Seen before(log);
    const Result result = log.ask(script_.commands[sent_]);
    ASSERT_EQ(result.outcome, Outcome::rejected);
    if (result.rejection->code == Code::balance_too_large) ++counts["full books"];
    EXPECT_TRUE(Seen(log) == before);
  }

  std::vector<Command> some_commands(std::size_t from, std::size_t count) const {
    const auto begin = script_.commands.begin() + static_cast<std::ptrdiff_t>(from);
    return {begin, begin + static_cast<std::ptrdiff_t>(count)};
  }

  /// What the refused batch holds of the next commands: all, or those of other communities than
  /// the first one's, so that they stand elsewhere in the log than they will stand at last.
  std::vector<std::size_t> places_to_refuse(std::size_t from, std::size_t count) {
    const bool all = below(random_, 2) == 0;
    std::vector<std::size_t> places;
    for (std::size_t place = from; place < from + count; ++place) {
      const Command& command = script_.commands[place];
      if (!all && command.header.community == script_.commands[from].header.community) continue;
      if (!all && referenced_sequence(command.payload).value > from) break;
      places.push_back(place);
    }
    if (places.empty()) places.push_back(from);
    return places;
  }

  /// Any fault that the command at a place can have.
  std::pair<Command, Fault> spoiled(std::size_t index) {
    const LedgerState none;
    const std::span<const Fault> faults = faults_of_form();
    for (;;) {
      const Fault& fault = faults[below(random_, faults.size())];
      Command command = script_.commands[index];
      if (fault.put(command, place_of(index, none))) return {std::move(command), fault};
    }
  }

  /// In one block: some commands, then a batch of next ones that one fault undoes, then the next
  /// ones as if nothing had been.
  void record_around_a_refused_batch() {
    const std::size_t left = script_.commands.size() - sent_;
    const std::size_t first = below(random_, 2) * below(random_, std::min<std::size_t>(left, 8));
    const std::size_t second = 1 + below(random_, std::min<std::size_t>(left - first, 12));
    const std::vector<std::size_t> places = places_to_refuse(sent_ + first, second);
    const std::size_t at = below(random_, places.size());
    const auto [command, fault] = spoiled(places[at]);
    SCOPED_TRACE(fault.name);
    Request refused{{}, Grouping::atomic};
    for (const std::size_t place : places) {
      if (place == places[at]) refused.commands.push_back(command);
      refused.commands.push_back(script_.commands[place]);
    }

    const auto answers = log_.ask({{some_commands(sent_, first), Grouping::atomic},
                                   std::move(refused),
                                   {some_commands(sent_ + first, second), Grouping::each}});
    expect_recorded(answers[0]);
    ASSERT_EQ(answers[1].refused_index, at);
    ASSERT_EQ(answers[1].results.size(), at + 1);
    expect_refused(answers[1].results.back(), fault);
    expect_recorded(answers[2]);
  }

  void expect_recorded(const BatchResult& answer) {
    for (const Result& result : answer.results) {
      const Result& wanted = once_.results[sent_++];
      ASSERT_EQ(result.outcome, Outcome::recorded) << refusal(result);
      EXPECT_EQ(result.sequence, wanted.sequence);
      EXPECT_EQ(result.voucher, wanted.voucher);
    }
  }

  const Script& script_;
  RecordedOnce once_;
  RecordedLog log_;
  std::mt19937_64 random_;
  std::size_t sent_ = 0;
};

TEST(AnyRefusal, LeavesEverythingAsItWas) {
  FaultCounts counts;
  for (const Script& script : some_scripts()) {
    SCOPED_TRACE(script.name);
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      const std::unique_ptr<EventStore> store = make_memory_store();
      Refusals(script, *store, seed).run(counts);
    }
    ASSERT_FALSE(HasFailure());
  }
  EXPECT_GE(counts["full books"], 100);
  for (const std::span<const Fault> list : {faults_of_form(), faults_of_books()}) {
    for (const Fault& fault : list) {
      EXPECT_GE(counts[fault.name], 3) << fault.name << " is hardly ever tried";
    }
  }
}

}  // namespace
}  // namespace mingzhang::test
