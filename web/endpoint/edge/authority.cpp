#include "web/endpoint/edge/authority.hpp"

#include "web/endpoint/crypto.hpp"

#include <fcntl.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

namespace tidings::web::edge {
namespace {
namespace files = std::filesystem;

struct free_openssl {
  void operator()(BIO* one) const { BIO_free_all(one); }
  void operator()(X509* one) const { X509_free(one); }
  void operator()(X509_REQ* one) const { X509_REQ_free(one); }
  void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
  void operator()(X509_EXTENSION* one) const { X509_EXTENSION_free(one); }
  void operator()(X509_NAME* one) const { X509_NAME_free(one); }
  void operator()(BIGNUM* one) const { BN_free(one); }
};
template <class T> using held = std::unique_ptr<T, free_openssl>;

constexpr std::chrono::days authority_lasts{3'650};
constexpr std::chrono::hours backdated{1}; ///< an agent's clock may be behind ours
constexpr std::size_t serial_bytes = 16;

tl::unexpected<failure> unusable(std::string why) {
  return fail(error_code::not_configured, "the agents' authority: " + std::move(why));
}

std::string text_in(BIO* from) {
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(from, &bytes);
  return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string();
}
held<BIO> reading(const std::string& text) {
  return held<BIO>(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}
std::string pem_of(X509* what) {
  const held<BIO> out(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(out.get(), what);
  return text_in(out.get());
}

std::string content_of(const files::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A new file, its owner's alone, whole or not there.
result<void> write_new(const files::path& file, const std::string& bytes, mode_t mode) {
  const auto draft = file.string() + ".new";
  const int out = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
  if (out < 0) return unusable(draft + " can't be made: " + std::strerror(errno));
  const bool whole =
      ::write(out, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()) && ::fsync(out) == 0;
  ::close(out);
  if (!whole || ::rename(draft.c_str(), file.c_str()) != 0)
    return unusable(file.string() + " can't be written: " + std::strerror(errno));
  return {};
}

/// Version 3, serial at random, valid from a little before `now`.
held<X509> blank(timestamp now, std::chrono::days lasts) {
  held<X509> out(X509_new());
  X509_set_version(out.get(), 2);
  auto random = random_bytes(serial_bytes);
  random[0] = static_cast<char>((static_cast<unsigned char>(random[0]) & 0x3FU) | 0x40U); // positive, always as long
  const held<BIGNUM> number(BN_bin2bn(reinterpret_cast<const unsigned char*>(random.data()), serial_bytes, nullptr));
  BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(out.get()));
  const auto seconds = [](timestamp at) { return static_cast<std::time_t>(to_ms(at) / 1'000); };
  ASN1_TIME_set(X509_getm_notBefore(out.get()), seconds(now - backdated));
  ASN1_TIME_set(X509_getm_notAfter(out.get()), seconds(now + lasts));
  return out;
}

void set_name(X509* into, const std::string& name) {
  const held<X509_NAME> subject(X509_NAME_new());
  X509_NAME_add_entry_by_txt(subject.get(), "O", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("Tidings agents"),
                             -1, -1, 0);
  X509_NAME_add_entry_by_txt(subject.get(), "CN", MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(name.data()),
                             static_cast<int>(name.size()), -1, 0);
  X509_set_subject_name(into, subject.get());
}

void extend(X509* into, int what, const char* value) {
  const held<X509_EXTENSION> one(X509V3_EXT_conf_nid(nullptr, nullptr, what, value));
  X509_add_ext(into, one.get(), -1);
}

bool is_p256(EVP_PKEY* key) {
  std::array<char, 64> group{};
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_EC &&
         EVP_PKEY_get_group_name(key, group.data(), group.size(), nullptr) == 1 &&
         std::string_view(group.data()) == "prime256v1";
}

std::string serial_of(X509* what) {
  const held<BIGNUM> number(ASN1_INTEGER_to_BN(X509_get0_serialNumber(what), nullptr));
  char* hex = BN_bn2hex(number.get());
  std::string out = hex;
  OPENSSL_free(hex);
  return out;
}

} // namespace

struct authority::impl {
  held<EVP_PKEY> key;
  held<X509> certificate;
  std::string pem;
};

authority::authority(std::unique_ptr<impl> parts) : impl_(std::move(parts)) {}
authority::~authority() = default;
const std::string& authority::certificate() const { return impl_->pem; }

namespace {

result<std::pair<std::string, std::string>> make_files(const files::path& key_file, const files::path& certificate_file,
                                                       timestamp now) {
  const held<EVP_PKEY> key(EVP_EC_gen("P-256"));
  const auto made = blank(now, authority_lasts);
  set_name(made.get(), "Tidings agents' authority");
  X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
  X509_set_pubkey(made.get(), key.get());
  extend(made.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  extend(made.get(), NID_key_usage, "critical,keyCertSign");
  if (X509_sign(made.get(), key.get(), EVP_sha256()) == 0) return unusable("OpenSSL can't sign");
  const held<BIO> secret(BIO_new(BIO_s_mem()));
  PEM_write_bio_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  auto key_pem = text_in(secret.get()), pem = pem_of(made.get());
  // The key goes last: with it the authority is there.
  if (auto done = write_new(certificate_file, pem, 0644); !done) return tl::unexpected(done.error());
  if (auto done = write_new(key_file, key_pem, 0600); !done) return tl::unexpected(done.error());
  return std::pair(std::move(key_pem), std::move(pem));
}

} // namespace

result<std::unique_ptr<authority>> authority::load_or_create(const files::path& folder, timestamp now) {
  std::error_code failed;
  files::create_directories(folder, failed);
  if (failed) return unusable(folder.string() + " can't be made: " + failed.message());
  ::chmod(folder.c_str(), 0700);
  const auto key_file = folder / "authority.key", certificate_file = folder / "authority.pem";
  std::string key_pem, pem;
  if (files::exists(key_file)) {
    struct stat about {};
    if (::stat(key_file.c_str(), &about) != 0 || (about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
      return unusable("others than its owner may read " + key_file.string() + "; `chmod 0600` mends that");
    key_pem = content_of(key_file);
    pem = content_of(certificate_file);
  } else {
    auto made = make_files(key_file, certificate_file, now);
    if (!made) return tl::unexpected(made.error());
    std::tie(key_pem, pem) = std::move(*made);
  }
  auto parts = std::make_unique<impl>();
  parts->key.reset(PEM_read_bio_PrivateKey(reading(key_pem).get(), nullptr, nullptr, nullptr));
  parts->certificate.reset(PEM_read_bio_X509(reading(pem).get(), nullptr, nullptr, nullptr));
  OPENSSL_cleanse(key_pem.data(), key_pem.size());
  if (!parts->key || !parts->certificate || X509_check_private_key(parts->certificate.get(), parts->key.get()) != 1)
    return unusable(key_file.string() + " and " + certificate_file.string() + " don't belong together");
  parts->pem = std::move(pem);
  return std::unique_ptr<authority>(new authority(std::move(parts)));
}

result<issued> authority::sign(const std::string& request, const std::string& name, timestamp now) const {
  const auto bad = [](const char* why) { return fail(error_code::invalid_input, why); };
  if (request.size() > request_bytes_max) return bad("the certificate request is too long");
  const held<X509_REQ> asked(PEM_read_bio_X509_REQ(reading(request).get(), nullptr, nullptr, nullptr));
  if (!asked) return bad("the certificate request can't be read");
  auto* key = X509_REQ_get0_pubkey(asked.get());
  if (key == nullptr || !is_p256(key)) return bad("the certificate request's key must be ECDSA P-256");
  if (X509_REQ_verify(asked.get(), key) != 1) return bad("the certificate request isn't signed by its own key");
  const auto made = blank(now, certificate_lasts);
  set_name(made.get(), name);
  X509_set_issuer_name(made.get(), X509_get_subject_name(impl_->certificate.get()));
  X509_set_pubkey(made.get(), key);
  extend(made.get(), NID_basic_constraints, "critical,CA:FALSE");
  extend(made.get(), NID_key_usage, "critical,digitalSignature");
  extend(made.get(), NID_ext_key_usage, "clientAuth");
  if (X509_sign(made.get(), impl_->key.get(), EVP_sha256()) == 0)
    return fail(error_code::not_configured, "OpenSSL can't sign");
  return issued{pem_of(made.get()), serial_of(made.get()), now + certificate_lasts};
}

} // namespace tidings::web::edge
