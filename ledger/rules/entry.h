#pragma once

// Collects the postings of one event while a rule decides. Amounts that are zero leave no posting.

#include <vector>

#include "ledger/posting.h"

namespace mingzhang {

/// What a leg carries besides account and amount.
struct Tags {
  Flow flow = Flow::plain;
  HouseNumber house;
  Period period;
  Subject subject;
};

class Entry {
 public:
  Entry() { postings_.reserve(4); }  // most have two to four

  void debit(Account account, Fund fund, Money amount, Tags tags = {}) {
    add(account, fund, amount, tags);
  }
  void credit(Account account, Fund fund, Money amount, Tags tags = {}) {
    add(account, fund, -amount, tags);
  }
  const std::vector<Posting>& postings() const { return postings_; }
  std::vector<Posting> take() { return std::move(postings_); }

 private:
  void add(Account account, Fund fund, Money amount, const Tags& tags) {
    if (amount.fen == 0) return;
    Posting posting;
    posting.amount_fen = amount.fen;
    posting.house = tags.house;
    posting.subject = tags.subject;
    posting.period = tags.period;
    posting.account = account;
    posting.fund = fund;
    posting.flow = tags.flow;
    postings_.push_back(posting);
  }

  std::vector<Posting> postings_;
};

}  // namespace mingzhang
