#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

// What the house rules read: text files of the tree, and views of C++ text in which a rule about
// code does not stumble over words in comments and strings.
namespace mingzhang::house_rules {

struct Source {
  std::string path;  // from the top of the repository, with '/'
  std::string text;
};

// A rule that a line of a file does not follow. The message says what to do instead.
struct Finding {
  std::string path;
  int line;  // 1 for the first; 0 where the file as a whole is meant
  std::string message;
};

using Findings = std::vector<Finding>;

// Every text file that is ours and that some rule is about: code, schemas, build files, scripts,
// documents and golden files. Build folders, hidden folders and node_modules are left out.
std::vector<Source> read_tree(const std::filesystem::path& root);

bool is_cpp(std::string_view path);

// The first folder of a path; empty for a file at the top.
std::string_view top_folder(std::string_view path);

// C++ text with the contents of string and character literals replaced by spaces; with comments
// replaced too in the second. Offsets and lines stay what they were.
std::string blank_literals(std::string_view text);
std::string blank_literals_and_comments(std::string_view text);

// Letters, digits and '_' of ASCII.
bool is_word_character(char c);

struct Word {
  std::string_view text;  // points into the scanned text
  std::size_t offset;
};

// Identifiers, keywords and numbers, in order.
std::vector<Word> words_of(std::string_view code);

// The first character at or after offset, or before it, that is no white space; '\0' for none.
char next_mark(std::string_view code, std::size_t offset);
char previous_mark(std::string_view code, std::size_t offset);

int line_of(std::string_view text, std::size_t offset);

std::vector<std::string_view> lines_of(std::string_view text);

}  // namespace mingzhang::house_rules
