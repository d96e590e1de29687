#include "api/files/text.h"

#include <algorithm>
#include <cerrno>
#include <iconv.h>
#include <optional>

#include <fmt/format.h>

namespace mingzhang {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

// One iconv descriptor, closed on every path.
class Converter {
 public:
  explicit Converter(const char* from) : handle_(iconv_open("UTF-8", from)) {}
  ~Converter() {
    if (usable()) iconv_close(handle_);
  }
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;

  [[nodiscard]] bool usable() const { return handle_ != reinterpret_cast<iconv_t>(-1); }

  // Converts all of `bytes` into `out`; otherwise the offset of the first byte that does not fit.
  std::optional<std::size_t> convert(std::string_view bytes, std::string& out) {
    if (!usable()) return 0;
    // iconv's signature predates const; it does not write to its input.
    char* in = const_cast<char*>(bytes.data());
    std::size_t in_left = bytes.size();
    char piece[16384];
    while (in_left > 0) {
      char* to = piece;
      std::size_t to_left = sizeof piece;
      const bool failed = iconv(handle_, &in, &in_left, &to, &to_left) == std::size_t(-1);
      const int why = errno;
      out.append(piece, sizeof piece - to_left);
      if (failed && why != E2BIG) return bytes.size() - in_left;
    }
    return std::nullopt;
  }

 private:
  iconv_t handle_;
};

std::optional<std::size_t> convert(const char* from, std::string_view bytes, std::string& out) {
  out.clear();
  out.reserve(bytes.size() + bytes.size() / 2);
  return Converter(from).convert(bytes, out);
}

FileFault encoding_unknown(std::string_view bytes, std::size_t offset) {
  const std::string_view before = bytes.substr(0, offset);
  const auto line = std::size_t(std::count(before.begin(), before.end(), '\n')) + 1;
  const auto line_start = before.rfind('\n') == before.npos ? 0 : before.rfind('\n') + 1;
  const auto byte_in_line = offset - line_start + 1;
  return file_fault(
      "encoding_unknown",
      fmt::format("第 {} 行第 {} 字节既不是 UTF-8 也不是 GB18030 编码；请重新导出，"
                  "或另存为“CSV UTF-8”后再导入",
                  line, byte_in_line),
      fmt::format("line {}, byte {} is neither UTF-8 nor GB18030; export the file again or save "
                  "it as \"CSV UTF-8\"",
                  line, byte_in_line),
      line);
}

FileFault not_text() {
  return file_fault("not_text", "文件不是文本：请导出为 CSV（UTF-8 或 GB18030）或 XLSX",
                    "the file is not text: export it as CSV (UTF-8 or GB18030) or as XLSX");
}

bool is_dash(char32_t c) { return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 || c == 0xFE63; }

bool is_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x00A0 || c == 0x3000 || c == 0x202F ||
         (c >= 0x2000 && c <= 0x200A);
}

bool is_invisible(char32_t c) {
  return c == 0xFEFF || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || c == 0x2060;
}

char32_t half_width(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFF01 + '!';
  if (c == 0xFFE5) return 0x00A5;
  if (is_dash(c)) return '-';
  if (is_space(c)) return ' ';
  return c;
}

}  // namespace

FileResult<DecodedText> decode_text(std::string_view bytes) {
  const bool utf16 = bytes.starts_with("\xFF\xFE") || bytes.starts_with("\xFE\xFF");
  if (utf16 || bytes.find('\0') != bytes.npos) return not_text();
  DecodedText decoded;
  const bool marked = bytes.starts_with(utf8_mark);
  const std::size_t skipped = marked ? utf8_mark.size() : 0;
  const auto utf8_stop = convert("UTF-8", bytes.substr(skipped), decoded.text);
  if (!utf8_stop) return decoded;
  if (marked) return encoding_unknown(bytes, *utf8_stop + skipped);
  decoded.encoding = Encoding::gb18030;
  const auto gb_stop = convert("GB18030", bytes, decoded.text);
  if (!gb_stop) return decoded;
  // The decoder that came further is the one that the file was meant for.
  return encoding_unknown(bytes, std::max(*utf8_stop, *gb_stop));
}

std::u32string to_code_points(std::string_view utf8) {
  std::u32string out;
  out.reserve(utf8.size());
  for (std::size_t i = 0; i < utf8.size();) {
    const auto lead = static_cast<unsigned char>(utf8[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < utf8.size(); ++k) {
      c = (c << 6U) | (static_cast<unsigned char>(utf8[i + k]) & 0x3FU);
    }
    out.push_back(c);
    i += length;
  }
  return out;
}

std::string to_utf8(std::u32string_view code_points) {
  std::string out;
  out.reserve(code_points.size() * 3);
  for (const char32_t c : code_points) {
    if (c < 0x80) {
      out += static_cast<char>(c);
      continue;
    }
    const int tail = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
    const unsigned lead_mark = (0xFF00U >> unsigned(tail + 1)) & 0xFFU;
    out += static_cast<char>(lead_mark | (c >> unsigned(6 * tail)));
    for (int k = tail - 1; k >= 0; --k) {
      out += static_cast<char>(0x80U | ((c >> unsigned(6 * k)) & 0x3FU));
    }
  }
  return out;
}

std::string half_width(std::string_view utf8) {
  std::u32string out;
  for (const char32_t c : to_code_points(utf8)) {
    if (!is_invisible(c)) out.push_back(half_width(c));
  }
  return to_utf8(out);
}

std::string trimmed(std::string_view utf8) {
  const std::u32string all = to_code_points(utf8);
  const auto dropped = [](char32_t c) { return is_space(c) || is_invisible(c); };
  std::size_t from = 0;
  std::size_t until = all.size();
  while (from < until && dropped(all[from])) ++from;
  while (until > from && dropped(all[until - 1])) --until;
  return to_utf8(std::u32string_view(all).substr(from, until - from));
}

std::string header_key(std::string_view utf8) {
  std::string key = half_width(utf8);
  std::erase(key, ' ');
  std::transform(key.begin(), key.end(), key.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return key;
}

std::string first_characters(std::string_view utf8, std::size_t most) {
  return to_utf8(to_code_points(utf8).substr(0, most));
}

std::string without(std::string text, std::string_view what) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
    text.erase(at, what.size());
  }
  return text;
}

std::string without_ending(std::string text, const std::vector<std::string_view>& endings) {
  for (const std::string_view ending : endings) {
    if (text.size() > ending.size() && text.ends_with(ending)) {
      text.resize(text.size() - ending.size());
      return text;
    }
  }
  return text;
}

}  // namespace mingzhang
