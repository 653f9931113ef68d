#include "web/endpoint/tests/client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <csignal>

namespace tidings::test {
namespace {
int connect_to(int port, int receive_buffer) {
  const int made = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (receive_buffer > 0) ::setsockopt(made, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
  const timeval limit{10, 0};
  ::setsockopt(made, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  ::setsockopt(made, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  const int now = 1;
  ::setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &now, sizeof now);
  sockaddr_in where{};
  where.sin_family = AF_INET;
  where.sin_port = htons(static_cast<std::uint16_t>(port));
  where.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(made, reinterpret_cast<const sockaddr*>(&where), sizeof where) == 0) return made;
  ::close(made);
  return -1;
}
} // namespace

struct client::impl {
  int socket = -1;
  SSL_CTX* context = nullptr;
  SSL* tls = nullptr;
  bool connected = false;
  std::string pending;

  ~impl() {
    SSL_free(tls);
    SSL_CTX_free(context);
    if (socket >= 0) ::close(socket);
  }
  bool more() {
    if (!connected) return false;
    std::array<char, 16'384> buffer{};
    const int count = SSL_read(tls, buffer.data(), static_cast<int>(buffer.size()));
    if (count <= 0) return false;
    pending.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
  }
  std::optional<std::string> take_line() {
    for (;;) {
      const auto end = pending.find("\r\n");
      if (end != std::string::npos) {
        auto line = pending.substr(0, end);
        pending.erase(0, end + 2);
        return line;
      }
      if (!more()) return std::nullopt;
    }
  }
  std::string take(std::size_t count) {
    while (pending.size() < count && more()) {
    }
    auto bytes = pending.substr(0, count);
    pending.erase(0, count);
    return bytes;
  }
};

client::client(int port, const client_options& options) : impl_(std::make_unique<impl>()) {
  std::signal(SIGPIPE, SIG_IGN);
  impl_->socket = connect_to(port, options.receive_buffer);
  if (impl_->socket < 0) return;
  impl_->context = SSL_CTX_new(TLS_client_method()); // the certificate is the test's own: nothing to check it by
  if (options.tls_max != 0) {
    SSL_CTX_set_security_level(impl_->context, 0); // so that what is old can be tried at all
    SSL_CTX_set_cipher_list(impl_->context, "ALL");
    SSL_CTX_set_max_proto_version(impl_->context, options.tls_max);
  }
  if (!options.protocols.empty())
    SSL_CTX_set_alpn_protos(impl_->context, reinterpret_cast<const unsigned char*>(options.protocols.data()),
                            static_cast<unsigned>(options.protocols.size()));
  impl_->tls = SSL_new(impl_->context);
  SSL_set_fd(impl_->tls, impl_->socket);
  impl_->connected = SSL_connect(impl_->tls) == 1;
}
client::~client() = default;
client::client(client&&) noexcept = default;

bool client::connected() const { return impl_->connected; }

bool client::send(std::string_view bytes) {
  return impl_->connected && SSL_write(impl_->tls, bytes.data(), static_cast<int>(bytes.size())) > 0;
}

reply_message client::read_head() {
  reply_message answer;
  const auto first = impl_->take_line();
  if (!first || !first->starts_with("HTTP/1.1 ")) return answer;
  answer.status = std::stoi(first->substr(9, 3));
  answer.head = *first + "\r\n";
  for (auto line = impl_->take_line(); line && !line->empty(); line = impl_->take_line()) {
    answer.head += *line + "\r\n";
    const auto colon = line->find(": ");
    auto name = line->substr(0, colon);
    std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
    answer.fields[name] = line->substr(colon + 2);
  }
  return answer;
}

reply_message client::read_reply(bool head_only) {
  auto answer = read_head();
  const auto length = answer.fields.find("content-length");
  if (!head_only && length != answer.fields.end()) answer.body = impl_->take(std::stoul(length->second));
  return answer;
}

std::optional<std::string> client::read_chunk() {
  const auto size = impl_->take_line();
  if (!size || size->empty()) return std::nullopt;
  const auto count = std::stoul(*size, nullptr, 16);
  auto bytes = impl_->take(count);
  impl_->take_line();
  if (count == 0 || bytes.size() != count) return std::nullopt;
  return bytes;
}

bool client::closed_by_server() {
  if (!impl_->connected) return true;
  if (!impl_->pending.empty()) return false;
  std::array<char, 16> buffer{};
  const int count = SSL_read(impl_->tls, buffer.data(), static_cast<int>(buffer.size()));
  if (count > 0) return false;
  const int why = SSL_get_error(impl_->tls, count);
  return why == SSL_ERROR_ZERO_RETURN || why == SSL_ERROR_SSL || (why == SSL_ERROR_SYSCALL && errno != EAGAIN);
}

void client::close() { impl_ = std::make_unique<impl>(); }

std::string client::certificate_name() const {
  const auto* cert = SSL_get0_peer_certificate(impl_->tls);
  std::array<char, 128> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(cert), NID_commonName, name.data(), static_cast<int>(name.size()));
  return name.data();
}

std::string client::tls_version() const { return SSL_get_version(impl_->tls); }

reply_message client::get(std::string_view target, std::string_view more_fields) {
  return ask("GET", target, more_fields);
}

reply_message client::ask(std::string_view method, std::string_view target, std::string_view more_fields,
                          std::string_view body) {
  std::string bytes;
  bytes.append(method).append(" ").append(target).append(" HTTP/1.1\r\nHost: 127.0.0.1\r\n").append(more_fields);
  if (!body.empty() || method == "POST") bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  bytes.append("\r\n").append(body);
  send(bytes);
  return read_reply(method == "HEAD");
}

plain_client::plain_client(int port) : socket_(connect_to(port, 0)) {}
plain_client::~plain_client() {
  if (socket_ >= 0) ::close(socket_);
}
bool plain_client::closed_by_server() {
  std::array<char, 64> buffer{};
  ssize_t count = 0;
  do count = ::recv(socket_, buffer.data(), buffer.size(), 0);
  while (count > 0);
  return count == 0 || errno == ECONNRESET;
}
void plain_client::send(std::string_view bytes) { ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }

} // namespace tidings::test
