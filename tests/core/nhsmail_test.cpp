// SMS and e-mail over a mail account, without the wire.
#include "actors/provider/mail/calendar.hpp"
#include "actors/provider/mail/compose.hpp"
#include "actors/provider/mail/mail.hpp"
#include "actors/provider/mail/mime.hpp"
#include "actors/provider/nhsmail/attachment_files.hpp"
#include "actors/provider/nhsmail/incoming.hpp"
#include "actors/provider/nhsmail/letter.hpp"
#include "actors/provider/nhsmail/mailbox.hpp"
#include "actors/provider/nhsmail/reference.hpp"
#include "actors/provider/nhsmail/submission.hpp"
#include "schemas/attachments.hpp"
#include "schemas/mail_address.hpp"
#include "schemas/unsubscribe_url.hpp"
#include "tests/support/temporary_directory.hpp"

#include <gmock/gmock.h>

#include <fstream>

namespace tidings::nhsmail {
namespace {
using ::testing::HasSubstr;
using ::testing::Not;

const practice_id practice = *practice_id::parse("A99001");
const practice_id other = *practice_id::parse("A99002");
const message_id message = *parse_id<message_id>("00112233-4455-6677-8899-aabbccddeeff");
const std::string our_id = "tidings.A99001.00112233-4455-6677-8899-aabbccddeeff.3@example.nhs.uk";
const timestamp noon = from_ms(1'795'348'800'000); // 2026-11-22 12:00:00 UTC

provider_settings account() {
  provider_settings out;
  out.id = provider_id("mail");
  out.type = "nhsmail";
  out.mail.address = "riverside@example.nhs.uk";
  out.mail.password = secret_text("open sesame");
  out.mail.sms_domain = "sms.example";
  return out;
}
attempt_ready attempt(std::string text = "Your appointment is on Monday.\nReply YES to confirm.",
                      std::string to = "447700900123") {
  return {practice,   message, 3, provider_id("mail"), secret_text(std::move(to)), secret_text(std::move(text)),
          "Riverside"};
}

// -- out ------------------------------------------------------------------------------------------

TEST(an_sms_as_a_mail, is_this) {
  const auto sent = letter(account(), attempt(), noon);
  ASSERT_TRUE(sent) << sent.error().detail;
  EXPECT_EQ(sent->from, "riverside@example.nhs.uk");
  EXPECT_EQ(sent->to, "07700900123@sms.example");
  EXPECT_EQ(sent->bytes, "Date: Sun, 22 Nov 2026 12:00:00 +0000\r\n"
                         "From: Riverside <riverside@example.nhs.uk>\r\n"
                         "Subject: Message from Riverside\r\n"
                         "To: 07700900123@sms.example\r\n"
                         "Message-Id: <tidings.A99001.00112233-4455-6677-8899-aabbccddeeff.3@example.nhs.uk>\r\n"
                         "Auto-Submitted: auto-generated\r\n"
                         "X-Auto-Response-Suppress: OOF, AutoReply\r\n"
                         "MIME-Version: 1.0\r\n"
                         "Content-Type: text/plain; charset=us-ascii\r\n"
                         "Content-Transfer-Encoding: 7bit\r\n"
                         "\r\n"
                         "Your appointment is on Monday.\r\nReply YES to confirm.\r\n");
}

TEST(an_sms_as_a_mail, can_have_its_number_with_a_country_code_and_its_text_in_the_subject) {
  auto how = account();
  how.mail.sms_number = "international";
  how.mail.sms_text = "subject";
  const auto sent = letter(how, attempt("Come on Monday"), noon);
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->to, "+447700900123@sms.example");
  EXPECT_THAT(sent->bytes, HasSubstr("\r\nSubject: Come on Monday\r\n"));
  EXPECT_TRUE(sent->bytes.ends_with("\r\n\r\n.\r\n"));
}

/// An e-mail about an appointment.
attempt_ready email() {
  auto out = attempt("Dear Zoë, see you on Wednesday.", "ann@example.org");
  out.by = channel::email;
  out.subject = secret_text("Your appointment – Wednesday");
  out.sender = "Riverside, Surgery";
  return out;
}

TEST(an_email_of_ours, is_this) {
  const auto sent = letter(account(), email(), noon);
  ASSERT_TRUE(sent) << sent.error().detail;
  EXPECT_EQ(sent->bytes, "Date: Sun, 22 Nov 2026 12:00:00 +0000\r\n"
                         "From: \"Riverside, Surgery\" <riverside@example.nhs.uk>\r\n"
                         "Subject: Your appointment =?UTF-8?B?4oCT?= Wednesday\r\n"
                         "To: ann@example.org\r\n"
                         "Message-Id: <" +
                             our_id +
                             ">\r\n"
                             "Auto-Submitted: auto-generated\r\n"
                             "X-Auto-Response-Suppress: OOF, AutoReply\r\n"
                             "MIME-Version: 1.0\r\n"
                             "Content-Type: text/plain; charset=utf-8\r\n"
                             "Content-Transfer-Encoding: quoted-printable\r\n"
                             "\r\n"
                             "Dear Zo=C3=AB, see you on Wednesday.\r\n");
}

TEST(an_email_of_ours, that_answers_one_stands_in_its_thread) {
  auto what = email();
  what.thread = secret_text("a@x b@x");
  const auto sent = letter(account(), what, noon);
  ASSERT_TRUE(sent);
  EXPECT_THAT(sent->bytes, HasSubstr("\r\nIn-Reply-To: <b@x>\r\n"));
  EXPECT_THAT(sent->bytes, HasSubstr("\r\nReferences: <a@x> <b@x>\r\n"));
  const auto back = mail::read(sent->bytes);
  EXPECT_THAT(back.thread, ::testing::ElementsAre("a@x", "b@x"));
  what.thread = secret_text("a@x>\r\nBcc: everybody@example.org b@x");
  const auto sly = letter(account(), what, noon);
  ASSERT_TRUE(sly);
  EXPECT_THAT(sly->bytes, Not(HasSubstr("Bcc")));
  auto text = attempt();
  text.thread = secret_text("a@x");
  EXPECT_THAT(letter(account(), text, noon)->bytes, Not(HasSubstr("In-Reply-To"))) << "a gateway knows of no threads";
}

std::string header_lines(const std::string& bytes, const std::string& name) {
  const auto from = bytes.find("\r\n" + name + ":");
  if (from == bytes.npos || from > bytes.find("\r\n\r\n")) return {};
  auto end = bytes.find("\r\n", from + 2);
  while (bytes.substr(end + 2, 1) == " ") end = bytes.find("\r\n", end + 2);
  return bytes.substr(from + 2, end - from - 2);
}

TEST(an_email_of_ours, offers_to_unsubscribe_in_one_line_that_mail_programs_follow) {
  const std::string start = "https://example.org/u?t=";
  for (const auto& url : {start + "1", start + std::string(unsubscribe_url_max - start.size(), 'x')}) {
    auto what = email();
    what.unsubscribe_url = secret_text(url);
    const auto sent = letter(account(), what, noon);
    ASSERT_TRUE(sent);
    EXPECT_EQ(header_lines(sent->bytes, "List-Unsubscribe"), "List-Unsubscribe: <" + url + ">");
    EXPECT_EQ(header_lines(sent->bytes, "List-Unsubscribe-Post"), "List-Unsubscribe-Post: List-Unsubscribe=One-Click");
    EXPECT_EQ(mail::open(sent->bytes).header("list-unsubscribe"), "<" + url + ">");
    EXPECT_EQ(mail::open(sent->bytes).text, "Dear Zoë, see you on Wednesday.\n");
  }
  EXPECT_THAT(letter(account(), email(), noon)->bytes, Not(HasSubstr("List-Unsubscribe")));
}

TEST(an_email_of_ours, gets_no_header_out_of_an_address_to_unsubscribe) {
  for (const auto* url : {"https://example.org/u>\r\nBcc: everybody@example.org", "https://example.org/u>, <mailto:x@y",
                          "http://example.org/u", "https://example.org/u\n\nwords"}) {
    auto what = email();
    what.unsubscribe_url = secret_text(url);
    const auto sent = letter(account(), what, noon);
    ASSERT_TRUE(sent);
    EXPECT_EQ(sent->bytes, letter(account(), email(), noon)->bytes) << url;
  }
  auto text = attempt();
  text.unsubscribe_url = secret_text("https://example.org/u");
  EXPECT_THAT(letter(account(), text, noon)->bytes, Not(HasSubstr("List-Unsubscribe"))) << "a gateway's is an SMS";
}

TEST(an_email_of_ours, carries_its_files_and_the_appointment) {
  auto what = email();
  what.calendar = calendar_entry{"uid-1", noon + std::chrono::hours(48), 10, "Main Street", noon};
  const auto sent = letter(account(), what, noon, {{"map.pdf", "application/pdf", "%PDF-1.4 a map"}});
  ASSERT_TRUE(sent);
  EXPECT_THAT(sent->bytes, HasSubstr("Content-Type: application/pdf; name=map.pdf"));
  EXPECT_THAT(sent->bytes, HasSubstr("Content-Disposition: attachment; filename=map.pdf"));
  EXPECT_THAT(sent->bytes, HasSubstr("JVBERi0xLjQgYSBtYXA="));
  EXPECT_THAT(sent->bytes, HasSubstr("Content-Type: text/calendar;"));
  EXPECT_THAT(sent->bytes, HasSubstr("method=PUBLISH"));
  const auto back = mail::open(sent->bytes);
  EXPECT_EQ(back.text, "Dear Zoë, see you on Wednesday.");
  EXPECT_EQ(back.attachments, 2);
}

TEST(a_calendar_entry, is_this) {
  const auto text =
      mail::calendar({"uid-1", noon + std::chrono::hours(48), 10, "Main Street 1; 2nd, floor\\left\nEnd", noon},
                     {"The \"Old\" Surgery, Riverside", "riverside@example.nhs.uk"});
  EXPECT_EQ(text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tidings//Appointments//EN\r\nMETHOD:PUBLISH\r\n"
                  "BEGIN:VEVENT\r\nUID:uid-1\r\nDTSTAMP:20261122T120000Z\r\nSEQUENCE:29922480\r\n"
                  "DTSTART:20261124T120000Z\r\nDTEND:20261124T121000Z\r\n"
                  "SUMMARY:Appointment at The \"Old\" Surgery\\, Riverside\r\n"
                  "LOCATION:Main Street 1\\; 2nd\\, floor\\\\left\\nEnd\r\n"
                  "ORGANIZER;CN=\"The 'Old' Surgery, Riverside\":mailto:riverside@example.nhs.uk\r\n"
                  "END:VEVENT\r\nEND:VCALENDAR\r\n");
}

TEST(a_calendar_entry, has_no_line_of_more_than_75_bytes_and_tears_no_character) {
  for (std::size_t shift = 0; shift < 4; ++shift) {
    std::string place(shift, 'x');
    for (int i = 0; i < 100; ++i) place += "ŵ";
    const auto text = mail::calendar({"u", noon, 10, place, noon}, {"S", "s@example.org"});
    std::string joined;
    for (std::size_t from = 0; from < text.size();) {
      const auto end = text.find("\r\n", from);
      ASSERT_NE(end, text.npos);
      EXPECT_LE(end - from, 75U);
      const auto line = text.substr(from, end - from);
      EXPECT_NE(static_cast<unsigned char>(line[line.starts_with(' ') ? 1 : 0]) & 0xC0, 0x80);
      joined += line.starts_with(' ') ? line.substr(1) : "\n" + line;
      from = end + 2;
    }
    EXPECT_THAT(joined, HasSubstr("LOCATION:" + place + "\n"));
  }
}

TEST(the_files_of_an_email, are_read_from_the_folder_and_from_nowhere_else) {
  const test::temporary_directory folder;
  std::ofstream(folder.path / "map.pdf") << "%PDF-1.4";
  std::ofstream(folder.path / "large.pdf") << std::string(attachment_bytes_max + 1, 'x');
  const auto read = [&](std::vector<std::string> names) { return read_attachments(folder.path.string(), names); };
  const auto good = read({"map.pdf"});
  ASSERT_TRUE(good);
  EXPECT_EQ(good->at(0).name, "map.pdf");
  EXPECT_EQ(good->at(0).bytes, "%PDF-1.4");
  EXPECT_TRUE(read({})->empty());
  for (const auto* name : {"large.pdf", "none.pdf", "../map.pdf", "/etc/passwd"})
    EXPECT_EQ(read({name}).error().code, error_code::not_configured) << name;
}

TEST(a_mail_of_ours, reads_back_as_it_was_written_whatever_it_says) {
  const std::string texts[] = {"plain",
                               "£5 at the café, Ŵyl",
                               ".\n..\n.hidden dots",
                               "From here on\n>From there",
                               std::string(5'000, 'x'),
                               "  spaces at the ends  \nand = signs =20",
                               "\n\nempty lines\n\n"};
  for (const auto& text : texts) {
    const auto sent = letter(account(), attempt(text, "ann@example.org"), noon);
    ASSERT_TRUE(sent) << text;
    EXPECT_EQ(sent->to, "ann@example.org");
    EXPECT_EQ(mail::open(sent->bytes).text, text.ends_with('\n') ? text : text + '\n') << text;
    const auto head = sent->bytes.find("\r\n\r\n");
    std::size_t line = 0;
    for (const char c : sent->bytes.substr(head)) {
      line = c == '\n' ? 0 : line + 1;
      ASSERT_LE(line, 998U);
    }
  }
}

TEST(a_mail_of_ours, gets_no_header_out_of_a_text) {
  auto how = account();
  how.mail.sms_text = "subject";
  const auto sent = letter(how, attempt("One\r\nBcc: everybody@example.org\nTwo"), noon);
  ASSERT_TRUE(sent);
  EXPECT_THAT(sent->bytes, Not(HasSubstr("\nBcc:")));
  auto named = attempt();
  named.sender = "River\r\nBcc: everybody@example.org";
  const auto by = letter(account(), named, noon);
  ASSERT_TRUE(by);
  EXPECT_THAT(by->bytes, Not(HasSubstr("\nBcc:")));
}

TEST(a_mail_of_ours, is_not_made_for_what_is_no_address) {
  for (const auto* to : {"", "ann", "ann@", "@example.org", "ann@example.org\r\nRCPT TO:<x@y>", "<ann@example.org>",
                         "ann bee@example.org", "ann@exa mple.org", "ann@.org", "ann@example..org", "a@b@c.org",
                         "\"ann\"@example.org"}) {
    EXPECT_FALSE(is_mail_address(to)) << to;
    const auto sent = letter(account(), attempt("Hello", to), noon);
    ASSERT_FALSE(sent) << to;
    EXPECT_EQ(sent.error().detail, "the recipient is no e-mail address");
  }
  EXPECT_TRUE(is_mail_address("ann.o'neil+nhs@mail.example.org"));
}

TEST(a_mail_of_ours, carries_what_is_attached) {
  mail::draft draft{.from_name = "Riverside",
                    .from = "riverside@example.nhs.uk",
                    .to = "ann@example.org",
                    .subject = "Your letter",
                    .text = "It is attached.",
                    .message_id = our_id,
                    .date = noon,
                    .attachments = {{"letter to Ann.pdf", "application/pdf", std::string("%PDF-1.4\n\0\xFF", 11)}}};
  const auto bytes = mail::compose(draft);
  ASSERT_TRUE(bytes);
  EXPECT_THAT(*bytes, HasSubstr("Content-Type: multipart/mixed;"));
  EXPECT_THAT(*bytes, HasSubstr("Content-Type: application/pdf; name=\"letter to Ann.pdf\"\r\n"));
  EXPECT_THAT(*bytes, HasSubstr("JVBERi0xLjQKAP8="));
  EXPECT_EQ(*bytes, *mail::compose(draft)) << "the same draft, the same bytes";
  EXPECT_EQ(mail::read(*bytes).attachments, 1);
}

TEST(a_reference, comes_back_from_its_message_id) {
  const reference it{practice, message, 3};
  EXPECT_EQ(print(it, "riverside@example.nhs.uk"), our_id);
  EXPECT_EQ(read_reference(our_id), it);
  EXPECT_EQ(read_reference("TIDINGS.a99001.00112233-4455-6677-8899-AABBCCDDEEFF.3@else.where"), it)
      << "mail systems change case and domain";
  for (const auto* text : {"", "@", "tidings.@x", "tidings.A99001@x", "tidings.A99001.3@x", "x.A99001.1.3@x",
                           "tidings.A99001.00112233-4455-6677-8899-aabbccddeeff@x",
                           "tidings.A99001.00112233-4455-6677-8899-aabbccddeeff.-1@x",
                           "tidings.A99001.00112233-4455-6677-8899-aabbccddeeff.99999999999@x",
                           "tidings.../etc.00112233-4455-6677-8899-aabbccddeeff.1@x"})
    EXPECT_FALSE(read_reference(text)) << text;
}

// -- what the server's answer means -----------------------------------------------------------------

struct dialogue_case {
  std::string_view name;
  smtp_phase phase;
  int code;
  std::string_view status;
  attempt_result result;
};
TEST(a_submission, is_in_doubt_only_between_its_last_dot_and_the_answer) {
  using enum attempt_result;
  using p = smtp_phase;
  const dialogue_case table[] = {
      {"nobody listens", p::connect, 0, "", retry},
      {"the greeting says later", p::connect, 421, "4.3.2", retry},
      {"the greeting says never", p::connect, 554, "", configuration},
      {"cut after EHLO", p::hello, 0, "", retry},
      {"cut after an EHLO that was answered", p::hello, 250, "", retry},
      {"STARTTLS later", p::tls, 454, "", retry},
      {"STARTTLS never", p::tls, 501, "", configuration},
      {"the handshake fails", p::tls, 220, "", retry},
      {"a wrong password", p::login, 535, "5.7.8", configuration},
      {"nobody can check the password now", p::login, 454, "4.7.0", retry},
      {"cut in the login", p::login, 0, "", retry},
      {"not signed in", p::sender, 530, "5.7.0", configuration},
      {"not its address", p::sender, 550, "5.7.60", configuration},
      {"too many a minute", p::sender, 452, "4.3.1", retry},
      {"announced too large", p::sender, 552, "5.3.4", permanent},
      {"cut after MAIL", p::sender, 0, "", retry},
      {"no such user", p::recipient, 550, "5.1.1", permanent},
      {"no relaying", p::recipient, 554, "5.7.1", configuration},
      {"greylisted", p::recipient, 450, "4.2.0", retry},
      {"cut after RCPT", p::recipient, 0, "", retry},
      {"DATA later", p::data, 451, "", retry},
      {"DATA never", p::data, 554, "5.5.1", permanent},
      {"cut in the middle of the mail", p::data, 354, "", retry},
      {"taken", p::content, 250, "2.0.0", sent},
      {"not taken now", p::content, 451, "4.7.1", retry},
      {"too busy", p::content, 432, "4.3.2", retry},
      {"not taken for good", p::content, 554, "5.6.0", permanent},
      {"spam", p::content, 550, "5.7.1", permanent},
      {"a sender that is shut out", p::content, 550, "5.1.8", configuration},
      {"cut after the dot", p::content, 0, "", unknown},
      {"nonsense after the dot", p::content, 199, "", unknown},
  };
  for (const auto& one : table) {
    smtp_report report;
    report.phase = one.phase;
    report.code = one.code;
    report.status = one.status;
    const auto got = read_submission(message, 3, report);
    EXPECT_EQ(static_cast<int>(got.result), static_cast<int>(one.result)) << one.name;
    EXPECT_EQ(got.message, message);
    EXPECT_EQ(got.attempt, 3U);
    if (got.result != sent) {
      EXPECT_FALSE(got.detail.empty()) << one.name;
    }
  }
}

TEST(a_submission, to_a_server_without_starttls_needs_a_person) {
  smtp_report report;
  report.phase = smtp_phase::hello;
  report.code = 250;
  report.no_tls = true;
  EXPECT_EQ(read_submission(message, 1, report).result, attempt_result::configuration);
}

TEST(a_submission, keeps_the_servers_own_name_of_the_mail) {
  smtp_report report;
  report.phase = smtp_phase::content;
  report.code = 250;
  report.status = "2.0.0";
  report.queued = "2.0.0 Ok: queued as 4XyZ";
  const auto got = read_submission(message, 1, report);
  EXPECT_EQ(got.provider_reference, "2.0.0 Ok: queued as 4XyZ");
  EXPECT_EQ(got.code, "SMTP 250 2.0.0");
}

// -- back -------------------------------------------------------------------------------------------

mailbox_owner owner(std::vector<practice_id> practices = {practice}) {
  return {provider_id("mail"), "riverside@example.nhs.uk", "sms.example", std::move(practices)};
}
std::string mail_from(std::string_view from, std::string_view body, std::string_view more = "",
                      std::string_view subject = "Re: Message from Riverside") {
  return "From: " + std::string(from) + "\r\nTo: riverside@example.nhs.uk\r\nSubject: " + std::string(subject) +
         "\r\nDate: Sun, 22 Nov 2026 11:00:00 +0000\r\nMessage-ID: <1@sms.example>\r\n" + std::string(more) +
         "Content-Type: text/plain; charset=utf-8\r\n\r\n" + std::string(body);
}
std::string answering(const std::string& id = our_id) { return "In-Reply-To: <" + id + ">\r\n"; }
const reply_arrived& reply_in(const meaning_of_mail& what) { return std::get<reply_arrived>(what.tell.at(0).what); }
const receipt_arrived& receipt_in(const meaning_of_mail& what) {
  return std::get<receipt_arrived>(what.tell.at(0).what);
}

TEST(a_mail_back, from_a_phone_is_its_owners_reply) {
  const auto got = understand(owner(), mail_from("447700900123@sms.example", "YES\r\n"), noon);
  ASSERT_EQ(got.tell.size(), 1U) << got.why;
  EXPECT_TRUE(got.remove);
  EXPECT_EQ(got.tell[0].practice, practice);
  const auto& said = reply_in(got);
  EXPECT_EQ(said.from.reveal(), "447700900123");
  EXPECT_EQ(said.to, "riverside@example.nhs.uk");
  EXPECT_EQ(said.text.reveal(), "YES");
  EXPECT_EQ(said.provider, provider_id("mail"));
  EXPECT_EQ(to_ms(said.reported_at), to_ms(noon) - 3'600'000);
}

TEST(a_mail_back, from_an_address_says_which_message_it_answers) {
  const auto got = understand(owner({other, practice}), mail_from("Ann@example.org", "YES\r\n", answering()), noon);
  ASSERT_EQ(got.tell.size(), 1U) << got.why;
  EXPECT_EQ(reply_in(got).by, channel::email);
  EXPECT_EQ(reply_in(got).answers, message);
  const auto by_references = understand(
      owner(), mail_from("ann@example.org", "YES\r\n", "References: <x@y.example> <" + our_id + ">\r\n"), noon);
  EXPECT_EQ(reply_in(by_references).answers, message);
  EXPECT_EQ(reply_in(understand(owner(), mail_from("ann@example.org", "YES\r\n"), noon)).answers, message_id{});
  const auto phone = understand(owner(), mail_from("447700900123@sms.example", "YES\r\n", answering()), noon);
  EXPECT_EQ(reply_in(phone).by, channel::sms);
  EXPECT_EQ(reply_in(phone).answers, message_id{}) << "a text message answers by its number";
}

TEST(a_mail_back, brings_its_subject_and_its_thread) {
  const auto said = reply_in(
      understand(owner(),
                 mail_from("ann@example.org", "Is there a lift?\r\n",
                           "References: <a@x> <b@x>\r\nIn-Reply-To: <b@x>\r\n", "=?utf-8?q?A_question=2C_caf=C3=A9?="),
                 noon));
  EXPECT_EQ(said.subject.reveal(), "A question, caf\xC3\xA9");
  EXPECT_EQ(said.thread.reveal(), "a@x b@x 1@sms.example");
  const auto fresh = reply_in(understand(owner(), mail_from("ann@example.org", "Hello\r\n"), noon));
  EXPECT_EQ(fresh.thread.reveal(), "1@sms.example");
  const auto phone = reply_in(understand(owner(), mail_from("447700900123@sms.example", "YES\r\n", answering()), noon));
  EXPECT_TRUE(phone.subject.reveal().empty());
  EXPECT_TRUE(phone.thread.reveal().empty());
  std::string many = "References:";
  for (int i = 0; i < 40; ++i) many += " <" + std::string(40, 'a') + std::to_string(i) + "@x>\r\n";
  const auto lengthy =
      reply_in(understand(owner(), mail_from("ann@example.org", "Hello\r\n", many), noon)).thread.reveal();
  EXPECT_LE(lengthy.size(), thread_bytes_max);
  EXPECT_TRUE(lengthy.starts_with(std::string(40, 'a') + "0@x ")) << "the first and the latest stay";
  EXPECT_TRUE(lengthy.ends_with(" " + std::string(40, 'a') + "39@x 1@sms.example"));
}

TEST(a_mail_back, that_is_new_may_have_all_it_says_in_its_subject) {
  const auto got = understand(owner(), mail_from("ann@example.org", "\r\n", "", "smoke"), noon);
  ASSERT_EQ(got.tell.size(), 1U) << got.why;
  EXPECT_EQ(reply_in(got).subject.reveal(), "smoke");
  EXPECT_TRUE(reply_in(got).text.reveal().empty());
  for (const std::string more : {"", "In-Reply-To: <a@x>\r\n"})
    EXPECT_TRUE(
        understand(owner(), mail_from("ann@example.org", "\r\n", more, more.empty() ? "RE: smoke" : "smoke"), noon)
            .tell.empty());
}

TEST(a_mail_back, has_its_words_in_the_subject_when_the_gateway_puts_them_there) {
  for (const auto* body : {"", ".", "\r\n.\r\n"}) {
    const auto got = understand(owner(), mail_from("+447700900123@SMS.example", body, "", "RE: re: NO sorry"), noon);
    ASSERT_EQ(got.tell.size(), 1U) << body << got.why;
    EXPECT_EQ(reply_in(got).text.reveal(), "NO sorry");
  }
}

TEST(a_mail_back, is_one_reply_however_often_it_is_read) {
  const auto bytes = mail_from("447700900123@sms.example", "YES\r\n");
  const auto first = reply_in(understand(owner(), bytes, noon)).reply;
  EXPECT_EQ(first, reply_in(understand(owner(), bytes, noon + millis(1))).reply);
  EXPECT_EQ(first, reply_in(understand(owner(), "Received: by another way\r\n" + bytes, noon)).reply);
  EXPECT_NE(first, reply_in(understand(owner(), mail_from("447700900123@sms.example", "NO\r\n"), noon)).reply)
      << "a careless gateway gives all its mails one id";
  EXPECT_NE(first, reply_in(understand(owner(), mail_from("447700900124@sms.example", "YES\r\n"), noon)).reply);
}

TEST(a_mail_back, is_believed_about_practices_that_use_the_mailbox_only) {
  const auto bytes = mail_from("ann@example.org", "Thank you\r\n", answering());
  EXPECT_EQ(understand(owner({other, practice}), bytes, noon).tell.at(0).practice, practice);
  EXPECT_EQ(understand(owner({other}), bytes, noon).tell.at(0).practice, practice_id::host());
  EXPECT_EQ(understand(owner({other, practice}), mail_from("ann@example.org", "Hello\r\n"), noon).tell.at(0).practice,
            practice_id::host())
      << "it names nothing, and two practices read here";
  EXPECT_EQ(understand(owner({}), mail_from("447700900123@sms.example", "Y\r\n"), noon).tell.at(0).practice,
            practice_id::host());
}

TEST(a_mail_back, that_says_more_than_words_is_told_and_stays) {
  const std::string parts =
      "From: 447700900123@sms.example\r\nMessage-ID: <2@x>\r\nMIME-Version: 1.0\r\nContent-Type: "
      "multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nSee this\r\n"
      "--b\r\nContent-Type: image/jpeg\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n";
  const auto picture = understand(owner(), parts, noon);
  EXPECT_EQ(reply_in(picture).text.reveal(), "See this");
  EXPECT_FALSE(picture.remove);
  std::string words;
  for (int i = 0; i < 3'000; ++i) words += "l\xC3\xB6ng ";
  const auto lengthy = understand(owner(), mail_from("447700900123@sms.example", words), noon);
  EXPECT_FALSE(lengthy.remove);
  EXPECT_LE(reply_in(lengthy).text.reveal().size(), reply_bytes_max);
}

std::string bounce(std::string_view action, std::string_view status, std::string_view original) {
  return "From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\nContent-Type: "
         "multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nAlas."
         "\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
         "Final-Recipient: rfc822; 07700900123@sms.example\r\nAction: " +
         std::string(action) + "\r\nStatus: " + std::string(status) + "\r\n\r\n--b\r\n" + std::string(original) +
         "\r\n--b--\r\n";
}
const std::string whole = "Content-Type: message/rfc822\r\n\r\nFrom: riverside@example.nhs.uk\r\nMessage-ID: <" +
                          our_id + ">\r\nSubject: x\r\n\r\nYour appointment\r\n";
const std::string headers = "Content-Type: text/rfc822-headers\r\n\r\nFrom: riverside@example.nhs.uk\r\nMessage-Id: <" +
                            our_id + ">\r\nSubject: x\r\n";

struct report_case {
  std::string_view name;
  std::string mail;
  receipt_status status;
};
TEST(a_mail_back, that_reports_on_a_message_of_ours_is_its_receipt) {
  using enum receipt_status;
  const report_case table[] = {
      {"failed, whole mail", bounce("failed", "5.1.1", whole), permanent_failure},
      {"failed, headers only", bounce("failed", "5.1.1", headers), permanent_failure},
      {"given up", bounce("failed", "4.4.7", whole), temporary_failure},
      {"delayed", bounce("delayed", "4.4.1", whole), pending},
      {"delivered", bounce("delivered", "2.0.0", headers), delivered},
      {"handed on", bounce("relayed", "2.0.0", headers), pending},
      {"qmail's",
       "From: MAILER-DAEMON@mx.example\r\nSubject: failure notice\r\n\r\nHi. This is the qmail-send program at "
       "mx.example.\r\n<07700900123@sms.example>:\r\nUser unknown (#5.1.1)\r\n\r\n--- Below this line is a copy of the "
       "message.\r\n\r\nReturn-Path: <riverside@example.nhs.uk>\r\nMessage-Id: <" +
           our_id + ">\r\nSubject: x\r\n\r\nYour appointment\r\n",
       permanent_failure},
      {"displayed",
       "From: ann@example.org\r\nSubject: Read\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; "
       "report-type=disposition-notification; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nRead.\r\n--b\r\n"
       "Content-Type: message/disposition-notification\r\n\r\nOriginal-Message-ID: <" +
           our_id + ">\r\nDisposition: manual-action/MDN-sent-manually; displayed\r\n\r\n--b--\r\n",
       delivered},
      {"the gateway's", mail_from("gateway@sms.example", "", answering(), "Message to 447700900123 delivered"),
       delivered},
      {"the gateway's bad one",
       mail_from("gateway@sms.example", "", answering(), "Message to 447700900123 not delivered"), permanent_failure},
  };
  for (const auto& one : table) {
    const auto got = understand(owner(), one.mail, noon);
    ASSERT_EQ(got.tell.size(), 1U) << one.name << ": " << got.why;
    ASSERT_TRUE(std::holds_alternative<receipt_arrived>(got.tell[0].what)) << one.name;
    EXPECT_EQ(got.tell[0].practice, practice) << one.name;
    EXPECT_EQ(receipt_in(got).message, message) << one.name;
    EXPECT_EQ(static_cast<int>(receipt_in(got).status), static_cast<int>(one.status)) << one.name;
    EXPECT_TRUE(got.remove) << one.name;
  }
}

TEST(a_mail_back, that_is_no_answer_to_us_stays_in_the_mailbox) {
  const std::pair<std::string_view, std::string> table[] = {
      {"an answering machine",
       mail_from("ann@example.org", "I am away", answering() + "Auto-Submitted: auto-replied\r\n")},
      {"a newsletter", mail_from("news@example.org", "Buy this", "List-Unsubscribe: <https://example.org>\r\n")},
      {"a bounce of somebody else's",
       bounce("failed", "5.1.1", "Content-Type: message/rfc822\r\n\r\nMessage-ID: <9@x>\r\n\r\nx\r\n")},
      {"not a mail", std::string("\0\1\2", 3)},
      {"nothing at all", ""},
      {"a reply without a word", mail_from("ann@example.org", "\r\n\r\n", answering())},
  };
  for (const auto& [name, bytes] : table) {
    const auto got = understand(owner(), bytes, noon);
    EXPECT_TRUE(got.tell.empty()) << name;
    EXPECT_FALSE(got.remove) << name;
    EXPECT_FALSE(got.why.empty()) << name;
  }
}

// -- the mailbox between two visits -------------------------------------------------------------------

visit_report brought(std::vector<std::string> uids) {
  visit_report out;
  out.listed = true;
  for (auto& uid : uids) {
    out.present.insert(uid);
    out.mails.push_back({std::move(uid), false, {}});
  }
  return out;
}
meaning_of_mail says(std::size_t what, bool remove = true, std::string why = "a reply") {
  meaning_of_mail out{{}, remove, std::move(why)};
  out.tell.resize(what);
  return out;
}

struct mailbox_test : ::testing::Test {
  mailbox aut;
  mail_visit next() {
    mail_visit out;
    aut.prepare(out);
    return out;
  }
};

TEST_F(mailbox_test, deletes_a_mail_only_when_all_it_says_is_on_disk) {
  aut.visited(brought({"a"}));
  aut.begin("a", says(2));
  EXPECT_TRUE(next().remove.empty());
  aut.told("a", telling::durable);
  EXPECT_TRUE(aut.is_waiting());
  EXPECT_TRUE(next().remove.empty());
  aut.told("a", telling::durable);
  EXPECT_EQ(next().remove, std::set<std::string>{"a"});
  EXPECT_TRUE(aut.go_on());
}

TEST_F(mailbox_test, asks_for_a_deletion_until_it_is_certain) {
  aut.visited(brought({"a"}));
  aut.begin("a", says(1));
  aut.told("a", telling::durable);
  visit_report broken;
  broken.trouble = "lost";
  aut.visited(broken);
  EXPECT_EQ(next().remove, std::set<std::string>{"a"});
  auto gone = brought({});
  gone.removed = {"a"};
  aut.visited(gone);
  EXPECT_TRUE(next().remove.empty());
  EXPECT_FALSE(aut.go_on());
}

TEST_F(mailbox_test, fetches_again_what_could_not_be_told_and_waits_a_while_before) {
  aut.visited(brought({"a"}));
  aut.begin("a", says(1));
  aut.told("a", telling::not_now);
  EXPECT_TRUE(next().remove.empty());
  EXPECT_TRUE(next().skip.empty());
  EXPECT_FALSE(aut.go_on());
}

TEST_F(mailbox_test, leaves_aside_what_nobody_takes_or_can_read_and_goes_on) {
  aut.visited(brought({"bad", "refused", "good"}));
  aut.begin("bad", says(0, false, "not a mail"));
  aut.begin("refused", says(1));
  aut.begin("good", says(1));
  aut.told("refused", telling::refused);
  aut.told("good", telling::durable);
  EXPECT_EQ(next().skip, (std::set<std::string>{"bad", "refused"}));
  EXPECT_EQ(next().remove, std::set<std::string>{"good"});
  EXPECT_EQ(aut.aside(), 2U);
  EXPECT_EQ(aut.why_aside("bad"), "not a mail");
  EXPECT_EQ(aut.told_in_all(), 1U);
  auto later = brought({});
  later.present = {"refused"};
  aut.visited(later);
  EXPECT_EQ(aut.aside(), 1U) << "somebody has taken the other one away";
}

} // namespace
} // namespace tidings::nhsmail
