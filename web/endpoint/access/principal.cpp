#include "web/endpoint/access/principal.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>

namespace tidings::web::access {

practice_scope_ptr scope_of(const user_account& user, const practice_groups& groups, timestamp now) {
  if (user.role == user_role::host_operator) return nullptr;
  practice_scope seen;
  if (user.role == user_role::support) {
    for (const auto& one : user.grants)
      if (now < one.until) seen.insert(one.practice);
    return std::make_shared<const practice_scope>(std::move(seen));
  }
  if (user.all_practices) return every_practice();
  for (const auto& one : user.practices)
    if (!one.is_host() && !one.empty()) seen.insert(one);
  for (const auto& name : user.groups)
    if (const auto found = groups.find(name); found != groups.end())
      seen.insert(found->second.begin(), found->second.end());
  return std::make_shared<const practice_scope>(std::move(seen));
}

bool is_part_of(const practice_scope_ptr& inner, const practice_scope_ptr& outer) {
  if (!outer) return true;
  if (!inner) return false;
  return std::all_of(inner->begin(), inner->end(), [&](const practice_id& one) {
    return one.empty() ? outer->contains(practice_id{}) : is_within(outer, one);
  });
}

std::string_view word_of(user_role role) { return boost::describe::enum_to_string(role, ""); }

} // namespace tidings::web::access
