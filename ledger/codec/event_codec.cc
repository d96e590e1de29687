#include "ledger/codec/event_codec.h"

#include <openssl/evp.h>

#include <boost/container/static_vector.hpp>
#include <cstring>
#include <memory>

#include "ledger/base/ensure.h"
#include "ledger/codec/payload_of_kind.h"
#include "schemas/event_generated.h"

namespace mingzhang {
namespace {

using flatbuffers::FlatBufferBuilder;
using flatbuffers::Table;
using flatbuffers::uoffset_t;
using flatbuffers::voffset_t;

constexpr voffset_t slot_of(std::size_t field) {
  return static_cast<voffset_t>((field + 2) * sizeof(voffset_t));
}

fb::Hash32 to_fb(const Hash32& hash) { return fb::Hash32(hash.bytes); }

Hash32 from_fb(const fb::Hash32& hash) {
  Hash32 out;
  std::memcpy(out.bytes.data(), hash.bytes()->data(), out.bytes.size());
  return out;
}

std::uint16_t pack(AccountRef account) {
  return static_cast<std::uint16_t>(static_cast<unsigned>(account.account) << 8U |
                                    static_cast<unsigned>(account.fund));
}

/// More fields than any payload has: adding one more would throw.
using FieldOffsets = boost::container::static_vector<uoffset_t, 32>;

/// Pass 1: strings, vectors and tables have to stand before the table that points at them.
class OffsetWriter {
 public:
  explicit OffsetWriter(FlatBufferBuilder& builder) : builder_(builder) {}

  template <class Value>
  void operator()(std::string_view, const Value& value) {
    offsets.push_back(write(value));
  }

  FieldOffsets offsets;  ///< by field, 0 where the field is inline or left out

 private:
  uoffset_t write(const Name& name) { return builder_.CreateString(name.value).o; }
  uoffset_t write(const Title& title) { return builder_.CreateString(title.value).o; }
  uoffset_t write(const Scope& scope) {
    const auto building = builder_.CreateString(scope.building.value);
    const flatbuffers::Offset<flatbuffers::String> entrance =
        scope.entrance ? builder_.CreateString(scope.entrance->value) : 0;
    return fb::CreateScope(builder_, building, entrance).o;
  }
  uoffset_t write(const std::vector<HouseRef>& houses) {
    std::vector<std::uint32_t> numbers;
    numbers.reserve(houses.size());
    for (const HouseRef& house : houses) numbers.push_back(house.number.value);
    return builder_.CreateVector(numbers).o;
  }
  uoffset_t write(const std::vector<AllowedUse>& uses) {
    std::vector<std::uint8_t> numbers;
    numbers.reserve(uses.size());
    for (const AllowedUse use : uses) numbers.push_back(static_cast<std::uint8_t>(use));
    return builder_.CreateVector(numbers).o;
  }
  uoffset_t write(const std::vector<ShareLine>& lines) {
    std::vector<fb::ShareLine> out;
    out.reserve(lines.size());
    for (const ShareLine& line : lines) {
      out.emplace_back(line.house.value, line.area.dm2, line.amount.fen);
    }
    return builder_.CreateVectorOfStructs(out).o;
  }
  template <class Value>
  uoffset_t write(const std::optional<Value>& value) {
    return value ? write(*value) : 0;
  }
  template <class Value>
  uoffset_t write(const Decided<Value>& value) {
    return write(value.value);
  }
  template <class Value>
  uoffset_t write(const Value&) {
    return 0;
  }

  FlatBufferBuilder& builder_;
};

/// Pass 2: the table itself. Required scalars equal to the default are left out by FlatBuffers;
/// optional ones are always written when they are there.
class FieldWriter {
 public:
  FieldWriter(FlatBufferBuilder& builder, const FieldOffsets& offsets)
      : builder_(builder), offsets_(offsets) {}

  template <class Value>
  void operator()(std::string_view, const Value& value) {
    const uoffset_t offset = offsets_[field_];
    if (offset != 0) {
      builder_.AddOffset(slot_of(field_), flatbuffers::Offset<void>(offset));
    } else {
      add(value, false);
    }
    ++field_;
  }

 private:
  template <class Scalar>
  void scalar(Scalar value, bool always, Scalar fallback = 0) {
    if (always) {
      builder_.AddElement<Scalar>(slot_of(field_), value);
    } else {
      builder_.AddElement<Scalar>(slot_of(field_), value, fallback);
    }
  }
  void add(Money money, bool always) { scalar(money.fen, always); }
  void add(Area area, bool always) { scalar(area.dm2, always); }
  void add(Price price, bool always) { scalar(price.centifen, always); }
  void add(Hours hours, bool always) { scalar(hours.centihours, always); }
  void add(Day day, bool always) { scalar(day.since_1970, always); }
  void add(Period period, bool always) { scalar(period.months, always); }
  void add(AccountRef account, bool always) { scalar(pack(account), always); }
  void add(std::uint32_t count, bool always) { scalar(count, always); }
  template <class Tag, class Number>
  void add(StrongNumber<Tag, Number> number, bool always) {
    scalar(number.value, always);
  }
  void add(const HouseRef& house, bool always) { add(house.number, always); }
  void add(const Text& text, bool) {
    const fb::Hash32 commitment = to_fb(text.commitment);
    builder_.AddStruct(slot_of(field_), &commitment);
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void add(const Enum& value, bool always) {
    scalar(static_cast<std::uint8_t>(value), always, Words<Enum>::first);
  }
  template <class Value>
  void add(const std::optional<Value>& value, bool) {
    if (value) add(*value, true);
  }
  template <class Value>
  void add(const Decided<Value>& value, bool always) {
    add(value.value, always);
  }
  template <class Value>
  void add(const Value&, bool) {}  // an offset type that is left out

  FlatBufferBuilder& builder_;
  const FieldOffsets& offsets_;
  std::size_t field_ = 0;
};

class FieldReader {
 public:
  explicit FieldReader(const Table& table) : table_(table) {}

  template <class Value>
  void operator()(std::string_view, Value& value) {
    read(value);
    ++field_;
  }

  /// False when a number stands for no word, account or fund: the verifier does not look at those.
  bool valid() const { return valid_; }

 private:
  bool present() const { return table_.CheckField(slot_of(field_)); }
  template <class Scalar>
  Scalar scalar(Scalar fallback = 0) const {
    return table_.GetField<Scalar>(slot_of(field_), fallback);
  }
  template <class Pointer>
  Pointer pointer() const {
    return table_.GetPointer<Pointer>(slot_of(field_));
  }
  std::string string() const {
    const auto* text = pointer<const flatbuffers::String*>();
    return text == nullptr ? std::string{} : text->str();
  }

  void read(Name& name) { name.value = string(); }
  void read(Title& title) { title.value = string(); }
  void read(Money& money) { money.fen = scalar<std::int64_t>(); }
  void read(Area& area) { area.dm2 = scalar<std::int64_t>(); }
  void read(Price& price) { price.centifen = scalar<std::int64_t>(); }
  void read(Hours& hours) { hours.centihours = scalar<std::int64_t>(); }
  void read(Day& day) { day.since_1970 = scalar<std::int32_t>(); }
  void read(Period& period) { period.months = scalar<std::uint16_t>(); }
  void read(std::uint32_t& count) { count = scalar<std::uint32_t>(); }
  void read(AccountRef& account) {
    const auto packed = scalar<std::uint16_t>();
    account = {static_cast<Account>(packed >> 8U), static_cast<Fund>(packed & 0xFFU)};
    valid_ = valid_ && (packed >> 8U) < account_count && (packed & 0xFFU) < fund_count;
  }
  template <class Tag, class Number>
  void read(StrongNumber<Tag, Number>& number) {
    number.value = scalar<Number>();
  }
  void read(HouseRef& house) { read(house.number); }
  void read(Text& text) {
    if (const auto* hash = table_.GetStruct<const fb::Hash32*>(slot_of(field_))) {
      text.commitment = from_fb(*hash);
    }
  }
  void read(Scope& scope) {
    if (const auto* table = pointer<const fb::Scope*>()) {
      if (table->building() != nullptr) scope.building.value = table->building()->str();
      if (table->entrance() != nullptr) scope.entrance = Name{table->entrance()->str()};
    }
  }
  void read(std::vector<HouseRef>& houses) {
    if (const auto* numbers = pointer<const flatbuffers::Vector<std::uint32_t>*>()) {
      for (const std::uint32_t number : *numbers) houses.push_back({{}, HouseNumber{number}});
    }
  }
  void read(std::vector<AllowedUse>& uses) {
    if (const auto* numbers = pointer<const flatbuffers::Vector<std::uint8_t>*>()) {
      for (const std::uint8_t number : *numbers) read_word(number, uses.emplace_back());
    }
  }
  void read(std::vector<ShareLine>& lines) {
    if (const auto* in = pointer<const flatbuffers::Vector<const fb::ShareLine*>*>()) {
      for (const fb::ShareLine* line : *in) {
        lines.push_back({{line->house()}, {line->area_dm2()}, {line->amount_fen()}});
      }
    }
  }
  template <class Enum>
  requires std::is_enum_v<Enum>
  void read(Enum& value) { read_word(scalar<std::uint8_t>(Words<Enum>::first), value); }
  template <class Enum>
  void read_word(std::uint8_t number, Enum& value) {
    value = static_cast<Enum>(number);
    valid_ = valid_ && number >= Words<Enum>::first &&
             number - Words<Enum>::first < static_cast<int>(Words<Enum>::names.size());
  }
  template <class Value>
  void read(std::optional<Value>& value) {
    if (present()) read(value.emplace());
  }
  template <class Value>
  void read(Decided<Value>& value) {
    read(value.value);
  }

  const Table& table_;
  std::size_t field_ = 0;
  bool valid_ = true;
};

template <class Typed>
uoffset_t write_payload(FlatBufferBuilder& builder, const Typed& payload) {
  OffsetWriter offsets(builder);
  payload.fields(payload, offsets);
  const uoffset_t start = builder.StartTable();
  FieldWriter fields(builder, offsets.offsets);
  payload.fields(payload, fields);
  return builder.EndTable(start);
}

void read_header(const fb::Event& in, EventHeader& header) {
  header.sequence = {in.sequence()};
  header.community = {in.community()};
  header.business_date = {in.business_day()};
  if (in.occurred_on_day()) header.occurred_on = Day{*in.occurred_on_day()};
  header.recorded_at = {in.recorded_at_us()};
  header.voucher = {{in.voucher_month()}, in.voucher_number()};
  if (in.actor() != nullptr) header.actor.assign(in.actor()->c_str(), in.actor()->size());
  if (in.idempotency_key() != nullptr) header.idempotency_key = in.idempotency_key()->str();
  if (in.memo_commitment() != nullptr) header.memo = Text{{}, from_fb(*in.memo_commitment())};
  if (in.document() != nullptr) header.document = from_fb(*in.document());
  if (const fb::AuditHead* audit = in.audit_head()) {
    header.audit_head = AuditHead{audit->number(), from_fb(audit->hash())};
  }
}

bool read_payload(const fb::Event& in, Payload& payload) {
  const auto& table = *reinterpret_cast<const Table*>(in.payload());
  return read_payload_of(static_cast<std::uint8_t>(in.payload_type()), payload, [&](auto& typed) {
    FieldReader reader(table);
    typed.fields(typed, reader);
    return reader.valid();
  });
}

/// Valid on this thread until the next is. nullptr when the bytes are no event.
const fb::Event* verified(std::string_view bytes) {
  // FlatBuffers wants its natural alignment; bytes inside a block have none.
  static thread_local std::string aligned;  // whose memory is used again
  aligned.assign(bytes);
  flatbuffers::Verifier verifier(reinterpret_cast<const std::uint8_t*>(aligned.data()),
                                 aligned.size());
  if (!fb::VerifyEventBuffer(verifier)) return nullptr;
  const fb::Event* const event = fb::GetEvent(aligned.data());
  return event->payload() == nullptr ? nullptr : event;
}

/// Looked up once: OpenSSL takes longer to find an algorithm by its name than to hash an event.
class Sha256 {
 public:
  Sha256() { ensure(EVP_DigestInit_ex2(context(), algorithm(), nullptr) == 1, "SHA-256 starts"); }
  void add(const void* data, std::size_t size) {
    ensure(EVP_DigestUpdate(context(), data, size) == 1, "SHA-256 goes on");
  }
  Hash32 finish() {
    Hash32 hash;
    ensure(EVP_DigestFinal_ex(context(), hash.bytes.data(), nullptr) == 1, "SHA-256 ends");
    return hash;
  }

 private:
  static const EVP_MD* algorithm() {
    static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> found(
        EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free);
    return found.get();
  }
  /// One for each thread: only one hash is computed at a time.
  static EVP_MD_CTX* context() {
    static thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> made(
        EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return made.get();
  }
};

}  // namespace

std::string encode_event(const Event& event) {
  std::string out;
  append_event(event, out);
  return out;
}

void append_event(const Event& event, std::string& bytes) {
  static thread_local FlatBufferBuilder builder(4096);  // whose memory is used again
  builder.Clear();
  const EventHeader& header = event.header;
  const uoffset_t payload =
      std::visit([](const auto& typed) { return write_payload(builder, typed); }, event.payload);
  const auto actor = builder.CreateString(header.actor);
  const auto key = builder.CreateString(header.idempotency_key);
  const fb::Hash32 memo = to_fb(header.memo.value_or(Text{}).commitment);
  const fb::Hash32 document = to_fb(header.document.value_or(Hash32{}));
  const AuditHead audit_head = header.audit_head.value_or(AuditHead{});
  const fb::AuditHead audit(audit_head.number, to_fb(audit_head.hash));
  fb::EventBuilder out(builder);
  out.add_sequence(header.sequence.value);
  out.add_community(header.community.value);
  out.add_business_day(header.business_date.since_1970);
  if (header.occurred_on) out.add_occurred_on_day(header.occurred_on->since_1970);
  out.add_recorded_at_us(header.recorded_at.us);
  out.add_voucher_month(header.voucher.month.months);
  out.add_voucher_number(header.voucher.number);
  out.add_actor(actor);
  out.add_idempotency_key(key);
  if (header.memo) out.add_memo_commitment(&memo);
  if (header.document) out.add_document(&document);
  out.add_payload_type(static_cast<fb::Payload>(kind_of(event.payload)));
  out.add_payload(flatbuffers::Offset<void>(payload));
  if (header.audit_head) out.add_audit_head(&audit);
  fb::FinishEventBuffer(builder, out.Finish());
  bytes.append(reinterpret_cast<const char*>(builder.GetBufferPointer()), builder.GetSize());
}

std::optional<Event> decode_event(std::string_view bytes) {
  const fb::Event* const in = verified(bytes);
  if (in == nullptr) return std::nullopt;
  std::optional<Event> event(std::in_place);  // filled where it stays: an Event is large
  read_header(*in, event->header);
  if (!read_payload(*in, event->payload)) event.reset();
  return event;
}

Hash32 hash_event(const Hash32& previous, std::string_view event_bytes,
                  std::span<const Posting> postings) {
  Sha256 sha;
  sha.add(previous.bytes.data(), previous.bytes.size());
  sha.add(event_bytes.data(), event_bytes.size());
  sha.add(postings.data(), postings.size_bytes());
  return sha.finish();
}

Hash32 commit_text(std::string_view salt, std::string_view text) {
  Sha256 sha;
  sha.add(salt.data(), salt.size());
  sha.add(text.data(), text.size());
  return sha.finish();
}

}  // namespace mingzhang
