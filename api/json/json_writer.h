#pragma once

// JSON written straight to the end of a text, member by member: the same bytes as a value of
// Boost.JSON with the same members gives, without making one. For answers of many lines, where
// making the value took two thirds of the time. Texts are escaped by Boost.JSON; names of members
// are ours, and have nothing to escape. Threads: one at a time.

#include <algorithm>
#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace mingzhang {

class JsonWriter {
 public:
  /// Writes behind what `out` holds, all of it by the end of the writer. It outlives the writer.
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): the buffer is written before it is read
  explicit JsonWriter(std::string& out) : out_(out) {}
  JsonWriter(const JsonWriter&) = delete;
  JsonWriter& operator=(const JsonWriter&) = delete;
  ~JsonWriter() { flush(); }

  /// Calls members(), which writes them.
  template <class Members>
  void object(const Members& members) {
    open('{');
    members();
    close('}');
  }
  /// Calls render(element) with each, which writes one value.
  template <class List, class Render>
  void array(const List& list, const Render& render) {
    open('[');
    for (const auto& element : list) render(element);
    close(']');
  }

  /// Texts, truths and numbers as JSON has them, nothing as null, and what has a to_string as text.
  template <class Value>
  void value(const Value& value) {
    if constexpr (std::same_as<Value, std::nullptr_t>) {
      literal("null");
    } else if constexpr (std::is_convertible_v<const Value&, std::string_view>) {
      text(value);
    } else if constexpr (std::same_as<Value, bool>) {
      literal(value ? "true" : "false");
    } else if constexpr (std::unsigned_integral<Value>) {
      number(value);
    } else {
      text(to_string(value));
    }
  }
  template <class Value>
  void value(const std::optional<Value>& maybe) {
    maybe ? value(*maybe) : value(nullptr);
  }

  /// The name of a member; its value is written next.
  void key(std::string_view name) {
    char* to = separate(room_for(name.size() + 4));
    *to++ = '"';
    to = std::ranges::copy(name, to).out;
    *to++ = '"';
    *to++ = ':';
    end_ = to;
    is_behind_value_ = false;
  }
  template <class Value>
  void member(std::string_view name, const Value& of) {
    key(name);
    value(of);
  }
  template <class Members>
  void object_member(std::string_view name, const Members& members) {
    key(name);
    object(members);
  }
  template <class List, class Render>
  void array_member(std::string_view name, const List& list, const Render& render) {
    key(name);
    array(list, render);
  }

 private:
  /// Where so many bytes may be written; they count once end_ is moved behind them. REQUIRES: at
  /// most buffer_bytes.
  char* room_for(std::size_t bytes) {
    if (bytes > static_cast<std::size_t>(buffer_.data() + buffer_.size() - end_)) flush();
    return end_;
  }
  char* separate(char* to) {
    if (is_behind_value_) *to++ = ',';
    is_behind_value_ = true;
    return to;
  }
  void open(char bracket) {
    char* to = separate(room_for(2));
    *to++ = bracket;
    end_ = to;
    is_behind_value_ = false;
  }
  void close(char bracket) {
    *room_for(1) = bracket;
    ++end_;
    is_behind_value_ = true;
  }
  void literal(std::string_view word) {
    char* to = separate(room_for(word.size() + 1));
    end_ = std::ranges::copy(word, to).out;
  }
  void text(std::string_view text);
  void number(std::uint64_t number);
  void flush();

  static constexpr std::size_t buffer_bytes = 2048;

  std::string& out_;
  // What was written last: a string looks after its end at each of the many small steps.
  std::array<char, buffer_bytes> buffer_;
  char* end_ = buffer_.data();
  bool is_behind_value_ = false;  ///< what comes next wants a comma
};

}  // namespace mingzhang
