#pragma once

// Text as exported by Chinese systems: UTF-8 (with or without a byte order mark) or GB18030, with
// full-width digits, brackets and spaces anywhere. Everything behind this header is valid UTF-8.
// Pure functions, safe on any thread.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "api/files/fault.h"

namespace mingzhang {

enum class Encoding : std::uint8_t { utf8, gb18030 };

struct DecodedText {
  std::string text;  // UTF-8, no byte order mark
  Encoding encoding = Encoding::utf8;
};

// Faults: not_text (a zero byte, UTF-16), encoding_unknown (names the line and the byte in it).
FileResult<DecodedText> decode_text(std::string_view bytes);

// REQUIRES: valid UTF-8, here and below.
std::u32string to_code_points(std::string_view utf8);
std::string to_utf8(std::u32string_view code_points);

// Full-width forms to ASCII (１ to 1, （ to (, ￥ to ¥), every dash to '-', every space to ' ',
// invisible characters dropped. Chinese characters stay as they are.
std::string half_width(std::string_view utf8);

// Spaces, tabs and invisible characters at both ends dropped; nothing inside is touched.
std::string trimmed(std::string_view utf8);

// What a column name is compared by: half width, lower case, no spaces at all.
std::string header_key(std::string_view utf8);

// The first `most` characters (code points, not bytes).
std::string first_characters(std::string_view utf8, std::size_t most);

// `text` with every occurrence of `what` removed.
std::string without(std::string text, std::string_view what);

// `text` without the first of `endings` that it ends with (and is longer than).
std::string without_ending(std::string text, const std::vector<std::string_view>& endings);

}  // namespace mingzhang
