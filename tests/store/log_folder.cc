#include "tests/store/log_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

namespace mingzhang::test {

namespace fs = std::filesystem;

std::unique_ptr<LogFolder> LogFolder::copy_of(const LogFolder& other) {
  auto copy = std::make_unique<LogFolder>();
  fs::copy(other.path(), copy->path(),
           fs::copy_options::recursive | fs::copy_options::overwrite_existing);
  return copy;
}

std::vector<fs::path> LogFolder::files(const std::string& ending) const {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(path() / "log")) {
    if (entry.path().filename().string().ends_with(ending)) found.push_back(entry.path());
  }
  std::ranges::sort(found);
  return found;
}

StoreResult<std::unique_ptr<EventStore>> LogFolder::open(OpenMode mode) const {
  return open_rocksdb_store({path().string(), mode, 1U << 20U});
}

std::optional<StoreFault> LogFolder::refusal(OpenMode mode) const {
  const auto opened = open(mode);
  if (opened.has_value()) return std::nullopt;
  EXPECT_NE(opened.error().message.find(" / "), std::string::npos)
      << "in Chinese and English: " << opened.error().message;
  return opened.error().fault;
}

void write_file(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

void flip_byte(const fs::path& path, std::uintmax_t at) {
  std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
  file.seekg(static_cast<std::streamoff>(at));
  const char flipped = static_cast<char>(file.get() ^ 0x40);
  file.seekp(static_cast<std::streamoff>(at));
  file.put(flipped);
}

void append(EventStore& store, ExpectedLog& expected, std::size_t events) {
  const NewBlock block = expected.make_block(events);
  const auto appended = store.append(block.first, block);
  ASSERT_TRUE(appended.has_value()) << appended.error().message;
  expected.accept(block);
}

void flush(EventStore& store) {
  const auto flushed = store.erase_owner({99}, {99});
  ASSERT_TRUE(flushed.has_value()) << flushed.error().message;
}

std::optional<StoreFault> read_everything(const EventStore& store, const ExpectedLog& expected) {
  EXPECT_EQ(store.head(), expected.head());
  const auto blocks = store.scan_blocks({1}, [&](const StoredBlock& block) {
    const NewBlock& wanted = expected.block_of(block.first);
    EXPECT_EQ(block.last_hash, wanted.last_hash);
    for (std::size_t i = 0; i < block.events.size(); ++i) {
      EXPECT_EQ(block.events[i].bytes, wanted.events.at(i).bytes);
      EXPECT_TRUE(std::ranges::equal(block.events[i].postings, wanted.events[i].postings));
    }
    return true;
  });
  if (!blocks) return blocks.error().fault;
  HotRows rows;
  const SliceRange all{.as_events = true};
  const auto hot = store.scan_hot(0, 1, all, [&rows](const HotRun& run) { rows.add(run); });
  if (!hot) return hot.error().fault;
  EXPECT_EQ(rows.sorted(), expected.hot());
  for (const NewBlock& block : expected.blocks()) {
    for (std::size_t i = 0; i < block.events.size(); ++i) {
      const NewEvent& event = block.events[i];
      const Sequence sequence{block.first.value + i};
      const auto key = store.find_key({event.community, event.idempotency_key});
      if (!key) return key.error().fault;
      EXPECT_EQ(*key, sequence);
      for (const auto& [field, text] : event.texts) {
        const auto read = store.read_text(sequence, field);
        if (!read) return read.error().fault;
        EXPECT_EQ(*read, text);
      }
    }
    const auto last = store.last_recorded_by(block.recorded_at);
    if (!last) return last.error().fault;
    EXPECT_EQ(last->value, block.first.value + block.events.size() - 1);
  }
  return std::nullopt;
}

}  // namespace mingzhang::test
