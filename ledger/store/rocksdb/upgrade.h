#pragma once

// What is done when a log that an earlier version wrote is opened.

#include "ledger/store/rocksdb/database.h"

namespace mingzhang::rocks {

/// Of the logs that this program writes. 2: the hot part has columns of differing widths. 3: keys
/// are indexed by repacking, not with their block. 4: the hot part says what statements say. 5: it
/// has postings by their sorts. 6: those of one sort stand together. 7: of noted events it
/// has the meaning.
inline constexpr std::uint64_t log_format = 7;

/// Checks the log's format before anything else is read from it. A log without any mark is taken
/// for an empty one and gets it: `find_head` is the judge of that. Earlier formats are brought up
/// to date when the log is open for writing, and cannot be read before: their hot part is made anew
/// from the blocks, which stay as they are. Interrupted, that begins again at the next opening. Any
/// other format is refused.
StoreResult<void> bring_up_to_date(const Database& database, const StoreOptions& options);

}  // namespace mingzhang::rocks
