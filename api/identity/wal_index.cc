#include "api/identity/wal_index.h"

#include <sqlite3.h>

namespace mingzhang {

void WalIndex::open(sqlite3* connection) {
  constexpr int region_bytes = 32768;
  sqlite3_file* file = nullptr;
  const int found = sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER,
                                         static_cast<void*>(&file));
  if (found != SQLITE_OK || file == nullptr || file->pMethods == nullptr) return;
  if (file->pMethods->iVersion < 2) return;
  volatile void* region = nullptr;
  // 0 = only if it is there: SQLite has mapped it when it read.
  if (file->pMethods->xShmMap(file, 0, region_bytes, 0, &region) != SQLITE_OK) return;
  words_ = static_cast<const volatile std::uint64_t*>(region);
}

WalIndex::Header WalIndex::header() {
  Header header{};
  if (words_ == nullptr) {
    header.front() = ++looks_;
    return header;
  }
  for (std::size_t i = 0; i < header.size(); ++i) header.at(i) = words_[i];
  return header;
}

}  // namespace mingzhang
