#pragma once

// What the rules may know about a community: a fold over its postings and its noted events, and
// nothing else (architecture.md, State). One writer; copies are independent. Everything here can be
// thrown away and rebuilt from the log.

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <boost/unordered/unordered_flat_set.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/event.h"
#include "ledger/state/by_period.h"
#include "ledger/state/fee_table.h"
#include "ledger/state/house_index.h"
#include "ledger/state/totals.h"

namespace mingzhang {

/// Building and entrance of a house, in one string: most are short, and a string's own 32 bytes are
/// a tenth of what a house takes (targets.md, T9).
class HouseLocation {
 public:
  HouseLocation() = default;
  HouseLocation(std::string_view building, std::string_view entrance)
      : both_(building), building_size_(static_cast<std::uint32_t>(building.size())) {
    both_ += entrance;
  }
  std::string_view building() const { return std::string_view(both_).substr(0, building_size_); }
  std::string_view entrance() const { return std::string_view(both_).substr(building_size_); }
  bool operator==(const HouseLocation&) const = default;

  /// The string that holds them, for counting memory.
  const std::string& text() const { return both_; }

 private:
  std::string both_;
  std::uint32_t building_size_ = 0;
};

struct House {
  std::string code;  ///< empty until its registration is folded
  HouseLocation location;
  Area area;
  HouseUse use{};
  Money prepaid;       ///< 2203.OPS, positive = paid ahead
  Money fund_balance;  ///< 2712.MF, the fund card
  bool operator==(const House&) const = default;
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

struct CommunityState {
  CommunityNumber number;
  std::string id;  ///< empty until the community is registered
  std::string name;
  std::string subdistrict;
  std::string neighbourhood;

  std::array<Money, account_slots> balances{};  ///< debit positive, by slot(account, fund)
  std::vector<House> houses;                    ///< index = number - 1
  HouseIndex house_index;
  FeeTable fees;
  /// Billed and not yet paid, 1221.TRUST, by repair_share_key.
  boost::unordered_flat_map<std::uint64_t, Money> repair_shares;
  std::vector<Tariff> tariffs;  ///< index = subject - 1
  std::vector<Resolution> resolutions;
  std::vector<SubsidyProgramme> programmes;  ///< index = subject - 1
  std::vector<Repair> repairs;               ///< index = subject - 1
  std::uint32_t suspense_items = 0;          ///< numbers given so far
  Totals totals;
  boost::unordered_flat_set<std::uint64_t> reversed;  ///< sequences of reversed events
  ByPeriod<std::uint32_t> vouchers;                   ///< entries so far by month
  std::vector<Period> closed;                         ///< closings not reopened, oldest first

  Money balance(Account account, Fund fund) const { return balances[slot(account, fund)]; }
  Money total(Flow flow, Period period = {}, Subject subject = {}) const {
    return totals.at({flow, period, subject});
  }
  Money total_in_trust(Flow flow, Subject subject) const {
    return totals.at({flow, {}, subject, true});
  }
  /// 0 when unknown.
  HouseNumber house_number(std::string_view code) const { return house_index.find(houses, code); }
  const House* find_house(std::string_view code) const;
  const House& house(HouseNumber which) const { return houses.at(which.value - 1); }
  Money repair_share_open(HouseNumber house, Subject repair) const;
  static std::uint64_t repair_share_key(HouseNumber house, Subject repair) {
    return std::uint64_t{house.value} << 32U | repair.value;
  }
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
