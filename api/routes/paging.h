#pragma once

// Lists that come in pages: ?limit= and ?cursor=.

#include <cstdint>
#include <string>

#include "api/routes/call.h"

namespace mingzhang {

struct PageQuestion {
  std::uint64_t limit = 100;
  std::uint64_t after = 0;  ///< what a cursor stands for; 0 = from the beginning
};

Refused read_page_question(const Request& request, PageQuestion& out);

/// The last number that was looked at, in a form that invites nobody to count.
std::string cursor_of(std::uint64_t last);

}  // namespace mingzhang
