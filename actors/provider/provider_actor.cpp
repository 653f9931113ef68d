#include "actors/provider/provider_actor.hpp"

#include "actors/provider/firetext.hpp"
#include "schemas/crash_point.hpp"

namespace tidings {
namespace {

firetext::outbound outbound_of(const attempt_ready& what) {
  return {what.practice, what.message, what.attempt, what.to, what.text, what.sender};
}

std::int64_t took_ms(const http_outcome& answer) { return (answer ? answer->took : answer.error().took).count(); }

void send(const provider_settings& account, http_port& http, const provider_call& call) {
  auto what = outbound_of(call.what);
  auto request = firetext::send_request(account, what);
  // Needed for the answer no more, and long.
  what.text = {};
  what.to = {};
  crash_point("before_provider_call");
  http.call(std::move(request), [what, id = account.id, to = call.answer_to](const http_outcome& answer) {
    crash_point("after_provider_call");
    caf::anon_send(to, provider_answer{what.practice, firetext::read_send(what, answer), id, took_ms(answer)});
  });
}

void look_up(const std::shared_ptr<const provider_settings>& account, http_port& http, const provider_look_up& call) {
  http.call(firetext::look_up_request(*account, call.what.message),
            [account, what = call.what, to = call.answer_to](const http_outcome& answer) {
              auto found = firetext::read_look_up(*account, what.message, what.attempt, answer);
              caf::anon_send(to, look_up_answer{what.practice, std::move(found.what), account->id, found.receipt});
            });
}

} // namespace

provider_actor::behavior_type firetext_provider(provider_actor::stateful_pointer<firetext_provider_state>,
                                                provider_settings account, std::shared_ptr<http_port> http) {
  auto shared = std::make_shared<const provider_settings>(std::move(account));
  return {
      [shared, http](const provider_call& call) { send(*shared, *http, call); },
      [shared, http](const provider_look_up& call) { look_up(shared, *http, call); },
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
