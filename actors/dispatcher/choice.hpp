#pragma once
// Which account of a route a message goes by now. Pure.
#include "actors/dispatcher/account.hpp"
#include "schemas/effects.hpp"

#include <map>

namespace tidings {

using account_map = std::map<provider_id, account>;

/// How far each account of a route is behind its weight's share.
using weight_credits = std::map<provider_id, double>;

struct choice {
  std::optional<provider_id> by; ///< nothing: the message waits
  bool as_probe = false;
  timestamp at = never; ///< when to choose again; `never`: only an end makes room
};

/// In order: the first account that isn't out. One that is merely busy is waited for, so that a rush alone doesn't send
/// messages by a dearer one; while one comes back, what it doesn't take yet goes on to the next. By weight: of the
/// accounts with room, the one that is furthest behind its share; those of weight 0 only while all others are out.
/// A probe comes first: it is one message.
choice choose(const provider_route& route, const weight_credits& credits, const account_map& accounts, moment now);

/// Notes that a message goes by `taken`: of those that were to be had, it has had its turn.
void settle_credits(weight_credits& credits, const provider_route& route, const account_map& accounts,
                    const provider_id& taken, moment now);

} // namespace tidings
