// The session, step by step in its own time.
#include "actors/provider/smpp/session.hpp"
#include "actors/provider/smpp/status.hpp"

#include <gmock/gmock.h>

namespace tidings::smpp {
namespace {
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

struct smpp_session : ::testing::Test {
  session_options options{.who = {"tidings", "secret", ""}, .window = 2, .per_second = 1'000};
  session aut{options};
  instant now{1'000};
  pdu_stream sent; ///< what the message centre has got

  /// What it did, in words; PDUs are kept in `sent` and printed as `pdu <command> <sequence>`.
  std::vector<std::string> done;

  void look() {
    for (auto& one : aut.take()) {
      if (auto* bytes = std::get_if<send_bytes>(&one)) {
        pdu_stream stream;
        stream.push(bytes->bytes);
        const auto what = **stream.next();
        done.push_back(name_of(what.command) + " " + std::to_string(what.sequence) +
                       (what.status == 0 ? "" : " " + name_of_status(what.status)));
      }
      if (std::holds_alternative<open_link>(one)) done.emplace_back("open");
      if (std::holds_alternative<close_link>(one)) done.emplace_back("close");
      if (auto* what = std::get_if<answered>(&one))
        done.push_back("answered " + std::to_string(what->token) + " " + name_of_status(what->status));
      if (auto* what = std::get_if<not_sent>(&one))
        done.push_back("not sent " + std::to_string(what->token) +
                       (what->why == attempt_result::configuration ? " (configuration)" : ""));
      if (auto* what = std::get_if<no_answer>(&one)) done.push_back("no answer " + std::to_string(what->token));
      if (auto* what = std::get_if<arrived>(&one)) done.push_back("arrived " + std::to_string(what->sequence));
      if (auto* what = std::get_if<answer_read>(&one)) done.push_back("read " + std::to_string(what->mark));
    }
  }
  static std::string name_of(command_id what) {
    const auto plain = static_cast<command_id>(static_cast<std::uint32_t>(what) & ~response_bit);
    std::string name = "?";
    if (what == command_id::generic_nack) return "nack";
    if (plain == command_id::submit_sm) name = "submit";
    if (plain == command_id::bind_transceiver) name = "bind";
    if (plain == command_id::enquire_link) name = "enquire";
    if (plain == command_id::deliver_sm) name = "deliver";
    if (plain == command_id::unbind) name = "unbind";
    return name + (plain == what ? "" : "_resp");
  }
  /// Forgets what was done and does `step`.
  template <class F> std::vector<std::string> after(F step) {
    look();
    done.clear();
    step();
    look();
    return done;
  }
  void receive(command_id what, std::uint32_t sequence, std::uint32_t status = 0, std::string body = {}) {
    aut.on_received(encode({what, status, sequence, std::move(body)}), now);
  }
  void answer_submit(std::uint32_t sequence, std::uint32_t status = 0) {
    receive(response_to(command_id::submit_sm), sequence, status, std::string("id\0", 3));
  }
  void submit(std::uint64_t token) { aut.request(token, command_id::submit_sm, "body", now); }
  void pass(instant time) {
    now += time;
    aut.on_tick(now);
  }
  void bind() {
    aut.start(now);
    aut.on_connected(now);
    receive(response_to(command_id::bind_transceiver), 1);
    ASSERT_TRUE(aut.is_bound());
    look();
  }
};

TEST_F(smpp_session, connects_binds_and_then_sends_what_waited) {
  EXPECT_THAT(after([&] { aut.start(now); }), ElementsAre("open"));
  EXPECT_THAT(after([&] { submit(7); }), ElementsAre());
  EXPECT_THAT(after([&] { aut.on_connected(now); }), ElementsAre("bind 1"));
  EXPECT_THAT(after([&] { receive(response_to(command_id::bind_transceiver), 1); }), ElementsAre("submit 2"));
  EXPECT_THAT(after([&] { answer_submit(2); }), ElementsAre("answered 7 ESME_ROK"));
}

TEST_F(smpp_session, keeps_no_more_than_its_window_without_an_answer) {
  bind();
  EXPECT_THAT(after([&] { submit(1), submit(2), submit(3); }), ElementsAre("submit 2", "submit 3"));
  // Answers come in any order.
  EXPECT_THAT(after([&] { answer_submit(3); }), ElementsAre("answered 2 ESME_ROK", "submit 4"));
}

TEST_F(smpp_session, an_answer_that_nobody_waits_for_is_nobodys) {
  bind();
  submit(1);
  EXPECT_THAT(after([&] { answer_submit(99); }), ElementsAre());
  EXPECT_THAT(after([&] { receive(response_to(command_id::query_sm), 2); }), ElementsAre()) << "of another kind";
  EXPECT_THAT(after([&] { answer_submit(2); }), ElementsAre("answered 1 ESME_ROK"));
  EXPECT_THAT(after([&] { answer_submit(2); }), ElementsAre()) << "twice";
}

TEST_F(smpp_session, a_request_that_was_not_understood_is_refused_by_a_nack) {
  bind();
  submit(1);
  EXPECT_THAT(after([&] { receive(command_id::generic_nack, 2); }), ElementsAre("answered 1 ESME_RINVCMDID"));
}

TEST_F(smpp_session, silence_on_a_request_is_a_doubt_and_its_late_answer_is_heard) {
  bind();
  submit(1);
  look();
  // It says something now and then, but not what is waited for.
  for (int i = 0; i < 3; ++i) {
    pass(3'000ms);
    receive(command_id::enquire_link, 50);
  }
  EXPECT_THAT(after([&] { pass(1'000ms); }), ElementsAre("no answer 1"));
  EXPECT_EQ(aut.under_way(), 0U) << "its place in the window is free again";
  EXPECT_THAT(after([&] { answer_submit(2); }), ElementsAre("answered 1 ESME_ROK"));
}

TEST_F(smpp_session, what_was_sent_is_in_doubt_when_the_link_breaks_and_what_waited_is_sent_later) {
  bind();
  now += 20'000ms;
  submit(1), submit(2), submit(3);
  EXPECT_THAT(after([&] { aut.on_lost("reset", now); }), ElementsAre("no answer 1", "no answer 2"));
  EXPECT_THAT(after([&] { pass(1'000ms); }), ElementsAre("open"));
  after([&] { aut.on_connected(now); });
  EXPECT_THAT(after([&] { receive(response_to(command_id::bind_transceiver), 4); }), ElementsAre("submit 5"));
  EXPECT_THAT(after([&] { answer_submit(2); }), ElementsAre()) << "numbers of the old link mean nothing";
}

TEST_F(smpp_session, refuses_at_once_while_it_cannot_connect_and_tries_ever_more_seldom) {
  aut.start(now);
  submit(1);
  EXPECT_THAT(after([&] { aut.on_lost("refused", now); }), ElementsAre("not sent 1"));
  EXPECT_THAT(after([&] { submit(2); }), ElementsAre("not sent 2"));
  EXPECT_EQ(aut.trouble(), "refused");
  std::vector<std::int64_t> waits;
  for (int i = 0; i < 8; ++i) {
    waits.push_back((aut.next_at() - now).count());
    now = aut.next_at();
    EXPECT_THAT(after([&] { aut.on_tick(now); }), ElementsAre("open"));
    aut.on_lost("refused", now);
  }
  EXPECT_THAT(waits, ElementsAre(1'000, 2'000, 4'000, 8'000, 16'000, 32'000, 60'000, 60'000));
}

TEST_F(smpp_session, a_refused_password_is_for_a_person_and_not_tried_quickly) {
  aut.start(now);
  submit(1);
  aut.on_connected(now);
  EXPECT_THAT(after([&] { receive(response_to(command_id::bind_transceiver), 1, 0x0E); }),
              ElementsAre("close", "not sent 1 (configuration)"));
  EXPECT_THAT(aut.trouble(), HasSubstr("ESME_RINVPASWD"));
  EXPECT_EQ((aut.next_at() - now).count(), 60'000);
  EXPECT_THAT(after([&] { submit(2); }), ElementsAre("not sent 2 (configuration)"));
}

TEST_F(smpp_session, being_bound_already_passes_by_itself) {
  aut.start(now);
  aut.on_connected(now);
  receive(response_to(command_id::bind_transceiver), 1, status_already_bound);
  EXPECT_THAT(after([&] { submit(1); }), ElementsAre("not sent 1"));
  EXPECT_EQ((aut.next_at() - now).count(), 1'000);
}

TEST_F(smpp_session, a_message_centre_that_does_not_answer_the_bind_is_left) {
  aut.start(now);
  aut.on_connected(now);
  EXPECT_THAT(after([&] { pass(10'000ms); }), ElementsAre("close"));
}

TEST_F(smpp_session, that_ends_as_soon_as_it_begins_is_tried_ever_more_seldom_too) {
  aut.start(now);
  std::vector<std::int64_t> waits;
  for (std::uint32_t i = 1; i < 5; ++i) {
    aut.on_connected(now);
    receive(response_to(command_id::bind_transceiver), i);
    ASSERT_TRUE(aut.is_bound());
    aut.on_lost("closed", now);
    waits.push_back((aut.next_at() - now).count());
    now = aut.next_at();
    aut.on_tick(now);
  }
  EXPECT_THAT(waits, ElementsAre(2'000, 4'000, 8'000, 16'000));
}

TEST_F(smpp_session, a_silent_link_is_tried_and_left_when_it_stays_silent) {
  bind();
  EXPECT_THAT(after([&] { pass(29'999ms); }), ElementsAre());
  EXPECT_THAT(after([&] { pass(1ms); }), ElementsAre("enquire 2"));
  receive(response_to(command_id::enquire_link), 2);
  EXPECT_THAT(after([&] { pass(30'000ms); }), ElementsAre("enquire 3"));
  submit(1);
  EXPECT_THAT(after([&] { pass(10'000ms); }), ElementsAre("close", "no answer 1"));
}

TEST_F(smpp_session, answers_the_other_sides_enquiries) {
  bind();
  EXPECT_THAT(after([&] { receive(command_id::enquire_link, 77); }), ElementsAre("enquire_resp 77"));
  EXPECT_THAT(after([&] { receive(command_id::bind_transceiver, 78); }), ElementsAre("nack 78 ESME_RINVCMDID"));
  EXPECT_THAT(after([&] { receive(command_id::alert_notification, 79); }), ElementsAre());
}

TEST_F(smpp_session, waits_for_answers_under_way_when_the_other_side_says_goodbye) {
  bind();
  submit(1), submit(2), submit(3);
  EXPECT_THAT(after([&] { receive(command_id::unbind, 77); }), ElementsAre("unbind_resp 77"));
  EXPECT_THAT(after([&] { answer_submit(2); }), ElementsAre("answered 1 ESME_ROK")) << "and nothing new is sent";
  EXPECT_THAT(after([&] { answer_submit(3); }), ElementsAre("answered 2 ESME_ROK", "close"));
}

TEST_F(smpp_session, is_left_when_it_brings_no_smpp) {
  bind();
  submit(1);
  EXPECT_THAT(after([&] { aut.on_received("HTTP/1.1 400 Bad Request\r\n\r\n", now); }),
              ElementsAre("close", "no answer 1"));
}

TEST_F(smpp_session, slows_down_when_told_so_and_comes_back) {
  options.per_second = 100;
  options.window = 1'000;
  aut = session(options);
  bind();
  submit(1);
  answer_submit(2, status_throttled);
  EXPECT_EQ(aut.per_second(), 50);
  EXPECT_THAT(after([&] { submit(2); }), ElementsAre()) << "a pause first";
  EXPECT_THAT(after([&] { pass(1'000ms); }), ElementsAre("submit 3"));
  answer_submit(3, status_queue_full);
  EXPECT_EQ(aut.per_second(), 25);
  submit(3);
  pass(1'000ms);
  answer_submit(4);
  EXPECT_EQ(aut.per_second(), 26);
}

TEST_F(smpp_session, a_wave_of_refusals_counts_once) {
  options.per_second = 100;
  aut = session(options);
  bind();
  submit(1), submit(2);
  answer_submit(2, status_throttled);
  answer_submit(3, status_throttled);
  EXPECT_EQ(aut.per_second(), 50);
}

TEST_F(smpp_session, sends_no_faster_than_the_account_may) {
  options.per_second = 10;
  options.window = 1'000;
  aut = session(options);
  bind();
  for (std::uint64_t i = 1; i <= 100; ++i) submit(i);
  std::size_t submitted = 0;
  for (int i = 0; i < 50; ++i) {
    for (const auto& one : after([&] { pass(100ms); }))
      if (one.starts_with("submit")) ++submitted;
    receive(command_id::enquire_link, 50);
  }
  EXPECT_GE(submitted, 48U); // five seconds
  EXPECT_LE(submitted, 52U);
}

TEST_F(smpp_session, takes_messages_and_answers_them_on_their_own_link_only) {
  bind();
  const auto body = encode_body(short_message{.source = {1, 1, "447700900123"}, .text = "YES"});
  EXPECT_THAT(after([&] { receive(command_id::deliver_sm, 5, 0, body); }), ElementsAre("arrived 5"));
  EXPECT_THAT(after([&] { aut.answer(aut.link(), 5, status_ok, 0, now); }), ElementsAre("deliver_resp 5"));
  EXPECT_THAT(after([&] { aut.answer(aut.link() - 1, 6, status_ok, 0, now); }), ElementsAre());
  EXPECT_THAT(after([&] { receive(command_id::deliver_sm, 7, 0, "nonsense"); }),
              ElementsAre("deliver_resp 7 ESME_RX_P_APPN"));
}

TEST_F(smpp_session, knows_that_an_answer_was_read_when_the_question_behind_it_is_answered) {
  bind();
  EXPECT_THAT(after([&] { aut.answer(1, 5, status_ok, 41, now); }), ElementsAre("deliver_resp 5", "enquire 2"));
  EXPECT_THAT(after([&] { aut.answer(1, 6, status_ok, 42, now); }), ElementsAre("deliver_resp 6"));
  EXPECT_THAT(after([&] { receive(response_to(command_id::enquire_link), 2); }), ElementsAre("read 41", "enquire 3"));
  EXPECT_THAT(after([&] { aut.on_lost("reset", now); }), ElementsAre()) << "of the second nobody knows";
}

TEST_F(smpp_session, gives_back_what_still_waits) {
  bind();
  submit(1), submit(2), submit(3);
  EXPECT_TRUE(aut.withdraw(3));
  EXPECT_FALSE(aut.withdraw(1)) << "it is sent";
  EXPECT_THAT(after([&] { answer_submit(2); }), ElementsAre("answered 1 ESME_ROK"));
}

TEST_F(smpp_session, sequence_numbers_begin_anew_behind_the_last) {
  bind();
  submit(1);
  EXPECT_THAT(after([&] { aut.stop(); }), ElementsAre("unbind 3", "close"));
  EXPECT_THAT(after([&] { submit(2); }), ElementsAre("not sent 2"));
}

} // namespace
} // namespace tidings::smpp
