#pragma once

// Votes without which common money may not move, Civil Code 278.
// Field names and order are those of schemas/consents.fbs; see fields.h.

#include <cstdint>
#include <optional>
#include <vector>

#include "ledger/base/dates.h"
#include "ledger/kinds/fields.h"
#include "ledger/kinds/kind.h"
#include "ledger/kinds/words.h"

namespace mingzhang {

/// The part of the community that a vote was of: a building, or one entrance of it (四(八)).
struct Scope {
  Name building;
  std::optional<Name> entrance;
  bool operator==(const Scope&) const = default;
};

/// The owners' vote as tallied (Civil Code 278, rule 3.3).
struct ResolutionTallied {
  static constexpr EventKind kind = EventKind::resolution_tallied;
  Name resolution;
  Matter matter{};
  std::uint32_t owners_total{};
  Area area_total;
  std::uint32_t owners_voting{};
  Area area_voting;
  std::uint32_t owners_for{};
  Area area_for;
  std::optional<Scope> scope;  ///< none = the whole community
  std::vector<AllowedUse> allows;
  Day valid_from;
  Day valid_until;
  Decided<ResolutionOutcome> outcome;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("resolution", self.resolution);
    visit("matter", self.matter);
    visit("owners_total", self.owners_total);
    visit("area_total", self.area_total);
    visit("owners_voting", self.owners_voting);
    visit("area_voting", self.area_voting);
    visit("owners_for", self.owners_for);
    visit("area_for", self.area_for);
    visit("scope", self.scope);
    visit("allows", self.allows);
    visit("valid_from", self.valid_from);
    visit("valid_until", self.valid_until);
    visit("outcome", self.outcome);
  }
  bool operator==(const ResolutionTallied&) const = default;
};

}  // namespace mingzhang
