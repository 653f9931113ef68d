#pragma once
// FireText's HTTP API, without the HTTP: what is asked and what its answers mean.
// Sources: firetext.co.uk/docs and FireText-PHP-SDK (codes, delivery reports); GOV.UK Notify's client (the send call).
#include "actors/provider/firetext_answer.hpp"
#include "actors/provider/http_provider.hpp"
#include "schemas/settings.hpp"

#include <memory>

namespace tidings::firetext {

http_request send_request(const provider_settings& account, const outbound& what);
/// Never throws away a doubt: `unknown` unless it is certain what FireText did.
attempt_outcome read_send(const outbound& what, const http_outcome& answer);

/// Asks what became of the message that was sent with this reference.
http_request look_up_request(const provider_settings& account, message_id message);
found read_look_up(const provider_settings& account, message_id message, std::uint32_t attempt,
                   const http_outcome& answer);

/// Asks for the texts that patients sent on these days, London's (`2026-03-30`), both included. Pages count from 1.
/// Never by `from=last`: FireText would forget them before they are on disk here.
http_request received_request(const provider_settings& account, const std::string& from, const std::string& to,
                              int page);
/// 10,000 texts of 500 bytes, with what JSON makes of them.
constexpr std::size_t received_bytes_max = 16U << 20;
result<std::vector<received_row>> read_received_page(const http_outcome& answer);

/// Sending and looking up for one account.
std::shared_ptr<const http_provider> make(provider_settings account);

} // namespace tidings::firetext
