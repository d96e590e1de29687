#pragma once

// A Prometheus server of its own process, on a free port of this machine, while it is in scope.
// Needs the Debian package prometheus.

#include <sys/types.h>

#include <boost/json/value.hpp>
#include <cstdint>
#include <functional>
#include <string>

#include "tests/store/temporary_folder.h"

namespace mingzhang::test {

class PrometheusServer {
 public:
  /// `configuration` is a whole prometheus.yml.
  explicit PrometheusServer(const std::string& configuration);
  PrometheusServer(const PrometheusServer&) = delete;
  PrometheusServer& operator=(const PrometheusServer&) = delete;
  ~PrometheusServer();

  /// Member `data` of what its API answers, or the answer as it is where it is no success; null
  /// while it does not answer yet.
  boost::json::value get(const std::string& target) const;
  /// Of a query as of now.
  boost::json::value query(const std::string& expression) const;

  /// Asks again and again until `is_there` is true of the answer; fails the test after a minute.
  bool wait_for(const std::string& target,
                const std::function<bool(const boost::json::value&)>& is_there) const;

 private:
  std::string read_line() const;

  TemporaryFolder folder_;
  pid_t process_ = -1;
  int log_ = -1;  ///< what it says
  std::uint16_t port_ = 0;
};

/// As it is written in a query.
std::string percent_encoded(const std::string& text);

}  // namespace mingzhang::test
