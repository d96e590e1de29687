#include "api/json/json_writer.h"

#include <fmt/format.h>

#include <boost/json/serialize.hpp>

namespace mingzhang {
namespace {

/// Whether it stands between quotes as it is. Looks at all of it, so that the compiler can look at
/// many bytes at once.
bool is_plain(std::string_view text) {
  bool has_special = false;
  for (const char c : text) {
    has_special |= static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
  }
  return !has_special;
}

}  // namespace

void JsonWriter::text(std::string_view text) {
  if (text.size() + 3 <= buffer_bytes && is_plain(text)) {
    char* to = separate(room_for(text.size() + 3));
    *to++ = '"';
    to = std::ranges::copy(text, to).out;
    *to++ = '"';
    end_ = to;
    return;
  }
  end_ = separate(room_for(1));
  flush();
  out_ += boost::json::serialize(boost::json::string_view(text.data(), text.size()));
}

void JsonWriter::number(std::uint64_t number) {
  const fmt::format_int digits(number);
  literal({digits.data(), digits.size()});
}

void JsonWriter::flush() {
  out_.append(buffer_.data(), end_);
  end_ = buffer_.data();
}

}  // namespace mingzhang
