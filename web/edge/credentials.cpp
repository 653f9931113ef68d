#include "web/edge/credentials.hpp"

#include <fcntl.h>
#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <memory>

namespace tidings::edge {
namespace {
namespace files = std::filesystem;

struct free_openssl {
  void operator()(BIO* one) const { BIO_free_all(one); }
  void operator()(X509* one) const { X509_free(one); }
  void operator()(X509_REQ* one) const { X509_REQ_free(one); }
  void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
};
template <class T> using held = std::unique_ptr<T, free_openssl>;

constexpr const char* file_name = "agent.pem";

std::string text_in(BIO* from) {
  char* bytes = nullptr;
  const auto size = BIO_get_mem_data(from, &bytes);
  return size > 0 ? std::string(bytes, static_cast<std::size_t>(size)) : std::string();
}

timestamp time_of(const ASN1_TIME* at) {
  std::tm parts{};
  if (at == nullptr || ASN1_TIME_to_tm(at, &parts) != 1) return {};
  return timestamp(std::chrono::seconds(::timegm(&parts)));
}

int no_passphrase(char*, int, int, void*) { return 0; }

} // namespace

result<wanted_certificate> want_certificate() {
  const held<EVP_PKEY> key(EVP_EC_gen("P-256"));
  const held<X509_REQ> request(X509_REQ_new());
  const held<BIO> key_text(BIO_new(BIO_s_mem())), text(BIO_new(BIO_s_mem()));
  const bool made = key && X509_REQ_set_pubkey(request.get(), key.get()) == 1 &&
                    X509_REQ_sign(request.get(), key.get(), EVP_sha256()) != 0 &&
                    PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) == 1 &&
                    PEM_write_bio_X509_REQ(text.get(), request.get()) == 1;
  if (!made) return fail(error_code::not_configured, "OpenSSL can't make a key");
  return wanted_certificate{secret_text(text_in(key_text.get())), text_in(text.get())};
}

result<credentials> load_credentials(const files::path& folder) {
  credentials out;
  out.file = folder / file_name;
  struct stat about {};
  if (::stat(out.file.c_str(), &about) != 0)
    return fail(error_code::not_found, "there is no " + out.file.string() + ": run `tidings edge enrol` first");
  if ((about.st_mode & (S_IRWXG | S_IRWXO)) != 0)
    return fail(error_code::not_configured,
                "others than its owner may read " + out.file.string() + "; `chmod 0600` mends that");
  const held<BIO> key_text(BIO_new_file(out.file.c_str(), "r")), text(BIO_new_file(out.file.c_str(), "r"));
  const held<EVP_PKEY> key(key_text ? PEM_read_bio_PrivateKey(key_text.get(), nullptr, no_passphrase, nullptr)
                                    : nullptr);
  const held<X509> certificate(text ? PEM_read_bio_X509(text.get(), nullptr, no_passphrase, nullptr) : nullptr);
  if (!key || !certificate || X509_check_private_key(certificate.get(), key.get()) != 1)
    return fail(error_code::not_configured, out.file.string() + " holds no key with its certificate");
  std::array<char, 128> name{};
  X509_NAME_get_text_by_NID(X509_get_subject_name(certificate.get()), NID_commonName, name.data(), name.size());
  out.name = name.data();
  out.valid_from = time_of(X509_get0_notBefore(certificate.get()));
  out.valid_until = time_of(X509_get0_notAfter(certificate.get()));
  return out;
}

result<credentials> keep(const files::path& folder, const secret_text& key, const std::string& certificate) {
  std::error_code failed;
  files::create_directories(folder, failed);
  if (failed) return fail(error_code::not_configured, folder.string() + " can't be made: " + failed.message());
  ::chmod(folder.c_str(), 0700);
  const auto new_folder = folder / "new"; // looked at before it takes the old one's place
  files::create_directories(new_folder, failed);
  ::chmod(new_folder.c_str(), 0700);
  const auto draft = new_folder / file_name;
  const int out = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  const auto text = key.reveal() + certificate;
  const bool whole =
      out >= 0 && ::write(out, text.data(), text.size()) == static_cast<ssize_t>(text.size()) && ::fsync(out) == 0;
  const std::string why = whole ? "" : std::strerror(errno);
  if (out >= 0) ::close(out);
  if (!whole) return fail(error_code::not_configured, draft.string() + " can't be written: " + why);
  if (auto good = load_credentials(new_folder); !good) return good;
  files::rename(draft, folder / file_name, failed);
  if (failed) return fail(error_code::not_configured, draft.string() + " can't be put in place: " + failed.message());
  files::remove(new_folder, failed);
  return load_credentials(folder);
}

bool should_renew(const credentials& what, timestamp now) {
  return now - what.valid_from > (what.valid_until - what.valid_from) * 2 / 3;
}

} // namespace tidings::edge
