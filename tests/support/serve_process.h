#pragma once

// `mingzhang serve` as a process of its own, on a free port of this machine, while it is in scope.

#include <sys/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace mingzhang::test {

class ServeProcess {
 public:
  /// `arguments` stand behind `serve`; what it says on standard error goes to the file.
  ServeProcess(const std::vector<std::string>& arguments, const std::string& error_file);
  ServeProcess(const ServeProcess&) = delete;
  ServeProcess& operator=(const ServeProcess&) = delete;
  ~ServeProcess() { stop(); }

  std::uint16_t port() const { return port_; }  ///< 0 when it did not start
  /// Asks it to end and waits until it has; its exit status, or -1.
  int stop();

 private:
  pid_t process_ = -1;
  int output_ = -1;
  std::uint16_t port_ = 0;
};

}  // namespace mingzhang::test
