#pragma once

// What people read about the options, from the one table.

#include <string>

namespace mingzhang {

/// A configuration file with every option at its default, as comments.
std::string example_file();

/// docs/configuration.md
std::string options_page();

}  // namespace mingzhang
