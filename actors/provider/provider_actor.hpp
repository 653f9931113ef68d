#pragma once
// One provider account as an actor. It keeps nothing: an answer goes from the HTTP thread straight to who asked, so a
// restart loses no answer.
#include "actors/provider/http_provider.hpp"
#include "schemas/actors.hpp"

#include <memory>

namespace tidings {

struct http_account_parts {
  provider_id id;
  std::shared_ptr<const http_provider> how; ///< what is asked and what answers mean
  std::shared_ptr<http_port> http;
  wall_clock now;
};

using http_account_ptr = std::shared_ptr<const http_account_parts>;

void send_over_http(const http_account_ptr& my, const provider_call& call);
void look_up_over_http(const http_account_ptr& my, const provider_look_up& call);

struct http_account_state {
  http_account_state() {}
  static inline const char* name = "http_account";
};
/// Sends through any provider that is spoken to over HTTP. Answers every call once, within the account's `timeout` give
/// or take a second.
provider_actor::behavior_type http_account(provider_actor::stateful_pointer<http_account_state> self,
                                           http_account_parts parts);

struct null_provider_state {
  null_provider_state() {}
  static inline const char* name = "null";
};
/// Says `sent` at once and sends nothing: for benchmarks.
provider_actor::behavior_type null_provider(provider_actor::stateful_pointer<null_provider_state> self,
                                            provider_settings account);

} // namespace tidings
