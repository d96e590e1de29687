#include <algorithm>
#include <string>

#include "tests/house_rules/rules.h"

namespace mingzhang::house_rules {
namespace {

constexpr int max_function_lines = 60;

// Overwrites preprocessor lines, and every branch of an #if but the first, so that the braces that
// are left pair up.
std::string blank_preprocessor(std::string code) {
  std::vector<bool> skipping;
  bool continued = false;
  for (std::size_t start = 0; start < code.size();) {
    const std::size_t end = std::min(code.find('\n', start), code.size());
    const std::string_view line = std::string_view(code).substr(start, end - start);
    const std::size_t hash = std::min(line.find_first_not_of(" \t"), line.size());
    const bool directive = hash < line.size() && line[hash] == '#';
    const std::string_view name =
        directive ? line.substr(std::min(line.find_first_not_of(" \t", hash + 1), line.size()))
                  : std::string_view();
    if (name.starts_with("if")) {
      skipping.push_back(false);
    } else if (name.starts_with("el") && !skipping.empty()) {
      skipping.back() = true;
    } else if (name.starts_with("endif") && !skipping.empty()) {
      skipping.pop_back();
    }
    const bool blank = directive || continued || std::ranges::count(skipping, true) > 0;
    continued = (directive || continued) && line.ends_with('\\');
    if (blank) {
      std::fill(code.begin() + static_cast<std::ptrdiff_t>(start),
                code.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    }
    start = end + 1;
  }
  return code;
}

// What a head outside of functions says about the brace that follows it.
enum class Scope { container, initialiser, function };

// The end of the bracket that opens at `open`, or the end of the text.
std::size_t matching(std::string_view text, std::size_t open, char left, char right) {
  int depth = 0;
  for (std::size_t at = open; at < text.size(); ++at) {
    depth += text[at] == left ? 1 : 0;
    depth -= text[at] == right ? 1 : 0;
    if (depth == 0) {
      return at + 1;
    }
  }
  return text.size();
}

std::string_view trim_left(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \n\t"), text.size()));
}

std::string_view first_word(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && is_word_character(text[end])) {
    ++end;
  }
  return text.substr(0, end);
}

// The head without what may stand before a declaration: access labels, template<...>, [[...]].
std::string_view strip_prefixes(std::string_view head) {
  for (head = trim_left(head);; head = trim_left(head)) {
    const std::string_view word = first_word(head);
    if (word == "public" || word == "private" || word == "protected") {
      head.remove_prefix(std::min(head.find(':') + 1, head.size()));
    } else if (word == "template") {
      head.remove_prefix(matching(head, std::min(head.find('<'), head.size()), '<', '>'));
    } else if (head.starts_with("[[")) {
      head.remove_prefix(matching(head, 0, '[', ']'));
    } else {
      return head;
    }
  }
}

// Marks of a head that stand outside every bracket.
struct HeadMarks {
  bool assigns = false;     // a single '='
  bool parameters = false;  // a closed (...)
  bool members = false;     // the ':' before a constructor's member initialisers
};

bool is_part_of_operator(std::string_view head, std::size_t at) {
  static constexpr std::string_view neighbours = "=<>!+-*/%&|^";
  const bool left = at > 0 && neighbours.find(head[at - 1]) != std::string_view::npos;
  const bool right = at + 1 < head.size() && head[at + 1] == '=';
  return left || right || (at >= 8 && head.substr(at - 8, 8) == "operator");
}

HeadMarks marks_of(std::string_view head) {
  HeadMarks marks;
  int depth = 0;
  for (std::size_t at = 0; at < head.size(); ++at) {
    const char c = head[at];
    depth += c == '(' || c == '[' || c == '{' ? 1 : 0;
    depth -= c == ')' || c == ']' || c == '}' ? 1 : 0;
    if (depth > 0) {
      continue;
    }
    const bool double_colon = (at > 0 && head[at - 1] == ':') || head.substr(at).starts_with("::");
    marks.parameters = marks.parameters || c == ')';
    marks.assigns = marks.assigns || (c == '=' && !is_part_of_operator(head, at));
    marks.members = marks.members || (c == ':' && marks.parameters && !double_colon);
  }
  return marks;
}

// A lambda's body follows its `]`, its `)`, a specifier or a return type; an initialiser does not.
bool ends_like_lambda(std::string_view head) {
  const std::size_t close = head.find_last_of("])");
  if (close == std::string_view::npos) {
    return false;
  }
  const std::string_view rest = trim_left(head.substr(close + 1));
  return rest.empty() || rest.starts_with("mutable") || rest.starts_with("noexcept") ||
         rest.starts_with("->");
}

Scope classify(std::string_view whole_head, bool inside_expression) {
  const std::string_view head = strip_prefixes(whole_head);
  const std::string_view word = first_word(head);
  const HeadMarks marks = marks_of(head);
  if (inside_expression || marks.assigns) {
    return ends_like_lambda(head) ? Scope::function : Scope::initialiser;
  }
  if (word == "namespace" || word == "inline" || word == "extern") {
    return marks.parameters ? Scope::function : Scope::container;
  }
  if (word == "class" || word == "struct" || word == "union" || word == "enum") {
    return Scope::container;
  }
  if (!marks.parameters) {
    return Scope::initialiser;
  }
  const char last = previous_mark(head, head.size());
  return marks.members && last != ')' && last != '}' ? Scope::initialiser : Scope::function;
}

struct FunctionSpan {
  std::string_view head;
  std::size_t start;
  std::size_t end;
};

// Walks code and collects its functions. Lambdas outside of functions are functions of their own;
// what stands inside a function belongs to it.
class FunctionFinder {
 public:
  explicit FunctionFinder(std::string_view code) : code_(code) {}

  std::vector<FunctionSpan> run() {
    for (at_ = 0; at_ < code_.size(); ++at_) {
      step(code_[at_]);
    }
    return std::move(found_);
  }

 private:
  struct Open {
    Scope scope;
    std::size_t head;  // where the statement starts that opened it
    int brackets;      // round brackets open around it
  };

  void step(char c) {
    if (depth_in_function_ > 0) {
      depth_in_function_ += c == '{' ? 1 : 0;
      depth_in_function_ -= c == '}' ? 1 : 0;
      if (depth_in_function_ == 0) {
        close();
      }
    } else if (c == '{') {
      open();
    } else if (c == '}' && !scopes_.empty()) {
      close();
    } else if (c == ';' && brackets_ == 0) {
      head_ = at_ + 1;
    } else {
      brackets_ += c == '(' ? 1 : 0;
      brackets_ -= c == ')' ? 1 : 0;
    }
  }

  void open() {
    const bool in_initialiser = !scopes_.empty() && scopes_.back().scope == Scope::initialiser;
    const Scope scope = classify(code_.substr(head_, at_ - head_), in_initialiser || brackets_ > 0);
    scopes_.push_back({scope, head_, brackets_});
    depth_in_function_ = scope == Scope::function ? 1 : 0;
    head_ = at_ + 1;
    brackets_ = 0;
  }

  void close() {
    const Open scope = scopes_.back();
    scopes_.pop_back();
    brackets_ = scope.brackets;
    if (scope.scope == Scope::function) {
      const std::string_view whole = code_.substr(scope.head, at_ - scope.head);
      const std::size_t start = at_ - strip_prefixes(whole).size();
      found_.push_back({code_.substr(start, code_.find('{', start) - start), start, at_});
    }
    // What follows an initialiser or a lambda in an expression still belongs to its statement.
    const bool in_expression = scope.scope == Scope::initialiser || scope.brackets > 0;
    head_ = in_expression ? scope.head : at_ + 1;
  }

  std::string_view code_;
  std::vector<FunctionSpan> found_;
  std::vector<Open> scopes_;
  std::size_t at_ = 0;
  std::size_t head_ = 0;
  int brackets_ = 0;
  int depth_in_function_ = 0;
};

std::string name_of(std::string_view head) {
  const std::size_t open = std::min(head.find('('), head.size());
  std::size_t start = open;
  while (start > 0 && (is_word_character(head[start - 1]) || head[start - 1] == ':')) {
    --start;
  }
  return start == open ? "a lambda" : std::string(head.substr(start, open - start));
}

}  // namespace

Findings check_function_lengths(const Source& source) {
  Findings findings;
  if (!is_cpp(source.path)) {
    return findings;
  }
  const std::string code = blank_preprocessor(blank_literals_and_comments(source.text));
  for (const FunctionSpan& function : FunctionFinder(code).run()) {
    const int first = line_of(code, function.start);
    const int lines = line_of(code, function.end) - first + 1;
    if (lines > max_function_lines) {
      findings.push_back({source.path, first,
                          name_of(function.head) + " has " + std::to_string(lines) +
                              " lines: a function of more than 60 has two jobs; split it by job"});
    }
  }
  return findings;
}

}  // namespace mingzhang::house_rules
