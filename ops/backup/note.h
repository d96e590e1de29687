#pragma once

// What a backup says of itself in the log's list of backups: when, through which event, and which
// files belong to it beside the log.

#include <optional>
#include <string>
#include <vector>

#include "ledger/base/dates.h"
#include "ledger/store/head_witness.h"
#include "ops/backup/folders.h"

namespace mingzhang {

struct BackupNote {
  Instant made_at;
  HeadWitness head;
  std::string beside;  ///< the folder of its files
  std::vector<FileSum> files;
};

std::string render_note(const BackupNote& note);
/// None when it is no note of ours.
std::optional<BackupNote> parse_note(const std::string& text);

}  // namespace mingzhang
