#include "actors/node/connector_test_actor.hpp"

#include "actors/node/connector_test_words.hpp"

#include <algorithm>

namespace tidings {
namespace {

using self_pointer = connector_test_actor::stateful_pointer<connector_test_actor_state>;

http_answer not_now(std::string_view doing) {
  return {503,
          R"({"errors":[{"code":"stopping","reason":"the broker is )" + std::string(doing) + R"(","field":null}]})"};
}

void on_asked(self_pointer self, const test_connector& asked) {
  auto& st = self->state;
  const auto same = std::find_if(st.open.begin(), st.open.end(),
                                 [&](const auto& one) { return one.second.practice == asked.practice; });
  if (same != st.open.end()) return same->second.asked_by.push_back(asked.done);
  const auto now = st.stations->get();
  if (!now.stations || !now.stations->connectors) return (*asked.done)(not_now("starting"));
  const auto token = ++st.last_token;
  st.open[token] = {asked.practice, self->home_system().clock().now(), {asked.done}};
  connector_call call{.practice = asked.practice,
                      .token = token,
                      .what = read_patient{},
                      .answer_to = caf::actor_cast<caf::typed_actor<caf::reacts_to<connector_answer>>>(self),
                      .system_id = {},
                      .only_test = true};
  self->send(now.stations->connectors, std::move(call));
  self->delayed_send(self, std::chrono::duration_cast<caf::timespan>(connector_test_max), caf::tick_atom::value, token);
}

/// @param got null: there is no answer yet, and nobody waits longer
void tell(self_pointer self, std::uint64_t token, const connector_answer* got) {
  auto& st = self->state;
  const auto found = st.open.find(token);
  if (found == st.open.end()) return; // it came too late, or the test is long over
  const auto one = std::move(found->second);
  st.open.erase(found);
  const auto took =
      std::chrono::duration_cast<std::chrono::milliseconds>(self->home_system().clock().now() - one.since);
  const auto json = connector_test_json(got, took);
  for (const auto& done : one.asked_by) (*done)({200, json});
}

} // namespace

connector_test_actor::behavior_type connector_tests(self_pointer self, std::shared_ptr<station_directory> stations) {
  self->state.stations = std::move(stations);
  return {
      [self](const test_connector& asked) { on_asked(self, asked); },
      [self](const connector_answer& got) { tell(self, got.token, &got); },
      [self](caf::tick_atom, std::uint64_t token) { tell(self, token, nullptr); },
  };
}

std::function<void(practice_id, std::function<void(http_answer)>)> connector_tester(connector_test_actor who) {
  return [who = std::move(who)](practice_id practice, std::function<void(http_answer)> done) {
    caf::anon_send(who, test_connector{std::move(practice), std::make_shared<answer_once<http_answer>>(
                                                                std::move(done), not_now("stopping"))});
  };
}

} // namespace tidings
