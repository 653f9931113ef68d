#pragma once
// Who asks, as far as it matters for what they may do.
#include "schemas/scope.hpp"

#include <map>
#include <string>
#include <string_view>

namespace tidings::web::access {

using practice_groups = std::map<std::string, practice_scope>; ///< as the configuration names them

struct principal {
  std::string user;
  user_role role = user_role::read_only;
  practice_scope_ptr scope = std::make_shared<const practice_scope>(); ///< null: all, see is_within

  bool sees(const practice_id& practice) const { return is_within(scope, practice); }
  bool is_operator() const { return role == user_role::host_operator; }
};

/// What a user may see now. A support user: only where and as long as a practice lets them.
practice_scope_ptr scope_of(const user_account& user, const practice_groups& groups, timestamp now);

/// Is everything that `inner` sees seen by `outer`?
bool is_part_of(const practice_scope_ptr& inner, const practice_scope_ptr& outer);

std::string_view word_of(user_role role); ///< e.g. `host_operator`

} // namespace tidings::web::access
