#pragma once

// Money from owners, through any channel, and money not yet identified.
// Field names and order are those of schemas/payments.fbs; see fields.h.

#include <optional>

#include "ledger/base/dates.h"
#include "ledger/kinds/fields.h"
#include "ledger/kinds/kind.h"
#include "ledger/kinds/words.h"

namespace mingzhang {

/// An owner pays; oldest debt first (rule 3.14).
struct PaymentReceived {
  static constexpr EventKind kind = EventKind::payment_received;
  HouseRef house;
  Money amount;  ///< what the payer paid, before the channel's fee
  Channel channel{};
  std::optional<Money> channel_fee;
  std::optional<Name> trade_number;
  std::optional<Period> for_period;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("house", self.house);
    visit("amount", self.amount);
    visit("channel", self.channel);
    visit("channel_fee", self.channel_fee);
    visit("trade_number", self.trade_number);
    visit("for_period", self.for_period);
  }
  bool operator==(const PaymentReceived&) const = default;
};

/// A channel pays what was in transit into the bank.
struct ChannelSettled {
  static constexpr EventKind kind = EventKind::channel_settled;
  Channel channel{};
  Money amount;
  std::optional<Name> trade_number;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("channel", self.channel);
    visit("amount", self.amount);
    visit("trade_number", self.trade_number);
  }
  bool operator==(const ChannelSettled&) const = default;
};

/// Money whose payer or purpose is unknown (rule 3.14).
struct SuspenseReceived {
  static constexpr EventKind kind = EventKind::suspense_received;
  Money amount;
  Channel channel{};
  Name trade_number;
  Decided<Subject> number;  ///< suspense item in the community

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("amount", self.amount);
    visit("channel", self.channel);
    visit("trade_number", self.trade_number);
    visit("number", self.number);
  }
  bool operator==(const SuspenseReceived&) const = default;
};

/// A suspense item turns out to be a house's payment.
struct SuspenseMatched {
  static constexpr EventKind kind = EventKind::suspense_matched;
  Sequence sequence;  ///< of the suspense_received event
  HouseRef house;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("sequence", self.sequence);
    visit("house", self.house);
  }
  bool operator==(const SuspenseMatched&) const = default;
};

}  // namespace mingzhang
