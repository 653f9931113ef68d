#pragma once
#include <functional>
#include <memory>
#include <string>

namespace tidings::sim {

struct webhook_post {
  /// May carry `user:password@`, which is sent as HTTP Basic.
  std::string url;
  /// application/x-www-form-urlencoded unless `content_type` says otherwise.
  std::string body;
  /// PEM file the peer's certificate is checked against; empty takes the system's.
  std::string ca_file;
  /// POST, or GET without a body.
  std::string method = "POST";
  /// Empty: as above.
  std::string content_type;
  /// The whole value of an Authorization header; empty: none but the URL's.
  std::string authorization;
};

/// Posts forms to other people's web servers with libcurl, on a thread of its own: at most 16 at a time, connections
/// reused, certificates verified. Posts beyond that wait their turn.
class webhook_client {
public:
  /// HTTP status, or 0 when there was no answer. Runs on the client's thread.
  using done = std::function<void(long status)>;

  webhook_client();
  /// Abandons what is under way; its `done` isn't called.
  ~webhook_client();
  webhook_client(const webhook_client&) = delete;
  webhook_client& operator=(const webhook_client&) = delete;

  /// From any thread.
  void post(webhook_post, done);

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace tidings::sim
