#include "api/json/problem.h"

#include <fmt/format.h>

#include <algorithm>

namespace mingzhang {

boost::json::object render_problem(const Rejection& rejection, const ProblemPlace& place) {
  const std::string_view code = code_name(rejection.code);
  std::string title(code);
  std::replace(title.begin(), title.end(), '_', ' ');
  boost::json::object problem;
  problem["type"] = fmt::format("urn:mingzhang:problem:{}", code);
  problem["title"] = title;
  problem["status"] = place.status.value_or(http_status(rejection.code));
  problem["detail"] = sentence(rejection);
  problem["code"] = code;
  if (!rejection.field.empty()) problem["field"] = rejection.field;
  if (place.index) problem["index"] = *place.index;
  return problem;
}

}  // namespace mingzhang
