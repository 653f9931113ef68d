#pragma once
// Options of `connector.fhir`, a second way for cancellations. config/practices/A99999.yaml explains them.
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <string>

namespace tidings {

struct fhir_settings {
  std::string version = "stu3"; ///< stu3: GP Connect; r4: FHIR R4 (UK Core)
  std::string url;              ///< base of the practice's FHIR server, for GP Connect behind the Spine's proxy
  // GP Connect: who asks whom. Its JWT isn't signed: the client certificate vouches for it.
  std::string from_asid, to_asid;
  std::string issuer;            ///< URL that Tidings is registered under
  std::string organisation_code; ///< ODS code of who runs the broker
  std::string organisation_name;
  // R4: a token by OAuth2 client credentials; all empty: none is sent.
  std::string token_url, client_id, scope;
  secret_text client_secret;
  std::string certificate, private_key; ///< PEM files of mutual TLS; empty: none
  std::string ca_file;                  ///< empty: the system's
  std::string proxy;
  std::string reason = "Cancelled by the patient by text message";
  millis answer_timeout{30'000};
};

} // namespace tidings
