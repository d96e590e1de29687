#include "tests/api/files/xlsx_maker.h"

#include <stdexcept>
#include <zip.h>

namespace mingzhang::test {
namespace {

const std::string declaration = R"(<?xml version="1.0" encoding="UTF-8"?>)";
const std::string main_ns = R"(xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main")";
const std::string relations_ns =
    R"(xmlns="http://schemas.openxmlformats.org/package/2006/relationships")";
const std::string type_ns = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

std::string relation(const std::string& id, const std::string& type, const std::string& target) {
  return "<Relationship Id=\"" + id + "\" Type=\"" + type_ns + "/" + type + "\" Target=\"" +
         target + "\"/>";
}

std::string relations(const std::string& inside) {
  return declaration + "<Relationships " + relations_ns + ">" + inside + "</Relationships>";
}

}  // namespace

std::string make_zip(const std::map<std::string, std::string>& parts) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t* buffer = zip_source_buffer_create(nullptr, 0, 0, &error);
  zip_t* archive = zip_open_from_source(buffer, ZIP_TRUNCATE, &error);
  if (archive == nullptr) throw std::runtime_error("cannot make a zip");
  zip_source_keep(buffer);
  for (const auto& [name, bytes] : parts) {
    zip_source_t* part = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    zip_file_add(archive, name.c_str(), part, ZIP_FL_ENC_UTF_8);
  }
  if (zip_close(archive) != 0) throw std::runtime_error("cannot finish a zip");
  zip_source_open(buffer);
  zip_source_seek(buffer, 0, SEEK_END);
  std::string out(static_cast<std::size_t>(zip_source_tell(buffer)), '\0');
  zip_source_seek(buffer, 0, SEEK_SET);
  zip_source_read(buffer, out.data(), out.size());
  zip_source_close(buffer);
  zip_source_free(buffer);
  return out;
}

std::string make_xlsx(const XlsxParts& parts) {
  std::map<std::string, std::string> all = parts.more_parts;
  all["_rels/.rels"] = relations(relation("rId1", "officeDocument", "xl/workbook.xml"));
  all["xl/workbook.xml"] = declaration + "<workbook " + main_ns + " xmlns:r=\"" + type_ns +
                           "\"><workbookPr " + parts.properties +
                           "/><sheets><sheet name=\"表一\" sheetId=\"1\" r:id=\"rId1\"/>" +
                           parts.more_sheets + "</sheets></workbook>";
  all["xl/_rels/workbook.xml.rels"] =
      relations(relation("rId1", "worksheet", "worksheets/sheet1.xml") +
                relation("rId2", "sharedStrings", "/xl/sharedStrings.xml") +
                relation("rId3", "styles", "styles.xml") + parts.more_relations);
  all["xl/worksheets/sheet1.xml"] =
      declaration + "<worksheet " + main_ns + ">" + parts.sheet_data + "</worksheet>";
  all["xl/sharedStrings.xml"] = declaration + "<sst " + main_ns + ">" + parts.strings + "</sst>";
  all["xl/styles.xml"] =
      declaration + "<styleSheet " + main_ns + ">" + parts.styles + "</styleSheet>";
  return make_zip(all);
}

}  // namespace mingzhang::test
