#include <algorithm>
#include <cstring>

#include "ledger/base/xxh3.h"
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

/// What rows are counted from, and the bytes that the largest difference from it needs.
struct Base {
  std::int64_t least = 0;
  std::uint8_t width = 0;
};

std::uint8_t width_of(std::uint64_t span) {
  if (span == 0) return 0;
  if (span <= 0xFF) return 1;
  if (span <= 0xFFFF) return 2;
  return span <= 0xFFFF'FFFF ? 4 : 8;
}

/// Of value(i) of each row.
template <class Value>
Base base_of(std::size_t rows, const Value& value) {
  if (rows == 0) return {};
  auto least = static_cast<std::int64_t>(value(0));
  std::int64_t most = least;
  for (std::size_t i = 1; i < rows; ++i) {
    const auto one = static_cast<std::int64_t>(value(i));
    least = std::min(least, one);
    most = std::max(most, one);
  }
  return {least, width_of(static_cast<std::uint64_t>(most) - static_cast<std::uint64_t>(least))};
}

template <class Stored, class Value>
void write_rows(std::string& out, Base base, std::size_t rows, const Value& value) {
  char* end = grow(out, rows * sizeof(Stored));
  for (std::size_t i = 0; i < rows; ++i) {
    const auto one = static_cast<std::uint64_t>(value(i));
    const auto stored = static_cast<Stored>(one - static_cast<std::uint64_t>(base.least));
    std::memcpy(end + i * sizeof stored, &stored, sizeof stored);
  }
}

template <class Value>
void write_rows(std::string& out, Base base, std::size_t rows, const Value& value) {
  switch (base.width) {
    case 1:
      return write_rows<std::uint8_t>(out, base, rows, value);
    case 2:
      return write_rows<std::uint16_t>(out, base, rows, value);
    case 4:
      return write_rows<std::uint32_t>(out, base, rows, value);
    case 8:
      return write_rows<std::uint64_t>(out, base, rows, value);
    default:
      return;
  }
}

/// Adds the column of value(i).
template <class Value>
void write_column(std::string& out, std::size_t rows, const Value& value) {
  const Base base = base_of(rows, value);
  put(out, base.least);
  put(out, base.width);
  write_rows(out, base, rows, value);
}

std::vector<std::uint32_t> use_descriptions(const HotRun& run, UsedNumbers& descriptions) {
  std::vector<std::uint32_t> captions;
  captions.reserve(run.entries.size());
  for (const HotRun::Entry& entry : run.entries) {
    captions.push_back(descriptions.use(entry.caption));
  }
  return captions;
}

/// Value(i) of the i-th posting of a sort.
auto amount_of(std::span<const std::int64_t> amounts_fen) {
  return [=](std::size_t i) { return amounts_fen[i]; };
}
auto house_of(std::span<const HouseNumber> houses) {
  return [=](std::size_t i) { return houses[i].value; };
}

/// Of each sort.
struct Bases {
  std::vector<Base> amounts;
  std::vector<Base> houses;
};

Bases bases_of(const HotRun& run) {
  Bases bases;
  run.each_sort([&](const PostingSort&, const auto& houses, const auto& amounts_fen) {
    bases.amounts.push_back(base_of(amounts_fen.size(), amount_of(amounts_fen)));
    bases.houses.push_back(base_of(houses.size(), house_of(houses)));
  });
  return bases;
}

void write_sorts(std::string& out, const HotRun& run, const Bases& bases) {
  const auto add = [&](const auto& value) { write_column(out, run.sorts.size(), value); };
  add([&](std::size_t i) { return run.sorts[i].community.value; });
  add([&](std::size_t i) { return run.sorts[i].subject.value; });
  add([&](std::size_t i) { return run.sorts[i].period.months; });
  add([&](std::size_t i) { return run.sorts[i].account; });
  add([&](std::size_t i) { return run.sorts[i].fund; });
  add([&](std::size_t i) { return run.sorts[i].flow; });
  add([&](std::size_t i) { return run.sorts[i].kind; });
  add([&](std::size_t i) { return run.sort_ends[i] - (i == 0 ? 0 : run.sort_ends[i - 1]); });
  add([&](std::size_t i) { return bases.amounts[i].least; });
  add([&](std::size_t i) { return bases.amounts[i].width; });
  add([&](std::size_t i) { return bases.houses[i].least; });
  add([&](std::size_t i) { return bases.houses[i].width; });
}

void write_postings(std::string& out, const HotRun& run, const Bases& bases) {
  auto base = bases.amounts.begin();
  run.each_sort([&](const PostingSort&, const auto&, const auto& amounts_fen) {
    write_rows(out, *base++, amounts_fen.size(), amount_of(amounts_fen));
  });
  base = bases.houses.begin();
  run.each_sort([&](const PostingSort&, const auto& houses, const auto&) {
    write_rows(out, *base++, houses.size(), house_of(houses));
  });
}

void write_vouchers(std::string& out, const HotRun& run) {
  const auto add = [&](const auto& value) { write_column(out, run.vouchers.size(), value); };
  add([&](std::size_t i) { return run.vouchers[i].community.value; });
  add([&](std::size_t i) { return run.vouchers[i].month.months; });
  add([&](std::size_t i) { return run.vouchers[i].events; });
}

void write_entries(std::string& out, const HotRun& run, Sequence first,
                   const std::vector<std::uint32_t>& captions) {
  const std::span<const HotRun::Entry> entries = run.entries;
  const auto add = [&](const auto& value) { write_column(out, entries.size(), value); };
  add([&](std::size_t i) {
    return entries[i].sequence.value - (i == 0 ? first : entries[i - 1].sequence).value;
  });
  add([&](std::size_t i) { return entries[i].postings; });
  add([&](std::size_t i) { return entries[i].day; });
  add([&](std::size_t i) { return captions[i]; });
}

void put_text(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

void write_notes(std::string& out, const HotRun& run) {
  for (const HotRun::Note& note : run.notes) {
    put(out, note.sequence);
    put(out, note.community);
    put_text(out, note.meaning);
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
  const Bases bases = bases_of(run);
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
  write_sorts(out, run, bases);
  write_postings(out, run, bases);
  write_vouchers(out, run);
  write_notes(out, run);
  write_column(out, run.posting_count(), [&](std::size_t i) { return run.sort_numbers[i]; });
  write_entries(out, run, first, captions);
  write_descriptions(out, run, descriptions);
  header.checksum = xxh3(std::string_view(out).substr(HotHeader::checksum_size));
  std::memcpy(out.data(), &header.checksum, HotHeader::checksum_size);
  return out;
}

}  // namespace mingzhang
