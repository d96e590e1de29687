#include "ops/sample/clerk.h"

#include <fmt/format.h>

namespace mingzhang {

Day on(std::string_view date) {
  const std::optional<Day> day = parse_day(date);
  ensure(day.has_value(), "a date of the sample is a date");
  return *day;
}

Period month(std::string_view period) {
  const std::optional<Period> parsed = parse_period(period);
  ensure(parsed.has_value(), "a period of the sample is a period");
  return *parsed;
}

Day days_after(Day day, std::int64_t days) {
  return {day.since_1970 + static_cast<std::int32_t>(days)};
}

void Clerk::work_off(Day last) {
  while (!diary_.empty() && diary_.begin()->first <= last) {
    const auto first = diary_.begin();
    const Day day = first->first;
    const Task task = std::move(first->second);
    diary_.erase(first);
    task(day);
  }
}

HouseNumber Clerk::number_of(const std::string& code) const {
  const HouseNumber number = books().house_number(code);
  ensure(bool{number}, "a house of the sample is registered: " + code);
  return number;
}

Money Clerk::open(const std::string& code) const {
  Money sum;
  books().fees.each(number_of(code), [&sum](const FeeItem& item) {
    sum += std::max(item.open, Money{}) + std::max(item.late_fee_open, Money{});
  });
  return sum;
}

CommandHeader Clerk::header_of(std::string_view actor, Day day, std::string_view memo) const {
  CommandHeader header;
  header.community = community_id;
  header.business_date = day;
  header.idempotency_key = fmt::format("hp-{:04}", commands_.size() + 1);
  header.actor = actor;
  if (!memo.empty()) header.memo = Text{std::string(memo), {}};
  return header;
}

Sequence Clerk::record(Command command) {
  if (const Refused refused = books_.record(command)) {
    ensure(false, fmt::format("the sample's line {} ({}, {}) is refused: {}", commands_.size() + 1,
                              kind_name(kind_of(command.payload)),
                              to_string(command.header.business_date), sentence(*refused)));
  }
  commands_.push_back(std::move(command));
  return {commands_.size()};
}

}  // namespace mingzhang
