#pragma once

// Names that several reports show.

#include <string>

#include "replay/books.h"

namespace mingzhang {

/// "programme（purpose）". REQUIRES: a number that the community gave.
std::string programme_name(const Books& books, Subject programme);

/// The house's code; "" for 0.
std::string house_code(const Books& books, HouseNumber house);

}  // namespace mingzhang
