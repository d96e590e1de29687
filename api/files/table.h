#pragma once

// What a CSV file or one worksheet holds: rows of cells, each row with the line number that the
// user sees in their own program. Owns its text; no pointers into the file.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/files/fault.h"

namespace mingzhang {

// `merged` is a copy, downwards, of a merged area's one value: right for a building or an owner
// that several rows share, wrong for money, which would count once per row.
enum class SheetCellKind : std::uint8_t { text, number, date, boolean, error, merged };

struct SheetCell {
  std::string text;  // UTF-8; numbers in plain decimals, dates as YYYY-MM-DD[ HH:MM:SS]
  SheetCellKind kind = SheetCellKind::text;
};

struct SheetRow {
  std::size_t line = 0;  // CSV: line where the record starts; XLSX: row number. From 1.
  std::vector<SheetCell> cells;

  // The cell's trimmed text; empty beyond the end of the row.
  [[nodiscard]] std::string text(std::size_t column) const;
};

struct Sheet {
  std::string name;  // empty for CSV
  bool active = true;
  bool date_1904 = false;      // plain numbers that are dates count from 1904-01-01
  std::vector<SheetRow> rows;  // rows without any text are left out
};

// What one file may make us hold in memory, whatever it claims to be.
struct FileLimits {
  std::size_t file_bytes = 32U << 20U;
  std::size_t uncompressed_bytes = 96U << 20U;  // of all the parts of an XLSX together
  std::size_t rows = 200'000;
  std::size_t columns = 512;
  std::size_t cells = 4'000'000;
  std::size_t text_bytes = 192U << 20U;  // all cells together: a shared string may be named often
};

// Collects rows within the limits; both readers fill their sheets through it.
class SheetBuilder {
 public:
  SheetBuilder(Sheet& sheet, const FileLimits& limits) : sheet_(sheet), limits_(limits) {}

  void begin_row(std::size_t line);
  // `column` from 0, in any order. Empty text leaves no trace.
  void add(std::size_t column, SheetCell cell);
  void end_row();

  // The first limit that was passed; faults: too_many_rows, too_many_columns, file_too_large.
  [[nodiscard]] const FileFault* fault() const { return fault_.code.empty() ? nullptr : &fault_; }

 private:
  Sheet& sheet_;
  const FileLimits& limits_;
  SheetRow row_;
  std::size_t cells_ = 0;
  std::size_t text_bytes_ = 0;
  FileFault fault_;
};

// Reads CSV or XLSX by what the bytes are, never by the file's name. At least one sheet.
// Faults: those of the readers; empty_file; old_xls (the binary format before 2007); not_a_table.
FileResult<std::vector<Sheet>> read_table_file(std::string_view bytes,
                                               const FileLimits& limits = {});

}  // namespace mingzhang
