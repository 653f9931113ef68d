#pragma once
#include "support/http_server.hpp"
#include "support/instant.hpp"
#include "support/webhook_client.hpp"

#include <optional>
#include <string>
#include <tl/expected.hpp>
#include <vector>

namespace tidings::sim {

/// One text to one phone, as a gateway took it.
struct gateway_text {
  std::string id, reference;
  /// E.164 digits.
  std::string to;
  std::string from, text;
  /// Given with the message; empty takes the gateway's own.
  std::string receipt_url;
  /// Of a call: where keys go. Empty: none are asked for.
  std::string answer_url;
  /// pending, then delivered or failed; in the gateway's own words where it is told.
  std::string status = "pending";
  /// How many times the same reference and phone were submitted: each is one more text on the phone.
  std::uint64_t count = 1;
  instant taken_at, updated_at;
};

struct gateway_reply {
  std::string id, from, to, text;
  instant sent_at;
  /// The latest text to who answers; null: there is none.
  const gateway_text* to_text = nullptr;
};

struct gateway_hooks {
  std::string receipt_url, inbound_url, ca;
  /// Of those who sign in with one.
  std::string token;
};

/// How a gateway speaks. One for each API; none knows the others.
class gateway_dialect {
public:
  virtual ~gateway_dialect() = default;
  virtual bool is_send(const http_request&) const = 0;
  /// The text without its id, or the answer that refuses it. `now` is the gateway's clock.
  virtual tl::expected<gateway_text, http_response> read_send(const http_request&, instant now) const = 0;
  virtual http_response taken(const gateway_text&) const = 0;
  /// Everything else: look-ups, and what there isn't. `texts` in the order they came.
  virtual http_response other(const http_request&, const std::vector<const gateway_text*>& texts,
                              instant now) const = 0;
  /// What it tells of a text's fate, or of a reply; nothing: nobody is to be told.
  virtual std::optional<webhook_post> receipt(const gateway_text&, const gateway_hooks&) const = 0;
  virtual std::optional<webhook_post> reply(const gateway_reply&, const gateway_hooks&) const = 0;
  /// Whether a reply that isn't answered 2xx is brought again.
  virtual bool repeats_replies() const { return true; }
};

} // namespace tidings::sim
