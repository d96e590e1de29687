#include "ops/commands/commands.h"

namespace mingzhang {

void add_books_directory(CLI::App& command, std::string& directory) {
  command.add_option("--data", directory, "the books' directory / 账本目录")
      ->required()
      ->check([](const std::string& given) {
        return given.empty() ? std::string("目录不能为空 / the directory must not be empty")
                             : std::string();
      });
}

}  // namespace mingzhang
