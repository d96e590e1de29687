#include "ledger/state/fee_table.h"

#include <algorithm>
#include <utility>

#include "ledger/state/allocated.h"

namespace mingzhang {

FeeTable::Place FeeTable::place_of(Period period, std::size_t houses) {
  const Place place{columns_.place_or_add(period), period};
  std::vector<Cell>& cells = columns_.at(place.column).cells;
  if (cells.empty()) cells.resize(houses);
  return place;
}

FeeTable::Strip FeeTable::strip(Place place, FeePart part) {
  Strip strip;
  if (part != FeePart::assessed && part != FeePart::collected) return strip;
  std::vector<Cell>& cells = columns_.at(place.column).cells;
  strip.cells_ = cells.data();
  strip.rows_ = static_cast<std::uint32_t>(cells.size());
  strip.part_ = part == FeePart::assessed ? &Cell::assessed_fen : &Cell::collected_fen;
  return strip;
}

void FeeTable::add(HouseNumber house, Place place, FeeMove move) {
  Column& column = columns_.at(place.column);
  if (house.value > column.cells.size()) {
    // By an eighth: cells are not moved for each new house.
    column.cells.reserve(std::max<std::size_t>(house.value, column.cells.size() * 9 / 8));
    column.cells.resize(house.value);
  }
  if (strip(place, move.part).add(house, move.amount)) return;
  column.has_rest = true;
  rest_[rest_key(house, place.period)].at(static_cast<std::size_t>(move.part)) += move.amount;
}

std::size_t FeeTable::houses() const {
  std::size_t most = 0;
  columns_.each([&most](Period, std::size_t, const Column& column) {
    most = std::max(most, column.cells.size());
  });
  return most;
}

FeeTable::Contents FeeTable::contents() const {
  Contents out;
  const std::size_t rows = houses();
  out.cells.reserve(rows * columns_.size());
  for (std::size_t place = 0; place < columns_.size(); ++place) {
    const std::vector<Cell>& cells = columns_.at(place).cells;
    out.cells.insert(out.cells.end(), cells.begin(), cells.end());
    out.cells.resize(rows * (place + 1));
  }
  out.periods.resize(columns_.size());
  columns_.each(
      [&out](Period period, std::size_t place, const Column&) { out.periods[place] = period; });
  out.rests.assign(rest_.begin(), rest_.end());
  std::ranges::sort(out.rests, {}, [](const auto& rest) { return rest.first; });
  return out;
}

std::optional<FeeTable> FeeTable::of(const Contents& contents) {
  FeeTable table;
  for (const Period period : contents.periods) table.columns_[period];
  const std::size_t columns = contents.periods.size();
  const bool is_whole =
      columns == 0 ? contents.cells.empty() : contents.cells.size() % columns == 0;
  if (table.columns_.size() != columns || !is_whole) return std::nullopt;
  auto cells = contents.cells.begin();
  for (std::size_t place = 0; place < columns; ++place) {
    const auto end = cells + static_cast<std::ptrdiff_t>(contents.cells.size() / columns);
    table.columns_.at(place).cells.assign(cells, end);
    cells = end;
  }
  for (const auto& [key, rest] : contents.rests) {
    const Period period{static_cast<std::uint16_t>(key)};
    if (table.columns_.find(period) == nullptr) return std::nullopt;
    table.columns_[period].has_rest = true;
    table.rest_[key] = rest;
  }
  return table;
}

FeeItem FeeTable::item(HouseNumber house, Period period) const {
  const Column* column = columns_.find(period);
  if (column == nullptr) return {period, {}, {}, {}, {}, {}};
  return item_at(house, period, *column);
}

FeeItem FeeTable::item_at(HouseNumber house, Period period, const Column& column) const {
  const std::size_t row = house.value - std::size_t{1};
  const Cell cell = row < column.cells.size() ? column.cells[row] : Cell{};
  Rest sums{Money{cell.assessed_fen}, Money{cell.collected_fen}};
  if (column.has_rest) {
    if (const auto rest = rest_.find(rest_key(house, period)); rest != rest_.end()) {
      for (std::size_t part = 0; part < fee_parts; ++part) sums.at(part) += rest->second.at(part);
    }
  }
  const auto [assessed, collected, offset, written_off, late_fee_open] = sums;
  const Money open = assessed - collected - offset - written_off;
  return {period, assessed, collected, offset, open, late_fee_open};
}

std::uint64_t FeeTable::allocated_bytes() const {
  std::uint64_t bytes = columns_.allocated_bytes() + flat_map_bytes(rest_);
  columns_.each([&bytes](Period, std::size_t, const Column& column) {
    bytes += column.cells.capacity() * sizeof(Cell);
  });
  return bytes;
}

bool operator==(const FeeTable& left, const FeeTable& right) {
  const std::size_t rows = std::max(left.houses(), right.houses());
  for (std::size_t row = 0; row < rows; ++row) {
    const HouseNumber house{static_cast<std::uint32_t>(row + 1)};
    bool same = true;
    const auto agree = [&](const FeeTable& other) {
      return [&, house](const FeeItem& item) {
        same = same && other.item(house, item.period) == item;
      };
    };
    left.each(house, agree(right));
    right.each(house, agree(left));
    if (!same) return false;
  }
  return true;
}

}  // namespace mingzhang
