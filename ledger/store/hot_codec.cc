#include "ledger/store/hot_codec.h"

#include <xxhash.h>

#include <algorithm>
#include <cstring>

namespace mingzhang {
namespace {

constexpr std::uint32_t hot_magic = 0x48'5A'4DU;  // "MZH"
constexpr std::uint16_t hot_version = 1;
constexpr std::size_t checksum_size = sizeof(std::uint64_t);
static_assert(sizeof(HotHeader) == 48 && std::is_trivially_copyable_v<HotHeader>);

/// The rows behind a HotRun as columns: value(i) of column n.
template <class Visit>
void each_column(const HotRun& run, Sequence first, const Visit& visit) {
  const auto field = [&run](auto member) {
    return [&run, member](std::size_t i) { return run.postings[i].*member; };
  };
  visit(field(&Posting::amount_fen));
  visit(field(&Posting::community));
  visit(field(&Posting::house));
  visit(field(&Posting::subject));
  visit(field(&Posting::period));
  visit(field(&Posting::day));
  visit(field(&Posting::account));
  visit(field(&Posting::fund));
  visit(field(&Posting::flow));
  visit(field(&Posting::kind));
  visit(field(&Posting::line));
  visit([&run, first](std::size_t i) {
    return static_cast<std::uint32_t>(run.sequences[i].value - first.value);
  });
}

/// Where `size` more bytes go.
char* grow(std::string& out, std::size_t size) {
  out.resize(out.size() + size);
  return out.data() + out.size() - size;
}

template <class Value>
void put(std::string& out, const Value& value) {
  static_assert(std::is_trivially_copyable_v<Value>);
  std::memcpy(grow(out, sizeof value), &value, sizeof value);
}

/// Reads values in turn; after an overrun everything is zero and `good` is false.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  template <class Value>
  Value get() {
    Value value{};
    const std::string_view bytes = take(sizeof value);
    if (good_) std::memcpy(&value, bytes.data(), sizeof value);
    return value;
  }
  std::string_view take(std::size_t size) {
    good_ = good_ && size <= rest_.size();
    if (!good_) return {};
    const std::string_view taken = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return taken;
  }
  bool good() const { return good_; }
  bool at_end() const { return good_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool good_ = true;
};

/// One stored column; a constant one has stride 0.
template <class Value>
struct Column {
  const char* values = nullptr;
  std::size_t stride = 0;

  Column(Reader& reader, const HotHeader& header, int number) {
    const bool constant = (header.constant_columns >> number & 1) != 0;
    if (header.postings == 0) return;
    stride = constant ? 0 : sizeof(Value);
    values = reader.take(constant ? sizeof(Value) : header.postings * sizeof(Value)).data();
  }
  Value operator[](std::size_t i) const {
    Value value;
    std::memcpy(&value, values + i * stride, sizeof value);
    return value;
  }
};

struct Columns {
  Columns(Reader& reader, const HotHeader& header)
      : amount(reader, header, 0),
        community(reader, header, 1),
        house(reader, header, 2),
        subject(reader, header, 3),
        period(reader, header, 4),
        day(reader, header, 5),
        account(reader, header, 6),
        fund(reader, header, 7),
        flow(reader, header, 8),
        kind(reader, header, 9),
        line(reader, header, 10),
        sequence(reader, header, 11) {}

  Posting posting(std::size_t i) const {
    return {amount[i],  community[i], house[i], subject[i], period[i], day[i],
            account[i], fund[i],      flow[i],  kind[i],    line[i]};
  }

  Column<std::int64_t> amount;
  Column<CommunityNumber> community;
  Column<HouseNumber> house;
  Column<Subject> subject;
  Column<Period> period;
  Column<std::uint16_t> day;
  Column<Account> account;
  Column<Fund> fund;
  Column<Flow> flow;
  Column<std::uint8_t> kind;
  Column<std::uint32_t> line;
  Column<std::uint32_t> sequence;
};

void read_all(const Columns& columns, const HotHeader& header, HotPiece& out) {
  out.postings.resize(header.postings);
  out.sequences.resize(header.postings);
  for (std::size_t i = 0; i < header.postings; ++i) {
    out.postings[i] = columns.posting(i);
    out.sequences[i] = {header.first.value + columns.sequence[i]};
  }
}

void read_wanted(const Columns& columns, const HotHeader& header, const HotFilter& filter,
                 HotPiece& out) {
  for (std::size_t i = 0; i < header.postings; ++i) {
    const Sequence sequence{header.first.value + columns.sequence[i]};
    if (sequence > filter.range.through || !filter.wants(columns.community[i])) continue;
    out.postings.push_back(columns.posting(i));
    out.sequences.push_back(sequence);
  }
}

bool read_notes(Reader& reader, const HotHeader& header, const HotFilter& filter, HotPiece& out) {
  for (std::uint32_t i = 0; i < header.notes && reader.good(); ++i) {
    const auto sequence = reader.get<Sequence>();
    const auto community = reader.get<CommunityNumber>();
    const std::string_view bytes = reader.take(reader.get<std::uint32_t>());
    if (sequence > filter.range.through || !filter.wants(community)) continue;
    out.notes.push_back({sequence, community, bytes});
  }
  return reader.at_end();
}

}  // namespace

void HotPiece::clear() {
  postings.clear();
  sequences.clear();
  notes.clear();
}

std::string encode_hot(CommunityNumber community, Sequence first, Sequence last,
                       const HotRun& run) {
  HotHeader header;
  header.magic = hot_magic;
  header.version = hot_version;
  header.postings = static_cast<std::uint32_t>(run.postings.size());
  header.notes = static_cast<std::uint32_t>(run.notes.size());
  header.community = community;
  header.first = first;
  header.last = last;
  std::string out;
  out.reserve(sizeof header + run.postings.size() * 36);
  put(out, header);
  int number = 0;
  each_column(run, first, [&](const auto& value) {
    const std::size_t rows = run.postings.size();
    std::size_t same = 1;
    while (same < rows && value(same) == value(0)) ++same;
    const bool constant = same >= rows;
    if (constant) header.constant_columns |= static_cast<std::uint16_t>(1U << number);
    ++number;
    using Value = decltype(value(0));
    const std::size_t stored = constant ? std::min<std::size_t>(rows, 1) : rows;
    char* end = grow(out, stored * sizeof(Value));
    for (std::size_t i = 0; i < stored; ++i) {
      const Value one = value(i);
      std::memcpy(end + i * sizeof one, &one, sizeof one);
    }
  });
  for (const HotRun::Note& note : run.notes) {
    put(out, note.sequence);
    put(out, note.community);
    put(out, static_cast<std::uint32_t>(note.event_bytes.size()));
    out += note.event_bytes;
  }
  std::memcpy(out.data(), &header, sizeof header);
  header.checksum = XXH3_64bits(out.data() + checksum_size, out.size() - checksum_size);
  std::memcpy(out.data(), &header.checksum, checksum_size);
  return out;
}

std::optional<HotHeader> read_hot_header(std::string_view bytes) {
  HotHeader header;
  if (bytes.size() < sizeof header) return std::nullopt;
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != hot_magic || header.version != hot_version) return std::nullopt;
  if (!header.first || header.last < header.first) return std::nullopt;
  return header;
}

bool decode_hot(std::string_view bytes, const HotFilter& filter, HotPiece& out) {
  out.clear();
  const std::optional<HotHeader> header = read_hot_header(bytes);
  if (!header) return false;
  if (header->checksum != XXH3_64bits(bytes.data() + checksum_size, bytes.size() - checksum_size)) {
    return false;
  }
  Reader reader(bytes);
  reader.take(sizeof *header);
  const Columns columns(reader, *header);
  if (!reader.good()) return false;
  const bool every_community =
      header->community ? filter.wants(header->community) : !filter.community && filter.shards == 1;
  if (every_community && header->last <= filter.range.through) {
    read_all(columns, *header, out);
  } else {
    read_wanted(columns, *header, filter, out);
  }
  return read_notes(reader, *header, filter, out);
}

}  // namespace mingzhang
