#pragma once

// Every report as JSON, in the names and forms of the API: amounts in yuan with two decimals, rates
// with four, null where there is none. Each writes one object; `books` are those that the report
// was made from.

#include <vector>

#include "api/json/json_writer.h"
#include "replay/reports/arrears.h"
#include "replay/reports/collection_rate.h"
#include "replay/reports/common_revenue_report.h"
#include "replay/reports/community_statement.h"
#include "replay/reports/consents.h"
#include "replay/reports/fund_report.h"
#include "replay/reports/house_statement.h"
#include "replay/reports/notice.h"
#include "replay/reports/shortfall_report.h"
#include "replay/reports/subsidies.h"
#include "replay/reports/trial_balance.h"

namespace mingzhang {

/// 业主决定登记簿 with its head.
struct ConsentRegister {
  ReportHead head;
  std::vector<Consent> consents;
};

// fee_json.cc
void write_json(JsonWriter& out, const CollectionRate& report, const Books& books);
void write_json(JsonWriter& out, const ShortfallReport& report, const Books& books);
void write_json(JsonWriter& out, const ArrearsReport& report, const Books& books);
void write_json(JsonWriter& out, const Notice& report, const Books& books);

// fund_json.cc
void write_json(JsonWriter& out, const CommonRevenueReport& report, const Books& books);
void write_json(JsonWriter& out, const FundReport& report, const Books& books);
void write_json(JsonWriter& out, const SubsidyReport& report, const Books& books);
void write_json(JsonWriter& out, const ConsentRegister& report, const Books& books);

// statement_json.cc
void write_json(JsonWriter& out, const TrialBalance& report, const Books& books);
void write_json(JsonWriter& out, const HouseStatement& report, const Books& books);
void write_json(JsonWriter& out, const CommunityStatement& report, const Books& books);

}  // namespace mingzhang
