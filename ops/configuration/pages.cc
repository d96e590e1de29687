#include "ops/configuration/pages.h"

#include <fmt/format.h>

#include "ops/configuration/option.h"

namespace mingzhang {
namespace {

constexpr std::string_view example_head =
    "# 明账的配置 / Mingzhang's configuration. Every option stands here with its default; take the "
    "#\n"
    "# away to change it, then: mingzhang check-config /etc/mingzhang/mingzhang.toml\n"
    "# MINGZHANG_SERVER_LISTEN and its like in the environment go before what stands here.\n";

constexpr std::string_view page_head = R"(# Configuration

`mingzhang check-config --options` writes this page from the table of options
(`ops/configuration/option.cc`).

`serve` takes its options from, in this order: the command line (`--data DIR`,
`--listen ADDR:PORT`, `--set NAME=VALUE` for every option), the environment (`server.listen` is
`MINGZHANG_SERVER_LISTEN`, and so on), the file named by `--config FILE` (TOML), the default. An
unknown option is refused. `mingzhang check-config FILE` tells everything that is wrong at once,
each with its file, line and option, the files and directories that it names included, and ends
with 0 or 2; it reads the same environment. `mingzhang check-config --example` prints a file with
every option.

A directory that does not exist, or holds other files and no books, is refused, so that a mistyped
path does not look like books that lost everything; books are begun in an empty directory, or where
`serve --create` says so.
)";

void append_row(std::string& page, const Option& option) {
  page += fmt::format("| `{}` | `{}` | {} | {} / {} |\n", option.key(),
                      toml_text(option.get(Configuration{})), option.takes.en, option.does.zh,
                      option.does.en);
}

}  // namespace

std::string example_file() {
  std::string out(example_head);
  std::string_view section;
  for (const Option& option : every_option()) {
    if (option.section() != section) {
      section = option.section();
      out += fmt::format("\n[{}]\n", section);
    }
    const bool needs_a_value = option.name == "data.directory";
    out += fmt::format("\n# {}\n# {}\n", option.does.zh, option.does.en);
    out += needs_a_value
               ? fmt::format("{} = \"/var/lib/mingzhang\"\n", option.key())
               : fmt::format("#{} = {}\n", option.key(), toml_text(option.get(Configuration{})));
  }
  return out;
}

std::string options_page() {
  std::string page(page_head);
  std::string_view section;
  for (const Option& option : every_option()) {
    if (option.section() != section) {
      section = option.section();
      page += fmt::format("\n## [{}]\n\n| Option | Default | Takes | Does |\n|---|---|---|---|\n",
                          section);
    }
    append_row(page, option);
  }
  return page;
}

}  // namespace mingzhang
