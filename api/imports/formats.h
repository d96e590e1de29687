#pragma once

// The list of file formats that can be imported. A format is one file in this folder with one
// function, and one line of formats.cc.

#include <span>
#include <string_view>
#include <vector>

#include "api/files/header.h"
#include "api/files/table.h"
#include "api/imports/plan.h"

namespace mingzhang {

struct ImportFormat {
  std::string_view name;  ///< as on the command line
  Sentence title;
  FileResult<ImportPlan> (*plan)(const std::vector<Sheet>& sheets, const ImportBooks& books,
                                 const ImportOptions& options);
};

std::span<const ImportFormat> import_formats();
/// nullptr when there is none of that name.
const ImportFormat* find_import_format(std::string_view name);

/// Reads the file, plans it and asks the rules about every command. Faults are about the file as a
/// whole (or the store, code store_unavailable); what is wrong with a row is in the plan.
FileResult<ImportPlan> plan_import(const ImportFormat& format, std::string_view bytes,
                                   const ImportBooks& books, const ImportOptions& options);

/// The sheet to read: the one that opens first if it has the header, otherwise the first that has.
struct ChosenSheet {
  const Sheet* sheet = nullptr;
  Header header;
};
/// Notes on the plan which other sheets have the header too. Faults: those of find_header.
FileResult<ChosenSheet> choose_sheet(const std::vector<Sheet>& sheets,
                                     const std::vector<ColumnNames>& asked, ImportPlan& plan);

/// roster.cc: houses into the register, owners into the directory.
FileResult<ImportPlan> plan_roster(const std::vector<Sheet>& sheets, const ImportBooks& books,
                                   const ImportOptions& options);
/// wechat.cc: the statement of a personal WeChat account.
FileResult<ImportPlan> plan_wechat(const std::vector<Sheet>& sheets, const ImportBooks& books,
                                   const ImportOptions& options);

}  // namespace mingzhang
