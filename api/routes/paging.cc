#include "api/routes/paging.h"

#include <fmt/format.h>

#include <charconv>

namespace mingzhang {
namespace {

constexpr std::uint64_t most_listed = 1000;

Refused read_cursor(const Request& request, std::uint64_t& after) {
  const std::string* text = find_parameter(request, "cursor");
  if (text == nullptr) return std::nullopt;
  const char* end = text->data() + text->size();
  const bool starts = text->starts_with('c');
  const auto read = std::from_chars(text->data() + (starts ? 1 : 0), end, after, 16);
  if (!starts || read.ec != std::errc{} || read.ptr != end) {
    return reject(Code::malformed_value, "cursor", "cursor", *text, "next_cursor");
  }
  return std::nullopt;
}

}  // namespace

Refused read_page_question(const Request& request, PageQuestion& out) {
  std::optional<std::uint64_t> limit;
  Refused refused = read_number(request, "limit", most_listed, limit);
  out.limit = limit.value_or(out.limit);
  if (!refused) refused = read_cursor(request, out.after);
  return refused;
}

std::string cursor_of(std::uint64_t last) { return fmt::format("c{:x}", last); }

}  // namespace mingzhang
