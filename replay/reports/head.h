#pragma once

// What stands at the head of every report: whose books, as of when, made from which events.

#include <optional>
#include <string>

#include "replay/books.h"

namespace mingzhang {

struct ReportHead {
  std::string community;  ///< id
  std::string name;
  std::optional<Day> as_of;  ///< see Books::as_of
  Sequence through;          ///< last sequence of the log that could count
  bool operator==(const ReportHead&) const = default;
};

inline ReportHead head_of(const Books& books) {
  return {books.registry().id, books.registry().name, books.as_of(), books.through()};
}

}  // namespace mingzhang
