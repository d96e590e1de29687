#pragma once

// XLSX files for tests, from the parts up, so that a test can hold what no writer would produce.

#include <map>
#include <string>

namespace mingzhang::test {

// A ZIP archive of these parts by name.
std::string make_zip(const std::map<std::string, std::string>& parts);

struct XlsxParts {
  std::string sheet_data;   // what stands inside <worksheet>, e.g. <sheetData>...</sheetData>
  std::string strings;      // <si> elements
  std::string styles;       // what stands inside <styleSheet>
  std::string properties;   // attributes of <workbookPr>
  std::string more_sheets;  // further <sheet> elements
  std::string more_relations;
  std::map<std::string, std::string> more_parts;
};

std::string make_xlsx(const XlsxParts& parts);

}  // namespace mingzhang::test
