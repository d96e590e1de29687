#pragma once

// Events as programs may post them instead of JSON (schemas/request.fbs): the same fields by the
// same names, read into the same Commands with the same refusals. Generic over `fields()`: what a
// caller may set is in its order and has consecutive field ids.

#include <atomic>
#include <boost/system/result.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "api/json/command_json.h"

namespace mingzhang {

inline constexpr std::string_view buffer_media_type =
    "application/vnd.mingzhang.events+flatbuffers";

/// One event, or several: each by itself, or all or none.
enum class RequestMode : std::uint8_t { single, each, atomic };

/// A verified request over bytes that outlive it. Threads: any number at once.
class RequestBuffer {
 public:
  /// Refuses what is no valid buffer (malformed_buffer), or holds none or more events than
  /// `most_events`.
  static boost::system::result<RequestBuffer, Rejection> open(std::string_view bytes,
                                                              std::size_t most_events);

  RequestMode mode() const { return mode_; }
  std::size_t size() const { return size_; }

  /// The event at a place. The first fault: the kind, then the header's and the payload's fields in
  /// schema order.
  ParsedCommand event(std::size_t index, const std::string& actor) const;

 private:
  RequestBuffer() = default;

  std::string_view bytes_;
  RequestMode mode_{};
  std::size_t size_ = 0;
  /// A buffer may point at one string from many places: what all events take together is bounded by
  /// what was sent, as it is with JSON.
  std::unique_ptr<std::atomic<std::int64_t>> text_left_bytes_;
};

}  // namespace mingzhang
