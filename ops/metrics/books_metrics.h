#pragma once

// What the books hold, how far behind the log's head everything derived from it is, and how the
// communities stand.

#include <cstddef>
#include <string>

#include "ledger/store/event_store.h"
#include "ops/chain_watch.h"
#include "ops/figures_watch.h"
#include "ops/metrics/scrape.h"

namespace mingzhang {

struct BooksView {
  const EventStore& store;
  const std::string& directory;  ///< whose snapshots are looked at
  Instant now;
  ChainStatus chain;
  const KnownFigures* figures = nullptr;  ///< none until they are known
  std::size_t most_communities = 0;       ///< up to so many have series of their own
};

void add_books(Scrape& scrape, const BooksView& books);

}  // namespace mingzhang
