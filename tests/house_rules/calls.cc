#include <algorithm>
#include <array>
#include <string>

#include "tests/house_rules/rules.h"

namespace mingzhang::house_rules {
namespace {

enum class Where { everywhere, below_ops, tests };
enum class How { named, called };

struct Ban {
  std::string_view word;
  How how;
  Where where;
  std::string_view instead;
};

constexpr std::string_view clock_instead =
    "below ops/ nothing reads the clock: take the time as an argument";
constexpr std::string_view random_instead =
    "below ops/ nothing is random: take the bytes or the seed as an argument";
constexpr std::string_view sleep_instead =
    "tests do not sleep: wait for the condition itself, or pass the time in";
constexpr std::string_view assert_instead =
    "assert vanishes from a release: use ensure(cond, \"message\") of ledger/base/ensure.h, or "
    "static_assert";

constexpr std::array bans = {
    Ban{"assert", How::called, Where::everywhere, assert_instead},
    Ban{"cassert", How::named, Where::everywhere, assert_instead},
    Ban{"gettimeofday", How::called, Where::below_ops, clock_instead},
    Ban{"clock_gettime", How::called, Where::below_ops, clock_instead},
    Ban{"timespec_get", How::called, Where::below_ops, clock_instead},
    Ban{"localtime", How::called, Where::below_ops, clock_instead},
    Ban{"localtime_r", How::called, Where::below_ops, clock_instead},
    Ban{"rand", How::called, Where::below_ops, random_instead},
    Ban{"srand", How::called, Where::below_ops, random_instead},
    Ban{"random", How::called, Where::below_ops, random_instead},
    Ban{"drand48", How::called, Where::below_ops, random_instead},
    Ban{"getrandom", How::called, Where::below_ops, random_instead},
    Ban{"getentropy", How::called, Where::below_ops, random_instead},
    Ban{"arc4random", How::called, Where::below_ops, random_instead},
    Ban{"RAND_bytes", How::called, Where::below_ops, random_instead},
    Ban{"random_device", How::named, Where::below_ops, random_instead},
    Ban{"default_random_engine", How::named, Where::below_ops, random_instead},
    Ban{"mt19937", How::named, Where::below_ops, random_instead},
    Ban{"mt19937_64", How::named, Where::below_ops, random_instead},
    Ban{"random_generator", How::named, Where::below_ops, random_instead},
    Ban{"sleep", How::called, Where::tests, sleep_instead},
    Ban{"usleep", How::called, Where::tests, sleep_instead},
    Ban{"nanosleep", How::called, Where::tests, sleep_instead},
    Ban{"sleep_for", How::called, Where::tests, sleep_instead},
    Ban{"sleep_until", How::called, Where::tests, sleep_instead},
};

bool is_below_ops(std::string_view folder) {
  return folder == "schemas" || folder == "ledger" || folder == "replay" || folder == "api";
}

bool applies(Where where, std::string_view folder) {
  switch (where) {
    case Where::everywhere:
      return true;
    case Where::below_ops:
      return is_below_ops(folder);
    case Where::tests:
      return folder == "tests";
  }
  return true;
}

// A call of a free function: `word(`, but neither `x.word(` nor `x->word(`.
bool is_free_call(std::string_view code, const Word& word) {
  const char before = previous_mark(code, word.offset);
  return next_mark(code, word.offset + word.text.size()) == '(' && before != '.' && before != '>';
}

// any_clock::now( under whatever name the clock goes.
bool reads_clock(std::string_view code, const Word& word) {
  return word.text == "now" && previous_mark(code, word.offset) == ':' &&
         next_mark(code, word.offset + word.text.size()) == '(';
}

// time(nullptr) and its spellings; a function of ours called time takes other arguments.
bool calls_time(std::string_view code, const Word& word) {
  if (word.text != "time" || !is_free_call(code, word)) {
    return false;
  }
  const std::size_t open = code.find('(', word.offset);
  const std::string_view argument = code.substr(open + 1, code.find(')', open) - open - 1);
  return argument == "nullptr" || argument == "NULL" || argument == "0" ||
         next_mark(code, open + 1) == '&';
}

std::string_view banned(std::string_view folder, std::string_view code, const Word& word) {
  if (is_below_ops(folder) && (reads_clock(code, word) || calls_time(code, word))) {
    return clock_instead;
  }
  for (const Ban& ban : bans) {
    if (word.text == ban.word && applies(ban.where, folder) &&
        (ban.how == How::named || is_free_call(code, word))) {
      return ban.instead;
    }
  }
  return {};
}

}  // namespace

Findings check_calls(const Source& source) {
  Findings findings;
  if (!is_cpp(source.path)) {
    return findings;
  }
  const std::string code = blank_literals_and_comments(source.text);
  for (const Word& word : words_of(code)) {
    const std::string_view instead = banned(top_folder(source.path), code, word);
    if (!instead.empty()) {
      findings.push_back({source.path, line_of(code, word.offset),
                          "'" + std::string(word.text) + "': " + std::string(instead)});
    }
  }
  return findings;
}

Findings check_floating_point(const Source& source, std::span<const std::string> allowed) {
  Findings findings;
  const std::string_view folder = top_folder(source.path);
  const bool in_scope = folder == "schemas" || folder == "ledger" || folder == "replay";
  const bool is_code = is_cpp(source.path) || source.path.ends_with(".fbs");
  if (!in_scope || !is_code || std::ranges::count(allowed, source.path) > 0) {
    return findings;
  }
  static constexpr std::array<std::string_view, 6> types = {"double",  "float", "float32",
                                                            "float64", "stod",  "strtod"};
  const std::string code = blank_literals_and_comments(source.text);
  for (const Word& word : words_of(code)) {
    if (std::ranges::count(types, word.text) > 0) {
      findings.push_back({source.path, line_of(code, word.offset),
                          "'" + std::string(word.text) +
                              "': money, areas and rates are integers (fen, cm2, ratios of "
                              "integers); where it is about seconds for people, name the file and "
                              "the reason in tests/house_rules/floating_point_allowed.txt"});
    }
  }
  return findings;
}

}  // namespace mingzhang::house_rules
