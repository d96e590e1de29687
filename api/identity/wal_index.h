#pragma once

// The beginning of SQLite's index over its write-ahead log, which all processes that have the file
// open share in memory. Every commit writes a count of commits and a checksum there before it
// returns (sqlite.org/walformat.html, 2.1), so who finds it as it was knows that nobody has changed
// anything, without asking SQLite: that takes two locks of the kernel's. Threads: one at a time.

#include <array>
#include <cstdint>

struct sqlite3;

namespace mingzhang {

class WalIndex {
 public:
  using Header = std::array<std::uint64_t, 6>;

  /// Of an open connection that has read from a file in WAL mode, and outlives this. Where there is
  /// no such memory every look sees another header than any before.
  void open(sqlite3* connection);

  /// May be half of one header and half of the next while somebody commits: then it is none that
  /// was seen before.
  Header header();

 private:
  const volatile std::uint64_t* words_ = nullptr;
  std::uint64_t looks_ = 0;
};

}  // namespace mingzhang
