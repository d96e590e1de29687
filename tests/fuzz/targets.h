#pragma once

// What is fuzzed: readers of bytes that others give us. A target reads any bytes, and what it
// accepts must hold what its comment says; a fault ends the process. libFuzzer drives one target a
// program (the preset `fuzz`); every test run drives all of them over the kept inputs of
// tests/fuzz/corpus.

#include <array>
#include <string_view>

namespace mingzhang::fuzz {

using Target = void (*)(std::string_view bytes);

/// The request line and header as a session reads them, and a body of JSON behind it. What comes
/// out is text that can be quoted.
void http_request(std::string_view bytes);
/// An event as JSON: what is read, written again, is read as the same.
void command_json(std::string_view bytes);
/// Events as FlatBuffers: what is read could have been written as JSON.
void request_buffer(std::string_view bytes);
/// A file for the imports, by its first byte: as it is, or as the cells of a worksheet.
void import_file(std::string_view bytes);
/// A block of the log, and the events in it.
void block(std::string_view bytes);
/// A piece of the hot part. Rows that come out are whole.
void hot_piece(std::string_view bytes);

struct NamedTarget {
  std::string_view name;  ///< of its folder in tests/fuzz/corpus too
  Target run;
};
inline constexpr std::array targets{
    NamedTarget{"http_request", http_request},
    NamedTarget{"command_json", command_json},
    NamedTarget{"request_buffer", request_buffer},
    NamedTarget{"import_file", import_file},
    NamedTarget{"block", block},
    NamedTarget{"hot_piece", hot_piece},
};

}  // namespace mingzhang::fuzz
