#include "api/imports/formats.h"

#include <array>

namespace mingzhang {

std::span<const ImportFormat> import_formats() {
  static const std::array formats{
      ImportFormat{"roster", {"房屋业主名册", "roster of houses and owners"}, plan_roster},
      ImportFormat{"wechat", {"微信个人账单", "WeChat personal statement"}, plan_wechat},
  };
  return formats;
}

const ImportFormat* find_import_format(std::string_view name) {
  for (const ImportFormat& format : import_formats()) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

FileResult<ImportPlan> plan_import(const ImportFormat& format, std::string_view bytes,
                                   const ImportBooks& books, const ImportOptions& options) {
  if (books.community.id.empty()) {
    return file_fault("unknown_community", "小区还没有登记；请先登记小区 (community_registered)",
                      "the community is not registered; register it first (community_registered)");
  }
  const auto sheets = read_table_file(bytes);
  if (!sheets) return sheets.error();
  auto plan = format.plan(*sheets, books, options);
  if (plan) check_with_rules(*plan, books, options.today);
  return plan;
}

FileResult<ChosenSheet> choose_sheet(const std::vector<Sheet>& sheets,
                                     const std::vector<ColumnNames>& asked, ImportPlan& plan) {
  ChosenSheet chosen;
  FileFault fault;
  std::vector<const Sheet*> also;
  for (const Sheet& sheet : sheets) {
    auto header = find_header(sheet, asked);
    if (!header) {
      if (fault.code.empty() || sheet.active) fault = header.error();
      continue;
    }
    if (chosen.sheet != nullptr && !sheet.active) {
      also.push_back(&sheet);
      continue;
    }
    if (chosen.sheet != nullptr) also.push_back(chosen.sheet);
    chosen = {&sheet, std::move(*header)};
  }
  if (chosen.sheet == nullptr) return fault;
  for (const Sheet* sheet : also) {
    plan.note(NoteCode::other_sheet_not_read, {sheet->name, chosen.sheet->name});
  }
  return chosen;
}

}  // namespace mingzhang
