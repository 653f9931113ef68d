// Users by the API: host operators have to do with all of them, practice administrators with those of their practices.
#include "web/endpoint/access/user_bodies.hpp"
#include "web/endpoint/bodies.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/handlers.hpp"

namespace tidings::web {
namespace {

/// False: answered.
bool is_plain(const call_ptr& one) {
  if (one->asked.query.empty()) return true;
  one->done(refusal(400, "unknown_parameter", "this request takes no parameters"));
  return false;
}

bool is_json(const call_ptr& one) {
  if (is_content_type(one->asked, "application/json")) return true;
  one->done(refusal(415, "unsupported_type", "the body must be application/json", "Content-Type"));
  return false;
}

/// Null: answered, with the same words for who isn't there and who isn't theirs.
const user_track* user_named(const house& home, const call_ptr& one) {
  const auto* user = home.users.find(one->arguments[0]);
  if (user && access::manages(one->as, user->what, home.users, home.now())) return user;
  one->done(refusal(404, "not_found", "there is no such user"));
  return nullptr;
}

/// A link by which the user signs in once and chooses a password.
std::string link_for(const house& home, const std::string& user) {
  return "/sign-in?token=" + make_sign_in_token(home.keys, user, home.now());
}

void keep(house& home, const call_ptr& one, user_account after, int status, bool with_link) {
  const auto name = after.name;
  tell_of_users(home, change_user{std::move(after), one->who->user}, mark_of(home, *one, *one->who, {"user " + name}),
                [&home, one, name, status, with_link](const answer& said) {
                  if (!said.accepted)
                    return one->done(refusal(
                        failure{said.refusal == error_code::none ? error_code::refused : said.refusal, said.reason}));
                  const auto* user = home.users.find(name);
                  if (!user) return one->done(refusal(503, "unavailable", "the users can't be read just now"));
                  auto body = access::json_of(*user, home.now());
                  if (with_link) body.insert(body.size() - 1, ",\"link\":" + json_quoted(link_for(home, name)));
                  one->done(api_json(status, std::move(body)));
                });
}

} // namespace

void get_users(house& home, const call_ptr& one) {
  if (!is_plain(one)) return;
  const auto now = home.now();
  std::string body = "{\"users\":[";
  bool first = true;
  for (const auto& [name, user] : home.users.all()) {
    if (!access::manages(one->as, user.what, home.users, now)) continue;
    if (!std::exchange(first, false)) body += ',';
    body += access::json_of(user, now);
  }
  body += "],\"groups\":[";
  first = true;
  for (const auto& [name, practices] : home.users.groups()) {
    if (!access::is_part_of(std::make_shared<const practice_scope>(practices), one->as.scope)) continue;
    if (!std::exchange(first, false)) body += ',';
    body += json_quoted(name);
  }
  one->done(api_json(200, body + "]}"));
}

void get_user(house& home, const call_ptr& one) {
  if (!is_plain(one)) return;
  if (const auto* user = user_named(home, one)) one->done(api_json(200, access::json_of(*user, home.now())));
}

void post_users(house& home, const call_ptr& one) {
  if (!is_plain(one) || !is_json(one)) return;
  const auto wish = access::read_wanted_user(one->asked.body, true, home.users.groups());
  if (!wish) return one->done(refusal(400, wish.error()));
  const auto after = access::changed({}, *wish);
  if (const auto why = access::refused_change(one->as, after, home.users, home.now()); !why.empty())
    return one->done(refusal(403, "forbidden", why));
  if (home.users.find(after.name)) return one->done(refusal(409, "refused", "a user is called so already", "name"));
  keep(home, one, after, 201, true);
}

void post_user_change(house& home, const call_ptr& one) {
  if (!is_plain(one) || !is_json(one)) return;
  const auto* user = user_named(home, one);
  if (!user) return;
  const auto wish = access::read_wanted_user(one->asked.body, false, home.users.groups());
  if (!wish) return one->done(refusal(400, wish.error()));
  if (user->what.name == one->who->user)
    return one->done(refusal(403, "forbidden", "nobody changes what they may do themselves"));
  const auto after = access::changed(user->what, *wish);
  if (const auto why = access::refused_change(one->as, after, home.users, home.now()); !why.empty())
    return one->done(refusal(403, "forbidden", why));
  keep(home, one, after, 200, false);
}

/// Password and second factor are gone, every session has ended, and a link lets the user choose a new password.
void post_user_reset(house& home, const call_ptr& one) {
  if (!is_plain(one)) return;
  if (!is_empty_body(one->asked.body)) return one->done(refusal(400, "unknown_field", "this request takes no body"));
  const auto* user = user_named(home, one);
  if (!user) return;
  if (user->what.name == one->who->user)
    return one->done(refusal(403, "forbidden", "your own password is changed at /account"));
  auto after = user->what;
  after.password = after.totp = secret_text();
  after.recovery.clear();
  after.sessions_from = ++after.revision;
  keep(home, one, std::move(after), 200, true);
}

} // namespace tidings::web
