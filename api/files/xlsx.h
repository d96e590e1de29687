#pragma once

// XLSX (ECMA-376 SpreadsheetML) by libzip and pugixml: shared, rich and inline strings, numbers as
// the spreadsheet program shows them, dates by the cell's number format in both date systems,
// booleans, errors, merged areas (their value copied downwards, see SheetCellKind::merged).
// Formulas are not computed: the value that the program stored beside them is read.

#include <string_view>
#include <vector>

#include "api/files/table.h"

namespace mingzhang {

// Visible worksheets in the workbook's order; `active` is the one that opens first.
// Faults: damaged_xlsx, encrypted_xlsx, not_a_workbook, the limits (before memory is spent).
FileResult<std::vector<Sheet>> read_xlsx(std::string_view bytes, const FileLimits& limits = {});

}  // namespace mingzhang
