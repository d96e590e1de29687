#pragma once

// What a recording benchmark records. The same options give the same commands; every command is
// accepted when all are recorded in order into empty books.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "ledger/event.h"

namespace mingzhang::benchmarks {

enum class Mix : std::uint8_t {
  /// Payments into prepayment by bank: two postings each and no free text, as a transfer elsewhere.
  two_legged,
  /// Of four events one assesses a house's fee of a quarter (2 or 4 postings and a reason), three
  /// are its monthly payments: by bank (2 postings) or by WeChat with a fee and a trade number (3).
  simple,
  /// The generator's: all kinds, whole assessment runs.
  generated,
};

struct SourceOptions {
  Mix mix = Mix::simple;
  std::uint64_t events = 1'000'000;  ///< measured ones
  std::uint32_t houses = 500;        ///< in each community
  std::uint64_t seed = 1;
};

/// Threads: one at a time.
class Source {
 public:
  Source() = default;
  Source(const Source&) = delete;
  Source& operator=(const Source&) = delete;
  virtual ~Source() = default;

  /// What has to stand in the books before `next` makes sense: communities and houses.
  virtual std::vector<Command> setup() = 0;

  /// The next commands, `most` of them or what is left. Empty when there are no more.
  virtual std::vector<Command> next(std::size_t most) = 0;
};

std::unique_ptr<Source> make_source(const SourceOptions& options);

}  // namespace mingzhang::benchmarks
