#include "web/endpoint/tls.hpp"

#include <openssl/pem.h>
#include <openssl/x509.h>

#include <array>
#include <cstring>
#include <memory>

namespace tidings::web {
namespace {
namespace ssl = boost::asio::ssl;

constexpr const char* ciphers = // TLS 1.2, the best first; those of 1.3 are OpenSSL's own
    "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
    "ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305:"
    "DHE-RSA-AES128-GCM-SHA256:DHE-RSA-AES256-GCM-SHA384:DHE-RSA-CHACHA20-POLY1305";
constexpr std::array<unsigned char, 9> http_1_1 = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};

int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* chosen_size, const unsigned char* offered,
                    unsigned offered_size, void*) {
  unsigned char* found = nullptr;
  const int verdict =
      SSL_select_next_proto(&found, chosen_size, http_1_1.data(), http_1_1.size(), offered, offered_size);
  *chosen = found;
  return verdict == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

/// Clients are asked for a certificate of this authority and may have none. A browser has none of it, and so shows
/// nobody a choice.
bool ask_for_certificates(SSL_CTX* context, const std::string& authority) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> text(
      BIO_new_mem_buf(authority.data(), static_cast<int>(authority.size())), &BIO_free);
  const std::unique_ptr<X509, decltype(&X509_free)> root(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr),
                                                         &X509_free);
  if (!root || X509_STORE_add_cert(SSL_CTX_get_cert_store(context), root.get()) != 1) return false;
  if (SSL_CTX_add_client_CA(context, root.get()) != 1) return false;
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  return true;
}

tl::unexpected<failure> unusable(const std::string& file, const std::string& why) {
  return fail(error_code::not_configured, "TLS: " + file + ": " + why);
}
} // namespace

result<tls_context> load_tls(const std::string& certificate, const std::string& private_key,
                             const std::string& client_authority) {
  const auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  auto* const native = context->native_handle();
  boost::system::error_code error;
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_TICKET |
                                  SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(native, 0);
  SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_alpn_select_cb(native, choose_protocol, nullptr);
  SSL_CTX_set_dh_auto(native, 1);
  if (SSL_CTX_set_cipher_list(native, ciphers) != 1 || SSL_CTX_set1_groups_list(native, "X25519:P-256:P-384") != 1)
    return fail(error_code::not_configured, "TLS: this OpenSSL lacks the ciphers of Mozilla's intermediate guideline");
  context->use_certificate_chain_file(certificate, error);
  if (error) return unusable(certificate, error.message());
  context->use_private_key_file(private_key, ssl::context::pem, error);
  if (error) return unusable(private_key, error.message());
  if (SSL_CTX_check_private_key(native) != 1) return unusable(private_key, "is not the key of " + certificate);
  if (!client_authority.empty() && !ask_for_certificates(native, client_authority))
    return fail(error_code::not_configured, "TLS: the agents' authority can't be read");
  return context;
}

} // namespace tidings::web
