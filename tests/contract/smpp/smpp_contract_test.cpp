// The real actor, over real sockets, with a message centre that isn't ours.
#include "actors/provider/smpp/book_file.hpp"
#include "actors/provider/smpp/smpp_actor.hpp"
#include "actors/provider/smpp/tcp_links.hpp"
#include "schemas/providers/smpp_account.hpp"
#include "tests/contract/smpp/message_centre.hpp"
#include "tests/support/temporary_directory.hpp"
#include "web/endpoint/tests/certificate.hpp"

#include <gmock/gmock.h>

#include <condition_variable>

namespace tidings {
namespace {
using ::testing::HasSubstr;
using namespace std::chrono_literals;

const practice_id practice = *practice_id::parse("A99001");
message_id numbered(int n) { return id_from_name<message_id>("test", std::to_string(n)); }

/// What the broker's side hears, from any thread.
template <class T> class heard {
public:
  void put(T one) {
    const std::lock_guard guard(lock_);
    all_.push_back(std::move(one));
    more_.notify_all();
  }
  /// The one with this index, once it is there; within 20 seconds.
  T at(std::size_t index) {
    std::unique_lock guard(lock_);
    if (more_.wait_for(guard, 20s, [&] { return all_.size() > index; })) return all_[index];
    ADD_FAILURE() << "only " << all_.size() << " came";
    return {};
  }
  std::size_t size() {
    const std::lock_guard guard(lock_);
    return all_.size();
  }

private:
  std::mutex lock_;
  std::condition_variable more_;
  std::vector<T> all_;
};

using answers_actor = caf::typed_actor<caf::reacts_to<provider_answer>, caf::reacts_to<look_up_answer>>;
answers_actor::behavior_type answers(answers_actor::pointer, heard<provider_answer>* sent,
                                     heard<look_up_answer>* found) {
  return {[sent](const provider_answer& x) { sent->put(x); }, [found](const look_up_answer& x) { found->put(x); }};
}

std::string words_of(const test::json::object& what, std::string_view field) {
  const auto* found = what.if_contains(field);
  return found != nullptr && found->is_string() ? std::string(found->as_string()) : std::string();
}

struct told_command {
  practice_id who;
  command what;
};

struct smpp_at_a_message_centre : ::testing::Test {
  test::temporary_directory folder;
  std::unique_ptr<test::message_centre> centre;
  provider_settings account;
  smpp_account own;
  heard<provider_answer> sent;
  heard<look_up_answer> found;
  heard<told_command> told;
  heard<std::string> said;
  smpp::tcp_links links;
  caf::actor_system_config cfg;
  std::unique_ptr<caf::actor_system> sys;
  dispatcher_actor asker;
  smpp_actor aut;

  void SetUp() override {
    if (!test::message_centre::exists())
      GTEST_SKIP() << "the npm package smpp is not installed (tests/contract/smpp/install)";
    cfg.set("logger.verbosity", caf::atom("quiet"));
    sys = std::make_unique<caf::actor_system>(cfg);
    asker = caf::actor_cast<dispatcher_actor>(sys->spawn(answers, &sent, &found));
    centre = std::make_unique<test::message_centre>();
    account.id = provider_id("main");
    own.host = "127.0.0.1";
    own.port = centre->port();
    own.system_id = "tidings";
    own.password = secret_text("secret");
  }
  void TearDown() override {
    if (!sys) return;
    end();
    caf::anon_send_exit(asker, caf::exit_reason::kill);
    asker = nullptr;
    sys.reset();
    links.stop();
  }
  void end() {
    if (!aut) return;
    caf::scoped_actor self{*sys};
    caf::anon_send_exit(aut, caf::exit_reason::user_shutdown);
    self->wait_for(aut);
    aut = nullptr;
  }
  void start() {
    account.smpp = std::make_shared<const smpp_account>(own);
    const auto unowned = std::shared_ptr<smpp::link_port>(&links, [](auto*) {});
    aut = sys->spawn<caf::detached>(
        smpp_provider, account,
        smpp_ports{
            .links = unowned,
            .book_of =
                [this](const provider_id&) { return std::shared_ptr<smpp::book_port>(smpp::book_in(folder.path)); },
            .now = system_now,
            .tell =
                [this](practice_id who, command what, const std::function<void(answer)>& done) {
                  told.put({who, std::move(what)});
                  done(answer{});
                },
            .not_ready = [] { return std::string(); },
            .practices_of = [](const provider_id&) { return std::vector{practice}; },
            .practice_of_number = [](std::string_view) { return std::optional<practice_id>(); },
            .say = [this](std::string line) { said.put(std::move(line)); },
            .show = [](const actor_report&) {}});
  }
  void start_bound() {
    start();
    centre->wait_for("bound");
  }
  void send(int n, const std::string& text = "Hello", const std::string& sender = "Riverside") {
    caf::anon_send(aut, provider_call{{practice, numbered(n), 1, account.id, secret_text("447700900123"),
                                       secret_text(text), sender},
                                      asker});
  }
  attempt_outcome outcome(std::size_t index) { return sent.at(index).what; }
  looked_up look_up(int n) {
    const auto before = found.size();
    caf::anon_send(aut, provider_look_up{{practice, numbered(n), 1, account.id, {}}, asker});
    return found.at(before).what;
  }
  receipt_arrived receipt(std::size_t index) {
    const auto one = told.at(index);
    const auto* what = std::get_if<receipt_arrived>(&one.what);
    EXPECT_NE(what, nullptr);
    return what == nullptr ? receipt_arrived() : *what;
  }
  reply_arrived reply(std::size_t index) {
    const auto one = told.at(index);
    const auto* what = std::get_if<reply_arrived>(&one.what);
    EXPECT_NE(what, nullptr);
    return what == nullptr ? reply_arrived() : *what;
  }
  void deliver(test::json::object fields) {
    fields["source_addr"] = "447700900123";
    fields["source_addr_ton"] = 1;
    fields["destination_addr"] = "447700900999";
    centre->order({{"do", "deliver"}, {"fields", std::move(fields)}});
  }
  void expect_acknowledged() { EXPECT_EQ(centre->wait_for("deliver_answer").at("status"), 0); }
};

TEST_F(smpp_at_a_message_centre, a_message_arrives_as_it_was_written_and_is_delivered) {
  start();
  EXPECT_EQ(centre->wait_for("bound").at("version"), 0x34);
  send(1, "£5 for Zoë? [Yes] {no} €"); // ë is no GSM letter: it goes as UCS-2
  const auto there = centre->wait_for("submit");
  EXPECT_EQ(there.at("text"), "£5 for Zoë? [Yes] {no} €");
  EXPECT_EQ(there.at("to"), "447700900123");
  EXPECT_EQ(there.at("from"), "Riverside");
  EXPECT_EQ(there.at("from_ton"), 5);
  EXPECT_EQ(there.at("registered"), 1);
  EXPECT_EQ(outcome(0).result, attempt_result::sent);
  EXPECT_EQ(outcome(0).provider_reference, "m-1");
  centre->order({{"do", "receipt"}, {"id", "m-1"}, {"stat", "DELIVRD"}});
  EXPECT_EQ(receipt(0).message, numbered(1));
  EXPECT_EQ(receipt(0).status, receipt_status::delivered);
  expect_acknowledged();
}

TEST_F(smpp_at_a_message_centre, the_gsm_alphabet_is_read_alike) {
  start_bound();
  const std::string text = "@£$¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ÄÖÑÜ§¿äöñüà^{}\\[~]|€";
  send(1, text);
  const auto there = centre->wait_for("submit");
  EXPECT_EQ(there.at("coding"), 0);
  EXPECT_EQ(words_of(there, "text"), text);
}

TEST_F(smpp_at_a_message_centre, long_texts_arrive_in_parts_in_each_way) {
  const std::string text = std::string(160, 'a') + " and the end";
  for (const auto* how : {"udh8", "udh16", "sar"}) {
    own.joining = how;
    const auto before = sent.size();
    start_bound();
    send(1, text);
    const auto first = centre->wait_for("submit"), second = centre->wait_for("submit");
    EXPECT_EQ(words_of(first, "text") + words_of(second, "text"), text) << how;
    if (own.joining == "sar") {
      EXPECT_EQ(first.at("sar").at(0), second.at("sar").at(0));
      EXPECT_EQ(second.at("sar").at(1), 2);
      EXPECT_EQ(second.at("sar").at(2), 2);
    } else {
      const std::string header(second.at("udh").at(0).as_string());
      EXPECT_TRUE(header.ends_with("0202")) << header;
    }
    EXPECT_EQ(outcome(before).result, attempt_result::sent);
    end();
  }
  own.joining = "payload";
  start_bound();
  send(1, text);
  EXPECT_EQ(words_of(centre->wait_for("submit"), "text"), text);
}

TEST_F(smpp_at_a_message_centre, each_refusal_is_told_for_what_it_is) {
  start_bound();
  centre->next_submissions({"bad_number", "system_error", "throttle", "take"});
  send(1);
  EXPECT_EQ(outcome(0).result, attempt_result::permanent);
  EXPECT_EQ(outcome(0).code, "ESME_RINVDSTADR");
  send(2);
  EXPECT_EQ(outcome(1).result, attempt_result::unknown);
  send(3);
  EXPECT_EQ(outcome(2).result, attempt_result::retry);
  send(4); // after the pause that it asked for
  EXPECT_EQ(outcome(3).result, attempt_result::sent);
}

TEST_F(smpp_at_a_message_centre, a_connection_cut_after_it_took_the_message_is_a_doubt_and_is_never_repeated) {
  start_bound();
  centre->next_submissions({"take_and_drop"});
  send(1);
  EXPECT_EQ(outcome(0).result, attempt_result::unknown);
  centre->wait_for("bound"); // by itself
  EXPECT_EQ(look_up(1).finding, look_up_finding::unknown);
  send(2);
  EXPECT_EQ(outcome(1).result, attempt_result::sent);
  EXPECT_EQ(outcome(1).provider_reference, "m-2") << "m-1 was the first, and went out once";
}

TEST_F(smpp_at_a_message_centre, a_part_that_came_too_fast_is_sent_again_alone) {
  start_bound();
  centre->next_submissions({"take", "throttle", "take"});
  send(1, std::string(200, 'a'));
  EXPECT_EQ(outcome(0).result, attempt_result::sent);
  EXPECT_EQ(outcome(0).provider_reference, "m-1 m-2");
}

TEST_F(smpp_at_a_message_centre, a_receipt_may_come_before_its_answer_and_twice_and_after_a_restart) {
  start_bound();
  centre->next_submissions({"receipt_first"});
  send(1);
  EXPECT_EQ(receipt(0).message, numbered(1));
  expect_acknowledged();
  centre->order({{"do", "receipt"}, {"id", "m-1"}, {"stat", "DELIVRD"}});
  EXPECT_EQ(receipt(1).message, numbered(1));
  expect_acknowledged();
  end();
  start_bound();
  centre->order({{"do", "receipt"}, {"id", "m-1"}, {"stat", "UNDELIV"}});
  EXPECT_EQ(receipt(2).message, numbered(1));
  EXPECT_EQ(receipt(2).status, receipt_status::permanent_failure);
  expect_acknowledged();
}

TEST_F(smpp_at_a_message_centre, can_be_asked_how_a_message_fared) {
  start_bound();
  send(1);
  EXPECT_EQ(outcome(0).result, attempt_result::sent);
  centre->order({{"do", "outcome"}, {"id", "m-1"}, {"stat", "UNDELIV"}});
  centre->wait_for("ordered");
  EXPECT_EQ(look_up(1).finding, look_up_finding::seen);
  ASSERT_TRUE(found.at(0).receipt);
  EXPECT_EQ(found.at(0).receipt->status, receipt_status::permanent_failure);
}

TEST_F(smpp_at_a_message_centre, replies_come_whole_and_in_parts) {
  start_bound();
  deliver({{"short_message", "Yes, thäñk you"}});
  EXPECT_EQ(reply(0).text.reveal(), "Yes, thäñk you");
  EXPECT_EQ(reply(0).from.reveal(), "+447700900123");
  expect_acknowledged();
  deliver({{"short_message", {{"udh", "050003070202"}, {"message", "will be late"}}}});
  deliver({{"short_message", {{"udh", "050003070201"}, {"message", "I "}}}});
  EXPECT_EQ(reply(1).text.reveal(), "I will be late");
  expect_acknowledged();
  expect_acknowledged();
  deliver({{"short_message", "Iâ ŷ 😬"}, {"data_coding", 8}});
  EXPECT_EQ(reply(2).text.reveal(), "Iâ ŷ 😬");
  deliver({{"short_message", ""}, {"message_payload", "in the payload"}});
  EXPECT_EQ(reply(3).text.reveal(), "in the payload");
}

TEST_F(smpp_at_a_message_centre, a_password_it_refuses_is_said_to_be_the_accounts) {
  own.password = secret_text("wrong");
  start();
  centre->wait_for("refused");
  EXPECT_THAT(said.at(0), HasSubstr("ESME_RINVPASWD"));
  send(1);
  EXPECT_EQ(outcome(0).result, attempt_result::configuration);
}

TEST_F(smpp_at_a_message_centre, says_goodbye_and_takes_goodbyes) {
  start_bound();
  centre->order({{"do", "unbind"}});
  centre->wait_for("closed");
  centre->wait_for("bound");
  send(1);
  EXPECT_EQ(outcome(0).result, attempt_result::sent) << "it knows that it is bound";
  end();
  centre->wait_for("unbound");
}

TEST_F(smpp_at_a_message_centre, a_silent_one_is_asked_whether_it_is_there) {
  own.enquire_every = millis(50);
  start_bound();
  centre->wait_for("enquired");
  centre->wait_for("enquired");
}

TEST_F(smpp_at_a_message_centre, speaks_tls_with_whom_it_can_trust) {
  const test::temporary_directory keys;
  const auto certificate = test::make_certificate(keys.path, "localhost");
  centre = std::make_unique<test::message_centre>(std::vector<std::string>{certificate.certificate, certificate.key});
  own.port = centre->port();
  own.host = "localhost";
  own.tls = true;
  start();
  EXPECT_THAT(said.at(0), HasSubstr("TLS"));
  send(1);
  EXPECT_EQ(outcome(0).result, attempt_result::retry) << "certainly not sent";
  end();
  account.ca_file = certificate.certificate;
  own.host = "127.0.0.1"; // the certificate is another's
  start();
  send(2);
  EXPECT_EQ(outcome(1).result, attempt_result::retry);
  end();
  own.host = "localhost";
  start_bound();
  send(3);
  EXPECT_EQ(outcome(2).result, attempt_result::sent);
}

} // namespace
} // namespace tidings
