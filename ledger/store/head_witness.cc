#include "ledger/store/head_witness.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <charconv>
#include <fstream>
#include <sstream>

#include "ledger/base/durable_file.h"
#include "ledger/codec/event_codec.h"

namespace mingzhang {
namespace {

std::string text_of(const HeadWitness& head) {
  std::string text =
      fmt::format("mingzhang head 1\nsequence {}\nhash {}\n", head.last.value, to_hex(head.hash));
  const std::uint64_t checksum = XXH3_64bits(text.data(), text.size());
  return text + fmt::format("checksum {:016x}\n", checksum);
}

/// The one way to write a witness is the one way to read it: parsed, it must give the same text.
std::optional<HeadWitness> parse(const std::string& text) {
  std::istringstream in(text);
  std::string line;
  std::string word;
  std::string hex;
  HeadWitness head;
  if (!std::getline(in, line) || !(in >> word >> head.last.value >> word >> hex)) return {};
  if (!parse_hex(hex, head.hash) || text_of(head) != text) return {};
  return head;
}

}  // namespace

StoreResult<void> write_head_witness(const std::filesystem::path& folder, const HeadWitness& head) {
  DurableFile file(folder / "HEAD");
  if (file.write(text_of(head)) && file.commit()) return {};
  return StoreError{
      StoreFault::io_failed,
      fmt::format("账本末端见证未能写入：{0}；请检查磁盘 / the head witness could not "
                  "be written: {0}; check the disk",
                  file.error())};
}

StoreResult<std::optional<HeadWitness>> read_head_witness(const std::filesystem::path& folder) {
  std::error_code failed;
  if (!std::filesystem::exists(folder / "HEAD", failed) && !failed) {
    return std::optional<HeadWitness>{};
  }
  std::ifstream file(folder / "HEAD", std::ios::binary);
  if (!file) {
    return StoreError{
        StoreFault::io_failed,
        fmt::format("无法读取账本末端见证 {0}；请检查权限 / the head witness {0} cannot "
                    "be read; check the permissions",
                    (folder / "HEAD").string())};
  }
  std::ostringstream text;
  text << file.rdbuf();
  std::optional<HeadWitness> head = parse(text.str());
  if (head) return head;
  return StoreError{
      StoreFault::damaged,
      fmt::format(
          "账本末端见证 {0} 已损坏；请从备份恢复，或移走该文件后运行 mingzhang verify 核对 / "
          "the head witness {0} is damaged; restore it from a backup, or move it away and "
          "run `mingzhang verify`",
          (folder / "HEAD").string())};
}

Hash32 hash_at(const StoredBlock& block, Sequence sequence) {
  const std::uint64_t place = sequence.value - block.first.value;
  if (place + 1 == block.events.size()) return block.last_hash;
  Hash32 hash = block.previous_hash;
  for (std::uint64_t i = 0; i <= place; ++i) {
    hash = hash_event(hash, block.events[i].bytes, block.events[i].postings);
  }
  return hash;
}

StoreResult<bool> goes_on_from(const EventStore& store, const HeadWitness& witness) {
  if (!witness.last) return true;
  bool goes_on = false;
  const StoreResult<void> scanned = store.scan_blocks(witness.last, [&](const StoredBlock& block) {
    goes_on = hash_at(block, witness.last) == witness.hash;
    return false;
  });
  if (!scanned) return scanned.error();
  return goes_on;
}

}  // namespace mingzhang
