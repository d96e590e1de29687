#include "tests/properties/random_books.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/support/random_command.h"

namespace mingzhang::test {
namespace {

const Day today = *parse_day("2026-06-30");

}  // namespace

RandomBooks::RandomBooks(std::uint64_t seed) : random(seed) {
  table.run(small_community);
  table.set_today(today);
}

void RandomBooks::grow(int count) {
  std::vector<EventKind> kinds = every_kind();
  // What needs a vote, a split and an invoice before it is tried more often.
  for (const EventKind kind :
       {EventKind::resolution_tallied, EventKind::repair_apportioned, EventKind::repair_invoiced,
        EventKind::repair_paid, EventKind::repair_share_paid, EventKind::repair_share_paid}) {
    kinds.insert(kinds.end(), 6, kind);
  }
  for (int i = 0; i < count; ++i) {
    const EventKind kind = kinds[below(kinds.size())];
    const Command command = command_of(kind);
    const auto* closed = std::get_if<PeriodClosed>(&command.payload);
    // Today's month stays open, so that everything can still be reversed.
    if (closed != nullptr && closed->period >= period_of(today)) continue;
    if (!table.record(command)) ++recorded[kind];
  }
}

void RandomBooks::reverse_everything() {
  std::vector<Sequence> standing;
  for (const RecordedEvent& recorded_event : table.events()) {
    const Sequence sequence = recorded_event.event.header.sequence;
    const bool reversal = std::holds_alternative<EventReversed>(recorded_event.event.payload);
    const bool counts = !recorded_event.postings.empty() && !reversal;
    if (counts && !table.state().reversed.contains(sequence.value)) standing.push_back(sequence);
  }
  std::ranges::shuffle(standing, random);
  for (const Sequence sequence : standing) {
    Command command = command_of(EventKind::event_reversed);
    command.header.business_date = today;
    command.payload = EventReversed{sequence, Text{"all of it", {}}};
    const Refused refused = table.record(command);
    ASSERT_FALSE(refused.has_value()) << sentence(*refused);
  }
}

Command RandomBooks::command_of(EventKind kind) {
  Command command;
  command.header.community = "c1";
  command.header.business_date = Day{today.since_1970 - static_cast<std::int32_t>(below(180))};
  command.header.idempotency_key = fmt::format("k-{}", ++asked_);
  command.header.actor = "tests";
  command.payload = payload_of(kind);
  std::visit([this](auto& payload) { payload.fields(payload, *this); }, command.payload);
  return command;
}

void RandomBooks::fill(std::string_view field, Name& value) {
  const bool place = field == "building" || field == "entrance";
  const std::uint64_t number = 1 + below(field == "house" || field == "resolution" ? 12 : 3);
  value.value = place ? fmt::to_string(number) : fmt::format("{}-{}", field, number);
}

void RandomBooks::fill(std::string_view field, Title& value) {
  value.value = fmt::format("{} {}", field, 1 + below(2));
}

void RandomBooks::fill(std::string_view, Money& value) {
  constexpr std::array<std::int64_t, 6> limits{1, 100, 3'000, 3'000, 10'000, 50'000};
  value.fen = between(below(20) == 0 ? -1'000 : 1, limits.at(below(limits.size())));
}

void RandomBooks::fill(std::string_view field, Area& value) {
  if (field == "area_total") {
    value.dm2 = 100'000;
  } else if (field == "area_voting" || field == "area_for") {
    value.dm2 = 100'000 - between(0, field == "area_for" ? 30'000 : 5'000);
  } else {
    value.dm2 = between(0, 12'000);
  }
}

void RandomBooks::fill(std::string_view field, std::uint32_t& value) {
  const std::uint64_t absent = field == "owners_for" ? 30 : field == "owners_voting" ? 5 : 0;
  value = 100 - static_cast<std::uint32_t>(below(absent + 1));
}

void RandomBooks::fill(std::string_view field, Day& value) {
  const std::int64_t spread = between(0, 150);
  const std::int64_t offset = field == "valid_until" ? -spread / 4 : -100 - spread;
  value.since_1970 = today.since_1970 + static_cast<std::int32_t>(offset);
}

void RandomBooks::fill(std::string_view, Period& value) {
  value = add_months(*parse_period("2025-11"), static_cast<int>(below(9)));
}

void RandomBooks::fill(std::string_view, HouseRef& value) {
  const std::vector<House>& houses = table.state().houses;
  value.code = below(40) == 0 ? "9-9-999" : houses[below(houses.size())].code;
}

void RandomBooks::fill(std::string_view, Matter& value) {
  constexpr std::array matters{Matter::use_fund, Matter::business_on_common_parts, Matter::other};
  value = matters.at(below(matters.size()));
}

void RandomBooks::fill(std::string_view, std::vector<AllowedUse>& value) {
  using enum AllowedUse;
  value = {earn, fill_shortfall, top_up_fund, credit_owners, repair};
  if (below(4) == 0) value.pop_back();
}

}  // namespace mingzhang::test
