#pragma once

// A community's books for import tests: what was "recorded" is kept in a map, so that importing
// again can be tested without a store.

#include <map>
#include <string>
#include <string_view>

#include "api/imports/formats.h"

namespace mingzhang::test {

class ImportFixture {
 public:
  /// 和平小区, registered, without houses. Today is 2026-10-01.
  ImportFixture();

  void register_house(const std::string& code, const std::string& area = "94.56",
                      HouseUse use = HouseUse::dwelling);

  FileResult<ImportPlan> plan(std::string_view format, std::string_view bytes) const;
  /// Plans, and when no row is bad keeps what would be recorded, as the real import does.
  FileResult<ImportPlan> import(std::string_view format, std::string_view bytes);

  CommunityState community;
  std::map<std::string, RecordedEvent, std::less<>> recorded;
  std::map<std::string, OwnerEntry> owners;  // by house
  bool store_fails = false;

 private:
  [[nodiscard]] ImportBooks books() const;
};

/// One line per row: "19 will_record suspense_no_house".
std::string shown(const FileResult<ImportPlan>& plan);

/// The codes of the notes, joined by spaces.
std::string notes_of(const ImportPlan& plan);

/// The bytes of a file in tests/data/imports.
std::string test_file(const std::string& name);

}  // namespace mingzhang::test
