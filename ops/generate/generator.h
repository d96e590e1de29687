#pragma once

// Realistic synthetic books, for benchmarks, tests and demonstrations: the same options give the
// same commands on any machine, and every command is accepted by the rules when all are recorded in
// order into an empty log. No clock is read.

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "ledger/event.h"

namespace mingzhang {

/// How many events come out (within 5% for 12 to 60 months and 40 to 1,000 houses):
///   communities x (houses x (0.815 x months + 1.75) + 24 x months + 60)
/// so 900 communities of 500 houses over 24 months make 10 million. About 78% are payments; a fee
/// run is one event with a debit and often a credit for each house.
struct GeneratorOptions {
  std::uint32_t communities = 1;
  std::uint32_t houses = 100;  ///< in each community, at most 1,000,000
  std::uint32_t months = 12;
  std::uint64_t seed = 1;
  std::optional<Period> first_period;  ///< none: so that the last month is that of `last_day`
  Day last_day{20453};                 ///< 2025-12-31; no business date is later
};

/// Plays the communities day by day, as the log of a province would hold them.
/// Memory: about 40 bytes a house, whatever the number of months. Threads: one at a time.
class Generator {
 public:
  /// REQUIRES: communities, houses and months are at least 1.
  explicit Generator(const GeneratorOptions& options);
  ~Generator();

  /// Replaces the batch's contents with the next commands, in order: about a thousand, more when
  /// one day of one community has more. False when there are no more; the batch is then empty.
  bool next(std::vector<Command>& batch);

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mingzhang
