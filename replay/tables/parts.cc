#include "replay/tables/parts.h"

#include <fmt/format.h>

namespace mingzhang::tables {

std::string title_of(const ReportHead& head, std::string_view name) {
  return head.name.empty() ? std::string(name) : fmt::format("{} {}", head.name, name);
}

std::string as_of_note(const ReportHead& head) {
  return fmt::format("截至：{}（账本第 {} 号事项）", head.as_of ? to_string(*head.as_of) : "—",
                     head.through.value);
}

std::string range_note(const PeriodRange& range) {
  const std::string first = to_string(range.first);
  if (range.first == range.through) return "账期：" + first;
  return fmt::format("账期：{} 至 {}", first, to_string(range.through));
}

std::string days_note(const DayRange& days) {
  if (!days.from && !days.to) return "发生日：全部";
  return fmt::format("发生日：{} 至 {}", days.from ? to_string(*days.from) : "最初",
                     days.to ? to_string(*days.to) : "最近");
}

}  // namespace mingzhang::tables
