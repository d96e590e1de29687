#pragma once

// Commands as a program would post them (schemas/request.fbs): the other direction of
// api/buffers/request_buffer.h.

#include <string>
#include <vector>

#include "api/buffers/request_buffer.h"

namespace mingzhang::test {

/// `left_out` names a field that no event gets, the header's included.
std::string request_bytes(const std::vector<Command>& commands, RequestMode mode,
                          const std::string& left_out = {});

}  // namespace mingzhang::test
