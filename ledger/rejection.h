#pragma once

// A named refusal. rejection_list.h is the one table from code to HTTP status and sentences;
// nothing else maps errors. A refusal changes nothing and uses no idempotency key up.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/rejection_list.h"

namespace mingzhang {

enum class Code : std::uint16_t {
#define MINGZHANG_CODE(name, status, zh, en) name,
  MINGZHANG_REJECTIONS(MINGZHANG_CODE)
#undef MINGZHANG_CODE
};

struct Rejection {
  Code code{};
  std::string field;                   ///< the JSON field at fault, empty when it is none
  std::vector<std::string> arguments;  ///< fill {0}, {1} ... of the sentences
};

/// Nothing = the guard passed.
using Refused = std::optional<Rejection>;

template <class... Arguments>
[[nodiscard]] Rejection reject(Code code, std::string_view field, Arguments&&... arguments) {
  return {code, std::string(field), {std::string(std::forward<Arguments>(arguments))...}};
}

std::string_view code_name(Code code);  ///< stable, such as "period_closed"
int http_status(Code code);
std::string sentence_zh(const Rejection& rejection);
std::string sentence_en(const Rejection& rejection);
/// Both sentences: "<zh> / <en>".
std::string sentence(const Rejection& rejection);

}  // namespace mingzhang
