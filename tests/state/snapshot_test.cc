#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <random>

#include "ledger/state/snapshot_codec.h"
#include "tests/store/temporary_folder.h"
#include "tests/support/file_text.h"

namespace mingzhang::test {
namespace {

/// States with something in every member; seeds differ in how much.
class RandomState {
 public:
  explicit RandomState(std::uint64_t seed) : random_(seed) {}

  LedgerState ledger(std::uint32_t communities) {
    LedgerState state;
    state.head = {{number() + 1}, {}, {static_cast<std::int64_t>(number())}};
    for (auto& byte : state.head.hash.bytes) byte = static_cast<std::uint8_t>(random_());
    for (std::uint32_t i = 1; i <= communities; ++i) {
      state.communities.push_back(community(i));
      state.numbers[state.communities.back().id] = {i};
    }
    return state;
  }

  CommunityState community(std::uint32_t i) {
    CommunityState out;
    out.number = {i};
    out.id = fmt::format("xq-{}", i);
    out.name = "和平小区" + word();
    out.subdistrict = word();
    out.neighbourhood = word();
    for (Money& balance : out.balances) balance = money();
    for (std::uint64_t n = count(30); n > 0; --n) add_house(out);
    for (std::uint64_t n = count(3); n > 0; --n) out.tariffs.push_back(tariff());
    for (std::uint64_t n = count(3); n > 0; --n) out.resolutions.push_back(resolution());
    for (std::uint64_t n = count(3); n > 0; --n) out.programmes.push_back({word(), word()});
    for (std::uint64_t n = count(3); n > 0; --n) out.repairs.push_back({word()});
    out.suspense_items = static_cast<std::uint32_t>(number());
    for (std::uint64_t n = count(50); n > 0; --n) {
      out.totals.add({static_cast<Flow>(1 + count(flow_count - 2)),
                      coin() ? period() : Period{},
                      {static_cast<std::uint32_t>(count(3))},
                      coin()},
                     amount());
    }
    for (std::uint64_t n = count(50); n > 0; --n) out.reversed.insert(number());
    for (std::uint64_t n = count(24); n > 0; --n) {
      out.vouchers[period()] = static_cast<std::uint32_t>(number());
    }
    for (std::uint64_t n = count(24); n > 0; --n) out.closed.push_back(period());
    return out;
  }

 private:
  std::uint64_t number() { return random_() % 1'000'000; }
  std::uint64_t count(std::uint64_t most) { return random_() % (most + 1); }
  bool coin() { return random_() % 2 == 0; }
  Money money() { return {static_cast<std::int64_t>(random_())}; }
  /// Up to the largest that an event may have, most of them small.
  Money amount() {
    const auto most = static_cast<std::uint64_t>(max_amount.fen) >> count(43);
    return {static_cast<std::int64_t>(count(2 * most)) - static_cast<std::int64_t>(most)};
  }
  std::string word() { return coin() ? "" : fmt::format("词{}", number()); }
  Period period() { return {static_cast<std::uint16_t>(24'000 + count(100))}; }
  Day day() { return {static_cast<std::int32_t>(number()) - 500'000}; }

  void add_house(CommunityState& out) {
    House house;
    if (count(9) > 0) {  // one in ten is not registered yet
      house.code = fmt::format("1-2-{}", out.houses.size());
    }
    house.location = {word(), word()};
    house.area = {static_cast<std::int64_t>(number())};
    house.use = static_cast<HouseUse>(count(3));
    house.prepaid = money();
    house.fund_balance = money();
    out.houses.push_back(std::move(house));
    const HouseNumber added{static_cast<std::uint32_t>(out.houses.size())};
    if (!out.houses.back().code.empty()) out.house_index.insert(out.houses, added);
    for (std::uint64_t n = count(6); n > 0; --n) {
      const auto part = static_cast<FeePart>(count(fee_parts - 1));
      out.fees.add(added, out.fees.place_of(period(), out.houses.size()), {part, amount()});
    }
    for (std::uint64_t n = count(2); n > 0; --n) {
      const Subject repair{static_cast<std::uint32_t>(number())};
      out.repair_shares[CommunityState::repair_share_key(added, repair)] = money();
    }
  }

  Tariff tariff() {
    Tariff out;
    out.name = word();
    for (std::uint64_t n = count(3); n > 0; --n) {
      TariffVersion& version = out.versions.emplace_back();
      version.basis = static_cast<TariffBasis>(count(2));
      version.price = {static_cast<std::int64_t>(number())};
      version.cycle = static_cast<BillingCycle>(count(3));
      version.from = period();
      if (coin()) version.houses.emplace(count(3), HouseNumber{7});
      if (coin()) version.use = static_cast<HouseUse>(count(3));
      if (coin()) version.free_until = day();
    }
    return out;
  }

  Resolution resolution() {
    Resolution out;
    out.name = word();
    out.matter = static_cast<Matter>(count(4));
    if (coin()) out.scope = Scope{{word()}, coin() ? std::optional(Name{word()}) : std::nullopt};
    for (std::uint64_t n = count(4); n > 0; --n) {
      out.allows.push_back(static_cast<AllowedUse>(count(4)));
    }
    out.valid_from = day();
    out.valid_until = day();
    out.outcome = static_cast<ResolutionOutcome>(count(4));
    return out;
  }

  std::mt19937_64 random_;
};

void write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

class Snapshot : public ::testing::Test {
 protected:
  void save(const LedgerState& state) {
    const auto saved = save_snapshot(folder.path().string(), state);
    ASSERT_TRUE(saved.has_value()) << saved.error().message;
  }
  LoadedSnapshot load(std::uint32_t threads = 1) const {
    return load_newest_snapshot(folder.path().string(), threads);
  }
  std::filesystem::path file_of(const LedgerState& state) const {
    return folder.path() / "snapshots" / fmt::format("{}.snapshot", state.head.next.value);
  }

  TemporaryFolder folder;
};

TEST_F(Snapshot, WhatIsSavedIsLoaded) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const LedgerState state = RandomState(seed).ledger(static_cast<std::uint32_t>(seed % 5));
    std::filesystem::remove_all(folder.path() / "snapshots");
    save(state);
    const LoadedSnapshot loaded = load(static_cast<std::uint32_t>(1 + seed % 4));
    ASSERT_TRUE(loaded.state.has_value()) << "seed " << seed;
    EXPECT_EQ(*loaded.state, state) << "seed " << seed;
    EXPECT_TRUE(loaded.skipped.empty());
    for (std::size_t i = 0; i < state.communities.size(); ++i) {
      const CommunityState& community = state.communities[i];
      for (const House& house : community.houses) {
        if (house.code.empty()) continue;
        EXPECT_EQ(loaded.state->communities[i].house_number(house.code),
                  community.house_number(house.code));
      }
    }
  }
}

TEST_F(Snapshot, ACommunityThatIsNotRegisteredYetKeepsItsPlace) {
  LedgerState state;
  state.at({2}) = RandomState(1).community(2);
  state.numbers["xq-2"] = {2};
  save(state);
  EXPECT_EQ(load().state, state);
}

TEST(CommunityCodec, EqualStatesGiveEqualBytes) {
  const CommunityState state = RandomState(7).community(1);
  CommunityState other = state;  // the same, but hash tables that were filled in another order
  std::vector<std::pair<TotalKey, Money>> totals;
  state.totals.each([&](const TotalKey& key, Money sum) { totals.emplace_back(key, sum); });
  std::ranges::reverse(totals);
  other.totals = {};
  for (const auto& [key, sum] : totals) other.totals.add(key, sum);
  other.reversed = {};
  other.reversed.reserve(10'000);
  other.reversed.insert(state.reversed.begin(), state.reversed.end());
  EXPECT_EQ(encode_community(other), encode_community(state));
  other.suspense_items += 1;
  EXPECT_NE(encode_community(other), encode_community(state));
}

TEST(CommunityCodec, CutOrForeignBytesAreRefused) {
  const std::string bytes = encode_community(RandomState(3).community(1));
  EXPECT_TRUE(decode_community(bytes).has_value());
  for (std::size_t size = 0; size < bytes.size(); size += size < 64 ? 1 : 97) {
    EXPECT_FALSE(decode_community({bytes.data(), size}).has_value()) << size;
  }
  std::string foreign = bytes;
  foreign[5] ^= 1;  // the file identifier
  EXPECT_FALSE(decode_community(foreign).has_value());
}

TEST_F(Snapshot, TheNewestTwoAreKept) {
  for (const std::uint64_t next : {5U, 70U, 600U, 8U}) {
    LedgerState state = RandomState(next).ledger(1);
    state.head.next = {next};
    save(state);
  }
  std::vector<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "snapshots")) {
    names.push_back(entry.path().filename().string());
  }
  std::ranges::sort(names);
  EXPECT_EQ(names, (std::vector<std::string>{"600.snapshot", "70.snapshot"}));
  EXPECT_EQ(load().state->head.next, Sequence{600});
}

TEST_F(Snapshot, ADamagedOneIsPassedOverAndReported) {
  LedgerState older = RandomState(1).ledger(2);
  older.head.next = {10};
  LedgerState newer = RandomState(2).ledger(2);
  newer.head.next = {20};
  save(older);
  save(newer);
  const std::string good = file_text(file_of(newer));
  const auto expect_passed_over = [&](const std::string& bytes, const std::string& what) {
    write_file(file_of(newer), bytes);
    const LoadedSnapshot loaded = load();
    EXPECT_EQ(loaded.state, older) << what;
    ASSERT_EQ(loaded.skipped.size(), 1U) << what;
    const bool is_of_another_version = bytes.size() >= 12 && bytes.compare(8, 4, good, 8, 4) != 0;
    EXPECT_EQ(loaded.skipped.front().is_damaged, !is_of_another_version) << what;
  };
  for (std::size_t at = 0; at < good.size(); at += at < 128 ? 1 : 61) {
    std::string bytes = good;
    bytes[at] = static_cast<char>(bytes[at] ^ 0x10);
    expect_passed_over(bytes, fmt::format("flipped at {}", at));
    expect_passed_over(good.substr(0, at), fmt::format("cut at {}", at));
  }
  expect_passed_over(good + "x", "longer");
  write_file(file_of(newer), good);
  EXPECT_EQ(load().state, newer);
}

TEST_F(Snapshot, WithoutAnyThereIsNothingToLoad) {
  EXPECT_FALSE(load().state.has_value());
  write_file(folder.path() / "snapshots", "not a folder");
  EXPECT_FALSE(load().state.has_value());
  const auto saved = save_snapshot(folder.path().string(), {});
  ASSERT_FALSE(saved.has_value());
  EXPECT_EQ(saved.error().fault, StoreFault::io_failed);
}

TEST_F(Snapshot, AnotherVersionIsPassedOver) {
  const LedgerState state = RandomState(4).ledger(1);
  save(state);
  std::string bytes = file_text(file_of(state));
  bytes[8] = static_cast<char>(bytes[8] + 1);  // the projection version
  write_file(file_of(state), bytes);
  const LoadedSnapshot loaded = load();
  EXPECT_FALSE(loaded.state.has_value());
  ASSERT_EQ(loaded.skipped.size(), 1U);
  EXPECT_FALSE(loaded.skipped.front().is_damaged);
}

}  // namespace
}  // namespace mingzhang::test
