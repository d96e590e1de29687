#pragma once

// The Chinese words of the closed vocabularies, for descriptions and statements.

#include <string_view>

#include "ledger/kinds/words.h"

namespace mingzhang {

std::string_view word_zh(HouseUse use);
std::string_view word_zh(BillingCycle cycle);
std::string_view word_zh(Matter matter);
std::string_view word_zh(AllowedUse use);
std::string_view word_zh(ResolutionOutcome outcome);
std::string_view word_zh(Channel channel);
std::string_view word_zh(RevenueSource source);
std::string_view word_zh(RevenueUse use);
std::string_view word_zh(InterestBasis basis);

}  // namespace mingzhang
