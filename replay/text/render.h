#pragma once

// Tables as plain text for people and as CSV for programs. UTF-8, pure.

#include <string>

#include "replay/report_table.h"

namespace mingzhang {

/// Aligned columns, a Chinese character taking two; numbers to the right, amounts with thousands
/// commas, ratios as percentages.
std::string render_text(const ReportTables& tables);

/// RFC 4180 with LF line ends, numbers as in the cells. One table: its header line first. Several:
/// each with its title on a line of its own, an empty line between them. A text that a spreadsheet
/// would take for a formula gets an apostrophe in front.
std::string render_csv(const ReportTables& tables);

}  // namespace mingzhang
