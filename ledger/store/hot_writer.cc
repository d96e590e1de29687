#include <xxhash.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "ledger/store/hot_codec.h"

namespace mingzhang {
namespace {

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

/// Bytes of a row in which all numbers up to `span` have their place.
std::uint8_t width_of(std::uint64_t span) {
  if (span == 0) return 0;
  if (span <= 0xFF) return 1;
  if (span <= 0xFFFF) return 2;
  return span <= 0xFFFF'FFFF ? 4 : 8;
}

template <class Stored, class Value>
void write_rows(std::string& out, std::size_t count, const Value& value) {
  char* end = grow(out, count * sizeof(Stored));
  for (std::size_t i = 0; i < count; ++i) {
    const auto stored = static_cast<Stored>(value(i));
    std::memcpy(end + i * sizeof stored, &stored, sizeof stored);
  }
}

/// Adds value(i) of each row, in `width` bytes.
template <class Value>
void write_rows(std::string& out, std::uint8_t width, std::size_t count, const Value& value) {
  switch (width) {
    case 1:
      return write_rows<std::uint8_t>(out, count, value);
    case 2:
      return write_rows<std::uint16_t>(out, count, value);
    case 4:
      return write_rows<std::uint32_t>(out, count, value);
    case 8:
      return write_rows<std::uint64_t>(out, count, value);
    default:
      return;
  }
}

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
    const auto base = static_cast<std::uint64_t>(least);
    const std::uint8_t width = width_of(static_cast<std::uint64_t>(most) - base);
    put(out_, base);
    put(out_, width);
    write_rows(out_, width, rows, [&](std::size_t i) { return values_[i] - base; });
  }

 private:
  std::string& out_;
  std::vector<std::uint64_t> values_;
};

std::vector<std::uint32_t> use_descriptions(const HotRun& run, UsedNumbers& descriptions) {
  std::vector<std::uint32_t> captions;
  captions.reserve(run.entries.size());
  for (const HotRun::Entry& entry : run.entries) {
    captions.push_back(descriptions.use(entry.caption));
  }
  return captions;
}

/// The least value of each sort's rows, and the bytes that the largest difference from it needs.
struct Widths {
  std::vector<std::int64_t> least;
  std::vector<std::uint8_t> width;
};

/// Calls visit(i, begin, end) with the place of each sort and of its postings.
template <class Visit>
void each_group(const HotRun& run, const Visit& visit) {
  std::size_t begin = 0;
  for (std::size_t i = 0; i < run.sorts.size(); ++i) {
    visit(i, begin, run.sort_ends[i]);
    begin = run.sort_ends[i];
  }
}

template <class Value>
Widths widths_of(const HotRun& run, const Value& value) {
  Widths widths;
  each_group(run, [&](std::size_t, std::size_t begin, std::size_t end) {
    std::int64_t least = value(begin);
    std::int64_t most = least;
    for (std::size_t i = begin + 1; i < end; ++i) {
      least = std::min<std::int64_t>(least, value(i));
      most = std::max<std::int64_t>(most, value(i));
    }
    widths.least.push_back(least);
    widths.width.push_back(
        width_of(static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least)));
  });
  return widths;
}

template <class Value>
void write_groups(std::string& out, const HotRun& run, const Widths& widths, const Value& value) {
  each_group(run, [&](std::size_t sort, std::size_t begin, std::size_t end) {
    const auto base = static_cast<std::uint64_t>(widths.least[sort]);
    write_rows(out, widths.width[sort], end - begin,
               [&](std::size_t i) { return static_cast<std::uint64_t>(value(begin + i)) - base; });
  });
}

void write_sorts(ColumnWriter& writer, const HotRun& run, const Widths& amounts,
                 const Widths& houses) {
  const auto add = [&](const auto& value) { writer.add(run.sorts.size(), value); };
  add([&](std::size_t i) { return run.sorts[i].community.value; });
  add([&](std::size_t i) { return run.sorts[i].subject.value; });
  add([&](std::size_t i) { return run.sorts[i].period.months; });
  add([&](std::size_t i) { return run.sorts[i].account; });
  add([&](std::size_t i) { return run.sorts[i].fund; });
  add([&](std::size_t i) { return run.sorts[i].flow; });
  add([&](std::size_t i) { return run.sorts[i].kind; });
  add([&](std::size_t i) { return run.sort_ends[i] - (i == 0 ? 0 : run.sort_ends[i - 1]); });
  add([&](std::size_t i) { return amounts.least[i]; });
  add([&](std::size_t i) { return amounts.width[i]; });
  add([&](std::size_t i) { return houses.least[i]; });
  add([&](std::size_t i) { return houses.width[i]; });
}

void write_vouchers(ColumnWriter& writer, const HotRun& run) {
  const auto add = [&](const auto& value) { writer.add(run.vouchers.size(), value); };
  add([&](std::size_t i) { return run.vouchers[i].community.value; });
  add([&](std::size_t i) { return run.vouchers[i].month.months; });
  add([&](std::size_t i) { return run.vouchers[i].events; });
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

}  // namespace

std::string encode_hot(CommunityNumber community, Sequence first, Sequence last,
                       const HotRun& run) {
  ensure(run.sort_numbers.size() == run.posting_count(), "a piece is written as events");
  ensure(run.entries.empty() || !run.descriptions.empty(), "each entry is described");
  UsedNumbers descriptions(run.descriptions.size());
  const std::vector<std::uint32_t> captions = use_descriptions(run, descriptions);
  const auto amount = [&](std::size_t i) { return run.amounts_fen[i]; };
  const auto house = [&](std::size_t i) { return run.houses[i].value; };
  const Widths amounts = widths_of(run, amount);
  const Widths houses = widths_of(run, house);
  HotHeader header;
  header.magic = HotHeader::our_magic;
  header.version = HotHeader::our_version;
  header.sorts = static_cast<std::uint32_t>(run.sorts.size());
  header.postings = static_cast<std::uint32_t>(run.posting_count());
  header.vouchers = static_cast<std::uint32_t>(run.vouchers.size());
  header.notes = static_cast<std::uint32_t>(run.notes.size());
  header.entries = static_cast<std::uint32_t>(run.entries.size());
  header.community = community;
  header.first = first;
  header.last = last;
  std::string out;
  out.reserve(512 + run.posting_count() * 12 + run.entries.size() * 8);
  put(out, header);
  ColumnWriter writer(out);
  write_sorts(writer, run, amounts, houses);
  write_groups(out, run, amounts, amount);
  write_groups(out, run, houses, house);
  write_vouchers(writer, run);
  write_notes(out, run);
  writer.add(run.posting_count(), [&](std::size_t i) { return run.sort_numbers[i]; });
  write_entries(writer, run, first, captions);
  write_descriptions(out, run, descriptions);
  header.checksum =
      XXH3_64bits(out.data() + HotHeader::checksum_size, out.size() - HotHeader::checksum_size);
  std::memcpy(out.data(), &header.checksum, HotHeader::checksum_size);
  return out;
}

}  // namespace mingzhang
