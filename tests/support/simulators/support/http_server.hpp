#pragma once
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

namespace tidings::sim {

struct http_request {
  std::string method;
  /// Without the query, not decoded.
  std::string path;
  std::string body;
  std::string authorization;
  /// All of them, names in lower case.
  std::vector<std::pair<std::string, std::string>> headers;
  /// Query first, then a form body, percent-decoded.
  std::vector<std::pair<std::string, std::string>> parameters;

  /// The first of that name, or empty.
  std::string_view parameter(std::string_view name) const;
  bool has(std::string_view name) const;
  /// Of that name, in lower case, or empty.
  std::string_view header(std::string_view name) const;
};

struct http_response {
  unsigned status = 200;
  std::string body;
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
};

/// Answers one request, once, now or later. Dropped unanswered, the connection stays open and silent: that is how a
/// hanging provider is played. Use it on the server's io_context only.
class http_reply {
public:
  struct slot;
  explicit http_reply(std::shared_ptr<slot> to) : slot_{std::move(to)} {}
  void send(http_response) const;
  /// Closes with RST instead of an answer.
  void reset() const;

private:
  std::shared_ptr<slot> slot_;
};

struct tls_files {
  std::string certificate_chain;
  std::string private_key;
};

/// A small HTTP/1.1 server for simulators: loopback, keep-alive, one thread (the io_context's).
class http_server {
public:
  using handler = std::function<void(http_request, http_reply)>;

  http_server(boost::asio::io_context&, handler);
  ~http_server();
  http_server(const http_server&) = delete;
  http_server& operator=(const http_server&) = delete;

  /// Port 0 takes a free one. Returns the port.
  tl::expected<std::uint16_t, std::string> listen(std::uint16_t port, const std::optional<tls_files>& = std::nullopt);

private:
  struct impl;
  std::shared_ptr<impl> impl_;
};

std::string percent_decode(std::string_view);
std::string percent_encode(std::string_view);
std::vector<std::pair<std::string, std::string>> parse_form(std::string_view);

} // namespace tidings::sim
