#pragma once
// A request and an answer as data. No sockets, no Beast.
#include "schemas/time.hpp"
#include "web/endpoint/sessions.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tidings::web {

using parameters = std::map<std::string, std::string>;

struct request {
  std::string method;
  std::string target; ///< origin-form as received, e.g. `/a%20b?c=d`
  std::string path;   ///< decoded, starts with `/`, without `.` and `..`
  parameters query;   ///< decoded
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;
  std::string peer; ///< the other side's address
  bool http_1_1 = true;
  bool keep_alive = true;

  /// The first field of that name, any case; empty when there is none.
  std::string_view field(std::string_view name) const;
  bool has(std::string_view name) const;
  /// Reads only: GET, HEAD, OPTIONS.
  bool is_safe() const { return method == "GET" || method == "HEAD" || method == "OPTIONS"; }
};

/// The answer is a live feed for this session.
struct stream_start {
  session who;
  std::optional<std::uint64_t> last_event_id;
};

struct response {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> fields;
  std::shared_ptr<const std::string> body; ///< shared, since static files are sent many times; null: empty
  bool close = false;
  std::optional<stream_start> stream;

  static response with(int status, std::string content_type, std::string body);
  static response json(int status, std::string body);
  static response redirect(std::string to); ///< 303
  response& set(std::string name, std::string value);
  std::string_view field(std::string_view name) const;
  std::string_view text() const { return body ? std::string_view(*body) : std::string_view(); }
};

} // namespace tidings::web
