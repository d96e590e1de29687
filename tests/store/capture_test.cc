#include <gtest/gtest.h>

#include "ledger/store/rocksdb/log_backup.h"
#include "tests/store/log_folder.h"

// A log that is taken for a backup while it is written.

namespace mingzhang::test {
namespace {

/// The log's own words about tables that are not in the copy must not be in it either.
TEST(Capture, LeavesOutWhatIsWrittenWhileItIsCopied) {
  const LogFolder folder;
  ExpectedLog expected(31);
  const auto store = folder.open().value();
  append(*store, expected, 40);
  const ExpectedLog before = expected;
  const LogFolder copy;
  const auto go_on = [&] {
    append(*store, expected, 40);
    EXPECT_TRUE(store->repack(1).has_value());  // indexes the keys of all eighty
  };
  ASSERT_TRUE(capture_log(folder.path().string(), copy.path().string(), go_on).has_value());
  const auto captured = copy.open(OpenMode::read_write).value();
  EXPECT_EQ(read_everything(*captured, before), std::nullopt);
  for (std::uint64_t sequence = 1; sequence < before.head().next.value; ++sequence) {
    const NewEvent& event = before.event({sequence});
    const auto found = captured->find_key({event.community, event.idempotency_key});
    EXPECT_EQ(found.value(), Sequence{sequence});
  }
}

}  // namespace
}  // namespace mingzhang::test
