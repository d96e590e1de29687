#pragma once

// What the system says about this process and the disk of its books.

#include <string>

#include "ops/metrics/scrape.h"

namespace mingzhang {

void add_process(Scrape& scrape);

/// Of the file system that holds `directory`.
void add_disk(Scrape& scrape, const std::string& directory);

}  // namespace mingzhang
