#include "tests/kinds/table.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "ledger/laws/laws.h"
#include "ledger/rules/decide.h"
#include "ledger/rules/rules.h"
#include "ledger/state/fold.h"
#include "tests/kinds/checks.h"
#include "tests/kinds/text_fields.h"
#include "tests/support/random_command.h"

namespace mingzhang::test {
namespace {

std::string trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return std::string(text.substr(first, text.find_last_not_of(" \t") + 1 - first));
}

/// A statement begins with a date, a label, `today` or `=`; any other line goes on.
bool begins(const std::string& line) {
  const std::string word = line.substr(0, line.find(' '));
  return line[0] == '=' || line[0] == '2' || word == "today" || word.back() == ':';
}

std::vector<std::string> logical_lines(std::string_view text) {
  std::vector<std::string> lines;
  std::istringstream input{std::string(text)};
  for (std::string raw; std::getline(input, raw);) {
    const std::string line = trim(raw);
    if (line.empty() || line.starts_with('#')) continue;
    if (begins(line) || lines.empty()) {
      lines.push_back(line);
    } else {
      lines.back() += " " + line;
    }
  }
  return lines;
}

/// Words at spaces; double quotes keep spaces together and are dropped.
std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool quoted = false;
  bool in_word = false;
  for (const char character : text) {
    if (character == ' ' && !quoted) {
      in_word = false;
      continue;
    }
    if (!in_word) words.emplace_back();
    in_word = true;
    if (character == '"') {
      quoted = !quoted;
    } else {
      words.back() += character;
    }
  }
  return words;
}

/// Takes `key` out of the words of a line.
std::optional<std::string> take(LineWords& words, std::string_view key) {
  const auto found = words.fields.find(key);
  if (found == words.fields.end()) return std::nullopt;
  std::string value = found->second;
  words.fields.erase(found);
  return value;
}

void read_header(LineWords& words, CommandHeader& header) {
  if (const auto memo = take(words, "memo")) header.memo = Text{*memo, {}};
  if (const auto day = take(words, "occurred_on")) header.occurred_on = parse_day(*day);
  if (const auto hex = take(words, "document")) parse_hex(*hex, header.document.emplace());
}

/// Reads `2026-03-05 kind key=value ...`; adds a failure and returns nothing when it cannot.
std::optional<Command> read_command(const std::vector<std::string>& words, LineWords line) {
  if (words.size() < 2) return ADD_FAILURE() << "write: date kind key=value ...", std::nullopt;
  const std::optional<Day> day = parse_day(words[0]);
  const std::optional<EventKind> kind = parse_kind(words[1]);
  if (!day) return ADD_FAILURE() << words[0] << " is not a date", std::nullopt;
  if (!kind) return ADD_FAILURE() << words[1] << " is not an event kind", std::nullopt;
  for (std::size_t i = 2; i < words.size(); ++i) {
    const std::size_t equals = words[i].find('=');
    if (equals == std::string::npos) return ADD_FAILURE() << words[i] << " has no =", std::nullopt;
    line.fields[words[i].substr(0, equals)] = words[i].substr(equals + 1);
  }
  Command command;
  command.payload = payload_of(*kind);
  command.header.community = take(line, "community").value_or("c1");
  command.header.business_date = *day;
  command.header.actor = "tests";
  read_header(line, command.header);
  TextFields reader(line);
  std::visit([&reader](auto& typed) { typed.fields(typed, reader); }, command.payload);
  if (!reader.fault().empty()) return ADD_FAILURE() << reader.fault(), std::nullopt;
  if (!line.fields.empty()) {
    return ADD_FAILURE() << words[1] << " has no field " << line.fields.begin()->first,
           std::nullopt;
  }
  return command;
}

}  // namespace

void Table::run(std::string_view text) {
  for (const std::string& line : logical_lines(text)) {
    const ::testing::ScopedTrace trace("table", 0, line);
    run_line(line);
  }
}

void Table::run_line(const std::string& line) {
  if (line.starts_with("today ")) {
    const std::optional<Day> day = parse_day(trim(line.substr(6)));
    if (!day) ADD_FAILURE() << "write: today 2026-03-31";
    today_ = day.value_or(today_);
  } else if (line.starts_with('=')) {
    run_balance(trim(line.substr(1)));
  } else {
    run_event(line);
  }
}

void Table::run_event(const std::string& line) {
  const std::size_t arrow = line.find("->");
  std::vector<std::string> words = words_of(line.substr(0, arrow));
  std::string label;
  if (!words.empty() && words[0].ends_with(':')) {
    label = words[0].substr(0, words[0].size() - 1);
    words.erase(words.begin());
  }
  std::optional<Command> command = read_command(words, {{}, &labels_});
  if (!command) return;
  command->header.idempotency_key = fmt::format("key-{}", events_.size() + 1);
  const std::string expectation = arrow == std::string::npos ? "ok" : trim(line.substr(arrow + 2));
  if (const Refused refused = record(*command)) {
    expect_refused(*refused, expectation);
    return;
  }
  if (!label.empty()) labels_[label] = events_.back().event.header.sequence;
  expect_recorded(expectation);
}

Refused Table::record(const Command& command) {
  const Context context{state_, command.header, today_, CommunityNumber{1},
                        find(referenced_sequence(command.payload))};
  Verdict verdict = decide(Command(command), context);
  if (verdict.has_error()) return verdict.error();

  const CommandHeader header = verdict->take_header();
  RecordedEvent recorded{{{}, verdict->take_payload()}, verdict->take_postings()};
  EventHeader& numbered = recorded.event.header;
  numbered.sequence = {events_.size() + 1};
  numbered.community = {1};
  numbered.business_date = header.business_date;
  numbered.occurred_on = header.occurred_on;
  numbered.recorded_at = {static_cast<std::int64_t>(numbered.sequence.value)};
  numbered.actor = header.actor;
  numbered.idempotency_key = header.idempotency_key;
  numbered.memo = header.memo;
  numbered.document = header.document;
  if (!recorded.postings.empty()) {
    const Period month = period_of(header.business_date);
    numbered.voucher = {month, state_.vouchers[month] + 1};
  }
  check_laws(broken_laws(state_, recorded, context.referenced));
  if (is_noted(kind_of(recorded.event.payload))) fold_event(state_, recorded.event.payload);
  for (const Posting& posting : recorded.postings) fold_posting(state_, posting);
  events_.push_back(std::move(recorded));
  check_laws(broken_laws(state_));
  check_description(events_.back().event.payload);
  return std::nullopt;
}

const RecordedEvent* Table::find(Sequence sequence) const {
  const bool known = sequence && sequence.value <= events_.size();
  return known ? &events_[sequence.value - 1] : nullptr;
}

/// A posting as a leg of the table; `detail` is the expected leg, whose flow is only compared when
/// it names one.
std::string Table::leg_text(const Posting& posting, std::string_view detail) const {
  std::string text = to_string(AccountRef{posting.account, posting.fund});
  if (posting.house || posting.period) {
    text += ":" + (posting.house ? state_.house(posting.house).code : std::string{});
  }
  if (posting.period) text += ":" + to_string(posting.period);
  text += " " + to_string(posting.amount());
  const std::size_t wanted = words_of(detail).size();
  if (wanted > 2) text += " " + std::string(flow_name(posting.flow));
  if (detail.find('#') != std::string_view::npos) text += fmt::format("#{}", posting.subject.value);
  return text;
}

void Table::expect_recorded(const std::string& expectation) {
  const std::vector<Posting>& postings = events_.back().postings;
  std::string actual;
  for (const Posting& posting : postings) actual += "| " + leg_text(posting, "a b c #") + "\n";
  const bool unchecked = expectation == "ok";
  const bool ok =
      unchecked || (expectation.starts_with("ok") && trim(expectation.substr(2))[0] == '|');
  ASSERT_TRUE(ok) << "expected: " << expectation << "\nbut it was recorded:\n" << actual;
  if (unchecked) return;
  std::vector<std::string> legs = split(expectation.substr(expectation.find('|') + 1), '|');
  std::erase_if(legs, [](const std::string& leg) { return trim(leg).empty(); });
  std::vector<bool> taken(postings.size());
  for (const std::string& leg : legs) {
    std::size_t i = 0;
    while (i < postings.size() && (taken[i] || leg_text(postings[i], leg) != trim(leg))) ++i;
    ASSERT_LT(i, postings.size()) << "no posting " << leg << "; it posted\n" << actual;
    taken[i] = true;
  }
  EXPECT_EQ(legs.size(), postings.size()) << "it posted\n" << actual;
}

void Table::expect_refused(const Rejection& rejection, const std::string& expectation) {
  check_rejection(rejection);
  const std::vector<std::string> wanted = words_of(expectation);
  std::string actual = fmt::format("rejected {} {}", code_name(rejection.code), rejection.field);
  const bool code_only = wanted.size() == 2;
  if (code_only) actual = fmt::format("rejected {}", code_name(rejection.code));
  EXPECT_EQ(trim(actual), fmt::format("{}", fmt::join(wanted, " "))) << sentence(rejection);
}

void Table::run_balance(const std::string& line) {
  const std::vector<std::string> words = words_of(line);
  ASSERT_GE(words.size(), 2U) << "write: = account amount";
  Money sum;
  for (const RecordedEvent& recorded : events_) {
    for (const Posting& posting : recorded.postings) {
      if (words[0] == "flow") {
        const bool same_period = words.size() < 4 || to_string(posting.period) == words[2];
        if (flow_name(posting.flow) == words[1] && same_period) sum += posting.amount();
        continue;
      }
      const std::string leg = words_of(leg_text(posting, "")).front();
      if (leg == words[0] || leg.starts_with(words[0] + ":")) sum += posting.amount();
    }
  }
  EXPECT_EQ(to_string(sum), words.back());
}

void run_table(std::string_view prelude, std::string_view table) {
  Table books;
  books.run(prelude);
  books.run(table);
}

const std::string_view small_community = R"(
  2026-01-01 community_registered name=幸福里 subdistrict=南湖街道 neighbourhood=湖滨社区
  2026-01-01 house_registered house=1-1-101 building=1 entrance=1 area=50.12 use=dwelling
  2026-01-01 house_registered house=1-1-102 building=1 entrance=1 area=56.78 use=dwelling
  2026-01-01 house_registered house=1-2-201 building=1 entrance=2 area=65.30 use=dwelling
  2026-01-01 house_registered house=2-1-301 building=2 entrance=1 area=94.56 use=dwelling
  2026-01-01 house_registered house=1-0-商铺 building=1 entrance=0 area=89.12 use=shop
  2026-01-01 house_registered house=P-01 building=P entrance=0 area=0 use=parking
)";

}  // namespace mingzhang::test
