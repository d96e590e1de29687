#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <deque>
#include <map>
#include <set>
#include <thread>

#include "ledger/rules/decide.h"
#include "tests/properties/changed_field.h"
#include "tests/properties/recorded_log.h"
#include "tests/store/store_under_test.h"
#include "tests/support/failing_store.h"

// Asking again changes nothing: whoever repeats whatever, how often, when and together with what,
// the log is the one that asking once gives, and every answer is the first one.

namespace mingzhang::test {
namespace {

/// Sends a part of a script in its order, cut into requests at random, with repeats at random
/// places of what it has sent before.
class Sender {
 public:
  /// `order`: places in the script. `given`: the sequences by place, as far as they are known.
  Sender(const Script& script, std::vector<std::size_t> order, std::vector<Sequence> given,
         std::uint64_t seed)
      : script_(script), order_(std::move(order)), given_(std::move(given)), random_(seed) {}

  bool done() const { return sent_ == order_.size(); }
  const std::vector<Sequence>& given() const { return given_; }

  /// The next request. Its commands' places are kept until it is `answered`.
  Request next() {
    Request request;
    request.grouping = below(random_, 2) == 0 ? Grouping::each : Grouping::atomic;
    std::vector<std::size_t>& places = asked_.emplace_back();
    for (std::uint64_t left = 1 + below(random_, 40); left > 0; --left) {
      const bool again = sent_ > 0 && below(random_, 3) == 0;
      if (!again && (done() || !is_known(order_[sent_]))) break;
      places.push_back(again ? order_[below(random_, sent_)] : order_[sent_++]);
      request.commands.push_back(script_.commands[places.back()]);
      rename_sequences(request.commands.back(), given_);
    }
    return request;
  }

  /// The answer to the oldest request that waits for one; returns how many events are new.
  std::size_t answered(const BatchResult& answer, const RecordedOnce& once) {
    const std::vector<std::size_t> places = std::move(asked_.front());
    asked_.pop_front();
    EXPECT_EQ(answer.results.size(), places.size());
    std::size_t recorded = 0;
    for (std::size_t i = 0; i < std::min(places.size(), answer.results.size()); ++i) {
      const Result& result = answer.results[i];
      EXPECT_NE(result.outcome, Outcome::rejected) << refusal(result);
      EXPECT_EQ(result.voucher, once.results[places[i]].voucher);
      if (result.outcome == Outcome::recorded) ++recorded;
      Sequence& given = given_[places[i]];
      if (!given) given = result.sequence;
      EXPECT_EQ(result.sequence, given) << "not the first answer";
    }
    return recorded;
  }

 private:
  /// Whether the event that the command names has its sequence.
  bool is_known(std::size_t place) const {
    const Sequence named = referenced_sequence(script_.commands[place].payload);
    return !named || given_[named.value - 1];
  }

  const Script& script_;
  std::vector<std::size_t> order_;
  std::vector<Sequence> given_;
  std::mt19937_64 random_;
  std::size_t sent_ = 0;
  std::deque<std::vector<std::size_t>> asked_;
};

/// All of a script: its places are its sequences.
Sender sender_of_all(const Script& script, std::uint64_t seed) {
  std::vector<std::size_t> order;
  std::vector<Sequence> given;
  for (std::size_t place = 0; place < script.commands.size(); ++place) {
    order.push_back(place);
    given.push_back({place + 1});
  }
  return {script, std::move(order), std::move(given), seed};
}

/// Sends everything through `ask`, which answers a few requests at a time, in their order.
template <class Ask>
std::size_t send_all(Sender& sender, const RecordedOnce& once, std::mt19937_64& random, Ask ask) {
  std::size_t recorded = 0;
  while (!sender.done() && !testing::Test::HasFailure()) {
    std::vector<Request> requests;
    for (std::uint64_t left = 1 + below(random, 4); left > 0; --left) {
      requests.push_back(sender.next());
    }
    for (const BatchResult& answer : ask(std::move(requests))) {
      recorded += sender.answered(answer, once);
    }
  }
  return recorded;
}

bool is_any_lost(const std::vector<BatchResult>& answers) {
  const auto is_lost = [](const Result& result) {
    return result.rejection && result.rejection->code == Code::store_unavailable;
  };
  return std::ranges::any_of(answers, [&](const BatchResult& answer) {
    return std::ranges::any_of(answer.results, is_lost);
  });
}

TEST(AnyRepeats, ChangeNothing) {
  for (const Script& script : some_scripts()) {
    const RecordedOnce once(script);
    for (const auto& under_test : {memory_under_test(), rocksdb_under_test()}) {
      SCOPED_TRACE(script.name);
      RecordedLog log(under_test->store(), script.today);
      Sender sender = sender_of_all(script, 1);
      std::mt19937_64 random(2);
      const std::size_t recorded =
          send_all(sender, once, random,
                   [&](std::vector<Request> requests) { return log.ask(std::move(requests)); });
      EXPECT_EQ(recorded, script.commands.size());
      ASSERT_TRUE(log.state() == once.state);
    }
  }
}

/// Writes that fail, before or after they reached the disk, and callers who ask until they know.
TEST(AnyRepeats, MakeUpForLostAnswers) {
  for (const Script& script : some_scripts()) {
    SCOPED_TRACE(script.name);
    const RecordedOnce once(script);
    const std::unique_ptr<EventStore> memory = make_memory_store();
    FailingStore store(*memory);
    RecordedLog log(store, script.today);
    Sender sender = sender_of_all(script, 3);
    std::mt19937_64 random(4);
    send_all(sender, once, random, [&](const std::vector<Request>& requests) {
      if (below(random, 2) == 0) store.fail_next_append();
      if (below(random, 2) == 0) store.fail_after_next_append();
      std::vector<BatchResult> answers = log.ask(requests);
      for (int again = 0; again < 2 && is_any_lost(answers); ++again) answers = log.ask(requests);
      return answers;
    });
    ASSERT_TRUE(log.state() == once.state);
  }
}

TEST(AnyRepeats, FromSeveralThreadsGiveOneLog) {
  for (const Script& script : some_scripts()) {
    SCOPED_TRACE(script.name);
    const RecordedOnce once(script);
    const std::unique_ptr<EventStore> store = make_memory_store();
    RecordedLog log(*store, script.today);
    std::atomic<std::size_t> recorded = 0;
    std::vector<std::thread> threads;
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      threads.emplace_back([&, seed] {
        Sender sender = sender_of_all(script, seed);
        while (!sender.done()) {
          Request request = sender.next();
          recorded += sender.answered(
              log.sequencer().record(std::move(request.commands), request.grouping), once);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(recorded, script.commands.size());
    ASSERT_TRUE(log.state() == once.state);
  }
}

/// The places of each community's commands; those that register the communities come first of all.
std::map<std::string, std::vector<std::size_t>> by_community(const Script& script) {
  std::map<std::string, std::vector<std::size_t>> places;
  for (std::size_t place = 0; place < script.commands.size(); ++place) {
    places[script.commands[place].header.community].push_back(place);
  }
  return places;
}

/// Sequences are given across communities, so they differ; all else is the community's own.
void expect_same_books(LedgerState state, const std::vector<Sequence>& given,
                       const LedgerState& once) {
  std::map<std::uint64_t, std::uint64_t> place_of;
  for (std::size_t place = 0; place < given.size(); ++place) {
    place_of[given[place].value] = place + 1;
  }
  EXPECT_EQ(place_of.size(), given.size()) << "a sequence was given twice";
  EXPECT_EQ(state.head.next, once.head.next);
  for (CommunityState& community : state.communities) {
    const auto reversed = std::exchange(community.reversed, {});
    for (const std::uint64_t sequence : reversed) community.reversed.insert(place_of.at(sequence));
  }
  EXPECT_TRUE(state.communities == once.communities);
}

/// Two threads for each community, which do not wait for those of another.
TEST(AnyRepeats, LeaveCommunitiesIndependent) {
  for (const Script& script : some_scripts()) {
    SCOPED_TRACE(script.name);
    const RecordedOnce once(script);
    const std::unique_ptr<EventStore> store = make_memory_store();
    RecordedLog log(*store, script.today);
    std::vector<Sequence> known(script.commands.size());
    auto communities = by_community(script);
    for (const CommunityState& community : once.state.communities) {
      std::vector<std::size_t>& places = communities.at(community.id);
      known[places.front()] = log.ask(script.commands[places.front()]).sequence;
    }
    std::vector<Sender> senders;
    for (const auto& [id, places] : communities) {
      senders.emplace_back(script, places, known, senders.size());
      senders.emplace_back(script, places, known, senders.size());
    }
    std::vector<std::thread> threads;
    threads.reserve(senders.size());
    for (Sender& sender : senders) {
      threads.emplace_back([&] {
        while (!sender.done()) {
          Request request = sender.next();
          sender.answered(log.sequencer().record(std::move(request.commands), request.grouping),
                          once);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    for (std::size_t i = 0; i < senders.size(); i += 2) {
      EXPECT_EQ(senders[i].given(), senders[i + 1].given());
      for (std::size_t place = 0; place < known.size(); ++place) {
        known[place] = std::max(known[place], senders[i].given()[place]);
      }
    }
    expect_same_books(log.state(), known, once.state);
    ASSERT_FALSE(HasFailure());
  }
}

struct Changed {
  const Command* command;
  std::string field;
};

TEST(AnyRepeats, OfAnotherRequestAreRefusedNamingTheField) {
  std::set<EventKind> kinds;
  for (const Script& script : some_scripts()) {
    SCOPED_TRACE(script.name);
    const std::unique_ptr<EventStore> store = make_memory_store();
    RecordedLog log(*store, script.today);
    log.sequencer().record(script.commands, Grouping::each);
    const LedgerState before = log.state();
    std::mt19937_64 random(5);
    std::vector<Command> commands;
    std::vector<Changed> changes;
    for (const Command& command : script.commands) {
      kinds.insert(kind_of(command.payload));
      for (ChangedCommand& changed : each_field_changed(command, random)) {
        commands.push_back(std::move(changed.command));
        changes.push_back({&command, std::move(changed.field)});
      }
    }
    const auto results = log.sequencer().record(std::move(commands), Grouping::each).results;
    for (std::size_t i = 0; i < changes.size(); ++i) {
      const auto& [command, field] = changes[i];
      const std::string_view kind = kind_name(kind_of(command->payload));
      ASSERT_EQ(results[i].outcome, Outcome::rejected) << kind << ' ' << field;
      const Rejection& rejection = *results[i].rejection;
      EXPECT_EQ(rejection.code, Code::idempotency_conflict) << kind << ' ' << field;
      EXPECT_EQ(rejection.field, field) << kind;
      EXPECT_EQ(rejection.arguments.at(1), fmt::to_string(command - script.commands.data() + 1));
    }
    ASSERT_TRUE(log.state() == before);
    ASSERT_EQ(store->head(), before.head);
  }
  EXPECT_EQ(kinds.size(), kind_count);
}

}  // namespace
}  // namespace mingzhang::test
