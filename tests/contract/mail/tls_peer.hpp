#pragma once
// A mail server that does what a test tells it to: plain first, then TLS by STARTTLS.
#include "tests/contract/scripted_server.hpp"
#include "web/endpoint/tests/certificate.hpp"

#include <csignal>
#include <memory>
#include <openssl/ssl.h>
#include <sys/time.h>

namespace tidings::test {

/// OpenSSL writes as to a file: a peer that has gone would end the test.
inline const auto hang_ups_are_errors = std::signal(SIGPIPE, SIG_IGN);

class tls_peer {
public:
  tls_peer(peer& plain, const certificate_files& files)
      : context_(SSL_CTX_new(TLS_server_method()), &SSL_CTX_free), ssl_(nullptr, &SSL_free) {
    SSL_CTX_use_certificate_chain_file(context_.get(), files.certificate.c_str());
    SSL_CTX_use_PrivateKey_file(context_.get(), files.key.c_str(), SSL_FILETYPE_PEM);
    ssl_.reset(SSL_new(context_.get()));
    const timeval patience{10, 0}; // a wrong test fails instead of hanging
    ::setsockopt(plain.file(), SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    SSL_set_fd(ssl_.get(), plain.file());
    good_ = SSL_accept(ssl_.get()) == 1;
  }
  bool good() const { return good_; }

  /// Reads until `mark` is there, or the peer closes: then what there is.
  std::string read_until(std::string_view mark) {
    std::string out;
    char c = 0;
    while (good_ && out.find(mark) == std::string::npos && SSL_read(ssl_.get(), &c, 1) == 1) out += c;
    return out;
  }
  void write(std::string_view bytes) {
    if (good_) SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
  }

private:
  std::unique_ptr<SSL_CTX, void (*)(SSL_CTX*)> context_;
  std::unique_ptr<SSL, void (*)(SSL*)> ssl_;
  bool good_ = false;
};

} // namespace tidings::test
