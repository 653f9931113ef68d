// The dispatcher, two FireText accounts and real sockets: one account goes bad, and its messages go by the other within
// ten seconds.
#include "actors/dispatcher/dispatcher_actor.hpp"
#include "actors/provider/http_client.hpp"
#include "actors/provider/http_providers.hpp"
#include "actors/provider/provider_actor.hpp"
#include "tests/contract/scripted_server.hpp"

#include <condition_variable>
#include <future>
#include <mutex>

namespace tidings {
namespace {
using namespace std::chrono_literals;
using test::peer;
using test::scripted_server;

constexpr int messages = 12;
constexpr auto limit = 10s; ///< from the first message to the last that could go

/// What came of every message, as a practice would record it.
struct ledger {
  std::mutex lock;
  std::condition_variable changed;
  std::map<message_id, std::map<provider_id, attempt_result>> outcomes;

  void note(const message_id& message, const provider_id& by, attempt_result result) {
    const std::lock_guard guard(lock);
    outcomes[message][by] = result;
    changed.notify_all();
  }
  std::size_t sent() const {
    std::size_t count = 0;
    for (const auto& [message, by] : outcomes)
      for (const auto& [provider, result] : by) count += result == attempt_result::sent ? 1 : 0;
    return count;
  }
  bool wait_for_sent(std::size_t count) {
    std::unique_lock guard(lock);
    return changed.wait_for(guard, limit, [&] { return sent() >= count; });
  }
};

const provider_id first("first"), second("second");

struct practices_state {
  practices_state() = default;
  std::map<message_id, provider_id> under_way;
};
/// Starts what it is asked to, and tells a message that one provider refused to the other, as practices do.
practices_actor::behavior_type plain_practices(practices_actor::stateful_pointer<practices_state> self,
                                               std::shared_ptr<ledger> all,
                                               std::shared_ptr<dispatcher_actor> dispatcher) {
  const auto handle = [self, all, dispatcher](const practice_command& told) {
    if (const auto* asked = std::get_if<start_attempt>(&told.what)) {
      self->state.under_way[asked->message] = asked->provider;
      self->send(*dispatcher,
                 dispatch_effects{{attempt_ready{told.practice, asked->message, 1, asked->provider,
                                                 secret_text("447700900123"), secret_text("hello"), "447700900999"}}});
    } else if (const auto* outcome = std::get_if<attempt_outcome>(&told.what)) {
      const auto by = self->state.under_way[outcome->message];
      all->note(outcome->message, by, outcome->result);
      if (outcome->result == attempt_result::retry)
        self->send(*dispatcher, dispatch_effects{{message_due{told.practice,
                                                              outcome->message,
                                                              message_kind::reminder,
                                                              {{first, second}},
                                                              system_now(),
                                                              by,
                                                              system_now() + 60s}}});
    }
  };
  return {handle,
          [handle](const practice_commands& told) {
            for (const auto& one : told.all) handle(one);
          },
          [](const commands_handled&) {},
          [](const practice_idle&) {},
          [](const settings_changed&) {},
          [](const practice_removed&) {},
          [](const log_is&) {},
          [](const log_trouble&) {},
          [](const station_handles_ptr&) {},
          [](caf::tick_atom, std::uint64_t) {},
          [](caf::flush_atom) {}};
}

providers_actor::behavior_type two_providers(providers_actor::pointer self, provider_actor a, provider_actor b) {
  return {[=](const provider_call& call) { self->send(call.what.provider == first ? a : b, call); },
          [](const provider_look_up&) {}, [](const station_handles_ptr&) {}, [](caf::tick_atom, std::uint64_t) {}};
}

struct failover : ::testing::Test {
  std::shared_ptr<ledger> all = std::make_shared<ledger>();
  scripted_server good{[](peer& one, int) {
    for (auto got = one.read_http(); !got.empty(); got = one.read_http())
      one.write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{\"code\":0}");
  }};

  static provider_settings account(const provider_id& id, int port, int window) {
    provider_settings made;
    made.id = id;
    made.url = "http://127.0.0.1:" + std::to_string(port) + "/api";
    made.api_key = secret_text("k");
    made.window = window;
    made.timeout = 4s;
    made.breaker_failures = 3;
    return made;
  }
  /// How many of the messages were sent within the limit, when `port` is where the first account stands.
  void expect_sent(int port, std::size_t expected) {
    caf::actor_system_config config;
    config.set("logger.verbosity", caf::atom("quiet"));
    caf::actor_system system(config);
    auto http = std::make_shared<http_client>();
    const auto bad_account = account(first, port, 4), good_account = account(second, good.port(), 1);
    auto handle = std::make_shared<dispatcher_actor>();
    auto practices = system.spawn(plain_practices, all, handle);
    const auto parts = [&](const provider_settings& one) {
      return http_account_parts{one.id, make_http_provider(one), http, system_now};
    };
    auto a = system.spawn(http_account, parts(bad_account));
    auto b = system.spawn(http_account, parts(good_account));
    auto providers = system.spawn(two_providers, a, b);
    *handle = system.spawn(dispatcher, dispatcher_options{system_now, {bad_account, good_account}});
    const auto aut = *handle;
    station_handles stations;
    stations.practices = practices;
    stations.dispatcher = aut;
    stations.providers = providers;
    caf::anon_send(aut, station_handles_ptr(std::make_shared<const station_handles>(stations)));
    dispatch_effects due;
    for (int n = 1; n <= messages; ++n)
      due.all.push_back(message_due{*practice_id::parse("A99001"),
                                    id_from_name<message_id>("failover", std::to_string(n)),
                                    message_kind::reminder,
                                    {{first, second}},
                                    system_now()});
    caf::anon_send(aut, std::move(due));
    EXPECT_TRUE(all->wait_for_sent(expected));
    for (const auto& one :
         {caf::actor_cast<caf::actor>(aut), caf::actor_cast<caf::actor>(practices),
          caf::actor_cast<caf::actor>(providers), caf::actor_cast<caf::actor>(a), caf::actor_cast<caf::actor>(b)})
      caf::anon_send_exit(one, caf::exit_reason::kill);
    handle->operator=(nullptr);
    http->stop();
  }
};

TEST_F(failover, from_a_provider_that_can_not_be_reached_loses_no_message) {
  expect_sent(test::dead_port(), messages);
  const std::lock_guard guard(all->lock);
  std::size_t refused = 0;
  for (const auto& [message, by] : all->outcomes) refused += by.contains(first) ? 1 : 0;
  EXPECT_LE(refused, 6U) << "three failures, those under way with them, and then no more";
}

TEST_F(failover, from_a_provider_that_hangs_hands_none_of_its_calls_on) {
  scripted_server hangs([](peer& one, int) { one.wait_for_close(); }); // the others wait to be accepted
  expect_sent(hangs.port(), messages - 4);
  const std::lock_guard guard(all->lock);
  for (const auto& [message, by] : all->outcomes) EXPECT_EQ(by.size(), 1U) << "in doubt or sent, by one provider";
}

} // namespace
} // namespace tidings
