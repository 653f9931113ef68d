// The FireText provider and the HTTP client against the simulator, over real sockets.
#include "actors/provider/firetext.hpp"
#include "actors/provider/http_client.hpp"
#include "actors/provider/provider_actor.hpp"
#include "tests/contract/scripted_server.hpp"
#include "tests/contract/simulator_process.hpp"

namespace tidings {
namespace {
namespace json = boost::json;
using namespace std::chrono_literals;

struct workers : caf::actor_system_config {
  workers() { set("scheduler.max-threads", std::size_t{2}).set("logger.verbosity", caf::atom("quiet")); }
};

class firetext_contract : public ::testing::Test {
protected:
  void SetUp() override {
    if (!test::simulator_process::exists()) GTEST_SKIP() << test::simulator_process::path() << " isn't built";
    simulator.emplace(std::vector<std::string>{"firetext", "--api-key", "demo-key"});
    account.id = provider_id("firetext-main");
    account.url = "http://127.0.0.1:" + std::to_string(simulator->ready().at("port").to_number<int>()) + "/api";
    account.api_key = secret_text("demo-key");
    account.timeout = 5s;
    start();
  }
  void TearDown() override {
    if (aut) self->send_exit(aut, caf::exit_reason::kill);
    aut = provider_actor();
    http->stop();
  }
  void start() {
    if (aut) self->send_exit(aut, caf::exit_reason::kill);
    aut = system.spawn(http_account,
                       http_account_parts{account.id, firetext::make(account), http, wall_clock(system_now)});
  }
  message_id next() { return id_from_name<message_id>("test", std::to_string(++messages)); }

  attempt_outcome send(message_id message, std::string to = "447700900123",
                       std::string text = "Zoë, reply CONFIRM & €1") {
    const attempt_ready what{*practice_id::parse("A99001"), message,      1, account.id, secret_text(std::move(to)),
                             secret_text(std::move(text)),  "07860039047"};
    self->send(aut, provider_call{what, caf::actor_cast<dispatcher_actor>(self)});
    attempt_outcome out;
    out.detail = "no answer";
    self->receive([&](provider_answer& told) { out = std::move(told.what); }, caf::after(15s) >> [] {});
    return out;
  }
  look_up_answer look_up(message_id message) {
    const look_up_due what{*practice_id::parse("A99001"), message, 1, account.id, {}};
    self->send(aut, provider_look_up{what, caf::actor_cast<dispatcher_actor>(self)});
    look_up_answer out;
    out.what.detail = "no answer";
    self->receive([&](look_up_answer& told) { out = std::move(told); }, caf::after(15s) >> [] {});
    return out;
  }
  void fault(json::object what) { simulator->post("/_control/faults", what); }
  /// What the provider's own ledger has with this reference: how many texts went to phones, and the last one's words.
  struct ledger_row {
    std::uint64_t texts = 0;
    std::string words;
  };
  ledger_row taken(message_id message) const {
    const auto page = simulator->get("/_control/ledger");
    ledger_row out;
    for (const auto& one : page.at("messages").as_array()) {
      if (one.at("reference").as_string() != to_text(message)) continue;
      out.texts += one.at("count").to_number<std::uint64_t>();
      out.words = one.at("text").as_string();
    }
    return out;
  }

  workers config;
  caf::actor_system system{config};
  caf::scoped_actor self{system};
  std::optional<test::simulator_process> simulator;
  std::shared_ptr<http_client> http = std::make_shared<http_client>();
  provider_settings account;
  provider_actor aut;
  int messages = 0;
};

TEST_F(firetext_contract, a_message_arrives_word_for_word_and_is_found_again) {
  const auto message = next();
  EXPECT_EQ(look_up(message).what.finding, look_up_finding::never_seen);
  const auto outcome = send(message);
  EXPECT_EQ(outcome.result, attempt_result::sent) << outcome.detail;
  EXPECT_EQ(taken(message).texts, 1U);
  EXPECT_EQ(taken(message).words, "Zoë, reply CONFIRM & €1");
  EXPECT_EQ(look_up(message).what.finding, look_up_finding::seen);
}

TEST_F(firetext_contract, each_refusal_is_read) {
  for (int code = 1; code <= 11; ++code) {
    fault({{"code", code}, {"code_p", 1.0}, {"count", 1}});
    const auto message = next();
    const auto outcome = send(message);
    const bool account_stops = code == 1 || code == 7 || code == 9;
    EXPECT_EQ(outcome.result, account_stops ? attempt_result::configuration : attempt_result::permanent) << code;
    EXPECT_EQ(outcome.code, std::to_string(code));
    EXPECT_EQ(taken(message).texts, 0U);
  }
}

TEST_F(firetext_contract, a_wrong_number_and_a_wrong_key_are_refused) {
  EXPECT_EQ(send(next(), "12").result, attempt_result::permanent);
  account.api_key = secret_text("wrong");
  start();
  EXPECT_EQ(send(next()).result, attempt_result::configuration);
  EXPECT_EQ(look_up(next()).what.finding, look_up_finding::unknown);
}

struct doubt {
  const char* fault;
  bool taken;
  attempt_result result;
};
class firetext_fault : public firetext_contract, public ::testing::WithParamInterface<doubt> {};
TEST_P(firetext_fault, is_cleared_up_by_the_look_up) {
  account.timeout = 500ms;
  start();
  ASSERT_EQ(send(next()).result, attempt_result::sent) << "so that the connection is one used before";
  fault({{GetParam().fault, 1.0}, {"count", 1}});
  const auto message = next();
  const auto outcome = send(message);
  EXPECT_EQ(outcome.result, GetParam().result) << outcome.detail;
  EXPECT_EQ(taken(message).texts, GetParam().taken ? 1U : 0U) << "and never twice";
  EXPECT_EQ(look_up(message).what.finding, GetParam().taken ? look_up_finding::seen : look_up_finding::never_seen);
}
INSTANTIATE_TEST_SUITE_P(table, firetext_fault,
                         ::testing::Values(doubt{"hang", false, attempt_result::unknown},
                                           doubt{"http_500", false, attempt_result::unknown},
                                           doubt{"html_page", false, attempt_result::unknown},
                                           doubt{"http_429", false, attempt_result::retry},
                                           doubt{"timeout_after_accept", true, attempt_result::unknown},
                                           doubt{"reset_after_accept", true, attempt_result::unknown}),
                         [](const auto& param) { return param.param.fault; });

TEST_F(firetext_contract, a_provider_that_is_not_there_certainly_took_nothing) {
  account.url = "http://127.0.0.1:" + std::to_string(test::dead_port()) + "/api";
  start();
  EXPECT_EQ(send(next()).result, attempt_result::retry);
}

TEST_F(firetext_contract, many_at_once_all_arrive_once) {
  constexpr int count = 200;
  for (int i = 0; i < count; ++i) {
    const attempt_ready what{*practice_id::parse("A99001"),
                             next(),
                             1,
                             account.id,
                             secret_text("447700900123"),
                             secret_text("x"),
                             "07860039047"};
    self->send(aut, provider_call{what, caf::actor_cast<dispatcher_actor>(self)});
  }
  int sent = 0;
  for (int i = 0; i < count; ++i)
    self->receive([&](provider_answer& told) { sent += told.what.result == attempt_result::sent; },
                  caf::after(15s) >> [] {});
  EXPECT_EQ(sent, count);
  const auto page = simulator->get("/_control/ledger");
  EXPECT_EQ(page.at("messages").as_array().size(), static_cast<std::size_t>(count));
}

} // namespace
} // namespace tidings
