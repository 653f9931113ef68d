#pragma once
#include "gateway/dialect.hpp"

#include <memory>

namespace tidings::sim {

struct voice_line {
  std::string account = "practice", key = "demo-key";
};

/// Rings telephones by schemas/voice_calls.md. Everybody picks up, listens to the script and, when told to by
/// /_control/reply, presses a key; those who never do are told of as `no-answer`.
std::unique_ptr<gateway_dialect> make_voice_dialect(voice_line);

} // namespace tidings::sim
