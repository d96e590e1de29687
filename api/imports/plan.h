#pragma once

// The seam of all file imports: a format turns sheets into an ImportPlan, which says about every
// row what would become of it and holds the commands. A plan writes nothing. `import --dry-run`
// prints it; a real import records `commands` in one atomic batch if no row is bad, then puts
// `owners` into the directory. Pure but for the look-ups of ImportBooks; one thread.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/files/fault.h"
#include "api/imports/note_list.h"
#include "api/imports/verdict_list.h"
#include "ledger/event.h"
#include "ledger/state/community_state.h"
#include "ledger/store/event_store.h"

namespace mingzhang {

enum class RowVerdict : std::uint8_t { will_record, already_recorded, skipped, bad };

enum class RowCode : std::uint8_t {
#define MINGZHANG_ROW_CODE(name, verdict, zh, en) name,
  MINGZHANG_IMPORT_VERDICTS(MINGZHANG_ROW_CODE)
#undef MINGZHANG_ROW_CODE
};

enum class NoteCode : std::uint8_t {
#define MINGZHANG_NOTE_CODE(name, zh, en) name,
  MINGZHANG_IMPORT_NOTES(MINGZHANG_NOTE_CODE)
#undef MINGZHANG_NOTE_CODE
};

struct PlannedRow {
  std::size_t line = 0;  ///< as the user's own program shows it
  RowVerdict verdict{};
  std::string code;  ///< stable; of a rule's refusal, the rejection's code
  Sentence says;
};

struct PlanNote {
  std::string code;
  Sentence says;
};

struct PlannedCommand {
  Command command;
  std::size_t row = 0;  ///< index into rows
};

/// Personal data: for the directory beside the log only (rule 3.11). Never replaces an entry.
struct OwnerEntry {
  std::string house;
  std::string name;
  std::string phone;
  std::optional<Day> from;
};

struct ImportPlan {
  std::vector<PlannedRow> rows;  ///< in the order of the file; rows without content are left out
  std::vector<PlannedCommand> commands;  ///< one for each row that will be recorded, in order
  std::vector<OwnerEntry> owners;
  std::vector<PlanNote> notes;

  [[nodiscard]] std::size_t count(RowVerdict verdict) const;
  /// All or nothing: false when any row is bad.
  [[nodiscard]] bool can_record() const { return count(RowVerdict::bad) == 0; }

  void add(std::size_t line, RowCode code, const std::vector<std::string>& arguments = {});
  void note(NoteCode code, const std::vector<std::string>& arguments);
  /// Adds the row and the command that it becomes. REQUIRES: the code's verdict is will_record.
  void add(std::size_t line, RowCode code, const std::vector<std::string>& arguments,
           Command command);
};

/// What a format may know of the books. Owned by the caller and alive while the plan is made.
struct ImportBooks {
  const CommunityState& community;
  /// The event that used this idempotency key up in the community.
  std::function<StoreResult<std::optional<RecordedEvent>>(std::string_view key)> recorded;
  std::function<StoreResult<bool>(HouseNumber house)> has_owner;
};

/// Looks things up in the store. `store` and `community` outlive what is returned.
ImportBooks import_books(const EventStore& store, const CommunityState& community);

struct ImportOptions {
  std::string actor;
  Day today;                       ///< in Asia/Shanghai
  Day business_date;               ///< of what has no date in the file, such as registrations
  std::optional<Hash32> document;  ///< SHA-256 of the file
};

/// The fault for a look-up in the books that failed.
FileFault store_fault(const StoreError& error);

/// Asks the rules about each command by itself on the books as they are; a refusal makes its row
/// bad (a future date, a closed period) and drops the command.
void check_with_rules(ImportPlan& plan, const ImportBooks& books, Day today);

/// "将入账", "already recorded" and so on.
Sentence sentence(RowVerdict verdict);

/// The plan for a terminal, in Chinese and English: a line per row, the notes, and the counts,
/// which say what was recorded once it is.
std::string render_plan(const ImportPlan& plan, bool is_recorded = false);

}  // namespace mingzhang
