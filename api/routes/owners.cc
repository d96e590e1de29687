// GET, PUT and DELETE of a house's owner: personal data, kept beside the log (rule 3.11).

#include <tuple>

#include "api/json/command_json.h"
#include "api/json/owner_json.h"
#include "api/routes/caller.h"
#include "api/routes/handlers.h"
#include "replay/event_slice.h"

namespace mingzhang {
namespace {

/// Where a house stands in the directory.
struct HousePlace {
  CommunityNumber community;
  HouseNumber house;
};

boost::system::result<HousePlace, Rejection> house_of(const Call& call) {
  if (Refused refused = check_query(call.request, {})) return *refused;
  const auto entry = community_of(call);
  if (!entry) return entry.error();
  const StoreResult<Books> books = call.service.shelf.books(entry->number, {});
  if (!books) return unreadable(books.error());
  const std::string& code = call.variables.at(1);
  const HouseNumber house = books->registry().house_number(code);
  if (!house) return reject(Code::unknown_house, "house", shown_name(code));
  return HousePlace{entry->number, house};
}

/// Before it is done: nothing of the kind happens unseen.
void keep_on_record(const Call& call, std::string_view what) {
  call.service.identity.trail.keep(
      audit_entry(call.principal, what, call.variables.at(0) + "/" + call.variables.at(1)));
}

}  // namespace

Reply show_owner(const Call& call) {
  const auto place = house_of(call);
  if (!place) return place.error();
  const StoreResult<std::optional<std::string>> bytes =
      call.service.store.read_owner(place->community, place->house);
  if (!bytes) return unreadable(bytes.error());
  const std::optional<Owner> owner = *bytes ? decode_owner(**bytes) : std::nullopt;
  if (!owner) return reject(Code::unknown_owner, "house", call.variables.at(1));
  keep_on_record(call, "owner_read");
  call.service.probe.owner_read();
  return json_response(render_owner(*owner));
}

Reply put_owner(const Call& call) {
  if (Refused paused = check_recording(call)) return *paused;
  const auto place = house_of(call);
  if (!place) return place.error();
  JsonReader reader;
  const auto value = reader.read(call.request.body);
  if (!value) return value.error();
  const auto body = as_object(**value, "owner");
  if (!body) return body.error();
  const auto owner = parse_owner(**body);
  if (!owner) return owner.error();
  keep_on_record(call, "owner_changed");
  const std::tuple entry{place->community, place->house, encode_owner(*owner)};
  const StoreResult<void> written = call.service.store.put_owners({&entry, 1});
  if (!written) return reject(Code::store_unavailable, "", written.error().message);
  return json_response(render_owner(*owner));
}

Reply erase_owner(const Call& call) {
  const auto place = house_of(call);
  if (!place) return place.error();
  keep_on_record(call, "owner_erased");
  const StoreResult<void> erased = call.service.store.erase_owner(place->community, place->house);
  if (!erased) return reject(Code::store_unavailable, "", erased.error().message);
  return Response{.status = 204, .content_type = {}, .body = {}};
}

}  // namespace mingzhang
