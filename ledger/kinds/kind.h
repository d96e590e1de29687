#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "ledger/kinds/kind_list.h"

namespace mingzhang {

enum class EventKind : std::uint8_t {
  none = 0,
#define MINGZHANG_ENUMERATOR(number, name, Type, family) name = number,
  MINGZHANG_EVENT_KINDS(MINGZHANG_ENUMERATOR)
#undef MINGZHANG_ENUMERATOR
};

#define MINGZHANG_COUNT(number, name, Type, family) +1
inline constexpr std::size_t kind_count = 0 MINGZHANG_EVENT_KINDS(MINGZHANG_COUNT);
#undef MINGZHANG_COUNT

constexpr std::string_view kind_name(EventKind kind) {
  switch (kind) {
    case EventKind::none:
      return "none";
#define MINGZHANG_CASE(number, name, Type, family) \
  case EventKind::name:                            \
    return #name;
      MINGZHANG_EVENT_KINDS(MINGZHANG_CASE)
#undef MINGZHANG_CASE
  }
  return "none";
}

std::optional<EventKind> parse_kind(std::string_view name);

/// Whether the state's fold needs the event itself and not only its postings. Such an event is
/// noted beside the hot postings, so that replay never reads the cold blocks: what a fold reads of
/// it stands there packed (codec/meaning_codec.h).
constexpr bool is_noted(EventKind kind) {
  switch (kind) {
    case EventKind::community_registered:
    case EventKind::house_registered:
    case EventKind::house_corrected:
    case EventKind::tariff_set:
    case EventKind::resolution_tallied:
    case EventKind::subsidy_received:
    case EventKind::repair_apportioned:
    case EventKind::suspense_received:
    case EventKind::event_reversed:
    case EventKind::period_closed:
    case EventKind::period_reopened:
      return true;
    default:
      return false;
  }
}

}  // namespace mingzhang
