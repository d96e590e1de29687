#include "ledger/event.h"

#include <fmt/format.h>

namespace mingzhang {

std::string to_string(Voucher voucher) {
  if (voucher.number == 0) return {};
  return fmt::format("{}-{:04}", to_string(voucher.month), voucher.number);
}

}  // namespace mingzhang
