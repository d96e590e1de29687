#include "replay/report_table.h"

#include <utility>

namespace mingzhang {

Cell text_cell(std::string text) { return {CellKind::text, std::move(text)}; }
Cell amount_cell(Money amount) { return {CellKind::amount, to_string(amount)}; }
Cell blank_cell() { return {CellKind::amount, {}}; }
Cell count_cell(std::uint64_t count) { return {CellKind::count, std::to_string(count)}; }
Cell ratio_cell(std::optional<std::string> ratio) {
  return {CellKind::ratio, std::move(ratio).value_or("")};
}

}  // namespace mingzhang
