#pragma once
#include "gateway/dialect.hpp"

#include <memory>

namespace tidings::sim {

struct notify_service {
  /// UUIDs, as the last two parts of an API key.
  std::string service = "26785a09-ab16-4eb0-8407-a37497a57506", secret = "3d844edf-8d35-48ac-975b-e847b4f122b0";
  std::string template_id = "f33517ff-2a88-4f6e-b855-c550268ce08a";
  /// The template's text is this placeholder alone.
  std::string placeholder = "message";
};

/// GOV.UK Notify's v2 API for text messages, after docs.notifications.service.gov.uk/rest-api.html: sending, one
/// notification, notifications by reference, and the two callbacks.
std::unique_ptr<gateway_dialect> make_notify_dialect(notify_service);

} // namespace tidings::sim
