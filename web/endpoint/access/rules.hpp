#pragma once
// Which role may take which route: one table (rules.cpp), asked at one place (the door). A route without a row is for
// host operators alone, and fails a test.
#include "web/endpoint/access/principal.hpp"

#include <span>

namespace tidings::web::access {

/// How a route keeps to the practices of whoever asks.
enum class reach {
  own,    ///< about whoever asks, or about nobody
  host,   ///< about the broker as a whole: can't be cut to a practice's part
  path,   ///< the first `{}` is the practice
  query,  ///< `?practice=` must be given
  body,   ///< the body names the practice
  rows,   ///< rows of several practices, those of others are left out
  object, ///< one thing, whose practice the board knows
  users,  ///< users, as far as whoever asks has to do with them
};

struct rule {
  std::string_view method, pattern;
  std::string_view roles; ///< letters, see role_letter
  reach kept;
  std::string_view reveals; ///< who may be shown patients' data by it; empty: it shows none
};

/// R read only, S support, W read and write, F full, A practice administrator, H host operator.
char role_letter(user_role role);

std::span<const rule> rules();
/// Null: no row.
const rule* rule_of(std::string_view method, std::string_view pattern);
bool may(user_role role, std::string_view method, std::string_view pattern);
bool may_reveal(user_role role, std::string_view method, std::string_view pattern);

} // namespace tidings::web::access
