#include "ledger/state/totals.h"

#include "ledger/state/allocated.h"

namespace mingzhang {

void Totals::add(const PostingSort& sort, Money amount) {
  if (sort.flow == Flow::plain) return;
  add({sort.flow, sort.period, {}}, amount);
  if (sort.subject) add({sort.flow, sort.period, sort.subject}, amount);
  if (sort.fund == Fund::trust) add({sort.flow, sort.period, sort.subject, true}, amount);
}

void Totals::add(const TotalKey& key, Money amount) {
  if (key.subject || key.in_trust) {
    particular_[key.packed()] += amount;
    return;
  }
  ByFlow& sums = key.period ? by_period_[key.period] : without_period_;
  sums.at(static_cast<std::size_t>(key.flow)) += amount;
}

Money Totals::at(const TotalKey& key) const {
  if (key.subject || key.in_trust) {
    const auto found = particular_.find(key.packed());
    return found == particular_.end() ? Money{} : found->second;
  }
  const ByFlow* sums = key.period ? by_period_.find(key.period) : &without_period_;
  return sums == nullptr ? Money{} : sums->at(static_cast<std::size_t>(key.flow));
}

std::uint64_t Totals::allocated_bytes() const {
  return by_period_.allocated_bytes() + flat_map_bytes(particular_);
}

bool operator==(const Totals& left, const Totals& right) {
  bool same = true;
  const auto agree = [&same](const Totals& other) {
    return [&same, &other](const TotalKey& key, Money sum) { same = same && other.at(key) == sum; };
  };
  left.each(agree(right));
  right.each(agree(left));
  return same;
}

}  // namespace mingzhang
