#include "benchmarks/support/bare_append.h"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>

#include "ledger/base/ensure.h"

namespace mingzhang::benchmarks {

BareFile::BareFile(const std::string& directory)
    : path_(directory + "/bare_append"),
      file_(::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600)) {
  ensure(file_ >= 0, "a file for bare appends can be made");
}

BareFile::~BareFile() {
  ::close(file_);
  ::unlink(path_.c_str());
}

std::uint64_t BareFile::append(const std::string& content) {
  const auto start = std::chrono::steady_clock::now();
  std::size_t done = 0;
  while (done < content.size()) {
    const ssize_t written = ::write(file_, content.data() + done, content.size() - done);
    ensure(written > 0, "the disk takes the bytes of a bare append");
    done += static_cast<std::size_t>(written);
  }
  ensure(::fdatasync(file_) == 0, "a bare append becomes durable");
  return static_cast<std::uint64_t>(
      std::chrono::nanoseconds(std::chrono::steady_clock::now() - start).count());
}

}  // namespace mingzhang::benchmarks
