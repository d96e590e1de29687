#include "ops/generate/generator.h"

#include "ledger/base/ensure.h"
#include "ops/generate/synthetic_community.h"

namespace mingzhang {
namespace {

constexpr std::size_t batch_size = 1024;

Period first_of(const GeneratorOptions& options) {
  if (options.first_period) return *options.first_period;
  // The last whole month by last_day.
  Period last = period_of(options.last_day);
  if (last_day_of(last) > options.last_day) last = add_months(last, -1);
  return add_months(last, 1 - static_cast<int>(options.months));
}

}  // namespace

class Generator::Implementation {
 public:
  explicit Implementation(const GeneratorOptions& options)
      : last_day_(options.last_day), month_(first_of(options)) {
    ensure(options.communities > 0 && options.houses > 0 && options.months > 0,
           "a generator needs communities, houses and months");
    ensure(first_day_of(month_) >= first_day, "the first month lies in what the books can date");
    end_ = add_months(month_, static_cast<int>(options.months));
    communities_.reserve(options.communities);
    for (std::uint32_t number = 1; number <= options.communities; ++number) {
      communities_.emplace_back(number, options, month_);
    }
    begin_month();
  }

  bool next(std::vector<Command>& batch) {
    batch.clear();
    Outbox outbox(batch, sequence_);
    while (outbox.size() < batch_size && month_ < end_ && day_ <= last_day_) {
      communities_[community_].play(day_, outbox);
      advance();
    }
    return !batch.empty();
  }

 private:
  void advance() {
    if (++community_ < communities_.size()) return;
    community_ = 0;
    day_.since_1970 += 1;
    if (day_ <= last_day_of(month_)) return;
    month_ = add_months(month_, 1);
    if (month_ < end_) begin_month();
  }

  void begin_month() {
    day_ = first_day_of(month_);
    for (SyntheticCommunity& community : communities_) community.begin_month(month_);
  }

  Day last_day_;
  Period month_;
  Period end_;
  Day day_;
  std::size_t community_ = 0;
  Sequence sequence_{1};
  std::vector<SyntheticCommunity> communities_;
};

Generator::Generator(const GeneratorOptions& options)
    : implementation_(std::make_unique<Implementation>(options)) {}
Generator::~Generator() = default;

bool Generator::next(std::vector<Command>& batch) { return implementation_->next(batch); }

}  // namespace mingzhang
