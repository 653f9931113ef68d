#pragma once
// How one polled clinical system is, from what its readings came to; and what a person can do about it.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"
#include "schemas/words.hpp"

#include <string>

namespace tidings {

class system_health {
public:
  /// This many failed readings in a row: down. One may have met a busy moment.
  static constexpr unsigned failures_max = 3;

  connector_state state() const { return state_; }
  const std::string& reason() const { return reason_; }
  unsigned failures() const { return failures_; }

  /// `title`: the system's name for people; `address`: where it is.
  void start(std::string title, std::string address);
  /// The appointments were read, all of them. `remark`: what staff should know nevertheless.
  void appointments_read(const std::string& remark = {});
  void failed(const failure& why);
  /// A call has been under way for so long that it is taken for hanging.
  void hangs(millis since);
  /// What has nothing to do with the system, such as keys of ours.
  void trouble(const failure& why);

private:
  void set(connector_state state, std::string reason);

  std::string title_, address_;
  connector_state state_ = connector_state::degraded;
  std::string reason_;
  unsigned failures_ = 0;
};

} // namespace tidings
