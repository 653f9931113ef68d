#include "web/endpoint/oidc/pages.hpp"

#include "web/endpoint/crypto.hpp"
#include "web/endpoint/oidc/json.hpp"
#include "web/endpoint/pages.hpp"
#include "web/endpoint/text.hpp"

#include <charconv>

namespace tidings::web::oidc {
namespace {

constexpr std::string_view begin_path = "/sign-in/oidc";
constexpr std::string_view flow_purpose = "sign-in flow";
constexpr std::size_t state_bytes = 32;
constexpr std::size_t code_bytes_max = 2'000; ///< Microsoft's have 1,200
constexpr std::string_view attributes = "; Path=/; Secure; HttpOnly; SameSite=Lax";
/// In the audit trail, as if the form of the sign-in page had been sent.
constexpr std::string_view signed_in_by = "POST /sign-in/oidc", turned_away = "POST /sign-in/oidc refused";

std::string given(const request& asked, const char* name) {
  const auto found = asked.query.find(name);
  return found == asked.query.end() ? std::string() : found->second;
}

/// Of the flow's state alone, so that nothing is kept while somebody is away.
std::string nonce_of(const house& home, const flow& begun) { return home.keys.sign("oidc nonce", begun.state); }
std::string verifier_of(const house& home, const flow& begun) { return home.keys.sign("oidc verifier", begun.state); }

response again_page(int status, std::string_view title, std::string_view why) {
  auto answer = page(status, title,
                     "<p>" + html_escaped(why) + "</p>\n<p><a href=\"/sign-in\">Go back to the sign-in page</a></p>");
  answer.fields.emplace_back("Set-Cookie", std::string(flow_cookie) + "=" + std::string(attributes) + "; Max-Age=0");
  return answer;
}

response later_page(std::string_view why) {
  auto answer = again_page(503, "You can't sign in this way just now", why);
  return std::move(answer.set("Retry-After", std::to_string(retry_after_s)));
}

response busy_page() {
  auto answer = again_page(429, "Try again in a minute", "Too many people are signing in just now.");
  return std::move(answer.set("Retry-After", std::to_string(retry_after_s)));
}

response turned_away_page() {
  return again_page(403, "You have no account here",
                    "You are who you say, but nobody here is known by that name, or they can't sign in now. Ask your "
                    "practice's administrator.");
}

/// A page and not a redirect: the browser came from another site, and would bring the strict cookie of the new session
/// only along to what a page of this site asks for.
response welcome_page(const house& home, const session& who) {
  auto first = page(200, "You are signed in", "<p><a href=\"/ops/\">Go on to Tidings</a></p>");
  first.set("Refresh", "0; url=/ops/");
  first.fields.emplace_back("Set-Cookie", set_cookie(home.keys, who, home.now()));
  first.fields.emplace_back("Set-Cookie", std::string(flow_cookie) + "=" + std::string(attributes) + "; Max-Age=0");
  return first;
}

std::string field_in(const http_answer& said, std::string_view name) {
  const auto body = object_of(said.body);
  return body && said.status == 200 ? text_in(*body, name) : std::string();
}

audit_mark_ptr mark_as(const house& home, const call& one, const session& who, std::string_view action,
                       std::string reason) {
  audit_mark mark = *mark_of(home, one, who, {});
  mark.action = action;
  mark.reason = std::move(reason);
  return std::make_shared<const audit_mark>(std::move(mark));
}

/// Somebody whom the provider knows and we don't: on record, since an operator will be asked why.
void turn_away(house& home, const call_ptr& one, const std::string& name) {
  home.wrong.add(one->asked.peer, home.now());
  const auto nobody = new_session(name, home.now(), millis(0));
  one->as = access::principal{name};
  tell(home, practice_id::host(), keep_audit_entry{},
       mark_as(home, *one, nobody, turned_away, "there is no such user, or they are disabled"),
       [one](const answer&) { one->done(turned_away_page()); });
}

void let_in(house& home, const call_ptr& one, const std::string& name) {
  const auto* user = home.users.find(name);
  if (!user || user->what.disabled) return turn_away(home, one, name);
  const auto who = new_session(name, home.now(), home.settings.session_lasts, user->what.revision);
  one->as = home.users.principal_of(user->what, home.now());
  // The host's stream has the last word: whether the user is disabled or locked there, now.
  const try_sign_in what{.user = name, .revision = user->what.revision, .good = true, .totp_step = 0, .recovery = 0};
  tell_of_users(home, what, mark_as(home, *one, who, signed_in_by, {}), [&home, one, who](const answer& said) {
    if (said.accepted) return one->done(welcome_page(home, who));
    if (said.refusal != error_code::refused && said.refusal != error_code::none)
      return one->done(later_page("The broker can't sign anybody in just now. Try again in a moment."));
    home.wrong.add(one->asked.peer, home.now());
    one->done(turned_away_page());
  });
}

void finish(house& home, const call_ptr& one, const http_answer& said) {
  const auto name = field_in(said, "user");
  if (!name.empty())
    return refresh_users(home, [&home, one, name](bool read) {
      if (read) return let_in(home, one, name);
      one->done(later_page("The broker is starting. Try again in a moment."));
    });
  if (said.status != 403) return one->done(later_page("The identity provider doesn't answer. Try again in a moment."));
  home.wrong.add(one->asked.peer, home.now());
  one->done(again_page(403, "You are not signed in",
                       "What the identity provider said of you can't be taken here. The broker's log says why."));
}

} // namespace

std::string write_flow(const session_keys& keys, const flow& begun) {
  const auto text = "o1|" + begun.state + "|" + std::to_string(to_ms(begun.expires));
  return base64url(std::string_view(text)) + "." + keys.sign(flow_purpose, text);
}

std::optional<flow> read_flow(const session_keys& keys, std::string_view cookie_field, timestamp now) {
  for (const auto each : split(cookie_field, ';')) {
    const auto pair = trimmed(each);
    const auto sign = pair.find('='), dot = pair.find('.');
    if (sign == std::string_view::npos || pair.substr(0, sign) != flow_cookie || dot == std::string_view::npos)
      continue;
    const auto text = from_base64url(pair.substr(sign + 1, dot - sign - 1));
    if (!text || !keys.verify(flow_purpose, *text, pair.substr(dot + 1))) continue;
    const auto parts = split(*text, '|');
    if (parts.size() != 3 || parts[0] != "o1") continue;
    std::int64_t expires = 0;
    const auto* end = parts[2].data() + parts[2].size();
    if (std::from_chars(parts[2].data(), end, expires).ptr != end || from_ms(expires) <= now) continue;
    if (from_ms(expires) - now > flow_lasts + std::chrono::minutes(1)) continue; // made under a clock set back since
    return flow{std::string(parts[1]), from_ms(expires)};
  }
  return std::nullopt;
}

void show_sign_in(house& home, const call_ptr& one) {
  home.broker.operate("GET oidc", {}, nullptr, later(home, [one](const http_answer& said) {
                        const auto name = field_in(said, "name");
                        const auto button = name.empty()
                                                ? std::string()
                                                : "<p>Or use the account that your organisation gave you.</p>\n"
                                                  "<p><a class=\"button\" href=\"" +
                                                      std::string(begin_path) + "\">Sign in with " +
                                                      html_escaped(name) + "</a></p>";
                        one->done(password_page(200, "", button));
                      }));
}

void get_begin(house& home, const call_ptr& one) {
  if (!one->asked.query.empty()) return one->done(not_found_page());
  if (home.wrong.too_many(one->asked.peer, home.now())) return one->done(busy_page());
  const flow begun{base64url(std::string_view(random_bytes(state_bytes))), home.now() + flow_lasts};
  parameters order{{"state", begun.state}, {"nonce", nonce_of(home, begun)}, {"verifier", verifier_of(home, begun)}};
  home.broker.operate(
      "POST oidc/begin", std::move(order), nullptr, later(home, [&home, one, begun](const http_answer& said) {
        const auto url = field_in(said, "url");
        if (said.status == 404) return one->done(not_found_page());
        if (url.empty()) return one->done(later_page("The identity provider doesn't answer. Try again in a moment."));
        auto away = response::redirect(url);
        away.set("Cache-Control", "no-store");
        away.fields.emplace_back(
            "Set-Cookie", std::string(flow_cookie) + "=" + write_flow(home.keys, begun) + std::string(attributes) +
                              "; Max-Age=" + std::to_string(std::chrono::seconds(flow_lasts).count()));
        one->done(std::move(away));
      }));
}

void get_callback(house& home, const call_ptr& one) {
  if (home.wrong.too_many(one->asked.peer, home.now())) return one->done(busy_page());
  const auto begun = read_flow(home.keys, one->asked.field("Cookie"), home.now());
  const auto code = given(one->asked, "code");
  if (!begun || !same_in_constant_time(given(one->asked, "state"), begun->state))
    return one->done(
        again_page(403, "Begin again", "This sign-in wasn't begun in this browser, or more than ten minutes ago."));
  if (code.empty() || code.size() > code_bytes_max)
    return one->done(again_page(403, "You are not signed in", "The identity provider hasn't let you in."));
  parameters order{{"code", code},
                   {"issuer", given(one->asked, "iss")},
                   {"nonce", nonce_of(home, *begun)},
                   {"verifier", verifier_of(home, *begun)}};
  home.broker.operate("POST oidc/finish", std::move(order), nullptr,
                      later(home, [&home, one](const http_answer& said) { finish(home, one, said); }));
}

} // namespace tidings::web::oidc
