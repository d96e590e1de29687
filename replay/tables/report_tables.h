#pragma once

// Every report as tables with Chinese titles, for text, CSV and XLSX.

#include "replay/report_table.h"
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

ReportTables to_tables(const TrialBalance& report);
ReportTables to_tables(const CollectionRate& report);
ReportTables to_tables(const ShortfallReport& report);
ReportTables to_tables(const ArrearsReport& report);
ReportTables to_tables(const HouseStatement& report);
ReportTables to_tables(const CommunityStatement& report, const Books& books);
ReportTables to_tables(const CommonRevenueReport& report);
ReportTables to_tables(const FundReport& report);
ReportTables to_tables(const SubsidyReport& report);
ReportTables to_tables(const std::vector<Consent>& register_of_consents, const ReportHead& head);
ReportTables to_tables(const Notice& report);

}  // namespace mingzhang
