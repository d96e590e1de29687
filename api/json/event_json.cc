#include "api/json/event_json.h"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "ledger/codec/event_codec.h"
#include "ledger/rules/rules.h"
#include "ledger/state/ledger_state.h"
#include "replay/event_slice.h"

namespace mingzhang {
namespace {

namespace json = boost::json;

json::string_view view(std::string_view text) { return {text.data(), text.size()}; }

/// Where the parts of an event are that it holds only by number or commitment.
struct Sources {
  std::function<std::optional<std::string>(std::uint8_t field, const Text&)> text;
  std::function<std::string(const HouseRef&)> house;
  EventShape shape = EventShape::recordable;
};

/// Adds each field that it visits to an object: the caller's, or (`decided`) the rule's.
class FieldRenderer {
 public:
  FieldRenderer(const Sources& sources, json::object& out) : sources_(sources), out_(out) {}

  template <class Value>
  void operator()(std::string_view name, const Value& value) {
    if (!decided) add(name, value);
    ++field;
  }
  template <class Value>
  void operator()(std::string_view name, const Decided<Value>& value) {
    if (decided) add(name, value.value);
    ++field;
  }

  template <class Value>
  void add(std::string_view name, const Value& value) {
    out_.emplace(view(name), render(name, value));
  }
  template <class Value>
  void add(std::string_view name, const std::optional<Value>& value) {
    if (value) add(name, *value);
  }

  bool decided = false;  ///< which of the two kinds of fields is wanted
  std::uint8_t field = 0;
  json::array erased;

 private:
  json::value render(std::string_view, const std::string& text) const { return text_value(text); }
  json::value render(std::string_view, const Name& name) const { return text_value(name.value); }
  json::value render(std::string_view, const Title& title) const { return text_value(title.value); }
  json::value render(std::string_view name, const Text& text) {
    if (const std::optional<std::string> known = sources_.text(field, text)) {
      return text_value(*known);
    }
    erased.emplace_back(view(name));
    return sources_.shape == EventShape::recordable ? text_value(erased_text) : nullptr;
  }
  json::value render(std::string_view, const Hash32& hash) const {
    return text_value(to_hex(hash));
  }
  json::value render(std::string_view, const HouseRef& house) const {
    return text_value(sources_.house(house));
  }
  json::value render(std::string_view, const Scope& scope) const {
    json::object out(out_.storage());
    out.emplace("building", view(scope.building.value));
    if (scope.entrance) out.emplace("entrance", view(scope.entrance->value));
    return out;
  }
  json::value render(std::string_view name, const ShareLine& line) {
    json::object out(out_.storage());
    out.emplace("house", render(name, HouseRef{{}, line.house}));
    out.emplace("area", to_string(line.area));
    out.emplace("amount", to_string(line.amount));
    return out;
  }
  template <class Item>
  json::value render(std::string_view name, const std::vector<Item>& items) {
    json::array out(out_.storage());
    out.reserve(items.size());
    for (const Item& item : items) out.push_back(render(name, item));
    return out;
  }
  json::value render(std::string_view, std::uint32_t count) const { return count; }
  template <class Tag, class Number>
  json::value render(std::string_view, StrongNumber<Tag, Number> number) const {
    return number.value;
  }
  template <class Enum>
  requires std::is_enum_v<Enum> json::value render(std::string_view, const Enum& value)
  const { return text_value(word(value)); }
  /// Money, areas, prices, hours, dates, periods, accounts.
  template <class Value>
  json::value render(std::string_view, const Value& value) const {
    return text_value(to_string(value));
  }
  json::value text_value(std::string_view text) const {
    return json::value(view(text), out_.storage());
  }

  const Sources& sources_;
  json::object& out_;
};

/// Header and payload as a caller writes them.
template <class Header>
void add_command(FieldRenderer& fields, std::string_view community, const Header& header,
                 const Payload& payload) {
  fields.add("kind", std::string(kind_name(kind_of(payload))));
  fields.add("community", std::string(community));
  fields.add("business_date", header.business_date);
  fields.add("idempotency_key", header.idempotency_key);
  std::visit([&](const auto& typed) { typed.fields(typed, fields); }, payload);
  fields.field = memo_text_field;
  fields.add("memo", header.memo);
  fields.add("document", header.document);
  fields.add("occurred_on", header.occurred_on);
}

json::object render_postings_entry(const Posting& posting, const CommunityState& community) {
  json::object out;
  out["account"] = to_string(AccountRef{posting.account, posting.fund});
  out["house"] = nullptr;
  out["period"] = nullptr;
  if (posting.house) out["house"] = community.house(posting.house).code;
  if (posting.period) out["period"] = to_string(posting.period);
  out["amount"] = to_string(posting.amount());
  return out;
}

json::object render_recorded(const RecordedEvent& recorded) {
  const EventHeader& header = recorded.event.header;
  json::object out;
  out["sequence"] = header.sequence.value;
  out["voucher"] = nullptr;
  if (header.voucher.number != 0) out["voucher"] = to_string(header.voucher);
  out["actor"] = header.actor;
  out["time"] = to_string(header.recorded_at);
  return out;
}

json::object render_decided(const Payload& payload, const Sources& sources) {
  json::object decided;
  FieldRenderer fields(sources, decided);
  fields.decided = true;
  std::visit([&](const auto& typed) { typed.fields(typed, fields); }, payload);
  return decided;
}

/// Folds and renders one block's events; false at one that cannot be read.
bool export_block(const EventStore& store, const StoredBlock& block, LedgerState& registry,
                  const std::function<void(std::string_view)>& sink, StoreResult<void>& result) {
  Sequence sequence = block.first;
  for (const StoredBlock::StoredEvent& stored : block.events) {
    std::optional<Event> event = decode_event(stored.bytes);
    if (!event) {
      result = undecodable_event(sequence);
      return false;
    }
    if (is_noted(kind_of(event->payload))) fold_recorded(registry, *event, {});
    const CommunityState& community = registry.at(event->header.community);
    const TextLookup text = [&](std::uint8_t field) -> std::optional<std::string> {
      StoreResult<std::optional<SaltedText>> salted = store.read_text(sequence, field);
      if (!salted) result = salted.error();
      if (!salted || !*salted) return std::nullopt;
      return std::move((*salted)->text);
    };
    const json::object line =
        render_event({std::move(*event), {}}, community, text, EventShape::recordable);
    if (!result) return false;
    sink(json::serialize(line) + "\n");
    sequence = next(sequence);
  }
  return true;
}

}  // namespace

json::object render_event(const RecordedEvent& recorded, const CommunityState& community,
                          const TextLookup& text, EventShape shape) {
  const Sources sources{[&](std::uint8_t field, const Text&) { return text(field); },
                        [&](const HouseRef& house) { return community.house(house.number).code; },
                        shape};
  const Event& event = recorded.event;
  json::object out;
  FieldRenderer fields(sources, out);
  add_command(fields, community.id, event.header, event.payload);
  json::object about = render_recorded(recorded);
  if (shape == EventShape::full) {
    json::object decided = render_decided(event.payload, sources);
    if (!decided.empty()) out["decided"] = std::move(decided);
    json::array postings;
    for (const Posting& posting : recorded.postings) {
      postings.push_back(render_postings_entry(posting, community));
    }
    out["postings"] = std::move(postings);
    if (const std::optional<AuditHead>& audit = event.header.audit_head) {
      about["audit_head"] = {{"number", audit->number}, {"hash", to_hex(audit->hash)}};
    }
  }
  if (shape != EventShape::recordable) {
    const Description description = describe(event.payload);
    about["description"] = description.zh;
    about["description_en"] = description.en;
  }
  if (!fields.erased.empty()) about["erased"] = std::move(fields.erased);
  out["recorded"] = std::move(about);
  return out;
}

std::string render_command(const Command& command) {
  const Sources sources{[](std::uint8_t, const Text& text) { return std::optional(text.value); },
                        [](const HouseRef& house) { return house.code; }, EventShape::recordable};
  json::object out;
  FieldRenderer fields(sources, out);
  add_command(fields, command.header.community, command.header, command.payload);
  return json::serialize(out);
}

StoreResult<void> export_jsonl(const EventStore& store,
                               const std::function<void(std::string_view)>& sink) {
  LedgerState registry;
  StoreResult<void> result;
  const StoreResult<void> scanned = store.scan_blocks(Sequence{1}, [&](const StoredBlock& block) {
    return export_block(store, block, registry, sink, result);
  });
  return scanned ? result : scanned;
}

}  // namespace mingzhang
