#include "api/server/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <boost/beast/core/string.hpp>
#include <charconv>

#include "ledger/base/ensure.h"

namespace mingzhang {
namespace {

/// Statements shrink to a ninth; higher levels take twice the time for a tenth less.
constexpr int level = 3;
constexpr int gzip_window_bits = 15 + 16;
constexpr int memory_level = 8;

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") + 1 - begin);
}

/// Cuts off what stands before the next `separator`.
std::string_view take_part(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view part = trimmed(rest.substr(0, end));
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

bool is_same(std::string_view a, std::string_view b) {
  return boost::beast::iequals({a.data(), a.size()}, {b.data(), b.size()});
}

/// "0.5" as 500; what is no weight is 0, which takes nothing.
int thousandths(std::string_view weight) {
  if (weight.empty() || weight.size() > 5 || (weight[0] != '0' && weight[0] != '1')) return 0;
  if (weight.size() > 1 && weight[1] != '.') return 0;
  std::array<char, 4> digits{weight[0], '0', '0', '0'};
  for (std::size_t i = 2; i < weight.size(); ++i) digits.at(i - 1) = weight[i];
  int value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  return read.ptr == digits.data() + digits.size() ? std::min(value, 1000) : 0;
}

int weight_of(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::string_view parameter = take_part(parameters, ';');
    if (parameter.starts_with("q=") || parameter.starts_with("Q=")) {
      return thousandths(parameter.substr(2));
    }
  }
  return 1000;
}

}  // namespace

bool is_worth_gzip(const Response& response) {
  if (response.body.size() < least_gzip_bytes) return false;
  constexpr std::array<std::string_view, 5> shrinking{"json", "text/", "xml", "javascript", "svg"};
  return std::ranges::any_of(shrinking, [&response](std::string_view part) {
    return response.content_type.find(part) != std::string::npos;
  });
}

bool accepts_gzip(std::string_view accept_encoding) {
  int gzip_weight = -1;
  int any_weight = 0;
  int identity_weight = 1;  // what is not named is taken, after all that is
  while (!accept_encoding.empty()) {
    std::string_view parameters = take_part(accept_encoding, ',');
    const std::string_view coding = take_part(parameters, ';');
    const int weight = weight_of(parameters);
    if (is_same(coding, "gzip") || is_same(coding, "x-gzip")) gzip_weight = weight;
    if (is_same(coding, "identity")) identity_weight = weight;
    if (coding == "*") any_weight = weight;
  }
  if (gzip_weight < 0) gzip_weight = any_weight;
  return gzip_weight > 0 && gzip_weight >= identity_weight;
}

void gzip(Response& response) {
  z_stream stream{};
  ensure(deflateInit2(&stream, level, Z_DEFLATED, gzip_window_bits, memory_level,
                      Z_DEFAULT_STRATEGY) == Z_OK,
         "zlib starts");
  std::string out(deflateBound(&stream, response.body.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(response.body.data());
  stream.avail_in = static_cast<uInt>(response.body.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  ensure(ended == Z_STREAM_END, "a buffer of deflateBound holds what is compressed");
  response.body = std::move(out);
  response.headers.emplace_back("Content-Encoding", "gzip");
  for (auto& [name, value] : response.headers) {
    if (is_same(name, "etag") && value.starts_with('"')) value.insert(0, "W/");
  }
}

}  // namespace mingzhang
