#include "api/tables/xlsx.h"

#include <fmt/format.h>
#include <xlsxwriter.h>

#include <cstdlib>

namespace mingzhang {
namespace {

class SheetWriter {
 public:
  SheetWriter(lxw_workbook* book, lxw_worksheet* sheet) : sheet_(sheet) {
    bold_ = workbook_add_format(book);
    format_set_bold(bold_);
    amount_ = workbook_add_format(book);
    format_set_num_format(amount_, "#,##0.00");
    ratio_ = workbook_add_format(book);
    format_set_num_format(ratio_, "0.00%");
  }

  void write(const ReportTable& table) {
    line({table.title}, bold_);
    for (const std::string& note : table.notes) line({note}, nullptr);
    line(table.columns, bold_);
    for (const std::vector<Cell>& row : table.rows) cells(row);
    if (!table.total.empty()) cells(table.total);
    worksheet_set_column(sheet_, 0, 15, 16, nullptr);
  }

 private:
  void line(const std::vector<std::string>& texts, lxw_format* format) {
    lxw_col_t column = 0;
    for (const std::string& text : texts) {
      worksheet_write_string(sheet_, row_, column++, text.c_str(), format);
    }
    ++row_;
  }
  void cells(const std::vector<Cell>& row) {
    lxw_col_t column = 0;
    for (const Cell& cell : row) write_cell(column++, cell);
    ++row_;
  }
  /// A spreadsheet's numbers are binary floating point: exact enough to show, and never read back.
  void write_cell(lxw_col_t column, const Cell& cell) {
    if (cell.text.empty()) return;
    if (cell.kind == CellKind::text) {
      worksheet_write_string(sheet_, row_, column, cell.text.c_str(), nullptr);
      return;
    }
    lxw_format* format = cell.kind == CellKind::amount  ? amount_
                         : cell.kind == CellKind::ratio ? ratio_
                                                        : nullptr;
    worksheet_write_number(sheet_, row_, column, std::strtod(cell.text.c_str(), nullptr), format);
  }

  lxw_worksheet* sheet_;
  lxw_format* bold_ = nullptr;
  lxw_format* amount_ = nullptr;
  lxw_format* ratio_ = nullptr;
  lxw_row_t row_ = 0;
};

}  // namespace

bool write_xlsx(const ReportTables& tables, const std::string& path) {
  lxw_workbook* book = workbook_new(path.c_str());
  if (book == nullptr) return false;
  for (const ReportTable& table : tables) {
    SheetWriter(book, workbook_add_worksheet(book, nullptr)).write(table);
  }
  return workbook_close(book) == LXW_NO_ERROR;
}

}  // namespace mingzhang
