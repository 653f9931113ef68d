#pragma once
// The users of the moment, as the host's stream has them. Pure data; directory_reading.cpp asks the broker for news.
#include "schemas/user_fold.hpp"
#include "web/endpoint/access/principal.hpp"
#include "web/endpoint/broker_port.hpp"
#include "web/endpoint/sessions.hpp"

#include <optional>

namespace tidings::web::access {

/// Reserved for the command line and the broker itself: nobody else is called so.
bool is_reserved(std::string_view name);

class directory {
public:
  void set_groups(practice_groups groups) { groups_ = std::move(groups); }
  const practice_groups& groups() const { return groups_; }

  /// False until the host's stream has been read once: nobody comes in before.
  bool is_read() const { return read_; }
  std::uint64_t upto() const { return upto_; }
  void take(const user_news& news);

  const user_track* find(const std::string& name) const;
  const user_tracks& all() const { return users_; }

  /// Whose session this is; nothing: it has ended. Somebody who isn't a user came in by a link of the command line and
  /// is a host operator.
  std::optional<principal> principal_of(const session& who, timestamp now) const;
  principal principal_of(const user_account& user, timestamp now) const;
  /// What a session that begins now has to carry.
  std::uint64_t revision_of(const std::string& name) const;

private:
  practice_groups groups_;
  user_tracks users_;
  std::uint64_t upto_ = 0;
  bool read_ = false;
};

} // namespace tidings::web::access
