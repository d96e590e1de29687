// kill -9 during a load of concurrent writers: what was acknowledged is there after the restart,
// nothing is half there, and the books verify. Real RocksDB, real fsync, a real process that dies.

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <thread>

#include "ledger/sequencer.h"
#include "ops/surroundings.h"
#include "replay/engine/verify.h"
#include "tests/support/commands.h"

namespace mingzhang {
namespace {

using namespace test;

constexpr int kills = 24;
constexpr int writers = 6;
constexpr int events_per_batch = 3;
constexpr const char* child_variable = "MINGZHANG_KILL_CHILD";

struct Acknowledgement {
  std::int32_t writer;
  std::int32_t batch;
};
static_assert(sizeof(Acknowledgement) < 512);  // a pipe takes it whole

std::string key_of(int round, const Acknowledgement& batch, int event) {
  return "r" + std::to_string(round) + "-w" + std::to_string(batch.writer) + "-b" +
         std::to_string(batch.batch) + "-" + std::to_string(event);
}

std::unique_ptr<EventStore> open(const std::string& directory) {
  StoreOptions options;
  options.directory = directory;
  auto store = open_rocksdb_store(options);
  if (!store) {
    ADD_FAILURE() << store.error().message;
    return nullptr;
  }
  return std::move(*store);
}

void write_until_killed(Sequencer& sequencer, int round, int writer, int pipe) {
  for (int batch = 0; batch < 100'000; ++batch) {
    const Acknowledgement acknowledgement{writer, batch};
    std::vector<Command> commands;
    commands.reserve(events_per_batch);
    for (int event = 0; event < events_per_batch; ++event) {
      commands.push_back(pay("heping", key_of(round, acknowledgement, event), "1-1-101", yuan(1)));
    }
    const BatchResult result = sequencer.record(std::move(commands), Grouping::atomic);
    if (result.refused_index) _exit(3);
    if (write(pipe, &acknowledgement, sizeof acknowledgement) < 0) _exit(4);
  }
}

/// The child: never returns.
[[noreturn]] void run_writers(const std::string& directory, int round, int pipe) {
  const std::unique_ptr<EventStore> store = open(directory);
  if (!store) _exit(5);
  StoreResult<LedgerState> state = fold_log(*store);
  if (!state) _exit(6);
  Sequencer sequencer(*store, std::move(*state), real_surroundings());
  std::vector<std::thread> threads;
  threads.reserve(writers);
  for (int writer = 0; writer < writers; ++writer) {
    threads.emplace_back([&, writer] { write_until_killed(sequencer, round, writer, pipe); });
  }
  for (std::thread& thread : threads) thread.join();
  _exit(0);
}

/// Runs writers in a process of its own, kills it after `enough` acknowledgements, and returns all
/// that it acknowledged.
std::vector<Acknowledgement> load_and_kill(const std::string& directory, int round, int enough) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) {
    close(ends[0]);
    const std::string arguments =
        directory + " " + std::to_string(round) + " " + std::to_string(ends[1]);
    setenv(child_variable, arguments.c_str(), 1);
    // A fresh image: RocksDB's threads do not survive a fork.
    execl("/proc/self/exe", "mingzhang_tests", "--gtest_filter=Kill.ChildThatWrites", nullptr);
    _exit(7);
  }
  close(ends[1]);
  std::vector<Acknowledgement> acknowledged;
  Acknowledgement next{};
  bool killed = false;
  while (read(ends[0], &next, sizeof next) == static_cast<ssize_t>(sizeof next)) {
    acknowledged.push_back(next);
    if (!killed && acknowledged.size() >= static_cast<std::size_t>(enough)) {
      kill(child, SIGKILL);
      killed = true;
    }
  }
  close(ends[0]);
  int status = 0;
  waitpid(child, &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status)) << "the writers ended by themselves: " << WEXITSTATUS(status);
  return acknowledged;
}

int events_present(const EventStore& store, int round, const Acknowledgement& batch) {
  int present = 0;
  for (int event = 0; event < events_per_batch; ++event) {
    const auto found = store.find_key({CommunityNumber{1}, key_of(round, batch, event)});
    if (found && *found) ++present;
  }
  return present;
}

/// The other process of the test below; in an ordinary run there is nothing for it to do.
TEST(Kill, ChildThatWrites) {
  const char* arguments = std::getenv(child_variable);
  if (arguments == nullptr) return;
  std::istringstream words(arguments);
  std::string directory;
  int round = 0;
  int pipe = 0;
  words >> directory >> round >> pipe;
  run_writers(directory, round, pipe);
}

TEST(Kill, LosesNothingAcknowledgedAndLeavesNothingHalf) {
  const std::string directory =
      (std::filesystem::temp_directory_path() / ("mingzhang-kill-" + std::to_string(getpid())))
          .string();
  std::filesystem::remove_all(directory);
  {
    const std::unique_ptr<EventStore> store = open(directory);
    ASSERT_NE(store, nullptr);
    Sequencer sequencer(*store, LedgerState{}, real_surroundings());
    sequencer.record({register_community("heping"), register_house("heping", "1-1-101")},
                     Grouping::atomic);
  }
  std::size_t acknowledged_in_all = 0;
  for (int round = 0; round < kills; ++round) {
    const auto acknowledged = load_and_kill(directory, round, 20 + 7 * round);
    acknowledged_in_all += acknowledged.size();
    const std::unique_ptr<EventStore> store = open(directory);
    ASSERT_NE(store, nullptr);
    std::vector<int> newest(writers, -1);
    for (const Acknowledgement& batch : acknowledged) {
      ASSERT_EQ(events_present(*store, round, batch), events_per_batch)
          << "round " << round << " writer " << batch.writer << " batch " << batch.batch;
      newest[static_cast<std::size_t>(batch.writer)] = batch.batch;
    }
    for (int writer = 0; writer < writers; ++writer) {
      const Acknowledgement in_flight{writer, newest[static_cast<std::size_t>(writer)] + 1};
      const int present = events_present(*store, round, in_flight);
      EXPECT_TRUE(present == 0 || present == events_per_batch) << "half a batch in " << round;
    }
    const Verification verification = verify(*store, std::nullopt, {});
    ASSERT_TRUE(verification.ok()) << verification.problems.at(0).what;
    EXPECT_GE(verification.events, 2 + acknowledged_in_all * events_per_batch);
  }
  std::filesystem::remove_all(directory);
}

}  // namespace
}  // namespace mingzhang
