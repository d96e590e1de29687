#pragma once

// Where a command writes what it was asked for: standard output, or a file that is there whole or
// not at all, so that a failure halfway leaves an earlier file what it was. One thread.

#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/base/durable_file.h"

namespace mingzhang {

class Output {
 public:
  /// `path` is empty or - for standard output. What cannot be written ends the command
  /// (exit_unopenable).
  explicit Output(std::string path);

  void write(std::string_view text);
  /// Without it a file is left as it was.
  void finish();

 private:
  [[noreturn]] void fail(std::string_view why) const;

  std::string path_;
  std::optional<DurableFile> file_;  ///< none: a stream
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  std::unique_ptr<std::FILE, Close> opened_;
  std::FILE* stream_ = stdout;
};

}  // namespace mingzhang
