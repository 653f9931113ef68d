// An SMTP dialogue that breaks off at every place it can: only between the final dot and its answer is there a doubt.
#include "actors/provider/nhsmail/mail_client.hpp"
#include "actors/provider/nhsmail/submission.hpp"
#include "tests/contract/mail/tls_peer.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>

#include <future>
#include <mutex>

namespace tidings::nhsmail {
namespace {
using namespace std::chrono_literals;
using test::peer;
using test::scripted_server;
using test::tls_peer;
using ::testing::HasSubstr;
using ::testing::Not;

/// Where the server stops being nice, and how.
enum class step { greeting, hello, starttls, handshake, login, sender, recipient, data, content, dot, never };
struct fault {
  step at = step::never;
  std::string says; ///< empty: hangs up; `mute`: says nothing more
};

struct smtp_wire : ::testing::Test {
  test::temporary_directory folder;
  test::certificate_files files = test::make_certificate(folder.path.string(), "127.0.0.1");
  std::mutex lock;
  std::vector<std::string> mails; ///< whole ones, dots as they came
  std::string plain_words;        ///< what was said before TLS
  std::unique_ptr<mail_client> aut = std::make_unique<mail_client>();

  /// True: go on.
  template <class Wire> bool play(Wire& wire, peer& plain, const fault& how, step now, std::string_view nice) {
    if (how.at != now) {
      wire.write(nice);
      return true;
    }
    if (how.says == "mute") plain.wait_for_close();
    if (!how.says.empty() && how.says != "mute") {
      wire.write(how.says);
      wire.read_until("\r\n"); // QUIT, or the end
    }
    return false;
  }

  void serve(peer& plain, const fault& how, int mails_max = 100) {
    if (!play(plain, plain, how, step::greeting, "220 mail ESMTP\r\n")) return;
    plain_words += plain.read_until("\r\n");
    const bool bare = how.at == step::hello && how.says == "bare";
    if (bare) {
      plain.write("250-mail\r\n250 8BITMIME\r\n");
      plain_words += plain.read_until("\r\n");
      return;
    }
    if (!play(plain, plain, how, step::hello, "250-mail\r\n250 STARTTLS\r\n")) return;
    plain_words += plain.read_until("\r\n");
    if (!play(plain, plain, how, step::starttls, "220 2.0.0 go\r\n")) return;
    if (how.at == step::handshake) return how.says == "mute" ? plain.wait_for_close() : plain.close();
    tls_peer wire(plain, files);
    if (!wire.good()) return;
    wire.read_until("\r\n");
    wire.write("250-mail\r\n250-SIZE 1000000\r\n250 AUTH PLAIN\r\n");
    wire.read_until("\r\n"); // AUTH PLAIN …, or without the words that follow
    if (how.at != step::login || how.says.empty() || how.says == "mute") {
      if (how.at == step::login) return play(wire, plain, how, step::login, ""), void();
      wire.write("334 \r\n");
      wire.read_until("\r\n");
    }
    if (!play(wire, plain, how, step::login, "235 2.7.0 welcome\r\n")) return;
    for (int i = 0; i < mails_max; ++i) {
      if (!wire.read_until("\r\n").starts_with("MAIL FROM:")) return;
      if (!play(wire, plain, how, step::sender, "250 2.1.0 ok\r\n")) return;
      wire.read_until("\r\n");
      if (!play(wire, plain, how, step::recipient, "250 2.1.5 ok\r\n")) return;
      wire.read_until("\r\n");
      if (!play(wire, plain, how, step::data, "354 go on\r\n")) return;
      if (how.at == step::content) return void(wire.read_until("first line"));
      auto mail = wire.read_until("\r\n.\r\n");
      {
        const std::lock_guard guard(lock);
        mails.push_back(std::move(mail));
      }
      if (!play(wire, plain, how, step::dot, "250 2.0.0 queued as 42\r\n")) return;
    }
  }

  submission to(int port, millis timeout = 5s) const {
    return {{"127.0.0.1", port, "riverside@example.nhs.uk", secret_text("open sesame"), files.certificate},
            "riverside@example.nhs.uk",
            "07700900123@sms.example",
            "Subject: x\r\n\r\nfirst line\r\n.second\r\n" + std::string(20'000, 'x') + "\r\n",
            timeout};
  }
  smtp_report send(submission what) {
    auto promise = std::make_shared<std::promise<smtp_report>>();
    auto answer = promise->get_future();
    aut->submit(std::move(what), [promise](smtp_report got) { promise->set_value(std::move(got)); });
    if (answer.wait_for(20s) == std::future_status::ready) return answer.get();
    ADD_FAILURE() << "never answered";
    return {};
  }
  static attempt_result read(const smtp_report& what) { return read_submission({}, 1, what).result; }
};

TEST_F(smtp_wire, a_mail_arrives_whole_and_only_over_tls) {
  scripted_server server([&](peer& one, int) { serve(one, {}); });
  const auto report = send(to(server.port()));
  EXPECT_EQ(read(report), attempt_result::sent) << report.detail;
  EXPECT_EQ(report.queued, "2.0.0 queued as 42");
  aut.reset();
  server.stop();
  ASSERT_EQ(mails.size(), 1U);
  EXPECT_EQ(mails[0], "Subject: x\r\n\r\nfirst line\r\n..second\r\n" + std::string(20'000, 'x') + "\r\n.\r\n");
  EXPECT_THAT(plain_words, Not(HasSubstr("AUTH")));
  EXPECT_THAT(plain_words, Not(HasSubstr("MAIL")));
}

struct cell {
  std::string_view name;
  fault how;
  attempt_result result;
};
TEST_F(smtp_wire, only_the_final_dot_without_an_answer_leaves_a_doubt) {
  using enum attempt_result;
  const cell table[] = {
      {"hangs up before a greeting", {step::greeting, ""}, retry},
      {"never greets", {step::greeting, "mute"}, retry},
      {"greets: later", {step::greeting, "421 4.3.2 later\r\n"}, retry},
      {"greets: never", {step::greeting, "554 5.3.2 no mail here\r\n"}, configuration},
      {"hangs up after EHLO", {step::hello, ""}, retry},
      {"never answers EHLO", {step::hello, "mute"}, retry},
      {"offers no STARTTLS", {step::hello, "bare"}, configuration},
      {"hangs up after STARTTLS", {step::starttls, ""}, retry},
      {"STARTTLS: later", {step::starttls, "454 4.7.0 later\r\n"}, retry},
      {"hangs up in the handshake", {step::handshake, ""}, retry},
      {"is mute in the handshake", {step::handshake, "mute"}, retry},
      {"hangs up in the login", {step::login, ""}, retry},
      {"is mute in the login", {step::login, "mute"}, retry},
      {"login: wrong", {step::login, "535 5.7.8 wrong\r\n"}, configuration},
      {"login: later", {step::login, "454 4.7.0 later\r\n"}, retry},
      {"hangs up after MAIL", {step::sender, ""}, retry},
      {"is mute after MAIL", {step::sender, "mute"}, retry},
      {"MAIL: later", {step::sender, "452 4.3.1 later\r\n"}, retry},
      {"MAIL: not yours", {step::sender, "550 5.7.60 not your address\r\n"}, configuration},
      {"hangs up after RCPT", {step::recipient, ""}, retry},
      {"is mute after RCPT", {step::recipient, "mute"}, retry},
      {"RCPT: later", {step::recipient, "450 4.2.0 later\r\n"}, retry},
      {"RCPT: nobody", {step::recipient, "550 5.1.1 nobody\r\n"}, permanent},
      {"hangs up after DATA", {step::data, ""}, retry},
      {"is mute after DATA", {step::data, "mute"}, retry},
      {"DATA: later", {step::data, "451 4.3.0 later\r\n"}, retry},
      {"DATA: never", {step::data, "554 5.5.1 no\r\n"}, permanent},
      {"hangs up in the middle of the mail", {step::content, ""}, retry},
      {"hangs up after the dot", {step::dot, ""}, unknown},
      {"is mute after the dot", {step::dot, "mute"}, unknown},
      {"after the dot: later", {step::dot, "451 4.7.1 later\r\n"}, retry},
      {"after the dot: never", {step::dot, "554 5.6.0 no\r\n"}, permanent},
  };
  for (const auto& one : table) {
    mails.clear();
    scripted_server server([&](peer& who, int) { serve(who, one.how); });
    auto what = to(server.port(), one.how.says == "mute" ? millis(300) : millis(5'000));
    if (one.how.at == step::content) what.bytes += std::string(3'000'000, 'y'); // more than sockets hold
    const auto report = send(std::move(what));
    EXPECT_EQ(static_cast<int>(read(report)), static_cast<int>(one.result))
        << one.name << ": phase " << static_cast<int>(report.phase) << ", code " << report.code << ", "
        << report.detail;
    EXPECT_THAT(report.detail, Not(HasSubstr("07700900123"))) << one.name;
    aut = std::make_unique<mail_client>(); // its forerunner hangs up
    server.stop();
    EXPECT_EQ(mails.size(), one.how.at == step::dot ? 1U : 0U) << one.name;
  }
}

TEST_F(smtp_wire, a_certificate_that_nobody_vouches_for_gets_no_word) {
  const test::temporary_directory elsewhere;
  const auto stranger = test::make_certificate(elsewhere.path.string(), "stranger");
  scripted_server server([&](peer& one, int) { serve(one, {}); });
  auto what = to(server.port());
  what.server.ca_file = stranger.certificate;
  const auto report = send(std::move(what));
  EXPECT_EQ(read(report), attempt_result::retry);
  EXPECT_THAT(report.detail, HasSubstr("certificate"));
  server.stop();
  EXPECT_TRUE(mails.empty());
}

TEST_F(smtp_wire, nobody_listening_is_certainly_not_sent) {
  EXPECT_EQ(read(send(to(test::dead_port()))), attempt_result::retry);
}

TEST_F(smtp_wire, a_connection_is_used_again_and_a_dead_one_replaced) {
  scripted_server server([&](peer& one, int) { serve(one, {}, 2); }); // hangs up after two
  for (int i = 0; i < 5; ++i) {
    const auto report = send(to(server.port()));
    EXPECT_EQ(read(report), attempt_result::sent) << i << ": " << report.detail;
  }
  EXPECT_EQ(server.connections(), 3);
  aut.reset();
  server.stop();
  EXPECT_EQ(mails.size(), 5U) << "none twice";
}

TEST_F(smtp_wire, a_mail_is_not_sent_again_when_its_connection_dies_after_the_dot) {
  std::atomic<int> served = 0;
  scripted_server server([&](peer& one, int) { serve(one, ++served == 1 ? fault{} : fault{step::dot, ""}, 1); });
  EXPECT_EQ(read(send(to(server.port()))), attempt_result::sent);
  EXPECT_EQ(read(send(to(server.port()))), attempt_result::unknown);
  aut.reset();
  server.stop();
  EXPECT_EQ(mails.size(), 2U);
}

TEST_F(smtp_wire, stopping_breaks_off_what_hangs_and_answers_it) {
  std::promise<void> in_it;
  scripted_server server([&](peer& one, int) {
    one.write("220 mail\r\n");
    one.read_until("\r\n");
    in_it.set_value();
    one.wait_for_close();
  });
  std::promise<smtp_report> answer;
  aut->submit(to(server.port(), 60s), [&](smtp_report got) { answer.set_value(std::move(got)); });
  in_it.get_future().wait();
  aut->stop();
  const auto report = answer.get_future().get();
  EXPECT_EQ(read(report), attempt_result::retry);
  EXPECT_EQ(report.detail, "the broker is stopping");
  EXPECT_EQ(read(send(to(server.port()))), attempt_result::retry) << "after its end";
}

} // namespace
} // namespace tidings::nhsmail
