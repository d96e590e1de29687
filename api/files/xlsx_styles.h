#pragma once

// Which cell styles of a workbook mean a date or a time of day (ECMA-376 part 1, 18.8.30 and the
// numbers 27 to 36 and 50 to 58 that Chinese editions of the programs use).

#include <string_view>
#include <vector>

#include <pugixml.hpp>

namespace mingzhang {

// A format code such as `yyyy/m/d` or `[$-804]h:mm:ss`; text in quotes, colours and escapes aside.
bool is_date_format(std::string_view format_code);

// By style number (the `s` of a cell): is it a date? `styles` is the document xl/styles.xml.
std::vector<bool> date_styles(const pugi::xml_document& styles);

// The element's name without its namespace prefix: some programs write <x:row>.
std::string_view local_name(const pugi::xml_node& node);

// The first child element of that local name; an empty node if there is none.
pugi::xml_node child_named(const pugi::xml_node& node, std::string_view name);

}  // namespace mingzhang
