#pragma once
// Options of a provider of `type: notify`: GOV.UK Notify, or whoever speaks its API.
#include <string>

namespace tidings {

struct notify_account {
  std::string template_id;             ///< a template whose text is one placeholder, and nothing else
  std::string placeholder = "message"; ///< that placeholder's name
  std::string sms_sender_id;           ///< empty: the service's usual sender
};

} // namespace tidings
