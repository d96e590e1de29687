#pragma once

// The whole journal in the formats of other accounting engines, so that anyone can check the books
// with a program that is not ours. Account names are `community:code.FUND[:house[:period]]`
// (interface.md, export); beancount's are the same parts under its five roots, see journal.cc.
// No free text and no name of a person is exported.

#include <cstdint>
#include <functional>
#include <string_view>

#include "ledger/store/event_store.h"

namespace mingzhang {

enum class JournalFormat : std::uint8_t { hledger, ledger, beancount };

/// Takes the text piece by piece, in order.
using TextSink = std::function<void(std::string_view)>;

/// Writes every entry of the log, with every account declared first. Reads the log twice; memory
/// grows with the number of accounts, not of entries.
StoreResult<void> export_journal(const EventStore& store, JournalFormat format,
                                 const TextSink& sink);

}  // namespace mingzhang
