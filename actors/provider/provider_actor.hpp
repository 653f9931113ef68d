#pragma once
// One provider account as an actor. It keeps nothing: an answer goes from the HTTP thread straight to who asked, so a
// restart loses no answer.
#include "actors/provider/http_port.hpp"
#include "schemas/actors.hpp"

#include <memory>

namespace tidings {

struct firetext_provider_state {
  firetext_provider_state() {}
  static inline const char* name = "firetext";
};
/// Sends through FireText. Answers every call once, within the account's `timeout` give or take a second.
provider_actor::behavior_type firetext_provider(provider_actor::stateful_pointer<firetext_provider_state> self,
                                                provider_settings account, std::shared_ptr<http_port> http);

struct null_provider_state {
  null_provider_state() {}
  static inline const char* name = "null";
};
/// Says `sent` at once and sends nothing: for benchmarks.
provider_actor::behavior_type null_provider(provider_actor::stateful_pointer<null_provider_state> self,
                                            provider_settings account);

} // namespace tidings
