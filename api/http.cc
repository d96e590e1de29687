#include "api/http.h"

#include <boost/json/serialize.hpp>

namespace mingzhang {

Response problem_response(const Rejection& rejection, const ProblemPlace& place) {
  Response response;
  response.status = static_cast<unsigned>(place.status.value_or(http_status(rejection.code)));
  response.content_type = problem_media_type;
  response.body = boost::json::serialize(render_problem(rejection, place));
  return response;
}

}  // namespace mingzhang
