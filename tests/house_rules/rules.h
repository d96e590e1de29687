#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "tests/house_rules/source.h"

// The house rules. Each function looks at one thing and returns what does not follow it.
namespace mingzhang::house_rules {

// Includes start at the repository root and point to the left: schemas < ledger < replay < api <
// ops. Headers of RocksDB, Asio and Beast, and prometheus-cpp stay in the one place for each.
Findings check_includes(const Source& source);

// Below ops nothing reads the clock or makes a random number; nothing anywhere calls assert, and
// no test sleeps.
Findings check_calls(const Source& source);

// No float and no double in schemas, ledger and replay, but in files that `allowed` names.
Findings check_floating_point(const Source& source, std::span<const std::string> allowed);

// Lines of at most 100 columns (a Chinese character counts as one), files of at most 500 lines, no
// tabs, `#pragma once` in every header.
Findings check_layout(const Source& source);

// No mark of unfinished work.
Findings check_unfinished_marks(const Source& source);

// Functions of at most 60 lines, from the first line of the head (template<...> not counted) to
// the closing brace.
Findings check_function_lengths(const Source& source);

// No two types of one name in one namespace, wherever they stand: no compiler notices, and the
// linker takes the functions of one for both.
Findings check_type_names(std::span<const Source> tree);

// Every kind in ledger/kinds/kind_list.h has its table in schemas/, its rules, its test table, its
// golden bytes and its line in docs/events.md. Finds nothing while there is no list.
Findings check_event_kinds(std::span<const Source> tree);

}  // namespace mingzhang::house_rules
