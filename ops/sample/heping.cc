#include "ops/sample/heping.h"

#include "ops/sample/heping_parts.h"

namespace mingzhang {

std::vector<Command> heping_commands() {
  const Day last = on("2026-10-31");
  Clerk clerk(last);
  // Of tasks of one day those that are planned first come first: a month is assessed before it is
  // paid, a vote is tallied before it is used, and a month is closed when all else is done.
  plan_beginning(clerk);
  plan_consents(clerk);
  plan_fees(clerk);
  plan_corrections(clerk);
  plan_repairs(clerk);
  plan_revenue(clerk);
  plan_costs(clerk);
  clerk.work_off(last);
  return clerk.take();
}

}  // namespace mingzhang
