#include "replay/catalogue.h"

namespace mingzhang {

Catalogue::Catalogue(const EventStore& store, const LedgerState& state)
    : store_(store), next_(state.head.next) {
  for (const CommunityState& community : state.communities) {
    indexes_[community.id] = entries_.size();
    entries_.push_back({community.number, community.id, community.name, community.subdistrict,
                        community.neighbourhood});
  }
}

StoreResult<void> Catalogue::catch_up() {
  const Sequence end = store_.head().next;
  if (end == next_) return {};
  const SliceRange range{{end.value - 1}, next_};
  StoreResult<void> read;
  const StoreResult<void> scanned = store_.scan_tail(range, [&](const HotRun& run) {
    for (const HotRun::Note& note : run.notes) {
      if (!read) return;
      const StoreResult<EventMeaning> meaning = read_meaning(note);
      if (!meaning) {
        read = meaning.error();
        return;
      }
      const auto* registered = std::get_if<CommunityRegistered>(&meaning->payload);
      // After a fault a part of the tail is read again, and a number is listed once.
      if (registered == nullptr || registered->number.value.value != entries_.size() + 1) continue;
      indexes_[registered->id.value.value] = entries_.size();
      entries_.push_back({registered->number.value, registered->id.value.value,
                          registered->name.value, registered->subdistrict.value,
                          registered->neighbourhood.value});
    }
  });
  if (!scanned) return scanned;
  if (!read) return read;
  next_ = end;
  return {};
}

const CommunityEntry* Catalogue::known(const std::string& id) const {
  const auto found = indexes_.find(id);
  return found == indexes_.end() ? nullptr : &entries_[found->second];
}

StoreResult<std::optional<CommunityEntry>> Catalogue::find(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const CommunityEntry* entry = known(id);
  if (entry == nullptr) {
    if (const StoreResult<void> read = catch_up(); !read) return read.error();
    entry = known(id);
  }
  return entry == nullptr ? std::optional<CommunityEntry>() : *entry;
}

StoreResult<std::optional<CommunityEntry>> Catalogue::find(CommunityNumber number) {
  const std::lock_guard lock(mutex_);
  if (number.value > entries_.size()) {
    if (const StoreResult<void> read = catch_up(); !read) return read.error();
  }
  if (number.value == 0 || number.value > entries_.size()) {
    return std::optional<CommunityEntry>{};
  }
  return std::optional(entries_[number.value - 1]);
}

CommunityNumber Catalogue::number_at_hand(const std::string& id) {
  const std::unique_lock lock(mutex_, std::try_to_lock);
  const CommunityEntry* entry = lock ? known(id) : nullptr;
  return entry == nullptr ? CommunityNumber{} : entry->number;
}

StoreResult<std::vector<CommunityEntry>> Catalogue::all() {
  const std::lock_guard lock(mutex_);
  if (const StoreResult<void> read = catch_up(); !read) return read.error();
  return entries_;
}

}  // namespace mingzhang
