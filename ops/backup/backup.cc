#include "ops/backup/backup.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <set>

#include "api/identity/audit_anchors.h"
#include "ledger/base/durable_file.h"
#include "ledger/store/log_backup.h"
#include "ops/backup/note.h"
#include "ops/books.h"
#include "ops/exit.h"
#include "ops/identity.h"
#include "ops/surroundings.h"
#include "replay/engine/verify.h"

namespace mingzhang {
namespace {

namespace fs = std::filesystem;

template <class Value>
Value need(StoreResult<Value> result) {
  if (!result) {
    const bool is_damage = result.error().fault == StoreFault::damaged;
    throw ExitError(is_damage ? exit_refused : exit_unopenable, result.error().message);
  }
  if constexpr (!std::is_void_v<Value>) return std::move(*result);
}

void need(const std::error_code& failed, const fs::path& path) {
  if (!failed) return;
  throw ExitError(
      exit_unopenable,
      fmt::format("无法读写 {0}（{1}）；请检查权限和磁盘 / {0} cannot be read or written "
                  "({1}); check the permissions and the disk",
                  path.string(), failed.message()));
}

std::string log_folder(const std::string& target) { return (fs::path(target) / "log").string(); }

Backup backup_of(const LogBackup& log, const BackupNote& note) {
  Backup backup{log.number, log.bytes, note.made_at, note.head};
  for (const FileSum& file : note.files) backup.bytes += file.bytes;
  return backup;
}

/// The books of `data` as they are at one moment, in `into`, which reads as books do. What may be
/// older than the log comes before it; the audit trail, whose end the log knows, behind it.
void capture(const std::string& data, const fs::path& into) {
  std::error_code failed;
  if (fs::exists(fs::path(data) / "HEAD")) {
    fs::copy_file(fs::path(data) / "HEAD", into / "HEAD", failed);
    need(failed, fs::path(data) / "HEAD");
  }
  fs::create_directories(into / "snapshots", failed);
  for (const auto& entry : fs::directory_iterator(fs::path(data) / "snapshots", failed)) {
    if (entry.path().extension() != ".snapshot") continue;
    std::error_code gone;  // by the writer's newer one
    fs::create_hard_link(entry.path(), into / "snapshots" / entry.path().filename(), gone);
  }
  need(capture_log(data, into.string()));
  if (fs::exists(identity_file(data))) {
    IdentityDatabase(data, real_identity_edge()).copy_to(identity_file(into.string()));
  }
}

/// Proves the books in `folder` and returns where their log ends.
HeadWitness prove(const fs::path& folder, const std::function<void(std::uint64_t)>& progress) {
  const std::unique_ptr<EventStore> store = open_to_read(folder.string());
  const auto snapshot = of_these_books(newest_snapshot(folder.string()), *store);
  const Head head = store->head();
  if (snapshot && snapshot->head.next > head.next) {
    throw ExitError(exit_refused, lost_events(*snapshot, head));
  }
  const Verification found = verify(*store, snapshot, {default_threads(), progress});
  if (found.ok()) return {Sequence{head.next.value - 1}, head.hash};
  const VerifyProblem& first = found.problems.front();
  throw ExitError(
      exit_refused,
      fmt::format(
          "账本未通过核验：{0}（{1}，共 {2} 处）；请运行 mingzhang verify / the books do not "
          "verify: {0} ({1}; {2} problems in all); run mingzhang verify",
          first.what, first.where, found.problems.size()));
}

bool trail_is_whole(const fs::path& folder) {
  const std::unique_ptr<EventStore> store = open_to_read(folder.string());
  if (!fs::exists(identity_file(folder.string()))) {
    return !need(first_lost_anchor(*store, nullptr));
  }
  const Identity identity(folder.string(), real_identity_edge());
  return !identity.trail.first_broken() && !need(first_lost_anchor(*store, &identity.trail));
}

/// All but the newest snapshot: the backup needs one.
void drop_older_snapshots(const fs::path& folder) {
  std::set<fs::path> snapshots;
  for (const auto& entry : fs::directory_iterator(folder / "snapshots")) {
    snapshots.insert(entry.path());
  }
  while (snapshots.size() > 1) {
    fs::remove(*snapshots.begin());
    snapshots.erase(snapshots.begin());
  }
}

std::uint64_t number_of(const fs::path& folder) {
  const std::string name = folder.filename().string();
  std::uint64_t number = 0;
  std::from_chars(name.data(), name.data() + name.size(), number);
  return number;
}

/// A name that no backup has, complete or not.
std::string next_beside(const fs::path& beside) {
  std::uint64_t last = 0;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(beside, none)) {
    last = std::max(last, number_of(entry.path()));
  }
  return fmt::format("{:08}", last + 1);
}

/// Files of backups that are not there: removed, or interrupted before they counted.
void remove_unused(const LogBackups& log, const fs::path& beside) {
  std::set<std::string> used;
  for (const LogBackup& backup : log.list()) {
    if (const auto note = parse_note(backup.note)) used.insert(note->beside);
  }
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(beside, failed)) {
    if (!used.contains(entry.path().filename().string())) fs::remove_all(entry.path(), failed);
  }
}

/// Other people's books are no folder of backups.
void refuse_books(const std::string& target) {
  if (!fs::exists(fs::path(target) / "log" / "CURRENT")) return;
  throw ExitError(
      exit_usage,
      fmt::format("{0} 是一个账本目录，不是备份目录；请换一个目录 / {0} holds books, not "
                  "backups; choose another folder",
                  target));
}

void refuse_inside(const std::string& data, const std::string& target) {
  const fs::path books = fs::weakly_canonical(data);
  const fs::path there = fs::weakly_canonical(target);
  if (std::ranges::mismatch(books, there).in1 != books.end()) return;
  throw ExitError(
      exit_usage,
      fmt::format("备份目录 {0} 在账本目录之内；请放到别处，最好是另一块磁盘 / the backup "
                  "{0} is inside the books' directory; put it elsewhere, best on "
                  "another disk",
                  target));
}

BackupNote note_of(const std::string& target, const LogBackup& backup) {
  std::optional<BackupNote> note = parse_note(backup.note);
  if (note) return std::move(*note);
  throw ExitError(
      exit_refused,
      fmt::format("备份 {0} 第 {1} 份的说明无法读取；请用另一份 / the note of backup {1} "
                  "in {0} cannot be read; use another one",
                  target, backup.number));
}

LogBackup choose(const RestoreOptions& options) {
  const std::vector<LogBackup> backups = need(list_log_backups(log_folder(options.target)));
  for (auto at = backups.rbegin(); at != backups.rend(); ++at) {
    if (options.number && at->number != *options.number) continue;
    if (!at->is_damaged) return *at;
    throw ExitError(
        exit_refused,
        fmt::format("{0} 中的第 {1} 份备份缺少文件；请补回文件，或用 --number 指定更早的一份 / "
                    "files of backup {1} in {0} are missing; bring them back, or choose an older "
                    "one with --number",
                    options.target, at->number));
  }
  throw ExitError(
      exit_unopenable,
      fmt::format("{0} 中没有所要的备份；请用 mingzhang backup {0} --list 查看 / there is "
                  "no such backup in {0}; mingzhang backup {0} --list shows them",
                  options.target));
}

/// One folder of backups holds one course of events: a fork would push the other's backups out.
void refuse_fork(const fs::path& captured, const std::string& target,
                 const std::vector<LogBackup>& backups) {
  const std::unique_ptr<EventStore> store = open_to_read(captured.string());
  for (auto at = backups.rbegin(); at != backups.rend(); ++at) {
    const std::optional<BackupNote> note = parse_note(at->note);
    if (!note) continue;  // damaged
    if (need(goes_on_from(*store, note->head))) return;
    throw ExitError(
        exit_refused,
        fmt::format(
            "账本不是从 {0} 中第 {1} 份备份（止于第 {2} 号事项）延续下来的：是另一套账本，"
            "或退回到更早；请备份到另一个目录 / these books do not go on from backup {1} in "
            "{0}, which ends with event {2}: they are other books, or went back to an "
            "earlier state; back up into another folder",
            target, at->number, note->head.last.value));
  }
}

/// Nothing that anyone could miss: an interrupted restore leaves its files without the log.
void make_room(const fs::path& data, const fs::path& work) {
  std::error_code failed;
  const bool interrupted = fs::exists(work) && !fs::exists(data / "log");
  fs::create_directories(data, failed);
  need(failed, data);
  for (const auto& entry : fs::directory_iterator(data, failed)) {
    const std::string name = entry.path().filename().string();
    if (entry.path() == work || name == "lost+found") continue;
    if (interrupted && (name == "HEAD" || name == "snapshots" || name == "identity.sqlite")) {
      fs::remove_all(entry.path(), failed);
      continue;
    }
    throw ExitError(exit_unopenable,
                    fmt::format("{0} 不是空目录；请恢复到空目录，旧账本先移走 / {0} is not empty; "
                                "restore into an empty directory, and move old books away first",
                                data.string()));
  }
  need(failed, data);
}

/// The log last: without it nothing takes the directory for books.
void put_in_place(const fs::path& work, const fs::path& data) {
  give_to_owner(work, data);
  sync_folder(work);
  for (const char* name : {"HEAD", "snapshots", "identity.sqlite", "log"}) {
    if (!fs::exists(work / name)) continue;
    std::error_code failed;
    fs::rename(work / name, data / name, failed);
    need(failed, data / name);
  }
  sync_folder(data);
}

/// So that who watches the books sees when they were last backed up.
void leave_mark(const fs::path& data, const Backup& made) {
  DurableFile mark(data / backup_mark);
  mark.write(fmt::format("{} {}\n", to_string(made.made_at), made.head.last.value));
  if (mark.commit()) return;
  throw ExitError(exit_unopenable,
                  fmt::format("备份已完成，但无法写入 {0}（{1}）；请检查权限和磁盘 / the backup is "
                              "complete, but {0} cannot be written ({1}); check the permissions "
                              "and the disk",
                              (data / backup_mark).string(), mark.error()));
}

}  // namespace

std::optional<Sequence> backed_up_through(const std::string& data) {
  std::ifstream mark(fs::path(data) / backup_mark);
  std::string time;
  Sequence last;
  if (!(mark >> time >> last.value)) return std::nullopt;
  return last;
}

Backup make_backup(const BackupOptions& options) {
  refuse_inside(options.data, options.target);
  refuse_books(options.target);
  const FolderLock target(options.target);
  const WorkFolder captured(fs::path(options.data) / ".backup");
  capture(options.data, captured.path());
  BackupNote note;
  note.made_at = wall_clock();
  note.head = prove(captured.path(), options.progress);
  const std::unique_ptr<LogBackups> log = need(open_log_backups(log_folder(options.target)));
  refuse_fork(captured.path(), options.target, log->list());
  const bool is_whole = trail_is_whole(captured.path());
  need(write_head_witness(captured.path(), note.head));
  drop_older_snapshots(captured.path());

  const fs::path beside = fs::path(options.target) / "beside";
  note.beside = next_beside(beside);
  note.files = copy_files(captured.path(), beside / note.beside, "log");
  sync_folder(beside / note.beside);
  sync_folder(beside);
  const LogBackup made = need(log->add(captured.path().string(), render_note(note)));
  try {
    need(log->check(made.number));
    check_files(beside / note.beside, note.files);
  } catch (const ExitError&) {
    static_cast<void>(log->remove(made.number));
    throw;
  }
  if (options.keep && is_whole) need(log->keep_newest(*options.keep));
  remove_unused(*log, beside);
  Backup backup = backup_of(made, note);
  backup.trail_is_whole = is_whole;
  if (is_whole) leave_mark(options.data, backup);
  return backup;
}

std::vector<Backup> list_backups(const std::string& target) {
  std::vector<Backup> backups;
  for (const LogBackup& log : need(list_log_backups(log_folder(target)))) {
    backups.push_back(log.is_damaged ? Backup{.number = log.number, .is_damaged = true}
                                     : backup_of(log, note_of(target, log)));
  }
  return backups;
}

Backup restore_backup(const RestoreOptions& options) {
  const LogBackup chosen = choose(options);
  const BackupNote note = note_of(options.target, chosen);
  const FolderLock target(options.target);
  const fs::path data = options.data;
  make_room(data, data / ".restoring");
  const WorkFolder work(data / ".restoring");
  need(restore_log(log_folder(options.target), chosen.number, work.path().string()));
  copy_known_files(fs::path(options.target) / "beside" / note.beside, work.path(), note.files);
  bring_up_to_date(work.path().string());
  const HeadWitness head = prove(work.path(), options.progress);
  if (!(head == note.head)) {
    throw ExitError(
        exit_refused,
        fmt::format("恢复出的账本止于第 {0} 号事项，备份应止于第 {1} 号；请用另一份备份 / "
                    "what was restored ends with event {0}, the backup should end with "
                    "{1}; use another backup",
                    head.last.value, note.head.last.value));
  }
  put_in_place(work.path(), data);
  return backup_of(chosen, note);
}

}  // namespace mingzhang
