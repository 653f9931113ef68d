#pragma once
// Options of `system: emis`. config/practices/A99999.yaml explains them.
#include "schemas/connectors/code_map.hpp"
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <memory>
#include <string>

namespace tidings {

struct emis_settings {
  std::string url = "https://api.platform.emis-x.uk/partner";
  std::string token_url; ///< OAuth2, client credentials
  std::string client_id;
  secret_text client_secret;
  std::string scope = "papi-appt.read papi-appt.write papi-cr.read papi-cr.write papi-subjects.read papi-config.read";
  std::string application_id;    ///< EMIS calls it the party key too
  std::string file_as;           ///< mnemonic of the EMIS user in whose name entries are filed; empty: none are filed
  std::string scheme = "snomed"; ///< of what is filed: snomed or read2
  std::string code_file = "../codes.yaml"; ///< where `codes` are read from
  std::shared_ptr<const code_map> codes;   ///< never null once loaded
  std::string proxy;
  std::string ca_file; ///< empty: the system's
  millis answer_timeout{30'000};
};

} // namespace tidings
