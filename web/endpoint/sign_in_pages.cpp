// Signing in with a one-time link, and out.
#include "web/endpoint/access/rules.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/handlers.hpp"
#include "web/endpoint/oidc/pages.hpp"
#include "web/endpoint/pages.hpp"
#include "web/endpoint/target.hpp"

namespace tidings::web {
namespace {
constexpr std::string_view first_page = "/ops/";

response used_page() {
  return ask_for_link_page(403, "This link was used before", "A sign-in link works once. Ask for a new one.");
}

response bad_link_page(const failure& why) {
  if (why.code == error_code::timed_out)
    return ask_for_link_page(403, "This link is too old", "A sign-in link works for 15 minutes. Ask for a new one.");
  return ask_for_link_page(403, "This link does not work", "It may have been cut off when it was copied.");
}

/// The broker couldn't write it down: the link is as good as before.
response later_page() {
  auto page_then =
      page(503, "Try again in a moment", "<p>The broker can't sign anybody in just now. The link still works.</p>");
  page_then.set("Retry-After", std::to_string(retry_after_s));
  return page_then;
}
/// What the pages hide or show by.
std::string routes_of(user_role role) {
  std::string all = "[";
  for (const auto& one : access::rules()) {
    if (!access::may(role, one.method, one.pattern)) continue;
    if (all.size() > 1) all += ',';
    all += json_quoted(std::string(one.method).append(" ").append(one.pattern));
  }
  return all + "]";
}
} // namespace

void get_sign_in(house& home, const call_ptr& one) {
  const auto token = one->asked.query.find("token");
  if (token != one->asked.query.end()) {
    // Looked at, not used: mail scanners and link previews fetch links.
    const auto claim = read_sign_in_token(home.keys, token->second, home.now());
    return one->done(claim ? sign_in_page(token->second) : bad_link_page(claim.error()));
  }
  if (one->who) return one->done(response::redirect(std::string(first_page)));
  oidc::show_sign_in(home, one);
}

response welcome(const house& home, const session& who) {
  auto first = response::redirect(std::string(first_page));
  first.set("Set-Cookie", set_cookie(home.keys, who, home.now()));
  first.set("Cache-Control", "no-store");
  return first;
}

void post_sign_in(house& home, const call_ptr& one) {
  if (!same_origin(home, one->asked, true))
    return one->done(ask_for_link_page(403, "Sign in from the link's own page", "The request came from another site."));
  const auto form = parse_form(one->asked.body, repeats::refused);
  if (form && is_content_type(one->asked, "application/x-www-form-urlencoded") && form->contains("name"))
    return sign_in_by_password(home, one, *form);
  const auto token = form ? form->find("token") : parameters::const_iterator{};
  if (!is_content_type(one->asked, "application/x-www-form-urlencoded") || !form || token == form->end())
    return one->done(ask_for_link_page(400, "This link does not work", "The form came without its token."));
  const auto claim = read_sign_in_token(home.keys, token->second, home.now());
  if (!claim) return one->done(bad_link_page(claim.error()));
  const auto who =
      new_session(claim->user, home.now(), home.settings.session_lasts, home.users.revision_of(claim->user));
  // With the user's own role; who isn't a user came by the command line, and may do what that may.
  const auto as = home.users.principal_of(who, home.now());
  if (!as) return one->done(ask_for_link_page(403, "This user can't sign in", "Ask whoever runs this server."));
  one->as = *as;
  tell(home, practice_id::host(), use_sign_in{claim->user, claim->nonce}, mark_of(home, *one, who, {}),
       [&home, one, who](answer said) {
         if (said.accepted && !said.repeated) {
           return one->done(welcome(home, who));
         }
         const bool used = said.accepted || said.refusal == error_code::refused || said.refusal == error_code::none;
         one->done(used ? used_page() : later_page());
       });
}

void get_me(house& home, const call_ptr& one) {
  one->done(api_json(
      200, "{\"user\":" + json_quoted(one->who->user) + ",\"csrf\":" + json_quoted(csrf_token(home.keys, *one->who)) +
               ",\"role\":" + json_quoted(access::word_of(one->as.role)) + ",\"may\":" + routes_of(one->as.role) +
               ",\"version\":" + json_quoted(TIDINGS_VERSION) + "}"));
}

void post_sign_out(house& home, const call_ptr& one) {
  home.ended.add(*one->who, home.now());
  tell(home, practice_id::host(), keep_audit_entry{}, mark_of(home, *one, *one->who, {}), [one](answer said) {
    response gone;
    gone.status = 204;
    if (!said.accepted) // signed out all the same
      gone = refusal(503, "unavailable", "the audit trail could not be written: " + said.reason);
    gone.set("Set-Cookie", clear_cookie());
    gone.set("Cache-Control", "no-store");
    one->done(std::move(gone));
  });
}

} // namespace tidings::web
