#pragma once

// Secrets and what is kept of them.

#include <string>
#include <string_view>

#include "ledger/base/ids.h"

namespace mingzhang {

/// SHA-256. Enough for what nobody can guess: tokens and sessions.
Hash32 digest_of(std::string_view bytes);

/// `bytes` in the alphabet of base64url (RFC 4648), without padding.
std::string base64url(std::string_view bytes);

/// Argon2id in its own text form, with its salt and cost (RFC 9106; cost by OWASP's password
/// storage recommendations: 19 MiB, 2 passes).
std::string hash_password(std::string_view password, std::string_view salt);
bool is_password(std::string_view password, const std::string& hash);

/// In time that does not tell where they differ.
bool are_equal(std::string_view left, std::string_view right);

}  // namespace mingzhang
