#pragma once

// Answers made smaller on their way (RFC 9110, 8.4 and 12.5.3).

#include <string>
#include <string_view>

#include "api/http.h"

namespace mingzhang {

/// Smaller ones fit a packet as they are.
inline constexpr std::size_t least_gzip_bytes = 1024;

/// By its size and content type: whether it ever is compressed, whoever asks.
bool is_worth_gzip(const Response& response);

/// Whether Accept-Encoding allows gzip, by its weight and no less than the answer as it is.
bool accepts_gzip(std::string_view accept_encoding);

/// Compresses the body, names the encoding, makes a strong ETag weak. Takes a millisecond for some
/// hundred kilobytes: for a worker.
void gzip(Response& response);

}  // namespace mingzhang
