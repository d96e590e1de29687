#pragma once

// Makes every metric appear that there is.

#include "tests/ops/metrics/monitored_service.h"

namespace mingzhang::test {

void let_everything_happen(MonitoredService& running);

}  // namespace mingzhang::test
