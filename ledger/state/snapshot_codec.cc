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

/// Writes and hashes what it writes.
class SnapshotWriter {
 public:
  explicit SnapshotWriter(const fs::path& path) : file_(path) { XXH3_64bits_reset(hash_.get()); }

  template <class Value>
  void add_value(const Value& value) {
    add({reinterpret_cast<const char*>(&value), sizeof value});
  }
  void add(std::string_view bytes) {
    XXH3_64bits_update(hash_.get(), bytes.data(), bytes.size());
    file_.write(bytes);
  }
  StoreResult<void> finish() {
    const std::uint64_t checksum = XXH3_64bits_digest(hash_.get());
    file_.write({reinterpret_cast<const char*>(&checksum), sizeof checksum});
    if (file_.commit()) return {};
    return StoreError{
        StoreFault::io_failed,
        fmt::format("快照无法写入：{0} / the snapshot cannot be written: {0}", file_.error())};
  }

 private:
  DurableFile file_;
  std::unique_ptr<XXH3_state_t, decltype(&XXH3_freeState)> hash_{XXH3_createState(),
                                                                 &XXH3_freeState};
};

template <class Value>
bool take_value(std::string_view& bytes, Value& value) {
  if (bytes.size() < sizeof value) return false;
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return true;
}

/// The communities' buffers, cut apart; none when they do not add up.
std::optional<std::vector<std::string_view>> cut(std::string_view bytes, std::uint32_t count) {
  std::vector<std::string_view> buffers;
  buffers.reserve(count);
  while (buffers.size() < count) {
    std::uint64_t size = 0;
    if (!take_value(bytes, size) || size > bytes.size()) return std::nullopt;
    buffers.push_back(bytes.substr(0, size));
    bytes.remove_prefix(size);
  }
  return buffers;
}

bool decode_communities(const std::vector<std::string_view>& buffers, std::uint32_t threads,
                        std::vector<CommunityState>& communities) {
  communities.resize(buffers.size());
  const std::vector<bool> good = on_shards(threads, [&](std::uint32_t shard) {
    for (std::size_t i = shard; i < buffers.size(); i += threads) {
      std::optional<CommunityState> community = decode_community(buffers[i]);
      if (!community) return false;
      communities[i] = std::move(*community);
    }
    return true;
  });
  return std::ranges::count(good, false) == 0;
}

std::optional<LedgerState> decode(std::string_view bytes, std::uint32_t threads) {
  std::uint64_t checksum = 0;
  if (bytes.size() < sizeof(FileHeader) + sizeof checksum) return std::nullopt;
  std::string_view tail = bytes.substr(bytes.size() - sizeof checksum);
  bytes.remove_suffix(sizeof checksum);
  take_value(tail, checksum);
  FileHeader header;
  if (checksum != XXH3_64bits(bytes.data(), bytes.size()) || !take_value(bytes, header) ||
      header.magic_number != magic || header.version != projection_version) {
    return std::nullopt;
  }
  LedgerState state;
  state.head = {{header.next_sequence}, header.hash, {header.recorded_at_us}};
  const auto buffers = cut(bytes, header.communities);
  if (!buffers || !decode_communities(*buffers, threads, state.communities)) return std::nullopt;
  for (const CommunityState& community : state.communities) {
    if (!community.id.empty()) state.numbers[community.id] = community.number;
  }
  return state;
}

std::optional<LedgerState> read_snapshot(const fs::path& path, std::uint32_t threads) {
  std::error_code failed;
  const std::uintmax_t size = fs::file_size(path, failed);
  if (failed) return std::nullopt;
  const auto bytes = std::make_unique_for_overwrite<char[]>(size);
  std::ifstream file(path, std::ios::binary);
  if (!file.read(bytes.get(), static_cast<std::streamsize>(size))) return std::nullopt;
  return decode({bytes.get(), size}, threads);
}

}  // namespace

StoreResult<void> save_snapshot(const std::string& directory, const LedgerState& state) {
  const fs::path folder = folder_of(directory);
  std::error_code failed;
  fs::create_directories(folder, failed);
  SnapshotWriter writer(folder / fmt::format("{}.snapshot", state.head.next.value));
  FileHeader header;
  header.communities = static_cast<std::uint32_t>(state.communities.size());
  header.next_sequence = state.head.next.value;
  header.recorded_at_us = state.head.recorded_at.us;
  header.hash = state.head.hash;
  writer.add_value(header);
  for (const CommunityState& community : state.communities) {
    const std::string bytes = encode_community(community);
    writer.add_value(std::uint64_t{bytes.size()});
    writer.add(bytes);
  }
  if (StoreResult<void> written = writer.finish(); !written) return written;
  const std::vector<SnapshotFile> all = snapshots_in(folder);
  for (std::size_t i = kept_snapshots; i < all.size(); ++i) fs::remove(all[i].path, failed);
  return {};
}

LoadedSnapshot load_newest_snapshot(const std::string& directory, std::uint32_t threads) {
  LoadedSnapshot loaded;
  for (const auto& [path, next] : snapshots_in(folder_of(directory))) {
    loaded.state = read_snapshot(path, threads);
    if (loaded.state) return loaded;
    loaded.skipped.push_back(fmt::format(
        "快照 {0} 已损坏或属于其他版本，改从账本重算 / the snapshot {0} is damaged or of "
        "another version; the log is read instead",
        path));
  }
  return loaded;
}

std::optional<SnapshotFile> newest_snapshot_file(const std::string& directory) {
  const std::vector<SnapshotFile> all = snapshots_in(folder_of(directory));
  return all.empty() ? std::nullopt : std::optional(all.front());
}

}  // namespace mingzhang
