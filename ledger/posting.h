#pragma once

// The one noun that balances, reports, statements and exports are made of.

#include <cstdint>
#include <type_traits>

#include "ledger/base/dates.h"
#include "ledger/base/ids.h"
#include "ledger/base/money.h"
#include "ledger/chart.h"

namespace mingzhang {

/// What a posting means to the reports, apart from its account. Only the leg that carries the
/// meaning is tagged; its counter-leg is `plain`. A reversal keeps the tag and negates the amount,
/// so every report is a sum of signed amounts. Written for ever: add at the end, never renumber.
enum class Flow : std::uint8_t {
  plain = 0,
  fee_assessed = 1,                   ///< 1122.OPS debit; house, period, subject = tariff or 0
  fee_discounted = 2,                 ///< 1122.OPS credit; house, period
  fee_brought_forward = 3,            ///< 1122.OPS debit; house, period
  fee_collected = 4,                  ///< 1122.OPS credit; house, period; money came in now
  fee_collected_from_prepayment = 5,  ///< 1122.OPS credit; house, period; debit = given back to it
  fee_offset = 6,                     ///< 1122.OPS credit; house, period; work, no cash
  fee_written_off = 7,                ///< 1122.OPS credit; house, period
  late_fee_charged = 8,               ///< 1122.OPS debit; house, period
  late_fee_collected = 9,             ///< 1122.OPS credit; house, period
  cost_incurred = 10,                 ///< 6401.OPS debit; period
  cost_of_offset_labour = 11,         ///< 6401.OPS debit; period
  channel_fee_charged = 12,           ///< 6603.OPS debit; subject = channel
  in_transit = 13,                    ///< 1012 debit and credit; subject = channel + 16 x fund
  revenue_received = 14,              ///< 2711.COM credit; subject = source
  revenue_cost = 15,                  ///< 2711.COM debit; subject = source
  revenue_to_shortfall = 16,          ///< 2711.COM debit; period
  revenue_to_fund = 17,               ///< 2711.COM debit; period
  revenue_to_owners = 18,             ///< 2711.COM debit; period
  subsidy_received = 19,              ///< 2401.SUB credit; subject = programme
  subsidy_applied = 20,               ///< 2401.SUB debit; period, subject = programme
  subsidy_returned = 21,              ///< 2401.SUB debit; subject = programme
  fund_deposited = 22,                ///< 2712.MF credit; house
  fund_interest = 23,                 ///< 2712.MF credit; house
  fund_top_up = 24,                   ///< 2712.MF credit; house; from common revenue
  fund_brought_forward = 25,          ///< 2712.MF credit; house or none
  repair_drawn = 26,                  ///< 2712.MF debit; house, subject = repair
  repair_billed = 27,                 ///< 1221.TRUST debit; house, subject = repair
  repair_collected = 28,              ///< 1221.TRUST credit; house, subject = repair
  repair_invoiced = 29,               ///< 2202.MF and 2202.TRUST credit; subject = repair
  repair_paid = 30,                   ///< 2202.MF and 2202.TRUST debit; subject = repair
  suspense_received = 31,             ///< 2241.OPS credit; subject = suspense item
  suspense_matched = 32,              ///< 2241.OPS debit; subject = suspense item
};
inline constexpr std::size_t flow_count = 33;

/// One leg of an event. Debit is positive, credit negative. Fixed layout: these 32 bytes, little
/// endian, in the event's order, are what the event's hash covers besides the event itself.
struct Posting {
  std::int64_t amount_fen = 0;
  CommunityNumber community;
  HouseNumber house;      ///< 0 = concerns no single house
  Subject subject;        ///< see Flow
  Period period;          ///< the fee period that it is *for*, 0 = none (rule 3.8)
  std::uint16_t day = 0;  ///< business date, days since 1970-01-01
  Account account = Account::none;
  Fund fund = Fund::operations;
  Flow flow = Flow::plain;
  std::uint8_t kind = 0;   ///< EventKind of the event
  std::uint32_t line = 0;  ///< position in the event, from 0

  auto operator<=>(const Posting&) const = default;
  Money amount() const { return {amount_fen}; }
  Day business_date() const { return {day}; }
};
static_assert(sizeof(Posting) == 32 && std::is_trivially_copyable_v<Posting> &&
              std::has_unique_object_representations_v<Posting>);

/// All that says which sums a posting moves, but for its house. Few different ones occur together,
/// so the hot part of the log and the fold take postings by their sorts.
struct PostingSort {
  CommunityNumber community;
  Subject subject;
  Period period;
  Account account = Account::none;
  Fund fund = Fund::operations;
  Flow flow = Flow::plain;
  std::uint8_t kind = 0;  ///< EventKind of the event

  bool operator==(const PostingSort&) const = default;

  static PostingSort of(const Posting& posting) {
    return {posting.community, posting.subject, posting.period, posting.account,
            posting.fund,      posting.flow,    posting.kind};
  }
  Posting posting(HouseNumber house, std::int64_t amount_fen, std::uint16_t day,
                  std::uint32_t line) const {
    return {amount_fen, community, house, subject, period, day, account, fund, flow, kind, line};
  }
};
inline std::size_t hash_value(const PostingSort& sort) {
  const std::uint64_t numbers = std::uint64_t{sort.community.value} << 32U | sort.subject.value;
  const std::uint64_t words = std::uint64_t{sort.period.months} << 32U |
                              static_cast<std::uint64_t>(sort.account) << 24U |
                              static_cast<std::uint64_t>(sort.fund) << 16U |
                              static_cast<std::uint64_t>(sort.flow) << 8U | sort.kind;
  return (numbers * 0x9E37'79B9'7F4A'7C15U ^ words) * 0xC2B2'AE3D'27D4'EB4FU;
}

}  // namespace mingzhang
