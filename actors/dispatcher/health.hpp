#pragma once
// How a provider account is doing, by its last answers. Pure.
#include "schemas/commands.hpp"

#include <deque>

namespace tidings {

class provider_health {
public:
  static constexpr std::size_t remembered = 100; ///< answers that the share of failures is taken from
  static constexpr double degraded_share = 0.1;  ///< of them failing or unknown
  static constexpr int down_after = 10;          ///< failures in a row

  void answered(const attempt_outcome& what);
  provider_state state() const;
  std::string reason() const; ///< what is wrong and what to do, in plain English; empty when up

private:
  std::deque<bool> good_;
  int in_a_row_ = 0;
  bool stopped_ = false; ///< the account itself was refused
  std::string last_detail_;
};

} // namespace tidings
