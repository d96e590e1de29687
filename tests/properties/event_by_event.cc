#include "tests/properties/event_by_event.h"

#include <gtest/gtest.h>

#include "ledger/codec/event_codec.h"
#include "ledger/laws/laws.h"
#include "ledger/rules/decide.h"
#include "tests/kinds/checks.h"

namespace mingzhang::test {

void EventByEvent::follow(const EventStore& store) {
  const Sequence first = state_.head.next;
  Sequence sequence;
  const auto scanned = store.scan_blocks(first, [&](const StoredBlock& block) {
    sequence = block.first;
    for (const StoredBlock::StoredEvent& stored : block.events) {
      const std::optional<Event> event = decode_event(stored.bytes);
      EXPECT_TRUE(event && event->header.sequence == sequence) << "event " << sequence.value;
      if (event && sequence >= first) {
        take(store, {*event, {stored.postings.begin(), stored.postings.end()}});
      }
      sequence = next(sequence);
    }
    return !testing::Test::HasFailure();
  });
  ASSERT_TRUE(scanned) << scanned.error().message;
  ASSERT_EQ(sequence ? sequence : first, store.head().next);
  state_.head = store.head();
  for (const auto& [community, sums] : sums_) expect_sums(state_.at(community), sums);
}

void EventByEvent::take(const EventStore& store, const RecordedEvent& recorded) {
  const Event& event = recorded.event;
  const testing::ScopedTrace trace("log", static_cast<int>(event.header.sequence.value),
                                   std::string(kind_name(kind_of(event.payload))));
  std::optional<RecordedEvent> referenced;
  if (const Sequence named = referenced_sequence(event.payload)) {
    referenced = *store.read_event(named);
    EXPECT_TRUE(referenced);
  }
  const CommunityNumber community = event.header.community;
  check_laws(broken_laws(state_.at(community), recorded, referenced ? &*referenced : nullptr));
  fold_recorded(state_, event, recorded.postings);
  check_laws(broken_laws(state_.at(community)));
  number(event.header, !recorded.postings.empty());
  for (const Posting& posting : recorded.postings) add(sums_[community], posting);
  EXPECT_EQ(*store.find_key({community, event.header.idempotency_key}), event.header.sequence);
}

void EventByEvent::number(const EventHeader& header, bool posted) {
  Voucher expected;
  if (posted) {
    expected.month = period_of(header.business_date);
    expected.number = ++sums_[header.community].vouchers[expected.month];
  }
  EXPECT_EQ(header.voucher, expected) << to_string(header.voucher);
}

void EventByEvent::add(Sums& sums, const Posting& posting) {
  const Money amount = posting.amount();
  sums.accounts[slot(posting.account, posting.fund)] += amount;
  if (!posting.house) return;
  if (posting.account == Account::prepayment) sums.prepaid[posting.house] -= amount;
  if (posting.account == Account::maintenance_fund) sums.fund[posting.house] -= amount;
  if (posting.account == Account::fee_receivable) {
    sums.fees[{posting.house, posting.period}] += amount;
  }
  if (posting.account == Account::other_receivable) {
    sums.repair_shares[{posting.house, posting.subject}] += amount;
  }
}

void EventByEvent::expect_sums(const CommunityState& state, Sums sums) {
  EXPECT_EQ(state.balances, sums.accounts);
  EXPECT_EQ(state.vouchers.size(), sums.vouchers.size());
  for (const auto& [month, count] : sums.vouchers) {
    const std::uint32_t* found = state.vouchers.find(month);
    EXPECT_EQ(found == nullptr ? 0 : *found, count) << to_string(month);
  }
  for (std::uint32_t number = 1; number <= state.houses.size(); ++number) {
    const House& house = state.house({number});
    EXPECT_EQ(house.prepaid, sums.prepaid[{number}]) << house.code;
    EXPECT_EQ(house.fund_balance, sums.fund[{number}]) << house.code;
    state.fees.each({number}, [&](const FeeItem& item) {
      EXPECT_TRUE(sums.fees.contains({{number}, item.period})) << house.code;
    });
  }
  for (const auto& [key, sum] : sums.fees) {
    const FeeItem item = state.fees.item(key.first, key.second);
    EXPECT_EQ(item.open + item.late_fee_open, sum)
        << state.house(key.first).code << ' ' << to_string(key.second);
  }
  EXPECT_EQ(state.repair_shares.size(), sums.repair_shares.size());
  for (const auto& [key, sum] : sums.repair_shares) {
    EXPECT_EQ(state.repair_share_open(key.first, key.second), sum);
  }
}

}  // namespace mingzhang::test
