#pragma once

// The types that an event's fields can have, apart from the plain quantities. A payload is a plain
// struct with one static `fields(self, visitor)` which names its members in schema order:
// `visit("amount", self.amount)`. Field i of the list is FlatBuffers field id i, so members are
// only ever added at the end. Parsing, rendering, encoding, decoding, comparing and documenting are
// generic over that list. `std::optional` members may be left out by the caller; `Decided` members
// are filled in by the rule, never by the caller.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/base/ids.h"
#include "ledger/base/money.h"

namespace mingzhang {

/// A short identifier or code chosen by the user: 1 to 64 visible characters, no spaces or ':'.
struct Name {
  std::string value;
  bool operator==(const Name&) const = default;
};

/// A display name that is not personal data (a community's, a subdistrict's): 1 to 64 characters.
struct Title {
  std::string value;
  bool operator==(const Title&) const = default;
};

/// Free text (memo, payee, counterparty, reason, worker ...): at most 200 characters. Its value is
/// kept beside the event and can be erased; the event holds SHA-256(salt | text) (rule 3.11).
struct Text {
  std::string value;
  Hash32 commitment;
  bool operator==(const Text&) const = default;
};

/// A house as the caller names it and as the log numbers it. Exactly the code is set by a caller;
/// the number is looked up before the rule runs; only the number is stored.
struct HouseRef {
  std::string code;
  HouseNumber number;
  bool operator==(const HouseRef&) const = default;
};

/// One line of an assessment or an apportionment: what was computed, from which area, so that
/// anyone can compute it again (rule 3.6).
struct ShareLine {
  HouseNumber house;
  Area area;
  Money amount;
  bool operator==(const ShareLine&) const = default;
};

/// A field that the rule fills in.
template <class Value>
struct Decided {
  Value value{};
  bool operator==(const Decided&) const = default;
};

}  // namespace mingzhang
