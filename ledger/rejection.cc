#include "ledger/rejection.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <array>

namespace mingzhang {
namespace {

struct Entry {
  std::string_view name;
  int status;
  std::string_view zh;
  std::string_view en;
};

constexpr auto table = std::to_array<Entry>({
#define MINGZHANG_ENTRY(name, status, zh, en) {#name, status, zh, en},
    MINGZHANG_REJECTIONS(MINGZHANG_ENTRY)
#undef MINGZHANG_ENTRY
});

const Entry& entry(Code code) { return table.at(static_cast<std::size_t>(code)); }

std::string fill(std::string_view pattern, const Rejection& rejection) {
  fmt::dynamic_format_arg_store<fmt::format_context> arguments;
  for (const std::string& argument : rejection.arguments) arguments.push_back(argument);
  for (std::size_t i = rejection.arguments.size(); i < 5; ++i) arguments.push_back("");
  return fmt::vformat(pattern, arguments);
}

}  // namespace

std::string_view code_name(Code code) { return entry(code).name; }
int http_status(Code code) { return entry(code).status; }
std::string sentence_zh(const Rejection& rejection) {
  return fill(entry(rejection.code).zh, rejection);
}
std::string sentence_en(const Rejection& rejection) {
  return fill(entry(rejection.code).en, rejection);
}
std::string sentence(const Rejection& rejection) {
  return fmt::format("{} / {}", sentence_zh(rejection), sentence_en(rejection));
}

}  // namespace mingzhang
