#include "ledger/state/totals.h"

#include "ledger/state/allocated.h"

namespace mingzhang {

void Totals::add(const Posting& posting) {
  if (posting.flow == Flow::plain) return;
  const Money amount = posting.amount();
  add({posting.flow, posting.period, {}}, amount);
  if (posting.subject) add({posting.flow, posting.period, posting.subject}, amount);
  if (posting.fund == Fund::trust) {
    add({posting.flow, posting.period, posting.subject, true}, amount);
  }
}

void Totals::add(const TotalKey& key, Money amount) {
  if (key.subject || key.in_trust) {
    particular(key.packed()) += amount;
    return;
  }
  ByFlow& sums = key.period ? by_period_[key.period] : without_period_;
  sums.at(static_cast<std::size_t>(key.flow)) += amount;
}

Money& Totals::particular(std::uint64_t packed) {
  const TotalKey key = TotalKey::unpack(packed);
  const std::size_t slot =
      (static_cast<std::size_t>(key.flow) + key.period.months + key.subject.value) % recent_.size();
  Recent& recent = recent_[slot];
  if (recent.packed != packed) {
    const auto next = static_cast<std::uint32_t>(particular_.size());
    const auto [found, added] = places_.emplace(packed, next);
    if (added) particular_.emplace_back();
    recent = {packed, found->second};
  }
  return particular_[recent.place];
}

Money Totals::at(const TotalKey& key) const {
  if (key.subject || key.in_trust) {
    const auto found = places_.find(key.packed());
    return found == places_.end() ? Money{} : particular_[found->second];
  }
  const ByFlow* sums = key.period ? by_period_.find(key.period) : &without_period_;
  return sums == nullptr ? Money{} : sums->at(static_cast<std::size_t>(key.flow));
}

std::uint64_t Totals::allocated_bytes() const {
  return by_period_.allocated_bytes() + flat_map_bytes(places_) +
         particular_.capacity() * sizeof(Money);
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
