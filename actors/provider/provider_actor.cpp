#include "actors/provider/provider_actor.hpp"

#include "schemas/crash_point.hpp"

namespace tidings {
namespace {

outbound outbound_of(const attempt_ready& what) {
  return {what.practice, what.message, what.attempt, what.to, what.text, what.sender, what.question};
}

std::int64_t took_ms(const http_outcome& answer) { return (answer ? answer->took : answer.error().took).count(); }

} // namespace

void send_over_http(const http_account_ptr& my, const provider_call& call) {
  auto what = outbound_of(call.what);
  auto request = my->how->send_request(what, my->now());
  // Needed for the answer no more, and long.
  what.text = {};
  what.to = {};
  if (!request) {
    attempt_outcome refused{.message = what.message,
                            .attempt = what.attempt,
                            .result = attempt_result::permanent,
                            .detail = request.error().detail};
    caf::anon_send(call.answer_to, provider_answer{what.practice, std::move(refused), my->id, 0});
    return;
  }
  crash_point("before_provider_call");
  my->http->call(std::move(*request), [my, what, to = call.answer_to](const http_outcome& answer) {
    crash_point("after_provider_call");
    caf::anon_send(
        to, provider_answer{what.practice, my->how->read_send(what, answer, my->now()), my->id, took_ms(answer)});
  });
}

void look_up_over_http(const http_account_ptr& my, const provider_look_up& call) {
  auto request = my->how->look_up_request(call.what.message, my->now());
  if (!request) {
    looked_up nothing{call.what.message, call.what.attempt, look_up_finding::unknown,
                      "this provider can't be asked what became of a message"};
    caf::anon_send(call.answer_to, look_up_answer{call.what.practice, std::move(nothing), my->id, {}});
    return;
  }
  my->http->call(std::move(*request), [my, what = call.what, to = call.answer_to](const http_outcome& answer) {
    auto found = my->how->read_look_up(what.message, what.attempt, answer);
    caf::anon_send(to, look_up_answer{what.practice, std::move(found.what), my->id, found.receipt});
  });
}

provider_actor::behavior_type http_account(provider_actor::stateful_pointer<http_account_state>,
                                           http_account_parts parts) {
  auto shared = std::make_shared<const http_account_parts>(std::move(parts));
  return {
      [shared](const provider_call& call) { send_over_http(shared, call); },
      [shared](const provider_look_up& call) { look_up_over_http(shared, call); },
  };
}

provider_actor::behavior_type null_provider(provider_actor::stateful_pointer<null_provider_state> self,
                                            provider_settings account) {
  return {
      [self, id = account.id](const provider_call& call) {
        attempt_outcome sent;
        sent.message = call.what.message;
        sent.attempt = call.what.attempt;
        sent.result = attempt_result::sent;
        self->send(call.answer_to, provider_answer{call.what.practice, std::move(sent), id, 0});
      },
      [self, id = account.id](const provider_look_up& call) {
        const looked_up seen{call.what.message, call.what.attempt, look_up_finding::seen, "the null provider has it"};
        self->send(call.answer_to, look_up_answer{call.what.practice, seen, id, {}});
      },
  };
}

} // namespace tidings
