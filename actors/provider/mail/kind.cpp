// What a mail is. Whoever isn't sure to be a machine is a person: a reply that is taken for a machine's is never seen.
#include "actors/provider/mail/html_text.hpp"
#include "actors/provider/mail/mail.hpp"
#include "actors/provider/mail/mime.hpp"
#include "actors/provider/mail/own_words.hpp"
#include "actors/provider/mail/report.hpp"

#include <algorithm>
#include <array>

namespace tidings::mail {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

bool contains(std::string_view text, std::string_view what) { return text.find(what) != text.npos; }

template <std::size_t N> bool contains_any(std::string_view text, const std::array<std::string_view, N>& list) {
  return std::any_of(list.begin(), list.end(), [&](auto one) { return contains(text, one); });
}
template <std::size_t N> bool starts_with_any(std::string_view text, const std::array<std::string_view, N>& list) {
  return std::any_of(list.begin(), list.end(), [&](auto one) { return text.starts_with(one); });
}

using list = std::string_view;

// Who writes bounces.
constexpr auto daemons = std::to_array<list>({"mailer-daemon", "postmaster@", "mail-daemon", "maildaemon", "mdaemon@",
                                              "mailerdaemon", "mail.daemon", "microsoftexchange", "mailsystem@",
                                              "mail-system@", "bounce@", "bounces@", "delivery-subsystem"});
// What their subjects say.
constexpr auto bounce_subjects = std::to_array<list>({"undelivered mail",
                                                      "undeliverable",
                                                      "undelivered",
                                                      "delivery status notification (fail",
                                                      "delivery status notification (delay",
                                                      "delivery status notification",
                                                      "mail delivery failed",
                                                      "mail delivery failure",
                                                      "mail delivery system",
                                                      "failure notice",
                                                      "returned mail",
                                                      "delivery failure",
                                                      "delivery has failed",
                                                      "delivery failed",
                                                      "delivery notification",
                                                      "could not be delivered",
                                                      "non-delivery",
                                                      "nondeliverable",
                                                      "mail could not be delivered",
                                                      "message status - undeliverable",
                                                      "warning: could not send",
                                                      "delayed mail",
                                                      "delivery delayed",
                                                      "message delayed",
                                                      "unzustellbar",
                                                      "non remis",
                                                      "no se puede entregar",
                                                      "onbestelbaar",
                                                      "mail system error",
                                                      "returned to sender",
                                                      "rejected:",
                                                      "delivery report"});
// What their bodies say.
constexpr auto bounce_words = std::to_array<list>(
    {"this is the mail system at host", "this is the qmail-send program", "could not be delivered to one or more",
     "this message was created automatically by mail delivery software", "delivery to the following recipient",
     "delivery has failed to these recipients", "wasn't delivered to", "your message couldn't be delivered",
     "the following message to <", "the following addresses had permanent fatal errors",
     "a message that you sent could not be delivered", "message could not be delivered",
     "undeliverable to the following", "was not delivered to", "unable to deliver your message",
     "your message did not reach some or all"});

// How answering machines begin their subjects.
constexpr auto machine_subjects = std::to_array<list>({"automatic reply",
                                                       "auto reply",
                                                       "auto-reply",
                                                       "autoreply",
                                                       "auto:",
                                                       "auto response",
                                                       "auto-response",
                                                       "autoresponse",
                                                       "automated reply",
                                                       "automated response",
                                                       "automatic response",
                                                       "out of office",
                                                       "out-of-office",
                                                       "out of the office",
                                                       "ooo:",
                                                       "[auto",
                                                       "(auto",
                                                       "away from the office",
                                                       "away from my",
                                                       "on annual leave",
                                                       "annual leave",
                                                       "i am out of",
                                                       "i'm out of",
                                                       "vacation",
                                                       "on holiday:",
                                                       "maternity leave",
                                                       "allan o'r swyddfa",
                                                       "ymateb awtomatig",
                                                       "ateb awtomatig",
                                                       "abwesen",
                                                       "automatische antwort",
                                                       "réponse automatique",
                                                       "reponse automatique",
                                                       "absence du bureau",
                                                       "respuesta automática",
                                                       "respuesta automatica",
                                                       "fuera de la oficina",
                                                       "risposta automatica",
                                                       "automatisch antwoord",
                                                       "afwezig",
                                                       "autosvar",
                                                       "automatiskt svar",
                                                       "fraværsmelding",
                                                       "resposta automática",
                                                       "automatyczna odpowied",
                                                       "autoreply:",
                                                       "re: out of office",
                                                       "thank you for contacting",
                                                       "we have received your",
                                                       "your message has been received",
                                                       "ticket received",
                                                       "automatic confirmation"});
// Words that no patient writes about himself.
constexpr auto machine_words = std::to_array<list>({"this is an automated response",
                                                    "this is an automatic response",
                                                    "this is an automated reply",
                                                    "this is an automatic reply",
                                                    "this is an auto-generated",
                                                    "this is an automatically generated",
                                                    "this is an automated message",
                                                    "this is an automated email",
                                                    "automated acknowledgement",
                                                    "automatically generated response",
                                                    "this mailbox is not monitored",
                                                    "this inbox is not monitored",
                                                    "this mailbox is unattended",
                                                    "please do not reply to this email",
                                                    "please do not reply to this message",
                                                    "i am currently out of the office",
                                                    "i am out of the office",
                                                    "i will be out of the office",
                                                    "i'm out of the office",
                                                    "i'm currently out of the office",
                                                    "i am away from the office",
                                                    "i am currently away from the office",
                                                    "currently on annual leave and will",
                                                    "limited access to my email",
                                                    "limited access to email",
                                                    "no access to my email",
                                                    "will have no access to email",
                                                    "click the link below to confirm that you are",
                                                    "to verify that you are a human",
                                                    "rydw i allan o'r swyddfa",
                                                    "rwyf allan o'r swyddfa"});
constexpr auto no_reply = std::to_array<list>({"noreply", "no-reply", "no_reply", "donotreply", "do-not-reply",
                                               "do_not_reply", "notifications@", "notification@", "newsletter"});

std::string bare_id(std::string_view text) {
  const auto open = text.rfind('<');
  if (open == text.npos) return std::string(text.substr(0, text.find_first_of(" \t")));
  const auto close = text.find('>', open);
  return std::string(text.substr(open + 1, close == text.npos ? text.npos : close - open - 1));
}

/// What came before it, oldest first.
std::vector<std::string> ids_before(const opened& mail) {
  std::vector<std::string> ids;
  for (const auto* name : {"references", "in-reply-to"}) {
    auto left = mail.header(name);
    for (auto open = left.find('<'); open != left.npos && ids.size() < mentions_max; open = left.find('<')) {
      const auto close = left.find('>', open);
      if (close == left.npos) break;
      std::string id(left.substr(open + 1, close - open - 1));
      if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(std::move(id));
      left.remove_prefix(close + 1);
    }
  }
  return ids;
}

/// qmail and others bring the mail back as plain text, with its headers.
void add_ids_in_words(std::string_view text, std::vector<std::string>& to) {
  constexpr std::string_view name = "\nmessage-id:";
  const auto words = lower(text);
  for (auto at = words.find(name); at != words.npos && to.size() < mentions_max; at = words.find(name, at + 1)) {
    auto line = text.substr(at + name.size());
    line = line.substr(0, line.find('\n'));
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (auto id = bare_id(line); !id.empty()) to.push_back(std::move(id));
  }
}

/// A gateway that turns SMS into mail says what became of one: `Message to 447700900123 delivered`.
std::string gateway_receipt(std::string_view subject, std::string_view text) {
  for (const auto words : {subject, text.substr(0, text.find('\n'))}) {
    const auto to = words.find(" to ");
    if (to == words.npos ||
        !starts_with_any(words, std::to_array<list>({"message to ", "sms to ", "text to ", "your message to "})))
      continue;
    if (words.substr(to + 4).find_first_of("+0123456789") != 0) continue; // a person may write "message to the doctor"
    if (contains(words, "not delivered") || contains(words, "undelivered") || contains(words, "failed"))
      return "failed";
    if (contains(words, "delivered")) return "delivered";
  }
  return {};
}

bool is_machine(const opened& mail, std::string_view subject, std::string_view text, std::string& why) {
  const auto submitted = lower(mail.header("auto-submitted"));
  if (!submitted.empty() && !submitted.starts_with("no")) return why = "its header says Auto-Submitted", true;
  for (const auto* name : {"x-autoreply", "x-autorespond", "x-auto-reply", "x-autoreply-from", "x-mail-autoreply",
                           "x-autogenerated", "x-ms-exchange-inbox-rules-loop", "x-vacation", "x-cron-env"})
    if (mail.has(name)) return why = std::string("its header says ") + name, true;
  const auto suppress = lower(mail.header("x-auto-response-suppress"));
  const auto precedence = lower(mail.header("precedence"));
  if (contains(precedence, "auto_reply") || contains(precedence, "auto-reply"))
    return why = "its header says Precedence: auto_reply", true;
  if (mail.has("x-ms-exchange-generated-message-source") && contains(suppress, "all"))
    return why = "the mail server wrote it", true;
  auto bare = subject;
  while (bare.starts_with("re: ") || bare.starts_with("re:")) bare.remove_prefix(std::min<std::size_t>(4, bare.size()));
  if (starts_with_any(bare, machine_subjects)) return why = "its subject is an answering machine's", true;
  if (contains_any(text.substr(0, 2'000), machine_words)) return why = "its words are an answering machine's", true;
  return false;
}

bool is_bulk(const opened& mail, std::string& why) {
  for (const auto* name :
       {"list-id", "list-unsubscribe", "list-post", "feedback-id", "x-campaign", "x-mailer-campaign"})
    if (mail.has(name)) return why = std::string("it went to many: ") + name, true;
  const auto precedence = lower(mail.header("precedence"));
  if (precedence == "bulk" || precedence == "list" || precedence == "junk")
    return why = "it went to many: Precedence", true;
  if (contains_any(mail.from, no_reply)) return why = "its sender takes no answers", true;
  return false;
}

bool is_wordy_bounce(const opened& mail, std::string_view subject, std::string_view text) {
  if (mail.has("x-failed-recipients")) return true;
  const bool daemon = contains_any(mail.from, daemons) || mail.header("return-path") == "<>" ||
                      (mail.from.empty() && mail.headers.contains("from"));
  const bool says = contains_any(subject, bounce_subjects) || contains_any(text.substr(0, 4'000), bounce_words);
  return (daemon && says) ||
         (contains_any(subject, bounce_subjects) && contains_any(text.substr(0, 4'000), bounce_words));
}

} // namespace

std::string_view name_of(kind which) {
  switch (which) {
  case kind::reply:
    return "reply";
  case kind::bounce:
    return "bounce";
  case kind::auto_reply:
    return "auto_reply";
  case kind::receipt:
    return "receipt";
  case kind::other:
    break;
  }
  return "other";
}

reading read(std::string_view bytes) {
  reading it;
  if (bytes.size() > mail_bytes_max) {
    it.why = "it is larger than 16 MiB";
    return it;
  }
  const auto mail = open(bytes);
  if (!mail.readable) {
    it.why = "it has no headers: not a mail";
    return it;
  }
  it.from = mail.from;
  it.subject = mail.header("subject");
  it.message_id = bare_id(mail.header("message-id"));
  it.answers = bare_id(mail.header("in-reply-to"));
  if (it.answers.empty()) it.answers = bare_id(mail.header("references"));

  it.mentions = mail.mentions;
  it.thread = ids_before(mail);
  it.attachments = mail.attachments;
  it.date_ms = mail.date_ms;

  if (auto report = read_delivery(mail)) {
    it.for_good = report->for_good;
    it.what = report->delivered ? kind::receipt : kind::bounce;
    it.status = std::move(report->status);
    it.about = std::move(report->about);
    it.why = "a delivery report says so (RFC 3464)";
    return it;
  }
  if (mail.has_disposition || mail.report_type == "disposition-notification") {
    it.what = kind::receipt;
    it.status = read_disposition(mail);
    it.why = "a receipt of reading (RFC 8098)";
    return it;
  }
  const auto said = mail.text.find_first_not_of(" \t\n") != std::string::npos ? mail.text : text_of_html(mail.html);
  const auto subject = lower(it.subject);
  const auto words = lower(said);
  if (is_wordy_bounce(mail, subject, words) || mail.report_type == "delivery-status") {
    it.what = kind::bounce;
    it.status = status_in_words(said);
    it.for_good = !it.status.starts_with('4');
    add_ids_in_words(said, it.mentions);
    it.about =
        mail.has("x-failed-recipients") ? std::string(mail.header("x-failed-recipients")) : recipient_in_words(said);
    it.why = "a mail system says that it could not deliver";
    return it;
  }
  if (is_machine(mail, subject, words, it.why)) {
    it.what = kind::auto_reply;
    return it;
  }
  if (auto status = gateway_receipt(subject, words); !status.empty()) {
    it.what = kind::receipt;
    it.status = std::move(status);
    it.why = "an SMS gateway says what became of a message";
    return it;
  }
  if (is_bulk(mail, it.why)) return it;
  it.what = kind::reply;
  it.text = own_words(said);
  it.why = it.text.empty() ? "somebody answered without words of his own" : "somebody's own words";
  return it;
}

} // namespace tidings::mail
