#pragma once

// api/openapi.yaml as JSON. The source is made by the build (cmake/embed_openapi.py).

#include <string_view>

namespace mingzhang {

std::string_view contract_json();

}  // namespace mingzhang
