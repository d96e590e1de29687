#include "api/files/xlsx.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include <pugixml.hpp>

#include "api/files/decimal.h"
#include "api/files/text.h"
#include "api/files/values.h"
#include "api/files/xlsx_styles.h"
#include "api/files/zip_archive.h"

namespace mingzhang {
namespace {

struct Workbook {
  std::vector<std::string> strings;
  std::vector<bool> date_style;
  bool date_1904 = false;
};

struct SheetPart {
  std::string name;
  std::string path;
  bool active = false;
};

FileResult<pugi::xml_document> parse_part(ZipArchive& archive, const std::string& name) {
  auto bytes = archive.read(name);
  if (!bytes) return bytes.error();
  pugi::xml_document document;
  // Spaces alone can be a cell's text; pugixml expands no entities beyond XML's own five.
  const auto parsed = document.load_buffer(bytes->data(), bytes->size(),
                                           pugi::parse_default | pugi::parse_ws_pcdata_single);
  if (!parsed) return damaged_xlsx(name);
  return document;
}

// "xl/workbook.xml" + "worksheets/sheet1.xml"; a target that starts with '/' is absolute.
std::string resolve(const std::string& from, std::string_view target) {
  if (target.starts_with('/')) return std::string(target.substr(1));
  std::string folder = from.substr(0, from.rfind('/') + 1);
  for (; target.starts_with("../"); target.remove_prefix(3)) {
    if (!folder.empty()) folder.pop_back();
    folder.resize(folder.rfind('/') == std::string::npos ? 0 : folder.rfind('/') + 1);
  }
  return folder.append(target);
}

std::string relations_of(const std::string& part) {
  const std::size_t name = part.rfind('/') == std::string::npos ? 0 : part.rfind('/') + 1;
  return part.substr(0, name) + "_rels/" + part.substr(name) + ".rels";
}

// The target of the first relation whose type ends so, or whose id is that; empty if none.
std::string related(const pugi::xml_document& relations, const std::string& from,
                    std::string_view type_ending, std::string_view id = {}) {
  for (const pugi::xml_node relation : relations.document_element().children()) {
    const std::string_view type = relation.attribute("Type").as_string();
    const bool wanted =
        id.empty() ? type.ends_with(type_ending) : id == relation.attribute("Id").as_string();
    if (wanted) return resolve(from, relation.attribute("Target").as_string());
  }
  return {};
}

// _x000D_ and its like: how SpreadsheetML writes characters that XML cannot (22.9.2.19).
std::string unescaped(std::string text) {
  for (std::size_t at = text.find("_x"); at != std::string::npos; at = text.find("_x", at + 1)) {
    if (at + 7 > text.size() || text[at + 6] != '_') continue;
    std::uint16_t code = 0;
    const char* digits = text.data() + at + 2;
    const auto parsed = std::from_chars(digits, digits + 4, code, 16);
    const bool surrogate = code >= 0xD800 && code <= 0xDFFF;
    if (parsed.ptr != digits + 4 || surrogate) continue;
    const char32_t character = code;
    text.replace(at, 7, to_utf8({&character, code == 0 ? 0U : 1U}));
  }
  return text;
}

// The text of <si> or <is>: plain or in runs; phonetic hints (rPh) are not part of it.
std::string string_item(const pugi::xml_node& item) {
  std::string text;
  for (const pugi::xml_node part : item.children()) {
    if (local_name(part) == "t") text += part.text().get();
    if (local_name(part) == "r") text += child_named(part, "t").text().get();
  }
  return unescaped(std::move(text));
}

// "AB12" to column 27 and row 12; nothing if it is no reference.
struct Reference {
  std::size_t column = 0;  // from 0
  std::size_t row = 0;     // from 1
};

std::optional<Reference> parse_reference(std::string_view text) {
  Reference out;
  std::size_t letters = 0;
  for (; letters < text.size() && text[letters] >= 'A' && text[letters] <= 'Z'; ++letters) {
    out.column = out.column * 26 + static_cast<std::size_t>(text[letters] - 'A') + 1;
  }
  const char* end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data() + letters, end, out.row);
  if (letters == 0 || letters > 3 || parsed.ptr != end || out.row == 0) return std::nullopt;
  --out.column;
  return out;
}

SheetCell number_cell(const std::string& raw, bool date, bool date_1904) {
  if (date) {
    if (const auto time = serial_time(raw, date_1904)) return {to_text(*time), SheetCellKind::date};
  }
  if (auto shown = shown_decimal(raw)) return {std::move(*shown), SheetCellKind::number};
  return {raw, SheetCellKind::text};
}

// Nothing where a shared string is named that does not exist.
std::optional<SheetCell> read_cell(const pugi::xml_node& node, const Workbook& book) {
  const std::string_view type = node.attribute("t").as_string("n");
  if (type == "inlineStr")
    return SheetCell{string_item(child_named(node, "is")), SheetCellKind::text};
  std::string value = child_named(node, "v").text().get();
  if (value.empty()) return SheetCell{};
  if (type == "s") {
    std::size_t index = 0;
    const char* end = value.data() + value.size();
    const auto parsed = std::from_chars(value.data(), end, index);
    if (parsed.ptr != end || index >= book.strings.size()) return std::nullopt;
    return SheetCell{book.strings[index], SheetCellKind::text};
  }
  if (type == "b") return SheetCell{value == "1" ? "TRUE" : "FALSE", SheetCellKind::boolean};
  if (type == "e") return SheetCell{std::move(value), SheetCellKind::error};
  if (type == "str") return SheetCell{unescaped(std::move(value)), SheetCellKind::text};
  if (type == "d") return SheetCell{std::move(value), SheetCellKind::date};
  const auto style = static_cast<std::size_t>(node.attribute("s").as_uint());
  const bool date = style < book.date_style.size() && book.date_style[style];
  return number_cell(value, date, book.date_1904);
}

// Cells without a reference follow the one before them, rows without a number the row before.
FileResult<Sheet> read_rows(const pugi::xml_node& data, const Workbook& book,
                            const FileLimits& limits, const std::string& part) {
  Sheet sheet;
  sheet.date_1904 = book.date_1904;
  SheetBuilder builder(sheet, limits);
  std::size_t line = 0;
  for (const pugi::xml_node row : data.children()) {
    if (local_name(row) != "row") continue;
    const std::size_t number = row.attribute("r").as_ullong(line + 1);
    if (number <= line) return damaged_xlsx(part);
    line = number;
    builder.begin_row(line);
    std::size_t column = 0;
    for (const pugi::xml_node node : row.children()) {
      if (local_name(node) != "c") continue;
      if (const auto at = parse_reference(node.attribute("r").as_string())) column = at->column;
      auto cell = read_cell(node, book);
      if (!cell) return damaged_xlsx(part);
      builder.add(column++, std::move(*cell));
    }
    builder.end_row();
    if (builder.fault() != nullptr) return *builder.fault();
  }
  return sheet;
}

// Copies each merged area's value down its first column, into rows that have something of their
// own. Returns false when the copies pass the limits.
bool spread_merged(const pugi::xml_node& merges, Sheet& sheet, const FileLimits& limits) {
  std::size_t copies = 0;
  std::size_t text_bytes = 0;
  for (const pugi::xml_node merge : merges.children()) {
    const std::string_view area = merge.attribute("ref").as_string();
    const std::size_t colon = area.find(':');
    if (colon == area.npos) continue;
    const auto from = parse_reference(area.substr(0, colon));
    const auto until = parse_reference(area.substr(colon + 1));
    if (!from || !until || until->row <= from->row) continue;
    auto row = std::lower_bound(sheet.rows.begin(), sheet.rows.end(), from->row,
                                [](const SheetRow& r, std::size_t line) { return r.line < line; });
    if (row == sheet.rows.end() || row->line != from->row) continue;
    if (from->column >= row->cells.size() || row->cells[from->column].text.empty()) continue;
    const std::string value = row->cells[from->column].text;
    for (++row; row != sheet.rows.end() && row->line <= until->row; ++row) {
      text_bytes += value.size();
      if (++copies > limits.cells || text_bytes > limits.text_bytes) return false;
      if (row->cells.size() <= from->column) row->cells.resize(from->column + 1);
      SheetCell& cell = row->cells[from->column];
      if (cell.text.empty()) cell = {value, SheetCellKind::merged};
    }
  }
  return true;
}

FileResult<Sheet> read_sheet(ZipArchive& archive, const SheetPart& part, const Workbook& book,
                             const FileLimits& limits) {
  const auto document = parse_part(archive, part.path);
  if (!document) return document.error();
  const pugi::xml_node root = document->document_element();
  auto sheet = read_rows(child_named(root, "sheetData"), book, limits, part.path);
  if (!sheet) return sheet.error();
  if (!spread_merged(child_named(root, "mergeCells"), *sheet, limits)) {
    return file_fault("file_too_large", "合并单元格太多；请取消合并后再导入",
                      "too many merged cells; unmerge them first");
  }
  sheet->name = part.name;
  sheet->active = part.active;
  return sheet;
}

std::vector<SheetPart> sheet_parts(const pugi::xml_document& workbook,
                                   const pugi::xml_document& relations, const std::string& path) {
  const pugi::xml_node root = workbook.document_element();
  const pugi::xml_node view = child_named(child_named(root, "bookViews"), "workbookView");
  const unsigned active = view.attribute("activeTab").as_uint();
  std::vector<SheetPart> parts;
  unsigned index = 0;
  for (const pugi::xml_node sheet : child_named(root, "sheets").children()) {
    SheetPart part{sheet.attribute("name").as_string(), {}, index++ == active};
    const std::string_view state = sheet.attribute("state").as_string("visible");
    std::string_view id;
    for (const pugi::xml_attribute attribute : sheet.attributes()) {
      if (std::string_view(attribute.name()).ends_with(":id")) id = attribute.value();
    }
    if (state != "visible" || id.empty()) continue;
    part.path = related(relations, path, {}, id);
    // Chart sheets hold no cells.
    if (part.path.find("worksheets/") != std::string::npos) parts.push_back(std::move(part));
  }
  return parts;
}

FileResult<Workbook> read_workbook(ZipArchive& archive, const pugi::xml_document& workbook,
                                   const pugi::xml_document& relations, const std::string& path) {
  Workbook book;
  const pugi::xml_node properties = child_named(workbook.document_element(), "workbookPr");
  book.date_1904 = properties.attribute("date1904").as_bool();
  const std::string strings = related(relations, path, "/sharedStrings");
  if (!strings.empty() && archive.has(strings)) {
    const auto document = parse_part(archive, strings);
    if (!document) return document.error();
    for (const pugi::xml_node item : document->document_element().children()) {
      if (local_name(item) == "si") book.strings.push_back(string_item(item));
    }
  }
  const std::string styles = related(relations, path, "/styles");
  if (!styles.empty() && archive.has(styles)) {
    const auto document = parse_part(archive, styles);
    if (!document) return document.error();
    book.date_style = date_styles(*document);
  }
  return book;
}

}  // namespace

FileResult<std::vector<Sheet>> read_xlsx(std::string_view bytes, const FileLimits& limits) {
  auto archive = ZipArchive::open(bytes, limits.uncompressed_bytes);
  if (!archive) return archive.error();
  const auto top = parse_part(*archive, "_rels/.rels");
  if (!top) return top.error();
  const std::string path = related(*top, "", "/officeDocument");
  const auto workbook = parse_part(*archive, path);
  if (!workbook) return workbook.error();
  const auto relations = parse_part(*archive, relations_of(path));
  if (!relations) return relations.error();
  const auto parts = sheet_parts(*workbook, *relations, path);
  if (parts.empty()) {
    return file_fault("not_a_workbook", "文件里没有工作表；请另存为 .xlsx 后再导入",
                      "the file holds no worksheet; save it as .xlsx");
  }
  const auto book = read_workbook(*archive, *workbook, *relations, path);
  if (!book) return book.error();
  std::vector<Sheet> sheets;
  for (const SheetPart& part : parts) {
    auto sheet = read_sheet(*archive, part, *book, limits);
    if (!sheet) return sheet.error();
    sheets.push_back(std::move(*sheet));
  }
  return sheets;
}

}  // namespace mingzhang
