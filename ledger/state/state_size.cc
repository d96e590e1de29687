#include "ledger/state/state_size.h"

#include "ledger/state/allocated.h"

namespace mingzhang {
namespace {

std::uint64_t bytes_of(const Tariff& tariff) {
  std::uint64_t bytes = string_bytes(tariff.name);
  bytes += tariff.versions.capacity() * sizeof(TariffVersion);
  for (const TariffVersion& version : tariff.versions) {
    if (version.houses) bytes += version.houses->capacity() * sizeof(HouseNumber);
  }
  return bytes;
}

std::uint64_t registry_bytes(const CommunityState& community) {
  std::uint64_t bytes = string_bytes(community.id) + string_bytes(community.name) +
                        string_bytes(community.subdistrict) + string_bytes(community.neighbourhood);
  bytes += community.tariffs.capacity() * sizeof(Tariff);
  for (const Tariff& tariff : community.tariffs) bytes += bytes_of(tariff);
  bytes += community.resolutions.capacity() * sizeof(Resolution);
  for (const Resolution& resolution : community.resolutions) {
    bytes += string_bytes(resolution.name) + resolution.allows.capacity();
  }
  bytes += community.programmes.capacity() * sizeof(SubsidyProgramme);
  for (const SubsidyProgramme& programme : community.programmes) {
    bytes += string_bytes(programme.programme) + string_bytes(programme.purpose);
  }
  bytes += community.repairs.capacity() * sizeof(Repair);
  for (const Repair& repair : community.repairs) bytes += string_bytes(repair.name);
  return bytes;
}

}  // namespace

StateSize size_of(const LedgerState& state) {
  StateSize size;
  size.communities = state.communities.size();
  size.other_bytes = state.communities.capacity() * sizeof(CommunityState);
  for (const CommunityState& community : state.communities) {
    size.houses += community.houses.size();
    size.house_bytes += community.houses.capacity() * sizeof(House);
    for (const House& house : community.houses) {
      size.house_bytes += string_bytes(house.code) + string_bytes(house.location.text());
    }
    size.house_index_bytes += community.house_index.allocated_bytes();
    size.fee_bytes += community.fees.allocated_bytes();
    size.total_bytes += community.totals.allocated_bytes();
    size.other_bytes += registry_bytes(community) + flat_map_bytes(community.repair_shares) +
                        flat_map_bytes(community.reversed) + community.vouchers.allocated_bytes() +
                        community.closed.capacity() * sizeof(Period);
  }
  return size;
}

}  // namespace mingzhang
