#pragma once

// Tables in domain words: one event a line and what is expected of it.
//
//   2026-03-05 payment_received house=1-2-301 amount=50.00 channel=cash
//     -> ok | 1001.OPS 50.00 | 1122.OPS:1-2-301:2026-01 -50.00 fee_collected
//   2026-03-05 payment_received house=9-9-999 amount=1.00 channel=cash
//     -> rejected unknown_house house
//   = 1122.OPS:1-2-301 0.00
//
// A line that begins otherwise goes on from the line before. `label: 2026-03-05 ...` names the
// event, for `sequence=label`. `today 2026-03-31` sets the day on which it is asked. `# ...` is
// a remark. Values with spaces stand in double quotes; lists are separated by commas; a
// resolution's scope is building/entrance. `memo=`, `document=` and `occurred_on=` go to the
// header.
//
// `-> ok` alone leaves the postings unchecked; legs, in any order, have to be all of them; `-> ok
// |` means none. A leg is `code.FUND[:house[:period]] amount [flow[#subject]]`, debit positive; a
// period without a house is `6001.OPS::2026-01`. `= account amount` sums all postings of the
// account, of one house or of one period; `= flow fee_collected 2026-01 -50.00` sums a flow.
//
// After every event all laws are checked, the description is checked for words and for leaks of
// free text, and after every refusal its sentences.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/rejection.h"
#include "ledger/state/community_state.h"

namespace mingzhang::test {

/// The books of one community as a table writes them. Failures are reported to GoogleTest with the
/// line they belong to.
class Table {
 public:
  /// Tables can be run one after the other on the same books.
  void run(std::string_view text);

  const CommunityState& state() const { return state_; }
  const std::vector<RecordedEvent>& events() const { return events_; }

  /// Decides, numbers and folds as the sequencer does; nothing when it was recorded.
  Refused record(const Command& command);
  void set_today(Day today) { today_ = today; }

 private:
  void run_line(const std::string& line);
  void run_event(const std::string& line);
  void run_balance(const std::string& line);
  void expect_recorded(const std::string& expectation);
  void expect_refused(const Rejection& rejection, const std::string& expectation);
  const RecordedEvent* find(Sequence sequence) const;
  std::string leg_text(const Posting& posting, std::string_view detail) const;

  CommunityState state_;
  std::vector<RecordedEvent> events_;  ///< index = sequence - 1
  std::map<std::string, Sequence, std::less<>> labels_;
  Day today_ = *parse_day("2026-12-31");
};

/// Runs a table on empty books, after `prelude`.
void run_table(std::string_view prelude, std::string_view table);

/// The community `c1` with the houses 1-1-101 (50.12), 1-1-102 (56.78), 1-2-201 (65.30) and
/// 2-1-301 (94.56), the shop 1-0-商铺 (89.12) and the parking space P-01 (no area).
extern const std::string_view small_community;

}  // namespace mingzhang::test
