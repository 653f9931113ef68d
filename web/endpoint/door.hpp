#pragma once
// The one door: every request, by method and path, to its handler; who may come in; what is refused. No sockets here.
#include "web/endpoint/handlers.hpp"

#include <functional>
#include <memory>

namespace tidings::web {

/// A route whose caller has to be signed in: each has a row in access/rules.cpp.
struct known_route {
  std::string_view method, pattern;
};
std::vector<known_route> routes_of_users();

class door {
public:
  explicit door(house home) : home_(std::make_unique<house>(std::move(home))) {}

  /// `done` is called once: at once, or later on the endpoint's thread.
  void handle(request asked, std::function<void(response)> done);
  /// May this session's live feed go on?
  bool admits(const session& who) const { return principal_of(who).has_value(); }
  /// Who that is by now; nothing: the session has ended.
  std::optional<access::principal> principal_of(const session& who) const {
    const auto now = home_->now();
    if (who.expires <= now || home_->ended.has(who) || !home_->users.is_read()) return std::nullopt;
    return home_->users.principal_of(who, now);
  }
  /// May this request, of which the head is there, bring a body beyond `endpoint.body_bytes_max`?
  bool may_be_large(const request& head);
  /// From now on everything is answered 503.
  void close() { closed_ = true; }

  house& inside() { return *home_; }
  const house& inside() const { return *home_; }

private:
  void let_in(const call_ptr& one);

  std::unique_ptr<house> home_; // handlers keep its address
  bool closed_ = false;
};

} // namespace tidings::web
