#pragma once
// Programs that are told what became of messages and what patients texted: options of a practice's `callbacks:` and of
// the host's. What is told: schemas/API.md.
#include "schemas/secret.hpp"

#include <string>
#include <vector>

namespace tidings {

/// One of the two receivers that GOV.UK Notify has. `url` empty: none.
struct callback_receiver {
  std::string url;
  secret_text bearer_token;
};

/// Our own: every step of a message, in order, signed.
struct signed_receiver {
  std::string url;           ///< empty: none
  secret_text secret;        ///< bodies are signed with it
  secret_text secret_before; ///< while it is exchanged: bodies are signed with both
  bool messages = true;      ///< what becomes of messages
  bool replies = false;      ///< what patients texted
  bool all_messages = false; ///< false: only those that programs sent by the GOV.UK Notify API
};

struct callback_settings {
  callback_receiver delivery; ///< told once a message has ended
  callback_receiver received; ///< told of patients' texts
  signed_receiver own;
};

/// Of the host.
struct callback_host_settings {
  std::vector<std::string> networks; ///< addresses that aren't public and may be dialled all the same: `10.20.0.0/16`
  std::string ca_file;               ///< certificates to trust in place of the system's
};

} // namespace tidings
