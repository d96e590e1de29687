#include "api/imports/formats.h"
#include "ledger/base/ensure.h"
#include "ledger/rules/preflight.h"
#include "tests/api/files/xlsx_maker.h"
#include "tests/fuzz/targets.h"

namespace mingzhang::fuzz {
namespace {

constexpr Day today{20'727};  // 2026-10-01

/// A community of two houses where nothing was imported before.
CommunityState small_community() {
  CommunityState community;
  community.number = CommunityNumber{1};
  community.id = "heping";
  community.name = "和平小区";
  for (const char* code : {"1-1-101", "1-0-商铺1"}) {
    House house;
    house.code = code;
    house.area = {9456};
    community.houses.push_back(house);
    const auto number = static_cast<std::uint32_t>(community.houses.size());
    community.house_index.insert(community.houses, {number});
  }
  return community;
}

void expect_text(const Sentence& sentence) {
  ensure(utf8_length(sentence.zh).has_value() && utf8_length(sentence.en).has_value(),
         "what an import says is UTF-8");
}

void plan(std::string_view format, std::string_view bytes) {
  static const CommunityState community = small_community();
  const ImportBooks books{
      community,
      [](std::string_view) { return StoreResult<std::optional<RecordedEvent>>(std::nullopt); },
      [](HouseNumber) { return StoreResult<bool>(false); }};
  const ImportOptions options{"tester", today, today, std::nullopt};
  const auto made = plan_import(*find_import_format(format), bytes, books, options);
  if (!made) return expect_text(made.error().says);
  for (const PlannedRow& row : made->rows) expect_text(row.says);
  for (const PlanNote& note : made->notes) expect_text(note.says);
  for (const PlannedCommand& command : made->commands) {
    ensure(command.row < made->rows.size(), "a command has its row");
    ensure(!preflight(command.command, today), "what will be recorded has passed the rules");
  }
  ensure(utf8_length(render_plan(*made)).has_value(), "a plan is UTF-8");
}

}  // namespace

void import_file(std::string_view bytes) {
  if (bytes.empty()) return;
  const auto choice = static_cast<unsigned char>(bytes.front());
  bytes.remove_prefix(1);
  const std::string_view format = choice % 2 == 0 ? "roster" : "wechat";
  if (choice % 4 < 2) return plan(format, bytes);
  const std::size_t middle = bytes.find('\0');
  test::XlsxParts parts;
  parts.sheet_data = bytes.substr(0, middle);
  if (middle != std::string_view::npos) parts.strings = bytes.substr(middle + 1);
  plan(format, test::make_xlsx(parts));
}

}  // namespace mingzhang::fuzz
