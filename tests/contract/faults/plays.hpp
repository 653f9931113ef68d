#pragma once
// A provider's server that does one wrong thing to one request.
#include "tests/contract/faults/cases.hpp"
#include "tests/contract/mail/tls_peer.hpp"
#include "tests/contract/scripted_server.hpp"

#include <fmt/format.h>

#include <map>

namespace tidings::test {

inline std::string http_bytes(const canned_answer& what, std::string_view more_fields = {}) {
  return fmt::format("HTTP/1.1 {} Said\r\nContent-Type: application/json\r\n{}Content-Length: {}\r\n\r\n{}",
                     what.status, more_fields, what.body.size(), what.body);
}

struct play_parts {
  const provider_case* provider = nullptr;
  phase at = phase::submit;
  message_id message;
  std::function<void()> on_request; ///< once the request is read
};

struct play {
  void (*run)(peer&, const play_parts&);
  bool may_have_taken; ///< for all we can know the provider has acted upon the request
};

namespace plays {

inline canned_answer good(const play_parts& my) { return my.provider->good(my.at, my.message); }

inline void hang(peer& one, const play_parts&) { one.wait_for_close(); }
inline void hang_in_answer(peer& one, const play_parts& my) {
  const auto bytes = http_bytes(good(my));
  one.write(std::string_view(bytes).substr(0, bytes.size() - 10));
  one.wait_for_close();
}
inline void half_close(peer& one, const play_parts&) {
  ::shutdown(one.file(), SHUT_WR);
  one.wait_for_close();
}
inline void reset(peer& one, const play_parts&) { one.reset(); }
/// A byte every 20 ms, until the other side has had enough.
inline void drip(peer& one, const play_parts& my) {
  for (const char c : http_bytes(good(my))) {
    one.write({&c, 1});
    pollfd closed{one.file(), POLLIN, 0};
    if (::poll(&closed, 1, 20) != 0) return;
  }
}
inline void error_body(peer& one, const play_parts& my) { one.write(http_bytes(my.provider->refusal(my.at))); }
inline void html_page(peer& one, const play_parts&) {
  one.write(http_bytes({200, "<!DOCTYPE html><title>Guest WiFi</title><p>Please sign in."}));
}
inline void truncated(peer& one, const play_parts& my) {
  auto cut = good(my);
  cut.body.resize(cut.body.size() / 2);
  one.write(http_bytes(cut));
}
template <int status> void bare_status(peer& one, const play_parts&) { one.write(http_bytes({status, ""})); }
inline void slow_down(peer& one, const play_parts&) { one.write(http_bytes({429, ""}, "Retry-After: 7\r\n")); }
inline void answer(peer& one, const play_parts& my) { one.write(http_bytes(good(my))); }
inline void answer_twice(peer& one, const play_parts& my) { one.write(http_bytes(good(my)) + http_bytes(good(my))); }
inline void answer_late(peer& one, const play_parts& my) {
  one.wait_for_close();
  one.write(http_bytes(good(my)));
}
inline void unlisted(peer& one, const play_parts& my) { one.write(http_bytes(my.provider->unlisted(my.at))); }
inline void two_rows(peer& one, const play_parts& my) { one.write(http_bytes(my.provider->two_rows(my.message))); }

} // namespace plays

/// What a server can do with a request that it has read.
inline const std::map<std::string, play>& server_plays() {
  static const std::map<std::string, play> all{
      {"hang_before_answer", {plays::hang, true}},
      {"hang_in_answer", {plays::hang_in_answer, true}},
      {"half_close", {plays::half_close, true}},
      {"reset_after_request", {plays::reset, true}},
      {"slow_drip", {plays::drip, true}},
      {"error_body", {plays::error_body, false}},
      {"html_page", {plays::html_page, true}},
      {"truncated", {plays::truncated, true}},
      {"status_401", {plays::bare_status<401>, false}},
      {"status_403", {plays::bare_status<403>, false}},
      {"status_429", {plays::slow_down, false}},
      {"status_503", {plays::bare_status<503>, true}},
      {"receipt_first", {plays::answer, true}},
      {"older_status", {plays::answer, true}},
      {"answer_twice", {plays::answer_twice, true}},
      {"answer_late", {plays::answer_late, true}},
      {"unlisted_answer", {plays::unlisted, true}},
      {"other_rows", {plays::unlisted, true}},
      {"two_rows", {plays::two_rows, true}},
  };
  return all;
}

} // namespace tidings::test
