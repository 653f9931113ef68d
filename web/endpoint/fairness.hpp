#pragma once
// How much one practice and one user may have under way at the door. Whoever asks for more is answered 429 at once, so
// that the queues behind the door stay short for everybody else. Pure; for the endpoint's thread.
#include "schemas/ids.hpp"
#include "web/endpoint/limits.hpp"

#include <string>
#include <unordered_map>

namespace tidings::web {

class under_way {
public:
  /// A place for one more; each that was given is given back once. `user` empty: no person's.
  bool enter(const endpoint_limits& limits, const practice_id& practice, const std::string& user);
  void leave(const practice_id& practice, const std::string& user);
  /// The same for reads, which are no practice's.
  bool enter(const endpoint_limits& limits, const std::string& user);
  void leave(const std::string& user);

  std::size_t practices() const { return of_practice_.size(); }
  std::size_t users() const { return of_user_.size(); }

private:
  std::unordered_map<practice_id, int> of_practice_;
  std::unordered_map<std::string, int> of_user_;
};

} // namespace tidings::web
