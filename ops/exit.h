#pragma once

// How a command ends (interface.md, Exit status).

#include <stdexcept>
#include <string>

namespace mingzhang {

enum ExitStatus : int {
  exit_done = 0,
  exit_refused = 1,     ///< something was refused, did not match or did not verify
  exit_usage = 2,       ///< wrong usage
  exit_unopenable = 3,  ///< the store or a file could not be opened
};

/// Ends the command with a status; the message goes to standard error. Thrown in ops only.
class ExitError : public std::runtime_error {
 public:
  ExitError(ExitStatus status, const std::string& message)
      : std::runtime_error(message), status_(status) {}
  ExitStatus status() const { return status_; }

 private:
  ExitStatus status_;
};

}  // namespace mingzhang
