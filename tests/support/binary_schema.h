#pragma once

// A schema as flatc compiled it, to look at.

// With sanitizers GCC 12 takes the library's comparison of names for one that reads too far.
#pragma GCC diagnostic ignored "-Wstringop-overread"

#include <flatbuffers/reflection.h>

#include <string>

#include "tests/support/file_text.h"

namespace mingzhang::test {

class BinarySchema {
 public:
  /// `name` as in schemas/NAME.fbs.
  explicit BinarySchema(const std::string& name)
      : bytes_(file_text(build_dir() / "generated" / "schemas" / (name + ".bfbs"))),
        schema_(reflection::GetSchema(bytes_.data())) {}
  BinarySchema(const BinarySchema&) = delete;
  BinarySchema& operator=(const BinarySchema&) = delete;

  const reflection::Schema* operator->() const { return schema_; }

  /// Of the table, struct or enumeration that a type is or holds, with its namespace; empty when
  /// it is a plain one.
  std::string name_of(const reflection::Type& type) const {
    if (type.index() < 0) return {};
    const auto index = static_cast<unsigned>(type.index());
    const bool is_object = type.base_type() == reflection::BaseType::Obj ||
                           type.element() == reflection::BaseType::Obj;
    return is_object ? schema_->objects()->Get(index)->name()->str()
                     : schema_->enums()->Get(index)->name()->str();
  }

 private:
  std::string bytes_;
  const reflection::Schema* schema_;
};

}  // namespace mingzhang::test
