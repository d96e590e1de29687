// GET /v1/communities, one of them, and its houses.

#include <boost/json/array.hpp>
#include <set>

#include "api/identity/permissions.h"
#include "api/routes/handlers.h"
#include "replay/books.h"

namespace mingzhang {
namespace {

namespace json = boost::json;

json::object render_entry(const CommunityEntry& entry) {
  return {{"community", entry.id},
          {"name", entry.name},
          {"subdistrict", entry.subdistrict},
          {"neighbourhood", entry.neighbourhood}};
}

Money owed_by(const CommunityState& state, HouseNumber house) {
  Money owed;
  state.fees.each(house, [&owed](const FeeItem& item) { owed += item.open + item.late_fee_open; });
  for (std::uint32_t repair = 1; repair <= state.repairs.size(); ++repair) {
    owed += state.repair_share_open(house, {repair});
  }
  return owed;
}

json::object render_house(const CommunityState& state, HouseNumber number) {
  const House& house = state.house(number);
  return {{"house", house.code},
          {"building", house.location.building()},
          {"entrance", house.location.entrance()},
          {"area", to_string(house.area)},
          {"use", word(house.use)},
          {"owed", to_string(owed_by(state, number))},
          {"prepaid", to_string(house.prepaid)},
          {"fund_balance", to_string(house.fund_balance)}};
}

}  // namespace

Reply list_communities(const Call& call) {
  if (Refused refused = check_query(call.request, {})) return *refused;
  const StoreResult<std::vector<CommunityEntry>> entries = call.service.catalogue.all();
  if (!entries) return unreadable(entries.error());
  json::array communities;
  for (const CommunityEntry& entry : *entries) {
    const Target target{entry.subdistrict, entry.id, {}};
    if (permit(call.principal, Action::read_communities, target)) continue;
    communities.push_back(render_entry(entry));
  }
  return json_response(json::object{{"communities", std::move(communities)}});
}

Reply show_community(const Call& call) {
  if (Refused refused = check_query(call.request, {})) return *refused;
  const auto entry = community_of(call);
  if (!entry) return entry.error();
  const StoreResult<Books> books = call.service.shelf.books(entry->number, {});
  if (!books) return unreadable(books.error());
  Area area;
  std::set<std::string_view> seen;
  json::array buildings;
  const CommunityState& registry = books->registry();
  for (const House& house : registry.houses) {
    area.dm2 += house.area.dm2;
    const std::string_view building = house.location.building();
    if (seen.insert(building).second) buildings.emplace_back(building);
  }
  json::object body = render_entry(*entry);
  body["houses"] = registry.houses.size();
  body["area"] = to_string(area);
  body["buildings"] = std::move(buildings);
  body["closed_through"] = nullptr;
  if (!registry.closed.empty()) body["closed_through"] = to_string(registry.closed.back());
  body["as_of"] = nullptr;
  if (books->as_of()) body["as_of"] = to_string(*books->as_of());
  body["sequence"] = books->through().value;
  return json_response(body);
}

Reply list_houses(const Call& call) {
  if (Refused refused = check_query(call.request, {})) return *refused;
  const auto entry = community_of(call);
  if (!entry) return entry.error();
  const StoreResult<Books> books = call.service.shelf.books(entry->number, {});
  if (!books) return unreadable(books.error());
  const CommunityState state = books->folded();
  json::array houses;
  for (std::uint32_t house = 1; house <= state.houses.size(); ++house) {
    houses.push_back(render_house(state, {house}));
  }
  return json_response(json::object{{"houses", std::move(houses)}});
}

}  // namespace mingzhang
