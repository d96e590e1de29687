#include "ledger/store/rocksdb/repack.h"

#include <gtest/gtest.h>

// How many events a step of a repack moves.
namespace mingzhang::rocks {
namespace {

constexpr std::uint64_t a_service = 65'536;  // waits when a running service begins to repack

TEST(RepackSteps, AreSmallWhileAServiceRecords) {
  EXPECT_EQ(events_of_a_step(1), 4'096);
  EXPECT_EQ(events_of_a_step(a_service), 4'096);
}

TEST(RepackSteps, GrowWithWhatWaits) { EXPECT_EQ(events_of_a_step(10 * a_service), 40'960); }

TEST(RepackSteps, FitIntoMemoryHoweverMuchWaits) {
  EXPECT_EQ(events_of_a_step(100'000'000), 262'144);
}

}  // namespace
}  // namespace mingzhang::rocks
