#include <gtest/gtest.h>

#include <algorithm>

#include "ledger/rules/decide.h"
#include "ledger/state/fold.h"
#include "ledger/store/hot_piece.h"
#include "tests/kinds/checks.h"
#include "tests/properties/random_books.h"
#include "tests/support/random_command.h"

// What holds of any books, tried on books that grew at random. Every event that is recorded on the
// way is held against every law.

namespace mingzhang::test {
namespace {

constexpr int seeds = 30;
constexpr int commands = 3'000;

TEST(AnyBooks, KeepTheLawsAndMeetEveryKind) {
  std::map<EventKind, int> recorded;
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    RandomBooks books(seed);
    books.grow(commands);
    for (const auto& [kind, count] : books.recorded) recorded[kind] += count;
    ASSERT_FALSE(HasFailure()) << "seed " << seed;
  }
  for (const EventKind kind : every_kind()) {
    if (kind == EventKind::community_registered) continue;
    EXPECT_GE(recorded[kind], 10) << kind_name(kind) << " is hardly ever recorded";
    RecordProperty(std::string(kind_name(kind)), recorded[kind]);
  }
}

TEST(AnyBooks, AreTheSameInWhateverOrderTheirPostingsAreFolded) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    RandomBooks books(seed);
    books.grow(commands);
    CommunityState state;
    const CommunityNumber community = books.table.state().number;
    std::vector<CommunityState> at_once(community.value);
    std::vector<Posting> postings;
    std::vector<RecordedEvent> entries;
    for (const RecordedEvent& recorded : books.table.events()) {
      if (is_noted(kind_of(recorded.event.payload))) {
        fold_event(state, recorded.event.payload);
        fold_event(at_once.back(), recorded.event.payload);
      }
      if (!recorded.postings.empty()) entries.push_back(recorded);
      postings.insert(postings.end(), recorded.postings.begin(), recorded.postings.end());
    }
    std::ranges::shuffle(postings, books.random);
    for (const Posting& posting : postings) fold_posting(state, posting);
    ASSERT_TRUE(state == books.table.state()) << "seed " << seed;
    std::ranges::shuffle(entries, books.random);
    HotDraft runs[2];
    for (const RecordedEvent& entry : entries) {
      runs[books.random() % 2].add_entry(entry.event.header.sequence, entry.postings, nullptr);
    }
    for (HotDraft& draft : runs) fold_postings(at_once, draft.run(0));
    ASSERT_TRUE(at_once.back() == state) << "seed " << seed;
  }
}

TEST(AnyBooks, StandAtZeroWhenEverythingIsReversed) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    RandomBooks books(seed);
    books.grow(commands);
    books.reverse_everything();
    check_zero(books.table.state());
    ASSERT_FALSE(HasFailure()) << "seed " << seed;
  }
}

// Rules are pure: the same command in the same state is the same decision, and values without any
// sense are refused in whole sentences or booked within the laws.
TEST(AnyBooks, AnswerAnyCommandTheSameTwice) {
  RandomBooks books(99);
  books.grow(commands);
  const CommunityState& state = books.table.state();
  RandomCommands wild(7, {"1-1-101", "2-1-301", "P-01", "9-9-999"});
  for (int round = 0; round < 3'000; ++round) {
    const std::vector<EventKind> kinds = every_kind();
    Command command = wild.make(kinds[wild.below(kinds.size())]);
    command.header.community = "c1";
    const Context context{state,
                          command.header,
                          *parse_day("2026-06-30"),
                          {2},
                          &books.table.events()[wild.below(books.table.events().size())]};
    const Verdict once = decide(Command(command), context);
    const Verdict twice = decide(Command(command), context);
    ASSERT_EQ(once.has_value(), twice.has_value());
    if (once.has_value()) {
      EXPECT_EQ(once->postings(), twice->postings());
      EXPECT_TRUE(once->payload() == twice->payload());
    } else {
      EXPECT_EQ(once.error().code, twice.error().code);
      check_rejection(once.error());
    }
  }
}

}  // namespace
}  // namespace mingzhang::test
