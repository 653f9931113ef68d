// Keys of programs in a practice's file: what is read, and the place of what is wrong. And keys made in the browser.
#include "actors/node/made_keys.hpp"
#include "actors/provider/notify/token.hpp"
#include "schemas/callbacks.hpp"
#include "tests/core/config_workspace.hpp"
#include "tests/support/memory_keys.hpp"
#include "tests/support/temporary_directory.hpp"
#include "web/endpoint/notify/jwt.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using namespace testing_config;

const std::string a_secret = "3d844edf-8d35-48ac-975b-e847b4f122b0";
const std::string other_secret = "8b4d5d4e-3d0a-4c5e-9d2f-0a4f6d1c7e11";
/// Lines behind the 12 of a good practice's file.
std::string practice_with(std::string_view more) { return std::string(good_practice) + std::string(more); }

TEST(api_keys, are_read_with_their_types_and_guests) {
  const workspace here;
  here.write("secret", a_secret + "\n");
  here.write(
      "practices/A99001.yaml",
      practice_with(
          "api_requests_per_minute: 600\n"
          "service_id: 26785A09-AB16-4EB0-8407-A37497A57506\n"
          "api_keys:\n"
          "  - {name: booking, secret: {file: ../secret}}\n"
          "  - {name: staff, type: team, guests: [07700 900321], secret: " +
          other_secret +
          "}\n"
          "templates: {hello: {name: Hello, fields: [name], earlier: ['Hi ((name))', 'Ho ((name))', 'Hi ((name))'], "
          "earlier_titles: [Hi, Hi], body: 'Hello ((name))'}}\n"));
  const auto loaded = here.load();
  ASSERT_TRUE(loaded) << here.errors().at(0);
  const auto& practice = *loaded->practices.at(*practice_id::parse("A99001"));
  EXPECT_EQ(practice.service_id, "26785a09-ab16-4eb0-8407-a37497a57506");
  EXPECT_EQ(practice.api_requests_per_minute, 600);
  ASSERT_EQ(practice.api_keys.size(), 2U);
  EXPECT_EQ(practice.api_keys[0].type, api_key_type::normal);
  EXPECT_EQ(practice.api_keys[0].secret.reveal(), a_secret);
  EXPECT_EQ(practice.api_keys[1].type, api_key_type::team);
  EXPECT_EQ(practice.api_keys[1].guests, std::vector<std::string>{"447700900321"});
  const auto& hello = practice.templates.at(template_id("hello"));
  EXPECT_EQ(hello.title, "Hello");
  EXPECT_EQ(hello.fields, std::vector<std::string>{"name"});
  EXPECT_EQ(hello.earlier, (std::vector<std::string>{"Hi ((name))", "Ho ((name))", "Hi ((name))"}))
      << "a body may have come back";
  EXPECT_EQ(hello.earlier_titles, (std::vector<std::string>{"Hi", "Hi"}));
}

TEST(api_keys, may_do_what_their_scopes_say_and_all_without_them) {
  const workspace here;
  here.write("secret", a_secret + "\n");
  here.write("practices/A99001.yaml", practice_with("api_keys:\n"
                                                    "  - {name: booking, secret: {file: ../secret}}\n"
                                                    "  - {name: reports, scopes: [send_sms, read_own], secret: " +
                                                    other_secret + "}\n"));
  const auto loaded = here.load();
  ASSERT_TRUE(loaded) << here.errors().at(0);
  const auto& keys = loaded->practices.at(*practice_id::parse("A99001"))->api_keys;
  EXPECT_EQ(keys[0].scopes, every_key_scope());
  EXPECT_EQ(keys[1].scopes, (key_scopes{key_scope::send_sms, key_scope::read_own}));
}

TEST(a_service_id, is_made_from_the_practices_code_and_stays) {
  const workspace here;
  const auto id = here.load()->practices.at(*practice_id::parse("A99001"))->service_id;
  EXPECT_TRUE(uuid::parse(id));
  EXPECT_EQ(id, here.load()->practices.at(*practice_id::parse("A99001"))->service_id);
}

TEST(api_keys, that_are_wrong_are_named_with_their_place_and_never_shown) {
  const std::string good = "{name: a, secret: " + a_secret + "}";
  const struct {
    std::string lines, error;
  } cases[] = {
      {"api_keys: {name: a}\n", "13:11 wrong type"},
      {"api_keys:\n  - {name: a}\n", "14:5 `secret` is missing"},
      {"api_keys:\n  - {secret: " + a_secret + "}\n", "14:5 `name` is missing"},
      {"api_keys:\n  - {name: a, secret: not-a-uuid-kkkk}\n", "14:23 a secret that is no UUID"},
      {"api_keys:\n  - {name: a, type: live, secret: " + a_secret + "}\n", "14:21 not an allowed value"},
      {"api_keys:\n  - " + good + "\n  - {name: a, secret: " + other_secret + "}\n", "15:12 a key's name given twice"},
      {"api_keys:\n  - " + good + "\n  - {name: b, secret: " + a_secret + "}\n", "15:23 the secret of another key"},
      {"api_keys:\n  - {name: a, secret: " + a_secret + ", guests: [07700 900321]}\n",
       "14:69 guests of a key that isn't a team's"},
      {"api_keys:\n  - {name: a, scopes: [send_sms, send], secret: " + a_secret + "}\n", "14:34 not an allowed value"},
      {"service_id: A99001\n", "13:13 not a UUID"},
      {"api_requests_per_minute: 0\n", "13:26 not an allowed value"},
      {"templates: {own: {fields: [name], body: 'Hi ((nmae))'}}\n", "13:45 an unknown placeholder"},
      {"templates: {reminder: {fields: [name], body: 'Hi ((name))'}}\n",
       "12:15 a template that reminders can't fill in"},
  };
  for (const auto& one : cases) {
    const workspace here;
    here.write("practices/A99001.yaml", practice_with(one.lines));
    EXPECT_THAT(here.errors(), testing::ElementsAre("practices/A99001.yaml:" + one.error)) << one.lines;
    const auto loaded = here.load();
    if (!loaded)
      for (const auto& error : loaded.error()) {
        EXPECT_EQ(print(error).find("kkkk"), std::string::npos);
        EXPECT_EQ(print(error).find(a_secret), std::string::npos);
      }
  }
}

const std::string bearer = "bearer-of-ten", signing = "0123456789abcdef0123456789abcdef";

TEST(callbacks, are_read_with_their_secrets) {
  const workspace here;
  here.write("secret", signing + "\n");
  here.write("broker.yaml", std::string(good_broker) + "callbacks: {networks: [10.20.0.0/16, '::1'], ca_file: key}\n");
  here.write("practices/A99001.yaml",
             practice_with("callbacks:\n"
                           "  delivery: {url: 'https://d.example/x', bearer_token: " +
                           bearer +
                           "}\n"
                           "  signed: {url: 'https://s.example', secret: {file: ../secret}, replies: true}\n"));
  const auto loaded = here.load();
  ASSERT_TRUE(loaded) << here.errors().at(0);
  const auto& host = *loaded->broker.callbacks;
  EXPECT_EQ(host.networks, (std::vector<std::string>{"10.20.0.0/16", "::1"}));
  EXPECT_EQ(host.ca_file, here.path("key").string());
  const auto& told = *loaded->practices.at(*practice_id::parse("A99001"))->callbacks;
  EXPECT_EQ(told.delivery.url, "https://d.example/x");
  EXPECT_EQ(told.delivery.bearer_token.reveal(), bearer);
  EXPECT_EQ(told.received.url, "");
  EXPECT_EQ(told.own.secret.reveal(), signing);
  EXPECT_TRUE(told.own.messages);
  EXPECT_TRUE(told.own.replies);
  EXPECT_FALSE(told.own.all_messages);
}

TEST(callbacks, that_are_wrong_are_named_with_their_place_and_never_shown) {
  const auto receiver = [](const std::string& url, const std::string& token) {
    return "callbacks: {delivery: {url: '" + url + "', bearer_token: " + token + "}}\n";
  };
  const struct {
    std::string lines, error;
  } cases[] = {
      {receiver("http://d.example/x", bearer), "13:29 a callback over a connection that anybody can read"},
      {receiver("https://us:them@d.example/x", bearer), "13:29 a password in an address"},
      {receiver("d.example", bearer), "13:29 not an allowed value"},
      {receiver("https://d.example", "kkkk"), "13:64 a secret that can't be used"},
      {"callbacks: {delivery: {url: 'https://d.example'}}\n", "13:23 `bearer_token` is missing"},
      {"callbacks: {signed: {url: 'https://d.example', secret: kkkk-too-short}}\n",
       "13:56 a secret that can't be used"},
      {"callbacks: {recieved: {}}\n", "13:13 an unknown key"},
  };
  for (const auto& one : cases) {
    const workspace here;
    here.write("practices/A99001.yaml", practice_with(one.lines));
    EXPECT_THAT(here.errors(), testing::ElementsAre("practices/A99001.yaml:" + one.error)) << one.lines;
    const auto loaded = here.load();
    if (loaded) continue;
    for (const auto& error : loaded.error()) EXPECT_EQ(print(error).find("kkkk"), std::string::npos);
  }
  const workspace here;
  here.write("broker.yaml", std::string(good_broker) + "callbacks: {networks: [10.20.1.0/16]}\n");
  EXPECT_THAT(here.errors(), testing::Contains("broker.yaml:12:24 not a network"));
}

// -- made in the browser --------------------------------------------------------------------------

struct made_in_the_browser : testing::Test {
  const test::temporary_directory folder;
  timestamp now = from_ms(1'772'442'000'000);
  std::shared_ptr<key_ring> keys = test::memory_keys([this] { return now; });
  std::shared_ptr<const practice_settings> practice = [] {
    practice_settings one;
    one.id = *practice_id::parse("A99001");
    one.service_id = "26785a09-ab16-4eb0-8407-a37497a57506";
    one.api_keys.push_back({"booking", api_key_type::normal, secret_text(other_secret), {}});
    return std::make_shared<const practice_settings>(std::move(one));
  }();

  std::filesystem::path file() const { return folder.path / "api_keys"; }
  std::uint64_t epoch = 1;
  result<std::shared_ptr<made_keys>> open() {
    return made_keys::open(
        file(), keys, [this] { return now; }, epoch);
  }
  /// The name of the key by which whoever has the whole of it comes in; empty: they don't.
  std::string comes_in(made_keys& aut, const std::string& whole) const {
    const auto key = notify::read_api_key(whole);
    if (!key) return "no key";
    const auto token = web::notify::read_token("Bearer " + notify::token(*key, now));
    if (!token) return "no token";
    const auto settings = aut.with_keys(practice);
    const auto found = web::notify::key_of(*token, settings->api_keys, now);
    return found ? (*found)->name : std::string();
  }
};

TEST_F(made_in_the_browser, a_key_lets_in_at_once_and_after_a_restart_until_it_is_revoked) {
  const auto aut = *open();
  const auto whole = aut->make(*practice, {"reports", "normal", "", "ann"});
  ASSERT_TRUE(whole) << whole.error().detail;
  EXPECT_TRUE(whole->starts_with("reports-" + practice->service_id + "-"));
  EXPECT_EQ(comes_in(*aut, *whole), "reports");
  EXPECT_EQ(comes_in(*aut, "booking-" + practice->service_id + "-" + other_secret), "booking") << "as before";
  const auto again = *open();
  EXPECT_EQ(comes_in(*again, *whole), "reports");
  ASSERT_TRUE(again->revoke(practice->id, "reports", "bob"));
  EXPECT_EQ(comes_in(*again, *whole), "");
  EXPECT_EQ(comes_in(**open(), *whole), "") << "after a restart too";
  EXPECT_FALSE(again->revoke(practice->id, "reports", "bob"));
  EXPECT_FALSE(again->revoke(practice->id, "booking", "bob")) << "it stands in the file";
  EXPECT_EQ(again->of(practice->id).at(0).revoked_by, "bob");
}

TEST_F(made_in_the_browser, a_keys_secret_is_nowhere_in_plain_and_is_said_once) {
  const auto aut = *open();
  const auto whole = *aut->make(*practice, {"reports", "team", "07700 900321, 07700900322", "ann"});
  const auto secret = whole.substr(whole.size() - 36);
  std::ifstream in(file());
  const std::string kept{std::istreambuf_iterator<char>(in), {}};
  EXPECT_EQ(kept.find(secret), std::string::npos);
  const auto list = answer_about_keys(aut.get(), practice, "GET api-keys", {});
  EXPECT_EQ(list.status, 200);
  EXPECT_EQ(list.body.find(secret), std::string::npos);
  EXPECT_THAT(list.body, testing::HasSubstr(R"("name":"reports","type":"team","guests":2,"scopes":)"));
  EXPECT_THAT(list.body, testing::HasSubstr(R"("made_in":"browser","state":"in_force")"));
  EXPECT_THAT(list.body, testing::HasSubstr(R"("name":"booking","type":"normal","guests":0,"scopes":)"));
  EXPECT_THAT(list.body, testing::HasSubstr(R"("made_in":"file")"));
  const auto settings = aut->with_keys(practice);
  EXPECT_EQ(settings->api_keys.back().guests, (std::vector<std::string>{"447700900321", "447700900322"}));
  EXPECT_EQ(aut->with_keys(practice), settings) << "not put together for each request";
  ASSERT_TRUE(keys->erase_practice(practice->id));
  EXPECT_EQ(comes_in(**open(), whole), "") << "an erased practice's keys let nobody in";
}

TEST_F(made_in_the_browser, a_key_may_do_what_was_ticked_and_no_more) {
  const auto aut = *open();
  ASSERT_TRUE(aut->make(*practice, {"reports", "normal", "", "ann", "send_sms,read_own"}));
  ASSERT_TRUE(aut->make(*practice, {"whole", "normal", "", "ann"}));
  for (const auto* wrong : {"", "send_sms,", "all", "send_sms, read_own"})
    EXPECT_FALSE(aut->make(*practice, {"other", "normal", "", "ann", wrong})) << wrong;
  const auto settings = (*open())->with_keys(practice);
  EXPECT_EQ(settings->api_keys.at(1).scopes, (key_scopes{key_scope::send_sms, key_scope::read_own}));
  EXPECT_EQ(settings->api_keys.at(2).scopes, every_key_scope());
  EXPECT_THAT(answer_about_keys(aut.get(), practice, "GET api-keys", {}).body,
              testing::HasSubstr(R"("name":"reports","type":"normal","guests":0,"scopes":["send_sms","read_own"])"));
}

TEST_F(made_in_the_browser, a_key_of_an_older_file_may_do_all) {
  ASSERT_TRUE((*open())->make(*practice, {"reports", "normal", "", "ann"}));
  std::ifstream in(file());
  std::string kept{std::istreambuf_iterator<char>(in), {}};
  kept = replaced(kept, R"("scopes":["send_sms","send_email","read_all","templates","received_texts"],)", "");
  kept = replaced(kept, R"("epoch":1,"confirmed_by":"","confirmed_at":0,)", "");
  std::ofstream(file()) << kept;
  EXPECT_EQ((*open())->with_keys(practice)->api_keys.at(1).scopes, every_key_scope());
}

TEST_F(made_in_the_browser, a_key_of_before_a_restore_lets_nobody_in_until_it_is_confirmed) {
  const auto before = *open();
  const auto reports = *before->make(*practice, {"reports", "normal", "", "ann"});
  const auto revoked = *before->make(*practice, {"revoked", "normal", "", "ann"});
  const auto other = *before->make(*practice, {"other", "normal", "", "ann"});
  epoch = 2; // the file is as it was when the backup was made; `revoked` was revoked after that
  const auto aut = *open();
  for (const auto& whole : {reports, revoked, other}) EXPECT_EQ(comes_in(*aut, whole), "");
  EXPECT_EQ(comes_in(*aut, "booking-" + practice->service_id + "-" + other_secret), "booking") << "of the file";
  const auto fresh = *aut->make(*practice, {"fresh", "normal", "", "ann"});
  EXPECT_EQ(comes_in(*aut, fresh), "fresh") << "made since";
  EXPECT_THAT(answer_about_keys(aut.get(), practice, "GET api-keys", {}).body,
              testing::HasSubstr(R"("state":"unconfirmed")"));
  ASSERT_TRUE(aut->confirm(practice->id, "reports", "bob"));
  EXPECT_EQ(comes_in(*aut, reports), "reports") << "at once";
  EXPECT_FALSE(aut->confirm(practice->id, "reports", "bob")) << "it waits no more";
  EXPECT_FALSE(aut->confirm(*practice_id::parse("A99002"), "other", "bob"));
  ASSERT_TRUE(aut->revoke(practice->id, "revoked", "bob"));
  EXPECT_EQ(*aut->confirm_all("bob"), 1U);
  const auto again = *open();
  EXPECT_EQ(comes_in(*again, other), "other") << "after a restart too";
  EXPECT_EQ(comes_in(*again, reports), "reports");
  EXPECT_EQ(comes_in(*again, revoked), "") << "a revoked one is confirmed by nobody";
  EXPECT_EQ(again->of(practice->id).at(0).confirmed_by, "bob");
  EXPECT_EQ(answer_about_keys(again.get(), nullptr, "POST api-keys/confirm-all", {{"by", "bob"}}).body,
            R"({"confirmed":0})");
}

TEST_F(made_in_the_browser, a_key_that_can_not_be_made_is_refused_with_its_reason) {
  const auto aut = *open();
  ASSERT_TRUE(aut->make(*practice, {"reports", "test", "", "ann"}));
  const struct {
    key_wish wish;
    error_code why;
  } cases[] = {
      {{"Reports", "normal", "", "ann"}, error_code::invalid_input},
      {{"", "normal", "", "ann"}, error_code::invalid_input},
      {{"other", "live", "", "ann"}, error_code::invalid_input},
      {{"other", "team", "", "ann"}, error_code::invalid_input},
      {{"other", "normal", "07700900321", "ann"}, error_code::invalid_input},
      {{"other", "team", "01632 960001", "ann"}, error_code::invalid_input},
      {{"booking", "normal", "", "ann"}, error_code::refused},
      {{"reports", "normal", "", "ann"}, error_code::refused},
  };
  for (const auto& one : cases) {
    const auto made = aut->make(*practice, one.wish);
    ASSERT_FALSE(made) << one.wish.name;
    EXPECT_EQ(made.error().code, one.why) << one.wish.name << one.wish.type;
  }
  ASSERT_TRUE(aut->revoke(practice->id, "reports", "ann"));
  EXPECT_FALSE(aut->make(*practice, {"reports", "normal", "", "ann"})) << "its name stands in the audit trail";
  EXPECT_EQ(answer_about_keys(nullptr, practice, "POST api-keys", {{"name", "x"}, {"type", "normal"}}).status, 503);
  EXPECT_EQ(answer_about_keys(aut.get(), nullptr, "GET api-keys", {}).status, 404);
  std::ofstream(file()) << "spoiled";
  EXPECT_FALSE(open());
}

TEST(a_service_id, is_one_practices_alone) {
  const workspace here;
  const std::string line = "service_id: 26785a09-ab16-4eb0-8407-a37497a57506\n";
  here.write("practices/A99001.yaml", practice_with(line));
  auto other = replaced(replaced(practice_with(line), "A99001", "A99002"), "41001", "41002");
  other = replaced(replaced(other, "sender: 01632 960001", "sender: 01632 960002"), "[01632 960001]", "[01632 960002]");
  here.write("practices/A99002.yaml", other);
  EXPECT_THAT(here.errors(), testing::ElementsAre("practices/A99002.yaml:13:13 the service_id of another practice"));
}

TEST(a_team_key, without_guests_is_told_that_it_can_send_to_nobody) {
  const workspace here;
  here.write("secret", a_secret + "\n");
  here.write("practices/A99001.yaml",
             practice_with("api_keys:\n  - {name: a, type: team, secret: {file: ../secret}}\n"));
  const auto loaded = here.load();
  ASSERT_TRUE(loaded);
  EXPECT_TRUE(std::any_of(loaded->warnings.begin(), loaded->warnings.end(), [](const config_error& one) {
    return print(one).find("practices/A99001.yaml:14:5: a team key that can send to nobody") != std::string::npos;
  }));
}

} // namespace
} // namespace tidings
