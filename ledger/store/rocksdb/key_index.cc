#include "ledger/store/rocksdb/key_index.h"

#include <algorithm>

#include "ledger/codec/event_codec.h"
#include "ledger/store/rocksdb/keys.h"
#include "ledger/store/rocksdb/scan.h"

namespace mingzhang::rocks {
namespace {

StoreError index_error(const rocksdb::Status& status) {
  return store_error(status, "幂等键索引", "the index of idempotency keys");
}

/// Looks up in Family::keys those that are not found yet, and fills them in.
StoreResult<void> look_up(const Database& database, std::span<const KeyName> names,
                          std::vector<Sequence>& found) {
  std::vector<std::string> rows;
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (!names[i].community || found[i]) continue;
    rows.push_back(idempotency_key(names[i].community, names[i].key));
    places.push_back(i);
  }
  const std::vector<rocksdb::Slice> keys(rows.begin(), rows.end());
  std::vector<rocksdb::PinnableSlice> values(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  database.db().MultiGet({}, database.family(Family::keys), keys.size(), keys.data(), values.data(),
                         statuses.data());
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (statuses[i].IsNotFound()) continue;
    if (!statuses[i].ok()) return index_error(statuses[i]);
    const std::optional<Sequence> sequence = read_sequence(values[i].ToStringView());
    if (!sequence) return damaged("幂等键索引", "the index of idempotency keys");
    found[places[i]] = *sequence;
  }
  return {};
}

}  // namespace

StoreResult<std::vector<Sequence>> KeyIndex::find(std::span<const KeyName> keys) {
  std::vector<Sequence> found(keys.size());
  {
    const std::lock_guard lock(mutex_);
    if (const StoreResult<void> loaded = load(); !loaded) return loaded.error();
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (const auto recent = recent_.find(keys[i]); recent != recent_.end()) {
        found[i] = recent->second;
      } else if (const auto older = taken_.find(keys[i]); older != taken_.end()) {
        found[i] = older->second;
      }
    }
  }
  if (const auto looked = look_up(database_, keys, found); !looked) return looked.error();
  return found;
}

void KeyIndex::add(const NewBlock& block) {
  const std::lock_guard lock(mutex_);
  if (!is_loaded_) return;  // what is loaded later holds this block
  Sequence sequence = block.first;
  for (const NewEvent& event : block.events) {
    recent_.insert_or_assign({event.community, event.idempotency_key}, sequence);
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
          std::optional<Event> event = decode_event(stored.bytes);
          if (!event) decoded = damaged_block(sequence);
          if (!event) return false;
          recent_.insert_or_assign({stored.community, std::move(event->header.idempotency_key)},
                                   sequence);
          sequence = next(sequence);
        }
        return true;
      });
  if (!read) return read.error();
  if (!decoded) return decoded.error();
  is_loaded_ = true;
  return {};
}

StoreResult<KeyIndex::Rows> KeyIndex::take_recent() {
  {
    const std::lock_guard lock(mutex_);
    if (const StoreResult<void> loaded = load(); !loaded) return loaded.error();
    recent_.merge(taken_);  // those of an attempt that failed
    taken_ = std::move(recent_);
    recent_.clear();
  }
  Rows taken;
  taken.rows.reserve(taken_.size());
  for (const auto& [key, sequence] : taken_) {
    taken.rows.emplace_back(idempotency_key(key.community, key.key), sequence);
    taken.through = std::max(taken.through, sequence);
  }
  std::ranges::sort(taken.rows);
  return taken;
}

void KeyIndex::forget_taken() {
  Keys forgotten;
  const std::lock_guard lock(mutex_);
  forgotten.swap(taken_);
}

}  // namespace mingzhang::rocks
