// GET /openapi.json: what the service promises.

#include "api/routes/contract.h"

#include <fmt/format.h>

#include "api/identity/secrets.h"
#include "api/routes/handlers.h"

namespace mingzhang {

Reply show_contract(const Call& call) {
  static const std::string tag = fmt::format("\"{}\"", to_hex(digest_of(contract_json())));
  Response response;
  if (call.request.if_none_match.find(tag) == std::string::npos) {
    response.body = contract_json();
  } else {
    response.status = 304;
    response.content_type.clear();
  }
  response.headers.emplace_back("ETag", tag);
  response.headers.emplace_back("Cache-Control", "no-cache");
  return response;
}

}  // namespace mingzhang
