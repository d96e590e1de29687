#include <algorithm>
#include <bit>
#include <cstring>

#include "ledger/base/xxh3.h"
#include "ledger/store/hot_codec.h"

namespace mingzhang {
namespace {

static_assert(sizeof(HotHeader) == 56 && std::is_trivially_copyable_v<HotHeader>);

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

/// Values of `width` bytes each, counted from `least`.
struct Rows {
  std::uint64_t least = 0;
  std::uint8_t width = 0;
  const char* bytes = nullptr;
};

bool is_width(std::uint64_t width) {
  return width == 0 || (std::has_single_bit(width) && width <= 8);
}

/// Calls put(i, value) for rows that are `Stored`.
template <class Stored, class Put>
void each_row(const Rows& rows, std::size_t count, const Put& put) {
  for (std::size_t i = 0; i < count; ++i) {
    Stored stored;
    std::memcpy(&stored, rows.bytes + i * sizeof stored, sizeof stored);
    put(i, rows.least + stored);
  }
}

template <class Put>
void each_row(const Rows& rows, std::size_t count, const Put& put) {
  switch (rows.width) {
    case 1:
      return each_row<std::uint8_t>(rows, count, put);
    case 2:
      return each_row<std::uint16_t>(rows, count, put);
    case 4:
      return each_row<std::uint32_t>(rows, count, put);
    case 8:
      return each_row<std::uint64_t>(rows, count, put);
    default:
      for (std::size_t i = 0; i < count; ++i) put(i, rows.least);
  }
}

/// Calls put(i, value) for the rows of the next column. False when it is none.
template <class Put>
bool read_column(Reader& reader, std::uint32_t count, const Put& put) {
  Rows rows;
  rows.least = reader.get<std::uint64_t>();
  rows.width = reader.get<std::uint8_t>();
  if (!is_width(rows.width)) return false;
  rows.bytes = reader.take(std::size_t{rows.width} * count).data();
  if (!reader.good()) return false;
  each_row(rows, count, put);
  return true;
}

/// Reads columns into a list, one member after the other. Rows are checked on the way.
class Columns {
 public:
  explicit Columns(Reader& reader) : reader_(reader) {}

  /// Calls set(element, value) for each; does nothing once something was wrong.
  template <class List, class Set>
  void read(List& list, const Set& set) {
    if (!good_) return;
    const auto count = static_cast<std::uint32_t>(list.size());
    const auto set_row = [&](std::size_t i, std::uint64_t value) { set(list[i], value); };
    if (!read_column(reader_, count, set_row)) good_ = false;
  }
  void require(bool holds) { good_ = good_ && holds; }
  bool good() const { return good_; }

 private:
  Reader& reader_;
  bool good_ = true;
};

template <class Number>
Number as(std::uint64_t value) {
  return static_cast<Number>(value);
}

/// Where the rows of a sort's postings are.
struct Group {
  std::uint32_t postings = 0;
  Rows amounts;
  Rows houses;
};

/// False when a sort is of no community, has an account, fund or flow that is none, or no posting.
bool read_sorts(Reader& reader, const HotHeader& header, HotPiece& out,
                std::vector<Group>& groups) {
  out.sorts.resize(header.sorts);
  groups.resize(header.sorts);
  Columns columns(reader);
  const auto of_sort = [&](const auto& set) { columns.read(out.sorts, set); };
  const auto of_group = [&](const auto& set) { columns.read(groups, set); };
  const auto width = [&](Rows& rows, std::uint64_t value) {
    rows.width = as<std::uint8_t>(value);
    columns.require(is_width(value));
  };
  of_sort([&](PostingSort& sort, std::uint64_t value) {
    sort.community = {as<std::uint32_t>(value)};
    columns.require(bool{sort.community});
  });
  of_sort(
      [](PostingSort& sort, std::uint64_t value) { sort.subject = {as<std::uint32_t>(value)}; });
  of_sort([](PostingSort& sort, std::uint64_t value) { sort.period = {as<std::uint16_t>(value)}; });
  of_sort([&](PostingSort& sort, std::uint64_t value) {
    sort.account = as<Account>(value);
    columns.require(value < account_count);
  });
  of_sort([&](PostingSort& sort, std::uint64_t value) {
    sort.fund = as<Fund>(value);
    columns.require(value < fund_count);
  });
  of_sort([&](PostingSort& sort, std::uint64_t value) {
    sort.flow = as<Flow>(value);
    columns.require(value < flow_count);
  });
  of_sort([](PostingSort& sort, std::uint64_t value) { sort.kind = as<std::uint8_t>(value); });
  of_group([&](Group& group, std::uint64_t value) {
    group.postings = as<std::uint32_t>(value);
    columns.require(value != 0 && value <= header.postings);
  });
  of_group([](Group& group, std::uint64_t value) { group.amounts.least = value; });
  of_group([&](Group& group, std::uint64_t value) { width(group.amounts, value); });
  of_group([](Group& group, std::uint64_t value) { group.houses.least = value; });
  of_group([&](Group& group, std::uint64_t value) { width(group.houses, value); });
  return columns.good();
}

/// False when the sorts' postings are not the piece's, or the rows end early.
bool find_groups(Reader& reader, const HotHeader& header, HotPiece& out,
                 std::vector<Group>& groups) {
  out.sort_ends.resize(groups.size());
  std::uint64_t end = 0;
  for (std::size_t i = 0; i < groups.size(); ++i) {
    end += groups[i].postings;
    out.sort_ends[i] = as<std::uint32_t>(end);
  }
  const auto find = [&](Rows Group::*rows) {
    for (Group& group : groups) {
      Rows& of_group = group.*rows;
      of_group.bytes = reader.take(std::size_t{of_group.width} * group.postings).data();
    }
  };
  find(&Group::amounts);
  find(&Group::houses);
  return end == header.postings && reader.good();
}

/// False when a sort's postings are not there.
bool read_postings(Reader& reader, const HotHeader& header, HotPiece& out) {
  std::vector<Group> groups;
  if (!read_sorts(reader, header, out, groups)) return false;
  if (!find_groups(reader, header, out, groups)) return false;
  // Rows are not cleared but overwritten: making them anew would set them to zero first.
  out.amounts_fen.resize(header.postings);
  out.houses.resize(header.postings);
  std::int64_t* amounts = out.amounts_fen.data();
  HouseNumber* houses = out.houses.data();
  for (const Group& group : groups) {
    each_row(group.amounts, group.postings,
             [=](std::size_t i, std::uint64_t value) { amounts[i] = as<std::int64_t>(value); });
    each_row(group.houses, group.postings,
             [=](std::size_t i, std::uint64_t value) { houses[i] = {as<std::uint32_t>(value)}; });
    amounts += group.postings;
    houses += group.postings;
  }
  return true;
}

/// False when they are not those of all entries.
bool read_vouchers(Reader& reader, const HotHeader& header, HotPiece& out) {
  out.vouchers.resize(header.vouchers);
  Columns columns(reader);
  std::uint64_t events = 0;
  columns.read(out.vouchers, [&](HotRun::Vouchers& vouchers, std::uint64_t value) {
    vouchers.community = {as<std::uint32_t>(value)};
    columns.require(bool{vouchers.community});
  });
  columns.read(out.vouchers, [](HotRun::Vouchers& vouchers, std::uint64_t value) {
    vouchers.month = {as<std::uint16_t>(value)};
  });
  columns.read(out.vouchers, [&](HotRun::Vouchers& vouchers, std::uint64_t value) {
    vouchers.events = as<std::uint32_t>(value);
    columns.require(value <= header.entries);
    events += value;
  });
  return columns.good() && events == header.entries;
}

/// False when the postings of the sorts are others than what each posting says that it is of.
bool read_order(Reader& reader, const HotHeader& header, HotPiece& out) {
  out.sort_numbers.resize(header.postings);
  std::vector<std::uint32_t> counts(header.sorts);
  bool good = true;
  const bool read = read_column(reader, header.postings, [&](std::size_t i, std::uint64_t value) {
    out.sort_numbers[i] = as<std::uint32_t>(value);
    good = good && value < counts.size();
    if (good) ++counts[value];
  });
  if (!read || !good) return false;
  std::uint32_t end = 0;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    end += counts[i];
    if (end != out.sort_ends[i]) return false;
  }
  return true;
}

/// False when the entries' postings or vouchers are not the piece's, or one lies outside of it.
bool read_entries(Reader& reader, const HotHeader& header, HotPiece& out) {
  out.entries.resize(header.entries);
  Columns columns(reader);
  const auto read = [&](const auto& set) { columns.read(out.entries, set); };
  std::uint64_t sequence = header.first.value;
  std::uint64_t postings = 0;
  read([&](HotRun::Entry& entry, std::uint64_t value) {
    columns.require(value <= header.last.value - sequence);
    if (columns.good()) sequence += value;
    entry.sequence = {sequence};
  });
  read([&](HotRun::Entry& entry, std::uint64_t value) {
    entry.postings = as<std::uint32_t>(value);
    columns.require(value != 0 && value <= header.postings);
    postings += value;
  });
  read([](HotRun::Entry& entry, std::uint64_t value) { entry.day = as<std::uint16_t>(value); });
  read([](HotRun::Entry& entry, std::uint64_t value) { entry.caption = as<std::uint32_t>(value); });
  // A fold goes by the vouchers as they stand there.
  return columns.good() && postings == header.postings && out.vouchers == vouchers_of(out);
}

/// Leaves the sorts of wanted communities, with their postings, and their vouchers.
void keep_communities(const HotFilter& filter, HotPiece& out) {
  std::size_t sorts = 0;
  std::uint32_t begin = 0;
  std::uint32_t kept = 0;
  for (std::size_t i = 0; i < out.sorts.size(); ++i) {
    const std::uint32_t end = out.sort_ends[i];
    if (filter.wants(out.sorts[i].community)) {
      const auto move = [&](auto& column) {
        std::copy(column.begin() + begin, column.begin() + end, column.begin() + kept);
      };
      move(out.houses);
      move(out.amounts_fen);
      kept += end - begin;
      out.sorts[sorts] = out.sorts[i];
      out.sort_ends[sorts++] = kept;
    }
    begin = end;
  }
  out.sorts.resize(sorts);
  out.sort_ends.resize(sorts);
  out.houses.resize(kept);
  out.amounts_fen.resize(kept);
  std::erase_if(out.vouchers, [&](const auto& of) { return !filter.wants(of.community); });
}

/// Leaves the entries that are wanted, with their postings and the sorts of those.
void keep_wanted(const HotFilter& filter, HotPiece& out) {
  const std::vector<PostingSort> sorts = out.sorts;
  std::vector<std::uint32_t> sort_numbers;
  std::vector<HouseNumber> houses;
  std::vector<std::int64_t> amounts_fen;
  std::vector<HotRun::Entry> entries;
  std::vector<std::uint32_t> places = out.run(0).sort_begins();
  const std::uint32_t* number = out.sort_numbers.data();
  for (const HotRun::Entry& entry : out.entries) {
    const bool wanted = filter.wants(entry.sequence, sorts[*number].community);
    if (wanted) entries.push_back(entry);
    for (std::uint32_t line = 0; line < entry.postings; ++line, ++number) {
      const std::uint32_t place = places[*number]++;
      if (!wanted) continue;
      sort_numbers.push_back(*number);
      houses.push_back(out.houses[place]);
      amounts_fen.push_back(out.amounts_fen[place]);
    }
  }
  const std::vector<HotRun::Note> notes = out.notes;
  out.take({sorts, sort_numbers, houses, amounts_fen, entries, notes});
}

/// False when one is of no community.
bool read_notes(Reader& reader, const HotHeader& header, const HotFilter& filter, HotPiece& out) {
  for (std::uint32_t i = 0; i < header.notes && reader.good(); ++i) {
    const auto sequence = reader.get<Sequence>();
    const auto community = reader.get<CommunityNumber>();
    const std::string_view meaning = reader.take(reader.get<std::uint32_t>());
    if (!community) return false;
    if (filter.wants(sequence, community)) out.notes.push_back({sequence, community, meaning});
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

/// Whether a piece of one community holds rows of no other: filters go by what the header says.
bool is_of_one_community(const HotHeader& header, const HotPiece& piece) {
  if (!header.community) return true;
  const auto is_of_it = [&](const auto& one) { return one.community == header.community; };
  return std::ranges::all_of(piece.sorts, is_of_it) && std::ranges::all_of(piece.notes, is_of_it) &&
         std::ranges::all_of(piece.vouchers, is_of_it);
}

}  // namespace

std::optional<HotHeader> read_hot_header(std::string_view bytes) {
  HotHeader header;
  if (bytes.size() < sizeof header) return std::nullopt;
  std::memcpy(&header, bytes.data(), sizeof header);
  if (header.magic != HotHeader::our_magic) return std::nullopt;
  if (header.version != HotHeader::our_version) return std::nullopt;
  if (!header.first || header.last < header.first) return std::nullopt;
  return header;
}

bool decode_hot(std::string_view bytes, const HotFilter& filter, HotPiece& out) {
  out.notes.clear();
  out.entries.clear();
  out.sort_numbers.clear();
  out.descriptions.clear();
  const std::optional<HotHeader> header = read_hot_header(bytes);
  if (!header) return false;
  if (header->checksum != xxh3(bytes.substr(HotHeader::checksum_size))) {
    return false;
  }
  // Rows that are alike take no bytes: what a header claims is not allocated unseen. Of postings
  // that balance either the sorts differ or the amounts, so each takes a byte at least.
  if (header->postings > bytes.size() || header->sorts > header->postings) return false;
  if (header->entries > header->postings) return false;  // each of them has a posting
  if (header->vouchers > header->entries) return false;  // each of them counts an entry
  Reader reader(bytes);
  reader.take(sizeof *header);
  if (!read_postings(reader, *header, out)) return false;
  if (!read_vouchers(reader, *header, out)) return false;
  if (!read_notes(reader, *header, filter, out)) return false;
  if (!is_of_one_community(*header, out)) return false;
  const bool every_community =
      header->community ? filter.wants(header->community) : !filter.community && filter.shards == 1;
  const bool every_sequence =
      header->first >= filter.range.from && header->last <= filter.range.through;
  if (every_sequence && !filter.range.as_events) {
    if (!every_community) keep_communities(filter, out);
    return true;
  }
  if (!read_order(reader, *header, out)) return false;
  if (!read_entries(reader, *header, out)) return false;
  if (filter.range.as_events && !read_descriptions(reader, out)) return false;
  if (!every_community || !every_sequence) keep_wanted(filter, out);
  if (!filter.range.as_events) {
    out.entries.clear();
    out.sort_numbers.clear();
  }
  return true;
}

}  // namespace mingzhang
