#pragma once

// The list of event kinds. Numbers are those of the union `Payload` in schemas/event.fbs; they are
// written for ever: add at the end, never renumber, never reuse. X(number, name, Type, family).

// clang-format off
#define MINGZHANG_EVENT_KINDS(X)                                                \
  X(1,  community_registered,    CommunityRegistered,    registry)              \
  X(2,  house_registered,        HouseRegistered,        registry)              \
  X(3,  house_corrected,         HouseCorrected,         registry)              \
  X(4,  balance_brought_forward, BalanceBroughtForward,  periods)               \
  X(5,  tariff_set,              TariffSet,              fees)                  \
  X(6,  resolution_tallied,      ResolutionTallied,      consents)              \
  X(7,  fees_assessed,           FeesAssessed,           fees)                  \
  X(8,  fee_assessed,            FeeAssessed,            fees)                  \
  X(9,  discount_granted,        DiscountGranted,        fees)                  \
  X(10, fee_refunded,            FeeRefunded,            fees)                  \
  X(11, late_fee_charged,        LateFeeCharged,         fees)                  \
  X(12, fee_written_off,         FeeWrittenOff,          fees)                  \
  X(13, payment_received,        PaymentReceived,        payments)              \
  X(14, channel_settled,         ChannelSettled,         payments)              \
  X(15, work_offset_granted,     WorkOffsetGranted,      fees)                  \
  X(16, common_revenue_received, CommonRevenueReceived,  common_revenue)        \
  X(17, reasonable_cost_paid,    ReasonableCostPaid,     common_revenue)        \
  X(18, common_revenue_applied,  CommonRevenueApplied,   common_revenue)        \
  X(19, subsidy_received,        SubsidyReceived,        subsidies)             \
  X(20, subsidy_applied,         SubsidyApplied,         subsidies)             \
  X(21, subsidy_returned,        SubsidyReturned,        subsidies)             \
  X(22, service_cost_incurred,   ServiceCostIncurred,    service_costs)         \
  X(23, service_cost_paid,       ServiceCostPaid,        service_costs)         \
  X(24, fund_deposited,          FundDeposited,          maintenance_fund)      \
  X(25, fund_interest_credited,  FundInterestCredited,   maintenance_fund)      \
  X(26, repair_apportioned,      RepairApportioned,      maintenance_fund)      \
  X(27, repair_invoiced,         RepairInvoiced,         maintenance_fund)      \
  X(28, repair_share_paid,       RepairSharePaid,        maintenance_fund)      \
  X(29, repair_paid,             RepairPaid,             maintenance_fund)      \
  X(30, suspense_received,       SuspenseReceived,       payments)              \
  X(31, suspense_matched,        SuspenseMatched,        payments)              \
  X(32, event_reversed,          EventReversed,          periods)               \
  X(33, period_closed,           PeriodClosed,           periods)               \
  X(34, period_reopened,         PeriodReopened,         periods)
// clang-format on
