#include "api/json/json_text.h"

#include <fmt/format.h>

#include <array>
#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/value_stack.hpp>
#include <optional>
#include <string>
#include <vector>

namespace mingzhang {
namespace {

namespace json = boost::json;
using json::error_code;
using json::string_view;

constexpr std::size_t max_depth = 16;

/// Builds the value as Boost.JSON's own parser does, and watches the members of each object.
/// Boost.JSON names these functions.
class Handler {
 public:
  static constexpr std::size_t max_object_size = 256;
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = 256;
  static constexpr std::size_t max_string_size = json::string::max_size();

  void start(const json::storage_ptr& storage) {
    stack_.reset(storage);
    names_.clear();
    name_starts_.clear();
    objects_.clear();
    in_key_ = false;
    duplicate_.reset();
  }
  json::value finish() { return stack_.release(); }
  const std::optional<std::string>& duplicate() const { return duplicate_; }

  bool on_document_begin(error_code&) { return true; }
  bool on_document_end(error_code&) { return true; }
  bool on_object_begin(error_code&) {
    objects_.push_back(name_starts_.size());
    return true;
  }
  bool on_object_end(std::size_t count, error_code&) {
    if (count != 0) names_.resize(name_starts_[objects_.back()]);
    name_starts_.resize(objects_.back());
    objects_.pop_back();
    stack_.push_object(count);
    return true;
  }
  bool on_array_begin(error_code&) { return true; }
  bool on_array_end(std::size_t count, error_code&) {
    stack_.push_array(count);
    return true;
  }
  bool on_key_part(string_view part, std::size_t, error_code&) {
    add_to_key(part);
    stack_.push_chars(part);
    return true;
  }
  bool on_key(string_view part, std::size_t, error_code& error) {
    add_to_key(part);
    in_key_ = false;
    stack_.push_key(part);
    const std::string_view key = name(name_starts_.size() - 1);
    for (std::size_t i = objects_.back(); i + 1 < name_starts_.size(); ++i) {
      if (name(i) != key) continue;
      duplicate_ = key;
      error = json::error::syntax;
      return false;
    }
    return true;
  }
  bool on_string_part(string_view part, std::size_t, error_code&) {
    stack_.push_chars(part);
    return true;
  }
  bool on_string(string_view part, std::size_t, error_code&) {
    stack_.push_string(part);
    return true;
  }
  bool on_number_part(string_view, error_code&) { return true; }
  bool on_int64(std::int64_t number, string_view, error_code&) {
    stack_.push_int64(number);
    return true;
  }
  bool on_uint64(std::uint64_t number, string_view, error_code&) {
    stack_.push_uint64(number);
    return true;
  }
  bool on_double(double number, string_view, error_code&) {
    stack_.push_double(number);
    return true;
  }
  bool on_bool(bool value, error_code&) {
    stack_.push_bool(value);
    return true;
  }
  bool on_null(error_code&) {
    stack_.push_null();
    return true;
  }
  bool on_comment_part(string_view, error_code&) { return true; }
  bool on_comment(string_view, error_code&) { return true; }

 private:
  void add_to_key(string_view part) {
    if (!in_key_) name_starts_.push_back(names_.size());
    in_key_ = true;
    names_.append(part.data(), part.size());
  }
  std::string_view name(std::size_t index) const {
    const std::size_t start = name_starts_[index];
    const std::size_t end =
        index + 1 < name_starts_.size() ? name_starts_[index + 1] : names_.size();
    return std::string_view(names_).substr(start, end - start);
  }

  json::value_stack stack_;
  std::string names_;                     ///< of the members of all open objects, end to end
  std::vector<std::size_t> name_starts_;  ///< in names_
  std::vector<std::size_t> objects_;      ///< each open object's first name
  bool in_key_ = false;
  std::optional<std::string> duplicate_;
};

json::parse_options strict() {
  json::parse_options options;
  options.max_depth = max_depth;
  return options;
}

}  // namespace

class JsonReader::Implementation {
 public:
  boost::system::result<const json::value*, Rejection> read(std::string_view text) {
    value_.reset();
    // A new one each time: released, it would go on to ask for ever larger pieces.
    memory_.emplace(buffer_.data(), buffer_.size());
    parser_.reset();
    parser_.handler().start(&*memory_);
    error_code error;
    const std::size_t used = parser_.write_some(false, text.data(), text.size(), error);
    if (!error && used < text.size()) error = json::error::extra_data;
    if (error) return refusal(error, used);
    return &value_.emplace(parser_.handler().finish());
  }

 private:
  Rejection refusal(const error_code& error, std::size_t used) {
    if (const std::optional<std::string>& field = parser_.handler().duplicate()) {
      return reject(Code::duplicate_field, *field, *field);
    }
    return reject(Code::malformed_json, "", fmt::format("{} (byte {})", error.message(), used));
  }

  std::array<unsigned char, 65536> buffer_{};
  std::optional<json::monotonic_resource> memory_;
  json::basic_parser<Handler> parser_{strict()};
  std::optional<json::value> value_;
};

JsonReader::JsonReader() : implementation_(std::make_unique<Implementation>()) {}
JsonReader::~JsonReader() = default;

boost::system::result<const json::value*, Rejection> JsonReader::read(std::string_view text) {
  return implementation_->read(text);
}

}  // namespace mingzhang
