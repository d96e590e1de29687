#pragma once

// Books made from recorded events without a store, for report tests.

#include <span>
#include <string>

#include "replay/books.h"
#include "replay/event_lookup.h"
#include "tests/support/commands.h"

namespace mingzhang::test {

/// An amount as a report writes it. REQUIRES: it is well formed.
Money yuan(std::string_view text);

/// The instant of noon in Shanghai.
Instant noon(const std::string& date);

/// The books of one community out of a log of events numbered from 1.
Books books_of(std::span<const RecordedEvent> events, const AsOf& question = {},
               CommunityNumber community = {1});

/// The events must outlive it.
EventLookup lookup_of(std::span<const RecordedEvent> events);

}  // namespace mingzhang::test
