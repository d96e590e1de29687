#include "tests/properties/changed_field.h"

#include "tests/support/random_command.h"

namespace mingzhang::test {

std::vector<ChangedCommand> each_field_changed(const Command& command, std::mt19937_64& random) {
  std::vector<ChangedCommand> changed;
  const auto add = [&](std::string_view field) -> Command& {
    changed.push_back({command, std::string(field)});
    return changed.back().command;
  };
  FieldChange any(0, random);
  any.change(add("business_date").header.business_date);
  any.change(add("memo").header.memo);
  any.change(add("document").header.document);
  any.change(add("occurred_on").header.occurred_on);
  const auto other_kind = static_cast<std::size_t>(kind_of(command.payload)) % kind_count + 1;
  add("kind").payload = payload_of(static_cast<EventKind>(other_kind));
  for (std::size_t which = 0;; ++which) {
    Command next = command;
    FieldChange change(which, random);
    std::visit([&change](auto& payload) { payload.fields(payload, change); }, next.payload);
    if (change.name().empty()) return changed;
    changed.push_back({std::move(next), std::string(change.name())});
  }
}

}  // namespace mingzhang::test
