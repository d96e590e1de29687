#pragma once

// A report as tables: the one shape from which text, CSV and XLSX are written.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/money.h"

namespace mingzhang {

enum class CellKind : std::uint8_t { text, amount, count, ratio };

/// `text` is canonical and free of grouping: an amount "-1234.50" in yuan, a count "12", a ratio
/// "0.8200"; "" = no value.
struct Cell {
  CellKind kind{};
  std::string text;
  bool operator==(const Cell&) const = default;
};

Cell text_cell(std::string text);
Cell amount_cell(Money amount);
Cell blank_cell();  ///< a number column that does not apply
Cell count_cell(std::uint64_t count);
Cell ratio_cell(std::optional<std::string> ratio);

/// REQUIRES: each row and the total have as many cells as there are columns.
struct ReportTable {
  std::string title;
  std::vector<std::string> notes;  ///< lines between title and table
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
  std::vector<Cell> total;  ///< empty = none
};
using ReportTables = std::vector<ReportTable>;

}  // namespace mingzhang
