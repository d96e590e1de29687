#include "ledger/rules/apportionment.h"

#include <algorithm>
#include <tuple>

#include "ledger/base/ensure.h"

namespace mingzhang {
namespace {

// Written into the rule: changing either changes who gets the odd fen, so it needs a new version.
constexpr std::uint64_t fnv1a(std::string_view text) {
  std::uint64_t hash = 0xCBF29CE484222325U;
  for (const char character : text) {
    hash ^= static_cast<unsigned char>(character);
    hash *= 0x100000001B3U;
  }
  return hash;
}

constexpr std::uint64_t splitmix64(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15U;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
  return value ^ (value >> 31U);
}

struct Remainder {
  __int128 left = 0;
  std::uint64_t rank = 0;
  std::size_t place = 0;  ///< in the weights
};

bool comes_first(const Remainder& one, const Remainder& other) {
  return one.left != other.left ? one.left > other.left : one.rank < other.rank;
}

}  // namespace

std::uint64_t tie_rank(std::string_view seed, HouseNumber house) {
  return splitmix64(fnv1a(seed) ^ house.value);
}

std::string apportionment_seed(const std::string& community, const std::string& what) {
  return community + "/" + what;
}

std::vector<Money> apportion(Money amount, std::span<const HouseWeight> weights,
                             std::string_view seed) {
  __int128 whole = 0;
  for (const HouseWeight& weight : weights) {
    ensure(weight.weight >= 0, "weights are not negative");
    whole += weight.weight;
  }
  ensure(amount >= Money{} && whole > 0, "a split needs an amount and a weight");

  std::vector<Money> shares(weights.size());
  std::vector<Remainder> remainders(weights.size());
  Money missing = amount;
  for (std::size_t place = 0; place < weights.size(); ++place) {
    const __int128 exact = static_cast<__int128>(amount.fen) * weights[place].weight;
    shares[place] = {static_cast<std::int64_t>(exact / whole)};
    remainders[place] = {exact % whole, tie_rank(seed, weights[place].house), place};
    missing -= shares[place];
  }
  // The remainders add up to `missing` wholes and each is less than a whole, so more houses than
  // that have one: nobody without a remainder gets a fen.
  const auto favoured = remainders.begin() + missing.fen;
  std::ranges::partial_sort(remainders, favoured, comes_first);
  for (auto remainder = remainders.begin(); remainder != favoured; ++remainder) {
    shares[remainder->place] += Money{1};
  }
  return shares;
}

std::vector<HouseWeight> weights_by_area(const CommunityState& state) {
  std::vector<HouseWeight> weights;
  for (std::uint32_t number = 1; number <= state.houses.size(); ++number) {
    const Area area = state.house({number}).area;
    if (area > Area{}) weights.push_back({{number}, area.dm2});
  }
  return weights;
}

std::vector<ShareLine> share_lines(const CommunityState& state, Money amount,
                                   std::span<const HouseWeight> weights, std::string_view seed) {
  const std::vector<Money> shares = apportion(amount, weights, seed);
  std::vector<ShareLine> lines;
  lines.reserve(weights.size());
  for (std::size_t place = 0; place < weights.size(); ++place) {
    const HouseNumber house = weights[place].house;
    lines.push_back({house, state.house(house).area, shares[place]});
  }
  return lines;
}

}  // namespace mingzhang
