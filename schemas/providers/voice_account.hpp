#pragma once
// Options of a provider of `type: voice`: whoever rings a telephone, reads a script and reports the keys pressed, over
// the contract of schemas/voice_calls.md.
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <string>

namespace tidings {

struct voice_account {
  std::string account;            ///< names the account in addresses and is the user of Basic auth
  std::string from;               ///< the number that calls are made from, E.164 digits
  std::string language = "en-GB"; ///< of the voice that reads
  int ring_seconds = 30;          ///< rung this long: a person has to reach the telephone
  int key_seconds = 8;            ///< waited for a key after each reading
};

} // namespace tidings
