#pragma once
// What SMTP and POP3 over libcurl have in common.
#include "actors/provider/nhsmail/mail_port.hpp"

#include <array>
#include <atomic>
#include <curl/curl.h>
#include <memory>

namespace tidings::nhsmail {

// libcurl takes its options as variadic arguments: each wrong type would compile. All of ours go through here.
template <class T> void set(CURL* handle, CURLoption option, T value) { curl_easy_setopt(handle, option, value); }

/// Closes at once what the handle has kept open: libcurl alone would say QUIT and wait for an answer, for minutes when
/// there is none.
struct free_mail_handle {
  void operator()(CURL* handle) const;
};
using curl_handle = std::unique_ptr<CURL, free_mail_handle>;

struct free_curl_list {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};
using curl_list = std::unique_ptr<curl_slist, free_curl_list>;

/// Sets a handle up for one server, and takes all of it away again at its end, open connections excepted.
class mail_call {
public:
  mail_call(CURL* handle, const mail_server& server, const char* protocol, millis timeout,
            const std::atomic<bool>& stopping);
  ~mail_call() { curl_easy_reset(handle_); }
  mail_call(const mail_call&) = delete;
  mail_call& operator=(const mail_call&) = delete;

  /// In plain English. libcurl's own sentences name hosts, ports and certificates, nothing of a mail.
  std::string why(CURLcode code) const;

private:
  CURL* handle_;
  std::array<char, CURL_ERROR_SIZE> error_{};
};

} // namespace tidings::nhsmail
