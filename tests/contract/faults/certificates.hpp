#pragma once
// Self-signed certificates with one thing wrong.
#include "web/endpoint/tests/certificate.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>

namespace tidings::test {

struct certificate_wish {
  std::string file;                          ///< its name in the folder
  std::string subject_name = "IP:127.0.0.1"; ///< subjectAltName
  long valid_from_s = -3'600, valid_to_s = 3'600;
};

inline certificate_files make_certificate(const std::string& folder, const certificate_wish& wish) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, decltype(&X509_free)> cert(X509_new(), X509_free);
  X509_set_version(cert.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), wish.valid_from_s);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), wish.valid_to_s);
  X509_set_pubkey(cert.get(), key.get());
  auto* subject = X509_get_subject_name(cert.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("provider"), -1, -1,
                             0);
  X509_set_issuer_name(cert.get(), subject);
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> names(
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, wish.subject_name.c_str()), X509_EXTENSION_free);
  X509_add_ext(cert.get(), names.get(), -1);
  X509_sign(cert.get(), key.get(), EVP_sha256());
  const certificate_files files{folder + "/" + wish.file + ".pem", folder + "/" + wish.file + ".key"};
  const std::unique_ptr<std::FILE, decltype(&std::fclose)> out(std::fopen(files.certificate.c_str(), "w"), std::fclose);
  PEM_write_X509(out.get(), cert.get());
  const std::unique_ptr<std::FILE, decltype(&std::fclose)> secret(std::fopen(files.key.c_str(), "w"), std::fclose);
  PEM_write_PrivateKey(secret.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return files;
}

} // namespace tidings::test
