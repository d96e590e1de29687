#pragma once

// 业主决定登记簿: every vote as it was tallied, how it came out and why (Civil Code 278).

#include <string>
#include <vector>

#include "ledger/rules/context.h"
#include "replay/books.h"

namespace mingzhang {

struct Consent {
  Sequence sequence;
  Day business_date;
  std::string resolution;
  ResolutionTallied vote;
  ResolutionOutcome outcome{};
  /// The counts behind the outcome, by heads and by area, with the share that each had to reach.
  Description why;

  bool passed() const { return outcome == ResolutionOutcome::passed; }
  bool in_force(Day day) const {
    return passed() && vote.valid_from <= day && day <= vote.valid_until;
  }
};

/// In the order of recording.
std::vector<Consent> consents(const Books& books);

}  // namespace mingzhang
