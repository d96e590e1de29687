#include "ledger/store/rocksdb/recovery.h"

#include <fmt/format.h>

#include <filesystem>

#include "ledger/store/block_codec.h"
#include "ledger/store/hot_codec.h"
#include "ledger/store/rocksdb/keys.h"
#include "ledger/store/rocksdb/scan.h"

namespace mingzhang::rocks {
namespace {

/// How many blocks from the end must join each other: more than a write-ahead log's last fragment
/// can hold of small ones would be read by every scan anyway.
constexpr int checked_blocks = 16;

StoreResult<Head> check_last_blocks(const View& view) {
  const std::unique_ptr<rocksdb::Iterator> at = view.seek(Family::blocks);
  Head head;
  std::optional<StoredBlock> later;
  at->SeekToLast();
  for (int i = 0; i < checked_blocks && at->Valid(); ++i, at->Prev()) {
    StoreResult<StoredBlock> block = read_block(*at);
    if (!block) return block.error();
    if (!later) head = {next(last_of(*block)), block->last_hash, block->recorded_at};
    if (later &&
        (next(last_of(*block)) != later->first || block->last_hash != later->previous_hash)) {
      return damaged_block(next(last_of(*block)));
    }
    later = std::move(*block);
  }
  if (!at->status().ok()) return store_error(at->status(), "账本末端", "the end of the log");
  const bool begins = !at->Valid();  // the walk came to the first block
  if (later && begins && (later->first != Sequence{1} || later->previous_hash != Hash32{})) {
    return damaged_block({1});
  }
  return head;
}

StoreResult<void> check_tail(const View& view, const Head& head) {
  const auto packed = view.get_sequence(Family::meta, meta_key::repacked_through);
  if (!packed) return packed.error();
  if (packed->value_or(Sequence{}) >= head.next) return damaged_block(head.next);
  Sequence end = head.next;
  // Of the last block the whole hot part is read, of those before it only the header; verify reads
  // them all.
  return each_tail_piece(view, {}, head.next,
                         [&end](PiecePlace place, std::string_view bytes) -> StoreResult<void> {
                           HotPiece piece;
                           const HotHeader header = *read_hot_header(bytes);
                           if (header.last >= end) return damaged_piece(place);
                           const bool is_last = next(header.last) == end;
                           if (is_last && !decode_hot(bytes, all_events, piece)) {
                             return damaged_piece(place);
                           }
                           return {};
                         });
}

StoreError behind_witness(const std::string& found_zh, const std::string& found_en,
                          const HeadWitness& witness) {
  return {
      StoreFault::behind_witness,
      fmt::format("{0}，而末端见证 HEAD 记到第 {2} 号：有已确认的事项丢失或被换过；请从备份恢复，"
                  "若接受这一损失，移走 HEAD 文件后再打开 / {1}, but the head witness HEAD says "
                  "event {2}: acknowledged events are lost or were replaced; restore a backup, "
                  "or move the file HEAD away to accept the loss",
                  found_zh, found_en, witness.last.value)};
}

}  // namespace

StoreResult<Head> find_head(const View& view) {
  const StoreResult<Head> head = check_last_blocks(view);
  if (!head) return head.error();
  if (const StoreResult<void> tail = check_tail(view, *head); !tail) return tail.error();
  return head;
}

StoreResult<void> check_there(const std::string& directory, const HeadWitness& witness,
                              rocksdb::Env* env) {
  const auto current = std::filesystem::path(directory) / "log" / "CURRENT";
  if (!witness.last || env->FileExists(current.string()).ok()) return {};
  std::error_code failed;
  if (std::filesystem::exists(current, failed) || !failed) {
    return behind_witness("账本不在", "the log is not there", witness);
  }
  return StoreError{StoreFault::io_failed,
                    fmt::format("无法读取 {0}（{1}）；请检查属主和权限 / {0} cannot be read ({1}); "
                                "check its owner and permissions",
                                current.string(), failed.message())};
}

StoreResult<void> check_witness(const View& view, const Head& head, const HeadWitness& witness) {
  if (!witness.last) return {};
  if (witness.last >= head.next) {
    return behind_witness(fmt::format("账本止于第 {} 号事项", head.next.value - 1),
                          fmt::format("the log ends at event {}", head.next.value - 1), witness);
  }
  std::optional<Hash32> found;
  const StoreResult<void> read =
      each_block(view, witness.last, next(witness.last), [&](const StoredBlock& block) {
        found = hash_at(block, witness.last);
        return false;
      });
  if (!read) return read.error();
  if (found == witness.hash) return {};
  return behind_witness(fmt::format("账本第 {} 号事项的哈希与见证不同", witness.last.value),
                        fmt::format("event {} of the log has another hash", witness.last.value),
                        witness);
}

}  // namespace mingzhang::rocks
