#pragma once
// The one door: every request, by method and path, to its handler; who may come in; what is refused. No sockets here.
#include "web/endpoint/handlers.hpp"

#include <functional>
#include <memory>

namespace tidings::web {

class door {
public:
  explicit door(house home) : home_(std::make_unique<house>(std::move(home))) {}

  /// `done` is called once: at once, or later on the endpoint's thread.
  void handle(request asked, std::function<void(response)> done);
  /// May this session's live feed go on?
  bool admits(const session& who) const { return who.expires > home_->now() && !home_->ended.has(who); }
  /// From now on everything is answered 503.
  void close() { closed_ = true; }

  house& inside() { return *home_; }
  const house& inside() const { return *home_; }

private:
  std::unique_ptr<house> home_; // handlers keep its address
  bool closed_ = false;
};

} // namespace tidings::web
