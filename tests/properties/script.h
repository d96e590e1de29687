#pragma once

// Whole logs as they are asked for, for laws that hold of any books.

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "ledger/event.h"

namespace mingzhang::test {

/// Commands that are all accepted when they are recorded in this order into an empty log: the one
/// at index i becomes event i + 1. The same seed gives the same script.
struct Script {
  std::string name;  ///< for failures
  Day today;         ///< no business date is later; its month stays open
  std::vector<Command> commands;
};

/// Three communities of RandomBooks, each grown by `tries` commands and all dealt into one log;
/// some commands carry a memo, a document and an original date.
Script random_script(std::uint64_t seed, int tries);

/// Two small communities of the Generator.
Script generated_script(std::uint64_t seed);

/// Some of both.
std::vector<Script> some_scripts();

/// A sequence n that the command names becomes sequences[n - 1].
void rename_sequences(Command& command, const std::vector<Sequence>& sequences);

inline std::uint64_t below(std::mt19937_64& random, std::uint64_t limit) {
  return random() % limit;
}

}  // namespace mingzhang::test
