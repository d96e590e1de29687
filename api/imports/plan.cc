#include "api/imports/plan.h"

#include <fmt/args.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ledger/base/ensure.h"
#include "ledger/rules/decide.h"

namespace mingzhang {
namespace {

struct RowEntry {
  std::string_view name;
  RowVerdict verdict;
  std::string_view zh;
  std::string_view en;
};

constexpr auto row_entries = std::to_array<RowEntry>({
#define MINGZHANG_ROW_ENTRY(name, verdict, zh, en) {#name, RowVerdict::verdict, zh, en},
    MINGZHANG_IMPORT_VERDICTS(MINGZHANG_ROW_ENTRY)
#undef MINGZHANG_ROW_ENTRY
});

struct NoteEntry {
  std::string_view name;
  std::string_view zh;
  std::string_view en;
};

constexpr auto note_entries = std::to_array<NoteEntry>({
#define MINGZHANG_NOTE_ENTRY(name, zh, en) {#name, zh, en},
    MINGZHANG_IMPORT_NOTES(MINGZHANG_NOTE_ENTRY)
#undef MINGZHANG_NOTE_ENTRY
});

Sentence fill(std::string_view zh, std::string_view en, const std::vector<std::string>& arguments) {
  fmt::dynamic_format_arg_store<fmt::format_context> store;
  for (const std::string& argument : arguments) store.push_back(argument);
  return {fmt::vformat(zh, store), fmt::vformat(en, store)};
}

}  // namespace

std::size_t ImportPlan::count(RowVerdict verdict) const {
  const auto same = [verdict](const PlannedRow& row) { return row.verdict == verdict; };
  return static_cast<std::size_t>(std::count_if(rows.begin(), rows.end(), same));
}

void ImportPlan::add(std::size_t line, RowCode code, const std::vector<std::string>& arguments) {
  const RowEntry& entry = row_entries.at(static_cast<std::size_t>(code));
  rows.push_back(
      {line, entry.verdict, std::string(entry.name), fill(entry.zh, entry.en, arguments)});
}

void ImportPlan::add(std::size_t line, RowCode code, const std::vector<std::string>& arguments,
                     Command command) {
  add(line, code, arguments);
  ensure(rows.back().verdict == RowVerdict::will_record, "only a row to record has a command");
  commands.push_back({std::move(command), rows.size() - 1});
}

void ImportPlan::note(NoteCode code, const std::vector<std::string>& arguments) {
  const NoteEntry& entry = note_entries.at(static_cast<std::size_t>(code));
  notes.push_back({std::string(entry.name), fill(entry.zh, entry.en, arguments)});
}

ImportBooks import_books(const EventStore& store, const CommunityState& community) {
  ImportBooks books{community, {}, {}};
  books.recorded = [&](std::string_view key) -> StoreResult<std::optional<RecordedEvent>> {
    const auto sequence = store.find_key({community.number, key});
    if (!sequence) return sequence.error();
    if (!*sequence) return std::optional<RecordedEvent>();
    return store.read_event(*sequence);
  };
  books.has_owner = [&](HouseNumber house) -> StoreResult<bool> {
    const auto owner = store.read_owner(community.number, house);
    if (!owner) return owner.error();
    return owner->has_value();
  };
  return books;
}

FileFault store_fault(const StoreError& error) {
  return file_fault("store_unavailable", error.message, error.message);
}

void check_with_rules(ImportPlan& plan, const ImportBooks& books, Day today) {
  std::vector<PlannedCommand> accepted;
  for (PlannedCommand& planned : plan.commands) {
    const Context context{books.community, planned.command.header, today, {}, nullptr};
    const auto decision = decide(Command(planned.command), context);
    if (decision) {
      accepted.push_back(std::move(planned));
      continue;
    }
    PlannedRow& row = plan.rows.at(planned.row);
    row.verdict = RowVerdict::bad;
    row.code = code_name(decision.error().code);
    row.says = {sentence_zh(decision.error()), sentence_en(decision.error())};
  }
  plan.commands = std::move(accepted);
}

Sentence sentence(RowVerdict verdict) {
  switch (verdict) {
    case RowVerdict::will_record:
      return {"将入账", "will be recorded"};
    case RowVerdict::already_recorded:
      return {"已入账", "recorded already"};
    case RowVerdict::skipped:
      return {"跳过", "skipped"};
    case RowVerdict::bad:
      return {"有误", "bad"};
  }
  return {};
}

std::string render_plan(const ImportPlan& plan, bool is_recorded) {
  std::string out;
  for (const PlannedRow& row : plan.rows) {
    out += fmt::format("第 {0} 行  {1}  [{2}]  {3} / {4}\n", row.line, sentence(row.verdict).zh,
                       row.code, row.says.zh, row.says.en);
  }
  for (const PlanNote& note : plan.notes) {
    out += fmt::format("提示  {} / {}\n", note.says.zh, note.says.en);
  }
  std::string zh;
  std::string en;
  for (const RowVerdict verdict : {RowVerdict::will_record, RowVerdict::already_recorded,
                                   RowVerdict::skipped, RowVerdict::bad}) {
    const bool is_done = is_recorded && verdict == RowVerdict::will_record;
    const Sentence says = is_done ? Sentence{"新入账", "newly recorded"} : sentence(verdict);
    zh += fmt::format("{}{} {} 行", zh.empty() ? "" : "，", says.zh, plan.count(verdict));
    en += fmt::format("{}{} {}", en.empty() ? "" : ", ", says.en, plan.count(verdict));
  }
  return out + zh + " / " + en + "\n";
}

}  // namespace mingzhang
