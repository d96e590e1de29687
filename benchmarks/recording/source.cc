#include "benchmarks/recording/source.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "ops/generate/generator.h"
#include "ops/generate/synthetic_house.h"

namespace mingzhang::benchmarks {
namespace {

constexpr Day last_business_day{20453};    // 2025-12-31, as in generated books
constexpr std::uint64_t rounds_asked = 8;  // quarters: a house sees two years
constexpr std::uint32_t commands_a_round = 4;

std::uint32_t communities_for(std::uint64_t events, std::uint64_t events_of_one) {
  return static_cast<std::uint32_t>(std::max<std::uint64_t>(1, events / events_of_one));
}

/// Goes over all houses of all communities, quarter by quarter. Four walkers, each a quarter of the
/// houses behind the one before, so that every stretch of the log has the same mix; each takes the
/// houses in the same scattered order, so that neighbours in the log are strangers in memory.
class PlainSource final : public Source {
 public:
  explicit PlainSource(const SourceOptions& options)
      : mix_(options.mix),
        left_(options.events),
        houses_(options.houses),
        communities_(
            communities_for(options.events, options.houses * rounds_asked * commands_a_round)),
        all_houses_(std::uint64_t{houses_} * communities_),
        stride_(scattering_stride(all_houses_, options.seed)) {
    const std::uint64_t rounds = options.events / (all_houses_ * commands_a_round) + 1;
    first_ = add_months(period_of(last_business_day), 1 - static_cast<int>(3 * rounds));
    codes_.resize(houses_);
    for (std::uint32_t index = 0; index < houses_; ++index) write_house_code(index, codes_[index]);
    for (std::uint32_t number = 1; number <= communities_; ++number) {
      ids_.push_back(fmt::format("r{:05}", number));
    }
  }

  std::vector<Command> setup() override {
    std::vector<Command> commands;
    for (std::uint32_t community = 0; community < communities_; ++community) {
      auto& registered = add<CommunityRegistered>(commands, community, first_day_of(first_));
      registered.name.value = ids_[community];
      registered.subdistrict.value = "团结街道";
      registered.neighbourhood.value = "第1社区";
      for (std::uint32_t index = 0; index < houses_; ++index) {
        auto& house = add<HouseRegistered>(commands, community, first_day_of(first_));
        const HousePlace place = place_of(index);
        house.house.value = codes_[index];
        house.building.value = fmt::format_int(place.building).str();
        house.entrance.value = fmt::format_int(place.entrance).str();
        house.area = {6000 + index % 60 * 100};
        house.use = place.use;
      }
    }
    return commands;
  }

  std::vector<Command> next(std::size_t most) override {
    std::vector<Command> commands;
    const std::uint64_t count = std::min<std::uint64_t>(most, left_);
    commands.reserve(count);
    for (std::uint64_t i = 0; i < count; ++i) add_next(commands);
    left_ -= count;
    return commands;
  }

 private:
  static std::uint64_t scattering_stride(std::uint64_t size, std::uint64_t seed) {
    std::uint64_t stride = size * 618 / 1000 + seed % 1000 + 1;
    while (std::gcd(stride, size) != 1) ++stride;
    return stride;
  }

  template <class Kind>
  Kind& add(std::vector<Command>& commands, std::uint32_t community, Day day) {
    Command& command = commands.emplace_back();
    command.header.community = ids_[community];
    command.header.business_date = day;
    command.header.actor = "finance";
    command.header.idempotency_key = fmt::format("k{}", ++keys_);
    return command.payload.emplace<Kind>();
  }

  void add_next(std::vector<Command>& commands) {
    const std::uint64_t step = position_ / commands_a_round;
    const auto walker = static_cast<std::uint32_t>(position_ % commands_a_round);
    ++position_;
    const std::uint64_t round = step / all_houses_;
    const std::uint64_t behind = all_houses_ - walker * all_houses_ / commands_a_round;
    const std::uint64_t place = (step % all_houses_ + behind) * stride_ % all_houses_;
    const auto index = static_cast<std::uint32_t>(place / communities_);
    const auto community = static_cast<std::uint32_t>(place % communities_);
    const Period quarter = add_months(first_, static_cast<int>(3 * round));
    const auto day_of_quarter = static_cast<std::int32_t>(step % all_houses_ * 90 / all_houses_);
    const Day day{first_day_of(quarter).since_1970 + day_of_quarter};
    const std::int64_t monthly_fen = 10'000 + index % 97 * 100;
    if (mix_ == Mix::simple && walker == 0) {
      auto& assessed = add<FeeAssessed>(commands, community, day);
      assessed.house.code = codes_[index];
      assessed.period = quarter;
      assessed.amount = {3 * monthly_fen};
      assessed.reason.value = "季度物业费";
      return;
    }
    auto& paid = add<PaymentReceived>(commands, community, day);
    paid.house.code = codes_[index];
    paid.amount = {monthly_fen};
    paid.channel = Channel::bank;
    if (mix_ == Mix::two_legged || (place + walker) % 2 == 0) return;
    paid.channel = Channel::wechat;
    paid.channel_fee = {monthly_fen * 6 / 1000};
    paid.trade_number.emplace().value =
        fmt::format_int(std::uint64_t{4'200'000'000'000'000'000} + position_).str();
  }

  Mix mix_;
  std::uint64_t left_;
  std::uint32_t houses_;
  std::uint32_t communities_;
  std::uint64_t all_houses_;
  std::uint64_t stride_;
  Period first_;
  std::vector<std::string> codes_;
  std::vector<std::string> ids_;
  std::uint64_t position_ = 0;
  std::uint64_t keys_ = 0;
};

class GeneratedSource final : public Source {
 public:
  explicit GeneratedSource(const SourceOptions& options)
      : left_(options.events), generator_(generator_options(options)) {}

  std::vector<Command> setup() override { return {}; }

  std::vector<Command> next(std::size_t most) override {
    std::vector<Command> commands;
    most = std::min<std::uint64_t>(most, left_);
    while (commands.size() < most) {
      if (taken_ == batch_.size()) {
        taken_ = 0;
        if (!generator_.next(batch_)) break;
      }
      commands.push_back(std::move(batch_[taken_++]));
    }
    left_ -= commands.size();
    return commands;
  }

 private:
  /// generator.h says how many events come out; one month more than needed does no harm.
  static GeneratorOptions generator_options(const SourceOptions& options) {
    constexpr std::uint32_t months = 24;
    GeneratorOptions out;
    const std::uint64_t of_one = options.houses * (815 * months + 1750) / 1000 + 24 * months + 60;
    out.communities = communities_for(options.events + options.events / 10, of_one) + 1;
    out.houses = options.houses;
    out.months = months;
    out.seed = options.seed;
    return out;
  }

  std::uint64_t left_;
  Generator generator_;
  std::vector<Command> batch_;
  std::size_t taken_ = 0;
};

}  // namespace

std::unique_ptr<Source> make_source(const SourceOptions& options) {
  if (options.mix == Mix::generated) return std::make_unique<GeneratedSource>(options);
  return std::make_unique<PlainSource>(options);
}

}  // namespace mingzhang::benchmarks
