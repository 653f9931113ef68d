#pragma once
// How a practice's folder for documents is, and what a person can do about it, in plain English. Pure.
#include "schemas/errors.hpp"
#include "schemas/time.hpp"

#include <string>

namespace tidings {

/// It is looked at this often: with the alert's own minute somebody is called within two.
constexpr millis hand_over_look_every{30'000};

class hand_over_health {
public:
  /// What a look at the folder came to, or the filing of a document. True: it isn't as it was last told.
  bool took(const result<void>& what);
  /// A look has been under way for so long that it is taken for hanging.
  bool hangs(millis since);

  bool is_up() const { return reason_.empty(); }
  const std::string& reason() const { return reason_; } ///< empty: it is up

private:
  bool set(std::string reason);

  std::string reason_;
  bool told_ = false;
};

} // namespace tidings
