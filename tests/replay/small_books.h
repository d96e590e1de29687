#pragma once

// Books for report tests, written as explicit postings: what a report makes of postings is then
// tested apart from what the rules make of commands.

#include <string>
#include <vector>

#include "replay/books.h"
#include "tests/replay/books_of.h"

namespace mingzhang::test {

/// One leg: "1122.OPS", debit positive, "" = no house, "" = no period.
struct Leg {
  std::string account;
  std::string amount;
  Flow flow = Flow::plain;
  std::string house = {};
  std::string period = {};
  std::uint32_t subject = 0;
};

/// A community with houses "1-1-101", "1-1-102" (building 1) and "2-1-101" (building 2), of 50, 100
/// and 150 square metres, registered on 2025-01-01.
class SmallBooks {
 public:
  SmallBooks();

  /// Recorded at noon of its business date unless `recorded_on` is given. Returns its sequence.
  Sequence record(const std::string& business_date, Payload payload, const std::vector<Leg>& legs,
                  const std::string& recorded_on = {});
  /// The exact negation of an earlier event.
  Sequence reverse(const std::string& business_date, Sequence original,
                   const std::string& recorded_on = {});

  Sequence assess(const std::string& business_date, const std::string& house,
                  const std::string& period, const std::string& amount);
  /// A payment by bank for a period; for "" it is paid ahead.
  Sequence pay(const std::string& business_date, const std::string& house,
               const std::string& period, const std::string& amount,
               const std::string& recorded_on = {});

  Books books(const AsOf& question = {}) const;
  HouseNumber house(const std::string& code) const;

 private:
  Posting posting_of(const Leg& leg, Day business_date, EventKind kind, std::size_t line) const;

  std::vector<RecordedEvent> events_;
  CommunityState registry_;
};

}  // namespace mingzhang::test
