#pragma once

// Which communities there are, for those who ask by id. Follows the log: what was registered since
// is read from its tail when somebody asks for it.
// Threads: any number at once. Errors: as the store's.

#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/state/ledger_state.h"
#include "ledger/store/event_store.h"
#include "replay/books.h"

namespace mingzhang {

class Catalogue {
 public:
  /// Starts from a state that is at hand, so that no log is read for it. `store` outlives it.
  Catalogue(const EventStore& store, const LedgerState& state);

  /// None when no community has that id.
  StoreResult<std::optional<CommunityEntry>> find(const std::string& id);
  /// None when no community has that number.
  StoreResult<std::optional<CommunityEntry>> find(CommunityNumber number);
  /// By number.
  StoreResult<std::vector<CommunityEntry>> all();
  /// 0 when no community is known by that id yet, or while somebody reads the log for it. Never
  /// waits.
  CommunityNumber number_at_hand(const std::string& id);

 private:
  StoreResult<void> catch_up();
  const CommunityEntry* known(const std::string& id) const;

  const EventStore& store_;
  std::mutex mutex_;
  Sequence next_;                        ///< everything before it has been read
  std::vector<CommunityEntry> entries_;  ///< index = number - 1
  std::unordered_map<std::string, std::size_t> indexes_;
};

}  // namespace mingzhang
