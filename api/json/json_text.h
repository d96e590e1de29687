#pragma once

// JSON texts from outside, read strictly: UTF-8, nothing after the value, at most 16 levels and 256
// members an object, no member twice.

#include <boost/json/value.hpp>
#include <boost/system/result.hpp>
#include <memory>
#include <string_view>

#include "ledger/rejection.h"

namespace mingzhang {

/// Reads one text after the other into memory that it keeps. Threads: one at a time.
class JsonReader {
 public:
  JsonReader();
  ~JsonReader();
  JsonReader(const JsonReader&) = delete;
  JsonReader& operator=(const JsonReader&) = delete;

  /// The value lives until the next call. Refuses with malformed_json or duplicate_field.
  boost::system::result<const boost::json::value*, Rejection> read(std::string_view text);

 private:
  class Implementation;
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace mingzhang
