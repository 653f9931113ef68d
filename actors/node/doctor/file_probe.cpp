// Folders, the endpoint's certificate and the master key. Whatever is written to try is gone again at once.
#include "actors/key_ring/key_ring.hpp"
#include "actors/key_ring/master_key.hpp"
#include "actors/node/doctor/look.hpp"

#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <memory>

namespace tidings::doctor {
namespace {
namespace files = std::filesystem;

struct free_openssl {
  void operator()(BIO* one) const { BIO_free_all(one); }
  void operator()(X509* one) const { X509_free(one); }
  void operator()(EVP_PKEY* one) const { EVP_PKEY_free(one); }
};
template <class T> using held = std::unique_ptr<T, free_openssl>;

/// Why a file of some bytes can't be written and synced there; empty when it can. A full disk often takes a name and
/// no byte.
std::string trouble_writing_in(const files::path& folder) {
  auto name = (folder / ".tidings-doctor-XXXXXX").string();
  const int file = ::mkstemp(name.data());
  if (file < 0) return std::strerror(errno);
  ::unlink(name.c_str());
  constexpr std::array<char, 4'096> bytes{};
  std::string trouble;
  errno = ENOSPC; // what a short write means
  if (::write(file, bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) || ::fsync(file) != 0)
    trouble = std::strerror(errno);
  ::close(file);
  return trouble;
}

/// OpenSSL would else ask for it on the terminal.
int no_passphrase(char*, int, int, void*) { return 0; }

std::optional<timestamp> time_of(const ASN1_TIME* at) {
  std::tm parts{};
  if (at == nullptr || ASN1_TIME_to_tm(at, &parts) != 1) return std::nullopt;
  return timestamp(std::chrono::seconds(::timegm(&parts)));
}

bool is_for(X509* certificate, const std::string& host) {
  return X509_check_host(certificate, host.data(), host.size(), 0, nullptr) == 1 ||
         X509_check_ip_asc(certificate, host.c_str(), 0) == 1;
}

} // namespace

folder_seen probe(const folder_target& at) {
  folder_seen out;
  std::error_code failed;
  auto there = files::absolute(at.path, failed).lexically_normal();
  out.exists = files::is_directory(there, failed);
  while (!files::exists(there, failed) && there.has_parent_path() && there != there.parent_path())
    there = there.parent_path();
  out.looked_at = there.string();
  if (!files::is_directory(there, failed)) {
    out.trouble = "it is not a folder";
    return out;
  }
  struct statvfs room {};
  if (::statvfs(there.c_str(), &room) == 0) out.bytes_free = std::uint64_t{room.f_bavail} * room.f_frsize;
  struct stat about {};
  if (out.exists && ::stat(there.c_str(), &about) == 0) {
    out.others_read = (about.st_mode & (S_IROTH | S_IXOTH)) != 0;
    out.others_write = (about.st_mode & S_IWOTH) != 0;
  }
  out.trouble = trouble_writing_in(there);
  return out;
}

certificate_seen probe(const certificate_target& at) {
  certificate_seen out;
  const held<BIO> chain(BIO_new_file(at.certificate.c_str(), "r"));
  const held<X509> first(chain ? PEM_read_bio_X509(chain.get(), nullptr, no_passphrase, nullptr) : nullptr);
  const held<BIO> key_file(BIO_new_file(at.private_key.c_str(), "r"));
  const held<EVP_PKEY> key(key_file ? PEM_read_bio_PrivateKey(key_file.get(), nullptr, no_passphrase, nullptr)
                                    : nullptr);
  if (!chain || !key_file)
    out.trouble = (chain ? at.private_key : at.certificate) + " can't be opened";
  else if (!first)
    out.trouble = at.certificate + " holds no certificate";
  else if (!key)
    out.trouble = at.private_key + " holds no private key without a passphrase";
  if (!out.trouble.empty()) return out;
  out.fits_key = X509_check_private_key(first.get(), key.get()) == 1;
  out.is_for_host = at.host.empty() || is_for(first.get(), at.host);
  out.valid_from = time_of(X509_get0_notBefore(first.get())).value_or(timestamp{});
  out.valid_until = time_of(X509_get0_notAfter(first.get())).value_or(timestamp{});
  while (const held<X509> next{PEM_read_bio_X509(chain.get(), nullptr, no_passphrase, nullptr)}) // the first to expire
    out.valid_until = std::min(out.valid_until, time_of(X509_get0_notAfter(next.get())).value_or(timestamp{}));
  struct stat about {};
  out.key_is_private = ::stat(at.private_key.c_str(), &about) == 0 && (about.st_mode & (S_IRWXG | S_IRWXO)) == 0;
  return out;
}

key_seen probe(const key_target& at) {
  key_seen out;
  const auto master = load_master_key(at.from);
  if (!master) {
    out.trouble = master.error().detail;
    return out;
  }
  out.name = master->name();
  const auto folder = files::path(at.data_dir) / "keys";
  std::error_code failed;
  out.has_keys = files::is_directory(folder, failed) && !files::is_empty(folder, failed);
  if (!out.has_keys) return out;
  key_ring ring(master->derived("key ring"), look_into_key_folder(folder), key_ring_options{.now = system_now});
  if (const auto opened = ring.status(practice_id::host()); !opened) out.of_no_use = opened.error().detail;
  return out;
}

} // namespace tidings::doctor
