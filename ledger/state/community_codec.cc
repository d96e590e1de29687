#include <algorithm>

#include "ledger/state/snapshot_codec.h"
#include "schemas/snapshot_generated.h"

namespace mingzhang {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Offset;
using flatbuffers::String;

template <class Items, class Get>
auto column(FlatBufferBuilder& builder, const Items& items, Get get) {
  std::vector<std::decay_t<decltype(get(*items.begin()))>> values;
  values.reserve(items.size());
  for (const auto& item : items) values.push_back(get(item));
  return builder.CreateVector(values);
}

template <class Items, class Get>
auto text_column(FlatBufferBuilder& builder, const Items& items, Get get) {
  return column(builder, items,
                [&](const auto& item) { return builder.CreateSharedString(get(item)); });
}

static_assert(sizeof(fb::FeeCell) == sizeof(FeeTable::Cell));

/// A vector of an enum: flatc's vectors of enums hold the enum type.
template <class FbEnum, class Enum>
auto enum_column(FlatBufferBuilder& builder, const std::vector<Enum>& values) {
  return column(builder, values, [](Enum value) { return static_cast<FbEnum>(value); });
}

Offset<fb::HouseColumns> write_houses(FlatBufferBuilder& builder, const CommunityState& state) {
  const std::vector<House>& houses = state.houses;
  const FeeTable::Contents fees = state.fees.contents();
  std::vector<std::uint64_t> share_keys;
  for (const auto& [key, open] : state.repair_shares) share_keys.push_back(key);
  std::ranges::sort(share_keys);
  const auto codes = text_column(builder, houses, [](const House& h) { return h.code; });
  const auto buildings =
      text_column(builder, houses, [](const House& h) { return h.location.building(); });
  const auto entrances =
      text_column(builder, houses, [](const House& h) { return h.location.entrance(); });
  const auto areas = column(builder, houses, [](const House& h) { return h.area.dm2; });
  const auto uses =
      column(builder, houses, [](const House& h) { return static_cast<fb::HouseUse>(h.use); });
  const auto prepaid = column(builder, houses, [](const House& h) { return h.prepaid.fen; });
  const auto funds = column(builder, houses, [](const House& h) { return h.fund_balance.fen; });
  const auto periods = column(builder, fees.periods, [](Period period) { return period.months; });
  const auto cells = builder.CreateVectorOfStructs(
      reinterpret_cast<const fb::FeeCell*>(fees.cells.data()), fees.cells.size());
  const auto rest_keys = column(builder, fees.rests, [](const auto& rest) { return rest.first; });
  std::vector<std::int64_t> rest_fen;
  for (const auto& [key, rest] : fees.rests) {
    for (const Money part : rest) rest_fen.push_back(part.fen);
  }
  const auto rests = builder.CreateVector(rest_fen);
  const auto keys = builder.CreateVector(share_keys);
  const auto shares = column(
      builder, share_keys, [&state](std::uint64_t key) { return state.repair_shares.at(key).fen; });
  return fb::CreateHouseColumns(builder, codes, buildings, entrances, areas, uses, prepaid, funds,
                                periods, cells, keys, shares, rest_keys, rests);
}

Offset<fb::TariffVersion> write_version(FlatBufferBuilder& builder, const TariffVersion& version) {
  flatbuffers::Offset<flatbuffers::Vector<std::uint32_t>> houses = 0;
  if (version.houses) {
    houses = column(builder, *version.houses, [](HouseNumber number) { return number.value; });
  }
  fb::TariffVersionBuilder out(builder);
  out.add_basis(static_cast<fb::TariffBasis>(version.basis));
  out.add_price_centifen(version.price.centifen);
  out.add_cycle(static_cast<fb::BillingCycle>(version.cycle));
  out.add_from_month(version.from.months);
  if (version.houses) out.add_houses(houses);
  if (version.use) out.add_use(static_cast<fb::HouseUse>(*version.use));
  if (version.free_until) out.add_free_until_day(version.free_until->since_1970);
  return out.Finish();
}

Offset<fb::ResolutionState> write_resolution(FlatBufferBuilder& builder, const Resolution& in) {
  const auto name = builder.CreateString(in.name);
  const auto building = in.scope ? builder.CreateString(in.scope->building.value) : 0;
  const auto entrance = in.scope && in.scope->entrance
                            ? builder.CreateString(in.scope->entrance->value)
                            : Offset<String>(0);
  const auto allows = enum_column<fb::AllowedUse>(builder, in.allows);
  return fb::CreateResolutionState(builder, name, static_cast<fb::Matter>(in.matter), building,
                                   entrance, allows, in.valid_from.since_1970,
                                   in.valid_until.since_1970,
                                   static_cast<fb::ResolutionOutcome>(in.outcome));
}

template <class Numbers>
std::vector<std::uint64_t> ascending(const Numbers& numbers) {
  std::vector<std::uint64_t> sorted(numbers.begin(), numbers.end());
  std::ranges::sort(sorted);
  return sorted;
}

struct RegistryOffsets {
  Offset<flatbuffers::Vector<Offset<fb::Tariff>>> tariffs;
  Offset<flatbuffers::Vector<Offset<fb::ResolutionState>>> resolutions;
  Offset<flatbuffers::Vector<Offset<String>>> programmes;
  Offset<flatbuffers::Vector<Offset<String>>> repairs;
};

RegistryOffsets write_registry(FlatBufferBuilder& builder, const CommunityState& in) {
  RegistryOffsets out;
  out.tariffs = column(builder, in.tariffs, [&](const Tariff& tariff) {
    const auto name = builder.CreateString(tariff.name);
    const auto versions = column(builder, tariff.versions, [&](const TariffVersion& version) {
      return write_version(builder, version);
    });
    return fb::CreateTariff(builder, name, versions);
  });
  out.resolutions = column(builder, in.resolutions, [&](const Resolution& resolution) {
    return write_resolution(builder, resolution);
  });
  std::vector<std::string> programmes;
  for (const SubsidyProgramme& programme : in.programmes) {
    programmes.push_back(programme.programme);
    programmes.push_back(programme.purpose);
  }
  out.programmes = builder.CreateVectorOfStrings(programmes);
  out.repairs = text_column(builder, in.repairs, [](const Repair& repair) { return repair.name; });
  return out;
}

std::string text(const String* in) { return in == nullptr ? std::string{} : in->str(); }

/// Calls `use` for each element; absent vectors have none.
template <class Vector, class Use>
void each(const Vector* in, Use use) {
  if (in == nullptr) return;
  for (const auto& element : *in) use(element);
}

bool read_fees(const fb::HouseColumns& in, CommunityState& out) {
  if (in.fee_periods() == nullptr || in.fee_cells() == nullptr || in.fee_rest_keys() == nullptr ||
      in.fee_rests_fen() == nullptr ||
      in.fee_rests_fen()->size() != in.fee_rest_keys()->size() * fee_parts) {
    return false;
  }
  FeeTable::Contents fees;
  each(in.fee_periods(), [&fees](std::uint16_t months) { fees.periods.push_back({months}); });
  fees.cells.resize(in.fee_cells()->size());
  std::transform(in.fee_cells()->begin(), in.fee_cells()->end(), fees.cells.begin(),
                 [](const fb::FeeCell* cell) -> FeeTable::Cell {
                   return {cell->assessed_fen(), cell->collected_fen()};
                 });
  flatbuffers::uoffset_t next = 0;
  each(in.fee_rest_keys(), [&](std::uint64_t key) {
    FeeTable::Rest& rest = fees.rests.emplace_back(key, FeeTable::Rest{}).second;
    for (Money& part : rest) part = {in.fee_rests_fen()->Get(next++)};
  });
  std::optional<FeeTable> table = FeeTable::of(fees);
  if (table) out.fees = std::move(*table);
  return table.has_value();
}

bool read_houses(const fb::HouseColumns& in, CommunityState& out) {
  const flatbuffers::uoffset_t count = in.codes() == nullptr ? 0 : in.codes()->size();
  const auto fits = [count](const auto* values) {
    return values != nullptr && values->size() == count;
  };
  if (!fits(in.buildings()) || !fits(in.entrances()) || !fits(in.areas_dm2()) || !fits(in.uses()) ||
      !fits(in.prepaid_fen()) || !fits(in.fund_balances_fen()) ||
      in.repair_share_keys() == nullptr || in.repair_shares_fen() == nullptr ||
      in.repair_share_keys()->size() != in.repair_shares_fen()->size()) {
    return count == 0;
  }
  out.houses.resize(count);
  for (flatbuffers::uoffset_t i = 0; i < count; ++i) {
    House& house = out.houses[i];
    house.code = in.codes()->Get(i)->str();
    house.location = {in.buildings()->Get(i)->string_view(), in.entrances()->Get(i)->string_view()};
    house.area = {in.areas_dm2()->Get(i)};
    house.use = static_cast<HouseUse>(in.uses()->Get(i));
    house.prepaid = {in.prepaid_fen()->Get(i)};
    house.fund_balance = {in.fund_balances_fen()->Get(i)};
    if (!house.code.empty()) out.house_index.insert(out.houses, {i + 1});
  }
  for (flatbuffers::uoffset_t i = 0; i < in.repair_share_keys()->size(); ++i) {
    out.repair_shares[in.repair_share_keys()->Get(i)] = {in.repair_shares_fen()->Get(i)};
  }
  return read_fees(in, out);
}

TariffVersion read_version(const fb::TariffVersion& in) {
  TariffVersion version;
  version.basis = static_cast<TariffBasis>(in.basis());
  version.price = {in.price_centifen()};
  version.cycle = static_cast<BillingCycle>(in.cycle());
  version.from = {in.from_month()};
  if (in.houses() != nullptr) {
    version.houses.emplace();
    each(in.houses(), [&](std::uint32_t number) { version.houses->push_back({number}); });
  }
  if (in.use()) version.use = static_cast<HouseUse>(*in.use());
  if (in.free_until_day()) version.free_until = Day{*in.free_until_day()};
  return version;
}

Resolution read_resolution(const fb::ResolutionState& in) {
  Resolution resolution;
  resolution.name = text(in.name());
  resolution.matter = static_cast<Matter>(in.matter());
  if (in.scope_building() != nullptr) {
    resolution.scope = Scope{{in.scope_building()->str()}, {}};
    if (in.scope_entrance() != nullptr) {
      resolution.scope->entrance = Name{in.scope_entrance()->str()};
    }
  }
  if (in.allows() != nullptr) {
    for (flatbuffers::uoffset_t i = 0; i < in.allows()->size(); ++i) {
      resolution.allows.push_back(static_cast<AllowedUse>(in.allows()->Get(i)));
    }
  }
  resolution.valid_from = {in.valid_from_day()};
  resolution.valid_until = {in.valid_until_day()};
  resolution.outcome = static_cast<ResolutionOutcome>(in.outcome());
  return resolution;
}

void read_registry(const fb::CommunitySnapshot& in, CommunityState& out) {
  each(in.tariffs(), [&](const fb::Tariff* tariff) {
    Tariff& read = out.tariffs.emplace_back();
    read.name = text(tariff->name());
    each(tariff->versions(), [&](const fb::TariffVersion* version) {
      read.versions.push_back(read_version(*version));
    });
  });
  each(in.resolutions(), [&](const fb::ResolutionState* resolution) {
    out.resolutions.push_back(read_resolution(*resolution));
  });
  if (in.programmes() != nullptr) {
    for (flatbuffers::uoffset_t i = 0; i + 1 < in.programmes()->size(); i += 2) {
      out.programmes.push_back(
          {in.programmes()->Get(i)->str(), in.programmes()->Get(i + 1)->str()});
    }
  }
  each(in.repairs(), [&](const String* repair) { out.repairs.push_back({repair->str()}); });
}

bool read_sums(const fb::CommunitySnapshot& in, CommunityState& out) {
  const auto* keys = in.total_keys();
  const auto* sums = in.totals_fen();
  const auto* months = in.voucher_months();
  const auto* counts = in.voucher_counts();
  if (keys == nullptr || sums == nullptr || keys->size() != sums->size() || months == nullptr ||
      counts == nullptr || months->size() != counts->size() || in.balances_fen() == nullptr ||
      in.balances_fen()->size() != account_slots) {
    return false;
  }
  for (flatbuffers::uoffset_t i = 0; i < account_slots; ++i) {
    out.balances.at(i) = {in.balances_fen()->Get(i)};
  }
  for (flatbuffers::uoffset_t i = 0; i < keys->size(); ++i) {
    const TotalKey key = TotalKey::unpack(keys->Get(i));
    if (static_cast<std::size_t>(key.flow) >= flow_count) return false;
    out.totals.add(key, {sums->Get(i)});
  }
  for (flatbuffers::uoffset_t i = 0; i < months->size(); ++i) {
    out.vouchers[{months->Get(i)}] = counts->Get(i);
  }
  each(in.reversed(), [&](std::uint64_t sequence) { out.reversed.insert(sequence); });
  each(in.closed_months(), [&](std::uint16_t month) { out.closed.push_back({month}); });
  return true;
}

}  // namespace

std::string encode_community(const CommunityState& community) {
  FlatBufferBuilder builder(1U << 16U);
  const auto houses = write_houses(builder, community);
  const RegistryOffsets registry = write_registry(builder, community);
  const auto id = builder.CreateString(community.id);
  const auto name = builder.CreateString(community.name);
  const auto subdistrict = builder.CreateString(community.subdistrict);
  const auto neighbourhood = builder.CreateString(community.neighbourhood);
  const auto balances = column(builder, community.balances, [](Money money) { return money.fen; });
  std::vector<std::pair<std::uint64_t, Money>> totals;
  community.totals.each(
      [&totals](const TotalKey& key, Money sum) { totals.emplace_back(key.packed(), sum); });
  std::ranges::sort(totals, {}, [](const auto& total) { return total.first; });
  const auto keys = column(builder, totals, [](const auto& total) { return total.first; });
  const auto sums = column(builder, totals, [](const auto& total) { return total.second.fen; });
  const auto reversed = builder.CreateVector(ascending(community.reversed));
  std::vector<std::uint16_t> voucher_months;
  std::vector<std::uint32_t> voucher_counts;
  community.vouchers.each([&](Period month, std::size_t, std::uint32_t count) {
    voucher_months.push_back(month.months);
    voucher_counts.push_back(count);
  });
  const auto months = builder.CreateVector(voucher_months);
  const auto counts = builder.CreateVector(voucher_counts);
  const auto closed =
      column(builder, community.closed, [](Period period) { return period.months; });
  fb::FinishCommunitySnapshotBuffer(
      builder, fb::CreateCommunitySnapshot(builder, community.number.value, id, name, subdistrict,
                                           neighbourhood, balances, houses, registry.tariffs,
                                           registry.resolutions, registry.programmes,
                                           registry.repairs, community.suspense_items, keys, sums,
                                           reversed, months, counts, closed));
  return {reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize()};
}

std::optional<CommunityState> decode_community(std::string_view bytes) {
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size(),
                                 64, 100'000'000);
  if (!fb::VerifyCommunitySnapshotBuffer(verifier)) return std::nullopt;
  const fb::CommunitySnapshot& in = *fb::GetCommunitySnapshot(bytes.data());
  CommunityState out;
  out.number = {in.number()};
  out.id = text(in.id());
  out.name = text(in.name());
  out.subdistrict = text(in.subdistrict());
  out.neighbourhood = text(in.neighbourhood());
  out.suspense_items = in.suspense_items();
  if (in.houses() != nullptr && !read_houses(*in.houses(), out)) return std::nullopt;
  read_registry(in, out);
  if (!read_sums(in, out)) return std::nullopt;
  return out;
}

}  // namespace mingzhang
