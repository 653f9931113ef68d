// Alerts on their way: mail over SMTP and a POST over HTTP, to servers on sockets; and the keeper that looks, keeps and
// tells.
#include "actors/alert/keeper.hpp"
#include "schemas/json.hpp"
#include "tests/contract/mail/tls_peer.hpp"
#include "tests/support/temporary_directory.hpp"
#include "web/endpoint/tests/fake_broker.hpp"

#include <gmock/gmock.h>

namespace tidings::alert {
namespace {

using namespace std::chrono_literals;
using test::peer;
using test::scripted_server;
using ::testing::HasSubstr;

constexpr timestamp nine = timestamp(std::chrono::sys_days(std::chrono::year(2026) / 3 / 2)) + 9h;
const notice down{turn::raised,
                  {{alert_measure::provider_out, "firetext"}, "The provider firetext is down.", nine, nine}};

/// As RFC 5321 wants it, for one mail. `refuse`: the first recipient.
struct smtp_talk {
  std::mutex lock;
  std::vector<std::string> said;
  std::string mail;
  bool refuse = false;

  void operator()(peer& with, int) {
    with.write("220 mail.icb.example ESMTP\r\n");
    while (true) {
      auto line = with.read_until("\r\n");
      if (!line.ends_with("\r\n")) return;
      line.resize(line.size() - 2);
      {
        const std::lock_guard guard(lock);
        said.push_back(line);
      }
      if (line.starts_with("EHLO"))
        with.write("250-mail.icb.example\r\n250 8BITMIME\r\n");
      else if (line.starts_with("RCPT") && refuse)
        with.write("550 5.1.1 no such person\r\n");
      else if (line == "DATA") {
        with.write("354 go on\r\n");
        auto text = with.read_until("\r\n.\r\n");
        const std::lock_guard guard(lock);
        mail = std::move(text);
        with.write("250 2.0.0 taken\r\n");
      } else if (line == "QUIT")
        return with.write("221 bye\r\n");
      else
        with.write("250 ok\r\n");
    }
  }
};

alert_settings by_mail(int port) {
  alert_settings settings;
  settings.mail = {.host = "127.0.0.1",
                   .port = port,
                   .from = "tidings@icb.example",
                   .to = {"a@icb.example", "b@icb.example"},
                   .starttls = false};
  return settings;
}

TEST(an_alert, goes_by_mail_to_everybody_who_is_named) {
  smtp_talk talk;
  scripted_server server([&](peer& with, int n) { talk(with, n); });
  const auto sent = make_outlet(by_mail(server.port()), "https://x/ops/alerts")->mail(down, nine);
  EXPECT_TRUE(sent) << sent.error().detail;
  const std::lock_guard guard(talk.lock);
  EXPECT_THAT(talk.said, ::testing::Contains(::testing::StartsWith("MAIL FROM:<tidings@icb.example>")));
  EXPECT_THAT(talk.said, ::testing::Contains(::testing::StartsWith("RCPT TO:<a@icb.example>")));
  EXPECT_THAT(talk.said, ::testing::Contains(::testing::StartsWith("RCPT TO:<b@icb.example>")));
  EXPECT_THAT(talk.mail, HasSubstr("Subject: [Tidings] raised: provider out (firetext)\r\n"));
  EXPECT_THAT(talk.mail, HasSubstr("The provider firetext is down."));
}

TEST(an_alert, that_the_mail_server_refuses_has_not_gone) {
  smtp_talk talk;
  talk.refuse = true;
  scripted_server server([&](peer& with, int n) { talk(with, n); });
  EXPECT_FALSE(make_outlet(by_mail(server.port()), "")->mail(down, nine));
  EXPECT_FALSE(make_outlet(by_mail(test::dead_port()), "")->mail(down, nine));
}

TEST(an_alert, doesn_t_go_in_the_clear_when_starttls_is_wanted) {
  smtp_talk talk;
  scripted_server server([&](peer& with, int n) { talk(with, n); });
  auto settings = by_mail(server.port());
  settings.mail.starttls = true;
  EXPECT_FALSE(make_outlet(settings, "")->mail(down, nine));
  EXPECT_EQ(talk.mail, "");
}

TEST(an_alert, is_mailed_over_tls_under_its_account_once_the_server_is_known) {
  const test::temporary_directory folder;
  const auto files = test::make_certificate(folder.path.string(), "127.0.0.1");
  std::string plain, account, mail;
  scripted_server server([&](peer& with, int) {
    with.write("220 mail.icb.example ESMTP\r\n");
    plain += with.read_until("\r\n");
    with.write("250-mail.icb.example\r\n250 STARTTLS\r\n");
    plain += with.read_until("\r\n");
    with.write("220 go\r\n");
    test::tls_peer wire(with, files);
    if (!wire.good()) return;
    wire.read_until("\r\n");
    wire.write("250-mail.icb.example\r\n250-AUTH PLAIN\r\n250 SMTPUTF8\r\n");
    account = wire.read_until("\r\n");
    if (!account.ends_with("=\r\n") && account.size() < 14) { // the words come by themselves
      wire.write("334 \r\n");
      account += wire.read_until("\r\n");
    }
    wire.write("235 welcome\r\n");
    for (int line = 0; line < 3; ++line) { // MAIL and two RCPT
      wire.read_until("\r\n");
      wire.write("250 ok\r\n");
    }
    wire.read_until("\r\n");
    wire.write("354 go on\r\n");
    mail = wire.read_until("\r\n.\r\n");
    wire.write("250 taken\r\n");
    wire.read_until("\r\n");
    wire.write("221 bye\r\n");
  });
  auto settings = by_mail(server.port());
  settings.mail.starttls = true;
  settings.mail.user = "tidings";
  settings.mail.password = secret_text("open sesame");
  EXPECT_FALSE(make_outlet(settings, "")->mail(down, nine)) << "nobody vouches for this server";
  settings.mail.ca_file = files.certificate;
  const auto sent = make_outlet(settings, "")->mail(down, nine);
  EXPECT_TRUE(sent) << sent.error().detail;
  server.stop();
  EXPECT_THAT(mail, HasSubstr("The provider firetext is down."));
  EXPECT_THAT(account, HasSubstr("AHRpZGluZ3MAb3BlbiBzZXNhbWU=")) << "base64 of NUL name NUL password";
  EXPECT_THAT(plain, ::testing::Not(HasSubstr("AUTH"))) << "not a word of it before TLS";
}

TEST(an_alert, is_posted_as_json_with_its_token) {
  std::string asked;
  scripted_server server([&](peer& with, int) {
    asked = with.read_http();
    with.write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
  });
  alert_settings settings;
  settings.webhook = {"http://127.0.0.1:" + std::to_string(server.port()) + "/hook", secret_text("open sesame"), ""};
  const auto sent = make_outlet(settings, "https://x/ops/alerts")->post(down, nine);
  EXPECT_TRUE(sent) << sent.error().detail;
  server.stop();
  EXPECT_THAT(asked, HasSubstr("POST /hook HTTP/1.1"));
  EXPECT_THAT(asked, HasSubstr("Authorization: Bearer open sesame"));
  EXPECT_THAT(asked, HasSubstr(R"("turn":"raised","measure":"provider_out","subject":"firetext")"));
}

TEST(an_alert, that_the_webhook_doesn_t_take_has_not_gone) {
  scripted_server server([&](peer& with, int) {
    with.read_http();
    with.write("HTTP/1.1 500 Oh\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  alert_settings settings;
  settings.webhook.url = "http://127.0.0.1:" + std::to_string(server.port()) + "/hook";
  const auto sent = make_outlet(settings, "")->post(down, nine);
  ASSERT_FALSE(sent);
  EXPECT_THAT(sent.error().detail, HasSubstr("500"));
}

// -- the keeper ----

class broker_of_figures : public test::fake_broker {
public:
  broker_of_figures() {
    resources["overview"] = {200, R"({"overview":{"state":"ready"}})"};
    resources["audit"] = {200, R"({"audit":[],"next":null})"};
    resources["connectors"] = {200, R"({"connectors":[]})"};
    resources["queues"] = {200, R"({"practices":[],"providers":[]})"};
    park(0);
  }
  void park(int items) {
    resources["practices"] = {200,
                              R"({"practices":[{"id":"A99001","in_doubt":0,"parked":)" + std::to_string(items) + "}]}"};
  }
  void operate(std::string, std::map<std::string, std::string>, audit_mark_ptr,
               std::function<void(http_answer)> done) override {
    done({200, R"({"configured":false,"list":[]})"});
  }
};

struct told_outlet : outlet {
  std::vector<std::string>& told;
  bool works = true;
  int tries = 0;
  explicit told_outlet(std::vector<std::string>& into) : told(into) {}
  result<void> mail(const notice& what, timestamp) override {
    ++tries;
    if (!works) return fail(error_code::timed_out, "the mail server is gone");
    told.emplace_back(word_of(what.how));
    return {};
  }
  result<void> post(const notice&, timestamp) override { return {}; }
};

struct a_keeper : ::testing::Test {
  broker_of_figures broker;
  std::vector<std::string> told;
  told_outlet* to = nullptr;
  timestamp now = nine;
  std::unique_ptr<keeper> aut = make();

  std::unique_ptr<keeper> make() {
    alert_settings settings;
    settings.mail = {.host = "mail", .from = "t@icb.example", .to = {"a@icb.example"}};
    auto by = std::make_unique<told_outlet>(told);
    to = by.get();
    return std::make_unique<keeper>(
        keeper_options{.settings = settings, .broker = broker, .now = [this] { return now; }, .to = std::move(by)});
  }
};

TEST_F(a_keeper, puts_an_alert_on_record_tells_it_once_and_says_when_it_is_over) {
  aut->step();
  EXPECT_TRUE(told.empty());
  broker.park(2);
  aut->step();
  aut->step();
  EXPECT_EQ(told, std::vector<std::string>{"raised"});
  ASSERT_EQ(broker.told.size(), 1U);
  EXPECT_TRUE(broker.told[0].practice.is_host());
  EXPECT_EQ(broker.told[0].by->action, "ALERT raised");
  EXPECT_EQ(aut->page().firing.size(), 1U);
  broker.park(0);
  aut->step();
  now += 2min;
  aut->step();
  EXPECT_EQ(told, (std::vector<std::string>{"raised", "resolved"}));
  EXPECT_TRUE(aut->page().firing.empty());
  EXPECT_EQ(aut->page().history.size(), 2U);
}

TEST_F(a_keeper, tries_again_what_could_not_be_told) {
  broker.park(2);
  to->works = false;
  aut->step();
  EXPECT_EQ(aut->page().untold, 1U);
  EXPECT_EQ(aut->page().last_failure, "the mail server is gone");
  to->works = true;
  aut->step();
  EXPECT_TRUE(told.empty()) << "not at once";
  now += 1min;
  aut->step();
  EXPECT_EQ(told, std::vector<std::string>{"raised"});
  EXPECT_EQ(aut->page().untold, 0U);
  EXPECT_EQ(aut->page().last_failure, "");
}

TEST_F(a_keeper, asks_a_mail_server_that_hangs_for_one_notice_a_round) {
  broker.park(2);
  broker.resources["connectors"] = {200, R"({"connectors":[{"practice":"A99001","state":"down"}]})"};
  broker.resources["practices"] = {
      200, R"({"practices":[{"id":"A99001","in_doubt":70,"parked":2,"pence_today":9,"budget_pence":10}]})"};
  to->works = false;
  aut->step();
  EXPECT_EQ(to->tries, 1) << "of three";
  EXPECT_EQ(aut->page().untold, 3U);
  to->works = true;
  now += 1min;
  aut->step();
  EXPECT_EQ(told.size(), 3U);
}

TEST_F(a_keeper, raises_nothing_while_the_board_still_reads_the_log) {
  broker.park(2);
  broker.resources["overview"] = {200, R"({"overview":{"state":"starting"}})"};
  aut->step();
  EXPECT_TRUE(told.empty());
  EXPECT_FALSE(aut->page().watching);
}

TEST_F(a_keeper, goes_on_after_a_restart_where_the_trail_ends) {
  broker.park(2);
  aut->step();
  const auto& mark = *broker.told.at(0).by;
  const boost::json::object entry{{"at", iso8601(nine)},   {"user", mark.user},
                                  {"action", mark.action}, {"outcome", "done"},
                                  {"reason", mark.reason}, {"objects", boost::json::value_from(mark.objects)}};
  broker.resources["audit"] = {200, R"({"audit":[)" + boost::json::serialize(entry) + R"(],"next":null})"};
  told.clear();
  aut = make();
  aut->step();
  EXPECT_EQ(told, std::vector<std::string>{"repeated"}) << "nobody knows whether the notice arrived";
  EXPECT_EQ(aut->page().history.size(), 2U);
  EXPECT_TRUE(aut->acknowledge(aut->page().firing.at(0).id, "ann", "I look"));
  now += 8h;
  aut->step();
  EXPECT_EQ(told.size(), 1U);
  EXPECT_EQ(aut->page().history.at(0).turn, "acknowledged");
}

TEST_F(a_keeper, ends_while_it_waits_for_an_answer_that_never_comes) {
  broker.never_answer = true;
  aut->start();
  broker.wait_held();
  aut->stop();
}

} // namespace
} // namespace tidings::alert
