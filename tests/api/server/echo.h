#pragma once

// A handler for tests of the server.

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <vector>

#include "api/http.h"

namespace mingzhang::test {

/// Says what it was asked; a request for /held is answered when the test says so.
class Echo final : public RequestHandler {
 public:
  Place place(const Request& request) const override {
    return request.target == "/worker" ? Place::workers : Place::sockets;
  }
  void handle(const Request& request, Respond respond) override {
    if (request.target == "/throw") throw std::runtime_error("thrown");
    if (request.target == "/long") return respond(long_text(request));
    if (request.target == "/header") return respond(header_back(request));
    if (request.target != "/held") return respond(text(request));
    const std::lock_guard lock(mutex_);
    held_.push_back([respond = std::move(respond), answer = text(request)] { respond(answer); });
    arrived_.notify_all();
  }

  void wait_for_held(std::size_t count) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [&] { return held_.size() >= count; });
  }
  void let_go() {
    const std::lock_guard lock(mutex_);
    for (const auto& answer : held_) answer();
    held_.clear();
  }

 private:
  static Response long_text(const Request& request) {
    Response response;
    for (const auto& [name, value] : request.query) {
      if (name == "size") response.body.assign(std::stoul(value), 'x');
      if (name == "type") response.content_type = value;
    }
    response.headers.emplace_back("ETag", "\"7\"");
    return response;
  }
  static Response header_back(const Request& request) {
    Response response;
    response.body = request.authorization + "|" + request.cookie + "|" + request.csrf_token + "|" +
                    request.content_type + "|" + request.accept_encoding + "|" +
                    request.if_none_match + "|" + request.idempotency_key + "|" +
                    request.last_event_id + "|" + request.peer;
    response.headers = {{"ETag", "W/\"7\""},
                        {"Cache-Control", "private, no-cache"},
                        {"X-Echo", request.body},
                        {"Set-Cookie", "a=1"},
                        {"Set-Cookie", "b=2"}};
    return response;
  }
  static Response text(const Request& request) {
    Response response;
    response.content_type = "text/plain";
    response.body = request.method + " " + request.target;
    for (const std::string& segment : request.path) response.body += " [" + segment + "]";
    for (const auto& [name, value] : request.query) response.body += " " + name + "=" + value;
    response.body += " " + request.body;
    return response;
  }

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::vector<std::function<void()>> held_;
};

}  // namespace mingzhang::test
