// One's own password and second factor: plain pages and forms, each with the session's token.
#include "web/endpoint/access/totp.hpp"
#include "web/endpoint/crypto.hpp"
#include "web/endpoint/handlers.hpp"
#include "web/endpoint/pages.hpp"
#include "web/endpoint/target.hpp"
#include "web/endpoint/text.hpp"

namespace tidings::web {
namespace {

constexpr std::string_view enrolment = "second factor"; ///< what a key that we gave out is signed for
constexpr std::string_view back = "<p><a href=\"/account\">Your account</a></p>";

std::string form_start(const house& home, const session& who, std::string_view action) {
  return "<form method=\"post\" action=\"" + std::string(action) +
         "\">\n<input type=\"hidden\" name=\"csrf\" value=\"" + html_escaped(csrf_token(home.keys, who)) + "\">\n";
}

std::string code_field() {
  return R"(<label for="code">Code</label>
<input id="code" name="code" autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required>
)";
}

std::string password_form(const house& home, const session& who, bool has_one) {
  auto html = "<h2>" + std::string(has_one ? "Change your password" : "Choose a password") + "</h2>\n" +
              form_start(home, who, "/account/password");
  if (has_one)
    html += R"(<label for="old">Password now</label>
<input id="old" name="old" type="password" autocomplete="current-password" required>
)";
  return html + R"(<label for="new">New password</label>
<p class="hint" id="new-hint">At least 12 characters. Three words that have nothing to do with each other are good.</p>
<input id="new" name="new" type="password" autocomplete="new-password" aria-describedby="new-hint" required>
<label for="again">The same again</label>
<input id="again" name="again" type="password" autocomplete="new-password" required>
<button type="submit">Save the password</button>
</form>
)";
}

response account_page(const house& home, const call& one, int status, std::string_view said) {
  std::string html;
  if (!said.empty())
    html += "<p" + std::string(status >= 400 ? " class=\"wrong\" role=\"alert\"" : " role=\"status\"") + ">" +
            html_escaped(said) + "</p>\n";
  html += "<p>You are signed in as <strong>" + html_escaped(one.who->user) + "</strong>.</p>\n";
  const auto* user = home.users.find(one.who->user);
  if (!user)
    return page(status, "Your account",
                html + "<p>You came in by a link of the command line, without a user of your own.</p>\n"
                       "<p><a href=\"/ops/\">Overview</a></p>");
  html += password_form(home, *one.who, !user->what.password.reveal().empty());
  html += "<h2>Second factor</h2>\n";
  if (user->what.totp.reveal().empty()) {
    html += "<p>A code from an app on your telephone, besides the password.</p>\n" +
            form_start(home, *one.who, "/account/second-factor") +
            "<button type=\"submit\">Set up a second factor</button>\n</form>\n";
  } else {
    html += "<p>You sign in with a code from your authenticator app.</p>\n" +
            form_start(home, *one.who, "/account/second-factor/remove") + code_field() +
            "<button type=\"submit\">Remove the second factor</button>\n</form>\n";
  }
  return page(status, "Your account", html + "<p><a href=\"/ops/\">Overview</a></p>");
}

/// A form of this session's own page. Nothing: answered.
std::optional<parameters> form_of(const house& home, const call_ptr& one) {
  if (!one->who) {
    one->done(response::redirect("/sign-in"));
    return std::nullopt;
  }
  auto form = parse_form(one->asked.body, repeats::refused);
  const bool whole = form && is_content_type(one->asked, "application/x-www-form-urlencoded");
  const auto token = whole ? form->find("csrf") : parameters::const_iterator{};
  if (!whole || !same_origin(home, one->asked, true) || token == form->end() ||
      !same_in_constant_time(token->second, csrf_token(home.keys, *one->who))) {
    one->done(page(403, "Use the page's own form", "<p>The request came from another page.</p>" + std::string(back)));
    return std::nullopt;
  }
  if (!home.users.find(one->who->user)) {
    one->done(account_page(home, *one, 403, "There is no user to change."));
    return std::nullopt;
  }
  return std::move(*form);
}

std::string given(const parameters& form, const char* name) {
  const auto found = form.find(name);
  return found == form.end() ? std::string() : found->second;
}

response with_new_session(const house& home, const call& one, response answer) {
  const auto who =
      new_session(one.who->user, home.now(), home.settings.session_lasts, home.users.revision_of(one.who->user));
  answer.set("Set-Cookie", set_cookie(home.keys, who, home.now()));
  return answer;
}

void change_own(house& home, const call_ptr& one, user_account after, std::function<void()> then) {
  ++after.revision;
  tell_of_users(home, change_user{std::move(after), one->who->user}, mark_of(home, *one, *one->who, {}),
                [&home, one, then = std::move(then)](const answer& said) {
                  if (said.accepted) return then();
                  one->done(account_page(home, *one, said.refusal == error_code::refused ? 409 : 503,
                                         "Nothing was changed: " + said.reason));
                });
}

struct new_password {
  secret_text old, fresh, kept;
  bool is_right = false;
  result<secret_text> verifier = fail(error_code::refused, "not made");
};

void keep_password(house& home, const call_ptr& one, const new_password& wish) {
  const auto* user = home.users.find(one->who->user);
  if (!user || user->what.password != wish.kept)
    return one->done(account_page(home, *one, 409, "Somebody has changed this user meanwhile."));
  if (!wish.is_right) { // counted like a wrong try to sign in: a stolen session guesses no better
    if (home.now() < user->locked_until)
      return one->done(account_page(home, *one, 403, "Too many wrong passwords: wait 15 minutes."));
    return tell_of_users(home, try_sign_in{.user = user->what.name, .revision = user->what.revision, .good = false},
                         mark_of(home, *one, *one->who, {}), [&home, one](const answer&) {
                           one->done(account_page(home, *one, 403, "The password you have now is another one."));
                         });
  }
  if (!wish.verifier) return one->done(account_page(home, *one, 503, wish.verifier.error().detail));
  auto after = user->what;
  after.password = *wish.verifier;
  after.sessions_from = after.revision + 1; // whoever else is signed in under this name no longer is
  change_own(home, one, std::move(after), [&home, one] {
    one->done(
        with_new_session(home, *one,
                         page(200, "Password saved",
                              "<p role=\"status\">Every other session of yours has ended.</p>" + std::string(back))));
  });
}

} // namespace

void get_account(house& home, const call_ptr& one) {
  if (!one->who) return one->done(response::redirect("/sign-in"));
  one->done(account_page(home, *one, 200, ""));
}

void post_account_password(house& home, const call_ptr& one) {
  const auto form = form_of(home, one);
  if (!form) return;
  const auto& user = *home.users.find(one->who->user);
  const auto wish = std::make_shared<new_password>();
  wish->old = secret_text(given(*form, "old"));
  wish->fresh = secret_text(given(*form, "new"));
  wish->kept = user.what.password;
  if (wish->fresh.reveal() != given(*form, "again"))
    return one->done(account_page(home, *one, 400, "The two new passwords are not the same."));
  std::vector<std::string> codes;
  for (const auto& practice : user.what.practices) codes.push_back(practice.str());
  if (const auto why = access::weakness_of(wish->fresh, user.what.name, codes))
    return one->done(account_page(home, *one, 400, "Choose another password: " + *why + "."));
  if (wish->old.reveal().size() > access::password_bytes_max) wish->old = secret_text();
  const bool taken = work_elsewhere(
      home,
      [wish, cost = home.password_cost] {
        wish->is_right = wish->kept.reveal().empty() || access::is_password(wish->kept, wish->old, cost);
        if (wish->is_right) wish->verifier = access::make_verifier(wish->fresh, cost);
      },
      [&home, one, wish] { keep_password(home, one, *wish); });
  if (!taken) one->done(account_page(home, *one, 429, "Too much is under way just now. Try again in a minute."));
}

void post_account_totp(house& home, const call_ptr& one) {
  if (!form_of(home, one)) return;
  if (!home.users.find(one->who->user)->what.totp.reveal().empty())
    return one->done(account_page(home, *one, 409, "There is a second factor already: remove it first."));
  const auto key = access::new_totp_key();
  const auto proof = home.keys.sign(enrolment, one->who->id + "|" + key.reveal());
  one->done(page(200, "Set up a second factor",
                 "<p>Give your authenticator app this key (time-based, six digits):</p>\n<code>" + key.reveal() +
                     "</code>\n<p>or this address, if it takes one:</p>\n<code>" +
                     html_escaped(access::otpauth_uri(one->who->user, key)) +
                     "</code>\n<p>Then type the code that the app shows. Until then nothing has changed.</p>\n" +
                     form_start(home, *one->who, "/account/second-factor/confirm") +
                     "<input type=\"hidden\" name=\"key\" value=\"" + key.reveal() +
                     "\">\n<input type=\"hidden\" name=\"proof\" value=\"" + proof + "\">\n" + code_field() +
                     "<button type=\"submit\">Turn it on</button>\n</form>\n" + std::string(back)));
}

void post_account_totp_confirm(house& home, const call_ptr& one) {
  const auto form = form_of(home, one);
  if (!form) return;
  const secret_text key(given(*form, "key"));
  const auto& user = *home.users.find(one->who->user);
  if (!user.what.totp.reveal().empty() ||
      !home.keys.verify(enrolment, one->who->id + "|" + key.reveal(), given(*form, "proof")))
    return one->done(account_page(home, *one, 409, "Begin again: this key isn't the one that was set up."));
  if (!access::step_of_code(key, trimmed(given(*form, "code")), home.now()))
    return one->done(account_page(
        home, *one, 400, "The code is not right: set up again. Is the telephone's clock right to the minute?"));
  const auto codes = access::new_recovery_codes();
  auto after = user.what;
  after.totp = key;
  after.recovery.clear();
  for (const auto& code : codes) after.recovery.push_back(access::hash_of_recovery(code));
  change_own(home, one, std::move(after), [one, codes] {
    std::string list;
    for (const auto& code : codes) list.append("<code>").append(code).append("</code>\n");
    one->done(page(200, "The second factor is on",
                   "<p role=\"status\">Keep these recovery codes where you would keep a key. Each signs you in once "
                   "when you don't have your telephone. They are never shown again.</p>\n" +
                       list + std::string(back)));
  });
}

void post_account_totp_remove(house& home, const call_ptr& one) {
  const auto form = form_of(home, one);
  if (!form) return;
  const auto* user = home.users.find(one->who->user);
  if (home.now() < user->locked_until)
    return one->done(account_page(home, *one, 403, "Too many wrong codes: wait 15 minutes."));
  const auto code = std::string(trimmed(given(*form, "code")));
  try_sign_in tried{
      .user = user->what.name, .revision = user->what.revision, .good = true, .totp_step = 0, .recovery = 0};
  if (const auto step = access::step_of_code(user->what.totp, code, home.now()))
    tried.totp_step = *step;
  else
    tried.recovery = access::place_of_recovery(user->what.recovery, code);
  tried.good = tried.totp_step != 0 || tried.recovery != 0;
  // Counted where codes are counted: each works once, and ten wrong ones lock.
  tell_of_users(home, tried, mark_of(home, *one, *one->who, {}), [&home, one](const answer& said) {
    const auto* now = home.users.find(one->who->user);
    if (!said.accepted || !now)
      return one->done(account_page(home, *one, 403, "The code is not right, or was used before."));
    auto after = now->what;
    after.totp = secret_text();
    after.recovery.clear();
    change_own(home, one, std::move(after),
               [&home, one] { one->done(account_page(home, *one, 200, "The second factor is removed.")); });
  });
}

} // namespace tidings::web
