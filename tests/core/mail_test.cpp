// What a mail is, and whose words are in it. All of these were written for this test.
#include "actors/provider/mail/explain.hpp"
#include "actors/provider/mail/mail.hpp"
#include "actors/provider/mail/own_words.hpp"
#include "actors/provider/mail/report.hpp"

#include <gtest/gtest.h>

#include <random>

namespace tidings::mail {
namespace {

const std::string from_patient = "From: Ann Example <ann@example.org>\nTo: surgery@example.nhs.uk\n";
std::string plain(std::string_view subject, std::string_view body, std::string_view more = "") {
  return from_patient + "Subject: " + std::string(subject) + "\n" + std::string(more) +
         "Content-Type: text/plain; charset=utf-8\n\n" + std::string(body);
}

std::string report(std::string_view fields, std::string_view words = "It failed.") {
  return "From: MAILER-DAEMON@mx.example.org\nSubject: Undelivered Mail Returned to Sender\nAuto-Submitted: "
         "auto-replied\n"
         "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n"
         "Content-Type: text/plain\n\n" +
         std::string(words) + "\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n" +
         std::string(fields) +
         "\n--b\nContent-Type: message/rfc822\n\nFrom: surgery@example.nhs.uk\nSubject: Your appointment\n\nReply "
         "CANCEL to "
         "cancel.\n--b--\n";
}

TEST(a_mail, from_a_person_is_a_reply) {
  const auto it = read(plain("Re: Your appointment", "Yes I will come\n\n-- \nAnn\n"));
  EXPECT_EQ(it.what, kind::reply);
  EXPECT_EQ(it.text, "Yes I will come");
  EXPECT_EQ(it.from, "ann@example.org");
  EXPECT_EQ(it.subject, "Re: Your appointment");
}

struct quoting {
  std::string_view name, body, own;
};

TEST(a_reply, has_only_its_senders_own_words) {
  const quoting table[] = {
      {"Gmail",
       "Yes please\n\nOn Mon, 2 Nov 2026 at 10:12, The Surgery <s@example.nhs.uk> wrote:\n> Reply CANCEL to cancel.\n",
       "Yes please"},
      {"Gmail, head broken", "OK\n\nOn Mon, 2 Nov 2026 at 10:12, The Surgery\n<s@example.nhs.uk> wrote:\n> CANCEL\n",
       "OK"},
      {"Outlook",
       "Thanks\n\nFrom: The Surgery\nSent: 02 November 2026 10:12\nTo: Ann\nSubject: Appointment\n\nReply CANCEL to "
       "cancel.\n",
       "Thanks"},
      {"Outlook's line", "Thanks\n________________________________\nFrom: The Surgery\n\nReply CANCEL", "Thanks"},
      {"old Outlook", "Fine\n-----Original Message-----\nFrom: The Surgery\nReply CANCEL", "Fine"},
      {"a phone",
       "Will be there\n\nSent from my iPhone\n\n> On 2 Nov 2026, at 10:12, The Surgery wrote:\n> \n> Reply CANCEL to "
       "cancel.\n",
       "Will be there"},
      {"below the quotation", "On 2 Nov 2026, The Surgery wrote:\n> Reply CANCEL to cancel.\n\nI shall come.\n",
       "I shall come."},
      {"a quotation that was broken", "> Reply with\nCANCEL\n> to cancel.\n\nNo, I come.\n", "No, I come."},
      {"only a quotation", "> Reply CANCEL to cancel.\n", ""},
      {"Welsh", "Diolch\n\nAr Llun, 2 Tach 2026 am 10:12, Y Feddygfa ysgrifennodd:\n> CANSLO\n", "Diolch"},
      {"nothing quoted", "CANCEL\n", "CANCEL"},
  };
  for (const auto& one : table) EXPECT_EQ(read(plain("Re: Appointment", one.body)).text, one.own) << one.name;
}

TEST(a_reply, in_html_has_only_its_senders_own_words) {
  const auto html = [](std::string_view body) {
    return from_patient +
           "Subject: Re: x\nMIME-Version: 1.0\nContent-Type: text/html; "
           "charset=utf-8\n\n<html><head><style>p{}</style></head><body>" +
           std::string(body) + "</body></html>";
  };
  EXPECT_EQ(read(html("<p>Yes,<br>I come</p><blockquote>Reply CANCEL</blockquote>")).text, "Yes,\nI come");
  EXPECT_EQ(read(html("<div>OK</div><div class=\"gmail_quote\">On … wrote: Reply CANCEL</div>")).text, "OK");
  EXPECT_EQ(read(html("<div>OK</div><div id=\"divRplyFwdMsg\">From: x</div><div>Reply CANCEL</div>")).text, "OK");
  EXPECT_EQ(read(html("<div>caf&eacute; &amp; tea</div>")).text, "café & tea");
  EXPECT_EQ(read(html("<div>OK<div>")).text, "OK");
}

TEST(a_reply, is_read_in_its_own_charset_and_encoding) {
  EXPECT_EQ(read(from_patient +
                 "Subject: =?utf-8?B?w4lt?=\nMIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\n"
                 "Content-Transfer-Encoding: quoted-printable\n\nCaf=E9 =80=\n5\n")
                .text,
            "Café €5");
  EXPECT_EQ(read(from_patient + "Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
                                "Content-Transfer-Encoding: base64\n\nWUVT\n")
                .text,
            "YES");
  EXPECT_EQ(
      read(from_patient + "Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=no-such\n\nYES \xE9\n")
          .text,
      "YES é");
}

TEST(a_report, of_a_failure_is_a_bounce_with_its_status) {
  const auto it = read(report(
      "Final-Recipient: rfc822; ann@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no\n"));
  EXPECT_EQ(it.what, kind::bounce);
  EXPECT_EQ(it.status, "5.1.1");
  EXPECT_EQ(it.about, "ann@example.org");
  EXPECT_EQ(it.text, "");
}

TEST(a_report, of_a_delay_is_a_bounce_that_is_not_for_good) {
  const auto it = read(report("Final-Recipient: rfc822; a@example.org\nAction: delayed\nStatus: 4.4.1\n"));
  EXPECT_EQ(it.what, kind::bounce);
  EXPECT_EQ(it.status, "4.4.1");
}

TEST(a_report, of_a_delivery_is_a_receipt) {
  const auto it = read(report("Final-Recipient: rfc822; a@example.org\nAction: delivered\nStatus: 2.1.5\n"));
  EXPECT_EQ(it.what, kind::receipt);
  EXPECT_EQ(it.status, "2.1.5");
}

TEST(a_report, about_several_tells_the_worst) {
  const auto it =
      read(report("Final-Recipient: rfc822; a@example.org\nAction: relayed\nStatus: 2.0.0\n\n"
                  "Final-Recipient: rfc822; b@example.org\nAction: failed\nStatus: 5.2.2 (mailbox full)\n"));
  EXPECT_EQ(it.what, kind::bounce);
  EXPECT_EQ(it.status, "5.2.2");
  EXPECT_EQ(it.about, "b@example.org");
}

TEST(a_report, without_a_status_is_read_from_its_diagnostic) {
  EXPECT_EQ(
      read(report("Final-Recipient: rfc822; a@example.org\nAction: failed\nDiagnostic-Code: smtp; 550 5.7.1 blocked\n"))
          .status,
      "5.7.1");
  EXPECT_EQ(
      read(
          report("Final-Recipient: rfc822; a@example.org\nAction: failed\nDiagnostic-Code: smtp;\n 550 User unknown\n"))
          .status,
      "5.1.1");
}

TEST(a_report, of_reading_is_a_receipt) {
  const auto it =
      read("From: ann@example.org\nSubject: Read: x\nMIME-Version: 1.0\nContent-Type: multipart/report; "
           "report-type=disposition-notification; boundary=b\n\n--b\nContent-Type: text/plain\n\nYour message was "
           "displayed.\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; "
           "ann@example.org\nDisposition: manual-action/MDN-sent-manually; displayed\n--b--\n");
  EXPECT_EQ(it.what, kind::receipt);
  EXPECT_EQ(it.status, "displayed");
}

struct wordy {
  std::string_view from, subject, body, status;
};

TEST(a_bounce, may_say_it_in_words_only) {
  const wordy table[] = {
      {"MAILER-DAEMON@mx.example.org", "failure notice",
       "Hi. This is the qmail-send program at mx.example.org.\n\n<a@example.org>:\nSorry, no mailbox here by that "
       "name. (#5.1.1)\n",
       "5.1.1"},
      {"Mail Delivery System <Mailer-Daemon@mx.example.org>", "Mail delivery failed: returning message to sender",
       "This message was created automatically by mail delivery software.\n\n  a@example.org\n    Unrouteable "
       "address\n",
       "5.1.2"},
      {"postmaster@example.org", "Undeliverable: Your appointment",
       "Delivery has failed to these recipients:\na@example.org\nThe mailbox is full.", "5.2.2"},
      {"mailer-daemon@googlemail.com", "Delivery Status Notification (Failure)",
       "Your message wasn't delivered to a@example.org because the address couldn't be found.\n\n550 5.1.1 The email "
       "account that you tried to reach does not exist.",
       "5.1.1"},
      {"MAILER-DAEMON@mx.example.org", "Returned mail: see transcript for details",
       "   ----- The following addresses had permanent fatal errors -----\n<a@example.org>\n    (reason: 552 Message "
       "too large)",
       "5.3.4"},
      {"Mailer-Daemon@mx.example.org", "Warning: message delayed 24 hours",
       "A message has not been delivered yet. This message was created automatically by mail delivery software.",
       "4.4.7"},
      {"postmaster@example.org", "Delivery failure", "from 192.0.2.5.1.1: 554 went wrong", "5.0.0"},
  };
  for (const auto& one : table) {
    const auto it = read("From: " + std::string(one.from) + "\nSubject: " + std::string(one.subject) + "\n\n" +
                         std::string(one.body));
    EXPECT_EQ(name_of(it.what), "bounce") << one.subject;
    EXPECT_EQ(it.status, one.status) << one.subject;
    EXPECT_EQ(it.text, "") << one.subject;
  }
}

TEST(an_answering_machine, is_never_a_patient) {
  EXPECT_EQ(read(plain("Re: Your appointment", "Yes", "Auto-Submitted: auto-replied\n")).what, kind::auto_reply);
  EXPECT_EQ(read(plain("Automatic reply: Your appointment", "I am away")).what, kind::auto_reply);
  EXPECT_EQ(read(plain("Re: Out of office", "I am away")).what, kind::auto_reply);
  EXPECT_EQ(read(plain("Re: Your appointment", "Yes", "X-Autoreply: yes\n")).what, kind::auto_reply);
  EXPECT_EQ(read(plain("Your appointment", "I am currently out of the office until Monday.")).what, kind::auto_reply);
  EXPECT_EQ(read(plain("Ymateb awtomatig: apwyntiad", "Diolch")).what, kind::auto_reply);
}

TEST(a_person, is_not_taken_for_a_machine) {
  EXPECT_EQ(
      read(plain("Re: Your appointment", "I am on holiday that week, can I move it?", "Auto-Submitted: no\n")).what,
      kind::reply);
  EXPECT_EQ(read(plain("message to the doctor", "my letter was not delivered")).what, kind::reply);
  EXPECT_EQ(read(plain("", "yes")).what, kind::reply);
  EXPECT_EQ(read(plain("Undelivered letter", "I never got my letter")).what, kind::reply);
}

TEST(a_newsletter, is_something_else) {
  EXPECT_EQ(read(plain("News", "CANCEL", "List-Unsubscribe: <mailto:x@example.org>\n")).what, kind::other);
  EXPECT_EQ(read("From: no-reply@example.org\nSubject: x\n\nCANCEL").what, kind::other);
}

TEST(an_sms_gateway, tells_what_became_of_a_message) {
  const auto it = read("From: sms@example.net\nSubject: Message to 447700900123 delivered\n\n.\n");
  EXPECT_EQ(it.what, kind::receipt);
  EXPECT_EQ(it.status, "delivered");
  EXPECT_EQ(read("From: sms@example.net\nSubject: Message to 447700900123 was not delivered\n\n.\n").status, "failed");
}

TEST(any_bytes, are_read_without_harm) {
  EXPECT_EQ(read("").what, kind::other);
  EXPECT_EQ(read(std::string(mail_bytes_max + 1, 'a')).what, kind::other);
  std::string nested = "From: a@example.org\nSubject: x\n";
  for (int i = 0; i < 5'000; ++i)
    nested += "Content-Type: multipart/mixed; boundary=b" + std::to_string(i) + "\n\n--b" + std::to_string(i) + "\n";
  EXPECT_NO_FATAL_FAILURE(read(nested));
  std::string divs = from_patient + "Subject: x\nContent-Type: text/html\n\n";
  for (int i = 0; i < 50'000; ++i) divs += "<div>";
  EXPECT_NO_FATAL_FAILURE(read(divs + "yes"));
  std::string quoted = from_patient + "Subject: x\n\nyes\n";
  for (int i = 0; i < 100'000; ++i) quoted += "> on and on\n";
  EXPECT_EQ(read(quoted).text, "yes");
  std::mt19937 seed(7);
  const auto whole = report("Final-Recipient: rfc822; a@example.org\nAction: failed\nStatus: 5.1.1\n");
  for (int i = 0; i < 2'000; ++i) {
    auto damaged = whole;
    for (int edits = 0; edits < 8; ++edits) damaged[seed() % damaged.size()] = static_cast<char>(seed());
    EXPECT_NO_FATAL_FAILURE(read(damaged));
  }
}

TEST(explain_mail, is_one_line_of_json) {
  EXPECT_EQ(explain(plain("x", "Yes\nplease")),
            R"({"kind":"reply","status":null,"text":"Yes\nplease","why":"somebody's own words"})");
}

} // namespace
} // namespace tidings::mail
