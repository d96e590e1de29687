#pragma once

// 财政补助表, 四(七): by programme and purpose, what came, was used, went back and is left. Whole
// life through the as-of date.

#include <optional>
#include <string>
#include <vector>

#include "replay/books.h"
#include "replay/reports/head.h"

namespace mingzhang {

struct SubsidyLine {
  std::string programme;
  std::string purpose;
  Money received;
  Money applied;
  Money returned;
  Money left() const { return received - applied - returned; }
};

struct SubsidyReport {
  ReportHead head;
  std::vector<SubsidyLine> programmes;  ///< in the order of their first receipt
  SubsidyLine total;                    ///< its left() is the balance of 2401.SUB
};

SubsidyReport subsidy_report(const Books& books);

}  // namespace mingzhang
