#pragma once
// Users as JSON, and what is asked of them. Pure.
#include "web/endpoint/access/directory.hpp"
#include "web/endpoint/errors_json.hpp"

#include <tl/expected.hpp>

namespace tidings::web::access {

/// What shall be changed; what isn't given stays.
struct wanted_user {
  std::optional<std::string> name; ///< of a new one
  std::optional<user_role> role;
  std::optional<bool> all_practices, disabled;
  std::optional<std::vector<practice_id>> practices;
  std::optional<std::vector<std::string>> groups;
};

/// Every mistake is named.
tl::expected<wanted_user, std::vector<api_error>> read_wanted_user(std::string_view body, bool is_new,
                                                                   const practice_groups& groups);

/// The user as they shall be. Revision and sessions are seen to.
user_account changed(user_account user, const wanted_user& wish);

/// May `who` have to do with this user at all? Who may not isn't told that there is one.
bool manages(const principal& who, const user_account& user, const directory& users, timestamp now);
/// May `who` make the user so? The user's practices have to be theirs, and the role none above their own. Empty: yes.
std::string refused_change(const principal& who, const user_account& after, const directory& users, timestamp now);

/// Nothing secret: whether there is a password and a second factor, not which.
std::string json_of(const user_track& user, timestamp now);

/// 2 to 64 of [a-z0-9._@-], a letter or digit first.
bool is_new_user_name(std::string_view text);

} // namespace tidings::web::access
