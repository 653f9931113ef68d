// How the directory of users keeps up with the host's stream.
#include "web/endpoint/handlers.hpp"

namespace tidings::web {

void refresh_users(house& home, std::function<void(bool)> then) {
  home.broker.read_users(home.users.upto(), later(home, [&home, then = std::move(then)](const result<user_news>& news) {
                           if (news) home.users.take(*news);
                           then(news.has_value());
                         }));
}

void with_users(house& home, std::function<void(bool)> then) {
  if (home.users.is_read()) return then(true);
  home.waiting_for_users.push_back(std::move(then));
  if (home.waiting_for_users.size() > 1) return; // it is being read already
  refresh_users(home, [&home](bool read) {
    for (const auto& one : std::exchange(home.waiting_for_users, {})) one(read);
  });
}

void tell_of_users(house& home, command what, audit_mark_ptr by, std::function<void(answer)> then) {
  tell(home, practice_id::host(), std::move(what), std::move(by), [&home, then = std::move(then)](const answer& said) {
    refresh_users(home, [then, said](bool read) {
      // It is on disk, and the next reading will show it; but whoever asked must not go on from what was before.
      if (!read && said.accepted)
        return then({false, false, error_code::stopping, "it is done, but the users can't be read again just now", {}});
      then(said);
    });
  });
}

bool work_elsewhere(house& home, std::function<void()> work, std::function<void()> then) {
  if (!home.elsewhere) {
    work();
    then();
    return true;
  }
  return home.elsewhere([run = home.on_io, work = std::move(work), then = std::move(then)] {
    work();
    run(then);
  });
}

} // namespace tidings::web
