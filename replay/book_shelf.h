#pragma once

// Communities' rows kept in memory between questions, and carried on as the log grows: what was
// asked about lately is answered without reading it again. Threads: any number at once. Errors: as
// the store's; after one nothing of that community is kept.

#include <cstdint>
#include <memory>
#include <mutex>
#include <unordered_map>

#include "replay/books.h"

namespace mingzhang {

class BookShelf {
 public:
  /// Keeps about `most_bytes`, those asked for last. The store outlives the shelf.
  BookShelf(const EventStore& store, std::uint64_t most_bytes)
      : store_(store), most_bytes_(most_bytes) {}

  /// As load_books.
  StoreResult<Books> books(CommunityNumber community, const AsOf& question);

  /// Whether the community's rows are kept through the end of the log, so that `books` of any
  /// business date reads none of it. Never waits for who is reading.
  bool has_at_hand(CommunityNumber community);

 private:
  struct Kept {
    CommunityRows rows;
    std::uint32_t readers = 0;
  };
  struct Place {
    std::mutex mutex;  ///< guards `kept` and its readers; held while its rows are carried on
    std::shared_ptr<Kept> kept;
    std::uint64_t bytes = 0;     ///< guarded by the shelf's mutex, as is what follows
    std::uint64_t last_use = 0;  ///< a running number
  };

  std::shared_ptr<Place> place_of(CommunityNumber community);
  /// The rows through a sequence, as long as the result is held.
  StoreResult<std::shared_ptr<const CommunityRows>> rows_of(CommunityNumber community,
                                                            const std::shared_ptr<Place>& place,
                                                            Sequence through);
  /// Notes what the place takes now, and forgets communities until the rest fits.
  void account_for(CommunityNumber community, const Place& place, std::uint64_t bytes);

  const EventStore& store_;
  const std::uint64_t most_bytes_;
  std::mutex mutex_;
  std::unordered_map<CommunityNumber, std::shared_ptr<Place>> places_;
  std::uint64_t bytes_ = 0;
  std::uint64_t uses_ = 0;
};

}  // namespace mingzhang
