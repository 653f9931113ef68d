#pragma once
// The broker's own certificate authority for agents: ECDSA P-256, kept in two PEM files. It signs nothing but agents'
// certificates, and the endpoint trusts nobody else's.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"

#include <filesystem>
#include <memory>
#include <string>

namespace tidings::web::edge {

constexpr std::chrono::days certificate_lasts{90}; ///< an agent renews it after two thirds
constexpr std::size_t request_bytes_max = 4'096;   ///< PEM of a certificate request

struct issued {
  std::string certificate; ///< PEM
  std::string serial;      ///< hex, 32 digits
  timestamp valid_until{};
};

class authority {
public:
  /// Reads `authority.key` (0600) and `authority.pem` in `folder` (0700), or makes both.
  static result<std::unique_ptr<authority>> load_or_create(const std::filesystem::path& folder, timestamp now);
  ~authority();

  /// Its certificate, PEM.
  const std::string& certificate() const;
  /// A certificate for this name. The request (PKCS #10, PEM) has to be signed by its own key, on P-256; what name it
  /// asks for doesn't matter.
  result<issued> sign(const std::string& request, const std::string& name, timestamp now) const;

private:
  struct impl;
  explicit authority(std::unique_ptr<impl> parts);
  std::unique_ptr<impl> impl_;
};

} // namespace tidings::web::edge
