#include "web/endpoint/access/directory.hpp"

namespace tidings::web::access {

bool is_reserved(std::string_view name) { return name == "command-line" || name == "host" || name == "administrator"; }

void directory::take(const user_news& news) {
  for (const auto& [sequence, what] : news.events) {
    if (sequence <= upto_) continue; // two readings crossed
    upto_ = sequence;
    if (const auto* changed = std::get_if<user_changed>(&what)) fold_user(users_, *changed);
    if (const auto* tried = std::get_if<sign_in_tried>(&what)) fold_user(users_, *tried);
  }
  upto_ = std::max(upto_, news.upto);
  read_ = true;
}

const user_track* directory::find(const std::string& name) const {
  const auto found = users_.find(name);
  return found == users_.end() ? nullptr : &found->second;
}

std::uint64_t directory::revision_of(const std::string& name) const {
  const auto* user = find(name);
  return user ? user->what.revision : 0;
}

principal directory::principal_of(const user_account& user, timestamp now) const {
  return {user.name, user.role, scope_of(user, groups_, now)};
}

std::optional<principal> directory::principal_of(const session& who, timestamp now) const {
  const auto* user = find(who.user);
  if (!user) return principal{who.user, user_role::host_operator, nullptr};
  if (user->what.disabled || who.revision < user->what.sessions_from) return std::nullopt;
  return principal_of(user->what, now);
}

} // namespace tidings::web::access
