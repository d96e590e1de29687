#include "replay/book_shelf.h"

#include <algorithm>
#include <vector>

namespace mingzhang {

StoreResult<Books> BookShelf::books(CommunityNumber community, const AsOf& question) {
  const StoreResult<Sequence> through = last_that_counts(store_, question);
  if (!through) return through.error();
  const std::shared_ptr<Place> place = place_of(community);
  auto rows = rows_of(community, place, *through);
  if (!rows) return rows.error();
  account_for(community, *place, (*rows)->allocated_bytes());
  return Books(std::move(*rows), *through, question.as_of);
}

bool BookShelf::has_at_hand(CommunityNumber community) {
  std::shared_ptr<Place> place;
  {
    const std::lock_guard lock(mutex_);
    const auto found = places_.find(community);
    if (found == places_.end()) return false;
    place = found->second;
  }
  const std::unique_lock lock(place->mutex, std::try_to_lock);
  return lock && place->kept && next(place->kept->rows.through) == store_.head().next;
}

StoreResult<std::shared_ptr<const CommunityRows>> BookShelf::rows_of(
    CommunityNumber community, const std::shared_ptr<Place>& place, Sequence through) {
  const std::lock_guard lock(place->mutex);
  std::shared_ptr<Kept> kept = std::move(place->kept);
  if (!kept) kept = std::make_shared<Kept>();
  if (kept->rows.through < through) {
    // Rows that someone is making a report from stay as they are.
    if (kept->readers > 0) kept = std::make_shared<Kept>(Kept{kept->rows, 0});
    const auto read = carry_on(store_, community, through, kept->rows);
    if (!read) return read.error();
  }
  place->kept = kept;
  ++kept->readers;
  const CommunityRows* rows = &kept->rows;
  return std::shared_ptr<const CommunityRows>(
      rows, [place, kept = std::move(kept)](const CommunityRows*) {
        const std::lock_guard done(place->mutex);
        --kept->readers;
      });
}

std::shared_ptr<BookShelf::Place> BookShelf::place_of(CommunityNumber community) {
  const std::lock_guard lock(mutex_);
  std::shared_ptr<Place>& place = places_[community];
  if (!place) place = std::make_shared<Place>();
  place->last_use = ++uses_;
  return place;
}

void BookShelf::account_for(CommunityNumber community, const Place& place, std::uint64_t bytes) {
  std::vector<std::shared_ptr<Place>> forgotten;  // given back when nobody waits for the shelf
  const std::lock_guard lock(mutex_);
  const auto there = places_.find(community);
  if (there == places_.end() || there->second.get() != &place) return;  // forgotten meanwhile
  bytes_ += bytes - there->second->bytes;
  there->second->bytes = bytes;
  while (bytes_ > most_bytes_) {
    const auto oldest = std::ranges::min_element(
        places_, {}, [](const auto& entry) { return entry.second->last_use; });
    bytes_ -= oldest->second->bytes;
    forgotten.push_back(std::move(oldest->second));
    places_.erase(oldest);
  }
}

}  // namespace mingzhang
