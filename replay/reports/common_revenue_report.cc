#include "replay/reports/common_revenue_report.h"

#include <algorithm>
#include <map>
#include <set>

#include "replay/reports/rows.h"

namespace mingzhang {
namespace {

std::optional<RevenueUse> use_of(Flow flow) {
  switch (flow) {
    case Flow::revenue_to_shortfall:
      return RevenueUse::shortfall;
    case Flow::revenue_to_fund:
      return RevenueUse::maintenance_fund;
    case Flow::revenue_to_owners:
      return RevenueUse::owners;
    default:
      return std::nullopt;
  }
}

void add_use(RevenueUses& used, RevenueUse use, Money amount) {
  switch (use) {
    case RevenueUse::shortfall:
      used.shortfall += amount;
      return;
    case RevenueUse::maintenance_fund:
      used.maintenance_fund += amount;
      return;
    case RevenueUse::owners:
      used.owners += amount;
      return;
  }
}

class RevenueWriter {
 public:
  RevenueWriter(const Books& books, CommonRevenueReport& report, const EventLookup& lookup)
      : books_(books), report_(report), lookup_(lookup) {}

  StoreResult<void> add(const Row& row) {
    const Posting& posting = row.posting;
    const Money amount = posting.amount();
    if (report_.days.is_after(posting.business_date())) return {};
    report_.closing -= amount;
    if (report_.days.is_before(posting.business_date())) {
      report_.opening -= amount;
      return {};
    }
    if (posting.flow == Flow::revenue_received || posting.flow == Flow::revenue_cost) {
      add_source(posting);
      return posting.flow == Flow::revenue_cost ? StoreResult<void>{} : note_consent(row);
    }
    if (const std::optional<RevenueUse> use = use_of(posting.flow)) {
      add_use(report_.used, *use, amount);
      return add_use_line(row, *use);
    }
    report_.brought_forward -= amount;
    return {};
  }

  void finish() {
    for (const auto& [source, line] : sources_) report_.sources.push_back(line);
    for (Consent& consent : consents(books_)) {
      if (resolutions_.contains(consent.resolution)) {
        report_.consents.push_back(std::move(consent));
      }
    }
  }

 private:
  void add_source(const Posting& posting) {
    const auto source = static_cast<RevenueSource>(posting.subject.value);
    RevenueSourceLine& line = sources_[source];
    line.source = source;
    if (posting.flow == Flow::revenue_cost) {
      line.cost += posting.amount();
    } else {
      line.gross -= posting.amount();
    }
  }

  StoreResult<void> note_consent(const Row& row) {
    const StoreResult<Event> event = lookup_(books_.event_of(row).sequence);
    if (!event) return event.error();
    if (const auto* received = std::get_if<CommonRevenueReceived>(&event->payload)) {
      resolutions_.insert(received->resolution.value);
    }
    return {};
  }

  StoreResult<void> add_use_line(const Row& row, RevenueUse use) {
    StoreResult<Event> event = lookup_(books_.event_of(row).sequence);
    if (!event) return event.error();
    const EventHeader header = event->header;
    if (const auto* reversed = std::get_if<EventReversed>(&event->payload)) {
      event = lookup_(reversed->sequence);
      if (!event) return event.error();
    }
    const auto* applied = std::get_if<CommonRevenueApplied>(&event->payload);
    const std::string resolution = applied == nullptr ? "" : applied->resolution.value;
    resolutions_.insert(resolution);
    report_.uses.push_back({header.sequence, to_string(header.voucher), header.business_date, use,
                            row.posting.period, row.posting.amount(), resolution});
    return {};
  }

  const Books& books_;
  CommonRevenueReport& report_;
  const EventLookup& lookup_;
  std::map<RevenueSource, RevenueSourceLine> sources_;
  std::set<std::string> resolutions_;
};

}  // namespace

StoreResult<CommonRevenueReport> common_revenue_report(const Books& books,
                                                       const std::optional<PeriodRange>& range,
                                                       const EventLookup& lookup) {
  CommonRevenueReport report{days_of(range), head_of(books), {}, {}, {}, {}, {}, {}, {}};
  RevenueWriter writer(books, report, lookup);
  for (const Row& row : books.rows()) {
    if (!is_account(row.posting, Account::common_revenue, Fund::common_revenue)) continue;
    const StoreResult<void> added = writer.add(row);
    if (!added) return added.error();
  }
  writer.finish();
  return report;
}

}  // namespace mingzhang
