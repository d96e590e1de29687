#include "tests/support/serve_process.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "tests/support/paths.h"

namespace mingzhang::test {

ServeProcess::ServeProcess(const std::vector<std::string>& arguments,
                           const std::string& error_file) {
  const std::string program = (build_dir() / "mingzhang").string();
  std::vector<std::string> words{program, "serve", "--listen", "127.0.0.1:0"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (std::string& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  process_ = ::fork();
  if (process_ == 0) {
    const int errors = ::open(error_file.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::dup2(errors, STDERR_FILENO);
    ::dup2(ends[1], STDOUT_FILENO);
    ::close(ends[0]);
    ::execv(program.c_str(), pointers.data());
    ::_exit(127);
  }
  ::close(ends[1]);
  output_ = ends[0];
  // It says where it listens.
  std::string line;
  for (char character = 0; ::read(output_, &character, 1) == 1 && character != '\n';) {
    line.push_back(character);
  }
  const std::size_t colon = line.rfind(':');
  EXPECT_NE(colon, std::string::npos) << "it did not start: " << line;
  if (colon != std::string::npos) {
    port_ = static_cast<std::uint16_t>(std::stoi(line.substr(colon + 1)));
  }
}

int ServeProcess::stop() {
  if (process_ < 0) return -1;
  ::kill(process_, SIGTERM);
  int status = 0;
  ::waitpid(process_, &status, 0);
  ::close(output_);
  process_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace mingzhang::test
