#pragma once

// Why a file that somebody exported cannot be read: said to the person who brought it, so every
// fault carries a stable code and one sentence in Chinese and in English with the way out.
// Plain values, no I/O, safe on any thread.

#include <string>
#include <utility>

#include <boost/system/result.hpp>

namespace mingzhang {

// One thing said to a user in both languages of the product.
struct Sentence {
  std::string zh;
  std::string en;

  friend bool operator==(const Sentence&, const Sentence&) = default;
};

// `line` is the line (CSV) or row (XLSX) as the user's own program shows it; 0 where none applies.
struct FileFault {
  FileFault() = default;
  // A constructor, since an aggregate would count as made from a string wherever a result is.
  FileFault(std::string fault_code, Sentence sentence, std::size_t at_line)
      : code(std::move(fault_code)), says(std::move(sentence)), line(at_line) {}

  std::string code;
  Sentence says;
  std::size_t line = 0;
};

template <class T>
using FileResult = boost::system::result<T, FileFault>;

inline FileFault file_fault(std::string code, std::string zh, std::string en,
                            std::size_t line = 0) {
  return {std::move(code), Sentence{std::move(zh), std::move(en)}, line};
}

}  // namespace mingzhang
