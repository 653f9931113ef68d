#include "actors/node/doctor/curl_peer.hpp"

#include <sys/socket.h>

namespace tidings::doctor {

// Closes at once: for POP3 and SMTP libcurl would say QUIT and wait for an answer, for minutes when there is none. A
// mailbox that is left so keeps all its mails (RFC 1939 §6).
void curl_peer::free_handle::operator()(CURL* handle) const {
  curl_socket_t socket = CURL_SOCKET_BAD;
  curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, &socket);
  if (socket != CURL_SOCKET_BAD) ::shutdown(socket, SHUT_RDWR);
  curl_easy_cleanup(handle);
}

curl_peer::curl_peer(const std::string& url, const char* protocols)
    : encrypted_(url.starts_with("https:") || url.starts_with("pop3s:")) {
  set(CURLOPT_ERRORBUFFER, error_.data());
  set(CURLOPT_URL, url.c_str());
  set(CURLOPT_PROTOCOLS_STR, protocols);
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_FOLLOWLOCATION, 0L); // a redirect would carry the key to somebody else
  set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(CURLOPT_PROXY, ""); // not even the environment's, unless the configuration names one
  set(CURLOPT_SSL_VERIFYPEER, 1L);
  set(CURLOPT_SSL_VERIFYHOST, 2L);
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_CERTINFO, 1L);
  set(CURLOPT_TIMEOUT_MS, static_cast<long>(probe_limit.count()));
  set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(connect_limit.count()));
  set(CURLOPT_WRITEFUNCTION, &curl_peer::on_body);
  set(CURLOPT_WRITEDATA, this);
  set(CURLOPT_VERBOSE, 1L);
  set(CURLOPT_DEBUGFUNCTION, &curl_peer::on_debug);
  set(CURLOPT_DEBUGDATA, this);
}

void curl_peer::trust(const std::string& ca_file) {
  if (!ca_file.empty()) set(CURLOPT_CAINFO, ca_file.c_str());
}

void curl_peer::header(const std::string& line) { headers_.reset(curl_slist_append(headers_.release(), line.c_str())); }

std::size_t curl_peer::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& my = *static_cast<curl_peer*>(self);
  if (my.body_.size() + size * count > answer_bytes_max) return 0;
  my.body_.append(bytes, size * count);
  return size * count;
}

// Only what comes in is looked at: what goes out has the password in it.
int curl_peer::on_debug(CURL*, curl_infotype kind, char* bytes, std::size_t size, void* self) {
  if (kind != CURLINFO_HEADER_IN) return 0;
  std::string_view line(bytes, size);
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  const bool says_no =
      line.starts_with("-ERR") || (line.size() > 3 && (line[0] == '4' || line[0] == '5') && line[3] == ' ');
  if (says_no) static_cast<curl_peer*>(self)->said_no_ = std::string(line);
  return 0;
}

stage curl_peer::stage_of(CURLcode code) const {
  switch (code) {
  case CURLE_OK:
    return stage::done;
  case CURLE_COULDNT_RESOLVE_HOST:
  case CURLE_COULDNT_RESOLVE_PROXY:
    return stage::name;
  case CURLE_COULDNT_CONNECT:
    return stage::connect;
  case CURLE_LOGIN_DENIED:
    return stage::sign_in;
  case CURLE_USE_SSL_FAILED:
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_SSL_ENGINE_NOTFOUND:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_CIPHER:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_INVALIDCERTSTATUS:
    return stage::tls;
  default:
    break;
  }
  curl_off_t named = 0, connected = 0, secured = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_NAMELOOKUP_TIME_T, &named);
  curl_easy_getinfo(handle_.get(), CURLINFO_CONNECT_TIME_T, &connected);
  curl_easy_getinfo(handle_.get(), CURLINFO_APPCONNECT_TIME_T, &secured);
  if (named == 0) return stage::name;
  if (connected == 0) return stage::connect;
  return encrypted_ && secured == 0 ? stage::tls : stage::answer;
}

void curl_peer::note_certificates(peer_seen& into) const {
  constexpr std::string_view expires = "Expire date:";
  curl_certinfo* chain = nullptr;
  if (curl_easy_getinfo(handle_.get(), CURLINFO_CERTINFO, &chain) != CURLE_OK || chain == nullptr) return;
  for (int i = 0; i < chain->num_of_certs; ++i) {
    for (const auto* line = chain->certinfo[i]; line != nullptr; line = line->next) {
      const std::string_view text = line->data;
      if (!text.starts_with(expires)) continue;
      const auto at = curl_getdate(line->data + expires.size(), nullptr);
      if (at < 0) continue;
      const timestamp until{std::chrono::seconds(at)};
      if (!into.certificate_until || until < *into.certificate_until) into.certificate_until = until;
    }
  }
}

/// The server cut its time down to whole seconds when it began to answer: half a second is put back.
void curl_peer::note_clock(peer_seen& into, timestamp began) const {
  curl_header* date = nullptr;
  if (!encrypted_ || curl_easy_header(handle_.get(), "Date", 0, CURLH_HEADER, -1, &date) != CURLHE_OK) return;
  const auto told = curl_getdate(date->value, nullptr);
  curl_off_t answered_us = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_STARTTRANSFER_TIME_T, &answered_us);
  if (told < 0) return;
  constexpr millis half_a_second{500};
  into.clock_ahead = timestamp(std::chrono::seconds(told)) + half_a_second - (began + millis(answered_us / 1'000));
}

peer_seen curl_peer::perform() {
  if (headers_) set(CURLOPT_HTTPHEADER, headers_.get());
  const auto began = system_now();
  const auto code = curl_easy_perform(handle_.get());
  peer_seen out;
  out.reached = stage_of(code);
  if (code != CURLE_OK) out.trouble = error_[0] != '\0' ? error_.data() : curl_easy_strerror(code);
  if (code == CURLE_URL_MALFORMAT) out.trouble = "the address can't be read"; // libcurl might quote it
  if (code != CURLE_OK && !said_no_.empty()) out.trouble = said_no_;
  long status = 0;
  curl_easy_getinfo(handle_.get(), CURLINFO_RESPONSE_CODE, &status);
  out.status = static_cast<int>(status);
  out.body = std::move(body_);
  note_certificates(out);
  note_clock(out, began);
  return out;
}

} // namespace tidings::doctor
