#include "web/endpoint/notify/program.hpp"

#include "schemas/key_scope_words.hpp"
#include "web/endpoint/notify/jwt.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>

namespace tidings::web::notify {
namespace {

/// As GOV.UK Notify prints it: the normal one is called live.
std::string_view printed(api_key_type type) {
  switch (type) {
  case api_key_type::normal:
    return "LIVE";
  case api_key_type::team:
    return "TEAM";
  case api_key_type::test:
    return "TEST";
  }
  return "LIVE";
}

checked<program> identified(house& home, const request& asked) {
  const auto given = read_token(asked.field("Authorization"));
  if (!given) return tl::make_unexpected(given.error());
  program who{home.broker.practice_of_service(given->service)};
  if (!who.practice) {
    if (const auto why = home.broker.not_ready(); !why.empty()) // it may be known in a moment
      return reject(503, "ServiceUnavailable", "The service is not available just now: ask again in a moment");
    return reject(403, "AuthError", "Invalid token: service not found");
  }
  const auto key = key_of(*given, who.practice->api_keys, home.now());
  if (!key) return tl::make_unexpected(key.error());
  who.key = *key;
  return who;
}

/// `read_own or read_all`
std::string words_of(std::initializer_list<key_scope> scopes) {
  std::string out;
  for (const auto scope : scopes) out.append(out.empty() ? "" : " or ").append(word_of(scope));
  return out;
}

} // namespace

bool may_send_files(house& home, const request& head) {
  if (head.path != "/v2/notifications/email" || head.method != "POST") return false;
  const auto who = identified(home, head);
  return who && who->may(key_scope::send_email);
}

std::optional<program> admitted(house& home, const call& one, std::initializer_list<key_scope> any_of) {
  auto who = identified(home, one.asked);
  if (!who) {
    one.done(rejected(who.error()));
    return std::nullopt;
  }
  const int most = who->practice->api_requests_per_minute;
  if (!home.key_rates.enter(who->name(), most, home.now())) {
    one.done(rejected({429,
                       {{"RateLimitError", "Exceeded rate limit for key type " + std::string(printed(who->key->type)) +
                                               " of " + std::to_string(most) + " requests per " +
                                               std::to_string(rate_windows::seconds) + " seconds"}}}));
    return std::nullopt;
  }
  if (any_of.size() > 0 &&
      std::none_of(any_of.begin(), any_of.end(), [&](key_scope scope) { return who->may(scope); })) {
    one.done(rejected({403, {{"AuthError", "This API key lacks the scope " + words_of(any_of)}}}));
    return std::nullopt;
  }
  return std::move(*who);
}

void tell(house& home, const program& who, command what, audit_mark_ptr by, std::function<void(answer)> done) {
  tell_for(home, who.practice->id, {}, std::move(what), std::move(by), std::move(done));
}

audit_mark_ptr mark_of(const call& one, const program& who, std::vector<std::string> objects) {
  audit_mark mark;
  mark.request = random_id<request_id>();
  mark.user = who.name();
  mark.role = "program";
  mark.action = (one.asked.method == "HEAD" ? "GET" : one.asked.method) + " " + std::string(one.route);
  mark.objects = std::move(objects);
  return std::make_shared<const audit_mark>(std::move(mark));
}

} // namespace tidings::web::notify
