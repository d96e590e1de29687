// README.md's tour: every command is run as it stands there, and its output compared. `…` in the
// page stands for any text, alone on a line for any number of lines.

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <vector>

#include "tests/store/temporary_folder.h"
#include "tests/support/paths.h"

namespace mingzhang::test {
namespace {

constexpr std::string_view separator = "@@@ next command @@@\n";

struct Step {
  std::string command;
  std::string output;
};

std::vector<Step> read_tour() {
  std::ifstream page(source_dir() / "README.md");
  std::vector<Step> steps;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```")) {
      inside = line == "```console";
    } else if (inside && line.starts_with("$ ")) {
      steps.push_back({line.substr(2), {}});
    } else if (inside && line.starts_with("> ")) {
      steps.back().command += "\n" + line.substr(2);
    } else if (inside) {
      steps.back().output += line + "\n";
    }
  }
  return steps;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
    text.replace(at, from.size(), to);
    at += to.size();
  }
}

/// What ops/run does, on a free port, then the commands in one shell.
std::string script_of(const std::vector<Step>& steps, const std::filesystem::path& folder) {
  std::ostringstream script;
  script << "cd " << folder << " && mkdir build && ln -s " << build_dir()
         << " build/release && ln -s " << source_dir() / "ops"
         << " ops && mkfifo ready || exit 1\n"
         << "build/release/mingzhang record ops/sample/heping.jsonl --data build/data >&2\n"
         << "build/release/mingzhang serve --data build/data --listen 127.0.0.1:0 > ready &\n"
         << "server=$!\n"
         << "trap 'kill $server; wait $server' EXIT\n"
         << "read -r address rest < ready\n"
         << "exec 2>&1\n";  // a terminal shows both
  for (const Step& step : steps) {
    std::string command = step.command;
    replace_all(command, "http://127.0.0.1:8080", "$address");
    script << "printf '" << separator.substr(0, separator.size() - 1) << "\\n'\n"
           << command << "\n";
  }
  return script.str();
}

std::vector<std::string> run(const std::string& script, const std::filesystem::path& folder) {
  const std::filesystem::path file = folder / "tour.sh";
  std::ofstream(file) << script;
  std::FILE* pipe = popen(("bash " + file.string()).c_str(), "r");
  std::string all;
  for (int byte = std::fgetc(pipe); byte != EOF; byte = std::fgetc(pipe)) {
    all.push_back(static_cast<char>(byte));
  }
  EXPECT_EQ(pclose(pipe), 0);
  std::vector<std::string> outputs;
  std::size_t at = all.find(separator);
  while (at != std::string::npos) {
    at += separator.size();
    const std::size_t end = all.find(separator, at);
    outputs.push_back(all.substr(at, end == std::string::npos ? end : end - at));
    at = end;
  }
  return outputs;
}

/// Pieces between the `…` of the page, which have to occur in order, the first one at the start.
void expect_like(std::string page, std::string output, const std::string& command) {
  const auto trim = [](std::string& text) { text.erase(text.find_last_not_of(" \n") + 1); };
  trim(page);
  trim(output);
  constexpr std::string_view any = "…";
  std::size_t here = 0;
  for (bool first = true;; first = false) {
    const std::size_t end = page.find(any);
    const std::string piece = page.substr(0, end);
    const std::size_t found =
        first ? (output.starts_with(piece) ? 0 : std::string::npos) : output.find(piece, here);
    ASSERT_NE(found, std::string::npos) << command << "\nshould print\n"
                                        << piece << "\nprints\n"
                                        << output;
    here = found + piece.size();
    if (end == std::string::npos) {
      const bool open_end = piece.empty() && !first;
      EXPECT_TRUE(open_end || output.ends_with(piece)) << command << "\nprints\n" << output;
      return;
    }
    page.erase(0, end + any.size());
  }
}

TEST(Readme, EveryCommandOfTheTourDoesWhatThePageSays) {
  const std::vector<Step> steps = read_tour();
  ASSERT_GT(steps.size(), 15U);
  const TemporaryFolder folder;
  const std::vector<std::string> outputs = run(script_of(steps, folder.path()), folder.path());
  ASSERT_EQ(outputs.size(), steps.size());
  for (std::size_t i = 0; i < steps.size(); ++i) {
    expect_like(steps[i].output, outputs[i], steps[i].command);
  }
}

}  // namespace
}  // namespace mingzhang::test
