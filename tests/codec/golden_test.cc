#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "ledger/codec/event_codec.h"
#include "ledger/codec/meaning_codec.h"
#include "ledger/rules/rules.h"
#include "tests/codec/sample_payload.h"
#include "tests/support/file_text.h"
#include "tests/support/paths.h"
#include "tests/support/random_command.h"

// tests/golden/<kind>.hex holds one event of each kind as it is written in the log: for ever. The
// bytes decode to the event that the counted sample makes today, and encode to the same bytes.

namespace mingzhang::test {
namespace {

/// Every field is there and no two numbers are alike.
Event counted_event(EventKind kind) {
  std::uint64_t count = 0;
  SamplePayload sample([&count] { return ++count; }, [] { return true; });
  return sample_event(payload_of(kind), sample);
}

std::string to_hex_lines(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
    if (i % 32 == 31 || i + 1 == bytes.size()) text += '\n';
  }
  return text;
}

std::string from_hex_lines(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string bytes;
  int high = -1;
  for (const char character : text) {
    const std::size_t digit = digits.find(character);
    if (digit == std::string_view::npos) continue;
    if (high < 0) {
      high = static_cast<int>(digit);
    } else {
      bytes += static_cast<char>(high * 16 + static_cast<int>(digit));
      high = -1;
    }
  }
  return bytes;
}

/// Puts what a golden file would have to hold where it can be copied from.
std::filesystem::path offer(const std::string& name, const std::string& text) {
  const std::filesystem::path folder = build_dir() / "golden";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / name) << text;
  return folder / name;
}

class GoldenBytes : public testing::TestWithParam<EventKind> {};

TEST_P(GoldenBytes, AreReadAndWrittenForEver) {
  const EventKind kind = GetParam();
  const Event event = counted_event(kind);
  const std::string hex = to_hex_lines(encode_event(event));
  const std::string name = std::string(kind_name(kind)) + ".hex";
  const std::filesystem::path path = source_dir() / "tests" / "golden" / name;
  ASSERT_TRUE(std::filesystem::exists(path))
      << "a new kind: look at its fields once more, then copy " << offer(name, hex) << " to "
      << path;
  const std::string golden = file_text(path);
  const std::optional<Event> decoded = decode_event(from_hex_lines(golden));
  ASSERT_TRUE(decoded.has_value()) << "what was written in logs can no longer be read: " << path;
  EXPECT_TRUE(*decoded == event)
      << "what was written in logs now reads as something else. The format is written for ever: "
         "fields are only added at the end, and a changed meaning is a new kind. Do not change "
      << path;
  EXPECT_EQ(hex, golden)
      << "events are now written with other bytes, so recorded events would no longer match their "
         "hashes when encoded again. Only a field added at the end may do this; then copy "
      << offer(name, hex) << " to " << path << " and keep the old bytes beside it as another file";
}

/// What statements say stands in the hot part of every log, where `verify` compares it.
TEST(GoldenDescriptions, AreThoseOfTheLogFormat) {
  std::string text;
  for (const EventKind kind : every_kind()) {
    const Description description = describe(counted_event(kind).payload);
    text += std::string(kind_name(kind)) + ": " + description.zh + " / " + description.en + "\n";
  }
  EXPECT_EQ(text, file_text(source_dir() / "tests/golden/descriptions.txt"))
      << "an event is described in other words than logs of this format hold. For a new kind copy "
      << offer("descriptions.txt", text) << "; for other words raise log_format too "
      << "(ledger/store/rocksdb/upgrade.h), so that every log's hot part is made anew";
}

/// So does what folds read of noted events.
TEST(GoldenMeanings, AreThoseOfTheLogFormat) {
  std::string text;
  for (const EventKind kind : every_kind()) {
    if (!is_noted(kind)) continue;
    text += std::string(kind_name(kind)) + "\n" + to_hex_lines(pack_meaning(counted_event(kind)));
  }
  EXPECT_EQ(text, file_text(source_dir() / "tests/golden/meanings.txt"))
      << "a noted event is packed in another way than in logs of this format. For a new kind copy "
      << offer("meanings.txt", text)
      << "; otherwise raise HotHeader::our_version and log_format too";
}

INSTANTIATE_TEST_SUITE_P(EveryKind, GoldenBytes, testing::ValuesIn(every_kind()),
                         [](const auto& tested) { return std::string(kind_name(tested.param)); });

}  // namespace
}  // namespace mingzhang::test
