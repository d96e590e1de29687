#pragma once

// What rows of books are.

#include "ledger/posting.h"

namespace mingzhang {

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
