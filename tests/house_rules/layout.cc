#include <algorithm>
#include <array>
#include <string>

#include "tests/house_rules/rules.h"

namespace mingzhang::house_rules {
namespace {

constexpr int max_columns = 100;
constexpr int max_lines = 500;

bool is_code(std::string_view path) {
  static constexpr std::array<std::string_view, 8> endings = {
      ".cc", ".h", ".fbs", ".cmake", "CMakeLists.txt", ".ts", ".vue", ".css"};
  const auto ends = [path](std::string_view ending) { return path.ends_with(ending); };
  return std::ranges::any_of(endings, ends) || path.starts_with(".ci/") ||
         (path.starts_with("ops/") && path.find('.') == std::string_view::npos);
}

// Characters, not bytes: the continuation bytes of UTF-8 do not count.
int columns_of(std::string_view line) {
  return static_cast<int>(std::ranges::count_if(
      line, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace

Findings check_layout(const Source& source) {
  Findings findings;
  if (!is_code(source.path)) {
    return findings;
  }
  int line = 0;
  for (const std::string_view text : lines_of(source.text)) {
    ++line;
    if (columns_of(text) > max_columns) {
      findings.push_back({source.path, line, "longer than 100 columns: break it"});
    }
    if (text.find('\t') != std::string_view::npos) {
      findings.push_back({source.path, line, "a tab: indent with spaces"});
    }
  }
  if (line > max_lines) {
    findings.push_back(
        {source.path, 0,
         std::to_string(line) + " lines: a file of more than 500 has two jobs; split it by job"});
  }
  const bool has_pragma = source.text.find("#pragma once\n") != std::string::npos;
  if (source.path.ends_with(".h") && !has_pragma) {
    findings.push_back({source.path, 1, "a header starts with #pragma once"});
  }
  return findings;
}

Findings check_unfinished_marks(const Source& source) {
  static constexpr std::array<std::string_view, 3> marks = {"TODO", "FIXME", "XXX"};
  Findings findings;
  const std::string text = is_cpp(source.path) ? blank_literals(source.text) : source.text;
  for (const Word& word : words_of(text)) {
    if (std::ranges::count(marks, word.text) > 0) {
      findings.push_back(
          {source.path, line_of(text, word.offset),
           std::string(word.text) + ": finish it, or write an issue and take the mark out"});
    }
  }
  return findings;
}

}  // namespace mingzhang::house_rules
