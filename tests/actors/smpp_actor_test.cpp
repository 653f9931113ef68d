// One SMPP account between a message centre, a disk and practices that are all made up.
#include "actors/provider/smpp/smpp_actor.hpp"
#include "actors/provider/smpp/status.hpp"
#include "schemas/providers/smpp_account.hpp"
#include "tests/actors/provider_account.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {
using namespace smpp;
using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct fake_link final : smpp::link {
  link_listener to;
  pdu_stream got;
  std::vector<pdu> pdus;
  bool closed = false;
  void send(std::string bytes) override {
    got.push(bytes);
    while (true) {
      auto next = got.next();
      if (!next || !*next) return;
      pdus.push_back(std::move(**next));
    }
  }
  void read_on() override {}
  void close() override { closed = true; }
};
struct fake_links final : link_port {
  std::vector<std::shared_ptr<fake_link>> all;
  std::shared_ptr<smpp::link> open(link_target, link_listener listener) override {
    all.push_back(std::make_shared<fake_link>());
    all.back()->to = std::move(listener);
    return all.back();
  }
};
struct smpp_actor_test : test::telling_account {
  std::shared_ptr<fake_links> links = std::make_shared<fake_links>();
  smpp_actor aut;
  std::vector<practice_id> senders{practice};

  smpp_actor_test() {
    auto own = std::make_shared<smpp_account>();
    own->host = "127.0.0.1";
    own->system_id = "tidings";
    own->password = secret_text("secret");
    account.smpp = own;
  }
  ~smpp_actor_test() override {
    if (aut) end(aut);
  }
  smpp_ports ports() {
    return {.links = links,
            .book_of = keeps_lines(),
            .now = clock(),
            .tell = tells(),
            .not_ready = tells_whether_ready(),
            .practices_of = [this](const provider_id&) { return senders; },
            .practice_of_number = [this](std::string_view digits) -> std::optional<practice_id> {
              if (digits == "447700900999") return practice;
              if (digits == "447700900998") return practice_id::parse("B99002");
              return std::nullopt;
            },
            .say = says(),
            .show = shows()};
  }
  fake_link& link() { return *links->all.back(); }
  void start() {
    aut = sys.spawn(smpp_provider, account, ports());
    drain();
  }
  void connect() {
    link().to.connected();
    drain();
    const auto bind = link().pdus.back().sequence;
    link().pdus.clear();
    receive(response_to(command_id::bind_transceiver), bind);
  }
  void start_bound() {
    start();
    connect();
  }
  void receive(command_id what, std::uint32_t sequence, std::uint32_t status = 0, std::string body = {}) {
    link().to.received(encode({what, status, sequence, std::move(body)}));
    drain();
  }
  static message_id numbered(int n) { return id_from_name<message_id>("test", std::to_string(n)); }
  void send(int n, const std::string& text = "Hello") {
    tell(aut, call_for(numbered(n), 1, text));
    drain();
  }
  void look_up(int n) {
    tell(aut, look_up_for(numbered(n)));
    drain();
  }
  std::vector<pdu> pdus(command_id what) {
    std::vector<pdu> out;
    for (const auto& one : link().pdus)
      if (one.command == what) out.push_back(one);
    return out;
  }
  /// The message centre takes the last submit_sm under this id.
  void take(const std::string& id) {
    const auto submitted = pdus(command_id::submit_sm);
    ASSERT_FALSE(submitted.empty());
    receive(response_to(command_id::submit_sm), submitted.back().sequence, 0, id + '\0');
  }
  void deliver(std::uint32_t sequence, const short_message& what) {
    receive(command_id::deliver_sm, sequence, 0, encode_body(what));
  }
  void receipt(std::uint32_t sequence, const std::string& id, const std::string& stat) {
    deliver(sequence, {.source = {1, 1, "447700900123"},
                       .esm_class = 4,
                       .text = "id:" + id + " sub:001 dlvrd:001 stat:" + stat + " err:000"});
  }
  void reply(std::uint32_t sequence, const std::string& text, const std::string& number = "447700900999") {
    deliver(sequence, {.source = {1, 1, "447700900123"}, .destination = {1, 1, number}, .text = text});
  }
  /// How a deliver_sm was answered.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> acknowledged() {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> out;
    for (const auto& one : pdus(response_to(command_id::deliver_sm))) out.emplace_back(one.sequence, one.status);
    return out;
  }
};

TEST_F(smpp_actor_test, binds_with_what_the_account_has) {
  start();
  EXPECT_THAT(link().pdus, IsEmpty());
  link().to.connected();
  drain();
  ASSERT_THAT(link().pdus, SizeIs(1));
  EXPECT_EQ(link().pdus[0].body, encode_body(bind_request{"tidings", "secret", ""}));
}

TEST_F(smpp_actor_test, connects_once_practices_can_be_told) {
  not_ready = "the practices are being read";
  start();
  EXPECT_THAT(links->all, IsEmpty());
  not_ready.clear();
  advance(1s);
  EXPECT_THAT(links->all, SizeIs(1));
}

TEST_F(smpp_actor_test, sends_and_tells_who_asked_once_the_id_is_on_disk) {
  start();
  send(1); // before there is a session
  connect();
  EXPECT_THAT(to.sent, IsEmpty());
  take("abc");
  ASSERT_THAT(to.sent, SizeIs(1));
  EXPECT_EQ(to.sent[0].what.result, attempt_result::sent);
  EXPECT_EQ(to.sent[0].what.provider_reference, "abc");
  EXPECT_EQ(to.sent[0].practice, practice);
  EXPECT_EQ(to.sent[0].provider, account.id);
  EXPECT_THAT(disk->lines, HasSubstr(" abc A99001 "));
}

TEST_F(smpp_actor_test, a_full_disk_does_not_make_what_was_sent_unsent) {
  disk->broken = true;
  start_bound();
  send(1);
  take("abc");
  EXPECT_EQ(to.sent.at(0).what.result, attempt_result::sent);
  EXPECT_THAT(said, ElementsAre(HasSubstr("no space")));
  disk->broken = false;
  send(2);
  take("def");
  EXPECT_THAT(disk->lines, HasSubstr(" abc ")) << "it is written when the disk is there again";
}

TEST_F(smpp_actor_test, a_number_that_cannot_be_is_refused_without_a_word_of_it) {
  start_bound();
  tell(aut, provider_call{{practice, {}, 1, account.id, secret_text("Ann"), secret_text("Hello"), "Riverside"}, asker});
  drain();
  EXPECT_EQ(to.sent.at(0).what.result, attempt_result::permanent);
  EXPECT_THAT(to.sent[0].what.detail, ::testing::Not(HasSubstr("Ann")));
}

TEST_F(smpp_actor_test, no_answer_in_time_is_a_doubt_and_the_late_one_answers_its_look_up) {
  start_bound();
  send(1);
  advance(10s);
  ASSERT_THAT(to.sent, SizeIs(1));
  EXPECT_EQ(to.sent[0].what.result, attempt_result::unknown);
  look_up(1);
  EXPECT_EQ(to.found.at(0).what.finding, look_up_finding::unknown);
  take("abc");
  EXPECT_THAT(to.sent, SizeIs(1)) << "told once";
  look_up(1);
  receive(response_to(command_id::query_sm), pdus(command_id::query_sm).at(0).sequence, 0,
          std::string("abc\0\0\x02\0", 7));
  ASSERT_THAT(to.found, SizeIs(2));
  EXPECT_EQ(to.found[1].what.finding, look_up_finding::seen);
  EXPECT_EQ(to.found[1].receipt->status, receipt_status::delivered);
}

TEST_F(smpp_actor_test, a_look_up_is_answered_though_the_message_centre_does_not) {
  start_bound();
  send(1);
  take("abc");
  look_up(1);
  EXPECT_THAT(to.found, IsEmpty());
  advance(10s);
  ASSERT_THAT(to.found, SizeIs(1));
  EXPECT_EQ(to.found[0].what.finding, look_up_finding::seen) << "its id is proof enough";
  EXPECT_FALSE(to.found[0].receipt);
}

TEST_F(smpp_actor_test, a_link_that_breaks_leaves_a_doubt_and_comes_back) {
  start_bound();
  send(1);
  link().to.lost("reset");
  drain();
  EXPECT_EQ(to.sent.at(0).what.result, attempt_result::unknown);
  advance(2s);
  ASSERT_THAT(links->all, SizeIs(2));
  connect();
  send(2);
  take("def");
  EXPECT_EQ(to.sent.at(1).what.result, attempt_result::sent);
}

TEST_F(smpp_actor_test, what_cannot_be_sent_is_said_to_be_not_sent) {
  start();
  send(1);
  link().to.lost("connection refused");
  drain();
  EXPECT_EQ(to.sent.at(0).what.result, attempt_result::retry);
  EXPECT_EQ(shown.back().state, "restarting");
  advance(1s);
  link().to.connected();
  drain();
  receive(response_to(command_id::bind_transceiver), link().pdus.back().sequence, 0x0E);
  send(2);
  EXPECT_EQ(to.sent.at(1).what.result, attempt_result::configuration);
}

TEST_F(smpp_actor_test, a_receipt_is_acknowledged_once_its_practice_has_it_on_disk) {
  start_bound();
  send(1);
  take("abc");
  receipt(5, "abc", "DELIVRD");
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].who, practice);
  const auto& what = std::get<receipt_arrived>(told[0].what);
  EXPECT_EQ(what.message, id_from_name<message_id>("test", "1"));
  EXPECT_EQ(what.status, receipt_status::delivered);
  EXPECT_EQ(what.code, "DELIVRD/000");
  EXPECT_THAT(acknowledged(), IsEmpty());
  answered(0);
  EXPECT_THAT(acknowledged(), ElementsAre(std::pair(5U, status_ok)));
  receipt(6, "abc", "DELIVRD"); // twice
  answered(1, answer{.repeated = true});
  EXPECT_THAT(acknowledged(), SizeIs(2));
}

TEST_F(smpp_actor_test, a_receipt_that_nobody_can_be_told_now_comes_again) {
  start_bound();
  send(1);
  take("abc");
  receipt(5, "abc", "DELIVRD");
  answered(0, answer{.accepted = false, .refusal = error_code::log_unavailable});
  EXPECT_THAT(acknowledged(), ElementsAre(std::pair(5U, status_later)));
}

TEST_F(smpp_actor_test, a_receipt_finds_its_message_after_a_restart) {
  start_bound();
  send(1);
  take("abc");
  end(aut);
  start_bound();
  receipt(5, "abc", "UNDELIV");
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(std::get<receipt_arrived>(told[0].what).status, receipt_status::permanent_failure);
}

TEST_F(smpp_actor_test, a_receipt_before_its_answer_waits_for_it) {
  start_bound();
  send(1);
  receipt(5, "abc", "DELIVRD");
  EXPECT_THAT(told, IsEmpty());
  EXPECT_THAT(acknowledged(), IsEmpty());
  take("abc");
  ASSERT_THAT(told, SizeIs(1));
  answered(0);
  EXPECT_THAT(acknowledged(), ElementsAre(std::pair(5U, status_ok)));
}

TEST_F(smpp_actor_test, a_receipt_that_nobody_knows_is_acknowledged_and_counted) {
  start_bound();
  receipt(5, "another's", "DELIVRD");
  advance(7s);
  EXPECT_THAT(acknowledged(), IsEmpty());
  advance(1s);
  EXPECT_THAT(acknowledged(), ElementsAre(std::pair(5U, status_ok)));
  EXPECT_THAT(told, IsEmpty());
  EXPECT_THAT(shown.back().last_failure, HasSubstr("aren't known here: 1"));
}

TEST_F(smpp_actor_test, a_message_in_parts_is_delivered_when_all_of_them_are) {
  start_bound();
  send(1, std::string(200, 'a'));
  take("a");
  EXPECT_THAT(to.sent, IsEmpty());
  take("b");
  EXPECT_EQ(to.sent.at(0).what.provider_reference, "a b");
  receipt(5, "a", "DELIVRD");
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(std::get<receipt_arrived>(told[0].what).status, receipt_status::pending);
  answered(0);
  EXPECT_THAT(acknowledged(), ElementsAre(std::pair(5U, status_ok)));
  end(aut);
  start_bound();
  receipt(6, "b", "DELIVRD");
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_EQ(std::get<receipt_arrived>(told[1].what).status, receipt_status::delivered)
      << "the other one's is in the book";
}

TEST_F(smpp_actor_test, a_part_refused_behind_one_that_was_taken_is_a_doubt_that_no_look_up_solves) {
  start_bound();
  send(1, std::string(200, 'a'));
  take("a");
  receive(response_to(command_id::submit_sm), pdus(command_id::submit_sm).back().sequence, 0x0B);
  EXPECT_EQ(to.sent.at(0).what.result, attempt_result::unknown);
  EXPECT_THAT(to.sent[0].what.detail, HasSubstr("1 of 2 parts"));
  look_up(1);
  EXPECT_EQ(to.found.at(0).what.finding, look_up_finding::unknown);
}

TEST_F(smpp_actor_test, a_text_goes_to_the_practice_whose_number_it_was_sent_to) {
  start_bound();
  reply(5, "YES");
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_EQ(told[0].who, practice);
  EXPECT_EQ(std::get<reply_arrived>(told[0].what).text.reveal(), "YES");
  EXPECT_THAT(acknowledged(), IsEmpty());
  answered(0);
  EXPECT_THAT(acknowledged(), ElementsAre(std::pair(5U, status_ok)));
  reply(6, "YES", "447700900998"); // of a practice that doesn't send by this account
  EXPECT_TRUE(told.at(1).who.is_host());
  reply(7, "YES", "60777"); // of nobody: the only practice's
  EXPECT_EQ(told.at(2).who, practice);
  senders.push_back(*practice_id::parse("B99002"));
  reply(8, "YES", "60777");
  EXPECT_TRUE(told.at(3).who.is_host());
}

TEST_F(smpp_actor_test, a_text_that_its_practice_refuses_goes_to_the_host) {
  start_bound();
  reply(5, "YES");
  answered(0, answer{.accepted = false, .refusal = error_code::not_found});
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_TRUE(told[1].who.is_host());
  EXPECT_THAT(acknowledged(), IsEmpty());
  answered(1);
  EXPECT_THAT(acknowledged(), ElementsAre(std::pair(5U, status_ok)));
}

TEST_F(smpp_actor_test, the_same_words_again_are_a_new_reply_when_the_first_was_certainly_acknowledged) {
  start_bound();
  reply(5, "YES");
  answered(0);
  receive(response_to(command_id::enquire_link), pdus(command_id::enquire_link).at(0).sequence);
  reply(6, "YES");
  ASSERT_THAT(told, SizeIs(2));
  EXPECT_NE(std::get<reply_arrived>(told[0].what).reply, std::get<reply_arrived>(told[1].what).reply);
}

TEST_F(smpp_actor_test, a_text_in_a_coding_that_nobody_reads_still_reaches_a_person) {
  start_bound();
  deliver(5,
          {.source = {1, 1, "447700900123"}, .destination = {1, 1, "447700900999"}, .data_coding = 4, .text = "\x01"});
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_THAT(std::get<reply_arrived>(told[0].what).text.reveal(), HasSubstr("can't be read"));
}

TEST_F(smpp_actor_test, ends_with_an_unbind_and_leaves_nobody_waiting) {
  start_bound();
  send(1);
  end(aut, caf::exit_reason::user_shutdown);
  EXPECT_THAT(pdus(command_id::unbind), SizeIs(1));
  EXPECT_TRUE(link().closed);
  ASSERT_THAT(to.sent, SizeIs(1));
  EXPECT_EQ(to.sent[0].what.result, attempt_result::unknown);
  aut = smpp_actor();
}

TEST_F(smpp_actor_test, many_answers_at_once_are_one_write) {
  start_bound();
  for (int i = 0; i < 10; ++i) {
    tell(aut, provider_call{{practice, id_from_name<message_id>("test", std::to_string(i)), 1, account.id,
                             secret_text("447700900123"), secret_text("Hello"), "Riverside"},
                            asker});
  }
  drain();
  std::string all;
  for (const auto& one : pdus(command_id::submit_sm))
    all += encode({response_to(command_id::submit_sm), 0, one.sequence, std::to_string(one.sequence) + '\0'});
  link().to.received(all);
  drain();
  EXPECT_GE(to.sent.size(), 5U);
  EXPECT_EQ(disk->appends, 1);
}

} // namespace
} // namespace tidings
