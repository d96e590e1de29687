#pragma once

// All payloads in one variant. The n-th alternative is the kind with number n + 1.

#include <cstddef>
#include <variant>

#include "ledger/kinds/common_revenue.h"
#include "ledger/kinds/consents.h"
#include "ledger/kinds/fees.h"
#include "ledger/kinds/maintenance_fund.h"
#include "ledger/kinds/payments.h"
#include "ledger/kinds/periods.h"
#include "ledger/kinds/registry.h"
#include "ledger/kinds/service_costs.h"
#include "ledger/kinds/subsidies.h"

namespace mingzhang {

namespace detail {
#define MINGZHANG_TYPE(number, name, Type, family) , Type
template <class None, class... Types>
using DropFirst = std::variant<Types...>;
using PayloadVariant = DropFirst<void MINGZHANG_EVENT_KINDS(MINGZHANG_TYPE)>;
#undef MINGZHANG_TYPE
}  // namespace detail

using Payload = detail::PayloadVariant;

inline EventKind kind_of(const Payload& payload) {
  return static_cast<EventKind>(payload.index() + 1);
}

}  // namespace mingzhang
