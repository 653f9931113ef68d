// Signing in by name, password and, where there is one, the second factor.
#include "web/endpoint/access/totp.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/handlers.hpp"
#include "web/endpoint/oidc/pages.hpp"
#include "web/endpoint/pages.hpp"
#include "web/endpoint/text.hpp"

#include <algorithm>

namespace tidings::web {
namespace {

std::string field_in(const parameters& form, const char* name) {
  const auto found = form.find(name);
  return found == form.end() ? std::string() : std::string(trimmed(found->second));
}

/// One page for whatever was wrong: nobody learns which names there are, or that one is locked.
response wrong_page() {
  return password_page(403, "Name, password or code are not right. After ten wrong tries in a row nobody gets in under "
                            "that name for 15 minutes.");
}

response busy_page() {
  auto answer = password_page(429, "Too many people are signing in just now. Try again in a minute.");
  answer.set("Retry-After", std::to_string(retry_after_s));
  return answer;
}

struct attempt {
  std::string user;
  secret_text password, verifier;
  std::string code;
  bool is_right = false;
};

/// The second factor given, or nothing when there is one and it isn't right.
std::optional<try_sign_in> with_factor(const user_account& user, const attempt& tried, timestamp now) {
  try_sign_in what{.user = user.name, .revision = user.revision, .good = true, .totp_step = 0, .recovery = 0};
  if (user.totp.reveal().empty()) return what;
  if (const auto step = access::step_of_code(user.totp, tried.code, now)) {
    what.totp_step = *step;
    return what;
  }
  what.recovery = access::place_of_recovery(user.recovery, tried.code);
  if (what.recovery == 0) return std::nullopt;
  return what;
}

void decide_on(house& home, const call_ptr& one, const attempt& tried) {
  const auto now = home.now();
  const auto* user = home.users.find(tried.user);
  const auto wrong = [&] {
    home.wrong.add(one->asked.peer, home.now());
    one->done(wrong_page());
  };
  // Who is locked out isn't looked at further: an outsider can't fill the log by trying on.
  if (!user || user->what.disabled || user->what.password.reveal().empty() || now < user->locked_until) return wrong();
  auto what = tried.is_right ? with_factor(user->what, tried, now) : std::nullopt;
  if (!what) what = try_sign_in{.user = user->what.name, .revision = user->what.revision, .good = false};
  const auto who = new_session(user->what.name, now, home.settings.session_lasts, user->what.revision);
  one->as = home.users.principal_of(user->what, now);
  tell_of_users(home, *what, mark_of(home, *one, who, {}), [&home, one, who](const answer& said) {
    if (said.accepted) return one->done(welcome(home, who));
    if (said.refusal != error_code::refused && said.refusal != error_code::none) {
      auto later = password_page(503, "The broker can't sign anybody in just now. Try again in a moment.");
      return one->done(std::move(later.set("Retry-After", std::to_string(retry_after_s))));
    }
    home.wrong.add(one->asked.peer, home.now());
    one->done(wrong_page());
  });
}

} // namespace

response password_page(int status, std::string_view why) { return password_page(status, why, {}); }

response password_page(int status, std::string_view why, std::string_view other_html) {
  std::string html;
  if (!why.empty()) html += "<p class=\"wrong\" role=\"alert\">" + html_escaped(why) + "</p>\n";
  html += R"(<form method="post" action="/sign-in">
<label for="name">Name</label>
<input id="name" name="name" autocomplete="username" autocapitalize="none" spellcheck="false" required>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<label for="code">Code</label>
<p class="hint" id="code-hint">From your authenticator app, if you have set one up; or one of your recovery codes</p>
<input id="code" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" aria-describedby="code-hint">
<button type="submit">Sign in</button>
</form>
)";
  html += other_html;
  html += R"(
<p>No password yet, or lost it? Ask your practice's administrator for a link. On the server where Tidings runs, links are
made by</p>
<code>tidings sign-in</code>
<p>Each link works once, for 15 minutes.</p>)";
  return page(status, "Sign in to Tidings", html);
}

void sign_in_by_password(house& home, const call_ptr& one, const parameters& form) {
  if (home.wrong.too_many(one->asked.peer, home.now())) return one->done(busy_page());
  const auto tried = std::make_shared<attempt>();
  tried->user = field_in(form, "name");
  std::transform(tried->user.begin(), tried->user.end(), tried->user.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  const auto password = form.find("password");
  tried->password = secret_text(password == form.end() ? std::string() : password->second);
  if (tried->password.reveal().size() > access::password_bytes_max) tried->password = secret_text();
  tried->code = field_in(form, "code");
  if (const auto* user = home.users.find(tried->user)) tried->verifier = user->what.password;
  // The same work for who isn't there: their time says nothing.
  const bool taken = work_elsewhere(
      home,
      [tried, cost = home.password_cost] {
        tried->is_right = access::is_password(tried->verifier, tried->password, cost);
      },
      [&home, one, tried] { decide_on(home, one, *tried); });
  if (!taken) one->done(busy_page());
}

} // namespace tidings::web
