#include "tests/ops/metrics/prometheus_server.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <chrono>
#include <csignal>
#include <fstream>

#include "tests/support/http_client.h"

namespace mingzhang::test {
namespace {

constexpr auto most_waiting = std::chrono::minutes(1);

}  // namespace

PrometheusServer::PrometheusServer(const std::string& configuration) {
  const std::string file = (folder_.path() / "prometheus.yml").string();
  std::ofstream(file) << configuration;
  const std::string config_option = "--config.file=" + file;
  const std::string data_option = "--storage.tsdb.path=" + (folder_.path() / "data").string();
  int ends[2];
  EXPECT_EQ(::pipe(ends), 0);
  process_ = ::fork();
  if (process_ == 0) {
    ::dup2(ends[1], STDERR_FILENO);
    ::close(ends[0]);
    ::execlp("prometheus", "prometheus", config_option.c_str(), data_option.c_str(),
             "--web.listen-address=127.0.0.1:0", "--storage.tsdb.retention.time=1h", nullptr);
    ::_exit(127);
  }
  ::close(ends[1]);
  log_ = ends[0];
  // It says where it listens.
  const std::string said = "\"Listening on\" address=127.0.0.1:";
  for (std::string line = read_line(); !line.empty(); line = read_line()) {
    const std::size_t at = line.find(said);
    if (at == std::string::npos) continue;
    port_ = static_cast<std::uint16_t>(std::stoi(line.substr(at + said.size())));
    break;
  }
  EXPECT_NE(port_, 0) << "no Prometheus; ops/setup installs the Debian package";
  // From now on it may say what it likes.
  ::fcntl(log_, F_SETFL, O_NONBLOCK);
}

PrometheusServer::~PrometheusServer() {
  ::kill(process_, SIGKILL);
  ::waitpid(process_, nullptr, 0);
  ::close(log_);
}

std::string PrometheusServer::read_line() const {
  std::string line;
  for (char character = 0; ::read(log_, &character, 1) == 1;) {
    line.push_back(character);
    if (character == '\n') break;
  }
  return line;
}

boost::json::value PrometheusServer::get(const std::string& target) const {
  boost::system::error_code is_other;
  boost::json::value body = boost::json::parse(HttpClient(port_).get(target).body, is_other);
  if (is_other) return nullptr;  // "Service Unavailable", while it begins
  const auto* data = body.as_object().if_contains("data");
  return data == nullptr ? body : *data;
}

boost::json::value PrometheusServer::query(const std::string& expression) const {
  return get("/api/v1/query?query=" + percent_encoded(expression));
}

bool PrometheusServer::wait_for(
    const std::string& target,
    const std::function<bool(const boost::json::value&)>& is_there) const {
  const auto given_up = std::chrono::steady_clock::now() + most_waiting;
  boost::json::value answer;
  while (std::chrono::steady_clock::now() < given_up) {
    answer = get(target);
    if (!answer.is_null() && is_there(answer)) return true;
    // It may have something to say meanwhile.
    pollfd log{log_, POLLIN, 0};
    ::poll(&log, 1, 20);
    char said[4096];
    while (::read(log_, said, sizeof said) > 0) {
    }
  }
  ADD_FAILURE() << target << " never answered what was waited for, but " << answer;
  return false;
}

std::string percent_encoded(const std::string& text) {
  std::string encoded;
  for (const char character : text) {
    encoded += fmt::format("%{:02X}", static_cast<unsigned char>(character));
  }
  return encoded;
}

}  // namespace mingzhang::test
