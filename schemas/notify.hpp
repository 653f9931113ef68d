#pragma once
// What the board tells the endpoint for the GOV.UK Notify API. Times as in views.hpp. These rows hold patients' numbers
// and words: nothing but the endpoint's Notify handlers asks for them, and each answer has its entry in the audit
// trail.
#include "schemas/views.hpp"

#include <string_view>

namespace tidings {

/// Why a message made with a test key ended: nothing was sent. Behind it stands the status that programs are shown.
constexpr std::string_view simulated_mark = "made with a test key, nothing is sent: shown as ";

/// GOV.UK Notify's numbers and addresses for tests (docs: "Test your integration"), E.164 digits; any other is
/// delivered.
constexpr std::string_view simulated_status(std::string_view to) {
  if (to == "447700900003" || to == "temp-fail@simulator.notify") return "temporary-failure";
  if (to == "447700900002" || to == "perm-fail@simulator.notify") return "permanent-failure";
  return "delivered";
}

namespace view {

/// A message that a program sent. Words of the broker, save `status`, which is Notify's.
struct notification {
  text id, status, to, body, reference, template_name;
  std::uint32_t template_version = 0;
  text created_at;
  maybe sent_at, completed_at;
  text channel;         ///< `sms`, `email`, …
  text subject;         ///< of an e-mail
  text unsubscribe_url; ///< of an e-mail; empty: none was given
};
BOOST_DESCRIBE_STRUCT(notification, (),
                      (id, status, to, body, reference, template_name, template_version, created_at, sent_at,
                       completed_at, channel, subject, unsubscribe_url))

struct received_text {
  text id, from, to, body, created_at;
};
BOOST_DESCRIBE_STRUCT(received_text, (), (id, from, to, body, created_at))

} // namespace view
} // namespace tidings
