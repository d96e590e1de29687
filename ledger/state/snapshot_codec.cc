#include "ledger/state/snapshot_codec.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <memory>

#include "ledger/base/durable_file.h"
#include "ledger/base/shards.h"
#include "ledger/base/xxh3.h"

namespace mingzhang {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t magic = 0x50414E535A474E4DULL;  // "MNGZSNAP", little endian
constexpr std::size_t kept_snapshots = 2;

struct FileHeader {
  std::uint64_t magic_number = magic;
  std::uint32_t version = projection_version;
  std::uint32_t communities = 0;
  std::uint64_t next_sequence = 0;
  std::int64_t recorded_at_us = 0;
  Hash32 hash;
};
static_assert(sizeof(FileHeader) == 64 && std::is_trivially_copyable_v<FileHeader>);

fs::path folder_of(const std::string& directory) { return fs::path(directory) / "snapshots"; }

/// Newest first. Names are the next sequence; anything else in the folder is left alone.
std::vector<SnapshotFile> snapshots_in(const fs::path& folder) {
  std::vector<SnapshotFile> found;
  std::error_code ignored;
  for (const fs::directory_entry& file : fs::directory_iterator(folder, ignored)) {
    const std::string name = file.path().stem().string();
    Sequence next;
    const auto parsed = std::from_chars(name.data(), name.data() + name.size(), next.value);
    if (file.path().extension() == ".snapshot" && parsed.ptr == name.data() + name.size()) {
      found.push_back({file.path().string(), next});
    }
  }
  std::ranges::sort(found, std::greater{}, &SnapshotFile::next);
  return found;
}

/// Where a community's buffer is, behind those before it.
struct IndexEntry {
  std::uint64_t size = 0;
  std::uint64_t checksum = 0;  ///< xxh3 of the buffer
};
static_assert(sizeof(IndexEntry) == 16 && std::is_trivially_copyable_v<IndexEntry>);

/// What the file says of itself.
struct Contents {
  FileHeader header;
  std::vector<IndexEntry> index;

  std::uint64_t checksum() const {
    const std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> hash(XXH3_createState(),
                                                                        &XXH3_freeState);
    XXH3_64bits_reset(hash.get());
    XXH3_64bits_update(hash.get(), &header, sizeof header);
    XXH3_64bits_update(hash.get(), index.data(), index_bytes());
    return XXH3_64bits_digest(hash.get());
  }
  std::uint64_t index_bytes() const { return index.size() * sizeof(IndexEntry); }
};

template <class Value>
std::string_view bytes_of(const Value& value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}

template <class Value>
bool read(std::istream& file, Value* values, std::uint64_t bytes) {
  return bool(file.read(reinterpret_cast<char*>(values), static_cast<std::streamsize>(bytes)));
}

/// None when the parts do not add up to the file.
std::optional<Contents> read_contents(const fs::path& path) {
  std::error_code failed;
  const std::uint64_t size = fs::file_size(path, failed);
  std::ifstream file(path, std::ios::binary);
  Contents contents;
  std::uint64_t checksum = 0;
  std::uint64_t rest = sizeof(FileHeader) + sizeof checksum;
  if (failed || size < rest || !read(file, &contents.header, sizeof(FileHeader))) return {};
  const FileHeader& header = contents.header;
  if (header.magic_number != magic || header.version != projection_version) return {};
  rest = size - rest;
  if (rest / sizeof(IndexEntry) < header.communities) return {};
  contents.index.resize(header.communities);
  rest -= contents.index_bytes();
  file.seekg(static_cast<std::streamoff>(sizeof(FileHeader) + rest));
  if (!read(file, contents.index.data(), contents.index_bytes()) ||
      !read(file, &checksum, sizeof checksum) || checksum != contents.checksum()) {
    return {};
  }
  for (const IndexEntry& entry : contents.index) {
    if (entry.size > rest) return {};
    rest -= entry.size;
  }
  return rest == 0 ? std::optional(std::move(contents)) : std::nullopt;
}

/// Reads neighbours one after the other into the same memory: new memory for the whole file costs
/// more than decoding it.
bool read_communities(const fs::path& path, const std::vector<IndexEntry>& index, std::size_t begin,
                      std::size_t end, std::vector<CommunityState>& communities) {
  std::uint64_t place = sizeof(FileHeader);
  std::uint64_t largest = 0;
  for (std::size_t i = 0; i < begin; ++i) place += index[i].size;
  for (std::size_t i = begin; i < end; ++i) largest = std::max(largest, index[i].size);
  std::ifstream file(path, std::ios::binary);
  file.seekg(static_cast<std::streamoff>(place));
  std::vector<char> buffer(largest);
  for (std::size_t i = begin; i < end; ++i) {
    const auto& [size, checksum] = index[i];
    if (!read(file, buffer.data(), size) || checksum != xxh3({buffer.data(), size})) {
      return false;
    }
    std::optional<CommunityState> community = decode_community({buffer.data(), size});
    if (!community) return false;
    communities[i] = std::move(*community);
  }
  return true;
}

std::optional<LedgerState> read_snapshot(const fs::path& path, std::uint32_t threads) {
  const std::optional<Contents> contents = read_contents(path);
  if (!contents) return std::nullopt;
  const FileHeader& header = contents->header;
  LedgerState state;
  state.head = {{header.next_sequence}, header.hash, {header.recorded_at_us}};
  const std::size_t count = contents->index.size();
  state.communities.resize(count);
  const std::vector<bool> good = on_shards(threads, [&](std::uint32_t shard) {
    return read_communities(path, contents->index, count * shard / threads,
                            count * (shard + 1) / threads, state.communities);
  });
  if (std::ranges::count(good, false) != 0) return std::nullopt;
  for (const CommunityState& community : state.communities) {
    if (!community.id.empty()) state.numbers[community.id] = community.number;
  }
  return state;
}

SkippedSnapshot skipped(const std::string& path) {
  FileHeader header;
  std::ifstream file(path, std::ios::binary);
  const bool is_snapshot = read(file, &header, sizeof header) && header.magic_number == magic;
  if (is_snapshot && header.version != projection_version) {
    return {fmt::format("快照 {0} 属于其他版本，改从账本重算 / the snapshot {0} is of another "
                        "version; the log is read instead",
                        path),
            false};
  }
  return {fmt::format("快照 {0} 已损坏，改从账本重算；请删除它 / the snapshot {0} is damaged; the "
                      "log is read instead; remove it",
                      path),
          fs::exists(path)};  // a writer beside us removes what it has newer ones of
}

}  // namespace

StoreResult<void> save_snapshot(const std::string& directory, const LedgerState& state) {
  const fs::path folder = folder_of(directory);
  std::error_code failed;
  fs::create_directories(folder, failed);
  DurableFile file(folder / fmt::format("{}.snapshot", state.head.next.value));
  Contents contents;
  FileHeader& header = contents.header;
  header.communities = static_cast<std::uint32_t>(state.communities.size());
  header.next_sequence = state.head.next.value;
  header.recorded_at_us = state.head.recorded_at.us;
  header.hash = state.head.hash;
  file.write(bytes_of(header));
  for (const CommunityState& community : state.communities) {
    const std::string bytes = encode_community(community);
    contents.index.push_back({bytes.size(), xxh3(bytes)});
    file.write(bytes);
  }
  for (const IndexEntry& entry : contents.index) file.write(bytes_of(entry));
  file.write(bytes_of(contents.checksum()));
  if (!file.commit()) {
    return StoreError{
        StoreFault::io_failed,
        fmt::format("快照无法写入：{0} / the snapshot cannot be written: {0}", file.error())};
  }
  const std::vector<SnapshotFile> all = snapshots_in(folder);
  for (std::size_t i = kept_snapshots; i < all.size(); ++i) fs::remove(all[i].path, failed);
  return {};
}

LoadedSnapshot load_newest_snapshot(const std::string& directory, std::uint32_t threads) {
  LoadedSnapshot loaded;
  for (const auto& [path, next] : snapshots_in(folder_of(directory))) {
    loaded.state = read_snapshot(path, threads);
    if (loaded.state) return loaded;
    loaded.skipped.push_back(skipped(path));
  }
  return loaded;
}

std::optional<SnapshotFile> newest_snapshot_file(const std::string& directory) {
  const std::vector<SnapshotFile> all = snapshots_in(folder_of(directory));
  return all.empty() ? std::nullopt : std::optional(all.front());
}

}  // namespace mingzhang
