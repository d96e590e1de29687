#include "ledger/kinds/kind.h"

namespace mingzhang {

std::optional<EventKind> parse_kind(std::string_view name) {
  for (std::size_t number = 1; number <= kind_count; ++number) {
    const auto kind = static_cast<EventKind>(number);
    if (kind_name(kind) == name) return kind;
  }
  return std::nullopt;
}

}  // namespace mingzhang
