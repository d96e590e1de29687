#pragma once

// Finds the house that a payer's note names: "1-2-301", "１－２－３０１", "1栋2单元301室",
// "1号楼2单元301", "一栋二单元301", "1#2-301", "1-0-商铺". Pure.

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/state/community_state.h"

namespace mingzhang {

enum class HouseMention : std::uint8_t {
  none,
  one,       ///< exactly one registered house, and nothing that could be another
  doubtful,  ///< several, an unregistered one, or one inside a longer number
};

struct MentionedHouse {
  HouseMention mention = HouseMention::none;
  std::string code;  ///< of the one
};

MentionedHouse house_in_text(std::string_view text, const CommunityState& community);

}  // namespace mingzhang
