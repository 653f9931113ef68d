#pragma once
// Bytes in, one request after another out, whatever the pieces they come in. Beast parses; what RFC 9112 leaves to the
// reader and what request smuggling lives on is refused before. No socket here.
#include "web/endpoint/http_types.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace tidings::web {

struct reader_limits {
  std::size_t header_bytes_max = 8 * 1024;
  std::size_t body_bytes_max = 64 * 1024;
  std::size_t fields_max = 64;
  /// Asked of a request that announces a larger body (Content-Length): how large it may be. Nothing: not just now.
  std::function<std::optional<std::size_t>(const request& head)> large_body{};
  std::size_t large_body_bytes_max = 0; ///< the most that it says
};

/// Why a request can't be read: the answer to give, after which the connection must be closed.
struct unreadable {
  int status = 400;
  std::string code;
  std::string reason;
};

class request_reader {
public:
  enum class stage {
    nothing, ///< not a byte of the next request yet
    header,
    body,
    whole,  ///< `take()` it
    broken, ///< `why()`; nothing more can be read
  };

  explicit request_reader(reader_limits limits);
  ~request_reader();
  request_reader(request_reader&&) noexcept;
  request_reader& operator=(request_reader&&) noexcept;

  stage feed(std::string_view bytes);
  stage at() const;
  /// The client waits for `100 Continue` before it sends its body. True once per request.
  bool wants_continue();
  /// The request; reading goes on with what came after it.
  request take();
  const unreadable& why() const;
  /// Of the request that is being read; empty until its header is there.
  std::string_view path() const;

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace tidings::web
