#include "actors/provider/http_transfer.hpp"

#include <fmt/format.h>

#include <sys/socket.h>

namespace tidings {
namespace {

// libcurl takes its options as variadic arguments: each wrong type would compile. All of ours go through here.
template <class T> void set(CURL* handle, CURLoption option, T value) { curl_easy_setopt(handle, option, value); }

// libcurl's own sentences name hosts, ports and files. Those that may quote a URL are told in our words.
std::string sentence(CURLcode code, const char* own) {
  if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL) return "the provider's url is no http address";
  return *own != '\0' ? own : curl_easy_strerror(code);
}

std::vector<std::pair<std::string, std::string>> headers_of(CURL* handle) {
  constexpr std::size_t headers_max = 64;
  std::vector<std::pair<std::string, std::string>> out;
  curl_header* one = nullptr;
  while (out.size() < headers_max && (one = curl_easy_nextheader(handle, CURLH_HEADER, -1, one)) != nullptr) {
    std::string name(one->name);
    for (char& c : name)
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    out.emplace_back(std::move(name), one->value);
  }
  return out;
}

} // namespace

http_transfer::http_transfer(http_client_limits limits, http_request what, std::function<void(http_outcome)> done)
    : limits_(limits), what_(std::move(what)), done_(std::move(done)) {
  limits_.response_bytes_max = std::max(limits_.response_bytes_max, what_.answer_bytes_max);
  auto* curl = handle_.get();
  if (curl == nullptr) return;
  set(curl, CURLOPT_PRIVATE, this);
  set(curl, CURLOPT_ERRORBUFFER, error_.data());
  set(curl, CURLOPT_URL, what_.url.c_str());
  set(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  set(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(curl, CURLOPT_NOSIGNAL, 1L);
  set(curl, CURLOPT_FOLLOWLOCATION, 0L); // a redirected POST would carry the key to somebody else
  set(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(curl, CURLOPT_PROXY, what_.proxy.c_str()); // empty: not even the environment's
  set(curl, CURLOPT_SSL_VERIFYPEER, 1L);
  set(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  set(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!what_.ca_file.empty()) set(curl, CURLOPT_CAINFO, what_.ca_file.c_str());
  set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(what_.timeout.count()));
  set(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(limits_.connect_timeout, what_.timeout).count()));
  set(curl, CURLOPT_MAXAGE_CONN, static_cast<long>(std::chrono::floor<std::chrono::seconds>(limits_.idle_max).count()));
  set(curl, CURLOPT_TCP_KEEPALIVE, 1L);
  set(curl, CURLOPT_WRITEFUNCTION, &http_transfer::on_body);
  set(curl, CURLOPT_WRITEDATA, this);
  set(curl, CURLOPT_PREREQFUNCTION, &http_transfer::before_request);
  set(curl, CURLOPT_PREREQDATA, this);
  if (limits_.dials) {
    set(curl, CURLOPT_OPENSOCKETFUNCTION, &http_transfer::before_dialling);
    set(curl, CURLOPT_OPENSOCKETDATA, this);
  }
  curl_slist* list = curl_slist_append(nullptr, "Expect:"); // no 100-continue: bodies are small
  for (const auto& line : what_.headers) list = curl_slist_append(list, line.c_str());
  headers_.reset(list);
  set(curl, CURLOPT_HTTPHEADER, headers_.get());
  if (what_.method == "POST") {
    set(curl, CURLOPT_POST, 1L);
    set(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(what_.body.size()));
    set(curl, CURLOPT_POSTFIELDS, what_.body.data());
  } else {
    set(curl, CURLOPT_HTTPGET, 1L);
  }
}

std::size_t http_transfer::on_body(char* bytes, std::size_t size, std::size_t count, void* self) {
  auto& my = *static_cast<http_transfer*>(self);
  my.too_large_ = my.too_large_ || my.body_.size() + size * count > my.limits_.response_bytes_max;
  if (my.too_large_) return 0;
  my.body_.append(bytes, size * count);
  return size * count;
}

// Called when a connection stands and the request is about to go out. libcurl sends a request again by itself when a
// connection used before dies without an answer, a POST too; but the peer may have acted on the first. So: once.
int http_transfer::before_request(void* self, char*, char*, int, int) {
  auto& my = *static_cast<http_transfer*>(self);
  return my.requests_++ == 0 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

// The resolver has spoken, nothing was dialled yet. A connection used again has passed here before.
curl_socket_t http_transfer::before_dialling(void* self, curlsocktype, curl_sockaddr* address) {
  auto& my = *static_cast<http_transfer*>(self);
  const auto where = address_of(address->family, &address->addr);
  if (where && my.limits_.dials->allows(*where))
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  my.forbidden_ = true;
  return CURL_SOCKET_BAD;
}

void http_transfer::finish(CURLcode code) {
  if (code != CURLE_OK) {
    if (forbidden_ && requests_ == 0) return fail(true, "its address isn't one that may be dialled");
    if (too_large_) return fail(false, fmt::format("an answer of more than {} bytes", limits_.response_bytes_max));
    if (requests_ > 1) return fail(false, "the connection was lost before an answer");
    return fail(requests_ == 0, sentence(code, error_.data()));
  }
  http_response answer;
  long status = 0;
  curl_off_t wait = 0, took = 0;
  const char* type = nullptr;
  curl_easy_getinfo(handle(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle(), CURLINFO_CONTENT_TYPE, &type);
  curl_easy_getinfo(handle(), CURLINFO_RETRY_AFTER, &wait);
  curl_easy_getinfo(handle(), CURLINFO_TOTAL_TIME_T, &took);
  answer.status = static_cast<int>(status);
  answer.content_type = type == nullptr ? "" : type;
  answer.body = std::move(body_);
  answer.retry_after_s = static_cast<std::uint32_t>(std::clamp<curl_off_t>(wait, 0, 24 * 3'600));
  answer.took = millis(took / 1'000);
  answer.headers = headers_of(handle());
  done_(std::move(answer));
}

void http_transfer::fail(bool certainly_not_sent, std::string detail) {
  curl_off_t took = 0;
  if (handle() != nullptr) curl_easy_getinfo(handle(), CURLINFO_TOTAL_TIME_T, &took);
  done_(tl::unexpected(http_failure{certainly_not_sent, std::move(detail), millis(took / 1'000)}));
}

} // namespace tidings
