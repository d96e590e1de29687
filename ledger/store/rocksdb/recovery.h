#pragma once

// What is checked whenever a log is opened, before anything is read from it or written to it.

#include "ledger/store/head_witness.h"
#include "ledger/store/rocksdb/database.h"

namespace mingzhang::rocks {

/// Finds the end of the log. The last blocks must be whole and join each other, and the tail of the
/// hot part must go on to the end without a gap.
StoreResult<Head> find_head(const View& view);

/// Refuses a log that ends before its witness or holds another event there.
StoreResult<void> check_witness(const View& view, const Head& head, const HeadWitness& witness);

/// For a witness whose log is not there at all.
StoreError behind_witness(const std::string& found_zh, const std::string& found_en,
                          const HeadWitness& witness);

}  // namespace mingzhang::rocks
