#include "actors/provider/nhsmail/curl_mail.hpp"

#include <algorithm>
#include <sys/socket.h>

namespace tidings::nhsmail {
namespace {

constexpr millis connect_timeout{5'000};
/// A connection that nothing went over for longer isn't used again: servers are about to close it.
constexpr long idle_seconds_max = 30;

int on_progress(void* stopping, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<const std::atomic<bool>*>(stopping)->load() ? 1 : 0;
}

} // namespace

void free_mail_handle::operator()(CURL* handle) const {
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket);
  if (socket != CURL_SOCKET_BAD) ::shutdown(socket, SHUT_RDWR);
  curl_easy_cleanup(handle);
}

mail_call::mail_call(CURL* handle, const mail_server& server, const char* protocol, millis timeout,
                     const std::atomic<bool>& stopping)
    : handle_(handle) {
  curl_easy_reset(handle);
  set(handle, CURLOPT_ERRORBUFFER, error_.data());
  set(handle, CURLOPT_PROTOCOLS_STR, protocol);
  set(handle, CURLOPT_USERNAME, server.user.c_str());
  set(handle, CURLOPT_PASSWORD, server.password.reveal().c_str());
  set(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(handle, CURLOPT_PROXY, ""); // not even the environment's
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!server.ca_file.empty()) set(handle, CURLOPT_CAINFO, server.ca_file.c_str());
  set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(connect_timeout, timeout).count()));
  set(handle, CURLOPT_MAXAGE_CONN, idle_seconds_max);
  set(handle, CURLOPT_TCP_KEEPALIVE, 1L);
  set(handle, CURLOPT_NOPROGRESS, 0L);
  set(handle, CURLOPT_XFERINFOFUNCTION, &on_progress);
  set(handle, CURLOPT_XFERINFODATA, &stopping);
}

std::string mail_call::why(CURLcode code) const {
  if (code == CURLE_ABORTED_BY_CALLBACK) return "the broker is stopping";
  if (code == CURLE_URL_MALFORMAT) return "the mail server's name can't be read";
  return error_[0] != '\0' ? error_.data() : curl_easy_strerror(code);
}

} // namespace tidings::nhsmail
