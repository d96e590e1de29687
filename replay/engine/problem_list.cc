#include "replay/engine/problem_list.h"

#include <algorithm>

namespace mingzhang {
namespace {

constexpr std::size_t most_problems = 100;

}  // namespace

void ProblemList::add(Sequence sequence, std::string what, std::string where) {
  if (problems_.size() < most_problems) {
    problems_.push_back({sequence, std::move(what), std::move(where)});
  }
}

void ProblemList::add(const StoreError& error, std::string where) {
  if (!problems_.empty() && problems_.back().what == error.message) return;
  add({}, error.message, std::move(where));
}

void ProblemList::add(const ProblemList& others) {
  problems_.insert(problems_.end(), others.problems_.begin(), others.problems_.end());
}

std::vector<VerifyProblem> ProblemList::sorted() const {
  std::vector<VerifyProblem> sorted = problems_;
  // Less one: no sequence (0) becomes the largest.
  std::ranges::stable_sort(sorted, {},
                           [](const VerifyProblem& problem) { return problem.sequence.value - 1; });
  sorted.resize(std::min(sorted.size(), most_problems));
  return sorted;
}

}  // namespace mingzhang
