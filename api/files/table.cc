#include "api/files/table.h"

#include <fmt/format.h>

#include "api/files/csv.h"
#include "api/files/text.h"
#include "api/files/xlsx.h"

namespace mingzhang {
namespace {

FileFault too_much(std::string_view code, std::string_view zh, std::string_view en,
                   std::size_t most, std::size_t line) {
  return file_fault(std::string(code), fmt::format("{}超过上限 {}；请拆分后分次导入", zh, most),
                    fmt::format("more than {} {}; split the file and import the parts", most, en),
                    line);
}

bool looks_like_markup(std::string_view bytes) {
  const std::string start = header_key(bytes.substr(0, 512));
  return start.starts_with("<html") || start.starts_with("<!doctype") ||
         start.starts_with("<table") || start.starts_with("<?xml");
}

}  // namespace

std::string SheetRow::text(std::size_t column) const {
  return column < cells.size() ? trimmed(cells[column].text) : std::string();
}

void SheetBuilder::begin_row(std::size_t line) { row_ = SheetRow{line, {}}; }

void SheetBuilder::add(std::size_t column, SheetCell cell) {
  if (cell.text.empty() || fault() != nullptr) return;
  if (column >= limits_.columns) {
    fault_ = too_much("too_many_columns", "列数", "columns", limits_.columns, row_.line);
    return;
  }
  text_bytes_ += cell.text.size();
  if (column >= row_.cells.size()) {
    cells_ += column + 1 - row_.cells.size();
    row_.cells.resize(column + 1);
  }
  row_.cells[column] = std::move(cell);
  if (text_bytes_ > limits_.text_bytes) {
    fault_ = too_much("file_too_large", "文字总量（字节）", "bytes of text", limits_.text_bytes,
                      row_.line);
  } else if (cells_ > limits_.cells) {
    fault_ = too_much("file_too_large", "单元格数", "cells", limits_.cells, row_.line);
  }
}

void SheetBuilder::end_row() {
  if (fault() != nullptr || row_.cells.empty()) return;
  if (sheet_.rows.size() == limits_.rows) {
    fault_ = too_much("too_many_rows", "行数", "rows", limits_.rows, row_.line);
    return;
  }
  sheet_.rows.push_back(std::move(row_));
  row_ = SheetRow{};
}

FileResult<std::vector<Sheet>> read_table_file(std::string_view bytes, const FileLimits& limits) {
  if (bytes.empty()) return file_fault("empty_file", "文件是空的", "the file is empty");
  if (bytes.size() > limits.file_bytes) {
    return too_much("file_too_large", "文件大小（字节）", "bytes", limits.file_bytes, 0);
  }
  if (bytes.starts_with("PK")) return read_xlsx(bytes, limits);
  if (bytes.starts_with("\xD0\xCF\x11\xE0")) {
    return file_fault("old_xls", "这是旧版 .xls 或加密的文件；请另存为不带密码的 .xlsx 后再导入",
                      "this is an old .xls or an encrypted file; save it as .xlsx without a "
                      "password");
  }
  auto text = decode_text(bytes);
  if (!text) return text.error();
  if (looks_like_markup(text->text)) {
    return file_fault("not_a_table", "这是网页（HTML/XML），不是表格；请另存为 .xlsx 后再导入",
                      "this is a web page (HTML or XML), not a table; save it as .xlsx");
  }
  auto sheet = read_csv(text->text, limits);
  if (!sheet) return sheet.error();
  if (sheet->rows.empty()) return file_fault("empty_file", "文件是空的", "the file is empty");
  std::vector<Sheet> sheets;
  sheets.push_back(std::move(*sheet));
  return sheets;
}

}  // namespace mingzhang
