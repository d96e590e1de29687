#pragma once

// Where a command writes its text: standard output or a file. A file is there whole or not at all:
// a failure halfway leaves an earlier one what it was. One thread.

#include <cstdio>
#include <memory>
#include <string>
#include <string_view>

namespace mingzhang {

/// Refuses (exit_usage) a file inside the books, which are what it would overwrite.
void check_outside(const std::string& path, const std::string& books);

class Output {
 public:
  /// `path` is empty or - for standard output. What cannot be written ends the command
  /// (exit_unopenable).
  explicit Output(std::string path);
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output();

  void write(std::string_view text);
  /// Without it a file is left as it was.
  void finish();

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  bool open_beside();
  [[noreturn]] void fail() const;

  std::string path_;
  std::string target_;     ///< what is replaced in the end
  std::string temporary_;  ///< beside it; empty when what is written goes straight there
  std::unique_ptr<std::FILE, Close> opened_;
  std::FILE* stream_ = stdout;
};

}  // namespace mingzhang
