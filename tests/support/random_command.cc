#include "tests/support/random_command.h"

#include <fmt/format.h>

#include <array>

namespace mingzhang::test {
namespace {

template <std::size_t index = 0>
Payload payload_at(std::size_t wanted) {
  if constexpr (index < kind_count) {
    if (wanted == index) return Payload(std::in_place_index<index>);
    return payload_at<index + 1>(wanted);
  } else {
    throw std::out_of_range("no such kind");
  }
}

}  // namespace

Payload payload_of(EventKind kind) { return payload_at(static_cast<std::size_t>(kind) - 1); }

std::vector<EventKind> every_kind() {
  std::vector<EventKind> kinds;
  for (std::size_t number = 1; number <= kind_count; ++number) {
    kinds.push_back(static_cast<EventKind>(number));
  }
  return kinds;
}

std::string RandomCommands::name() {
  constexpr std::array<std::string_view, 4> forms{"1-2-{}", "商铺-{}", "R{}", "水{}箱"};
  return fmt::format(fmt::runtime(forms.at(below(forms.size()))), below(1'000'000));
}

std::string RandomCommands::text() {
  constexpr std::array<std::string_view, 5> pieces{"电梯 ", "\"quoted\" ", "back\\slash ", "😀 ",
                                                   "repair/"};
  std::string text = fmt::format("{} ", below(1'000'000));
  for (std::uint64_t left = below(4); left > 0; --left) text += pieces.at(below(pieces.size()));
  return text + "完";
}

Command RandomCommands::make(EventKind kind) {
  Command command;
  CommandHeader& header = command.header;
  header.community = name();
  fill(header.business_date);
  header.idempotency_key = name();
  fill(header.memo);
  if (below(2) == 0) {
    for (std::uint8_t& byte : header.document.emplace().bytes) {
      byte = static_cast<std::uint8_t>(below(256));
    }
  }
  fill(header.occurred_on);
  header.actor = "tester";
  command.payload = payload_of(kind);
  std::visit([this](auto& payload) { payload.fields(payload, *this); }, command.payload);
  return command;
}

}  // namespace mingzhang::test
