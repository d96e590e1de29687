#pragma once

// A value for each fee period that has one: found without searching, listed in order of time.
// Values stand in order of first use (`place`), so that rows beside them never move. Memory: 2
// bytes for a month between the first and the last.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "ledger/base/dates.h"

namespace mingzhang {

template <class Value>
class ByPeriod {
 public:
  static constexpr std::size_t none = ~std::size_t{0};

  /// The value's number in order of first use, from 0; `none` when the period has no value.
  std::size_t place(Period period) const {
    const std::size_t month = std::size_t{period.months} - first_month_;
    return month < places_.size() ? std::size_t{places_[month]} - 1 : none;
  }

  /// The same; the period gets an empty value when it has none.
  std::size_t place_or_add(Period period) {
    const std::size_t found = place(period);
    return found == none ? add(period) : found;
  }
  /// REQUIRES: a place.
  Value& at(std::size_t place) { return values_[place]; }
  const Value& at(std::size_t place) const { return values_[place]; }

  /// Begins with an empty value.
  Value& operator[](Period period) { return values_[place_or_add(period)]; }
  /// nullptr when the period has no value.
  const Value* find(Period period) const {
    const std::size_t found = place(period);
    return found == none ? nullptr : &values_[found];
  }

  /// What is allocated beside the object itself.
  std::uint64_t allocated_bytes() const {
    return places_.capacity() * sizeof(std::uint16_t) + values_.capacity() * sizeof(Value);
  }

  bool empty() const { return values_.empty(); }
  std::size_t size() const { return values_.size(); }
  /// REQUIRES: not empty.
  Period first() const { return {first_month_}; }

  /// Calls visit(period, place, value) in order of time.
  template <class Visit>
  void each(const Visit& visit) const {
    for (std::size_t month = 0; month < places_.size(); ++month) {
      if (places_[month] == 0) continue;
      const std::size_t place = places_[month] - std::size_t{1};
      visit(Period{static_cast<std::uint16_t>(first_month_ + month)}, place, values_[place]);
    }
  }

  /// The same values of the same periods, whatever the order of their first use.
  friend bool operator==(const ByPeriod& left, const ByPeriod& right) {
    if (left.size() != right.size()) return false;
    bool same = true;
    left.each([&](Period period, std::size_t, const Value& value) {
      const Value* other = right.find(period);
      same = same && other != nullptr && *other == value;
    });
    return same;
  }

 private:
  std::size_t add(Period period) {
    if (values_.empty()) first_month_ = period.months;
    if (period.months < first_month_) {
      places_.insert(places_.begin(), first_month_ - period.months, 0);
      first_month_ = period.months;
    }
    const std::size_t month = std::size_t{period.months} - first_month_;
    places_.resize(std::max(places_.size(), month + 1));
    values_.emplace_back();
    places_[month] = static_cast<std::uint16_t>(values_.size());
    return values_.size() - 1;
  }

  std::uint16_t first_month_ = 0;
  std::vector<std::uint16_t> places_;  ///< by month from the first: place + 1, 0 = no value
  std::vector<Value> values_;          ///< by place
};

}  // namespace mingzhang
