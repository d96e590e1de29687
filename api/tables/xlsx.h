#pragma once

// Reports as a workbook: one sheet per table, amounts as numbers with two decimals.

#include <string>

#include "replay/report_table.h"

namespace mingzhang {

/// Writes `path`; false when it cannot be written.
bool write_xlsx(const ReportTables& tables, const std::string& path);

}  // namespace mingzhang
