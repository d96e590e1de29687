#pragma once

// A check that must hold in production too: a broken promise inside the program stops it before a
// wrong figure is written. Bad input is never an `ensure`; it is a named rejection.

#include <boost/assert/source_location.hpp>
#include <string_view>

namespace mingzhang {

/// Prints the place and the message on standard error and aborts.
[[noreturn]] void fail_ensure(std::string_view message, const boost::source_location& place);

inline void ensure(bool holds, std::string_view message,
                   const boost::source_location& place = BOOST_CURRENT_LOCATION) {
  if (!holds) [[unlikely]] {
    fail_ensure(message, place);
  }
}

}  // namespace mingzhang
