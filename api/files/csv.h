#pragma once

// CSV by libcsv: quotes, CR LF, quoted line breaks, spaces and tabs around fields. Exports of
// WeChat and the banks put a tab after a closing quote (`"3985734"<TAB>,`) so that Excel keeps long
// numbers, and leave quotes unescaped inside plain fields; both are read as meant.

#include <string_view>

#include "api/files/table.h"

namespace mingzhang {

// `utf8` is what decode_text returned. Faults: the limits; open_quote (names the line where a
// quoted field starts that never ends, which would swallow the rows after it).
FileResult<Sheet> read_csv(std::string_view utf8, const FileLimits& limits = {});

}  // namespace mingzhang
