#pragma once
// An agent's key and certificate: one PEM file, `agent.pem`, that only its owner can read.
#include "schemas/errors.hpp"
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <filesystem>
#include <string>

namespace tidings::edge {

struct wanted_certificate {
  secret_text key;     ///< PEM
  std::string request; ///< PKCS #10, PEM
};
/// A new key on P-256 and a request for its certificate. The name is the broker's to give.
result<wanted_certificate> want_certificate();

struct credentials {
  std::filesystem::path file;
  std::string name; ///< whose certificate it is
  timestamp valid_from{}, valid_until{};
};
/// Both into one file, whole or not at all; the folder is made, its owner's alone. Fails when the two don't fit.
result<credentials> keep(const std::filesystem::path& folder, const secret_text& key, const std::string& certificate);
/// `not_found`: this agent was never enrolled.
result<credentials> load_credentials(const std::filesystem::path& folder);

/// After two thirds of its time.
bool should_renew(const credentials& what, timestamp now);

} // namespace tidings::edge
