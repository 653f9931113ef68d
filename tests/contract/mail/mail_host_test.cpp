// An account at a real mail host: Postfix takes and returns mails, Dovecot has the mailbox.
#include "actors/provider/mail/mail.hpp"
#include "actors/provider/mail/mime.hpp"
#include "actors/provider/nhsmail/letter.hpp"
#include "actors/provider/nhsmail/mail_client.hpp"
#include "actors/provider/nhsmail/nhsmail_actor.hpp"
#include "actors/provider/nhsmail/submission.hpp"
#include "tests/contract/mail/mail_host.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>

#include <condition_variable>
#include <fstream>
#include <future>

namespace tidings {
namespace {
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

const std::string ours = "riverside@example.nhs.uk", phone = "07700900123@sms.example";
const std::string ann = "ann@example.nhs.uk";
const std::vector<test::account> accounts = {{ours, "open sesame"}, {phone, "a phone's"}, {ann, "ann's own"}};
const practice_id practice = *practice_id::parse("A99001");
const provider_id mail_account{"mail"};

std::string note(const std::string& words) {
  return "From: <447700900123@sms.example>\r\nTo: <" + ours + ">\r\nSubject: Re: Message\r\nMessage-ID: <" + words +
         "@sms.example>\r\n\r\n" + words + "\r\n";
}

struct mailbox_at_dovecot : ::testing::Test {
  std::unique_ptr<test::dovecot> boxes;
  nhsmail::mail_client aut;

  void SetUp() override {
    if (!test::dovecot::exists()) GTEST_SKIP() << "dovecot-pop3d and dovecot-lmtpd are not installed";
    boxes = std::make_unique<test::dovecot>(accounts);
  }
  nhsmail::mail_visit to_ours() const {
    nhsmail::mail_visit out;
    out.server = {"127.0.0.1", boxes->pop3_port(), ours, secret_text("open sesame"), boxes->certificate().certificate};
    out.bytes_max = 1'000'000;
    return out;
  }
  nhsmail::visit_report visit(nhsmail::mail_visit what) {
    auto promise = std::make_shared<std::promise<nhsmail::visit_report>>();
    auto answer = promise->get_future();
    aut.visit(std::move(what), [promise](nhsmail::visit_report got) { promise->set_value(std::move(got)); });
    if (answer.wait_for(30s) == std::future_status::ready) return answer.get();
    ADD_FAILURE() << "never answered";
    return {};
  }
};

TEST_F(mailbox_at_dovecot, gives_its_mails_and_keeps_them_until_told_otherwise) {
  EXPECT_TRUE(visit(to_ours()).mails.empty());
  boxes->put(ours, 1, note("one"));
  boxes->put(ours, 2, note(".two\r\n..dots"));
  auto got = visit(to_ours());
  ASSERT_EQ(got.trouble, "");
  ASSERT_EQ(got.mails.size(), 2U);
  EXPECT_EQ(got.mails[0].bytes, note("one"));
  EXPECT_EQ(got.mails[1].bytes, note(".two\r\n..dots"));
  EXPECT_EQ(visit(to_ours()).mails.size(), 2U) << "reading deletes nothing";

  auto next = to_ours();
  next.remove = {got.mails[0].uid, "not there"};
  next.skip = {got.mails[1].uid};
  boxes->put(ours, 3, note("three"));
  const auto after = visit(next);
  EXPECT_EQ(after.removed, std::set<std::string>{got.mails[0].uid});
  ASSERT_EQ(after.mails.size(), 1U);
  EXPECT_EQ(after.mails[0].bytes, note("three"));
  EXPECT_THAT(boxes->mails(ours), UnorderedElementsAre(note(".two\r\n..dots"), note("three")));
}

TEST_F(mailbox_at_dovecot, is_read_in_portions_and_without_what_is_too_large) {
  boxes->put(ours, 1, note(std::string(10'000, 'x')));
  for (int i = 2; i < 7; ++i) boxes->put(ours, i, note(std::to_string(i)));
  auto what = to_ours();
  what.mails_max = 3;
  what.bytes_max = 5'000;
  const auto got = visit(what);
  ASSERT_EQ(got.mails.size(), 3U);
  EXPECT_TRUE(got.mails[0].too_large);
  EXPECT_TRUE(got.mails[0].bytes.empty());
  EXPECT_EQ(got.mails[2].bytes, note("3"));
  EXPECT_TRUE(got.more);
  EXPECT_EQ(got.present.size(), 6U);
}

TEST_F(mailbox_at_dovecot, says_why_it_cannot_be_read) {
  auto wrong = to_ours();
  wrong.server.password = secret_text("close sesame");
  EXPECT_EQ(visit(wrong).trouble, "the mail server doesn't accept this user and password");
  auto nobody = to_ours();
  nobody.server.port = test::dead_port();
  EXPECT_THAT(visit(nobody).trouble, HasSubstr("onnect"));
  auto distrusted = to_ours();
  distrusted.server.ca_file.clear();
  EXPECT_THAT(visit(distrusted).trouble, HasSubstr("certificate"));
}

// -- both ways --------------------------------------------------------------------------------------------

/// The practice's side: keeps what it is told, and answers when a test says so.
struct told_by_mail {
  std::mutex lock;
  std::vector<std::pair<practice_id, command>> all;
  std::vector<std::function<void(answer)>> open;
  bool at_once = true;

  void tell(practice_id who, command what, std::function<void(answer)> done) {
    const std::lock_guard guard(lock);
    all.emplace_back(who, std::move(what));
    if (at_once)
      done(answer{});
    else
      open.push_back(std::move(done));
  }
  std::size_t count() {
    const std::lock_guard guard(lock);
    return all.size();
  }
  void answer_all() {
    const std::lock_guard guard(lock);
    for (auto& one : open) one(answer{});
    open.clear();
    at_once = true;
  }
};

struct heard_answers {
  std::mutex lock;
  std::vector<provider_answer> all;
  std::size_t count() {
    const std::lock_guard guard(lock);
    return all.size();
  }
};
using answers_actor = caf::typed_actor<caf::reacts_to<provider_answer>, caf::reacts_to<look_up_answer>>;
answers_actor::behavior_type answers(answers_actor::pointer, heard_answers* to) {
  return {[to](const provider_answer& x) {
            const std::lock_guard guard(to->lock);
            to->all.push_back(x);
          },
          [](const look_up_answer&) {}};
}

struct account_at_a_mail_host : mailbox_at_dovecot {
  std::unique_ptr<test::postfix> post;
  caf::actor_system_config config;
  std::unique_ptr<caf::actor_system> system;
  std::shared_ptr<nhsmail::mail_client> client = std::make_shared<nhsmail::mail_client>();
  told_by_mail told;
  heard_answers heard;
  provider_settings account;
  dispatcher_actor asker;
  nhsmail_actor provider;

  void SetUp() override {
    mailbox_at_dovecot::SetUp();
    if (IsSkipped()) return;
    if (!test::postfix::exists()) GTEST_SKIP() << "postfix is not installed, or this isn't root";
    post = std::make_unique<test::postfix>(*boxes);
    system = std::make_unique<caf::actor_system>(config);
    account.id = mail_account;
    account.type = "nhsmail";
    account.ca_file = boxes->certificate().certificate;
    account.mail.address = ours;
    account.mail.password = secret_text("open sesame");
    account.mail.smtp_host = account.mail.pop3_host = "127.0.0.1";
    account.mail.smtp_port = post->port();
    account.mail.pop3_port = boxes->pop3_port();
    account.mail.sms_domain = "sms.example";
    account.mail.poll_every = millis(100);
    asker = caf::actor_cast<dispatcher_actor>(system->spawn(answers, &heard));
  }
  void TearDown() override {
    if (!system) return;
    if (provider) caf::anon_send_exit(provider, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(asker, caf::exit_reason::user_shutdown);
    provider = nhsmail_actor();
    asker = dispatcher_actor();
    system->await_all_actors_done();
    client->stop();
    told.open.clear();
    system.reset();
  }
  void start() {
    provider = system->spawn(
        nhsmail_provider, account,
        nhsmail_ports{
            .mail = client,
            .now = system_now,
            .tell = [this](practice_id who, command what,
                           std::function<void(answer)> done) { told.tell(who, std::move(what), std::move(done)); },
            .not_ready = [] { return std::string(); },
            .practices_of = [](const provider_id&) { return std::vector<practice_id>{practice}; },
            .say = [](const std::string&) {},
            .show = [](const actor_report&) {}});
  }
  static attempt_ready attempt(const std::string& to, const std::string& text, const std::string& name = "message") {
    return {practice,   id_from_name<message_id>("test", name), 1, mail_account, secret_text(to), secret_text(text),
            "Riverside"};
  }
  static attempt_ready email(const std::string& to, const std::string& text) {
    auto what = attempt(to, text);
    what.by = channel::email;
    what.subject = secret_text("Your appointment \xE2\x80\x93 Wednesday");
    return what;
  }
  attempt_outcome send(const std::string& number, const std::string& text, const std::string& name = "message") {
    return send(attempt(number, text, name));
  }
  attempt_outcome send(attempt_ready what) {
    const auto before = heard.count();
    caf::anon_send(provider, provider_call{std::move(what), asker});
    EXPECT_TRUE(test::eventually([&] { return heard.count() > before; })) << post->log();
    const std::lock_guard guard(heard.lock);
    return heard.all.empty() ? attempt_outcome{} : heard.all.back().what;
  }
  /// As the gateway does for the phone's owner.
  void answer_as_phone(const std::string& bytes) { answer_as(phone, "a phone's", bytes); }
  void answer_as(const std::string& from, const std::string& password, const std::string& bytes) {
    nhsmail::submission what{
        {"127.0.0.1", post->port(), from, secret_text(password), account.ca_file}, from, ours, bytes, 10s};
    std::promise<nhsmail::smtp_report> done;
    client->submit(what, [&done](nhsmail::smtp_report got) { done.set_value(std::move(got)); });
    EXPECT_EQ(nhsmail::read_submission({}, 1, done.get_future().get()).result, attempt_result::sent) << post->log();
  }
};

TEST_F(account_at_a_mail_host, sends_an_sms_and_brings_the_answer_back_once_it_is_on_disk) {
  told.at_once = false;
  start();
  const auto sent = send("447700900123", "Monday at 9?\n.\nReply YES. It costs \xC2\xA3"
                                         "0");
  EXPECT_EQ(sent.result, attempt_result::sent) << sent.detail << post->log();
  EXPECT_THAT(sent.provider_reference, HasSubstr("queued as"));
  ASSERT_TRUE(test::eventually([&] { return boxes->mails(phone).size() == 1; })) << post->log() << boxes->log();
  const auto arrived = mail::read(boxes->mails(phone).at(0));
  EXPECT_THAT(boxes->mails(phone)[0], HasSubstr("\n.\n")) << "the lone dot came through";
  EXPECT_THAT(arrived.message_id, HasSubstr("tidings.A99001."));

  answer_as_phone(note("YES"));
  ASSERT_TRUE(test::eventually([&] { return told.count() == 1; })) << post->log();
  EXPECT_EQ(boxes->mails(ours).size(), 1U) << "it isn't on disk yet: it must not go";
  told.answer_all();
  EXPECT_TRUE(test::eventually([&] { return boxes->mails(ours).empty(); })) << boxes->log();
  ASSERT_EQ(told.count(), 1U);
  const auto& reply = std::get<reply_arrived>(told.all[0].second);
  EXPECT_EQ(told.all[0].first, practice);
  EXPECT_EQ(reply.from.reveal(), "447700900123");
  EXPECT_EQ(reply.text.reveal(), "YES");
}

TEST_F(account_at_a_mail_host, hears_of_a_phone_that_is_not_there) {
  start();
  const auto sent = send("447700900404", "Hello");
  EXPECT_EQ(sent.result, attempt_result::sent) << sent.detail;
  ASSERT_TRUE(test::eventually([&] { return told.count() == 1; })) << post->log() << boxes->log();
  const auto& receipt = std::get<receipt_arrived>(told.all[0].second);
  EXPECT_EQ(told.all[0].first, practice);
  EXPECT_EQ(receipt.message, id_from_name<message_id>("test", "message"));
  EXPECT_EQ(receipt.status, receipt_status::permanent_failure);
  EXPECT_EQ(receipt.code, "5.1.1");
  EXPECT_TRUE(test::eventually([&] { return boxes->mails(ours).empty(); }));
}

std::string from_ann(const std::string& headers, const std::string& words) {
  return "From: Ann Bee <" + ann + ">\r\nTo: <" + ours + ">\r\nMessage-ID: <" + words.substr(0, 3) +
         "@example.nhs.uk>\r\n" + headers + "\r\n" + words + "\r\n";
}

TEST_F(account_at_a_mail_host, sends_an_email_with_its_leaflet_and_the_appointment_and_knows_its_answer) {
  const test::temporary_directory leaflets;
  const std::string pdf = "%PDF-1.4\n\xE2\xE3\xCF\xD3\n" + std::string(50'000, '\0') + "%%EOF";
  std::ofstream(leaflets.path / "map.pdf", std::ios::binary) << pdf;
  account.mail.attachments_dir = leaflets.path.string();
  start();
  auto what = email(ann, "Dear Zo\xC3\xAB, see you on Wednesday.\nReply YES or CANCEL.");
  what.attachments = {"map.pdf"};
  what.calendar = calendar_entry{"uid-1", from_ms(1'772'614'800'000), 10, "Main Street", system_now()};
  EXPECT_EQ(send(what).result, attempt_result::sent) << post->log();
  ASSERT_TRUE(test::eventually([&] { return boxes->mails(ann).size() == 1; })) << post->log() << boxes->log();
  const auto bytes = boxes->mails(ann).at(0);
  const auto arrived = mail::open(bytes);
  EXPECT_EQ(arrived.from, ours);
  EXPECT_EQ(arrived.header("subject"), "Your appointment \xE2\x80\x93 Wednesday");
  EXPECT_EQ(arrived.text, "Dear Zo\xC3\xAB, see you on Wednesday.\nReply YES or CANCEL.");
  EXPECT_EQ(arrived.attachments, 2);
  EXPECT_THAT(bytes, HasSubstr("Riverside <" + ours + ">"));
  EXPECT_THAT(bytes, HasSubstr("name=map.pdf"));
  EXPECT_THAT(bytes, HasSubstr("method=PUBLISH"));

  answer_as(ann, "ann's own",
            from_ann("Subject: Re: Your appointment\r\nIn-Reply-To: <" + mail::read(bytes).message_id + ">\r\n",
                     "CANCEL\r\n\r\nOn Mon, 2 Nov 2026 at 10:12, Riverside wrote:\r\n> Reply YES or CANCEL."));
  ASSERT_TRUE(test::eventually([&] { return told.count() == 1; })) << post->log();
  const auto& reply = std::get<reply_arrived>(told.all[0].second);
  EXPECT_EQ(told.all[0].first, practice);
  EXPECT_EQ(reply.by, channel::email);
  EXPECT_EQ(reply.answers, what.message);
  EXPECT_EQ(reply.from.reveal(), ann);
  EXPECT_EQ(reply.text.reveal(), "CANCEL");
}

TEST_F(account_at_a_mail_host, hands_an_address_to_unsubscribe_through_whole) {
  start();
  auto what = email(ann, "Hello");
  const auto url = "https://example.org/u?t=" + std::string(800, 'x');
  what.unsubscribe_url = secret_text(url);
  EXPECT_EQ(send(what).result, attempt_result::sent) << post->log();
  ASSERT_TRUE(test::eventually([&] { return boxes->mails(ann).size() == 1; })) << post->log() << boxes->log();
  const auto arrived = mail::open(boxes->mails(ann).at(0));
  EXPECT_EQ(arrived.header("list-unsubscribe"), "<" + url + ">");
  EXPECT_EQ(arrived.header("list-unsubscribe-post"), "List-Unsubscribe=One-Click");
}

TEST_F(account_at_a_mail_host, takes_no_answering_machine_for_a_patient) {
  start();
  EXPECT_EQ(send(email(ann, "Hello")).result, attempt_result::sent);
  answer_as(ann, "ann's own",
            from_ann("Subject: Out of office\r\nAuto-Submitted: auto-replied\r\n", "Yes, back on Monday"));
  answer_as(ann, "ann's own", from_ann("Subject: Re: Hello\r\n", "Yes"));
  ASSERT_TRUE(test::eventually([&] { return told.count() == 1 && boxes->mails(ours).size() == 1; })) << post->log();
  EXPECT_EQ(std::get<reply_arrived>(told.all[0].second).text.reveal(), "Yes");
  EXPECT_THAT(boxes->mails(ours).at(0), HasSubstr("Out of office")) << "it stays for a person";
}

TEST_F(account_at_a_mail_host, hears_of_an_address_that_is_not_there) {
  start();
  EXPECT_EQ(send(email("nobody@example.nhs.uk", "Hello")).result, attempt_result::sent);
  ASSERT_TRUE(test::eventually([&] { return told.count() == 1; })) << post->log() << boxes->log();
  const auto& receipt = std::get<receipt_arrived>(told.all[0].second);
  EXPECT_EQ(receipt.message, id_from_name<message_id>("test", "message"));
  EXPECT_EQ(receipt.status, receipt_status::permanent_failure);
}

TEST_F(account_at_a_mail_host, sends_nothing_without_the_leaflet_that_belongs_to_it) {
  account.mail.attachments_dir = "/nowhere";
  start();
  auto what = email(ann, "Hello");
  what.attachments = {"map.pdf"};
  const auto outcome = send(what);
  EXPECT_EQ(outcome.result, attempt_result::configuration);
  EXPECT_THAT(outcome.detail, HasSubstr("map.pdf"));
}

TEST_F(account_at_a_mail_host, tells_refusals_apart) {
  start();
  EXPECT_EQ(send("447700900555", "Hello").result, attempt_result::permanent);
  EXPECT_EQ(send("447700900444", "Hello").result, attempt_result::retry);
  account.mail.sms_text = "subject";
  caf::anon_send_exit(provider, caf::exit_reason::user_shutdown);
  start();
  const auto refused = send("447700900123", test::postfix::bad_subject);
  EXPECT_EQ(refused.result, attempt_result::permanent);
  EXPECT_EQ(refused.code, "SMTP 550 5.7.1");
  account.mail.password = secret_text("close sesame");
  caf::anon_send_exit(provider, caf::exit_reason::user_shutdown);
  start();
  const auto shut_out = send("447700900123", "Hello");
  EXPECT_EQ(shut_out.result, attempt_result::configuration);
  EXPECT_EQ(shut_out.code, "SMTP 535 5.7.8");
}

TEST_F(account_at_a_mail_host, is_not_held_up_by_mails_that_nobody_can_read) {
  boxes->put(ours, 1, std::string("\0\1\2\3", 4));
  boxes->put(ours, 2, "From: news@example.org\r\nList-Id: <news>\r\nSubject: Buy\r\n\r\nBuy\r\n");
  for (int i = 3; i < 30; ++i) boxes->put(ours, i, note("number " + std::to_string(i)));
  start();
  EXPECT_TRUE(test::eventually([&] { return told.count() == 27 && boxes->mails(ours).size() == 2; }))
      << told.count() << " told, " << boxes->mails(ours).size() << " left";
}

} // namespace
} // namespace tidings
