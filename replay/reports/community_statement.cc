#include "replay/reports/community_statement.h"

#include <array>

#include "replay/reports/rows.h"

namespace mingzhang {
namespace {

constexpr std::array money_accounts{Account::cash, Account::bank, Account::channel_transit};
constexpr std::size_t money_slots = money_accounts.size() * fund_count;

/// By fund, then account.
std::size_t money_slot(const Posting& posting) {
  const auto account = static_cast<std::size_t>(posting.account) - 1;
  return static_cast<std::size_t>(posting.fund) * money_accounts.size() + account;
}
static_assert(static_cast<int>(Account::cash) == 1 && static_cast<int>(Account::bank) == 2 &&
              static_cast<int>(Account::channel_transit) == 3);

/// The one house that an event's rows name, 0 when there are several or none.
HouseNumber house_of(std::span<const Row> rows) {
  HouseNumber house;
  for (const Row& row : rows) {
    if (!row.posting.house || row.posting.house == house) continue;
    if (house) return {};
    house = row.posting.house;
  }
  return house;
}

void add_event(std::vector<StatementWriter>& writers, const BookedEvent& event,
               std::span<const Row> rows) {
  std::array<Money, money_slots> moved{};
  std::array<bool, money_slots> touched{};
  for (const Row& row : rows) {
    if (!is_money(row.posting.account)) continue;
    const std::size_t index = money_slot(row.posting);
    moved.at(index) += row.posting.amount();
    touched.at(index) = true;
  }
  for (std::size_t index = 0; index < money_slots; ++index) {
    if (!touched.at(index)) continue;
    writers.at(index).add(event, moved.at(index), house_of(rows));
  }
}

}  // namespace

CommunityStatement community_statement(const Books& books, const PeriodRange& range) {
  const DayRange days = days_of(range);
  std::vector<StatementWriter> writers(money_slots, StatementWriter(NormalSide::debit, days));
  books.each_money_row([&](const Row& row) {
    const Posting& posting = row.posting;
    if (!days.is_before(posting.business_date())) return;
    writers[money_slot(posting)].add_to_opening(posting.amount());
  });
  books.each_event_in(days, [&](const BookedEvent& event, std::span<const Row> rows) {
    add_event(writers, event, rows);
  });
  CommunityStatement report{range, head_of(books), {}, summary_of(books, range)};
  for (std::size_t index = 0; index < money_slots; ++index) {
    if (writers[index].empty()) continue;
    const AccountRef account{money_accounts.at(index % money_accounts.size()),
                             static_cast<Fund>(index / money_accounts.size())};
    report.accounts.push_back({account, writers[index].write(books)});
  }
  return report;
}

}  // namespace mingzhang
