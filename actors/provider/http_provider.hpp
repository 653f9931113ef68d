#pragma once
// What a provider's API is to the broker when it is spoken over HTTP: what is asked, and what the answers mean. Pure:
// one actor (provider_actor) makes the calls of all of them. An implementation is an account, made once, and never
// changes.
#include "actors/provider/http_port.hpp"
#include "schemas/commands.hpp"
#include "schemas/errors.hpp"

#include <optional>

namespace tidings {

/// One message to one phone, or one call.
struct outbound {
  practice_id practice;
  message_id message;
  std::uint32_t attempt = 0;
  secret_text to;
  secret_text text;
  std::string sender;
  question_kind question = question_kind::none; ///< what a call offers keys for
};

struct found {
  looked_up what;
  std::optional<receipt_arrived> receipt; ///< when the answer also told the delivery status
};

class http_provider {
public:
  virtual ~http_provider() = default;

  /// A failure: this message can't go by this provider and never will; the detail says why, without anything of it.
  virtual result<http_request> send_request(const outbound& what, timestamp now) const = 0;
  /// Never throws away a doubt: `unknown` unless it is certain what the provider did. `what` has neither text nor
  /// number.
  virtual attempt_outcome read_send(const outbound& what, const http_outcome& answer, timestamp now) const = 0;

  /// Asks what became of the message that was sent with this reference. Nothing: this provider can't be asked.
  virtual std::optional<http_request> look_up_request(message_id message, timestamp now) const = 0;
  /// `never_seen` only when the provider says for certain that it never had it.
  virtual found read_look_up(message_id message, std::uint32_t attempt, const http_outcome& answer) const = 0;
};

} // namespace tidings
