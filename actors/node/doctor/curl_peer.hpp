#pragma once
// One visit to a server by libcurl, and which step of it failed.
#include "actors/node/doctor/check.hpp"

#include <curl/curl.h>

#include <array>
#include <memory>

namespace tidings::doctor {

class curl_peer {
public:
  /// @param url whose user, password and path are nobody's secret
  /// @param protocols that it may be, e.g. `http,https`
  curl_peer(const std::string& url, const char* protocols);
  curl_peer(const curl_peer&) = delete;
  curl_peer& operator=(const curl_peer&) = delete;

  // libcurl takes its options as variadic arguments: each wrong type would compile. All of ours go through here.
  template <class T> void set(CURLoption option, T value) { curl_easy_setopt(handle_.get(), option, value); }
  void trust(const std::string& ca_file);
  void header(const std::string& line);
  CURL* handle() const { return handle_.get(); }

  /// The visit. Blocks for `probe_limit` at most.
  peer_seen perform();
  /// The server's last line that says no, of a protocol with lines; empty when there was none.
  const std::string& said_no() const { return said_no_; }

private:
  struct free_handle {
    void operator()(CURL* handle) const;
  };
  struct free_list {
    void operator()(curl_slist* list) const { curl_slist_free_all(list); }
  };
  static std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* self);
  static int on_debug(CURL*, curl_infotype kind, char* bytes, std::size_t size, void* self);
  stage stage_of(CURLcode code) const;
  void note_certificates(peer_seen& into) const;
  void note_clock(peer_seen& into, timestamp began) const;

  std::unique_ptr<CURL, free_handle> handle_{curl_easy_init()};
  std::unique_ptr<curl_slist, free_list> headers_;
  std::array<char, CURL_ERROR_SIZE> error_{};
  std::string body_, said_no_;
  bool encrypted_ = false;
};

} // namespace tidings::doctor
