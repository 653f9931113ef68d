#include "actors/connector/web/curl_web.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tidings::wire {
namespace {

// libcurl takes its options as variadic arguments: each wrong type would compile. All of ours go through here.
template <class T> void set(CURL* handle, CURLoption option, T value) { curl_easy_setopt(handle, option, value); }

struct free_list {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }
};

/// What one call gathers.
struct gathered {
  std::size_t bytes_max = 0;
  std::string body;
  std::array<char, CURL_ERROR_SIZE> error{};
  bool too_large = false;
  int requests = 0;
};

std::size_t on_body(char* bytes, std::size_t size, std::size_t count, void* to) {
  auto& my = *static_cast<gathered*>(to);
  my.too_large = my.too_large || my.body.size() + size * count > my.bytes_max;
  if (my.too_large) return 0;
  my.body.append(bytes, size * count);
  return size * count;
}

// Called when a connection stands and the request is about to go out. libcurl sends a request again by itself when a
// connection used before dies without an answer; but the other side may have acted on the first. So: once.
int before_request(void* to, char*, char*, int, int) {
  return static_cast<gathered*>(to)->requests++ == 0 ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT;
}

// libcurl's own sentences name hosts, ports and files. Those that may quote a URL are told in our words.
std::string sentence(CURLcode code, const gathered& my) {
  if (code == CURLE_URL_MALFORMAT || code == CURLE_UNSUPPORTED_PROTOCOL) return "the url is no http address";
  return my.error[0] != '\0' ? my.error.data() : curl_easy_strerror(code);
}

std::string header_of(CURL* handle, const char* name) {
  curl_header* one = nullptr;
  return curl_easy_header(handle, name, 0, CURLH_HEADER, -1, &one) == CURLHE_OK ? one->value : "";
}

void set_method(CURL* handle, const request& what) {
  if (what.method == "GET") return set(handle, CURLOPT_HTTPGET, 1L);
  const auto& body = what.body.reveal();
  set(handle, CURLOPT_POST, 1L);
  set(handle, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
  set(handle, CURLOPT_POSTFIELDS, body.data());
  set(handle, CURLOPT_CUSTOMREQUEST, what.method.c_str());
}

std::unique_ptr<curl_slist, free_list> header_list(const request& what) {
  // No 100-continue, and no type of a form where nobody said so.
  curl_slist* list = curl_slist_append(curl_slist_append(nullptr, "Expect:"), "Content-Type:");
  for (const auto& [name, value] : what.headers)
    list = curl_slist_append(list, fmt::format("{}: {}", name, value.reveal()).c_str());
  return std::unique_ptr<curl_slist, free_list>(list);
}

/// Of one address: whatever the host and port are, it leads there.
std::unique_ptr<curl_slist, free_list> way_list(const request& what) {
  if (what.way == 0) return nullptr;
  return std::unique_ptr<curl_slist, free_list>(
      curl_slist_append(nullptr, fmt::format("::127.0.0.1:{}", what.way).c_str()));
}

void set_connection(CURL* handle, const request& what, const curl_limits& limits) {
  set(handle, CURLOPT_PROTOCOLS_STR, "http,https");
  set(handle, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_FOLLOWLOCATION, 0L); // it would carry the token to somebody else, or act twice
  set(handle, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
  set(handle, CURLOPT_PROXY, what.proxy.c_str()); // empty: not even the environment's
  set(handle, CURLOPT_SSL_VERIFYPEER, 1L);
  set(handle, CURLOPT_SSL_VERIFYHOST, 2L);
  set(handle, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  if (!what.ca_file.empty()) set(handle, CURLOPT_CAINFO, what.ca_file.c_str());
  if (!what.certificate.empty()) set(handle, CURLOPT_SSLCERT, what.certificate.c_str());
  if (!what.private_key.empty()) set(handle, CURLOPT_SSLKEY, what.private_key.c_str());
  set(handle, CURLOPT_TIMEOUT_MS, static_cast<long>(what.timeout.count()));
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(std::min(limits.connect_timeout, what.timeout).count()));
  set(handle, CURLOPT_MAXAGE_CONN,
      static_cast<long>(std::chrono::floor<std::chrono::seconds>(limits.idle_max).count()));
  if (what.does == effect::acts) {
    set(handle, CURLOPT_FRESH_CONNECT, 1L); // a kept connection may be dead already: was it acted upon or not?
    set(handle, CURLOPT_FORBID_REUSE, 1L);
  }
}

} // namespace

struct curl_web::kept {
  struct free_handle {
    void operator()(CURL* one) const { curl_easy_cleanup(one); }
  };
  kept() { curl_global_init(CURL_GLOBAL_DEFAULT); } // counted and thread-safe since 7.84
  ~kept() {
    handle.reset();
    curl_global_cleanup();
  }
  kept(const kept&) = delete;
  kept& operator=(const kept&) = delete;
  std::unique_ptr<CURL, free_handle> handle; ///< with its connections
};

curl_web::curl_web(curl_limits limits) : limits_(limits), kept_(std::make_unique<kept>()) {
  kept_->handle.reset(curl_easy_init());
}

curl_web::~curl_web() = default;

outcome curl_web::call(const request& what) {
  auto* handle = kept_->handle.get();
  if (handle == nullptr) return tl::unexpected(no_response{true, "no HTTP handle to be had"});
  curl_easy_reset(handle); // options only: connections are kept
  gathered my{.bytes_max = limits_.response_bytes_max};
  set(handle, CURLOPT_ERRORBUFFER, my.error.data());
  set(handle, CURLOPT_URL, what.url.c_str());
  set(handle, CURLOPT_WRITEFUNCTION, &on_body);
  set(handle, CURLOPT_WRITEDATA, &my);
  set(handle, CURLOPT_PREREQFUNCTION, &before_request);
  set(handle, CURLOPT_PREREQDATA, &my);
  set_connection(handle, what, limits_);
  set_method(handle, what);
  const auto headers = header_list(what);
  set(handle, CURLOPT_HTTPHEADER, headers.get());
  const auto way = way_list(what);
  set(handle, CURLOPT_CONNECT_TO, way.get());

  const auto code = curl_easy_perform(handle);
  if (code != CURLE_OK) {
    if (my.too_large)
      return tl::unexpected(no_response{false, fmt::format("an answer of more than {} bytes", my.bytes_max)});
    if (my.requests > 1) return tl::unexpected(no_response{false, "the connection was lost before an answer"});
    return tl::unexpected(no_response{my.requests == 0, sentence(code, my)});
  }
  response answer;
  long status = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &status);
  answer.status = static_cast<int>(status);
  answer.content_type = header_of(handle, "Content-Type");
  answer.etag = header_of(handle, "ETag");
  answer.body = secret_text(std::move(my.body));
  return answer;
}

} // namespace tidings::wire
