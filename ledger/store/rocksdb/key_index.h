#pragma once

// Finds events by their idempotency keys. A row for each key is too much work to do while somebody
// waits for his event to be durable (measured: a third of recording), and not needed then: the
// block holds the key. So the keys of the newest events are kept in memory, and read from the
// blocks when a log is opened; repacking writes them to Family::keys, in order, which is quicker
// too.
//
// Threads: any, but one at a time between take_recent and forget_taken.

#include <boost/unordered/unordered_flat_map.hpp>
#include <mutex>
#include <string>
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

  /// Rows for Family::keys, in order: those of all events behind the last that it covers.
  struct Rows {
    std::vector<std::pair<std::string, Sequence>> rows;
    Sequence through;  ///< the last event among them
  };
  StoreResult<Rows> take_recent();
  /// Once the rows are written: they need not be kept in memory any more.
  void forget_taken();

 private:
  struct Key {
    CommunityNumber community;
    std::string key;
  };
  struct KeyHash {
    using is_transparent = void;
    std::size_t operator()(const KeyName& name) const { return hash_value(name); }
    std::size_t operator()(const Key& key) const { return hash_value({key.community, key.key}); }
  };
  struct KeyEqual {
    using is_transparent = void;
    template <class Left, class Right>
    bool operator()(const Left& left, const Right& right) const {
      return left.community == right.community && left.key == right.key;
    }
  };
  using Keys = boost::unordered_flat_map<Key, Sequence, KeyHash, KeyEqual>;

  StoreResult<void> load();

  const Database& database_;

  std::mutex mutex_;
  bool is_loaded_ = false;
  Keys recent_;
  Keys taken_;  ///< being written, or written and not yet forgotten
};

}  // namespace mingzhang::rocks
