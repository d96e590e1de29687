#include "ledger/store/rocksdb/rocksdb_store.h"

#include <fmt/format.h>
#include <rocksdb/write_batch.h>

#include <atomic>
#include <filesystem>
#include <limits>
#include <mutex>

#include "ledger/codec/event_codec.h"
#include "ledger/store/block_codec.h"
#include "ledger/store/rocksdb/key_index.h"
#include "ledger/store/rocksdb/keys.h"
#include "ledger/store/rocksdb/recent_blocks.h"
#include "ledger/store/rocksdb/recovery.h"
#include "ledger/store/rocksdb/repack.h"
#include "ledger/store/rocksdb/scan.h"
#include "ledger/store/rocksdb/sync_timer.h"
#include "ledger/store/rocksdb/upgrade.h"

namespace mingzhang {
namespace rocks {
namespace {

/// Events appended between two writings of the witness at most.
constexpr std::uint64_t witness_events = 65'536;

std::string text_value(const SaltedText& text) {
  ensure(text.salt.size() <= 255, "a salt is at most 255 bytes");
  return static_cast<char>(text.salt.size()) + text.salt + text.text;
}

std::optional<SaltedText> read_text_value(std::string_view value) {
  const auto size = take_number<std::uint8_t>(value);
  if (!size || value.size() < *size) return std::nullopt;
  return SaltedText{std::string(value.substr(0, *size)), std::string(value.substr(*size))};
}

struct Opened {
  StoreOptions options;
  StoreHooks hooks;
  std::unique_ptr<Database> database;
  Head head;
  std::uint64_t writer_epoch = 0;
  Sequence witnessed;  ///< through which the witness reaches
};

class RocksdbStore final : public EventStore {
 public:
  explicit RocksdbStore(Opened opened)
      : options_(std::move(opened.options)),
        hooks_(std::move(opened.hooks)),
        database_(std::move(opened.database)),
        writer_epoch_(opened.writer_epoch),
        head_(opened.head),
        key_index_(*database_),
        witnessed_(opened.witnessed) {}
  ~RocksdbStore() override;

  Head head() const override {
    const std::lock_guard lock(head_mutex_);
    return head_;
  }
  StoreResult<void> append(Sequence expected, const NewBlock& block) override;
  StoreResult<void> scan_blocks(
      Sequence from, const std::function<bool(const StoredBlock&)>& visit) const override;
  StoreResult<void> check_tables() const override;
  StoreResult<void> scan_hot(std::uint32_t shard, std::uint32_t shards, SliceRange range,
                             const std::function<void(const HotRun&)>& visit) const override;
  StoreResult<std::uint64_t> scan_hot_bytes(std::uint32_t shard,
                                            std::uint32_t shards) const override;
  StoreResult<void> scan_community(CommunityNumber community, SliceRange range,
                                   const std::function<void(const HotRun&)>& visit) const override;
  StoreResult<void> scan_tail(SliceRange range,
                              const std::function<void(const HotRun&)>& visit) const override;
  StoreResult<std::optional<RecordedEvent>> read_event(Sequence sequence) const override;
  StoreResult<Sequence> last_recorded_by(Instant time) const override;
  StoreResult<std::vector<Sequence>> find_keys(std::span<const KeyName> keys) const override {
    return key_index_.find(keys);
  }
  StoreResult<std::optional<SaltedText>> read_text(Sequence sequence,
                                                   std::uint8_t field) const override;
  StoreResult<void> erase_text(Sequence sequence, std::uint8_t field) override {
    return erase(Family::texts, text_key(sequence, field));
  }
  StoreResult<std::optional<std::string>> read_owner(CommunityNumber community,
                                                     HouseNumber house) const override {
    return database_->get(Family::directory, owner_key(community, house));
  }
  StoreResult<void> put_owners(
      std::span<const std::tuple<CommunityNumber, HouseNumber, std::string>> owners) override;
  StoreResult<void> erase_owner(CommunityNumber community, HouseNumber house) override {
    return erase(Family::directory, owner_key(community, house));
  }
  StoreResult<void> repack(std::uint64_t least_events) override;
  StoreResult<void> settle() override {
    const StoreResult<void> allowed = check_writable();
    return allowed ? database_->settle() : allowed;
  }
  StoreResult<void> sync_witness() override;
  StoreStatistics statistics() const override;

 private:
  enum class Durability : bool { synced, in_order };

  std::string hot_part(const NewBlock& block);
  rocksdb::WriteBatch batch_of(const NewBlock& block);
  StoreResult<void> check_writable() const;
  StoreResult<void> write(rocksdb::WriteBatch& batch, Durability durability);
  StoreResult<void> repack_postings(Sequence through, Sequence end);
  StoreResult<void> index_keys();
  StoreResult<void> erase(Family family, const std::string& key);
  StoreResult<void> scan(const HotFilter& filter, const VisitPiece& visit) const;
  StoreResult<std::shared_ptr<const StoredBlock>> block_of(Sequence sequence) const;
  bool writable() const { return options_.mode != OpenMode::read_only; }

  const StoreOptions options_;
  const StoreHooks hooks_;
  const std::unique_ptr<Database> database_;
  const std::uint64_t writer_epoch_;
  std::atomic<bool> broken_{false};  ///< a write failed: what is in the log is not known

  mutable std::mutex head_mutex_;
  Head head_;

  mutable KeyIndex key_index_;
  mutable RecentBlocks recent_blocks_;

  std::mutex repack_mutex_;
  std::mutex witness_mutex_;
  std::atomic<Sequence> witnessed_;

  HotDraft appended_;  ///< the writer's, so that its memory is used again
};

RocksdbStore::~RocksdbStore() {
  // The witness only ever says less than the log holds when this fails: nothing is lost by it.
  if (writable()) static_cast<void>(sync_witness());
}

std::string RocksdbStore::hot_part(const NewBlock& block) {
  appended_.clear();
  Sequence sequence = block.first;
  for (const NewEvent& event : block.events) {
    appended_.add(sequence, event, &event.description);
    sequence = next(sequence);
  }
  return appended_.encode(block.first, Sequence{sequence.value - 1});
}

rocksdb::WriteBatch RocksdbStore::batch_of(const NewBlock& block) {
  const std::string key = sequence_key(block.first);
  const std::string last = number_value(block.first.value + block.events.size() - 1);
  const std::string cold = encode_block(block, writer_epoch_);
  const std::string hot = hot_part(block);
  rocksdb::WriteBatch batch(cold.size() + hot.size() + 256);  // so that it need not grow
  batch.Put(database_->family(Family::blocks), key, cold);
  batch.Put(database_->family(Family::tail), key, hot);
  batch.Put(database_->family(Family::times), time_key(block.recorded_at, block.first), last);
  Sequence sequence = block.first;
  for (const NewEvent& event : block.events) {
    for (const auto& [field, text] : event.texts) {
      batch.Put(database_->family(Family::texts), text_key(sequence, field), text_value(text));
    }
    sequence = next(sequence);
  }
  return batch;
}

StoreResult<void> RocksdbStore::check_writable() const {
  if (!writable()) {
    return StoreError{StoreFault::read_only,
                      "账本以只读方式打开 / the log is open for reading only"};
  }
  if (broken_) {
    return StoreError{StoreFault::io_failed,
                      "此前一次写入失败，账本已停止写入；请检查磁盘后重新打开 / a write has failed "
                      "before and the log takes no more; check the disk and open it again"};
  }
  return {};
}

StoreResult<void> RocksdbStore::write(rocksdb::WriteBatch& batch, Durability durability) {
  if (const StoreResult<void> allowed = check_writable(); !allowed) return allowed;
  rocksdb::WriteOptions options;
  options.sync = durability == Durability::synced;
  const SyncTimer timer(options.sync ? hooks_.on_sync : nullptr);
  const rocksdb::Status written = database_->db().Write(options, &batch);
  if (written.ok()) return {};
  broken_ = true;
  return store_error(written, "账本", "the log");
}

StoreResult<void> RocksdbStore::append(Sequence expected, const NewBlock& block) {
  ensure(!block.events.empty(), "a block holds at least one event");
  const Head before = head();
  if (expected != before.next || block.first != expected || block.previous_hash != before.hash) {
    return StoreError{
        StoreFault::sequence_moved,
        fmt::format(
            "账本的下一号是 {0}，不是 {1}；请重新读取后再记 / the log goes on with event {0}, "
            "not {1}; read it again",
            before.next.value, block.first.value)};
  }
  ensure(block.recorded_at >= before.recorded_at, "blocks are recorded in order of time");
  rocksdb::WriteBatch batch = batch_of(block);
  if (const StoreResult<void> written = write(batch, Durability::synced); !written) return written;
  key_index_.add(block);
  const Sequence end{block.first.value + block.events.size()};
  {
    const std::lock_guard lock(head_mutex_);
    head_ = {end, block.last_hash, block.recorded_at};
  }
  if (end.value - witnessed_.load().value > witness_events) {
    // The block is durable whatever becomes of the witness; the caller's next sync_witness tells.
    static_cast<void>(sync_witness());
  }
  return {};
}

StoreResult<void> RocksdbStore::scan_blocks(
    Sequence from, const std::function<bool(const StoredBlock&)>& visit) const {
  const Head least = head();
  return each_block(View(*database_), from, least.next, visit);
}

StoreResult<void> RocksdbStore::scan(const HotFilter& filter, const VisitPiece& visit) const {
  const Head least = head();
  const View view(*database_);
  if (const auto scanned = each_segment(view, filter, visit); !scanned) return scanned;
  return each_tail_piece(view, filter.range, least.next, visit);
}

StoreResult<void> RocksdbStore::scan_hot(std::uint32_t shard, std::uint32_t shards,
                                         SliceRange range,
                                         const std::function<void(const HotRun&)>& visit) const {
  const HotFilter filter{{}, shard, shards, range};
  RunReader reader(filter, visit);
  return scan(filter, std::ref(reader));
}

StoreResult<std::uint64_t> RocksdbStore::scan_hot_bytes(std::uint32_t shard,
                                                        std::uint32_t shards) const {
  std::uint64_t bytes = 0;
  const StoreResult<void> scanned = scan(
      {{}, shard, shards, {}}, [&bytes](PiecePlace, std::string_view piece) -> StoreResult<void> {
        bytes += piece.size();
        return {};
      });
  if (!scanned) return scanned.error();
  return bytes;
}

StoreResult<void> RocksdbStore::scan_community(
    CommunityNumber community, SliceRange range,
    const std::function<void(const HotRun&)>& visit) const {
  ensure(bool{community}, "a community has a number from 1");
  const HotFilter filter{community, 0, 1, range};
  RunReader reader(filter, visit);
  return scan(filter, std::ref(reader));
}

StoreResult<void> RocksdbStore::scan_tail(SliceRange range,
                                          const std::function<void(const HotRun&)>& visit) const {
  HotDraft draft;
  return scan_blocks(range.from, [&](const StoredBlock& block) {
    if (block.first > range.through) return false;
    draft.clear();
    draft.add(block, range);
    if (!draft.empty()) visit(draft.run(block.stored_bytes));
    return true;
  });
}

StoreResult<void> RocksdbStore::check_tables() const {
  rocksdb::Status checked = database_->db().VerifyChecksum({});
  // A writer beside this reader deletes the tables that it merges into others: then those.
  for (int again = 0; checked.IsPathNotFound() && !writable() && again < 5; ++again) {
    const auto newest = Database::open(options_, database_->db().GetEnv());
    if (!newest) return newest.error();
    checked = (*newest)->db().VerifyChecksum({});
  }
  if (checked.ok()) return {};
  return store_error(checked, "账本的数据表", "a table of the log");
}

StoreResult<std::shared_ptr<const StoredBlock>> RocksdbStore::block_of(Sequence sequence) const {
  if (auto recent = recent_blocks_.find(sequence)) return recent;
  const View view(*database_);
  const std::unique_ptr<rocksdb::Iterator> at = view.seek(Family::blocks);
  at->SeekForPrev(sequence_key(sequence));
  if (!at->status().ok()) {
    return store_error(at->status(), fmt::format("第 {} 号事项", sequence.value),
                       fmt::format("event {}", sequence.value));
  }
  if (!at->Valid()) return damaged_block(sequence);
  StoreResult<StoredBlock> read = read_block(*at);
  if (!read) return read.error();
  auto block = std::make_shared<const StoredBlock>(std::move(*read));
  if (last_of(*block) < sequence) return damaged_block(next(last_of(*block)));
  recent_blocks_.add(block);
  return block;
}

StoreResult<std::optional<RecordedEvent>> RocksdbStore::read_event(Sequence sequence) const {
  if (!sequence || sequence >= head().next) return std::optional<RecordedEvent>();
  const auto block = block_of(sequence);
  if (!block) return block.error();
  const StoredBlock::StoredEvent& found = (*block)->events[sequence.value - (*block)->first.value];
  std::optional<Event> event = decode_event(found.bytes);
  if (!event) return damaged_block(sequence);
  return std::optional<RecordedEvent>(
      {std::move(*event), {found.postings.begin(), found.postings.end()}});
}

StoreResult<Sequence> RocksdbStore::last_recorded_by(Instant time) const {
  const View view(*database_);
  const std::unique_ptr<rocksdb::Iterator> at = view.seek(Family::times);
  at->SeekForPrev(time_key(time, {std::numeric_limits<std::uint64_t>::max()}));
  if (!at->status().ok()) return store_error(at->status(), "记账时间索引", "the index of times");
  if (!at->Valid()) return Sequence{};
  const std::optional<Sequence> last = read_sequence(at->value().ToStringView());
  if (!last) return damaged("记账时间索引", "the index of times");
  return *last;
}

StoreResult<std::optional<SaltedText>> RocksdbStore::read_text(Sequence sequence,
                                                               std::uint8_t field) const {
  const auto value = database_->get(Family::texts, text_key(sequence, field));
  if (!value) return value.error();
  if (!*value) return std::optional<SaltedText>();
  const std::optional<SaltedText> text = read_text_value(**value);
  if (text) return text;
  return damaged(fmt::format("第 {} 号事项的文本", sequence.value),
                 fmt::format("a text of event {}", sequence.value));
}

StoreResult<void> RocksdbStore::put_owners(
    std::span<const std::tuple<CommunityNumber, HouseNumber, std::string>> owners) {
  rocksdb::WriteBatch batch;
  for (const auto& [community, house, value] : owners) {
    batch.Put(database_->family(Family::directory), owner_key(community, house), value);
  }
  return write(batch, Durability::synced);
}

StoreResult<void> RocksdbStore::erase(Family family, const std::string& key) {
  rocksdb::WriteBatch batch;
  batch.Delete(database_->family(family), key);
  if (const StoreResult<void> written = write(batch, Durability::synced); !written) return written;
  return database_->scrub(family, key);
}

StoreResult<void> RocksdbStore::repack(std::uint64_t least_events) {
  const std::lock_guard only_one(repack_mutex_);
  if (const StoreResult<void> allowed = check_writable(); !allowed) return allowed;
  const Sequence end = head().next;
  const auto packed = database_->get_sequence(Family::meta, meta_key::repacked_through);
  if (!packed) return packed.error();
  const Sequence through = packed->value_or(Sequence{});
  if (end.value - 1 - through.value < least_events || next(through) == end) return {};
  if (const auto indexed = index_keys(); !indexed) return indexed;
  return repack_postings(through, end);
}

StoreResult<void> RocksdbStore::index_keys() {
  const StoreResult<Sequence> through = key_index_.index_recent();
  if (!through) return through.error();
  if (!*through) return {};
  rocksdb::WriteBatch batch;
  batch.Put(database_->family(Family::meta), slice(meta_key::keys_through),
            number_value(through->value));
  // Needs no sync of its own, here and below: a lost step is only not done yet, and the log keeps
  // writes in order.
  return write(batch, Durability::in_order);
}

StoreResult<void> RocksdbStore::repack_postings(Sequence through, Sequence end) {
  const std::uint64_t most_events = events_of_a_step(end.value - next(through).value);
  while (next(through) < end) {
    StoreResult<RepackStep> step = prepare_repack(View(*database_), most_events);
    if (!step) return step.error();
    const StoreResult<void> written = write(step->batch, Durability::in_order);
    if (!written) return written;
    through = step->through;
  }
  return {};
}

StoreResult<void> RocksdbStore::sync_witness() {
  const std::lock_guard only_one(witness_mutex_);
  const Head now = head();
  const Sequence last{now.next.value - 1};
  if (!writable() || last == witnessed_.load()) return {};
  const auto written = write_head_witness(options_.directory, {last, now.hash});
  if (written) witnessed_ = last;
  return written;
}

StoreStatistics RocksdbStore::statistics() const {
  using Properties = rocksdb::DB::Properties;
  StoreStatistics statistics{head().next.value - 1, {}};
  for (std::size_t i = 0; i < family_names.size(); ++i) {
    std::uint64_t bytes = 0;
    for (const std::string& property :
         {Properties::kLiveSstFilesSize, Properties::kCurSizeAllMemTables}) {
      std::uint64_t size = 0;
      database_->db().GetIntProperty(database_->families()[i], property, &size);
      bytes += size;
    }
    statistics.parts.push_back({i == 0 ? "meta" : family_names.at(i), bytes});
  }
  return statistics;
}

/// A log that was only just created gets the mark of its format.
StoreResult<void> mark_format(const Database& database, bool is_empty, rocksdb::WriteBatch& batch) {
  const auto format = database.get(Family::meta, meta_key::format);
  if (!format) return format.error();
  if (*format) return {};
  if (!is_empty) return damaged("账本的格式标记", "the log's mark of its format");
  batch.Put(database.family(Family::meta), slice(meta_key::format), number_value(log_format));
  return {};
}

/// Counts this opening for writing and makes everything that was found durable.
StoreResult<std::uint64_t> begin_epoch(const Database& database, rocksdb::WriteBatch& batch) {
  const auto last = database.get_sequence(Family::meta, meta_key::writer_epoch);
  if (!last) return last.error();
  const std::uint64_t epoch = last->value_or(Sequence{}).value + 1;
  batch.Put(database.family(Family::meta), slice(meta_key::writer_epoch), number_value(epoch));
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const rocksdb::Status written = database.db().Write(synced, &batch);
  if (!written.ok()) return store_error(written, "账本", "the log");
  return epoch;
}

}  // namespace
}  // namespace rocks

StoreResult<std::unique_ptr<EventStore>> open_rocksdb_store(const StoreOptions& options,
                                                            rocksdb::Env* env, StoreHooks hooks) {
  // Before the log, so that beside a running writer the witness is never ahead of what is read.
  const StoreResult<std::optional<HeadWitness>> kept = read_head_witness(options.directory);
  if (!kept) return kept.error();
  const HeadWitness witness = kept->value_or(HeadWitness{});
  const StoreResult<void> is_there = rocks::check_there(options.directory, witness, env);
  if (!is_there) return is_there.error();
  StoreResult<std::unique_ptr<rocks::Database>> database = rocks::Database::open(options, env);
  if (!database) return database.error();
  rocks::Opened opened{options, std::move(hooks), std::move(*database), {}, 0, witness.last};
  const auto current = rocks::bring_up_to_date(*opened.database, options);
  if (!current) return current.error();
  const StoreResult<Head> head = rocks::find_head(rocks::View(*opened.database));
  if (!head) return head.error();
  rocksdb::WriteBatch batch;
  const auto marked = rocks::mark_format(*opened.database, head->next == Sequence{1}, batch);
  if (!marked) return marked.error();
  opened.head = *head;
  const auto behind = rocks::check_witness(rocks::View(*opened.database), *head, witness);
  if (!behind) return behind.error();
  if (options.mode != OpenMode::read_only) {
    const StoreResult<std::uint64_t> epoch = rocks::begin_epoch(*opened.database, batch);
    if (!epoch) return epoch.error();
    opened.writer_epoch = *epoch;
  }
  return std::unique_ptr<EventStore>(std::make_unique<rocks::RocksdbStore>(std::move(opened)));
}

StoreResult<std::unique_ptr<EventStore>> open_rocksdb_store(const StoreOptions& options) {
  return open_rocksdb_store(options, rocksdb::Env::Default());
}

StoreResult<std::unique_ptr<EventStore>> open_rocksdb_store(const StoreOptions& options,
                                                            StoreHooks hooks) {
  return open_rocksdb_store(options, rocksdb::Env::Default(), std::move(hooks));
}

}  // namespace mingzhang
