#pragma once
// Who may use Tidings: users, what they may do and whose practices they may see. Users stand in the host's stream.
// Pure data; what follows from it is web/endpoint/access.
#include "schemas/ids.hpp"
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <boost/describe/class.hpp>
#include <boost/describe/enum.hpp>

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace tidings {

/// What somebody may do. Stored by number: only ever add at the end.
enum class user_role : std::uint8_t {
  read_only,              ///< look, within the practices
  support,                ///< look, where and as long as a practice lets them
  read_write,             ///< the practice's daily work
  full,                   ///< and what changes how the practice works
  practice_administrator, ///< and the practice's users
  host_operator,          ///< the broker itself, all practices
};
BOOST_DESCRIBE_ENUM(user_role, read_only, support, read_write, full, practice_administrator, host_operator)

/// A practice lets one support user in for a while.
struct support_grant {
  practice_id practice;
  timestamp until{}; ///< cut off early: a moment that has passed
  std::string by;
  std::string reason;
  bool operator==(const support_grant&) const = default;
};
BOOST_DESCRIBE_STRUCT(support_grant, (), (practice, until, by, reason))

/// A user, whole. No names of people but the sign-in name.
struct user_account {
  std::string name;           ///< to sign in with: 2 to 64 of [a-z0-9._@-], lower case
  std::uint64_t revision = 0; ///< counts the user's changes from 1: two that cross are told apart
  user_role role = user_role::read_only;
  bool all_practices = false;
  std::vector<practice_id> practices;
  std::vector<std::string> groups; ///< names of groups of practices, see the configuration
  bool disabled = false;
  secret_text password;              ///< its verifier, see web/endpoint/access/password.hpp; empty: links alone
  secret_text totp;                  ///< the second factor's key, base32; empty: none
  std::vector<secret_text> recovery; ///< hashes of the recovery codes; an empty one was used
  std::uint64_t sessions_from = 0;   ///< sessions begun at an earlier revision have ended
  std::vector<support_grant> grants; ///< of a support user
  bool operator==(const user_account&) const = default;
};
BOOST_DESCRIBE_STRUCT(user_account, (),
                      (name, revision, role, all_practices, practices, groups, disabled, password, totp, recovery,
                       sessions_from, grants))

/// A user and how their last attempts to sign in went.
struct user_track {
  user_account what;
  std::uint32_t wrong = 0;     ///< attempts in a row
  timestamp locked_until{};    ///< nobody signs in by password before
  std::uint64_t totp_step = 0; ///< the last one used: each signs in once
  bool operator==(const user_track&) const = default;
};
BOOST_DESCRIBE_STRUCT(user_track, (), (what, wrong, locked_until, totp_step))

/// The practices that somebody may see. Null where it stands: all.
using practice_scope = std::set<practice_id>;
using practice_scope_ptr = std::shared_ptr<const practice_scope>;

} // namespace tidings
