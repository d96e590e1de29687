#include "replay/reports/names.h"

#include <fmt/format.h>

namespace mingzhang {

std::string programme_name(const Books& books, Subject programme) {
  const SubsidyProgramme& found = books.registry().programmes.at(programme.value - 1);
  return fmt::format("{}（{}）", found.programme, found.purpose);
}

std::string house_code(const Books& books, HouseNumber house) {
  return house ? books.registry().house(house).code : std::string{};
}

}  // namespace mingzhang
