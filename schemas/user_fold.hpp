#pragma once
// What becomes of users by what happened: the host's practice and the endpoint fold the same events the same way. Pure.
#include "schemas/events.hpp"

#include <algorithm>
#include <map>

namespace tidings {

using user_tracks = std::map<std::string, user_track>;

inline void fold_user(user_tracks& users, const user_changed& e) {
  auto& one = users[e.what.name];
  const bool other_password = one.what.password != e.what.password;
  const bool other_factor = one.what.totp != e.what.totp;
  one.what = e.what;
  if (other_password) {
    one.wrong = 0;
    one.locked_until = {};
  }
  if (other_factor) one.totp_step = 0;
}

inline void fold_user(user_tracks& users, const sign_in_tried& e) {
  const auto found = users.find(e.user);
  if (found == users.end()) return;
  auto& one = found->second;
  one.wrong = e.wrong;
  one.locked_until = e.locked_until;
  one.totp_step = std::max(one.totp_step, e.totp_step);
  if (e.recovery > 0 && e.recovery <= one.what.recovery.size()) one.what.recovery[e.recovery - 1] = secret_text();
}

} // namespace tidings
