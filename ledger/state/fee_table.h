#pragma once

// What every house of a community was charged and has settled, by fee period: the largest part of
// the state, and what most postings change. A house and period take 8 bytes (targets.md, T9);
// amounts that do not fit there (above 21 million yuan) and what few houses have (work offsets,
// write-offs, late fees) stand apart. Threads: one writer.

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "ledger/base/dates.h"
#include "ledger/base/ids.h"
#include "ledger/base/money.h"
#include "ledger/state/by_period.h"
#include "ledger/state/fee_move.h"

namespace mingzhang {

/// One fee period of one house. open = assessed - collected - offset - written off; it is negative
/// when a reversal left more paid than assessed.
struct FeeItem {
  Period period;
  Money assessed;   ///< net of discounts, opening debts included
  Money collected;  ///< in money, directly or from prepayment
  Money offset;     ///< by work
  Money open;
  Money late_fee_open;
  bool operator==(const FeeItem&) const = default;
  bool is_empty() const { return *this == FeeItem{period, {}, {}, {}, {}, {}}; }
};

class FeeTable {
 public:
  struct Cell {
    std::int32_t assessed_fen = 0;
    std::int32_t collected_fen = 0;
  };
  /// By part; what is added to the cell's amounts.
  using Rest = std::array<Money, fee_parts>;

  /// Everything, as a snapshot keeps it.
  struct Contents {
    std::vector<Period> periods;                        ///< no period twice
    std::vector<Cell> cells;                            ///< of each period those of all houses
    std::vector<std::pair<std::uint64_t, Rest>> rests;  ///< ascending by rest_key
  };
  Contents contents() const;
  /// None when the contents are not those of a table.
  static std::optional<FeeTable> of(const Contents& contents);

  /// Where a period's cells stand; the same for ever.
  struct Place {
    std::size_t column = 0;
    Period period;
  };
  /// A new period gets cells for `houses` houses at once.
  Place place_of(Period period, std::size_t houses);
  void add(HouseNumber house, Place place, FeeMove move);

  /// The cells' amounts of one part and period, house by house: the short way to them for who adds
  /// to many. Valid until a house is added to that period.
  class Strip {
   public:
    Strip() = default;
    /// False, and nothing is done, when the amount has no place in a cell: then `add` knows it.
    bool add(HouseNumber house, Money amount) const {
      const std::uint32_t row = house.value - 1;  // of no house: more than there are
      if (row >= rows_) return false;
      std::int32_t& fen = cells_[row].*part_;
      const std::int64_t sum = fen + amount.fen;
      if (!std::in_range<std::int32_t>(sum)) return false;
      fen = static_cast<std::int32_t>(sum);
      return true;
    }

   private:
    friend FeeTable;
    Cell* cells_ = nullptr;
    std::uint32_t rows_ = 0;
    std::int32_t Cell::*part_ = nullptr;
  };
  Strip strip(Place place, FeePart part);

  /// Empty when nothing is left of it or ever was.
  FeeItem item(HouseNumber house, Period period) const;

  /// The house's items in order of time, empty ones left out.
  template <class Visit>
  void each(HouseNumber house, const Visit& visit) const {
    columns_.each([&](Period period, std::size_t, const Column& column) {
      const FeeItem item = item_at(house, period, column);
      if (!item.is_empty()) visit(item);
    });
  }

  /// What is allocated beside the object itself.
  std::uint64_t allocated_bytes() const;

  friend bool operator==(const FeeTable& left, const FeeTable& right);

 private:
  /// Cells of one period stand together, because postings that are folded together are of one.
  struct Column {
    std::vector<Cell> cells;  ///< by house; those behind them have nothing in this period
    bool has_rest = false;    ///< some house has an entry in rest_
  };
  static std::uint64_t rest_key(HouseNumber house, Period period) {
    return std::uint64_t{house.value} << 16U | period.months;
  }
  std::size_t houses() const;  ///< that some column has a cell for
  FeeItem item_at(HouseNumber house, Period period, const Column& column) const;

  ByPeriod<Column> columns_;
  boost::unordered_flat_map<std::uint64_t, Rest> rest_;
};

}  // namespace mingzhang
