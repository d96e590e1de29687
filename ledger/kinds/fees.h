#pragma once

// Tariffs, assessments and what changes them: 四(五), 三(四), 三(七).
// Field names and order are those of schemas/fees.fbs; see fields.h.

#include <cstdint>
#include <optional>
#include <vector>

#include "ledger/base/dates.h"
#include "ledger/kinds/fields.h"
#include "ledger/kinds/kind.h"
#include "ledger/kinds/words.h"

namespace mingzhang {

/// A price is set, or set anew from a later period (rule 3.13).
struct TariffSet {
  static constexpr EventKind kind = EventKind::tariff_set;
  Name tariff;
  TariffBasis basis{};
  Price price;  ///< per month
  BillingCycle cycle{};
  Period from;
  std::optional<std::vector<HouseRef>> houses;  ///< neither houses nor use = every house
  std::optional<HouseUse> use;
  std::optional<Day> free_until;
  Decided<Subject> number;  ///< number given in the community

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("tariff", self.tariff);
    visit("basis", self.basis);
    visit("price", self.price);
    visit("cycle", self.cycle);
    visit("from", self.from);
    visit("houses", self.houses);
    visit("use", self.use);
    visit("free_until", self.free_until);
    visit("number", self.number);
  }
  bool operator==(const TariffSet&) const = default;
};

/// One run of a tariff over every house that it applies to.
struct FeesAssessed {
  static constexpr EventKind kind = EventKind::fees_assessed;
  Period period;
  Name tariff;
  Decided<std::vector<ShareLine>> lines;
  Decided<Price> price;           ///< the tariff's price that was used
  Decided<std::uint32_t> months;  ///< months of one cycle

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("period", self.period);
    visit("tariff", self.tariff);
    visit("lines", self.lines);
    visit("price", self.price);
    visit("months", self.months);
  }
  bool operator==(const FeesAssessed&) const = default;
};

/// One house's fee for one period, outside a run.
struct FeeAssessed {
  static constexpr EventKind kind = EventKind::fee_assessed;
  HouseRef house;
  Period period;
  Money amount;
  Text reason;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("house", self.house);
    visit("period", self.period);
    visit("amount", self.amount);
    visit("reason", self.reason);
  }
  bool operator==(const FeeAssessed&) const = default;
};

/// An assessed fee is lowered (rule 3.14).
struct DiscountGranted {
  static constexpr EventKind kind = EventKind::discount_granted;
  HouseRef house;
  Period period;
  Money amount;
  Text reason;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("house", self.house);
    visit("period", self.period);
    visit("amount", self.amount);
    visit("reason", self.reason);
  }
  bool operator==(const DiscountGranted&) const = default;
};

/// Prepayment is paid out to a house (rule 3.14).
struct FeeRefunded {
  static constexpr EventKind kind = EventKind::fee_refunded;
  HouseRef house;
  Period period;
  Money amount;
  Text reason;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("house", self.house);
    visit("period", self.period);
    visit("amount", self.amount);
    visit("reason", self.reason);
  }
  bool operator==(const FeeRefunded&) const = default;
};

/// A late fee on a period's fee (rule 3.13).
struct LateFeeCharged {
  static constexpr EventKind kind = EventKind::late_fee_charged;
  HouseRef house;
  Period period;
  Money amount;
  Text reason;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("house", self.house);
    visit("period", self.period);
    visit("amount", self.amount);
    visit("reason", self.reason);
  }
  bool operator==(const LateFeeCharged&) const = default;
};

/// A fee debt is given up as bad (rule 3.12).
struct FeeWrittenOff {
  static constexpr EventKind kind = EventKind::fee_written_off;
  HouseRef house;
  Period period;
  Money amount;
  Text reason;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("house", self.house);
    visit("period", self.period);
    visit("amount", self.amount);
    visit("reason", self.reason);
  }
  bool operator==(const FeeWrittenOff&) const = default;
};

/// Work in place of a fee, 三(四): no cash moves.
struct WorkOffsetGranted {
  static constexpr EventKind kind = EventKind::work_offset_granted;
  HouseRef house;
  Text worker;  ///< a person: kept beside the log
  Hours hours;
  Money rate;  ///< per hour
  Money amount;
  Period period;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("house", self.house);
    visit("worker", self.worker);
    visit("hours", self.hours);
    visit("rate", self.rate);
    visit("amount", self.amount);
    visit("period", self.period);
  }
  bool operator==(const WorkOffsetGranted&) const = default;
};

}  // namespace mingzhang
