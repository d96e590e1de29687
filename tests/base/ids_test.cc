#include "ledger/base/ids.h"

#include <gtest/gtest.h>

namespace mingzhang::test {
namespace {

TEST(Hash32, IsWrittenAndReadAsHex) {
  Hash32 hash;
  for (std::size_t i = 0; i < hash.bytes.size(); ++i) {
    hash.bytes[i] = static_cast<std::uint8_t>(i * 8 + 7);
  }
  const std::string hex = to_hex(hash);
  EXPECT_EQ(hex.substr(0, 8), "070f171f");
  Hash32 read;
  EXPECT_TRUE(parse_hex(hex, read));
  EXPECT_EQ(read, hash);
  std::string upper = hex;
  for (char& character : upper) character = static_cast<char>(std::toupper(character));
  EXPECT_TRUE(parse_hex(upper, read));
  EXPECT_EQ(read, hash);
}

TEST(Hash32, RefusesWhatIsNoHexAndLeavesTheRestAlone) {
  Hash32 hash;
  hash.bytes[0] = 9;
  const Hash32 before = hash;
  EXPECT_FALSE(parse_hex("", hash));
  EXPECT_FALSE(parse_hex(std::string(63, 'a'), hash));
  EXPECT_FALSE(parse_hex(std::string(65, 'a'), hash));
  EXPECT_FALSE(parse_hex(std::string(63, 'a') + "g", hash));
  EXPECT_EQ(hash, before);
}

}  // namespace
}  // namespace mingzhang::test
