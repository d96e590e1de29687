#pragma once

// What all imports of money received share: keys that stay the same when a file is imported again,
// what is recorded already, and the choice between a house and suspense (rule 3.14: never dropped,
// never guessed).

#include <optional>
#include <string>
#include <vector>

#include "api/files/values.h"
#include "api/imports/plan.h"

namespace mingzhang {

struct Receipt {
  std::size_t line = 0;
  FileTime time;
  Money amount;
  Channel channel{};
  std::string trade_number;  ///< empty: the file has none
  std::string note;          ///< what the payer or payee wrote; may name a house
  std::string memo;          ///< free text for the event, personal data included
  std::string refund;        ///< the status, when it says that money was given back
  bool refunded_in_full = false;
  std::string key;               ///< set by give_keys
  std::size_t repeats_line = 0;  ///< set by give_keys: the earlier line that says all the same
};

/// Gives each receipt its idempotency key, "<prefix>:<trade number>". A row that repeats another
/// to the last cell, its trade number too, is that receipt once more and counts once. Otherwise
/// twins with one trade number all count: the second by time (then amount, then place in the file)
/// gets ":2", and so on, so that neither another order of rows nor another file format changes a
/// key. Without a trade number, time and amount stand for one ("none-20190926T124527-2816"), all
/// rows count, and the plan says so; names never enter a key (rule 3.11).
void give_keys(std::vector<Receipt>& receipts, std::string_view prefix, ImportPlan& plan);

/// Plans one receipt whose key is given. A fault is a look-up in the store that failed.
std::optional<FileFault> plan_receipt(const Receipt& receipt, const ImportBooks& books,
                                      const ImportOptions& options, ImportPlan& plan);

/// The parts that say something ("/" says nothing), joined, within the 200 characters of a text.
std::string memo_of(const std::vector<std::string>& parts);

}  // namespace mingzhang
