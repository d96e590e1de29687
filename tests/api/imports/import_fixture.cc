#include "tests/api/imports/import_fixture.h"

#include <array>
#include <fstream>
#include <iterator>

#include "ledger/base/ensure.h"
#include "tests/support/paths.h"

namespace mingzhang::test {

ImportFixture::ImportFixture() {
  community.number = CommunityNumber{1};
  community.id = "heping";
  community.name = "和平小区";
}

void ImportFixture::register_house(const std::string& code, const std::string& area, HouseUse use) {
  House house;
  house.code = code;
  house.use = use;
  ensure(parse_decimal(area, 2, max_area.dm2, house.area.dm2) == DecimalFault::none, "an area");
  community.houses.push_back(house);
  const auto number = static_cast<std::uint32_t>(community.houses.size());
  community.house_index.insert(community.houses, {number});
}

ImportBooks ImportFixture::books() const {
  ImportBooks books{community, {}, {}};
  books.recorded = [this](std::string_view key) -> StoreResult<std::optional<RecordedEvent>> {
    if (store_fails) return StoreError{StoreFault::io_failed, "坏盘 / bad disk"};
    const auto found = recorded.find(key);
    if (found == recorded.end()) return std::optional<RecordedEvent>();
    return std::optional(found->second);
  };
  books.has_owner = [this](HouseNumber house) -> StoreResult<bool> {
    if (store_fails) return StoreError{StoreFault::io_failed, "坏盘 / bad disk"};
    return owners.contains(community.house(house).code);
  };
  return books;
}

FileResult<ImportPlan> ImportFixture::plan(std::string_view format, std::string_view bytes) const {
  const Day today = *parse_day("2026-10-01");
  const ImportFormat* found = find_import_format(format);
  ensure(found != nullptr, "a known format");
  return plan_import(*found, bytes, books(), {"local", today, today, std::nullopt});
}

FileResult<ImportPlan> ImportFixture::import(std::string_view format, std::string_view bytes) {
  auto made = plan(format, bytes);
  if (!made || !made->can_record()) return made;
  for (const PlannedCommand& planned : made->commands) {
    const Command& command = planned.command;
    RecordedEvent event;
    event.event.header.sequence = Sequence{recorded.size() + 1};
    event.event.header.business_date = command.header.business_date;
    event.event.payload = command.payload;
    ensure(recorded.try_emplace(command.header.idempotency_key, event).second, "a new key");
    if (const auto* house = std::get_if<HouseRegistered>(&command.payload)) {
      register_house(house->house.value, to_string(house->area), house->use);
    }
  }
  for (const OwnerEntry& entry : made->owners) owners.try_emplace(entry.house, entry);
  return made;
}

std::string shown(const FileResult<ImportPlan>& plan) {
  static constexpr auto names =
      std::to_array<std::string_view>({"will_record", "already_recorded", "skipped", "bad"});
  if (!plan) return plan.error().code;
  std::string out;
  for (const PlannedRow& row : plan->rows) {
    out += std::to_string(row.line) + " ";
    out += names.at(static_cast<std::size_t>(row.verdict));
    out += " " + row.code + "\n";
  }
  return out;
}

std::string notes_of(const ImportPlan& plan) {
  std::string out;
  for (const PlanNote& note : plan.notes) out += (out.empty() ? "" : " ") + note.code;
  return out;
}

std::string test_file(const std::string& name) {
  std::ifstream file(source_dir() / "tests/data/imports" / name, std::ios::binary);
  ensure(file.is_open(), "a file of tests/data/imports");
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

}  // namespace mingzhang::test
