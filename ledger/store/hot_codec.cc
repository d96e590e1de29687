#include "ledger/store/hot_codec.h"

#include <xxhash.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <limits>

namespace mingzhang {
namespace {

constexpr std::uint32_t hot_magic = 0x48'5A'4DU;  // "MZH"
constexpr std::uint16_t hot_version = 4;
constexpr std::size_t checksum_size = sizeof(std::uint64_t);
constexpr std::size_t most_postings_a_byte = 64;
static_assert(sizeof(HotHeader) == 56 && std::is_trivially_copyable_v<HotHeader>);

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

/// Calls put(i, value) for the rows of a column whose rows are `Stored`.
template <class Stored, class Put>
void each_row(const Column& column, std::size_t count, const Put& put) {
  for (std::size_t i = 0; i < count; ++i) {
    Stored stored;
    std::memcpy(&stored, column.rows + i * sizeof stored, sizeof stored);
    put(i, column.least + stored);
  }
}

template <class Put>
void each_row(const Column& column, std::size_t count, const Put& put) {
  switch (column.width) {
    case 1:
      return each_row<std::uint8_t>(column, count, put);
    case 2:
      return each_row<std::uint16_t>(column, count, put);
    case 4:
      return each_row<std::uint32_t>(column, count, put);
    case 8:
      return each_row<std::uint64_t>(column, count, put);
    default:
      for (std::size_t i = 0; i < count; ++i) put(i, column.least);
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

/// Which of a run's sorts or descriptions are used, numbered anew in the order of their first use.
class UsedNumbers {
 public:
  explicit UsedNumbers(std::size_t count) : numbers_(count, unused) {}

  std::uint32_t use(std::uint32_t number) {
    if (numbers_[number] == unused) {
      numbers_[number] = static_cast<std::uint32_t>(used_.size());
      used_.push_back(number);
    }
    return numbers_[number];
  }
  const std::vector<std::uint32_t>& used() const { return used_; }

 private:
  static constexpr auto unused = std::numeric_limits<std::uint32_t>::max();
  std::vector<std::uint32_t> numbers_;
  std::vector<std::uint32_t> used_;
};

std::vector<std::uint32_t> use_sorts(const HotRun& run, UsedNumbers& sorts) {
  std::vector<std::uint32_t> numbers;
  numbers.reserve(run.sort_numbers.size());
  for (const std::uint32_t number : run.sort_numbers) numbers.push_back(sorts.use(number));
  return numbers;
}

/// All 0 when the run has no descriptions.
std::vector<std::uint32_t> use_descriptions(const HotRun& run, UsedNumbers& descriptions) {
  std::vector<std::uint32_t> captions(run.entries.size());
  if (run.descriptions.empty()) return captions;
  for (std::size_t i = 0; i < captions.size(); ++i) {
    captions[i] = descriptions.use(run.entries[i].caption);
  }
  return captions;
}

void write_sorts(ColumnWriter& writer, const HotRun& run, const UsedNumbers& sorts) {
  const auto add = [&](const auto& value) {
    writer.add(sorts.used().size(),
               [&](std::size_t i) { return value(run.sorts[sorts.used()[i]]); });
  };
  add([](const PostingSort& sort) { return sort.community.value; });
  add([](const PostingSort& sort) { return sort.subject.value; });
  add([](const PostingSort& sort) { return sort.period.months; });
  add([](const PostingSort& sort) { return sort.account; });
  add([](const PostingSort& sort) { return sort.fund; });
  add([](const PostingSort& sort) { return sort.flow; });
  add([](const PostingSort& sort) { return sort.kind; });
}

void write_entries(ColumnWriter& writer, const HotRun& run, Sequence first,
                   const std::vector<std::uint32_t>& captions) {
  const std::span<const HotRun::Entry> entries = run.entries;
  writer.add(entries.size(), [&](std::size_t i) {
    return entries[i].sequence.value - (i == 0 ? first : entries[i - 1].sequence).value;
  });
  writer.add(entries.size(), [&](std::size_t i) { return entries[i].postings; });
  writer.add(entries.size(), [&](std::size_t i) { return entries[i].day; });
  writer.add(entries.size(), [&](std::size_t i) { return captions[i]; });
}

void put_text(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

void write_notes(std::string& out, const HotRun& run) {
  for (const HotRun::Note& note : run.notes) {
    put(out, note.sequence);
    put(out, note.community);
    put_text(out, note.event_bytes);
  }
}

void write_descriptions(std::string& out, const HotRun& run, const UsedNumbers& descriptions) {
  put(out, static_cast<std::uint32_t>(descriptions.used().size()));
  for (const std::uint32_t number : descriptions.used()) {
    put_text(out, run.descriptions[number].zh);
    put_text(out, run.descriptions[number].en);
  }
}

template <class Number>
Number as(std::uint64_t value) {
  return static_cast<Number>(value);
}

/// False when a sort is of no community, or has an account, fund or flow that is none.
bool read_sorts(Reader& reader, std::uint32_t count, HotPiece& out) {
  out.sorts.resize(count);
  bool good = true;
  const auto read = [&](const auto& set) {
    const Column column(reader, count);
    good = good && column.good && reader.good();
    if (!good) return;
    each_row(column, count, [&](std::size_t i, std::uint64_t value) { set(out.sorts[i], value); });
  };
  read([&](PostingSort& sort, std::uint64_t value) {
    sort.community = {as<std::uint32_t>(value)};
    good = good && sort.community;
  });
  read([](PostingSort& sort, std::uint64_t value) { sort.subject = {as<std::uint32_t>(value)}; });
  read([](PostingSort& sort, std::uint64_t value) { sort.period = {as<std::uint16_t>(value)}; });
  read([&](PostingSort& sort, std::uint64_t value) {
    sort.account = as<Account>(value);
    good = good && value < account_count;
  });
  read([&](PostingSort& sort, std::uint64_t value) {
    sort.fund = as<Fund>(value);
    good = good && value < fund_count;
  });
  read([&](PostingSort& sort, std::uint64_t value) {
    sort.flow = as<Flow>(value);
    good = good && value < flow_count;
  });
  read([](PostingSort& sort, std::uint64_t value) { sort.kind = as<std::uint8_t>(value); });
  return good;
}

/// False when a posting names a sort that is not there.
bool read_postings(Reader& reader, std::uint32_t count, HotPiece& out) {
  const Column amount(reader, count);
  const Column house(reader, count);
  const Column sort(reader, count);
  if (!reader.good() || !amount.good || !house.good || !sort.good) return false;
  // Rows are not cleared but overwritten: making them anew would set them to zero first.
  out.amounts_fen.resize(count);
  out.houses.resize(count);
  out.sort_numbers.resize(count);
  std::int64_t* const amounts = out.amounts_fen.data();
  HouseNumber* const houses = out.houses.data();
  std::uint32_t* const sorts = out.sort_numbers.data();
  each_row(amount, count,
           [=](std::size_t i, std::uint64_t value) { amounts[i] = as<std::int64_t>(value); });
  each_row(house, count,
           [=](std::size_t i, std::uint64_t value) { houses[i] = {as<std::uint32_t>(value)}; });
  std::uint32_t most = 0;
  each_row(sort, count, [=, &most](std::size_t i, std::uint64_t value) {
    sorts[i] = as<std::uint32_t>(value);
    most = std::max(most, sorts[i]);
  });
  return count == 0 || most < out.sorts.size();
}

/// False when the entries' postings are not the piece's, or an entry lies outside of the piece.
bool read_entries(Reader& reader, const HotHeader& header, HotPiece& out) {
  const std::uint32_t count = header.entries;
  const Column step(reader, count);
  const Column postings(reader, count);
  const Column day(reader, count);
  const Column caption(reader, count);
  if (!reader.good() || !step.good || !postings.good || !day.good || !caption.good) return false;
  out.entries.resize(count);
  HotRun::Entry* const entries = out.entries.data();
  std::uint64_t sequence = header.first.value;
  each_row(step, count, [&](std::size_t i, std::uint64_t value) {
    sequence += value;
    entries[i].sequence = {sequence};
  });
  std::uint64_t sum = 0;
  bool good = count == 0 || sequence <= header.last.value;
  each_row(postings, count, [&](std::size_t i, std::uint64_t value) {
    entries[i].postings = as<std::uint32_t>(value);
    good = good && value != 0 && value <= header.postings;
    sum += value;
  });
  each_row(day, count,
           [=](std::size_t i, std::uint64_t value) { entries[i].day = as<std::uint16_t>(value); });
  each_row(caption, count, [=](std::size_t i, std::uint64_t value) {
    entries[i].caption = as<std::uint32_t>(value);
  });
  return good && sum == header.postings;
}

/// Leaves the entries that are wanted, with their postings and the sorts of those.
void keep_wanted(const HotFilter& filter, HotPiece& out) {
  UsedNumbers sorts(out.sorts.size());
  std::size_t kept_entries = 0;
  std::size_t kept = 0;
  std::size_t place = 0;
  for (const HotRun::Entry entry : out.entries) {
    const std::size_t end = place + entry.postings;
    if (filter.wants(entry.sequence, out.sorts[out.sort_numbers[place]].community)) {
      out.entries[kept_entries++] = entry;
      for (std::size_t i = place; i < end; ++i, ++kept) {
        out.sort_numbers[kept] = sorts.use(out.sort_numbers[i]);
        out.houses[kept] = out.houses[i];
        out.amounts_fen[kept] = out.amounts_fen[i];
      }
    }
    place = end;
  }
  out.entries.resize(kept_entries);
  out.sort_numbers.resize(kept);
  out.houses.resize(kept);
  out.amounts_fen.resize(kept);
  std::vector<PostingSort> used;
  used.reserve(sorts.used().size());
  for (const std::uint32_t number : sorts.used()) used.push_back(out.sorts[number]);
  out.sorts = std::move(used);
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

/// False when an entry's description is not there.
bool read_descriptions(Reader& reader, HotPiece& out) {
  const auto count = reader.get<std::uint32_t>();
  for (std::uint32_t i = 0; i < count && reader.good(); ++i) {
    const std::string_view zh = reader.take(reader.get<std::uint32_t>());
    const std::string_view en = reader.take(reader.get<std::uint32_t>());
    out.descriptions.push_back({std::string(zh), std::string(en)});
  }
  return reader.at_end() && std::ranges::all_of(out.entries, [&](const HotRun::Entry& entry) {
           return entry.caption < out.descriptions.size();
         });
}

/// Whether a piece of one community holds rows of no other: a fold goes by what the header says.
bool is_of_one_community(const HotHeader& header, const HotPiece& piece) {
  if (!header.community) return true;
  const auto is_of_it = [&](const auto& one) { return one.community == header.community; };
  return std::ranges::all_of(piece.sorts, is_of_it) && std::ranges::all_of(piece.notes, is_of_it);
}

}  // namespace

std::string encode_hot(CommunityNumber community, Sequence first, Sequence last,
                       const HotRun& run) {
  UsedNumbers sorts(run.sorts.size());
  UsedNumbers descriptions(run.descriptions.size());
  const std::vector<std::uint32_t> sort_numbers = use_sorts(run, sorts);
  const std::vector<std::uint32_t> captions = use_descriptions(run, descriptions);
  HotHeader header;
  header.magic = hot_magic;
  header.version = hot_version;
  header.sorts = static_cast<std::uint32_t>(sorts.used().size());
  header.postings = static_cast<std::uint32_t>(run.posting_count());
  header.entries = static_cast<std::uint32_t>(run.entries.size());
  header.notes = static_cast<std::uint32_t>(run.notes.size());
  header.community = community;
  header.first = first;
  header.last = last;
  std::string out;
  out.reserve(512 + run.posting_count() * 12 + run.entries.size() * 8);
  put(out, header);
  ColumnWriter writer(out);
  write_sorts(writer, run, sorts);
  writer.add(run.posting_count(), [&](std::size_t i) { return run.amounts_fen[i]; });
  writer.add(run.posting_count(), [&](std::size_t i) { return run.houses[i].value; });
  writer.add(run.posting_count(), [&](std::size_t i) { return sort_numbers[i]; });
  write_entries(writer, run, first, captions);
  write_notes(out, run);
  write_descriptions(out, run, descriptions);
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
  out.notes.clear();
  out.descriptions.clear();
  const std::optional<HotHeader> header = read_hot_header(bytes);
  if (!header) return false;
  if (header->checksum != XXH3_64bits(bytes.data() + checksum_size, bytes.size() - checksum_size)) {
    return false;
  }
  // Rows that are alike take no bytes: what a header claims is not allocated unseen. Of entries
  // that balance, no two rows of a pair are alike, so real pieces are far from this.
  const std::size_t most = bytes.size() * most_postings_a_byte;
  if (header->postings > most || header->sorts > header->postings) return false;
  if (header->entries > header->postings) return false;  // each of them has a posting
  Reader reader(bytes);
  reader.take(sizeof *header);
  if (!read_sorts(reader, header->sorts, out)) return false;
  if (!read_postings(reader, header->postings, out)) return false;
  if (!read_entries(reader, *header, out)) return false;
  if (!read_notes(reader, *header, filter, out)) return false;
  if (!is_of_one_community(*header, out)) return false;
  if (filter.range.described && !read_descriptions(reader, out)) return false;
  const bool every_community =
      header->community ? filter.wants(header->community) : !filter.community && filter.shards == 1;
  const bool every_sequence =
      header->first >= filter.range.from && header->last <= filter.range.through;
  if (!every_community || !every_sequence) keep_wanted(filter, out);
  return true;
}

}  // namespace mingzhang
