#pragma once

// What a check found wrong. Keeps the first problems, so that a log that is all wrong does not fill
// the memory.

#include <string>
#include <vector>

#include "ledger/store/event_store.h"
#include "replay/engine/verify.h"

namespace mingzhang {

class ProblemList {
 public:
  void add(Sequence sequence, std::string what, std::string where);
  /// Once, however often in a row: a damaged piece is met again for each thing that it holds.
  void add(const StoreError& error, std::string where);
  void add(const ProblemList& others);
  bool empty() const { return problems_.empty(); }
  /// By sequence; those without one last.
  std::vector<VerifyProblem> sorted() const;

 private:
  std::vector<VerifyProblem> problems_;
};

}  // namespace mingzhang
