#include "ledger/store/rocksdb/key_index.h"

#include <rocksdb/sst_file_writer.h>

#include <algorithm>
#include <tuple>

#include "ledger/codec/event_codec.h"
#include "ledger/store/rocksdb/keys.h"
#include "ledger/store/rocksdb/scan.h"
#include "ledger/store/rocksdb/table_keeper.h"

namespace mingzhang::rocks {
namespace {

StoreError index_error(const rocksdb::Status& status) {
  return store_error(status, "幂等键索引", "the index of idempotency keys");
}

/// So that comparing numbers is comparing bytes; names that are shorter end in zeros.
std::uint64_t front_of(std::string_view name) {
  std::uint64_t front = 0;
  for (std::size_t i = 0; i < sizeof front; ++i) {
    front = front << 8U | (i < name.size() ? static_cast<std::uint8_t>(name[i]) : 0U);
  }
  return front;
}

/// A name to be looked up or indexed, and a number that goes with it.
struct Row {
  std::uint64_t front;  ///< of the name's bytes: most names differ in them
  KeyName name;
  std::uint64_t number;
};

Row row_of(const KeyName& name, std::uint64_t number) { return {front_of(name.key), name, number}; }

/// In the order of Family::keys.
void sort(std::vector<Row>& rows) {
  std::ranges::sort(rows, [](const Row& left, const Row& right) {
    return std::tie(left.name.community, left.front, left.name.key) <
           std::tie(right.name.community, right.front, right.name.key);
  });
}

/// Looks up in Family::keys those that are not found yet, and fills them in.
StoreResult<void> look_up(const Database& database, std::span<const KeyName> names,
                          std::vector<Sequence>& found) {
  std::vector<Row> rows;
  rows.reserve(names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i].community && !found[i]) rows.push_back(row_of(names[i], i));
  }
  sort(rows);  // RocksDB takes five times as long to do it
  std::vector<std::string> bytes;
  bytes.reserve(rows.size());
  for (const Row& row : rows) bytes.push_back(idempotency_key(row.name.community, row.name.key));
  const std::vector<rocksdb::Slice> keys(bytes.begin(), bytes.end());
  std::vector<rocksdb::PinnableSlice> values(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  constexpr bool is_sorted = true;
  database.db().MultiGet({}, database.family(Family::keys), keys.size(), keys.data(), values.data(),
                         statuses.data(), is_sorted);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (statuses[i].IsNotFound()) continue;
    if (!statuses[i].ok()) return index_error(statuses[i]);
    const std::optional<Sequence> sequence = read_sequence(values[i].ToStringView());
    if (!sequence) return damaged("幂等键索引", "the index of idempotency keys");
    found[rows[i].number] = *sequence;
  }
  return {};
}

/// Makes a table of the rows, which are in order, and adds it to Family::keys.
StoreResult<void> ingest(const Database& database, const std::vector<Row>& rows) {
  rocksdb::DB& db = database.db();
  rocksdb::ColumnFamilyHandle* family = database.family(Family::keys);
  const std::string file = db.GetName() + "/keys.new";  // no name of RocksDB's: it passes it over
  constexpr bool drop_from_page_cache = false;
  const rocksdb::Options settings = db.GetOptions(family);
  rocksdb::SstFileWriter table(rocksdb::EnvOptions(settings), settings, family,
                               drop_from_page_cache);
  rocksdb::Status status = table.Open(file);
  for (const Row& row : rows) {
    if (!status.ok()) break;
    status = table.Put(idempotency_key(row.name.community, row.name.key), number_value(row.number));
  }
  if (status.ok()) status = table.Finish();
  if (status.ok()) {
    rocksdb::IngestExternalFileOptions options;
    options.move_files = false;  // a second name for a live table would be written over next time
    options.write_global_seqno = false;
    const KeepsTables whatever_fails;
    status = db.IngestExternalFile(family, {file}, options);
  }
  db.GetEnv()->DeleteFile(file).PermitUncheckedError();  // or the next one is written over it
  if (!status.ok()) return index_error(status);
  return {};
}

}  // namespace

StoreResult<std::vector<Sequence>> KeyIndex::find(std::span<const KeyName> keys) {
  std::vector<Sequence> found(keys.size());
  {
    const std::lock_guard lock(mutex_);
    if (const StoreResult<void> loaded = load(); !loaded) return loaded.error();
    for (const Keys* known : {recent_.get(), taken_.get()}) {
      if (known->numbers.empty()) continue;
      for (std::size_t i = 0; i < keys.size(); ++i) {
        const auto at = known->numbers.find(keys[i]);
        if (at != known->numbers.end() && !found[i]) found[i] = at->second;
      }
    }
  }
  if (const auto looked = look_up(database_, keys, found); !looked) return looked.error();
  return found;
}

void KeyIndex::Keys::put(const KeyName& key, Sequence sequence) {
  auto* name = static_cast<char*>(memory.allocate(key.key.size(), 1));
  key.key.copy(name, key.key.size());
  numbers.insert_or_assign(KeyName{key.community, {name, key.key.size()}}, sequence);
}

void KeyIndex::add(const NewBlock& block) {
  const std::lock_guard lock(mutex_);
  if (!is_loaded_) return;  // what is loaded later holds this block
  Sequence sequence = block.first;
  for (const NewEvent& event : block.events) {
    recent_->put({event.community, event.idempotency_key}, sequence);
    sequence = next(sequence);
  }
}

/// Reads the keys of the blocks behind the last one that Family::keys covers.
StoreResult<void> KeyIndex::load() {
  if (is_loaded_) return {};
  const View view(database_);
  const auto through = view.get_sequence(Family::meta, meta_key::keys_through);
  if (!through) return through.error();
  StoreResult<void> decoded;
  const auto read =
      each_block(view, next(through->value_or(Sequence{})), {}, [&](const StoredBlock& block) {
        Sequence sequence = block.first;
        for (const StoredBlock::StoredEvent& stored : block.events) {
          const std::optional<Event> event = decode_event(stored.bytes);
          if (!event) decoded = damaged_block(sequence);
          if (!event) return false;
          recent_->put({stored.community, event->header.idempotency_key}, sequence);
          sequence = next(sequence);
        }
        return true;
      });
  if (!read) return read.error();
  if (!decoded) return decoded.error();
  is_loaded_ = true;
  return {};
}

StoreResult<void> KeyIndex::take_recent() {
  const std::lock_guard lock(mutex_);
  if (const StoreResult<void> loaded = load(); !loaded) return loaded.error();
  // What an attempt that failed has left is taken once more.
  for (const auto& [key, sequence] : taken_->numbers) recent_->put(key, sequence);
  recent_.swap(taken_);
  recent_ = std::make_unique<Keys>();
  recent_->numbers.reserve(taken_->numbers.size());  // about as many will come again
  return {};
}

StoreResult<Sequence> KeyIndex::index_recent() {
  if (const StoreResult<void> taken = take_recent(); !taken) return taken.error();
  if (taken_->numbers.empty()) return Sequence{};
  std::vector<Row> rows;
  rows.reserve(taken_->numbers.size());
  for (const auto& [key, sequence] : taken_->numbers) rows.push_back(row_of(key, sequence.value));
  sort(rows);
  if (const StoreResult<void> ingested = ingest(database_, rows); !ingested) {
    return ingested.error();
  }
  const Sequence through{std::ranges::max(rows, {}, &Row::number).number};
  auto forgotten = std::make_unique<Keys>();
  const std::lock_guard lock(mutex_);
  forgotten.swap(taken_);
  return through;
}

}  // namespace mingzhang::rocks
