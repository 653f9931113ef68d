#pragma once
#include "support/http_server.hpp"
#include "support/instant.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>

namespace tidings::sim::testing {

/// How long a test waits for something another thread does before it calls it a failure.
constexpr auto patience = std::chrono::seconds{20};

/// A moment in London, `2026-03-30T09:00:00`.
instant london(std::string_view);

/// A wall clock that stands still until told.
struct still_clock {
  instant now = london("2026-03-30T09:00:00");
  wall_clock reader() {
    return [this] { return now; };
  }
};

/// A folder of the test's own, removed at its end.
struct scratch_folder {
  scratch_folder();
  ~scratch_folder();
  std::filesystem::path path;
};

/// A line-oriented TCP client with a deadline on everything.
class line_client {
public:
  explicit line_client(std::uint16_t port);
  ~line_client();
  bool connected() const { return connected_; }
  void send(std::string_view);
  /// The next line without its newline, or nothing when the connection ended.
  std::optional<std::string> line();
  /// Whatever is left until the peer closes.
  std::string rest();
  /// The connection was torn away (RST) rather than closed.
  bool was_reset() const { return reset_; }

private:
  bool fill();
  int socket_ = -1;
  bool connected_ = false, reset_ = false;
  std::string buffer_;
};

struct http_result {
  long status = 0; // 0: no answer
  std::string body;
  boost::json::value json() const;
};
http_result http_get(const std::string& url);
/// Posts a form or, when it begins with `{`, JSON.
http_result http_post(const std::string& url, const std::string& body, std::chrono::milliseconds timeout = patience);

/// A web server that keeps what is posted to it; answers come from a list, then 200.
class webhook_catcher {
public:
  explicit webhook_catcher(std::deque<unsigned> answers = {});
  ~webhook_catcher();
  std::string url(std::string_view path, std::string_view credentials = {}) const;
  /// The next request, waiting for it; nothing after `patience`.
  std::optional<http_request> next();

private:
  boost::asio::io_context io_{1};
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<http_request> requests_;
  std::deque<unsigned> answers_;
  http_server server_;
  std::uint16_t port_ = 0;
  std::thread thread_;
};

/// Asks again and again until it holds; false after `patience`.
bool eventually(const std::function<bool()>&);

/// The text between the first `<tag>` and `</tag>`, or empty.
std::string text_of(std::string_view xml, std::string_view tag);
std::size_t count_of(std::string_view text, std::string_view part);

} // namespace tidings::sim::testing
