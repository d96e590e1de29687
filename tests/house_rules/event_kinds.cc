#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "tests/house_rules/rules.h"

namespace mingzhang::house_rules {
namespace {

constexpr std::string_view list_path = "ledger/kinds/kind_list.h";

// One line of the list: X(number, name, Type, family).
struct Kind {
  std::string number;
  std::string name;
  std::string type;
  std::string family;
  int line;
};

std::string trim(std::string_view text) {
  const std::size_t first = std::min(text.find_first_not_of(" \t"), text.size());
  const std::size_t last = text.find_last_not_of(" \t\\");
  return last == std::string_view::npos ? "" : std::string(text.substr(first, last + 1 - first));
}

std::optional<Kind> parse_kind(std::string_view text, int line) {
  const std::string entry = trim(text);
  if (!entry.starts_with("X(") || !entry.ends_with(')')) {
    return std::nullopt;
  }
  std::vector<std::string> parts;
  std::string_view rest = std::string_view(entry).substr(2, entry.size() - 3);
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    parts.push_back(trim(rest.substr(0, comma)));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  if (parts.size() < 3) {
    return std::nullopt;
  }
  parts.resize(4);
  return Kind{parts[0], parts[1], parts[2], parts[3], line};
}

const Source* find(std::span<const Source> tree, std::string_view path) {
  const auto found = std::ranges::find(tree, path, &Source::path);
  return found == tree.end() ? nullptr : &*found;
}

bool names(std::string_view text, std::string_view wanted) {
  return std::ranges::count(words_of(text), wanted, &Word::text) > 0;
}

bool has_table(std::span<const Source> tree, const Kind& kind) {
  return std::ranges::any_of(tree, [&](const Source& source) {
    if (!source.path.starts_with("schemas/") || !source.path.ends_with(".fbs")) {
      return false;
    }
    const std::string code = blank_literals_and_comments(source.text);
    const std::vector<Word> words = words_of(code);
    const auto is_table = [&](const Word& first, const Word& second) {
      return first.text == "table" && second.text == kind.type;
    };
    return std::ranges::adjacent_find(words, is_table) != words.end();
  });
}

Findings check_kind(std::span<const Source> tree, const Kind& kind) {
  Findings findings;
  const auto want = [&](bool ok, const std::string& message) {
    if (!ok) {
      findings.push_back({std::string(list_path), kind.line, kind.name + message});
    }
  };
  const std::string rules = "ledger/kinds/" + kind.name + ".cc";
  const std::string test = "tests/kinds/" + kind.name + "_test.cc";
  const std::string golden = "tests/golden/" + kind.name + ".hex";
  const Source* docs = find(tree, "docs/events.md");
  want(has_table(tree, kind), " has no schema: add `table " + kind.type + "` to schemas/" +
                                  (kind.family.empty() ? "*" : kind.family) + ".fbs");
  want(find(tree, rules) != nullptr, " has no rules: write them in " + rules);
  want(find(tree, test) != nullptr, " has no test table: write it in " + test);
  want(find(tree, golden) != nullptr,
       " has no golden bytes: put one encoded event as hex into " + golden);
  want(docs != nullptr && names(docs->text, kind.name),
       " is not described: add its line to docs/events.md");
  return findings;
}

}  // namespace

Findings check_event_kinds(std::span<const Source> tree) {
  const Source* list = find(tree, list_path);
  if (list == nullptr) {
    return {};
  }
  std::vector<Kind> kinds;
  int line = 0;
  for (const std::string_view text : lines_of(list->text)) {
    ++line;
    if (std::optional<Kind> kind = parse_kind(text, line)) {
      kinds.push_back(*std::move(kind));
    }
  }
  Findings findings;
  if (kinds.empty()) {
    findings.push_back({std::string(list_path), 0,
                        "names no kind: write one X(number, name, Type, family) a line"});
  }
  for (const Kind& kind : kinds) {
    const Findings of_kind = check_kind(tree, kind);
    findings.insert(findings.end(), of_kind.begin(), of_kind.end());
    if (std::ranges::count(kinds, kind.number, &Kind::number) > 1) {
      findings.push_back({std::string(list_path), kind.line,
                          kind.name + " shares its number: numbers are given once, for ever"});
    }
  }
  return findings;
}

}  // namespace mingzhang::house_rules
