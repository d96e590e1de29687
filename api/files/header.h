#pragma once

// Finds the header row of a table by its content, never by its number: the first row that names
// every required column, in any order, in half or full width, under any of its usual names.

#include <optional>
#include <string_view>
#include <vector>

#include "api/files/table.h"

namespace mingzhang {

struct ColumnNames {
  std::vector<std::string_view> names;  // the first is what messages say
  bool required = true;
};

struct Header {
  std::size_t row = 0;                              // index into Sheet::rows
  std::vector<std::optional<std::size_t>> columns;  // one per asked column: where it stands

  // The row's cell of an asked column; a static empty cell where it has none.
  [[nodiscard]] const SheetCell& cell(const SheetRow& row_of_data, std::size_t asked) const;
  [[nodiscard]] std::string text(const SheetRow& row_of_data, std::size_t asked) const;
};

// Faults: no_header_row (says which row came nearest and what it lacks), column_named_twice.
FileResult<Header> find_header(const Sheet& sheet, const std::vector<ColumnNames>& asked);

}  // namespace mingzhang
