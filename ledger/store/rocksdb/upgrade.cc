#include "ledger/store/rocksdb/upgrade.h"

#include <fmt/format.h>
#include <rocksdb/write_batch.h>

#include "ledger/codec/event_codec.h"
#include "ledger/rules/rules.h"
#include "ledger/store/block_codec.h"
#include "ledger/store/hot_codec.h"
#include "ledger/store/rocksdb/keys.h"
#include "ledger/store/rocksdb/repack.h"
#include "ledger/store/rocksdb/scan.h"

namespace mingzhang::rocks {
namespace {

constexpr std::size_t bytes_at_once = 8U << 20U;

StoreResult<void> write(const Database& database, rocksdb::WriteBatch& batch, bool synced) {
  rocksdb::WriteOptions options;
  options.sync = synced;
  const rocksdb::Status written = database.db().Write(options, &batch);
  batch.Clear();
  if (!written.ok()) return store_error(written, "账本", "the log");
  return {};
}

void delete_all(const Database& database, Family family, rocksdb::WriteBatch& batch) {
  const std::string behind_all(16, '\xFF');  // no key is as long as this and as large
  batch.DeleteRange(database.family(family), rocksdb::Slice(), behind_all);
}

/// None when an event cannot be read. `draft` is there so that its memory is used again.
std::optional<std::string> hot_part_of(const StoredBlock& block, HotDraft& draft) {
  draft.clear();
  Sequence sequence = block.first;
  for (const StoredBlock::StoredEvent& stored : block.events) {
    const std::optional<Event> event = decode_event(stored.bytes);
    if (!event) return std::nullopt;
    const Description description = describe(event->payload);
    draft.add(sequence, stored, &description);
    sequence = next(sequence);
  }
  return draft.encode(block.first, last_of(block));
}

/// Block by block, as it is appended. Returns the last event.
StoreResult<Sequence> remake_tail(const Database& database) {
  rocksdb::WriteBatch batch;
  delete_all(database, Family::tail, batch);
  delete_all(database, Family::segments, batch);
  batch.Delete(database.family(Family::meta), slice(meta_key::repacked_through));
  if (const auto deleted = write(database, batch, false); !deleted) return deleted.error();
  StoreResult<void> written;
  Sequence last;
  HotDraft draft;
  const auto made = each_block(View(database), {1}, {}, [&](const StoredBlock& block) {
    const std::optional<std::string> bytes = hot_part_of(block, draft);
    if (!bytes) {
      written = damaged_block(block.first);
      return false;
    }
    batch.Put(database.family(Family::tail), sequence_key(block.first), *bytes);
    last = last_of(block);
    if (batch.GetDataSize() >= bytes_at_once) written = write(database, batch, false);
    return written.has_value();
  });
  if (!made) return made.error();
  if (!written) return written.error();
  if (written = write(database, batch, false); !written) return written.error();
  return last;
}

StoreResult<void> remake_hot_part(const Database& database) {
  const StoreResult<Sequence> last = remake_tail(database);
  if (!last) return last.error();
  const std::uint64_t most_events = events_of_a_step(last->value);
  for (Sequence through; through < *last;) {
    StoreResult<RepackStep> step = prepare_repack(View(database), most_events);
    if (!step) return step.error();
    if (const auto written = write(database, step->batch, false); !written) return written;
    through = step->through;
  }
  return {};
}

/// Until format 3 the keys of every event were indexed with it.
StoreResult<void> mark_keys(const Database& database, rocksdb::WriteBatch& batch) {
  const View view(database);
  const std::unique_ptr<rocksdb::Iterator> at = view.seek(Family::blocks);
  at->SeekToLast();
  if (!at->status().ok()) return store_error(at->status(), "账本末端", "the end of the log");
  if (!at->Valid()) return {};
  const StoreResult<StoredBlock> last = read_block(*at);
  if (!last) return last.error();
  batch.Put(database.family(Family::meta), slice(meta_key::keys_through),
            number_value(last_of(*last).value));
  return {};
}

}  // namespace

StoreResult<void> bring_up_to_date(const Database& database, const StoreOptions& options) {
  const auto found = database.get_sequence(Family::meta, meta_key::format);
  if (!found) return found.error();
  if (!*found) return {};
  const std::uint64_t format = (*found)->value;
  if (format == log_format) return {};
  if (format == 0 || format > log_format) {
    return StoreError{
        StoreFault::unsupported_format,
        fmt::format(
            "{0} 中的账本格式不是本版本所知；请升级 mingzhang / the log in {0} has a format that "
            "this version does not know; use a newer mingzhang",
            options.directory)};
  }
  if (options.mode == OpenMode::read_only) {
    return StoreError{
        StoreFault::unsupported_format,
        fmt::format(
            "{0} 中的账本由较早版本写成；请先用 mingzhang serve 或 record 打开一次 / the log in "
            "{0} "
            "was written by an earlier version; open it once with mingzhang serve or record",
            options.directory)};
  }
  if (const auto made = remake_hot_part(database); !made) return made;
  rocksdb::WriteBatch mark;
  if (format <= 2) {  // keys were indexed at once
    if (const auto marked = mark_keys(database, mark); !marked) return marked;
  }
  mark.Put(database.family(Family::meta), slice(meta_key::format), number_value(log_format));
  return write(database, mark, true);
}

}  // namespace mingzhang::rocks
