#include "tests/house_rules/source.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <iterator>
#include <set>

namespace mingzhang::house_rules {
namespace {

namespace fs = std::filesystem;

bool is_space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

bool is_ours(const fs::path& path, std::string_view text) {
  static const std::set<std::string> extensions = {".cc",  ".h",    ".fbs", ".cmake", ".md", ".hex",
                                                   ".txt", ".yaml", ".ts",  ".vue",   ".css"};
  return extensions.contains(path.extension().string()) ||
         (!path.has_extension() && text.starts_with("#!"));
}

bool is_left_out(const fs::path& folder) {
  const std::string name = folder.filename().string();
  return name == "build" || name == "node_modules" || (name.starts_with(".") && name != ".ci");
}

// Walks C++ text and overwrites what a view does not show.
class Blanker {
 public:
  Blanker(std::string_view text, bool comments) : text_(text), out_(text), comments_(comments) {}

  std::string run() {
    while (at_ < text_.size()) {
      step();
    }
    return std::move(out_);
  }

 private:
  bool sees(std::string_view mark) const { return text_.substr(at_).starts_with(mark); }

  void step() {
    if (sees("//")) {
      blank_until(text_.find('\n', at_), comments_);
    } else if (sees("/*")) {
      blank_until(after(text_.find("*/", at_ + 2), 2), comments_);
    } else if (text_[at_] == '"' && at_ > 0 && text_[at_ - 1] == 'R') {
      const std::size_t open = text_.find('(', at_);
      const std::string delimiter = ")" + std::string(text_.substr(at_ + 1, open - at_ - 1)) + "\"";
      blank_until(after(text_.find(delimiter, open), delimiter.size()), true);
    } else if (text_[at_] == '"' || (text_[at_] == '\'' && !is_digit_separator())) {
      blank_until(end_of_literal(), true);
    } else {
      ++at_;
    }
  }

  // 1'000: the word to the left of the mark starts with a digit.
  bool is_digit_separator() const {
    std::size_t start = at_;
    while (start > 0 && (is_word_character(text_[start - 1]) || text_[start - 1] == '\'')) {
      --start;
    }
    return start < at_ && std::isdigit(static_cast<unsigned char>(text_[start])) != 0;
  }

  std::size_t end_of_literal() const {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != text_[at_] && text_[end] != '\n') {
      end += text_[end] == '\\' ? 2 : 1;
    }
    return end + 1;
  }

  static std::size_t after(std::size_t found, std::size_t length) {
    return found == std::string_view::npos ? found : found + length;
  }

  void blank_until(std::size_t end, bool blank) {
    end = std::min(end, text_.size());
    for (; at_ < end; ++at_) {
      if (blank && out_[at_] != '\n') {
        out_[at_] = ' ';
      }
    }
  }

  std::string_view text_;
  std::string out_;
  bool comments_;
  std::size_t at_ = 0;
};

}  // namespace

bool is_word_character(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_';
}

std::vector<Source> read_tree(const fs::path& root) {
  std::vector<Source> sources;
  for (auto entry = fs::recursive_directory_iterator(root);
       entry != fs::recursive_directory_iterator(); ++entry) {
    if (entry->is_directory() && is_left_out(entry->path())) {
      entry.disable_recursion_pending();
    }
    if (!entry->is_regular_file()) {
      continue;
    }
    std::ifstream file(entry->path(), std::ios::binary);
    std::string text(std::istreambuf_iterator<char>(file), {});
    if (is_ours(entry->path(), text)) {
      sources.push_back({fs::relative(entry->path(), root).generic_string(), std::move(text)});
    }
  }
  std::ranges::sort(sources, {}, &Source::path);
  return sources;
}

bool is_cpp(std::string_view path) { return path.ends_with(".cc") || path.ends_with(".h"); }

std::string_view top_folder(std::string_view path) {
  const std::size_t slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::string blank_literals(std::string_view text) { return Blanker(text, false).run(); }

std::string blank_literals_and_comments(std::string_view text) { return Blanker(text, true).run(); }

std::vector<Word> words_of(std::string_view code) {
  std::vector<Word> words;
  for (std::size_t at = 0; at < code.size();) {
    std::size_t end = at;
    while (end < code.size() && is_word_character(code[end])) {
      ++end;
    }
    if (end > at) {
      words.push_back({code.substr(at, end - at), at});
    }
    at = end + 1;
  }
  return words;
}

char next_mark(std::string_view code, std::size_t offset) {
  while (offset < code.size() && is_space(code[offset])) {
    ++offset;
  }
  return offset < code.size() ? code[offset] : '\0';
}

char previous_mark(std::string_view code, std::size_t offset) {
  while (offset > 0 && is_space(code[offset - 1])) {
    --offset;
  }
  return offset > 0 ? code[offset - 1] : '\0';
}

int line_of(std::string_view text, std::size_t offset) {
  return 1 + static_cast<int>(std::ranges::count(text.substr(0, offset), '\n'));
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace mingzhang::house_rules
