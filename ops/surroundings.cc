#include "ops/surroundings.h"

#include <openssl/rand.h>

#include <chrono>

#include "ledger/base/ensure.h"

namespace mingzhang {

Instant wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
}

std::string random_salt() {
  std::string salt(16, '\0');
  ensure(
      RAND_bytes(reinterpret_cast<unsigned char*>(salt.data()), static_cast<int>(salt.size())) == 1,
      "the operating system gives random bytes");
  return salt;
}

double steady_seconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

Surroundings real_surroundings() { return {wall_clock, random_salt, {}}; }

}  // namespace mingzhang
