#include "ledger/base/ensure.h"

#include <fmt/core.h>

#include <cstdio>
#include <cstdlib>

namespace mingzhang {

void fail_ensure(std::string_view message, const boost::source_location& place) {
  fmt::print(stderr, "mingzhang: {}:{}: broken promise: {}\n", place.file_name(), place.line(),
             message);
  std::abort();
}

}  // namespace mingzhang
