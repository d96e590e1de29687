#include "ledger/store/hot_codec.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstring>
#include <limits>

namespace mingzhang {
namespace {

constexpr std::uint32_t hot_magic = 0x48'5A'4DU;  // "MZH"
constexpr std::uint16_t hot_version = 3;
constexpr std::size_t checksum_size = sizeof(std::uint64_t);
constexpr std::size_t most_postings_a_byte = 64;
static_assert(sizeof(HotHeader) == 48 && std::is_trivially_copyable_v<HotHeader>);

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

/// What a posting has besides numbers; few different ones occur together.
struct Tag {
  Account account{};
  Fund fund{};
  Flow flow{};
  std::uint8_t kind = 0;
};
static_assert(sizeof(Tag) == 4 && std::is_trivially_copyable_v<Tag>);

/// A column's values, `width` bytes each, are counted from `least`.
struct Column {
  std::uint64_t least = 0;
  std::uint8_t width = 0;
  const char* rows = nullptr;

  Column(Reader& reader, std::uint32_t count)
      : least(reader.get<std::uint64_t>()), width(reader.get<std::uint8_t>()) {
    good = width == 0 || (std::has_single_bit(width) && width <= 8);
    if (good) rows = reader.take(std::size_t{width} * count).data();
  }
  bool good = false;
};

/// Calls put(i, value) for the rows from..to of a column whose rows are `Stored`.
template <class Stored, class Put>
void each_row(const Column& column, std::size_t from, std::size_t to, const Put& put) {
  for (std::size_t i = from; i < to; ++i) {
    Stored stored;
    std::memcpy(&stored, column.rows + i * sizeof stored, sizeof stored);
    put(i, column.least + stored);
  }
}

template <class Put>
void each_row(const Column& column, std::size_t from, std::size_t to, const Put& put) {
  switch (column.width) {
    case 1:
      return each_row<std::uint8_t>(column, from, to, put);
    case 2:
      return each_row<std::uint16_t>(column, from, to, put);
    case 4:
      return each_row<std::uint32_t>(column, from, to, put);
    case 8:
      return each_row<std::uint64_t>(column, from, to, put);
    default:
      for (std::size_t i = from; i < to; ++i) put(i, column.least);
  }
}

/// Widths and values as writing needs them.
class ColumnWriter {
 public:
  explicit ColumnWriter(std::string& out) : out_(out) {}

  /// Adds the column of value(i).
  template <class Value>
  void add(std::size_t rows, const Value& value) {
    values_.resize(rows);
    std::int64_t least = rows == 0 ? 0 : std::numeric_limits<std::int64_t>::max();
    std::int64_t most = rows == 0 ? 0 : std::numeric_limits<std::int64_t>::min();
    for (std::size_t i = 0; i < rows; ++i) {
      const auto one = static_cast<std::int64_t>(value(i));
      least = std::min(least, one);
      most = std::max(most, one);
      values_[i] = static_cast<std::uint64_t>(one);
    }
    const std::uint64_t base = static_cast<std::uint64_t>(least);
    const std::uint64_t span = static_cast<std::uint64_t>(most) - base;
    put(out_, base);
    if (span == 0) {
      put(out_, std::uint8_t{0});
    } else if (span <= 0xFF) {
      write<std::uint8_t>(base);
    } else if (span <= 0xFFFF) {
      write<std::uint16_t>(base);
    } else if (span <= 0xFFFF'FFFF) {
      write<std::uint32_t>(base);
    } else {
      write<std::uint64_t>(base);
    }
  }

 private:
  template <class Stored>
  void write(std::uint64_t base) {
    put(out_, static_cast<std::uint8_t>(sizeof(Stored)));
    char* end = grow(out_, values_.size() * sizeof(Stored));
    for (std::size_t i = 0; i < values_.size(); ++i) {
      const auto stored = static_cast<Stored>(values_[i] - base);
      std::memcpy(end + i * sizeof stored, &stored, sizeof stored);
    }
  }

  std::string& out_;
  std::vector<std::uint64_t> values_;
};

/// The tags that occur, and each posting's number among them.
struct TagList {
  std::vector<Tag> tags;
  std::vector<std::uint16_t> numbers;

  explicit TagList(std::span<const Posting> postings) {
    boost::unordered_flat_map<std::uint32_t, std::uint16_t> known;
    numbers.reserve(postings.size());
    for (const Posting& posting : postings) {
      const Tag tag{posting.account, posting.fund, posting.flow, posting.kind};
      const auto [found, added] =
          known.emplace(std::bit_cast<std::uint32_t>(tag), static_cast<std::uint16_t>(tags.size()));
      if (added) tags.push_back(tag);
      numbers.push_back(found->second);
    }
  }
};

void write_columns(std::string& out, const HotRun& run, Sequence first,
                   const std::vector<std::uint16_t>& tags) {
  ColumnWriter writer(out);
  const std::span<const Posting> rows = run.postings;
  writer.add(rows.size(), [&](std::size_t i) { return rows[i].amount_fen; });
  writer.add(rows.size(), [&](std::size_t i) { return rows[i].community.value; });
  writer.add(rows.size(), [&](std::size_t i) { return rows[i].house.value; });
  writer.add(rows.size(), [&](std::size_t i) { return rows[i].subject.value; });
  writer.add(rows.size(), [&](std::size_t i) { return rows[i].period.months; });
  writer.add(rows.size(), [&](std::size_t i) { return rows[i].day; });
  writer.add(rows.size(), [&](std::size_t i) { return tags[i]; });
  writer.add(rows.size(), [&](std::size_t i) {
    return run.sequences[i].value - (i == 0 ? first : run.sequences[i - 1]).value;
  });
}

/// The columns in their order.
struct Columns {
  Columns(Reader& reader, std::uint32_t count)
      : amount(reader, count),
        community(reader, count),
        house(reader, count),
        subject(reader, count),
        period(reader, count),
        day(reader, count),
        tag(reader, count),
        step(reader, count) {}

  Column amount;
  Column community;
  Column house;
  Column subject;
  Column period;
  Column day;
  Column tag;
  Column step;

  bool good() const {
    return amount.good && community.good && house.good && subject.good && period.good && day.good &&
           tag.good && step.good;
  }
};

/// Some rows at a time, so that they stay in the nearest cache until all columns are read.
constexpr std::size_t rows_at_a_time = 256;

/// False when a row names a tag that is not there.
bool read_rows(const Columns& in, const HotHeader& header, std::string_view tag_bytes,
               HotPiece& out) {
  out.postings.resize(header.postings);
  out.sequences.resize(header.postings);
  Posting* const rows = out.postings.data();
  bool tags_are_there = true;
  std::uint64_t sequence = header.first.value;
  std::uint32_t line = 0;
  for (std::size_t from = 0; from < header.postings; from += rows_at_a_time) {
    const std::size_t to = std::min<std::size_t>(from + rows_at_a_time, header.postings);
    const auto number = [](std::uint64_t value) { return static_cast<std::uint32_t>(value); };
    each_row(in.amount, from, to, [&](std::size_t i, std::uint64_t value) {
      rows[i].amount_fen = static_cast<std::int64_t>(value);
    });
    each_row(in.community, from, to,
             [&](std::size_t i, std::uint64_t value) { rows[i].community = {number(value)}; });
    each_row(in.house, from, to,
             [&](std::size_t i, std::uint64_t value) { rows[i].house = {number(value)}; });
    each_row(in.subject, from, to,
             [&](std::size_t i, std::uint64_t value) { rows[i].subject = {number(value)}; });
    each_row(in.period, from, to, [&](std::size_t i, std::uint64_t value) {
      rows[i].period = {static_cast<std::uint16_t>(value)};
    });
    each_row(in.day, from, to, [&](std::size_t i, std::uint64_t value) {
      rows[i].day = static_cast<std::uint16_t>(value);
    });
    each_row(in.tag, from, to, [&](std::size_t i, std::uint64_t value) {
      tags_are_there = tags_are_there && value < header.tags;
      Tag tag;
      std::memcpy(&tag, tag_bytes.data() + (tags_are_there ? value : 0) * sizeof tag, sizeof tag);
      rows[i].account = tag.account;
      rows[i].fund = tag.fund;
      rows[i].flow = tag.flow;
      rows[i].kind = tag.kind;
    });
    each_row(in.step, from, to, [&](std::size_t i, std::uint64_t value) {
      line = value == 0 && i != 0 ? line + 1 : 0;
      sequence += value;
      rows[i].line = line;
      out.sequences[i] = {sequence};
    });
  }
  return tags_are_there;
}

/// Leaves the rows that are wanted.
void keep_wanted(const HotFilter& filter, HotPiece& out) {
  const bool described = !out.captions.empty();
  std::size_t kept = 0;
  for (std::size_t i = 0; i < out.postings.size(); ++i) {
    if (!filter.wants(out.sequences[i], out.postings[i].community)) continue;
    out.postings[kept] = out.postings[i];
    out.sequences[kept] = out.sequences[i];
    if (described) out.captions[kept] = out.captions[i];
    ++kept;
  }
  out.postings.resize(kept);
  out.sequences.resize(kept);
  if (described) out.captions.resize(kept);
}

bool read_notes(Reader& reader, const HotHeader& header, const HotFilter& filter, HotPiece& out) {
  for (std::uint32_t i = 0; i < header.notes && reader.good(); ++i) {
    const auto sequence = reader.get<Sequence>();
    const auto community = reader.get<CommunityNumber>();
    const std::string_view bytes = reader.take(reader.get<std::uint32_t>());
    if (filter.wants(sequence, community)) out.notes.push_back({sequence, community, bytes});
  }
  return reader.good();
}

/// The descriptions that a run's rows have, numbered in the order of their first use, and which of
/// them each event with postings has.
struct CaptionList {
  std::vector<const Description*> descriptions;
  std::vector<std::uint32_t> of_events;

  explicit CaptionList(const HotRun& run) {
    constexpr auto unused = std::numeric_limits<std::uint32_t>::max();
    std::vector<std::uint32_t> numbers(run.descriptions.size(), unused);
    for (std::size_t i = 0; i < run.captions.size(); ++i) {
      if (i != 0 && run.sequences[i] == run.sequences[i - 1]) continue;
      const std::uint32_t caption = run.captions[i];
      if (numbers[caption] == unused) {
        numbers[caption] = static_cast<std::uint32_t>(descriptions.size());
        descriptions.push_back(&run.descriptions[caption]);
      }
      of_events.push_back(numbers[caption]);
    }
  }
};

void put_text(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

void write_captions(std::string& out, const CaptionList& captions) {
  put(out, static_cast<std::uint32_t>(captions.descriptions.size()));
  for (const Description* description : captions.descriptions) {
    put_text(out, description->zh);
    put_text(out, description->en);
  }
  ColumnWriter(out).add(captions.of_events.size(),
                        [&](std::size_t i) { return captions.of_events[i]; });
}

/// Gives each row the caption of its event. False when there are too few, or one names a
/// description that is not there.
bool spread_captions(const Column& of_events, std::uint32_t count, HotPiece& out) {
  out.captions.resize(out.postings.size());
  bool good = true;
  std::size_t row = 0;
  each_row(of_events, 0, count, [&](std::size_t, std::uint64_t value) {
    good = good && value < out.descriptions.size() && row < out.postings.size();
    if (!good) return;
    const Sequence sequence = out.sequences[row];
    while (row < out.postings.size() && out.sequences[row] == sequence) {
      out.captions[row++] = static_cast<std::uint32_t>(value);
    }
  });
  return good && row == out.postings.size();
}

/// Reads what statements say of all rows.
bool read_captions(Reader& reader, const HotHeader& header, HotPiece& out) {
  const auto count = reader.get<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && reader.good(); ++i) {
    const std::string_view zh = reader.take(reader.get<std::uint32_t>());
    const std::string_view en = reader.take(reader.get<std::uint32_t>());
    out.descriptions.push_back({std::string(zh), std::string(en)});
  }
  const Column of_events(reader, header.described);
  if (!reader.at_end() || !of_events.good) return false;
  return spread_captions(of_events, header.described, out);
}

}  // namespace

void HotPiece::clear() {
  postings.clear();
  sequences.clear();
  notes.clear();
  captions.clear();
  descriptions.clear();
}

std::string HotDraft::encode(CommunityNumber community, Sequence first, Sequence last) const {
  HotRun run = rows_.run(community, 0);
  run.descriptions = descriptions_.all();
  return encode_hot(community, first, last, run);
}

void HotPiece::add(const StoredBlock& block, const SliceRange& range) {
  for (std::size_t i = 0; i < block.events.size(); ++i) {
    const Sequence sequence{block.first.value + i};
    if (range.contains(sequence)) add(sequence, block.events[i]);
  }
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
  const TagList list(run.postings);
  header.tags = static_cast<std::uint16_t>(list.tags.size());
  const CaptionList captions(run);
  header.described = static_cast<std::uint32_t>(captions.of_events.size());
  std::string out;
  out.reserve(2 * sizeof header + run.postings.size() * 16);
  put(out, header);
  for (const Tag tag : list.tags) put(out, tag);
  write_columns(out, run, first, list.numbers);
  for (const HotRun::Note& note : run.notes) {
    put(out, note.sequence);
    put(out, note.community);
    put(out, static_cast<std::uint32_t>(note.event_bytes.size()));
    out += note.event_bytes;
  }
  write_captions(out, captions);
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
  // Rows are not cleared but overwritten: making them anew would set them to zero first.
  out.notes.clear();
  out.captions.clear();
  out.descriptions.clear();
  const std::optional<HotHeader> header = read_hot_header(bytes);
  if (!header) return false;
  if (header->checksum != XXH3_64bits(bytes.data() + checksum_size, bytes.size() - checksum_size)) {
    return false;
  }
  // Rows that are alike take no bytes: what a header claims is not allocated unseen. Of entries
  // that balance, no two rows of a pair are alike, so real pieces are far from this.
  if (header->postings > bytes.size() * most_postings_a_byte) return false;
  if (header->described > header->postings) return false;  // each of them has a posting
  Reader reader(bytes);
  reader.take(sizeof *header);
  const std::string_view tags = reader.take(header->tags * sizeof(Tag));
  const Columns columns(reader, header->postings);
  if (!reader.good() || !columns.good()) return false;
  if (!read_rows(columns, *header, tags, out)) return false;
  if (!read_notes(reader, *header, filter, out)) return false;
  if (filter.range.described && !read_captions(reader, *header, out)) return false;
  const bool every_community =
      header->community ? filter.wants(header->community) : !filter.community && filter.shards == 1;
  const bool every_sequence =
      header->first >= filter.range.from && header->last <= filter.range.through;
  if (!every_community || !every_sequence) keep_wanted(filter, out);
  return true;
}

}  // namespace mingzhang
