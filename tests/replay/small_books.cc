#include "tests/replay/small_books.h"

#include "ledger/base/ensure.h"
#include "ledger/state/fold.h"

namespace mingzhang::test {

SmallBooks::SmallBooks() {
  CommunityRegistered community{{"和平小区"}, {"和平街道"}, {"和平社区"}, {}, {}};
  community.id.value.value = "heping";
  community.number.value = {1};
  record("2025-01-01", community, {});
  std::uint32_t number = 0;
  const auto add_house = [&](const char* code, const char* building, std::int64_t area) {
    HouseRegistered house{{code}, {building}, {"1"}, {area * 100}, HouseUse::dwelling, {}};
    house.number.value = {++number};
    record("2025-01-01", house, {});
  };
  add_house("1-1-101", "1", 50);
  add_house("1-1-102", "1", 100);
  add_house("2-1-101", "2", 150);
}

Sequence SmallBooks::record(const std::string& business_date, Payload payload,
                            const std::vector<Leg>& legs, const std::string& recorded_on) {
  RecordedEvent recorded;
  EventHeader& header = recorded.event.header;
  header.sequence = {events_.size() + 1};
  header.community = {1};
  header.business_date = day(business_date);
  header.recorded_at = noon(recorded_on.empty() ? business_date : recorded_on);
  header.idempotency_key = std::to_string(events_.size() + 1);
  header.actor = "finance";
  ensure(events_.empty() || header.recorded_at >= events_.back().event.header.recorded_at,
         "recording times never go back");
  recorded.event.payload = std::move(payload);
  Money sum;
  for (const Leg& leg : legs) {
    recorded.postings.push_back(posting_of(
        leg, header.business_date, kind_of(recorded.event.payload), recorded.postings.size()));
    sum += recorded.postings.back().amount();
  }
  ensure(sum == Money{}, "legs balance");
  if (!legs.empty()) {
    const Period month = period_of(header.business_date);
    header.voucher = {month, registry_.vouchers[month] + 1};
  }
  if (is_noted(kind_of(recorded.event.payload))) fold_event(registry_, recorded.event.payload);
  for (const Posting& posting : recorded.postings) fold_posting(registry_, posting);
  events_.push_back(std::move(recorded));
  return events_.back().event.header.sequence;
}

Sequence SmallBooks::reverse(const std::string& business_date, Sequence original,
                             const std::string& recorded_on) {
  const RecordedEvent& reversed = events_.at(original.value - 1);
  std::vector<Leg> legs;
  for (const Posting& posting : reversed.postings) {
    legs.push_back({to_string(AccountRef{posting.account, posting.fund}),
                    to_string(-posting.amount()), posting.flow,
                    posting.house ? registry_.house(posting.house).code : "",
                    posting.period ? to_string(posting.period) : "", posting.subject.value});
  }
  return record(business_date, EventReversed{original, {"录错", {}}}, legs, recorded_on);
}

Sequence SmallBooks::assess(const std::string& business_date, const std::string& house,
                            const std::string& period, const std::string& amount) {
  return record(business_date,
                FeeAssessed{{house, {}}, test::period(period), yuan(amount), {"补记", {}}},
                {{"1122.OPS", amount, Flow::fee_assessed, house, period},
                 {"6001.OPS", to_string(-yuan(amount)), Flow::plain, "", period}});
}

Sequence SmallBooks::pay(const std::string& business_date, const std::string& house,
                         const std::string& period, const std::string& amount,
                         const std::string& recorded_on) {
  const std::string credit = to_string(-yuan(amount));
  const Leg house_leg = period.empty()
                            ? Leg{"2203.OPS", credit, Flow::plain, house}
                            : Leg{"1122.OPS", credit, Flow::fee_collected, house, period};
  return record(business_date,
                PaymentReceived{{house, {}}, yuan(amount), Channel::bank, {}, {}, {}},
                {{"1002.OPS", amount}, house_leg}, recorded_on);
}

Books SmallBooks::books(const AsOf& question) const { return books_of(events_, question); }

HouseNumber SmallBooks::house(const std::string& code) const {
  return registry_.house_number(code);
}

Posting SmallBooks::posting_of(const Leg& leg, Day business_date, EventKind kind,
                               std::size_t line) const {
  const std::optional<AccountRef> account = parse_account(leg.account);
  ensure(account.has_value(), leg.account);
  Posting posting;
  posting.amount_fen = yuan(leg.amount).fen;
  posting.community = {1};
  if (!leg.house.empty()) posting.house = house(leg.house);
  posting.subject = {leg.subject};
  if (!leg.period.empty()) posting.period = test::period(leg.period);
  posting.day = static_cast<std::uint16_t>(business_date.since_1970);
  posting.account = account->account;
  posting.fund = account->fund;
  posting.flow = leg.flow;
  posting.kind = static_cast<std::uint8_t>(kind);
  posting.line = static_cast<std::uint32_t>(line);
  return posting;
}

}  // namespace mingzhang::test
