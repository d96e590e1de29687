#include "replay/text/render.h"

namespace mingzhang {
namespace {

std::string quoted(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string out = "\"";
  for (const char character : text) {
    if (character == '"') out += '"';
    out += character;
  }
  return out + '"';
}

std::string field(const Cell& cell) {
  const bool formula = cell.kind == CellKind::text && !cell.text.empty() &&
                       std::string_view("=+-@\t\r").find(cell.text.front()) != std::string::npos;
  return quoted(formula ? "'" + cell.text : cell.text);
}

void add_row(std::string& out, const std::vector<Cell>& row) {
  for (std::size_t column = 0; column < row.size(); ++column) {
    if (column != 0) out += ',';
    out += field(row[column]);
  }
  out += '\n';
}

}  // namespace

std::string render_csv(const ReportTables& tables) {
  std::string out;
  for (const ReportTable& table : tables) {
    if (!out.empty()) out += '\n';
    if (tables.size() > 1) add_row(out, {text_cell(table.title)});
    std::vector<Cell> header;
    for (const std::string& title : table.columns) header.push_back(text_cell(title));
    add_row(out, header);
    for (const std::vector<Cell>& row : table.rows) add_row(out, row);
    if (!table.total.empty()) add_row(out, table.total);
  }
  return out;
}

}  // namespace mingzhang
