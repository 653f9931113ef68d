// `contract` and `notify` of a provider: what is read, and where what is wrong with them.
#include "schemas/providers/http_contract.hpp"
#include "schemas/providers/notify_account.hpp"
#include "schemas/providers/smpp_account.hpp"
#include "tests/core/config_workspace.hpp"

#include <gmock/gmock.h>

#include <sstream>

namespace tidings {
namespace {

using namespace testing_config;

constexpr std::string_view gateway = R"yaml(data_dir: data
keys:
  master: {file: master.key}
endpoint:
  certificate: key
  private_key: key
  public_url: https://tidings.example/
providers:
  firetext:
    type: http
    webhook_user: {file: key}
    webhook_password: {file: key}
    contract:
      auth: {type: query, name: key, secret: {file: key}}
      send:
        method: GET
        url: https://sms.example/send
        headers:
          X-Reference: ((reference))
        query:
          to: ((to))
          text: ((text))
          back: ((receipt_url))
      accepted:
        statuses: [200, 202]
        match: '^0 '
      codes: {"104": permanent}
      statuses: {422: retry}
      look_up:
        request:
          url: https://sms.example/look
          json: '{"id":"((reference))"}'
        seen: {pointer: /id, equals: ((reference))}
        never_seen: {statuses: [404], pointer: /error}
      receipt: {reference: id, status: state, statuses: {OK: delivered}}
      reply: {from: source, text: words}
)yaml";

std::vector<std::string> errors_of(std::string text) {
  const workspace here;
  here.write("broker.yaml", text);
  return here.errors();
}

TEST(config_contract, is_read_whole) {
  const workspace here;
  here.write("broker.yaml", gateway);
  const auto loaded = here.load();
  if (!loaded)
    for (const auto& error : loaded.error()) ADD_FAILURE() << print(error);
  ASSERT_TRUE(loaded);
  const auto& account = loaded->broker.providers.at(0);
  EXPECT_EQ(account.receipt_url, "https://tidings.example/webhooks/http/firetext/receipt");
  ASSERT_TRUE(account.contract);
  const auto& contract = *account.contract;
  EXPECT_EQ(contract.auth.secret.reveal(), "not-a-secret");
  EXPECT_EQ(contract.send.method, "GET");
  EXPECT_EQ(contract.send.query.at(1).second, "((text))");
  EXPECT_EQ(contract.accepted.statuses, (std::vector{200, 202}));
  EXPECT_EQ(contract.accepted.match, "^0 ");
  EXPECT_EQ(contract.codes.at("104"), attempt_result::permanent);
  EXPECT_EQ(contract.statuses.at(422), attempt_result::retry);
  EXPECT_EQ(contract.look_up.seen.equals, "((reference))");
  EXPECT_EQ(contract.look_up.never_seen.statuses, std::vector{404});
  EXPECT_EQ(contract.receipt.statuses.at("OK"), receipt_status::delivered);
  EXPECT_EQ(contract.reply.text, "words");
}

struct mistake {
  std::string_view what, with; ///< `§` marks where the mistake is told
  std::string_view reason;
};
class config_contract_mistake : public ::testing::TestWithParam<mistake> {};
TEST_P(config_contract_mistake, is_told_with_its_place) {
  const auto& [what, with, reason] = GetParam();
  std::string text = replaced(gateway, what, with);
  const auto places = take_marks(text);
  ASSERT_EQ(places.size(), 1U);
  const auto at = "broker.yaml:" + std::to_string(places[0].line) + ':' + std::to_string(places[0].column) + ' ';
  EXPECT_THAT(errors_of(text), ::testing::Contains(at + std::string(reason)));
}
INSTANTIATE_TEST_SUITE_P(
    table, config_contract_mistake,
    ::testing::Values(
        mistake{"to: ((to))", "to: a§((too))", "an unknown placeholder"},
        mistake{"X-Reference: ((reference))", "X-Reference: §((text))", "a placeholder that can't stand here"},
        mistake{R"x('{"id":"((reference))"}')x", R"x('{"id":"§((text))"}')x", "a placeholder that can't stand here"},
        mistake{R"x('{"id":"((reference))"}')x", R"x('{"id":§((reference))}')x", "no JSON"},
        mistake{"match: '^0 '", "match: §'^(0 '", "no regular expression"},
        mistake{"pointer: /error", "pointer: §error", "no JSON pointer"},
        mistake{"{statuses: [404], pointer: /error}", "§{statuses: [404]}", "a proof by its status alone"},
        mistake{"{pointer: /id, equals: ((reference))}", "§{pointer: /id, header: Location}", "more than one place"},
        mistake{"{422: retry}", "{422: §sent}", "a success by its status alone"},
        mistake{"{422: retry}", "{§wrong: retry}", "not an allowed value"},
        mistake{R"({"104": permanent})", R"({"104": §later})", "not an allowed value"},
        mistake{"{OK: delivered}", "{OK: §arrived}", "not an allowed value"},
        mistake{"url: https://sms.example/send", "url: §sms.example/send", "not an allowed value"},
        mistake{"statuses: [200, 202]", "statuses: [200, §2020]", "not an allowed value"},
        mistake{"{type: query, name: key, secret: {file: key}}", "§{type: query, secret: {file: key}}",
                "`name` is missing"},
        mistake{"{type: query, name: key, secret: {file: key}}", "§{type: bearer}", "`secret` is missing"},
        mistake{"{reference: id, status: state, statuses: {OK: delivered}}", "§{reference: id}", "`status` is missing"},
        mistake{"{from: source, text: words}", "§{from: source}", "`text` is missing"},
        mistake{"{from: source, text: words}", "{from: source, §words: x}", "an unknown key"}));

TEST(config_contract, wants_what_a_message_needs) {
  const auto without = [](std::string_view what) { return errors_of(replaced(gateway, what, "")); };
  EXPECT_THAT(without("          to: ((to))\n"),
              ::testing::Contains("broker.yaml:16:9 the patient's number is missing"));
  EXPECT_THAT(without("          text: ((text))\n"), ::testing::Contains("broker.yaml:16:9 the text is missing"));
  EXPECT_THAT(without("        url: https://sms.example/send\n"),
              ::testing::Contains("broker.yaml:16:9 `send.url` is missing"));
  EXPECT_THAT(without("        match: '^0 '\n"), ::testing::Contains("broker.yaml:25:9 a success by its status alone"));
  EXPECT_THAT(without("    webhook_password: {file: key}\n"),
              ::testing::Contains("broker.yaml:10:5 `webhook_password` is missing"));
  EXPECT_THAT(errors_of(replaced(gateway, "        method: GET\n", "        method: GET\n        form: {a: b}\n")),
              ::testing::Contains("broker.yaml:16:17 a body with GET"));
  EXPECT_THAT(errors_of(std::string(gateway).substr(0, gateway.find("    contract:"))),
              ::testing::Contains("broker.yaml:10:5 `contract` is missing"));
}

TEST(config_contract, of_bt_ee_loads_as_it_is_shipped) {
  const workspace here;
  std::ifstream file(std::filesystem::path(TIDINGS_SOURCE_DIR) / "config/providers/bt_ee.yaml");
  std::ostringstream text;
  text << file.rdbuf();
  const auto example = text.str();
  ASSERT_NE(example.find("UNVERIFIED: CHECK WITH YOUR ACCOUNT MANAGER"), std::string::npos);
  const auto start = example.find("  bt_ee:");
  ASSERT_NE(start, std::string::npos);
  here.write("broker.yaml", replaced(good_broker, "endpoint:\n", "endpoint:\n  public_url: https://tidings.example\n") +
                                example.substr(start));
  const auto loaded = here.load();
  if (!loaded)
    for (const auto& error : loaded.error()) ADD_FAILURE() << print(error);
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->broker.providers.at(1).receipt_url, "https://tidings.example/webhooks/http/bt_ee/receipt");
  EXPECT_EQ(loaded->broker.providers.at(2).id.value, "bt_ee_smpp");
  ASSERT_TRUE(loaded->broker.providers.at(2).smpp) << "the second way to the same account";
  EXPECT_EQ(loaded->broker.providers.at(2).smpp->host, "smpp.bt-ee.example");
}

constexpr std::string_view notify = R"(data_dir: data
keys:
  master: {file: master.key}
endpoint:
  certificate: key
  private_key: key
providers:
  firetext:
    type: notify
    api_key: {file: notify.key}
    webhook_password: {file: key}
    notify:
      template: f33517ff-2a88-4f6e-b855-c550268ce08a
)";
constexpr std::string_view api_key = "a-key-26785a09-ab16-4eb0-8407-a37497a57506-3d844edf-8d35-48ac-975b-e847b4f122b0";

std::vector<std::string> notify_errors(std::string_view text, std::string_view key = api_key) {
  const workspace here;
  here.write("broker.yaml", text);
  here.write("notify.key", key);
  return here.errors();
}

TEST(config_notify, is_read_with_notifys_own_address) {
  const workspace here;
  here.write("broker.yaml", notify);
  here.write("notify.key", api_key);
  const auto loaded = here.load();
  ASSERT_TRUE(loaded);
  const auto& account = loaded->broker.providers.at(0);
  EXPECT_EQ(account.url, "https://api.notifications.service.gov.uk");
  ASSERT_TRUE(account.notify);
  EXPECT_EQ(account.notify->placeholder, "message");
  EXPECT_EQ(account.notify->template_id, "f33517ff-2a88-4f6e-b855-c550268ce08a");
}

TEST(config_notify, tells_what_is_wrong_with_its_place) {
  using ::testing::Contains;
  EXPECT_THAT(notify_errors(notify, "a-key-of-somebody-else"),
              Contains("broker.yaml:10:14 not an API key of Notify's"));
  EXPECT_THAT(notify_errors(replaced(notify, "f33517ff-2a88", "f33517ff")),
              Contains("broker.yaml:13:17 not one of Notify's ids"));
  EXPECT_THAT(notify_errors(
                  replaced(notify, "      template: f33517ff-2a88-4f6e-b855-c550268ce08a\n", "      placeholder: x\n")),
              Contains("broker.yaml:13:7 `template` is missing"));
  EXPECT_THAT(notify_errors(std::string(notify) + "      placeholder: ((x))\n"),
              Contains("broker.yaml:14:20 not a placeholder's name"));
  EXPECT_THAT(notify_errors(std::string(notify).substr(0, notify.find("    notify:"))),
              Contains("broker.yaml:9:5 `notify` is missing"));
}

} // namespace
} // namespace tidings
