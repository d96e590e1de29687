#include "ledger/event.h"

#include <fmt/compile.h>

namespace mingzhang {

std::string to_string(Voucher voucher) {
  if (voucher.number == 0) return {};
  return fmt::format(FMT_COMPILE("{}-{:04}"), to_string(voucher.month), voucher.number);
}

}  // namespace mingzhang
