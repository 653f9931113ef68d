#pragma once
// FireText's HTTP API, without the HTTP: what is asked and what its answers mean.
// Sources: firetext.co.uk/docs and FireText-PHP-SDK (codes, delivery reports); GOV.UK Notify's client (the send call).
#include "actors/provider/http_port.hpp"
#include "schemas/commands.hpp"
#include "schemas/settings.hpp"

#include <optional>

namespace tidings::firetext {

/// One message to one phone.
struct outbound {
  practice_id practice;
  message_id message;
  std::uint32_t attempt = 0;
  secret_text to;
  secret_text text;
  std::string sender;
};

http_request send_request(const provider_settings& account, const outbound& what);
/// Never throws away a doubt: `unknown` unless it is certain what FireText did.
attempt_outcome read_send(const outbound& what, const http_outcome& answer);

/// Asks what became of the message that was sent with this reference.
http_request look_up_request(const provider_settings& account, message_id message);
struct found {
  looked_up what;
  std::optional<receipt_arrived> receipt; ///< when the answer also told the delivery status
};
found read_look_up(const provider_settings& account, message_id message, std::uint32_t attempt,
                   const http_outcome& answer);

/// `receipt_url` with the practice as its last segment and the webhook's user and password before its host, as FireText
/// takes them. Empty when there is no `receipt_url`.
std::string receipt_address(const provider_settings& account, const practice_id& practice);

} // namespace tidings::firetext
