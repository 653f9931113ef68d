#include "support.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <cstdlib>
#include <curl/curl.h>
#include <memory>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace tidings::sim::testing {

instant london(std::string_view text) { return *parse_london(text); }

scratch_folder::scratch_folder() {
  auto pattern = (std::filesystem::temp_directory_path() / "simulators-XXXXXX").string();
  path = ::mkdtemp(pattern.data());
}
scratch_folder::~scratch_folder() {
  std::error_code ignored;
  std::filesystem::remove_all(path, ignored);
}

line_client::line_client(std::uint16_t port) : socket_{::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)} {
  const timeval deadline{std::chrono::seconds{patience}.count(), 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &deadline, sizeof deadline);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
}
line_client::~line_client() { ::close(socket_); }

void line_client::send(std::string_view text) {
  while (!text.empty()) {
    const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool line_client::fill() {
  char chunk[4096];
  const auto got = ::recv(socket_, chunk, sizeof chunk, 0);
  if (got < 0) reset_ = errno == ECONNRESET;
  if (got > 0) buffer_.append(chunk, static_cast<std::size_t>(got));
  return got > 0;
}

std::optional<std::string> line_client::line() {
  for (;;) {
    if (const auto end = buffer_.find('\n'); end != std::string::npos) {
      auto out = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return out;
    }
    if (!fill()) return std::nullopt;
  }
}

std::string line_client::rest() {
  while (fill()) {
  }
  return std::move(buffer_);
}

boost::json::value http_result::json() const {
  boost::system::error_code error;
  return boost::json::parse(body, error);
}

namespace {

http_result perform(const std::string& url, const std::string* body, std::chrono::milliseconds timeout) {
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle{curl_easy_init(), &curl_easy_cleanup};
  http_result out;
  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
  if (body != nullptr) {
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDSIZE, static_cast<long>(body->size()));
    curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, body->c_str());
  }
  using writer = std::size_t (*)(char*, std::size_t, std::size_t, void*);
  const writer keep = [](char* data, std::size_t size, std::size_t count, void* to) {
    static_cast<std::string*>(to)->append(data, size * count);
    return size * count;
  };
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, keep);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &out.body);
  if (curl_easy_perform(handle.get()) == CURLE_OK) curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &out.status);
  return out;
}

} // namespace

http_result http_get(const std::string& url) { return perform(url, nullptr, patience); }
http_result http_post(const std::string& url, const std::string& body, std::chrono::milliseconds timeout) {
  return perform(url, &body, timeout);
}

webhook_catcher::webhook_catcher(std::deque<unsigned> answers)
    : answers_{std::move(answers)}, server_{io_, [this](const http_request& request, const http_reply& to) {
                                              const std::lock_guard lock{mutex_};
                                              unsigned status = 200;
                                              if (!answers_.empty()) {
                                                status = answers_.front();
                                                answers_.pop_front();
                                              }
                                              requests_.push_back(request);
                                              arrived_.notify_all();
                                              to.send({status, "{}", "application/json", {}});
                                            }} {
  port_ = server_.listen(0).value();
  thread_ = std::thread{[this] { io_.run(); }};
}
webhook_catcher::~webhook_catcher() {
  io_.stop();
  thread_.join();
}

std::string webhook_catcher::url(std::string_view path, std::string_view credentials) const {
  std::string out = "http://";
  if (!credentials.empty()) out += std::string{credentials} + "@";
  return out + "127.0.0.1:" + std::to_string(port_) + std::string{path};
}

std::optional<http_request> webhook_catcher::next() {
  std::unique_lock lock{mutex_};
  if (!arrived_.wait_for(lock, patience, [this] { return !requests_.empty(); })) return std::nullopt;
  auto out = std::move(requests_.front());
  requests_.pop_front();
  return out;
}

bool eventually(const std::function<bool()>& holds) {
  const auto end = std::chrono::steady_clock::now() + patience;
  while (!holds()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::yield();
  }
  return true;
}

std::string text_of(std::string_view xml, std::string_view tag) {
  const auto open = "<" + std::string{tag} + ">", close = "</" + std::string{tag} + ">";
  const auto from = xml.find(open);
  if (from == std::string_view::npos) return {};
  const auto start = from + open.size();
  return std::string{xml.substr(start, xml.find(close, start) - start)};
}

std::size_t count_of(std::string_view text, std::string_view part) {
  std::size_t count = 0;
  for (auto at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

} // namespace tidings::sim::testing
