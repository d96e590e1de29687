#include "tests/kinds/checks.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

#include "ledger/rules/rules.h"

namespace mingzhang::test {
namespace {

constexpr std::array<std::string_view, flow_count> flow_names{
    "plain",
    "fee_assessed",
    "fee_discounted",
    "fee_brought_forward",
    "fee_collected",
    "fee_collected_from_prepayment",
    "fee_offset",
    "fee_written_off",
    "late_fee_charged",
    "late_fee_collected",
    "cost_incurred",
    "cost_of_offset_labour",
    "channel_fee_charged",
    "in_transit",
    "revenue_received",
    "revenue_cost",
    "revenue_to_shortfall",
    "revenue_to_fund",
    "revenue_to_owners",
    "subsidy_received",
    "subsidy_applied",
    "subsidy_returned",
    "fund_deposited",
    "fund_interest",
    "fund_top_up",
    "fund_brought_forward",
    "repair_drawn",
    "repair_billed",
    "repair_collected",
    "repair_invoiced",
    "repair_paid",
    "suspense_received",
    "suspense_matched",
};

/// Collects the free texts of a payload.
struct Texts {
  std::vector<std::string> found;

  void operator()(std::string_view, const Text& text) { found.push_back(text.value); }
  void operator()(std::string_view, const std::optional<Text>& text) {
    if (text) found.push_back(text->value);
  }
  template <class Value>
  void operator()(std::string_view, const Value&) {}
};

}  // namespace

void check_laws(const std::vector<Violation>& violations) {
  for (const Violation& violation : violations) {
    ADD_FAILURE() << "law " << violation.law << " is broken: " << violation.what;
  }
}

void check_zero(const CommunityState& state) {
  EXPECT_THAT(state.balances, testing::Each(Money{}));
  EXPECT_EQ(state.totals, Totals{});
  EXPECT_EQ(state.fees, FeeTable{});
  for (const auto& [key, open] : state.repair_shares) EXPECT_EQ(open, Money{});
  for (const House& house : state.houses) {
    EXPECT_EQ(house.prepaid, Money{});
    EXPECT_EQ(house.fund_balance, Money{});
  }
}

void check_description(const Payload& payload) {
  const Description description = describe(payload);
  const std::string_view kind = kind_name(kind_of(payload));
  EXPECT_FALSE(description.zh.empty() || description.en.empty()) << kind;
  Texts texts;
  std::visit([&texts](const auto& typed) { typed.fields(typed, texts); }, payload);
  for (const std::string& text : texts.found) {
    if (text.size() < 2) continue;  // a letter proves nothing
    EXPECT_EQ(description.zh.find(text), std::string::npos) << kind << " tells \"" << text << '"';
    EXPECT_EQ(description.en.find(text), std::string::npos) << kind << " tells \"" << text << '"';
  }
}

void check_rejection(const Rejection& rejection) {
  constexpr std::string_view mark = "<no argument>";
  Rejection marked = rejection;
  marked.arguments.resize(std::max<std::size_t>(marked.arguments.size(), 8), std::string(mark));
  const std::string text = sentence(marked);
  EXPECT_EQ(text.find(mark), std::string::npos) << code_name(rejection.code) << ": " << text;
  EXPECT_EQ(text.find('{'), std::string::npos) << code_name(rejection.code) << ": " << text;
}

std::string_view flow_name(Flow flow) { return flow_names.at(static_cast<std::size_t>(flow)); }

}  // namespace mingzhang::test
