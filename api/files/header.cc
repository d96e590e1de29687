#include "api/files/header.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "api/files/text.h"

namespace mingzhang {
namespace {

// A preamble longer than this is no preamble.
constexpr std::size_t most_rows_searched = 1000;

struct Candidate {
  Header header;
  std::vector<std::string_view> missing;
  std::size_t found = 0;
  std::string twice;  // the required column that two cells name
};

// Earlier names of a column win over later ones: a table may have both 建筑面积 and 面积.
void find_column(const std::vector<std::string>& keys, const ColumnNames& column,
                 Candidate& candidate) {
  for (const std::string_view name : column.names) {
    const std::string key = header_key(name);
    const auto at = std::find(keys.begin(), keys.end(), key);
    if (at == keys.end()) continue;
    if (column.required && std::find(at + 1, keys.end(), key) != keys.end()) {
      candidate.twice = name;
    }
    candidate.header.columns.emplace_back(static_cast<std::size_t>(at - keys.begin()));
    ++candidate.found;
    return;
  }
  candidate.header.columns.emplace_back(std::nullopt);
  if (column.required) candidate.missing.push_back(column.names.front());
}

Candidate examine(const SheetRow& row, const std::vector<ColumnNames>& asked) {
  std::vector<std::string> keys;
  for (const SheetCell& cell : row.cells) keys.push_back(header_key(cell.text));
  Candidate candidate;
  for (const ColumnNames& column : asked) find_column(keys, column, candidate);
  return candidate;
}

FileFault no_header_row(const Candidate& nearest, std::size_t line) {
  const std::string missing = fmt::format("{}", fmt::join(nearest.missing, "、"));
  if (nearest.found == 0) {
    return file_fault("no_header_row", fmt::format("找不到表头；表头应有这些列：{}", missing),
                      fmt::format("no header row; it must name these columns: {}", missing));
  }
  return file_fault(
      "no_header_row", fmt::format("找不到完整的表头；最接近的是第 {} 行，缺少：{}", line, missing),
      fmt::format("no complete header row; line {} comes nearest and lacks: {}", line, missing),
      line);
}

}  // namespace

const SheetCell& Header::cell(const SheetRow& row_of_data, std::size_t asked) const {
  static const SheetCell none;
  const auto column = columns[asked];
  return column && *column < row_of_data.cells.size() ? row_of_data.cells[*column] : none;
}

std::string Header::text(const SheetRow& row_of_data, std::size_t asked) const {
  return trimmed(cell(row_of_data, asked).text);
}

FileResult<Header> find_header(const Sheet& sheet, const std::vector<ColumnNames>& asked) {
  Candidate nearest = examine(SheetRow{}, asked);
  std::size_t nearest_line = 0;
  const std::size_t searched = std::min(sheet.rows.size(), most_rows_searched);
  for (std::size_t i = 0; i < searched; ++i) {
    Candidate candidate = examine(sheet.rows[i], asked);
    if (candidate.missing.empty() && !candidate.twice.empty()) {
      const std::size_t line = sheet.rows[i].line;
      return file_fault(
          "column_named_twice",
          fmt::format("第 {} 行有两列都叫“{}”；请只留一列", line, candidate.twice),
          fmt::format("line {} names the column {} twice; keep one", line, candidate.twice), line);
    }
    if (candidate.missing.empty()) {
      candidate.header.row = i;
      return candidate.header;
    }
    if (candidate.found > nearest.found) {
      nearest = std::move(candidate);
      nearest_line = sheet.rows[i].line;
    }
  }
  return no_header_row(nearest, nearest_line);
}

}  // namespace mingzhang
