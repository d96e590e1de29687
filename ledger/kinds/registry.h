#pragma once

// The register of communities and houses.
// Field names and order are those of schemas/registry.fbs; see fields.h.

#include <optional>

#include "ledger/kinds/fields.h"
#include "ledger/kinds/kind.h"
#include "ledger/kinds/words.h"

namespace mingzhang {

/// A community begins its books.
struct CommunityRegistered {
  static constexpr EventKind kind = EventKind::community_registered;
  Title name;
  Title subdistrict;
  Title neighbourhood;
  Decided<Name> id;                 ///< the community's id, the header's `community`
  Decided<CommunityNumber> number;  ///< dense number in the log

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("name", self.name);
    visit("subdistrict", self.subdistrict);
    visit("neighbourhood", self.neighbourhood);
    visit("id", self.id);
    visit("number", self.number);
  }
  bool operator==(const CommunityRegistered&) const = default;
};

/// A dwelling, shop or parking space joins the register.
struct HouseRegistered {
  static constexpr EventKind kind = EventKind::house_registered;
  Name house;  ///< such as "1-2-301" or "1-0-商铺"
  Name building;
  Name entrance;
  Area area;
  HouseUse use{};
  Decided<HouseNumber> number;  ///< dense number in the community

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("house", self.house);
    visit("building", self.building);
    visit("entrance", self.entrance);
    visit("area", self.area);
    visit("use", self.use);
    visit("number", self.number);
  }
  bool operator==(const HouseRegistered&) const = default;
};

/// A house's area or use is put right for what comes after.
struct HouseCorrected {
  static constexpr EventKind kind = EventKind::house_corrected;
  HouseRef house;
  std::optional<Area> area;
  std::optional<HouseUse> use;

  template <class Self, class Visitor>
  static void fields(Self& self, Visitor& visit) {
    visit("house", self.house);
    visit("area", self.area);
    visit("use", self.use);
  }
  bool operator==(const HouseCorrected&) const = default;
};

}  // namespace mingzhang
