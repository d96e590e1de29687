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

/// Refuses a witness whose log is not there at all: such a log is not begun anew.
StoreResult<void> check_there(const std::string& directory, const HeadWitness& witness,
                              rocksdb::Env* env);

}  // namespace mingzhang::rocks
