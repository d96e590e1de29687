#include "api/imports/receipts.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>

#include "api/files/text.h"
#include "api/imports/house_in_text.h"
#include "ledger/rules/preflight.h"

namespace mingzhang {
namespace {

// What else than the property fee people pay an estate for; such money waits for a person.
bool names_other_purpose(std::string_view note) {
  static constexpr auto words = std::to_array<std::string_view>(
      {"停车", "车位", "车库", "押金", "保证金", "租金", "房租", "广告", "场地", "维修", "装修",
       "水费", "电费", "燃气", "暖气", "供热", "取暖", "采暖"});
  const auto named = [note](std::string_view word) { return note.find(word) != note.npos; };
  return std::any_of(words.begin(), words.end(), named);
}

// What stands for a missing trade number.
std::string stand_in(const Receipt& receipt) {
  std::string time = without(without(to_text(receipt.time), "-"), ":");
  std::replace(time.begin(), time.end(), ' ', 'T');
  return fmt::format("none-{}-{}", time, receipt.amount.fen);
}

// Nothing for an event that is no receipt: the key was used for something else.
std::optional<Money> received(const Payload& payload) {
  if (const auto* suspense = std::get_if<SuspenseReceived>(&payload)) return suspense->amount;
  if (const auto* payment = std::get_if<PaymentReceived>(&payload)) return payment->amount;
  return std::nullopt;
}

void plan_recorded(const Receipt& receipt, const RecordedEvent& recorded, ImportPlan& plan) {
  const EventHeader& header = recorded.event.header;
  const auto amount = received(recorded.event.payload);
  const std::string sequence = fmt::to_string(header.sequence.value);
  if (header.business_date.since_1970 != receipt.time.days_since_1970 || amount != receipt.amount) {
    return plan.add(receipt.line, RowCode::differs_from_recorded,
                    {sequence, to_string(header.business_date),
                     amount ? to_string(*amount) : std::string("-")});
  }
  if (!receipt.refund.empty()) {
    return plan.add(receipt.line, RowCode::receipt_since_refunded, {sequence, receipt.refund});
  }
  plan.add(receipt.line, RowCode::receipt_recorded_already, {sequence});
}

Command command_of(const Receipt& receipt, const ImportBooks& books, const ImportOptions& options) {
  Command command;
  command.header.community = books.community.id;
  command.header.business_date = Day{static_cast<std::int32_t>(receipt.time.days_since_1970)};
  command.header.idempotency_key = receipt.key;
  if (!receipt.memo.empty()) command.header.memo = Text{receipt.memo, {}};
  command.header.document = options.document;
  command.header.actor = options.actor;
  return command;
}

void plan_suspense(const Receipt& receipt, RowCode code, std::vector<std::string> arguments,
                   Command command, ImportPlan& plan) {
  const std::string number =
      receipt.trade_number.empty() ? stand_in(receipt) : receipt.trade_number;
  command.payload = SuspenseReceived{receipt.amount, receipt.channel, {number}, {}};
  arguments.insert(arguments.begin(), to_string(receipt.amount));
  plan.add(receipt.line, code, arguments, std::move(command));
}

auto said_of(const Receipt& receipt) {
  return std::tie(receipt.trade_number, receipt.time.days_since_1970, receipt.time.second_of_day,
                  receipt.amount, receipt.note, receipt.memo, receipt.refund);
}

/// Finds the rows that stand in the file twice, as when two exports were put together.
void mark_repeated(std::vector<Receipt>& receipts) {
  std::map<decltype(said_of(receipts.front())), std::size_t> first_lines;
  for (Receipt& receipt : receipts) {
    if (receipt.trade_number.empty()) continue;
    const auto [first, is_new] = first_lines.try_emplace(said_of(receipt), receipt.line);
    if (!is_new) receipt.repeats_line = first->second;
  }
}

}  // namespace

void give_keys(std::vector<Receipt>& receipts, std::string_view prefix, ImportPlan& plan) {
  mark_repeated(receipts);
  std::vector<std::size_t> order(receipts.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&receipts](std::size_t left, std::size_t right) {
    const Receipt& a = receipts[left];
    const Receipt& b = receipts[right];
    return std::tuple(a.time.days_since_1970, a.time.second_of_day, a.amount, a.line) <
           std::tuple(b.time.days_since_1970, b.time.second_of_day, b.amount, b.line);
  });
  std::map<std::string, std::size_t> times;
  for (const std::size_t index : order) {
    Receipt& receipt = receipts[index];
    if (receipt.repeats_line != 0) continue;
    const bool numbered = !receipt.trade_number.empty();
    const std::string base =
        fmt::format("{}:{}", prefix, numbered ? receipt.trade_number : stand_in(receipt));
    const std::size_t occurrence = ++times[base];
    receipt.key = occurrence == 1 ? base : fmt::format("{}:{}", base, occurrence);
  }
  for (const Receipt& receipt : receipts) {
    if (receipt.trade_number.empty()) {
      plan.note(NoteCode::without_trade_number, {fmt::to_string(receipt.line)});
    }
  }
  for (const auto& [base, count] : times) {
    const std::string number = base.substr(prefix.size() + 1);
    if (count > 1) plan.note(NoteCode::trade_number_repeated, {number, fmt::to_string(count)});
  }
}

std::optional<FileFault> plan_receipt(const Receipt& receipt, const ImportBooks& books,
                                      const ImportOptions& options, ImportPlan& plan) {
  if (receipt.repeats_line != 0) {
    plan.add(receipt.line, RowCode::receipt_repeated,
             {receipt.trade_number, fmt::to_string(receipt.repeats_line)});
    return std::nullopt;
  }
  const auto recorded = books.recorded(receipt.key);
  if (!recorded) return store_fault(recorded.error());
  if (*recorded) {
    plan_recorded(receipt, **recorded, plan);
    return std::nullopt;
  }
  const std::string amount = to_string(receipt.amount);
  if (receipt.refunded_in_full) {
    plan.add(receipt.line, RowCode::receipt_refunded, {amount, receipt.refund});
    return std::nullopt;
  }
  Command command = command_of(receipt, books, options);
  const MentionedHouse house = house_in_text(receipt.note, books.community);
  if (!receipt.refund.empty()) {
    plan_suspense(receipt, RowCode::suspense_partly_refunded, {receipt.refund}, std::move(command),
                  plan);
  } else if (house.mention == HouseMention::none) {
    plan_suspense(receipt, RowCode::suspense_no_house, {}, std::move(command), plan);
  } else if (house.mention == HouseMention::doubtful) {
    plan_suspense(receipt, RowCode::suspense_doubtful_house, {}, std::move(command), plan);
  } else if (names_other_purpose(receipt.note)) {
    plan_suspense(receipt, RowCode::suspense_other_purpose, {house.code}, std::move(command), plan);
  } else {
    PaymentReceived payment;
    payment.house.code = house.code;
    payment.amount = receipt.amount;
    payment.channel = receipt.channel;
    if (!receipt.trade_number.empty()) payment.trade_number = Name{receipt.trade_number};
    command.payload = std::move(payment);
    plan.add(receipt.line, RowCode::payment_will_be_recorded, {amount, house.code},
             std::move(command));
  }
  return std::nullopt;
}

std::string memo_of(const std::vector<std::string>& parts) {
  std::string memo;
  for (const std::string& part : parts) {
    if (part.empty() || part == "/") continue;
    memo += memo.empty() ? part : "；" + part;
  }
  // Line breaks inside a cell are control characters, which a text may not hold.
  std::replace_if(
      memo.begin(), memo.end(), [](char c) { return (c >= 0 && c < ' ') || c == 0x7F; }, ' ');
  return first_characters(memo, max_text_characters);
}

}  // namespace mingzhang
