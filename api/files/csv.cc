#include "api/files/csv.h"

#include <csv.h>
#include <memory>

#include <fmt/format.h>

#include "api/files/text.h"

namespace mingzhang {
namespace {

// A quoted field may hold line breaks, but a record over this many lines is a forgotten quote.
constexpr std::size_t most_lines_in_a_record = 100;

struct CsvState {
  SheetBuilder builder;
  std::size_t line = 1;         // being fed now
  std::size_t record_line = 0;  // where the open record started; 0 = none open
  std::size_t column = 0;
};

void on_field(void* text, std::size_t size, void* user) {
  auto& state = *static_cast<CsvState*>(user);
  if (state.column == 0) state.builder.begin_row(state.record_line);
  state.builder.add(state.column++, {trimmed({static_cast<const char*>(text), size}), {}});
}

void on_record(int /*terminator*/, void* user) {
  auto& state = *static_cast<CsvState*>(user);
  state.builder.end_row();
  state.column = 0;
  state.record_line = 0;
}

// The next physical line with its terminator: LF, CR LF or a lone CR.
std::string_view next_line(std::string_view rest) {
  const std::size_t end = rest.find_first_of("\r\n");
  if (end == rest.npos) return rest;
  const bool two = rest[end] == '\r' && end + 1 < rest.size() && rest[end + 1] == '\n';
  return rest.substr(0, end + (two ? 2 : 1));
}

FileFault open_quote(std::size_t line) {
  return file_fault(
      "open_quote",
      fmt::format("第 {} 行的引号没有结束，后面的行会被吞掉；请改正引号后再导入", line),
      fmt::format("a quote that starts on line {} never ends and would swallow the "
                  "rows after it; mend the quote",
                  line),
      line);
}

}  // namespace

FileResult<Sheet> read_csv(std::string_view utf8, const FileLimits& limits) {
  csv_parser parser{};
  if (csv_init(&parser, 0) != 0) {
    return file_fault("out_of_memory", "内存不足", "out of memory");
  }
  const std::unique_ptr<csv_parser, void (*)(csv_parser*)> freed(&parser, csv_free);
  Sheet sheet;
  CsvState state{SheetBuilder(sheet, limits)};
  // libcsv does not count lines: it is fed one at a time, so that each record knows its own.
  while (!utf8.empty()) {
    const std::string_view line = next_line(utf8);
    utf8.remove_prefix(line.size());
    if (state.record_line == 0) state.record_line = state.line;
    if (state.line - state.record_line > most_lines_in_a_record) {
      return open_quote(state.record_line);
    }
    if (csv_parse(&parser, line.data(), line.size(), on_field, on_record, &state) != line.size()) {
      return file_fault("out_of_memory", "内存不足", "out of memory");
    }
    if (state.builder.fault() != nullptr) return *state.builder.fault();
    ++state.line;
    // A blank line ends no record; outside quotes it opens none either.
    if (line.find_first_not_of(" \t\r\n") == line.npos && state.column == 0 &&
        state.record_line + 1 == state.line) {
      state.record_line = 0;
    }
  }
  // One more line end closes whatever is complete; what stays open is inside quotes.
  const std::size_t last = state.record_line;
  csv_parse(&parser, "\n", 1, on_field, on_record, &state);
  if (last != 0 && state.record_line != 0) return open_quote(last);
  if (state.builder.fault() != nullptr) return *state.builder.fault();
  return sheet;
}

}  // namespace mingzhang
