// 四(八): the maintenance fund of 和平小区 and two repairs, each decided by those who pay for it.

#include "ops/sample/heping_parts.h"

namespace mingzhang {
namespace {

struct Work {
  std::string_view repair;
  const char* resolution;
  std::string_view building;
  std::string_view entrance;  ///< empty: the whole building
  std::int64_t cost_yuan;
  std::string_view payee;
  std::string_view apportioned;
  std::string_view invoiced;
  std::size_t late;  ///< of the billed houses, those that pay months later
  std::string_view memo;
};
constexpr Work roof{
    "维修2025-01",          "业决2025-02", "2",          "3", 18'600,
    "宏建防水修缮有限公司", "2025-05-26",  "2025-06-20", 1,   "2 号楼 3 单元屋面防水翻新"};
constexpr Work lift{
    "维修2026-01",          "业决2026-02", "4",          "", 46'800,
    "恒通电梯维修有限公司", "2026-04-24",  "2026-05-22", 0,  "4 号楼两部电梯曳引钢丝绳更换"};

/// A billed house pays what it still owes of its share.
void plan_share(Clerk& clerk, Day day, const Work& work, const std::string& house,
                Channel channel) {
  clerk.put_down(day, [&clerk, &work, house, channel](Day then) {
    RepairSharePaid paid;
    paid.repair.value = work.repair;
    paid.house = house_ref(house);
    paid.amount = clerk.books().repair_share_open(clerk.number_of(house),
                                                  clerk.books().find_repair(paid.repair.value));
    paid.channel = channel;
    clerk.post(then, paid);
  });
}

/// The houses that were billed pay over the next weeks, the last of them late.
void plan_shares(Clerk& clerk, Day day, const Work& work) {
  const Subject number = clerk.books().find_repair(std::string(work.repair));
  std::vector<std::string> billed;
  const CommunityState& books = clerk.books();
  for (std::uint32_t house = 1; house <= books.houses.size(); ++house) {
    if (books.repair_share_open({house}, number) > Money{}) {
      billed.push_back(books.house({house}).code);
    }
  }
  for (std::size_t i = 0; i < billed.size(); ++i) {
    const bool is_late = i + work.late >= billed.size();
    const std::int64_t after = is_late ? 96 : clerk.random().between(3, 24);
    plan_share(clerk, days_after(day, after), work, billed[i],
               i % 3 == 0 && !is_late ? Channel::cash : Channel::bank);
  }
}

void apportion_and_invoice(Clerk& clerk, const Work& work) {
  clerk.put_down(on(work.apportioned), [&clerk, &work](Day day) {
    RepairApportioned apportioned;
    apportioned.repair.value = work.repair;
    apportioned.amount = yuan(work.cost_yuan);
    apportioned.resolution.value = work.resolution;
    apportioned.building = Name{std::string(work.building)};
    if (!work.entrance.empty()) apportioned.entrance = Name{std::string(work.entrance)};
    clerk.post_as("committee", day, apportioned, work.memo);
    plan_shares(clerk, day, work);
  });
  clerk.put_down(on(work.invoiced), [&clerk, &work](Day day) {
    RepairInvoiced invoiced;
    invoiced.repair.value = work.repair;
    invoiced.payee.value = work.payee;
    invoiced.amount = yuan(work.cost_yuan);
    clerk.post(day, invoiced, "验收合格，发票入账");
  });
}

void plan_paid(Clerk& clerk, std::string_view date, const Work& work, std::int64_t amount_yuan,
               std::string_view memo) {
  clerk.put_down(on(date), [&clerk, &work, amount_yuan, memo](Day day) {
    RepairPaid paid;
    paid.repair.value = work.repair;
    paid.payee.value = work.payee;
    paid.amount = yuan(amount_yuan);
    clerk.post_as("committee", day, paid, memo);
  });
}

void plan_fund(Clerk& clerk) {
  struct Deposit {
    std::string_view date;
    const char* house;
    std::int64_t amount_yuan;
  };
  for (const Deposit& deposit :
       {Deposit{"2025-01-20", "1-2-401", 3000}, Deposit{"2025-08-12", "2-3-202", 2000},
        Deposit{"2025-11-03", "3-1-301", 3500}, Deposit{"2026-03-09", "2-3-501", 2500},
        Deposit{"2026-07-15", "1-1-202", 3000}}) {
    clerk.put_down(on(deposit.date), [&clerk, deposit](Day day) {
      FundDeposited deposited;
      deposited.house = house_ref(deposit.house);
      deposited.amount = yuan(deposit.amount_yuan);
      clerk.post(day, deposited, "补交专项维修资金");
    });
  }
  for (const std::string_view date : {"2025-06-21", "2026-06-21"}) {
    clerk.put_down(on(date), [&clerk](Day day) {
      FundInterestCredited interest;
      const Money bank = clerk.books().balance(Account::bank, Fund::maintenance);
      interest.amount = {bank.fen * 11 / 1000};  // 1.1% a year
      interest.basis = InterestBasis::balance;
      clerk.post(day, interest, "专户结息，按各户余额分配");
    });
  }
}

}  // namespace

void plan_repairs(Clerk& clerk) {
  plan_fund(clerk);
  apportion_and_invoice(clerk, roof);
  plan_paid(clerk, "2025-06-30", roof, 13'020, "按合同付七成");
  plan_paid(clerk, "2025-09-12", roof, 5'580, "付清余款");
  apportion_and_invoice(clerk, lift);
  plan_paid(clerk, "2026-06-26", lift, 42'120, "按合同付九成，余款为一年质保金");
}

}  // namespace mingzhang
