// Good files, and what becomes of them.
#include "tests/core/config_workspace.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

namespace tidings {
namespace {

using namespace testing_config;

std::string joined(const std::vector<config_error>& errors) {
  std::string text;
  for (const auto& error : errors) text += print(error) + '\n';
  return text;
}

TEST(config_load, reads_a_host_and_its_practices) {
  const workspace here;
  const auto loaded = here.load();
  ASSERT_TRUE(loaded.has_value()) << joined(loaded.error());
  EXPECT_THAT(loaded->warnings, testing::IsEmpty()) << joined(loaded->warnings);

  const auto& broker = loaded->broker;
  EXPECT_EQ(broker.data_dir, here.path("data"));
  EXPECT_EQ(broker.practices_dir, here.path("practices"));
  EXPECT_EQ(broker.endpoint.port, 8443);
  ASSERT_EQ(broker.providers.size(), 1U);
  EXPECT_EQ(broker.providers[0].id, provider_id("firetext"));
  EXPECT_EQ(broker.providers[0].api_key.reveal(), "not-a-secret");
  EXPECT_EQ(broker.templates.at(template_id("reminder")).body,
            "Dear ((first_name)), please come on ((appointment_date)).");

  ASSERT_EQ(loaded->practices.size(), 1U);
  const auto& practice = *loaded->practices.at(*practice_id::parse("A99001"));
  EXPECT_EQ(practice.name, "Riverside Surgery");
  EXPECT_EQ(practice.sender, "441632960001");
  EXPECT_EQ(practice.reply_numbers, std::vector<std::string>{"441632960001"});
  EXPECT_EQ(practice.sms_route, std::vector<provider_id>{provider_id("firetext")});
  EXPECT_EQ(practice.connector.systmone.port, 41001);
  EXPECT_EQ(practice.connector.systmone.api_key.reveal(), "not-a-secret");
  EXPECT_EQ(practice.connector.systmone.device_file, here.path("data/devices/A99001"));
  ASSERT_EQ(practice.reminders.size(), 1U);
  EXPECT_EQ(practice.reminders[0].before, minutes(48 * 60));
  EXPECT_EQ(practice.reminders[0].text, template_id("reminder"));
  EXPECT_EQ(practice.reminders[0].question, question_kind::confirm_cancel);
  EXPECT_EQ(practice.templates.size(), 1U);
}

TEST(config_load, gives_kinds_hours_of_their_own_beside_those_that_keep_the_usual_ones) {
  const workspace here;
  const auto hours_with = [&](const std::string& kinds) {
    here.write("practices/A99001.yaml",
               std::string(good_practice) + "sending_hours: {kinds: " + kinds + ", opens: 09:30, saturdays: false}\n");
    const auto loaded = here.load();
    EXPECT_TRUE(loaded.has_value()) << joined(loaded.error());
    return loaded ? loaded->practices.begin()->second->hours : sending_hours{};
  };
  const auto own = hours_with("{campaign: {opens: 10:00, closes: 17:00}, now: {saturdays: true}, document: {}}");
  EXPECT_EQ(own.kinds, sending_hours{}.kinds);
  ASSERT_EQ(own.own.size(), 3U);
  const auto& campaign = own.own.at(message_kind::campaign);
  EXPECT_EQ(campaign.opens, 600);
  EXPECT_EQ(campaign.closes, 1020);
  EXPECT_FALSE(campaign.saturdays) << "as the practice has it";
  EXPECT_EQ(own.own.at(message_kind::now).opens, 570) << "as the practice has it, though written behind";
  EXPECT_TRUE(own.own.at(message_kind::now).saturdays);
  EXPECT_EQ(own.own.at(message_kind::document).closes, 1140);

  const auto listed = hours_with("[campaign]");
  EXPECT_EQ(listed.kinds, std::vector<message_kind>{message_kind::campaign});
  EXPECT_TRUE(listed.own.empty());
}

TEST(config_load, takes_every_option) {
  const workspace here;
  here.write("practices/A99001.yaml", R"yaml(code: "A99001"
name: Ysbyty'r Ŵyl
phone: (01632) 960123
sender: Riverside
reply_numbers: ["60777"]
sms_route: [firetext, spare]
connector:
  system: systmone
  systmone: {host: gateway.example, port: 49984, api_key: {file: ../key}, device_file: id, requests_per_second: 0.5,
    record_interval: 30s, answer_timeout: 1500ms}
  poll_every: 90s
  days_ahead: 7
  demographics_keep: 2d
sending_hours: {opens: 00:00, closes: 24:00, saturdays: false, sundays: true}
reminders:
  - {id: week, before: 6d, sessions: [GP Surgery, "No"], clinicians: [jpatel], slot_types: [Standard], not_sessions: [Duty],
     template: reminder, question: none, cut_off: 2h, notice_min: 90m}
  - {id: day, before: 1440m, template: own, question: none}
templates: {own: {body: "Hi ((FirstName??x)) ((Practice Name))"}}
codes: {reminder_sent: 279991000000102, confirmed: "", cancelled: 8517006}
attempt_in_doubt_wait: 0s
attempts_max: 3
resend_when_unknown: [now, auto_response]
)yaml");
  here.write("broker.yaml", std::string(good_broker) + "  spare: {type: null}\n");
  const auto loaded = here.load();
  ASSERT_TRUE(loaded.has_value()) << joined(loaded.error());
  const auto& practice = *loaded->practices.begin()->second;
  EXPECT_EQ(practice.name, "Ysbyty'r Ŵyl");
  EXPECT_EQ(practice.phone, "(01632) 960123");
  EXPECT_EQ(practice.sender, "Riverside");
  EXPECT_EQ(practice.reply_numbers, std::vector<std::string>{"60777"});
  EXPECT_EQ(practice.sms_route.size(), 2U);
  EXPECT_EQ(practice.connector.systmone.requests_per_second, 0.5);
  EXPECT_EQ(practice.connector.systmone.answer_timeout, millis(1500));
  EXPECT_EQ(practice.connector.systmone.device_file, here.path("practices/id"));
  EXPECT_EQ(practice.connector.poll_every, millis(90'000));
  EXPECT_EQ(practice.connector.days_ahead, 7);
  EXPECT_EQ(practice.hours.opens, 0);
  EXPECT_EQ(practice.hours.closes, 1440);
  EXPECT_FALSE(practice.hours.saturdays);
  EXPECT_TRUE(practice.hours.sundays);
  ASSERT_EQ(practice.reminders.size(), 2U);
  EXPECT_EQ(practice.reminders[0].sessions, (std::vector<std::string>{"GP Surgery", "No"}));
  EXPECT_EQ(practice.reminders[0].notice_min, minutes(90));
  EXPECT_EQ(practice.reminders[1].before, minutes(1440));
  EXPECT_EQ(practice.reminders[1].question, question_kind::none);
  EXPECT_EQ(practice.codes.reminder_sent, "279991000000102");
  EXPECT_EQ(practice.codes.confirmed, "");
  EXPECT_EQ(practice.resend_when_unknown, (std::vector{message_kind::now, message_kind::auto_response}));
  EXPECT_EQ(practice.attempts_max, 3);
}

TEST(config_load, a_practices_own_template_replaces_a_shared_one_for_itself_only) {
  const workspace here;
  here.write("practices/A99001.yaml",
             replaced(good_practice, "reminders:", "templates: {reminder: {body: Our own}}\nreminders:"));
  const auto loaded = here.load();
  ASSERT_TRUE(loaded.has_value()) << joined(loaded.error());
  EXPECT_EQ(loaded->practices.begin()->second->templates.at(template_id("reminder")).body, "Our own");
  EXPECT_THAT(loaded->broker.templates.at(template_id("reminder")).body, testing::StartsWith("Dear"));
}

TEST(config_load, keeps_words_as_they_are_spelt) {
  // YAML 1.1 would make a number of sixties, a number of eights and a date of these.
  const workspace here;
  here.write("practices/A99001.yaml",
             replaced(good_practice, "template: reminder",
                      "template: reminder\n    sessions: [12:30, 010, 2026-03-30, 1e3, \"yes\"]"));
  const auto loaded = here.load();
  ASSERT_TRUE(loaded.has_value()) << joined(loaded.error());
  EXPECT_EQ(loaded->practices.begin()->second->reminders[0].sessions,
            (std::vector<std::string>{"12:30", "010", "2026-03-30", "1e3", "yes"}));
}

TEST(config_load, takes_any_value_from_the_environment) {
  const workspace here;
  here.write("broker.yaml", replaced(good_broker, "  private_key: key", R"(  private_key: key
  address: {env: TIDINGS_TEST_ADDRESS, default: "127.0.0.2"}
queue_max: {env: TIDINGS_TEST_QUEUE}
passivate_after: {env: TIDINGS_TEST_UNSET, default: 3m})"));
  ::setenv("TIDINGS_TEST_QUEUE", "77", 1);
  ::setenv("TIDINGS_TEST_ADDRESS", "no", 1); // no boolean: the environment knows only text
  const auto loaded = here.load();
  ASSERT_TRUE(loaded.has_value()) << joined(loaded.error());
  EXPECT_EQ(loaded->broker.queue_max, 77);
  EXPECT_EQ(loaded->broker.passivate_after, millis(180'000));
  EXPECT_EQ(loaded->broker.endpoint.address, "no");

  ::setenv("TIDINGS_TEST_QUEUE", "many", 1);
  const auto wrong = here.load();
  ASSERT_FALSE(wrong.has_value());
  EXPECT_EQ(wrong.error()[0].found, "`many` (variable TIDINGS_TEST_QUEUE)");
}

TEST(config_load, warns_of_secrets_that_are_not_kept_well) {
  const workspace here;
  here.write("broker.yaml", replaced(replaced(good_broker, "api_key: {file: key}", "api_key: in-the-open"),
                                     "webhook_user: {file: key}", "webhook_user: \"\""));
  here.write("open", "x\n");
  std::filesystem::permissions(here.path("open"),
                               std::filesystem::perms::owner_all | std::filesystem::perms::others_read);
  here.write("practices/A99001.yaml", replaced(good_practice, "../key", "../open"));
  const auto loaded = here.load();
  ASSERT_TRUE(loaded.has_value()) << joined(loaded.error());
  std::vector<std::string> reasons;
  for (const auto& warning : loaded->warnings) {
    reasons.push_back(warning.reason);
    EXPECT_THAT(print(warning), testing::Not(testing::HasSubstr("in-the-open")));
  }
  EXPECT_EQ(reasons, (std::vector<std::string>{"a secret in plain text", "an empty secret",
                                               "a secret's file that everybody on this machine can read"}));
}

TEST(config_load, warns_when_patients_words_would_travel_unprotected) {
  const workspace here;
  const auto reasons_with = [&](std::string_view url) {
    here.write("broker.yaml", replaced(good_broker, "    api_key", "    url: " + std::string(url) + "\n    api_key"));
    const auto loaded = here.load();
    return loaded ? loaded->warnings.size() : 99;
  };
  EXPECT_EQ(reasons_with("http://sms.example/api"), 1U);
  EXPECT_EQ(reasons_with("http://127.example/api"), 1U);
  EXPECT_EQ(reasons_with("http://localhost.example/api"), 1U);
  EXPECT_EQ(reasons_with("http://127.0.0.1:8080/api"), 0U);
  EXPECT_EQ(reasons_with("http://localhost/api"), 0U);
  EXPECT_EQ(reasons_with("\"http://[::1]:80/api\""), 0U);
  EXPECT_EQ(reasons_with("https://sms.example/api"), 0U);
}

TEST(config_load, warns_of_files_that_are_not_there_yet) {
  const workspace here;
  here.write("broker.yaml", replaced(replaced(good_broker, "certificate: key", "certificate: tls/later.pem"),
                                     "    api_key", "    ca_file: ca.pem\n    api_key"));
  const auto loaded = here.load();
  ASSERT_TRUE(loaded.has_value()) << joined(loaded.error());
  std::vector<std::string> reasons;
  for (const auto& warning : loaded->warnings) reasons.push_back(warning.reason);
  EXPECT_EQ(reasons, (std::vector<std::string>{"`certificate` isn't there", "`ca_file` isn't there"}));
}

TEST(config_load, asks_for_receipts_where_the_endpoint_is_reached) {
  const workspace here;
  const auto receipt_url = [&](std::string_view endpoint, std::string_view provider = "") {
    here.write("broker.yaml",
               replaced(replaced(good_broker, "  private_key: key\n", "  private_key: key\n" + std::string(endpoint)),
                        "    api_key", std::string(provider) + "    api_key"));
    const auto loaded = here.load();
    if (!loaded) return joined(loaded.error());
    return loaded->warnings.empty() ? loaded->broker.providers[0].receipt_url : loaded->warnings[0].reason;
  };
  EXPECT_EQ(receipt_url(""), "https://127.0.0.1:8443/webhooks/firetext/firetext/receipt");
  EXPECT_EQ(receipt_url("  public_url: https://tidings.example/\n"),
            "https://tidings.example/webhooks/firetext/firetext/receipt");
  EXPECT_EQ(receipt_url("", "    receipt_url: https://own.example/r\n"), "https://own.example/r");
  EXPECT_EQ(receipt_url("  port: 0\n"), "delivery receipts are not asked for");
}

TEST(config_load, takes_byte_order_marks_and_windows_line_ends) {
  const workspace here;
  std::string text = "\xEF\xBB\xBF";
  for (const char c : good_practice) text += c == '\n' ? std::string("\r\n") : std::string(1, c);
  here.write("practices/A99001.yaml", text);
  const auto loaded = here.load();
  ASSERT_TRUE(loaded.has_value()) << joined(loaded.error());
  EXPECT_EQ(loaded->practices.begin()->second->name, "Riverside Surgery");
}

TEST(config_load, passes_over_other_files_in_its_folders) {
  const workspace here;
  for (const std::string_view name : {"practices/.A99001.yaml.swp", "practices/A99001.yaml~", "practices/#A99001.yaml#",
                                      "practices/.#A99001.yaml", "practices/README.md", "practices/4913"})
    here.write(name, "not: [yaml");
  EXPECT_THAT(here.errors(), testing::IsEmpty());
  here.write("practices/A99002.yml", replaced(good_practice, "A99001", "A99002"));
  EXPECT_THAT(here.errors(), testing::Contains("practices/A99002.yml:1:7 the file's name is not the practice's code"));
}

TEST(config_load, without_its_practices_when_asked) {
  const workspace here;
  here.write("practices/A99001.yaml", "not a map");
  const auto host = load_broker(here.path("broker.yaml"));
  ASSERT_TRUE(host.has_value()) << joined(host.error());
  EXPECT_EQ(host->broker.providers.size(), 1U);
  EXPECT_FALSE(load_practice(here.path("practices/A99001.yaml"), host->broker).has_value());
}

TEST(config_load, one_practice_against_a_host_and_its_neighbours) {
  const workspace here;
  const auto loaded = here.load();
  ASSERT_TRUE(loaded.has_value()) << joined(loaded.error());
  const auto file = here.path("practices/A99001.yaml");
  const auto again = load_practice(file, loaded->broker, loaded->practices); // its own entry is no neighbour
  ASSERT_TRUE(again.has_value()) << joined(again.error());
  EXPECT_EQ((*again)->name, "Riverside Surgery");

  here.write("practices/A99002.yaml", replaced(good_practice, "A99001", "A99002"));
  const auto clash = load_practice(here.path("practices/A99002.yaml"), loaded->broker, loaded->practices);
  ASSERT_FALSE(clash.has_value());
  EXPECT_EQ(clash.error()[0].reason, "a reply number of another practice");
  EXPECT_EQ(clash.error()[0].allowed, "a number that isn't A99001's");
}

TEST(config_load, a_rule_may_name_a_template_that_is_in_force_in_the_browser_and_no_other) {
  const workspace here;
  const auto loaded = here.load();
  ASSERT_TRUE(loaded.has_value());
  made_templates known;
  known.all[template_id("made")] = {made_state::in_force, {template_id("made"), "Dear ((first_name))"}};
  known.all[template_id("gone")] = {made_state::retired, {}};
  known.all[template_id("begun")] = {made_state::draft, {}};
  known.all[template_id("asks")] = {made_state::in_force, {template_id("asks"), "Bring ((thing))"}};
  const auto said = [&](const char* id) {
    here.write("practices/A99001.yaml", replaced(good_practice, "template: reminder", std::string("template: ") + id));
    const auto got = load_practice(here.path("practices/A99001.yaml"), loaded->broker, loaded->practices, nullptr,
                                   [&](const practice_id&) { return known; });
    return got ? std::string("taken") : got.error()[0].reason + " | " + got.error()[0].found;
  };
  EXPECT_EQ(said("made"), "taken");
  EXPECT_EQ(said("gone"), "a template that was retired | `gone`, made in the browser");
  EXPECT_EQ(said("begun"), "a template that nobody has approved yet | `begun`, made in the browser");
  EXPECT_EQ(said("asks"), "a template that reminders can't fill in | `((thing))` in `asks`");
  EXPECT_EQ(said("never"), "an unknown template | `never`");
  known.readable = false;
  EXPECT_EQ(said("never"), "an unknown template: those made in the browser can't be read | `never`");
  EXPECT_EQ(said("reminder"), "taken") << "a file's";
}

TEST(config_load, the_templates_of_files_stay_what_a_practice_has_of_its_own) {
  const workspace here;
  const auto loaded = load_config(here.path("broker.yaml"), [](const broker_settings&) -> templates_made {
    return [](const practice_id&) {
      made_templates known;
      known.all[template_id("made")] = {made_state::in_force, {template_id("made"), "Dear ((first_name))"}};
      return known;
    };
  });
  ASSERT_TRUE(loaded.has_value()) << joined(loaded.error());
  EXPECT_FALSE(loaded->practices.begin()->second->templates.contains(template_id("made")))
      << "the shelf puts it beside them";
}

TEST(config_load, an_edit_with_an_error_gives_no_settings) {
  const workspace here;
  const auto loaded = here.load();
  ASSERT_TRUE(loaded.has_value());
  here.write("practices/A99001.yaml", replaced(good_practice, "name:", "nmae:"));
  EXPECT_FALSE(load_practice(here.path("practices/A99001.yaml"), loaded->broker, loaded->practices).has_value());
}

TEST(config_load, tells_what_is_missing_before_anybody_signs_in_by_another_s_word_or_is_called) {
  const workspace here;
  const auto errors = [&](const std::string& more) {
    here.write("broker.yaml", std::string(good_broker) + more);
    return here.errors();
  };
  using ::testing::Contains;
  using ::testing::EndsWith;
  EXPECT_THAT(errors("oidc: {issuer: https://login.icb.example, client_id: tidings}\n"),
              Contains(EndsWith("nobody can be sent back")));
  EXPECT_THAT(errors("oidc: {issuer: http://login.icb.example, client_id: tidings}\n"),
              Contains(EndsWith("anybody on the way could sign in as anybody")));
  EXPECT_THAT(errors("oidc: {issuer: https://login.icb.example}\n"), Contains(EndsWith("`client_id` is missing")));
  EXPECT_THAT(errors("oidc: {issuer: https://login.icb.example, client_id: t, scopes: profile}\n"),
              Contains(EndsWith("a sign-in without `openid`")));
  EXPECT_THAT(errors("alerts: {webhook: {url: http://hooks.icb.example/x}}\n"),
              Contains(EndsWith("alerts would travel unprotected")));
  EXPECT_THAT(errors("alerts: {mail: {host: mail.icb.example}}\n"),
              Contains(EndsWith("a mail without a sender or without a recipient")));
  EXPECT_THAT(errors("alerts: {webhook: {url: http://127.0.0.1:9/x}}\noidc: {}\n"), ::testing::IsEmpty());
}

} // namespace
} // namespace tidings
