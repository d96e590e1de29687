#pragma once

// What the rules may know about a community: a fold over its postings and its noted events, and
// nothing else (architecture.md, State). One writer; copies are independent. Everything here can be
// thrown away and rebuilt from the log.

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/event.h"

namespace mingzhang {

/// One fee period of one house. open = assessed - collected - offset - written off; it is negative
/// when a reversal left more paid than assessed.
struct FeeItem {
  Period period;
  Money assessed;   ///< net of discounts, opening debts included
  Money collected;  ///< in money, directly or from prepayment
  Money offset;     ///< by work
  Money open;
  Money late_fee_open;
  bool operator==(const FeeItem&) const = default;
};

struct RepairShareItem {
  Subject repair;
  Money open;  ///< billed and not yet paid, 1221.TRUST
  bool operator==(const RepairShareItem&) const = default;
};

struct House {
  std::string code;  ///< empty until its registration is folded
  std::string building;
  std::string entrance;
  Area area;
  HouseUse use{};
  Money prepaid;              ///< 2203.OPS, positive = paid ahead
  Money fund_balance;         ///< 2712.MF, the fund card
  std::vector<FeeItem> fees;  ///< ascending by period
  std::vector<RepairShareItem> repair_shares;
  bool operator==(const House&) const = default;

  const FeeItem* find_fee(Period period) const;  ///< nullptr when nothing was posted for it
  Money repair_share_open(Subject repair) const;
};

/// One setting of a tariff; the one with the latest `from` at or before a period is in force.
struct TariffVersion {
  TariffBasis basis{};
  Price price;
  BillingCycle cycle{};
  Period from;
  std::optional<std::vector<HouseNumber>> houses;
  std::optional<HouseUse> use;
  std::optional<Day> free_until;
  bool operator==(const TariffVersion&) const = default;
};

struct Tariff {
  std::string name;
  std::vector<TariffVersion>
      versions;  ///< ascending by from; a later setting replaces an equal one
  bool operator==(const Tariff&) const = default;

  const TariffVersion* in_force(Period period) const;
};

struct Resolution {
  std::string name;
  Matter matter{};
  std::optional<Scope> scope;
  std::vector<AllowedUse> allows;
  Day valid_from;
  Day valid_until;
  ResolutionOutcome outcome{};
  bool operator==(const Resolution&) const = default;
};

struct SubsidyProgramme {
  std::string programme;
  std::string purpose;
  bool operator==(const SubsidyProgramme&) const = default;
};

struct Repair {
  std::string name;
  bool operator==(const Repair&) const = default;
};

/// Packs what totals are kept by.
struct TotalKey {
  Flow flow = Flow::plain;
  Period period;
  Subject subject;
  bool in_trust = false;  ///< only the part in fund TRUST
  std::uint64_t packed() const {
    return static_cast<std::uint64_t>(in_trust) << 56U | static_cast<std::uint64_t>(flow) << 48U |
           static_cast<std::uint64_t>(period.months) << 32U | subject.value;
  }
  static TotalKey unpack(std::uint64_t packed) {
    return {static_cast<Flow>(packed >> 48U & 0xFFU),
            {static_cast<std::uint16_t>(packed >> 32U)},
            {static_cast<std::uint32_t>(packed)},
            (packed >> 56U) != 0};
  }
};

struct CommunityState {
  CommunityNumber number;
  std::string id;  ///< empty until the community is registered
  std::string name;
  std::string subdistrict;
  std::string neighbourhood;

  std::array<Money, account_slots> balances{};  ///< debit positive, by slot(account, fund)
  std::vector<House> houses;                    ///< index = number - 1
  std::unordered_map<std::string, HouseNumber> house_numbers;
  std::vector<Tariff> tariffs;  ///< index = subject - 1
  std::vector<Resolution> resolutions;
  std::vector<SubsidyProgramme> programmes;  ///< index = subject - 1
  std::vector<Repair> repairs;               ///< index = subject - 1
  std::uint32_t suspense_items = 0;          ///< numbers given so far
  /// Signed sums (debit positive) by packed TotalKey: by (flow, period, subject), and, where the
  /// subject is not 0, by (flow, period) too; the part in TRUST once more by itself.
  boost::unordered_flat_map<std::uint64_t, Money> totals;
  boost::unordered_flat_set<std::uint64_t> reversed;  ///< sequences of reversed events
  std::map<Period, std::uint32_t> vouchers;           ///< entries so far by month
  std::vector<Period> closed;                         ///< closings not reopened, oldest first

  Money balance(Account account, Fund fund) const { return balances[slot(account, fund)]; }
  Money total(Flow flow, Period period = {}, Subject subject = {}) const;
  Money total_in_trust(Flow flow, Subject subject) const;
  const House* find_house(const std::string& code) const;
  const House& house(HouseNumber which) const { return houses.at(which.value - 1); }
  const Tariff* find_tariff(const std::string& tariff) const;
  const Resolution* find_resolution(const std::string& resolution) const;
  /// 0 when unknown.
  Subject find_tariff_number(const std::string& tariff) const;
  Subject find_repair(const std::string& repair) const;
  Subject find_programme(const std::string& programme, const std::string& purpose) const;
  /// Everything up to the newest closed month is closed.
  bool is_closed(Period period) const { return !closed.empty() && period <= closed.back(); }
};

/// Both states hold the same books.
bool operator==(const CommunityState& left, const CommunityState& right);

}  // namespace mingzhang
