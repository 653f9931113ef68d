#pragma once
// Options of a provider of `type: smpp`. config/broker.yaml explains them.
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <string>

namespace tidings {

struct smpp_account {
  std::string host;
  int port = 2775;
  bool tls = false; ///< from the first byte; the certificate is verified with the provider's `ca_file`
  std::string system_id;
  secret_text password;
  std::string system_type;
  int source_ton = -1, source_npi = -1; ///< -1: by what the sender looks like
  int destination_ton = 1, destination_npi = 1;
  millis enquire_every{30'000};  ///< of silence, before the link is tried
  millis connect_timeout{5'000}; ///< for TCP and TLS, and once more for the bind
  millis reconnect_max{60'000};  ///< longest pause between two tries
  millis part_wait{5 * 60'000};  ///< for the missing parts of a long reply
  std::string joining = "udh8";  ///< of the parts of a long text: udh8, udh16, sar or payload
  std::string ids = "as_given";  ///< how message ids are written: as_given, hex_answer or hex_receipt
  bool receipts = true;          ///< asks for one for each part
};

} // namespace tidings
