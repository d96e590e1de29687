#include "ledger/codec/meaning_codec.h"

#include <cstdint>
#include <cstring>
#include <type_traits>

#include "ledger/codec/event_codec.h"
#include "ledger/codec/payload_of_kind.h"

namespace mingzhang {
namespace {

template <class Value, class... Types>
constexpr bool is_one_of = (std::is_same_v<Value, Types> || ...);

/// What stands there as it is in memory: words, numbers and quantities.
template <class Value>
constexpr bool is_plain =
    std::is_enum_v<Value> ||
    is_one_of<Value, std::uint8_t, std::uint32_t, Hash32, Money, Area, Price, Hours, Day, Period>;
template <class Tag, class Number>
constexpr bool is_plain<StrongNumber<Tag, Number>> = true;

template <class Value>
concept Plain = is_plain<Value> && std::has_unique_object_representations_v<Value>;

class Packer {
 public:
  explicit Packer(std::string& out) : out_(out) {}

  template <class Value>
  void operator()(std::string_view, const Value& value) {
    put(value);
  }
  template <Plain Value>
  void put(const Value& value) {
    out_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }

 private:
  void put(const std::string& text) {
    put(static_cast<std::uint32_t>(text.size()));
    out_ += text;
  }
  void put(const Name& name) { put(name.value); }
  void put(const Title& title) { put(title.value); }
  void put(const Text& text) { put(text.commitment); }
  void put(const HouseRef& house) { put(house.number); }
  void put(AccountRef account) {
    put(static_cast<std::uint8_t>(account.account));
    put(static_cast<std::uint8_t>(account.fund));
  }
  void put(const Scope& scope) {
    put(scope.building);
    put(scope.entrance);
  }
  void put(const ShareLine& line) {
    put(line.house);
    put(line.area);
    put(line.amount);
  }
  template <class Value>
  void put(const std::optional<Value>& value) {
    put(static_cast<std::uint8_t>(value.has_value()));
    if (value) put(*value);
  }
  template <class Value>
  void put(const Decided<Value>& value) {
    put(value.value);
  }
  template <class Value>
  void put(const std::vector<Value>& values) {
    put(static_cast<std::uint32_t>(values.size()));
    for (const Value& value : values) put(value);
  }

  std::string& out_;
};

/// After an overrun, or a word that there is not, everything is empty and `good` is false.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  template <class Value>
  void operator()(std::string_view, Value& value) {
    get(value);
  }
  template <Plain Value>
  void get(Value& value) {
    const std::string_view bytes = take(sizeof value);
    if (good_) std::memcpy(&value, bytes.data(), sizeof value);
    if constexpr (std::is_enum_v<Value>) require(is_word(value));
  }
  bool good() const { return good_; }
  bool at_end() const { return good_ && rest_.empty(); }

 private:
  void require(bool holds) { good_ = good_ && holds; }
  std::string_view take(std::size_t size) {
    require(size <= rest_.size());
    if (!good_) return {};
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  std::uint32_t size() {
    std::uint32_t size = 0;
    get(size);
    return size;
  }
  template <class Enum>
  static bool is_word(Enum value) {
    const auto number = static_cast<std::size_t>(value);
    return number >= Words<Enum>::first && number - Words<Enum>::first < Words<Enum>::names.size();
  }

  void get(std::string& text) { text = take(size()); }
  void get(Name& name) { get(name.value); }
  void get(Title& title) { get(title.value); }
  void get(Text& text) { get(text.commitment); }
  void get(HouseRef& house) { get(house.number); }
  void get(AccountRef& account) {
    std::uint8_t number = 0;
    std::uint8_t fund = 0;
    get(number);
    get(fund);
    account = {static_cast<Account>(number), static_cast<Fund>(fund)};
    require(number < account_count && fund < fund_count);
  }
  void get(Scope& scope) {
    get(scope.building);
    get(scope.entrance);
  }
  void get(ShareLine& line) {
    get(line.house);
    get(line.area);
    get(line.amount);
  }
  template <class Value>
  void get(std::optional<Value>& value) {
    std::uint8_t there = 0;
    get(there);
    require(there <= 1);
    if (there == 1) get(value.emplace());
  }
  template <class Value>
  void get(Decided<Value>& value) {
    get(value.value);
  }
  template <class Value>
  void get(std::vector<Value>& values) {
    // One by one: what a size claims is not allocated unseen.
    for (std::uint32_t left = size(); left > 0 && good_; --left) get(values.emplace_back());
  }

  std::string_view rest_;
  bool good_ = true;
};

}  // namespace

std::string pack_meaning(const Event& event) {
  std::string out;
  Packer packer(out);
  packer.put(static_cast<std::uint8_t>(kind_of(event.payload)));
  packer.put(static_cast<std::uint8_t>(event.header.voucher.number != 0));
  packer.put(event.header.business_date);
  std::visit([&packer](const auto& typed) { typed.fields(typed, packer); }, event.payload);
  return out;
}

std::string pack_meaning(std::string_view event_bytes) {
  const std::optional<Event> event = decode_event(event_bytes);
  return event ? pack_meaning(*event) : std::string();
}

std::optional<EventMeaning> unpack_meaning(std::string_view bytes) {
  std::optional<EventMeaning> meaning(std::in_place);  // filled where it stays: a payload is large
  Unpacker unpacker(bytes);
  std::uint8_t kind = 0;
  std::uint8_t has_voucher = 0;
  unpacker.get(kind);
  unpacker.get(has_voucher);
  unpacker.get(meaning->business_date);
  meaning->has_voucher = has_voucher == 1;
  const bool read = read_payload_of(kind, meaning->payload, [&](auto& typed) {
    typed.fields(typed, unpacker);
    return unpacker.at_end();
  });
  if (has_voucher > 1 || !read) meaning.reset();
  return meaning;
}

}  // namespace mingzhang
