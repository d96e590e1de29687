#include <fmt/format.h>

#include <algorithm>

#include "ledger/rules/allocation.h"
#include "ledger/rules/rules.h"
#include "ledger/rules/words_zh.h"

namespace mingzhang {

Refused decide(const Context& context, RepairSharePaid& payload, Entry& entry) {
  const std::string& repair = payload.repair.value;
  const HouseNumber house = payload.house.number;
  if (payload.amount <= Money{}) return reject(Code::not_positive, "amount", "amount");
  const Subject number = context.state.find_repair(repair);
  if (!number) return reject(Code::unknown_repair, "repair", repair);
  const Money open = context.state.repair_share_open(house, number);
  if (payload.amount > open) {
    return reject(Code::share_exceeded, "amount", to_string(payload.amount), repair,
                  to_string(std::max(open, Money{})));
  }
  debit_money(entry, Fund::trust, payload.channel, payload.amount, {});
  entry.credit(Account::other_receivable, Fund::trust, payload.amount,
               {Flow::repair_collected, house, {}, number});
  return std::nullopt;
}

Description describe(const RepairSharePaid& payload) {
  const std::string& repair = payload.repair.value;
  return {fmt::format("缴纳维修 {} 的分摊款（{}）", repair, word_zh(payload.channel)),
          fmt::format("share of repair {} paid by {}", repair, plain_words(payload.channel))};
}

}  // namespace mingzhang
