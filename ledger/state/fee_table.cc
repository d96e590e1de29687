#include "ledger/state/fee_table.h"

#include <algorithm>
#include <utility>

#include "ledger/state/allocated.h"

namespace mingzhang {

FeeTable::Place FeeTable::place_of(Period period, std::size_t houses) {
  const Place place{columns_.place_or_add(period), period};
  if (place.column >= stride_ || houses > rows_) grow(houses);
  return place;
}

FeeTable::Strip FeeTable::strip(Place place, FeePart part) {
  Strip strip;
  const bool is_in_cells = part == FeePart::assessed || part == FeePart::collected;
  if (!is_in_cells || rows_ == 0) return strip;
  strip.first_ = cells_.data() + place.column;
  strip.stride_ = stride_;
  strip.rows_ = static_cast<std::uint32_t>(rows_);
  strip.part_ = part == FeePart::assessed ? &Cell::assessed_fen : &Cell::collected_fen;
  return strip;
}

void FeeTable::add(HouseNumber house, Place place, FeeMove move) {
  if (house.value > rows_) grow(house.value);
  if (strip(place, move.part).add(house, move.amount)) return;
  columns_.at(place.column).has_rest = true;
  rest_[rest_key(house, place.period)].at(static_cast<std::size_t>(move.part)) += move.amount;
}

/// By a year of periods, or an eighth of the houses: cells are not moved for each new one.
void FeeTable::grow(std::size_t houses) {
  constexpr std::size_t year = 12;
  const std::size_t wanted = (columns_.size() + year - 1) / year * year;
  const std::size_t stride = columns_.size() <= stride_ ? stride_ : wanted;
  const std::size_t row_count = houses <= rows_ ? rows_ : std::max(houses, rows_ + rows_ / 8);
  std::vector<Cell> cells(row_count * stride);
  for (std::size_t row = 0; row < rows_; ++row) {
    std::copy_n(cells_.begin() + static_cast<std::ptrdiff_t>(row * stride_), stride_,
                cells.begin() + static_cast<std::ptrdiff_t>(row * stride));
  }
  cells_ = std::move(cells);
  stride_ = stride;
  rows_ = row_count;
}

FeeTable::Contents FeeTable::contents() const {
  Contents out;
  out.periods.resize(columns_.size());
  columns_.each(
      [&out](Period period, std::size_t place, const Column&) { out.periods[place] = period; });
  out.cells.reserve(rows_ * out.periods.size());
  for (std::size_t row = 0; row < rows_; ++row) {
    const Cell* const begin = cells_.data() + row * stride_;
    out.cells.insert(out.cells.end(), begin, begin + out.periods.size());
  }
  out.rests.assign(rest_.begin(), rest_.end());
  std::ranges::sort(out.rests, {}, [](const auto& rest) { return rest.first; });
  return out;
}

std::optional<FeeTable> FeeTable::of(Contents contents) {
  FeeTable table;
  for (const Period period : contents.periods) table.columns_[period];
  table.stride_ = contents.periods.size();
  const bool is_whole =
      table.stride_ == 0 ? contents.cells.empty() : contents.cells.size() % table.stride_ == 0;
  if (table.columns_.size() != table.stride_ || !is_whole) return std::nullopt;
  table.cells_ = std::move(contents.cells);
  if (table.stride_ != 0) table.rows_ = table.cells_.size() / table.stride_;
  for (const auto& [key, rest] : contents.rests) {
    const Period period{static_cast<std::uint16_t>(key)};
    if (table.columns_.find(period) == nullptr) return std::nullopt;
    table.columns_[period].has_rest = true;
    table.rest_[key] = rest;
  }
  return table;
}

FeeItem FeeTable::item(HouseNumber house, Period period) const {
  const std::size_t place = columns_.place(period);
  if (place == ByPeriod<Column>::none) return {period, {}, {}, {}, {}, {}};
  return item_at(house, period, place, columns_.at(place));
}

FeeItem FeeTable::item_at(HouseNumber house, Period period, std::size_t place,
                          const Column& column) const {
  const std::size_t row = house.value - std::size_t{1};
  const Cell cell = row < rows_ ? cells_[row * stride_ + place] : Cell{};
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
  return columns_.allocated_bytes() + cells_.capacity() * sizeof(Cell) + flat_map_bytes(rest_);
}

bool operator==(const FeeTable& left, const FeeTable& right) {
  const std::size_t rows = std::max(left.rows_, right.rows_);
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
