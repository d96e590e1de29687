#include "api/identity/secrets.h"

#include <argon2.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <algorithm>
#include <memory>

#include "ledger/base/ensure.h"

namespace mingzhang {
namespace {

constexpr std::uint32_t passes = 2;
constexpr std::uint32_t memory_kib = 19U << 10U;
constexpr std::uint32_t lanes = 1;
constexpr std::size_t hash_bytes = 32;

}  // namespace

Hash32 digest_of(std::string_view bytes) {
  // Looked up once: finding it by its name takes longer than a token's hash.
  static const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> sha256(
      EVP_MD_fetch(nullptr, "SHA256", nullptr), &EVP_MD_free);
  Hash32 hash;
  ensure(EVP_Digest(bytes.data(), bytes.size(), hash.bytes.data(), nullptr, sha256.get(),
                    nullptr) == 1,
         "SHA-256 is there");
  return hash;
}

std::string base64url(std::string_view bytes) {
  std::string text(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  text.erase(std::min(text.find('='), text.size()));
  std::ranges::replace(text, '+', '-');
  std::ranges::replace(text, '/', '_');
  return text;
}

std::string hash_password(std::string_view password, std::string_view salt) {
  std::string out(argon2_encodedlen(passes, memory_kib, lanes,
                                    static_cast<std::uint32_t>(salt.size()), hash_bytes, Argon2_id),
                  '\0');
  const int done =
      argon2id_hash_encoded(passes, memory_kib, lanes, password.data(), password.size(),
                            salt.data(), salt.size(), hash_bytes, out.data(), out.size());
  ensure(done == ARGON2_OK, argon2_error_message(done));
  out.resize(out.find('\0'));
  return out;
}

bool is_password(std::string_view password, const std::string& hash) {
  return argon2id_verify(hash.c_str(), password.data(), password.size()) == ARGON2_OK;
}

bool are_equal(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace mingzhang
