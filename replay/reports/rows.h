#pragma once

// Walking the rows of books.

#include <algorithm>
#include <span>

#include "replay/books.h"

namespace mingzhang {

/// Calls `visit(std::span<const Row>)` with all rows of one event, event by event.
template <class Visit>
void for_each_event(std::span<const Row> rows, const Visit& visit) {
  while (!rows.empty()) {
    const Sequence sequence = rows.front().sequence;
    const auto end =
        std::ranges::find_if(rows, [&](const Row& row) { return row.sequence != sequence; });
    const auto count = static_cast<std::size_t>(end - rows.begin());
    visit(rows.first(count));
    rows = rows.subspan(count);
  }
}

inline bool is_account(const Posting& posting, Account account, Fund fund) {
  return posting.account == account && posting.fund == fund;
}

/// Cash, bank, or on the way from a payment channel to the bank.
inline bool is_money(Account account) {
  return account == Account::cash || account == Account::bank ||
         account == Account::channel_transit;
}

/// What a house owes or has paid ahead: fees, late fees, repair shares, prepayment. Not its fund
/// card, which is money that it owns.
inline bool is_house_position(const Posting& posting) {
  return posting.house && (is_account(posting, Account::fee_receivable, Fund::operations) ||
                           is_account(posting, Account::other_receivable, Fund::trust) ||
                           is_account(posting, Account::prepayment, Fund::operations));
}

}  // namespace mingzhang
