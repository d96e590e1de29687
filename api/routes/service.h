#pragma once

// The API: one table of routes, and what holds for all of them.

#include "api/http.h"
#include "api/identity/permissions.h"
#include "api/routes/call.h"

namespace mingzhang {

/// One line of the table of routes.
struct RouteEntry {
  std::string_view method;
  std::string_view pattern;  ///< a part in braces stands for one segment
  Action action;
};
std::vector<RouteEntry> list_routes();

class Service final : public RequestHandler {
 public:
  explicit Service(ServiceDependencies dependencies) : dependencies_(std::move(dependencies)) {}

  /// Small events are read at once; all that takes longer is for the workers.
  Place place(const Request& request) const override;
  void handle(const Request& request, Respond respond) override;

 private:
  ServiceDependencies dependencies_;
};

}  // namespace mingzhang
