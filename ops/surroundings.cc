#include "ops/surroundings.h"

#include <openssl/rand.h>

#include <chrono>

#include "ledger/base/ensure.h"

namespace mingzhang {

Instant wall_clock() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(now).count()};
}

std::string random_bytes(std::size_t bytes) {
  std::string random(bytes, '\0');
  ensure(RAND_bytes(reinterpret_cast<unsigned char*>(random.data()), static_cast<int>(bytes)) == 1,
         "the operating system gives random bytes");
  return random;
}

std::string random_salt() {
  // Many at a time: the generator takes longer to begin than to give a salt.
  constexpr std::size_t salt_bytes = 16;
  static thread_local std::string random;
  static thread_local std::size_t used = 0;
  if (used == random.size()) {
    random = random_bytes(256 * salt_bytes);
    used = 0;
  }
  used += salt_bytes;
  return random.substr(used - salt_bytes, salt_bytes);
}

double steady_seconds() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration<double>(now).count();
}

std::int64_t steady_us() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

Surroundings real_surroundings() { return {wall_clock, random_salt, {}}; }

}  // namespace mingzhang
