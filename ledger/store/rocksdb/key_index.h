#pragma once

// Finds events by their idempotency keys. A row for each key is too much work to do while somebody
// waits for his event to be durable (measured: a third of recording), and not needed then: the
// block holds the key. So the keys of the newest events are kept in memory, and read from the
// blocks when a log is opened. Repacking makes a table of Family::keys of them, in order, and hands
// the whole of it to RocksDB: put one by one they went through the write-ahead log and a memtable,
// in the way of what is recorded (measured: an eighth of recording).
//
// Threads: any, but one index_recent at a time.

#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>
#include <memory_resource>
#include <mutex>
#include <vector>

#include "ledger/store/rocksdb/database.h"

namespace mingzhang::rocks {

class KeyIndex {
 public:
  /// The database outlives the index.
  explicit KeyIndex(const Database& database) : database_(database) {}

  /// The events under these keys; 0 where there is none.
  StoreResult<std::vector<Sequence>> find(std::span<const KeyName> keys);

  /// The keys of a block that has become durable.
  void add(const NewBlock& block);

  /// Moves the keys in memory to Family::keys, durably. Returns the last event among them, 0 when
  /// there is none: every event through it is indexed then. Doing it again changes nothing.
  StoreResult<Sequence> index_recent();

 private:
  /// Keys with the memory that their names stand in.
  struct Keys {
    std::pmr::monotonic_buffer_resource memory;
    boost::unordered_flat_map<KeyName, Sequence> numbers;

    void put(const KeyName& key, Sequence sequence);
  };

  StoreResult<void> load();
  StoreResult<void> take_recent();

  const Database& database_;

  std::mutex mutex_;
  bool is_loaded_ = false;
  std::unique_ptr<Keys> recent_ = std::make_unique<Keys>();
  std::unique_ptr<Keys> taken_ = std::make_unique<Keys>();  ///< being indexed
};

}  // namespace mingzhang::rocks
