#include <fmt/format.h>

#include <algorithm>

#include "replay/text/render.h"

namespace mingzhang {
namespace {

constexpr std::size_t widest = 4096;  ///< columns; beyond it alignment is given up
constexpr std::string_view gap = "  ";

/// Columns that the text takes on a terminal. fmt pads by display width; what it adds to reach
/// `widest` tells the width.
std::size_t display_width(std::string_view text) {
  return widest - (fmt::formatted_size("{:{}}", text, widest) - text.size());
}

/// "-1234.50" -> "-1,234.50"
std::string grouped(std::string amount) {
  const std::size_t first = amount.starts_with('-') ? 1 : 0;
  for (std::size_t place = amount.find('.'); place > first + 3;) {
    place -= 3;
    amount.insert(place, 1, ',');
  }
  return amount;
}

std::string percent(const std::string& ratio) {
  std::int64_t ten_thousandths = 0;
  if (parse_decimal(ratio, 4, max_amount.fen, ten_thousandths) != DecimalFault::none) return ratio;
  return format_decimal(ten_thousandths, 2, 2) + "%";
}

std::string shown(const Cell& cell) {
  if (cell.text.empty()) return {};
  switch (cell.kind) {
    case CellKind::amount:
      return grouped(cell.text);
    case CellKind::ratio:
      return percent(cell.text);
    case CellKind::text:
    case CellKind::count:
      break;
  }
  return cell.text;
}

struct Layout {
  std::vector<std::size_t> widths;
  std::vector<bool> numbers;  ///< columns whose cells are numbers
};

Layout layout_of(const ReportTable& table) {
  Layout layout;
  for (std::size_t column = 0; column < table.columns.size(); ++column) {
    std::size_t width = display_width(table.columns[column]);
    bool number = !table.rows.empty();
    const auto take = [&](const std::vector<Cell>& row) {
      width = std::max(width, display_width(shown(row.at(column))));
    };
    for (const std::vector<Cell>& row : table.rows) {
      take(row);
      number = number && row.at(column).kind != CellKind::text;
    }
    if (!table.total.empty()) take(table.total);
    layout.widths.push_back(width);
    layout.numbers.push_back(number);
  }
  return layout;
}

class TextWriter {
 public:
  void line(std::string text) {
    text.erase(text.find_last_not_of(' ') + 1);
    out_ += text;
    out_ += '\n';
  }
  void cells(const Layout& layout, const std::vector<Cell>& row) {
    std::string text;
    for (std::size_t column = 0; column < row.size(); ++column) {
      const bool right = row[column].kind != CellKind::text;
      add(text, shown(row[column]), layout.widths[column], right);
    }
    line(std::move(text));
  }
  void table(const ReportTable& table) {
    const Layout layout = layout_of(table);
    if (!out_.empty()) line({});
    line(table.title);
    for (const std::string& note : table.notes) line(note);
    std::string titles;
    std::string rule;
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
      const std::size_t width = layout.widths[column];
      add(titles, table.columns[column], width, layout.numbers[column]);
      add(rule, std::string(width, '-'), width, false);
    }
    if (!table.columns.empty()) {
      line(std::move(titles));
      line(rule);
    }
    for (const std::vector<Cell>& row : table.rows) cells(layout, row);
    if (table.total.empty()) return;
    line(std::move(rule));
    cells(layout, table.total);
  }
  std::string take() { return std::move(out_); }

 private:
  static void add(std::string& line, std::string_view text, std::size_t width, bool right) {
    if (!line.empty()) line += gap;
    line += right ? fmt::format("{:>{}}", text, width) : fmt::format("{:<{}}", text, width);
  }

  std::string out_;
};

}  // namespace

std::string render_text(const ReportTables& tables) {
  TextWriter writer;
  for (const ReportTable& table : tables) writer.table(table);
  return writer.take();
}

}  // namespace mingzhang
