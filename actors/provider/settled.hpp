#pragma once
// What a practice's answer means to whoever told it something that a provider knows.
#include "schemas/commands.hpp"

namespace tidings {

/// True: on disk, or refused by whoever it is told to. False: it must be told again.
inline bool is_settled(const answer& said) {
  if (said.accepted) return true;
  switch (said.refusal) {
  case error_code::refused:
  case error_code::not_found:
  case error_code::invalid_input:
  case error_code::none:
    return true;
  default:
    return false;
  }
}

} // namespace tidings
