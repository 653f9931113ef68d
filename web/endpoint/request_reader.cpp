#include "web/endpoint/request_reader.hpp"

#include "web/endpoint/target.hpp"
#include "web/endpoint/text.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <optional>

namespace tidings::web {
namespace {
namespace http = boost::beast::http;
using stage = request_reader::stage;

/// A chunk's own header and the trailer may not grow beyond this without an end.
constexpr std::size_t chunk_header_max = 1'024;
/// `0 CR LF CR LF`. Beast asserts that a last chunk comes with so many bytes; every chunked body has them left to come.
constexpr std::size_t last_chunk_size = 5;

unreadable bad(std::string code, std::string reason) { return {400, std::move(code), std::move(reason)}; }

/// What Beast would mend, RFC 9112 lets a server refuse. `head` ends with the empty line.
std::optional<unreadable> check_lines(std::string_view head, std::size_t fields_max) {
  std::size_t fields = 0;
  for (std::size_t i = 0; i < head.size(); ++i) {
    const char c = head[i];
    if (c == '\r' && (i + 1 == head.size() || head[i + 1] != '\n'))
      return bad("bad_header", "a carriage return stands alone in the header");
    if (c == '\n') {
      if (i == 0 || head[i - 1] != '\r')
        return bad("bad_header", "a line of the header ends without a carriage return");
      if (i + 1 < head.size() && (head[i + 1] == ' ' || head[i + 1] == '\t'))
        return bad("bad_header", "folded header lines are not read (RFC 9112 5.2)");
      ++fields;
    }
    if (c == '\0') return bad("bad_header", "the header has a zero byte");
  }
  if (fields > fields_max + 2) return unreadable{431, "header_too_large", "too many header lines"};
  return std::nullopt;
}

template <class Fields> std::size_t count(const Fields& fields, http::field name) {
  const auto range = fields.equal_range(name);
  return static_cast<std::size_t>(std::distance(range.first, range.second));
}

/// The rules about how long the body is, and whom the request is for.
template <class Header> std::optional<unreadable> check_framing(const Header& head) {
  const bool old = head.version() < 11;
  const auto codings = count(head, http::field::transfer_encoding);
  const auto lengths = count(head, http::field::content_length);
  if (codings > 0) {
    const auto coding = head[http::field::transfer_encoding];
    if (old) return bad("bad_framing", "HTTP/1.0 has no Transfer-Encoding");
    if (lengths > 0) return bad("bad_framing", "Content-Length and Transfer-Encoding must not come together");
    if (codings > 1 || !same_word(trimmed({coding.data(), coding.size()}), "chunked"))
      return unreadable{501, "unknown_coding", "the only Transfer-Encoding read here is chunked"};
  }
  if (lengths > 1) return bad("bad_framing", "Content-Length is given twice");
  if (lengths == 1) {
    const auto length = head[http::field::content_length];
    if (length.empty() || !std::all_of(length.begin(), length.end(), [](char c) { return c >= '0' && c <= '9'; }))
      return bad("bad_framing", "Content-Length must be one decimal number");
  }
  const auto hosts = count(head, http::field::host);
  if (hosts > 1 || (hosts == 0 && !old)) return bad("bad_host", "exactly one Host must be given");
  if (hosts == 1) {
    const auto host = head[http::field::host];
    if (std::any_of(host.begin(), host.end(), [](char c) {
          return static_cast<unsigned char>(c) <= ' ' || c == '/' || c == '@' || c == ',' || c == '?' || c == '#';
        }))
      return bad("bad_host", "Host must be a name or address, with a port or without");
  }
  return std::nullopt;
}

bool has_bare_line_feed(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i)
    if (text[i] == '\n' && (i == 0 || text[i - 1] != '\r')) return true;
  return false;
}

/// `GET / HTTP/2.0`: a request line in all but its version.
bool is_other_version(std::string_view head) {
  const auto parts = split(head.substr(0, head.find("\r\n")), ' ');
  return parts.size() == 3 && parts[2].starts_with("HTTP/") && parts[2].size() == 8;
}

/// As far as it can be told before the rest is there: of HTTP/0.9 no more would come.
bool is_request_line(std::string_view line) {
  const auto parts = split(line, ' ');
  return parts.size() == 3 && parts[2].starts_with("HTTP/");
}

unreadable explain(const boost::system::error_code& why) {
  using http::error;
  if (why == error::body_limit) return {413, "body_too_large", "the body is larger than this server takes"};
  if (why == error::header_limit) return {431, "header_too_large", "the header is larger than this server takes"};
  if (why == error::bad_content_length || why == error::multiple_content_length || why == error::bad_transfer_encoding)
    return bad("bad_framing", "how long the body is can't be told: " + why.message());
  return bad("bad_request", "this is not HTTP/1.1: " + why.message());
}
} // namespace

struct request_reader::impl {
  explicit impl(reader_limits given) : limits(given) {}

  using parser_type = http::request_parser<http::string_body>;

  reader_limits limits;
  std::string pending; ///< not yet parsed
  std::optional<parser_type> parser;
  request ready; ///< its header's fields, copied before any trailer can add to them
  stage now = stage::nothing;
  unreadable broken;
  bool continue_wanted = false;

  stage fail(unreadable why) {
    broken = std::move(why);
    pending.clear();
    parser.reset();
    return now = stage::broken;
  }

  stage advance() {
    if (now == stage::nothing && !start()) return now;
    if (now == stage::header && !read_header()) return now;
    if (now == stage::body) read_body();
    return now;
  }

  /// RFC 9112 2.2: empty lines before the request are let pass.
  bool start() {
    while (pending.starts_with("\r\n")) pending.erase(0, 2);
    if (pending.empty() || pending == "\r") return false;
    now = stage::header;
    return true;
  }

  bool read_header() {
    // The whole header is awaited, so that it is judged as one.
    const auto end = pending.find("\r\n\r\n");
    const auto size = end == std::string::npos ? pending.size() : end + 4;
    if (size > limits.header_bytes_max) {
      fail({431, "header_too_large", "the header is larger than this server takes"});
      return false;
    }
    if (end == std::string::npos) {
      // A header that can never be read needn't be awaited: anything that isn't HTTP at all is refused at its first
      // line.
      const auto line = pending.find('\n');
      if (line != std::string::npos && (line == 0 || pending[line - 1] != '\r'))
        fail(bad("bad_header", "a line of the header ends without a carriage return"));
      else if (line != std::string::npos && !is_request_line(std::string_view(pending).substr(0, line - 1)))
        fail(bad("bad_request", "this is not HTTP/1.1: the first line is no request"));
      return false;
    }
    if (auto why = check_lines(std::string_view(pending).substr(0, size), limits.fields_max)) {
      fail(std::move(*why));
      return false;
    }
    parser.emplace();
    parser->header_limit(static_cast<std::uint32_t>(limits.header_bytes_max + 1));
    parser->body_limit(std::max(limits.body_bytes_max, limits.large_body_bytes_max)); // looked at again below
    parser->eager(false);
    boost::system::error_code error;
    const auto used = parser->put(boost::asio::buffer(pending.data(), size), error);
    if (error && error != http::error::need_more) {
      // Beast looks at the body's length before anybody has seen the header.
      if (auto parts = parse_target(std::string(parser->get().target()))) ready.path = std::move(parts->path);
      const bool version = error == http::error::bad_version && is_other_version(pending);
      fail(version ? unreadable{505, "bad_version", "HTTP/1.1 is spoken here"} : explain(error));
      return false;
    }
    if (!parser->is_header_done()) {
      fail(bad("bad_request", "this is not HTTP/1.1"));
      return false;
    }
    pending.erase(0, used);
    return accept_header();
  }

  bool accept_header() {
    const auto& head = parser->get();
    if (auto why = check_framing(head)) {
      fail(std::move(*why));
      return false;
    }
    if (head.version() != 11 && head.version() != 10) {
      fail({505, "bad_version", "HTTP/1.1 is spoken here"});
      return false;
    }
    ready = {};
    ready.method = std::string(head.method_string());
    ready.target = std::string(head.target());
    ready.http_1_1 = head.version() == 11;
    ready.keep_alive = head.keep_alive();
    for (const auto& field : head) ready.fields.emplace_back(field.name_string(), field.value());
    if (ready.target == "*" && ready.method == "OPTIONS") {
      ready.path = "*";
    } else if (auto parts = parse_target(ready.target)) {
      ready.path = std::move(parts->path);
      ready.query = std::move(parts->query);
    } else {
      fail(bad("bad_target", parts.error().detail));
      return false;
    }
    const auto length = parser->content_length();
    auto most = limits.body_bytes_max;
    if (length && *length > most && limits.large_body) {
      const auto more = limits.large_body(ready);
      if (!more) {
        fail({503, "overloaded", "as many large requests are under way as this server takes"});
        return false;
      }
      most = std::max(most, *more);
    }
    if (length && *length > most) {
      fail({413, "body_too_large", "the body is larger than this server takes"});
      return false;
    }
    parser->body_limit(most);
    if (ready.has("Expect")) {
      if (!same_word(ready.field("Expect"), "100-continue")) {
        fail({417, "unknown_expectation", "the only Expect met here is 100-continue"});
        return false;
      }
      continue_wanted = ready.http_1_1 && (parser->chunked() || length.value_or(0) > 0);
    }
    parser->eager(true);
    now = stage::body;
    return true;
  }

  void read_body() {
    while (!parser->is_done()) {
      if (parser->chunked() && pending.size() < last_chunk_size) return;
      boost::system::error_code error;
      const auto used = parser->put(boost::asio::buffer(pending.data(), pending.size()), error);
      pending.erase(0, used);
      if (error == http::error::need_more || (!error && used == 0 && !parser->is_done())) {
        // With a chunked body this is a chunk's header or the trailer, both of which are lines.
        if (parser->chunked() && has_bare_line_feed(pending))
          fail(bad("bad_framing", "a chunk's line ends without a carriage return"));
        else if (pending.size() > chunk_header_max)
          fail(bad("bad_framing", "a chunk's header has no end"));
        return;
      }
      if (error) {
        fail(explain(error));
        return;
      }
    }
    ready.body = std::move(parser->get().body());
    parser.reset();
    continue_wanted = false;
    now = stage::whole;
  }
};

request_reader::request_reader(reader_limits limits) : impl_(std::make_unique<impl>(limits)) {}
request_reader::~request_reader() = default;
request_reader::request_reader(request_reader&&) noexcept = default;
request_reader& request_reader::operator=(request_reader&&) noexcept = default;

request_reader::stage request_reader::feed(std::string_view bytes) {
  if (impl_->now == stage::broken) return stage::broken;
  impl_->pending += bytes;
  return impl_->now == stage::whole ? stage::whole : impl_->advance();
}

request_reader::stage request_reader::at() const { return impl_->now; }

bool request_reader::wants_continue() { return std::exchange(impl_->continue_wanted, false); }

request request_reader::take() {
  request taken = std::move(impl_->ready);
  impl_->ready = {};
  impl_->now = stage::nothing;
  impl_->advance();
  return taken;
}

const unreadable& request_reader::why() const { return impl_->broken; }

std::string_view request_reader::path() const { return impl_->ready.path; }

} // namespace tidings::web
