#pragma once

// The chart of accounts: the one place that lists accounts and funds (domain.md section 6).
// Account ids are written in the log for ever: add at the end, never renumber.

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mingzhang {

/// Whose money it is. Every event balances in each fund by itself (rule 3.2).
enum class Fund : std::uint8_t {
  operations = 0,      ///< OPS
  common_revenue = 1,  ///< COM, owned by the owners (Civil Code 282)
  subsidy = 2,         ///< SUB
  maintenance = 3,     ///< MF, owners' money kept apart per house
  trust = 4,           ///< TRUST, collected for others
};
inline constexpr std::size_t fund_count = 5;

enum class Account : std::uint8_t {
  none = 0,
  cash = 1,
  bank = 2,
  channel_transit = 3,
  fee_receivable = 4,
  other_receivable = 5,
  payable = 6,
  prepayment = 7,
  suspense = 8,
  deferred_subsidy = 9,
  common_revenue = 10,
  maintenance_fund = 11,
  repair_clearing = 12,
  opening_balance = 13,
  fee_income = 14,
  gap_filled = 15,
  subsidy_income = 16,
  service_cost = 17,
  bad_debt = 18,
  channel_fee = 19,
};
inline constexpr std::size_t account_count = 20;

enum class NormalSide : std::int8_t { debit = 1, credit = -1 };

struct AccountEntry {
  Account account;
  std::uint16_t code;  ///< as printed, such as 1122
  std::string_view name_zh;
  std::string_view name_en;
  NormalSide side;
};

const AccountEntry& chart_entry(Account account);
std::string_view fund_code(Fund fund);  ///< "OPS"
std::string_view fund_name_zh(Fund fund);

/// An account in a fund, written "1122.OPS".
struct AccountRef {
  Account account = Account::none;
  Fund fund = Fund::operations;
  auto operator<=>(const AccountRef&) const = default;
};
std::string to_string(AccountRef ref);
std::optional<AccountRef> parse_account(std::string_view text);

/// Dense index of (account, fund), for arrays.
inline constexpr std::size_t account_slots = account_count * fund_count;
constexpr std::size_t slot(Account account, Fund fund) {
  return static_cast<std::size_t>(account) * fund_count + static_cast<std::size_t>(fund);
}
constexpr AccountRef account_in_slot(std::size_t index) {
  return {static_cast<Account>(index / fund_count), static_cast<Fund>(index % fund_count)};
}

}  // namespace mingzhang
