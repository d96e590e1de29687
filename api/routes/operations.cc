// What operators and Prometheus ask.

#include <boost/json/object.hpp>

#include "api/routes/handlers.h"

namespace mingzhang {

namespace json = boost::json;

Reply show_health(const Call&) { return json_response(json::object{{"status", "ok"}}); }

Reply show_readiness(const Call& call) {
  if (Refused paused = check_recording(call)) return *paused;
  const Head head = call.service.store.head();
  return json_response(json::object{{"status", "ready"}, {"sequence", head.next.value - 1}});
}

Reply show_metrics(const Call& call) {
  Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  if (call.service.metrics_text) response.body = call.service.metrics_text();
  return response;
}

}  // namespace mingzhang
