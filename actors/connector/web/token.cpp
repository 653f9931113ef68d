#include "actors/connector/web/token.hpp"

#include "actors/connector/web/address.hpp"
#include "actors/connector/web/json_view.hpp"

#include <fmt/format.h>

namespace tidings::wire {

request token_request(const credentials& who) {
  request out;
  out.method = "POST";
  out.url = who.token_url;
  out.headers = {{"Content-Type", secret_text("application/x-www-form-urlencoded")},
                 {"Accept", secret_text("application/json")}};
  std::string form;
  add(form, "grant_type", "client_credentials");
  add(form, "client_id", who.client_id);
  add(form, "client_secret", who.client_secret.reveal());
  if (!who.scope.empty()) add(form, "scope", who.scope);
  out.body = secret_text(std::move(form));
  return out;
}

result<token> read_token(const outcome& answer, instant asked_at) {
  if (!answer) return fail(error_code::unreachable, "no access token: " + answer.error().detail);
  const auto body = parsed(answer->body.reveal());
  if (answer->status != 200) {
    // RFC 6749 §5.2: `error` is one of a few words.
    const auto why = text_at(body, "error").substr(0, 40);
    if (answer->status == 400 || answer->status == 401 || answer->status == 403)
      return fail(error_code::not_configured,
                  fmt::format("no access token: the client id or secret is refused{}{}", why.empty() ? "" : ", ", why));
    return fail(error_code::unreachable, fmt::format("no access token: HTTP {}", answer->status));
  }
  auto text = text_at(body, "access_token");
  if (text.empty() || text.find_first_of("\r\n") != std::string::npos)
    return fail(error_code::unreachable, "no access token: the answer holds none");
  millis life = assumed_life;
  constexpr std::int64_t longest_s = 24 * 3'600;
  if (const auto* seconds = at(body, "expires_in").if_int64(); seconds != nullptr && *seconds > 0)
    life = std::chrono::seconds(std::min(*seconds, longest_s));
  return token{secret_text(std::move(text)), asked_at + life};
}

} // namespace tidings::wire
