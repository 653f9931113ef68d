#pragma once
// When the host's operators are called, and how. What each option means and its default: config/broker.yaml.
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <boost/describe/enum.hpp>

#include <string>
#include <vector>

namespace tidings {

/// What is watched. Its word stands in the audit trail: never change one.
enum class alert_measure : std::uint8_t {
  connector_down,   ///< of one practice
  provider_out,     ///< of one account: it is down or needs a person, and nobody has paused it
  queue_age,        ///< of one account: the oldest message whose time has come
  in_doubt,         ///< messages of all practices
  parked,           ///< items of all practices
  backup_age,       ///< since the newest one
  certificate_ends, ///< of the endpoint: days that are left
  disk_used,        ///< of the one with the data, in percent
  budget_used,      ///< of one practice's day, in percent
  documents_held,   ///< of one practice: nothing can be put into its folder for documents
};
BOOST_DESCRIBE_ENUM(alert_measure, connector_down, provider_out, queue_age, in_doubt, parked, backup_age,
                    certificate_ends, disk_used, budget_used, documents_held)

struct alert_mail {
  std::string host; ///< empty: no mails
  int port = 587;
  std::string user; ///< empty: no sign-in
  secret_text password;
  std::string from;
  std::vector<std::string> to;
  bool starttls = true;
  std::string ca_file; ///< empty: the system's
};

struct alert_webhook {
  std::string url;   ///< empty: none
  secret_text token; ///< sent as a bearer token; empty: none
  std::string ca_file;
};

/// A limit of 0: never.
struct alert_settings {
  millis look_every{15'000};
  millis repeat_every{4LL * 3'600'000};
  millis connector_down{10LL * 60'000};
  millis provider_out{5LL * 60'000};
  millis queue_age{30LL * 60'000};
  int in_doubt = 50;
  int parked = 1;
  millis backup_age{3'600'000};
  millis certificate_ends{21LL * 24 * 3'600'000};
  int disk_used = 90;
  int budget_used = 80;
  millis documents_held{60'000};
  alert_mail mail;
  alert_webhook webhook;
};

} // namespace tidings
