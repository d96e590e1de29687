#pragma once

// The books as somebody finds them who reads the log from its first event and trusts nothing else.

#include <array>
#include <map>
#include <utility>

#include "ledger/state/ledger_state.h"

namespace mingzhang::test {

/// Reads events one by one, holds each against every law (domain.md section 7), folds it, and keeps
/// sums of its own. What does not hold fails the test.
class EventByEvent {
 public:
  /// Reads what has come since it was called last; at the end the sums have to be the state's.
  void follow(const EventStore& store);

  /// Through the head that was reached.
  const LedgerState& state() const { return state_; }

 private:
  /// The plainest sums there are: no fold, no flows.
  struct Sums {
    std::array<Money, account_slots> accounts{};
    std::map<HouseNumber, Money> prepaid;
    std::map<HouseNumber, Money> fund;
    std::map<std::pair<HouseNumber, Period>, Money> fees;
    std::map<std::pair<HouseNumber, Subject>, Money> repair_shares;
    std::map<Period, std::uint32_t> vouchers;
  };

  void take(const EventStore& store, const RecordedEvent& recorded);
  void number(const EventHeader& header, bool posted);
  static void add(Sums& sums, const Posting& posting);
  static void expect_sums(const CommunityState& state, Sums sums);

  LedgerState state_;
  std::map<CommunityNumber, Sums> sums_;
};

}  // namespace mingzhang::test
