// Roster (房屋业主): the full form of a large property system's export, with its codes for house
// and owner types, and the compact form (domain.md section 8). ID numbers are never read.

#include <algorithm>
#include <array>
#include <unordered_map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "api/files/text.h"
#include "api/files/values.h"
#include "api/imports/formats.h"
#include "ledger/rules/preflight.h"
#include "ledger/rules/words_zh.h"

namespace mingzhang {
namespace {

enum Column : std::size_t { building, entrance, room, area, use, owner, phone, person, community };

const std::vector<ColumnNames>& columns() {
  static const std::vector<ColumnNames> names = {
      {{"楼号", "楼栋", "楼栋号", "栋号", "幢号", "楼幢"}},
      {{"单元", "单元号"}},
      {{"房间", "房号", "房间号", "室号"}},
      {{"建筑面积", "建筑面积(㎡)", "建筑面积(平方米)", "面积", "面积(㎡)", "面积(平方米)"}},
      {{"房屋类型", "物业类型", "房屋用途", "房屋性质"}},
      {{"业主名称", "业主姓名", "业主", "姓名", "户主"}, false},
      {{"手机号", "业主手机号", "手机号码", "联系电话", "电话"}, false},
      {{"业主类型", "人员类型"}, false},
      {{"小区", "小区名称"}, false},
  };
  return names;
}

// 110, 119 and 120 are the codes of the full form's template (dwelling, dormitory, office).
std::optional<HouseUse> parse_use(const std::string& text, bool entrance_of_a_shop) {
  struct Entry {
    std::string_view word;
    HouseUse use;
  };
  static constexpr auto words = std::to_array<Entry>({
      {"住宅", HouseUse::dwelling},     {"110", HouseUse::dwelling},
      {"普通住宅", HouseUse::dwelling}, {"居民", HouseUse::dwelling},
      {"居住", HouseUse::dwelling},     {"公寓", HouseUse::dwelling},
      {"别墅", HouseUse::dwelling},     {"高层", HouseUse::dwelling},
      {"多层", HouseUse::dwelling},     {"宿舍", HouseUse::dwelling},
      {"119", HouseUse::dwelling},      {"dwelling", HouseUse::dwelling},
      {"商铺", HouseUse::shop},         {"商业", HouseUse::shop},
      {"底商", HouseUse::shop},         {"门市", HouseUse::shop},
      {"门面", HouseUse::shop},         {"店铺", HouseUse::shop},
      {"网点", HouseUse::shop},         {"商服", HouseUse::shop},
      {"shop", HouseUse::shop},         {"车位", HouseUse::parking},
      {"车库", HouseUse::parking},      {"停车位", HouseUse::parking},
      {"地下车位", HouseUse::parking},  {"产权车位", HouseUse::parking},
      {"parking", HouseUse::parking},   {"办公", HouseUse::other},
      {"办公室", HouseUse::other},      {"120", HouseUse::other},
      {"写字楼", HouseUse::other},      {"储藏室", HouseUse::other},
      {"储藏间", HouseUse::other},      {"仓库", HouseUse::other},
      {"地下室", HouseUse::other},      {"其他", HouseUse::other},
      {"其它", HouseUse::other},        {"other", HouseUse::other},
  });
  const std::string key = header_key(text);
  if (key.empty() && entrance_of_a_shop) return HouseUse::shop;
  for (const Entry& entry : words) {
    if (entry.word == key) return entry.use;
  }
  return std::nullopt;
}

// The full form gives each person of a house a row, by these codes; unknown words are owners.
bool is_owner(const std::string& text) {
  static constexpr auto others = std::to_array<std::string_view>(
      {"1002", "1003", "1004", "家庭成员", "家属", "房屋租客", "租客", "租户", "临时人员"});
  return std::find(others.begin(), others.end(), header_key(text)) == others.end();
}

// What one row says of its house, once it is understood.
struct HouseRow {
  std::string code;
  std::string building;
  std::string entrance;
  Area area;
  HouseUse use{};
};

struct Seen {
  std::size_t line = 0;
  Area area;
  HouseUse use{};
};

class RosterPlanner {
 public:
  RosterPlanner(const ImportBooks& books, const ImportOptions& options)
      : books_(books), options_(options) {}

  FileResult<ImportPlan> plan(const std::vector<Sheet>& sheets) {
    auto chosen = choose_sheet(sheets, columns(), plan_);
    if (!chosen) return chosen.error();
    header_ = std::move(chosen->header);
    const std::vector<SheetRow>& rows = chosen->sheet->rows;
    note_unread_columns(rows[header_.row]);
    note_community_names(rows);
    for (std::size_t i = header_.row + 1; i < rows.size(); ++i) {
      if (!is_blank(rows[i])) read(rows[i]);
      if (!fault_.code.empty()) return fault_;
    }
    return std::move(plan_);
  }

 private:
  // Templates carry explanations beside the table: such rows have nothing in the roster's columns.
  [[nodiscard]] bool is_blank(const SheetRow& row) const {
    for (std::size_t column = building; column <= community; ++column) {
      if (!header_.text(row, column).empty()) return false;
    }
    return true;
  }

  void note_unread_columns(const SheetRow& header_row) {
    std::vector<std::string> unread;
    for (std::size_t i = 0; i < header_row.cells.size(); ++i) {
      const auto& read = header_.columns;
      const bool known = std::find(read.begin(), read.end(), std::optional(i)) != read.end();
      if (!known && !header_row.text(i).empty()) unread.push_back(header_row.text(i));
    }
    if (unread.empty()) return;
    plan_.note(NoteCode::columns_not_read, {fmt::format("{}", fmt::join(unread, "、"))});
  }

  // One name throughout that is not ours may be another spelling; two names cannot both be.
  void note_community_names(const std::vector<SheetRow>& rows) {
    std::string first;
    for (std::size_t i = header_.row + 1; i < rows.size(); ++i) {
      const std::string name = header_.text(rows[i], community);
      if (name.empty()) continue;
      if (first.empty()) first = name;
      if (header_key(name) != header_key(first)) several_communities_ = true;
    }
    const std::string& ours = books_.community.name;
    if (first.empty() || several_communities_ || header_key(first) == header_key(ours)) return;
    plan_.note(NoteCode::other_community_name, {first, ours});
  }

  void read(const SheetRow& row) {
    const std::string first = header_key(header_.text(row, building));
    if (first.starts_with("合计") || first.starts_with("总计") || first.starts_with("小计")) {
      return plan_.add(row.line, RowCode::total_row);
    }
    const std::string named = header_.text(row, community);
    const std::string& ours = books_.community.name;
    if (several_communities_ && !named.empty() && header_key(named) != header_key(ours)) {
      return plan_.add(row.line, RowCode::other_community, {named, ours});
    }
    const auto house = read_house(row);
    if (house) place(row, *house);
  }

  // A part of the house's code without its counter word; nothing (and a bad row) if it cannot be.
  std::optional<std::string> read_part(const SheetRow& row, Column column,
                                       const std::vector<std::string_view>& counters) {
    const SheetCell& cell = header_.cell(row, column);
    const std::string name(columns()[column].names.front());
    if (cell.kind == SheetCellKind::date) {
      plan_.add(row.line, RowCode::house_is_a_date, {name, cell.text});
      return std::nullopt;
    }
    std::string part = half_width(cell.text);
    std::erase(part, ' ');
    part = without_ending(std::move(part), counters);
    if (part.empty() && column != entrance) {
      plan_.add(row.line, RowCode::missing_house, {name});
      return std::nullopt;
    }
    return part;
  }

  std::optional<HouseRow> read_house(const SheetRow& row) {
    auto building_part = read_part(row, building, {"号楼", "栋", "幢", "座", "楼", "#"});
    if (!building_part) return std::nullopt;
    auto entrance_part = read_part(row, entrance, {"单元", "门"});
    if (!entrance_part) return std::nullopt;
    auto room_part = read_part(row, room, {"室", "号"});
    if (!room_part) return std::nullopt;
    const bool shop =
        entrance_part->empty() ? room_part->starts_with("商铺") : *entrance_part == "0";
    const auto parsed_use = parse_use(header_.text(row, use), shop);
    if (!parsed_use) {
      plan_.add(row.line, RowCode::unknown_use, {header_.text(row, use)});
      return std::nullopt;
    }
    if (entrance_part->empty() && *parsed_use != HouseUse::dwelling) *entrance_part = "0";
    if (entrance_part->empty()) {
      plan_.add(row.line, RowCode::missing_house, {"单元"});
      return std::nullopt;
    }
    HouseRow house{{}, std::move(*building_part), std::move(*entrance_part), {}, *parsed_use};
    // The room's cell may hold the whole code already.
    const std::string prefix = house.building + "-" + house.entrance + "-";
    house.code = room_part->starts_with(prefix) ? *room_part : prefix + *room_part;
    if (std::count(house.code.begin(), house.code.end(), '-') != 2) {
      plan_.add(row.line, RowCode::hyphen_in_house, {"楼号、单元、房间", house.code});
      return std::nullopt;
    }
    return read_area(row, house) ? std::optional(std::move(house)) : std::nullopt;
  }

  bool read_area(const SheetRow& row, HouseRow& house) {
    const auto parsed = parse_area_hundredths(header_.cell(row, area));
    // Parking spaces are often sold without a measured area.
    const bool may_be_empty = house.use == HouseUse::parking;
    if (!parsed && parsed.error() == ValueFault::empty) {
      if (!may_be_empty) plan_.add(row.line, RowCode::area_not_positive, {house.code});
      return may_be_empty;
    }
    if (!parsed) {
      const Sentence why = sentence(parsed.error());
      plan_.add(row.line, RowCode::bad_value, {"建筑面积", why.zh, why.en});
      return false;
    }
    if (*parsed < 0 || (*parsed == 0 && !may_be_empty)) {
      plan_.add(row.line, RowCode::area_not_positive, {house.code});
      return false;
    }
    house.area = Area{*parsed};
    return true;
  }

  void place(const SheetRow& row, const HouseRow& house) {
    for (const std::size_t column : {owner, phone}) {
      if (is_visible(header_.text(row, column))) continue;
      return plan_.add(row.line, RowCode::bad_value,
                       {std::string(columns()[column].names.front()), "有看不见的字符；请删去",
                        "holds characters that cannot be seen; remove them"});
    }
    const bool owns = is_owner(header_.text(row, person));
    if (owns && !check_owner(row)) return;
    const auto [seen, first] = seen_.try_emplace(house.code, Seen{row.line, house.area, house.use});
    const std::string line = fmt::to_string(seen->second.line);
    if (!first && owns) return plan_.add(row.line, RowCode::duplicate_house, {house.code, line});
    if (!first && (seen->second.area != house.area || seen->second.use != house.use)) {
      return plan_.add(row.line, RowCode::rows_of_a_house_differ, {house.code, line});
    }
    if (!first) return plan_.add(row.line, RowCode::not_the_owner, {house.code});
    const std::string phone_text = header_.text(row, phone);
    if (owns && is_scientific(phone_text)) {
      return plan_.add(row.line, RowCode::phone_lost_digits, {house.code});
    }
    const House* known = books_.community.find_house(house.code);
    if (known != nullptr) return compare(row, house, *known, owns);
    plan_.add(row.line, RowCode::house_will_be_registered,
              {house.code, to_string(house.area), std::string(word_zh(house.use))},
              registration(house));
    if (owns) add_owner(row, house.code);
  }

  /// What the directory would refuse of an owner is bad here: a row that is taken is taken whole.
  bool check_owner(const SheetRow& row) {
    for (const Column column : {owner, phone}) {
      if (utf8_length(header_.text(row, column)).value_or(0) <= max_name_characters) continue;
      plan_.add(row.line, RowCode::bad_value,
                {std::string(columns()[column].names.front()),
                 fmt::format("超过 {} 个字；请缩短", max_name_characters),
                 fmt::format("has more than {} characters; shorten it", max_name_characters)});
      return false;
    }
    if (!header_.text(row, owner).empty() || phone_number(row).empty()) return true;
    plan_.add(
        row.line, RowCode::bad_value,
        {std::string(columns()[owner].names.front()), "空缺，却有手机号；请补上姓名，或删去手机号",
         "is empty beside a phone number; fill it in, or remove the number"});
    return false;
  }

  /// Empty when there is none.
  [[nodiscard]] std::string phone_number(const SheetRow& row) const {
    // What the full form's template tells people to write when there is no number.
    constexpr std::string_view no_phone = "18999999999";
    std::string number = without(without(half_width(header_.text(row, phone)), " "), "-");
    return number == no_phone ? std::string() : number;
  }

  void compare(const SheetRow& row, const HouseRow& house, const House& known, bool owns) {
    if (known.area != house.area) {
      return plan_.add(row.line, RowCode::area_differs,
                       {house.code, to_string(known.area), to_string(house.area)});
    }
    if (known.use != house.use) {
      return plan_.add(
          row.line, RowCode::use_differs,
          {house.code, std::string(word_zh(known.use)), std::string(word_zh(house.use))});
    }
    const HouseNumber number = books_.community.house_number(house.code);
    const auto known_owner = books_.has_owner(number);
    if (!known_owner) {
      fault_ = store_fault(known_owner.error());
      return;
    }
    const bool added = owns && !*known_owner && add_owner(row, house.code);
    plan_.add(row.line, added ? RowCode::owner_will_be_added : RowCode::house_registered_already,
              {house.code});
  }

  bool add_owner(const SheetRow& row, const std::string& house) {
    const std::string name = header_.text(row, owner);
    if (name.empty()) return false;
    plan_.owners.push_back({house, name, phone_number(row), std::nullopt});
    return true;
  }

  [[nodiscard]] Command registration(const HouseRow& house) const {
    Command command;
    command.header.community = books_.community.id;
    command.header.business_date = options_.business_date;
    command.header.idempotency_key = "roster:" + house.code;
    command.header.document = options_.document;
    command.header.actor = options_.actor;
    command.payload = HouseRegistered{{house.code}, {house.building}, {house.entrance},
                                      house.area,   house.use,        {}};
    return command;
  }

  const ImportBooks& books_;
  const ImportOptions& options_;
  ImportPlan plan_;
  Header header_;
  FileFault fault_;  // of a look-up in the store
  bool several_communities_ = false;
  std::unordered_map<std::string, Seen> seen_;
};

}  // namespace

FileResult<ImportPlan> plan_roster(const std::vector<Sheet>& sheets, const ImportBooks& books,
                                   const ImportOptions& options) {
  return RosterPlanner(books, options).plan(sheets);
}

}  // namespace mingzhang
