// The HTTP providers and the HTTP client against simulators that were written from the providers' documentation, as
// processes, over real sockets.
#include "actors/provider/http_client.hpp"
#include "actors/provider/http_providers.hpp"
#include "schemas/providers/http_contract.hpp"
#include "schemas/providers/notify_account.hpp"
#include "schemas/providers/voice_account.hpp"
#include "tests/contract/scripted_server.hpp"
#include "tests/contract/simulator_process.hpp"

#include <future>
#include <optional>

namespace tidings {
namespace {
namespace json = boost::json;
using namespace std::chrono_literals;

/// `http`, `notify` or `voice`: the simulator's command and the provider's type.
class gateway_contract : public ::testing::TestWithParam<const char*> {
protected:
  void SetUp() override {
    if (!test::simulator_process::exists()) GTEST_SKIP() << test::simulator_process::path() << " isn't built";
    simulator.emplace(std::vector<std::string>{GetParam()});
    account.id = provider_id("gateway");
    account.type = GetParam();
    account.timeout = 5s;
    const auto base = "http://127.0.0.1:" + std::to_string(simulator->ready().at("port").to_number<int>());
    account.url = base;
    account.api_key = secret_text("key-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0");
    account.notify =
        std::make_shared<const notify_account>(notify_account{.template_id = "f33517ff-2a88-4f6e-b855-c550268ce08a"});
    account.contract = std::make_shared<const http_contract>(contract(base));
    account.voice = std::make_shared<const voice_account>(voice_account{.account = "practice", .from = "441632960001"});
    if (account.type == "voice") account.api_key = secret_text("demo-key");
  }

  static http_contract contract(const std::string& base) {
    http_contract out;
    out.auth = {"basic", secret_text("practice"), secret_text("demo-key"), ""};
    out.send.url = base + "/cgphttp/servlet/sendmsg";
    out.send.form = {{"destination", "((to))"},
                     {"text", "((text))"},
                     {"source", "((sender))"},
                     {"clientMessageId", "((reference))"}};
    out.accepted.match = "^(0) ";
    out.id.match = "Message-ID: (\\S+)";
    out.code.match = "^\\d+ (\\d+)";
    out.codes = {{"104", attempt_result::permanent}, {"201", attempt_result::configuration}};
    out.look_up.ask.method = "GET";
    out.look_up.ask.url = base + "/cgphttp/servlet/querymsg";
    out.look_up.ask.query = {{"clientMessageId", "((reference))"}};
    out.look_up.seen.pointer = "/message/clientMessageId";
    out.look_up.seen.equals = "((reference))";
    out.look_up.never_seen.statuses = {404};
    out.look_up.never_seen.pointer = "/error";
    out.look_up.status.pointer = "/message/status";
    return out;
  }

  http_outcome call(http_request what) {
    std::promise<http_outcome> promise;
    auto answer = promise.get_future();
    http.call(std::move(what), [&](http_outcome got) { promise.set_value(std::move(got)); });
    return answer.get();
  }
  attempt_outcome send(const message_id& message, std::string to = "447700900123") {
    const outbound what{*practice_id::parse("A99001"),          message,      1, secret_text(std::move(to)),
                        secret_text("Zoë, reply CONFIRM & €1"), "07860039047"};
    const auto how = make_http_provider(account);
    return how->read_send(what, call(*how->send_request(what, system_now())), system_now());
  }
  found look_up(const message_id& message) {
    const auto how = make_http_provider(account);
    return how->read_look_up(message, 1, call(*how->look_up_request(message, system_now())));
  }
  message_id next() { return id_from_name<message_id>("test", std::to_string(++messages)); }
  std::uint64_t texts(const message_id& message) {
    std::uint64_t count = 0;
    const auto page = simulator->get("/_control/ledger");
    for (const auto& one : page.at("messages").as_array()) {
      if (one.at("reference").as_string() != to_text(message)) continue;
      count += one.at("count").to_number<std::uint64_t>();
      EXPECT_EQ(one.at("text").as_string(), "Zoë, reply CONFIRM & €1");
    }
    return count;
  }

  std::optional<test::simulator_process> simulator;
  http_client http;
  provider_settings account;
  int messages = 0;
};

TEST_P(gateway_contract, takes_a_message_word_for_word_and_finds_it_again) {
  const auto message = next();
  EXPECT_EQ(look_up(message).what.finding, look_up_finding::never_seen);
  const auto outcome = send(message);
  EXPECT_EQ(outcome.result, attempt_result::sent) << outcome.detail;
  EXPECT_FALSE(outcome.provider_reference.empty());
  EXPECT_EQ(texts(message), 1U);
  const auto found = look_up(message);
  EXPECT_EQ(found.what.finding, look_up_finding::seen) << found.what.detail;
  EXPECT_TRUE(found.receipt);
}

TEST_P(gateway_contract, refuses_a_wrong_number_and_a_wrong_key) {
  EXPECT_EQ(send(next(), "12").result, attempt_result::permanent);
  account.api_key = secret_text("key-26785a09-ab16-4eb0-8407-a37497a57506-00000000-8d35-48ac-975b-e847b4f122b0");
  auto other = *account.contract;
  other.auth.secret = secret_text("wrong");
  account.contract = std::make_shared<const http_contract>(other);
  EXPECT_EQ(send(next()).result, attempt_result::configuration);
  EXPECT_EQ(look_up(next()).what.finding, look_up_finding::unknown);
}

TEST_P(gateway_contract, clears_up_every_doubt_by_a_look_up) {
  const struct {
    const char* fault;
    bool taken;
    attempt_result result;
  } cases[] = {{"hang", false, attempt_result::unknown},
               {"http_500", false, attempt_result::unknown},
               {"html_page", false, attempt_result::unknown},
               {"http_429", false, attempt_result::retry},
               {"timeout_after_accept", true, attempt_result::unknown},
               {"reset_after_accept", true, attempt_result::unknown}};
  account.timeout = 500ms;
  for (const auto& one : cases) {
    simulator->post("/_control/faults", json::object{{one.fault, 1.0}, {"count", 1}});
    const auto message = next();
    const auto outcome = send(message);
    EXPECT_EQ(outcome.result, one.result) << one.fault << ": " << outcome.detail;
    EXPECT_EQ(texts(message), one.taken ? 1U : 0U) << one.fault;
    EXPECT_EQ(look_up(message).what.finding, one.taken ? look_up_finding::seen : look_up_finding::never_seen)
        << one.fault;
  }
}

INSTANTIATE_TEST_SUITE_P(of, gateway_contract, ::testing::Values("http", "notify", "voice"),
                         [](const auto& param) { return std::string(param.param); });

} // namespace
} // namespace tidings
