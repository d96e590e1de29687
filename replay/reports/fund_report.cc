#include "replay/reports/fund_report.h"

#include <algorithm>
#include <unordered_set>

#include "replay/reports/rows.h"

namespace mingzhang {
namespace {

/// The first deposit is looked for among events that stand as of the books' date.
class FundWriter {
 public:
  explicit FundWriter(const Books& books) : books_(books), cards_(books.registry().houses.size()) {
    for (const Noted<EventReversed>& reversal : books.noted<EventReversed>()) {
      reversed_.insert(reversal.payload.sequence);
    }
  }

  void add(const Row& row) {
    const Posting& posting = row.posting;
    if (posting.fund != Fund::maintenance) return;
    if (posting.account == Account::maintenance_fund) {
      if (posting.house) {
        add_to_card(row, cards_.at(posting.house.value - 1));
      } else {
        check_.undistributed -= posting.amount();
      }
    } else if (is_money(posting.account)) {
      check_.bank += posting.amount();
    } else if (posting.account == Account::payable || posting.account == Account::repair_clearing) {
      check_.unpaid_repairs -= posting.amount();
    }
  }

  FundReport finish() {
    FundReport report{head_of(books_), {}, {}, check_};
    for (std::uint32_t index = 0; index < cards_.size(); ++index) {
      Draft& draft = cards_[index];
      if (!draft.used) continue;
      FundCard& card = draft.card;
      card.number = {index + 1};
      card.house = books_.registry().house(card.number).code;
      card.below_30_percent = is_below(card);
      add_total(report.total, card);
      report.cards.push_back(std::move(card));
    }
    report.check.cards = report.total.balance;
    return report;
  }

 private:
  struct Draft {
    FundCard card;
    bool used = false;
    std::optional<Day> first_day;
  };

  static bool is_below(const FundCard& card) {
    return static_cast<__int128>(card.balance.fen) * 100 <
           static_cast<__int128>(card.first_deposit.fen) * fund_flag_percent;
  }

  static void add_total(FundCard& total, const FundCard& card) {
    total.brought_forward += card.brought_forward;
    total.deposits += card.deposits;
    total.interest += card.interest;
    total.top_ups += card.top_ups;
    total.drawn += card.drawn;
    total.balance += card.balance;
  }

  void add_to_card(const Row& row, Draft& draft) {
    const Posting& posting = row.posting;
    const Money credit = -posting.amount();
    FundCard& card = draft.card;
    draft.used = true;
    card.balance += credit;
    switch (posting.flow) {
      case Flow::fund_brought_forward:
        card.brought_forward += credit;
        note_first(row, draft);
        return;
      case Flow::fund_deposited:
        card.deposits += credit;
        note_first(row, draft);
        return;
      case Flow::fund_interest:
        card.interest += credit;
        return;
      case Flow::fund_top_up:
        card.top_ups += credit;
        return;
      default:
        card.drawn -= credit;
        return;
    }
  }

  /// The earliest business date; of the same day the first recorded.
  void note_first(const Row& row, Draft& draft) {
    const Day day = row.posting.business_date();
    const bool stands =
        row.posting.amount_fen < 0 && !reversed_.contains(books_.event_of(row).sequence);
    if (!stands || (draft.first_day && *draft.first_day <= day)) return;
    draft.first_day = day;
    draft.card.first_deposit = -row.posting.amount();
  }

  const Books& books_;
  std::vector<Draft> cards_;
  FundCheck check_;
  std::unordered_set<Sequence> reversed_;
};

}  // namespace

FundReport fund_report(const Books& books) {
  FundWriter writer(books);
  for (const Row& row : books.rows()) writer.add(row);
  return writer.finish();
}

}  // namespace mingzhang
