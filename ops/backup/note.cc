#include "ops/backup/note.h"

#include <boost/json.hpp>

namespace mingzhang {

namespace json = boost::json;

std::string render_note(const BackupNote& note) {
  json::array files;
  for (const FileSum& file : note.files) {
    files.push_back(
        json::object{{"name", file.name}, {"bytes", file.bytes}, {"xxh3", file.checksum}});
  }
  return json::serialize(json::object{{"format", 1},
                                      {"made_at_us", note.made_at.us},
                                      {"sequence", note.head.last.value},
                                      {"hash", to_hex(note.head.hash)},
                                      {"beside", note.beside},
                                      {"files", std::move(files)}});
}

std::optional<BackupNote> parse_note(const std::string& text) {
  try {
    const json::value parsed = json::parse(text);
    if (parsed.at("format") != 1) return std::nullopt;
    BackupNote note;
    note.made_at.us = parsed.at("made_at_us").to_number<std::int64_t>();
    note.head.last.value = parsed.at("sequence").to_number<std::uint64_t>();
    if (!parse_hex(parsed.at("hash").as_string(), note.head.hash)) return std::nullopt;
    note.beside = parsed.at("beside").as_string();
    for (const json::value& file : parsed.at("files").as_array()) {
      note.files.push_back({std::string(file.at("name").as_string()),
                            file.at("bytes").to_number<std::uint64_t>(),
                            file.at("xxh3").to_number<std::uint64_t>()});
    }
    return note;
  } catch (const std::exception&) {
    return std::nullopt;
  }
}

}  // namespace mingzhang
