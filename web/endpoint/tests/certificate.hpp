#pragma once
// A self-signed certificate for 127.0.0.1, made on the spot.
#include <string>

namespace tidings::test {

struct certificate_files {
  std::string certificate, key;
};

/// ECDSA P-256, valid for a day; `name` is its common name. Written into `folder`.
certificate_files make_certificate(const std::string& folder, const std::string& name);

} // namespace tidings::test
