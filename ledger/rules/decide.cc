#include "ledger/rules/decide.h"

#include <algorithm>

#include "ledger/base/ensure.h"
#include "ledger/rules/preflight.h"
#include "ledger/rules/rules.h"

namespace mingzhang {
namespace {

/// Looks up the number of every house that the payload names.
class HouseLookup {
 public:
  explicit HouseLookup(const CommunityState& state) : state_(state) {}

  void operator()(std::string_view field, HouseRef& house) {
    if (refused_) return;
    house.number = state_.house_number(house.code);
    if (!house.number) refused_ = reject(Code::unknown_house, field, house.code);
  }
  void operator()(std::string_view field, std::vector<HouseRef>& houses) {
    for (HouseRef& house : houses) (*this)(field, house);
  }
  template <class Value>
  void operator()(std::string_view field, std::optional<Value>& value) {
    if (value) (*this)(field, *value);
  }
  template <class Value>
  void operator()(std::string_view, Value&) {}

  Refused take() { return std::move(refused_); }

 private:
  const CommunityState& state_;
  Refused refused_;
};

Refused check_community(const Context& context, const Payload& payload) {
  const bool registers = std::holds_alternative<CommunityRegistered>(payload);
  if (!registers && context.state.id.empty()) {
    return reject(Code::unknown_community, "community", context.header.community);
  }
  return std::nullopt;
}

/// A sum past max_balance would sooner or later overflow: refuse it while it is still exact.
Refused check_balances(const Context& context, const std::vector<Posting>& postings) {
  std::array<__int128, account_slots> moved{};
  for (const Posting& posting : postings) {
    __int128& sum = moved[slot(posting.account, posting.fund)];
    sum += posting.amount_fen;
    const __int128 after = context.state.balance(posting.account, posting.fund).fen + sum;
    if (after > max_balance.fen || -after > max_balance.fen) {
      return reject(Code::balance_too_large, "amount",
                    to_string(AccountRef{posting.account, posting.fund}));
    }
  }
  return std::nullopt;
}

Refused check_entry(const Context& context, const std::vector<Posting>& postings) {
  if (postings.empty()) return std::nullopt;
  const Period month = period_of(context.header.business_date);
  if (context.state.is_closed(month)) {
    return reject(Code::period_closed, "business_date", to_string(month));
  }
  return check_balances(context, postings);
}

/// The law that no rule may break: every event balances in each fund (rule 3.2).
void ensure_balanced(const std::vector<Posting>& postings) {
  std::array<__int128, fund_count> sums{};
  for (const Posting& posting : postings) {
    sums.at(static_cast<std::size_t>(posting.fund)) += posting.amount_fen;
  }
  for (const __int128 sum : sums) ensure(sum == 0, "an event balances in each fund");
}

void complete(std::vector<Posting>& postings, const Context& context, EventKind kind) {
  const CommunityNumber community =
      context.state.number ? context.state.number : context.next_community;
  for (std::size_t line = 0; line < postings.size(); ++line) {
    Posting& posting = postings[line];
    posting.community = community;
    posting.day = static_cast<std::uint16_t>(context.header.business_date.since_1970);
    posting.kind = static_cast<std::uint8_t>(kind);
    posting.line = static_cast<std::uint32_t>(line);
  }
}

}  // namespace

class Decider {
 public:
  static Verdict decide(Command&& command, const Context& given) {
    // The header that rules look at is this command's own, which stays put until it is moved out.
    const Context context{given.state, command.header, given.today, given.next_community,
                          given.referenced};
    if (Refused refused = check_community(context, command.payload)) return std::move(*refused);
    HouseLookup lookup(context.state);
    std::visit([&lookup](auto& payload) { payload.fields(payload, lookup); }, command.payload);
    if (Refused refused = lookup.take()) return std::move(*refused);

    Entry entry;
    Refused refused = std::visit(
        [&](auto& payload) { return mingzhang::decide(context, payload, entry); }, command.payload);
    if (refused) return std::move(*refused);
    if (Refused unfit = check_entry(context, entry.postings())) return std::move(*unfit);

    Decision decision;
    decision.postings_ = entry.take();
    ensure_balanced(decision.postings_);
    complete(decision.postings_, context, kind_of(command.payload));
    decision.header_ = std::move(command.header);
    decision.payload_ = std::move(command.payload);
    return decision;
  }
};

Verdict decide(Command&& command, const Context& context) {
  if (Refused refused = preflight(command, context.today)) return std::move(*refused);
  return decide_formed(std::move(command), context);
}

Verdict decide_formed(Command&& command, const Context& context) {
  return Decider::decide(std::move(command), context);
}

Sequence referenced_sequence(const Payload& payload) {
  if (const auto* reversed = std::get_if<EventReversed>(&payload)) return reversed->sequence;
  if (const auto* matched = std::get_if<SuspenseMatched>(&payload)) return matched->sequence;
  return {};
}

}  // namespace mingzhang
