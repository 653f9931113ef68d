// Users, in the host's stream: made, changed, and how their attempts to sign in went.
#include "actors/practice/decide_users.hpp"

#include <algorithm>

namespace tidings {
namespace {

bool is_name(const std::string& text) {
  return !text.empty() && text.size() <= user_name_bytes_max &&
         std::none_of(text.begin(), text.end(), [](char c) { return c <= ' ' || c == '|' || c >= 0x7f; });
}

/// A code that was used before is as good as a wrong one.
bool is_used(const user_track& user, const try_sign_in& c) {
  if (c.totp_step != 0 && c.totp_step <= user.totp_step) return true;
  if (c.recovery == 0) return false;
  const auto& codes = user.what.recovery;
  return c.recovery > codes.size() || codes[c.recovery - 1].reveal().empty();
}

} // namespace

decision decide_change_user(const practice_state& state, const practice_settings& settings, const change_user& c) {
  if (!settings.id.is_host()) return refused(error_code::refused, "users are the host's");
  if (!is_name(c.what.name)) return refused(error_code::invalid_input, "this is no user's name");
  if (c.what.practices.size() > user_practices_max || c.what.groups.size() > user_practices_max)
    return refused(error_code::invalid_input, "a user has too many practices: give groups or all");
  const auto found = state.users.find(c.what.name);
  if (found != state.users.end() && found->second.what == c.what)
    return {{}, answer{.repeated = true, .id = c.what.name}};
  if (found == state.users.end() && state.users.size() >= users_max)
    return refused(error_code::refused, "there are as many users as a host has");
  const auto last = found == state.users.end() ? 0 : found->second.what.revision;
  if (c.what.revision != last + 1)
    return refused(error_code::refused, "somebody else has changed this user meanwhile: look again");
  return {{user_changed{c.what, c.by}}, answer{.id = c.what.name}};
}

decision decide_try_sign_in(const practice_state& state, const try_sign_in& c, timestamp now) {
  const auto found = state.users.find(c.user);
  if (found == state.users.end()) return refused(error_code::not_found, "there is no such user");
  const auto& user = found->second;
  if (user.what.disabled || now < user.locked_until || user.what.revision != c.revision)
    return refused(error_code::refused, "this user can't sign in now");
  if (c.good && !is_used(user, c))
    return {{sign_in_tried{c.user, true, 0, {}, c.totp_step, c.recovery}}, answer{.id = c.user}};
  const auto wrong = user.wrong + 1;
  auto made = refused(error_code::refused, "name, password or code are wrong");
  made.events.push_back(
      sign_in_tried{c.user, false, wrong, wrong < wrong_in_a_row_max ? timestamp{} : now + locked_for, 0, 0});
  return made;
}

} // namespace tidings
