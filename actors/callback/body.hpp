#pragma once
// What is posted. GOV.UK Notify's two bodies as its documentation has them, and ours with its signature. Pure.
#include "actors/callback/owed.hpp"
#include "actors/provider/http_port.hpp"
#include "schemas/callbacks.hpp"
#include "schemas/events.hpp"
#include "schemas/settings.hpp"

namespace tidings::callback {

struct letter {
  std::string url;
  secret_text body;
  std::vector<std::string> headers;
};

/// A message's step. For `delivery` and `own`.
letter of_message(const practice_settings& practice, receiver which, const owed& what, const message_accepted& message,
                  timestamp now);
/// A patient's text. For `received` and `own`. Nothing: its words were erased, there is nothing to tell.
std::optional<letter> of_reply(const practice_settings& practice, receiver which, const owed& what,
                               const reply_received& reply, timestamp now);

/// `t=<seconds>,v1=<hex>`: HMAC-SHA256 under the secret over the seconds, a full stop and the body. One `v1` for each
/// secret.
std::string signature(const signed_receiver& of, timestamp now, std::string_view body);

/// Where this receiver stands; empty: there is none.
std::string url_of(const callback_settings& settings, receiver which);

} // namespace tidings::callback
