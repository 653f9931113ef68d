// The table's cells of NHSmail: the real mail client against servers that do one wrong thing, over real sockets. A mail
// server can't be asked what became of a mail; so where others are looked up, the mailbox is read for what it says.
#include "actors/provider/nhsmail/incoming.hpp"
#include "actors/provider/nhsmail/letter.hpp"
#include "actors/provider/nhsmail/mail_client.hpp"
#include "actors/provider/nhsmail/mailbox.hpp"
#include "actors/provider/nhsmail/reference.hpp"
#include "actors/provider/nhsmail/submission.hpp"
#include "tests/contract/faults/certificates.hpp"
#include "tests/contract/faults/table.hpp"
#include "tests/contract/mail/tls_peer.hpp"
#include "tests/contract/scripted_server.hpp"
#include "tests/support/temporary_directory.hpp"

#include <atomic>
#include <csignal>
#include <future>
#include <map>
#include <set>

namespace tidings::test {
namespace {
using namespace nhsmail;
using namespace std::chrono_literals;

constexpr millis patience{300}; ///< with a server that says nothing
const std::string ours = "riverside@example.nhs.uk";

/// One fault of a server; what it doesn't spoil, it does well.
struct spoiled {
  std::string at;   ///< the command
  std::string says; ///< in place of the right answer; empty: see `how`
  std::string how;  ///< mute, close, reset, half_close, drip, page, half, late
};

/// What is left of an answer that is spoiled. False: the session is over.
bool spoil(peer& plain, tls_peer& wire, const spoiled& what, const std::string& good) {
  if (what.how == "mute") plain.wait_for_close();
  if (what.how == "half") {
    wire.write(std::string_view(good).substr(0, good.size() / 2));
    plain.wait_for_close();
  }
  if (what.how == "cut") wire.write(std::string_view(good).substr(0, good.size() / 2));
  if (what.how == "reset") plain.reset();
  if (what.how == "half_close") {
    ::shutdown(plain.file(), SHUT_WR);
    plain.wait_for_close();
  }
  if (what.how == "drip")
    for (const char c : good) {
      wire.write({&c, 1});
      pollfd closed{plain.file(), POLLIN, 0};
      if (::poll(&closed, 1, 40) != 0) break;
    }
  if (what.how == "page") {
    wire.write("HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<!DOCTYPE html>\r\n");
    plain.wait_for_close();
  }
  if (what.how == "late") {
    plain.wait_for_close();
    wire.write(good);
  }
  if (!what.says.empty()) wire.write(what.says);
  return !what.says.empty();
}

std::string command_of(std::string_view line) {
  std::string out;
  for (const char c : line.substr(0, line.find_first_of(" :\r\n"))) out += static_cast<char>(std::toupper(c));
  return out;
}

/// Takes mails by SMTP: plain up to STARTTLS.
class smtp_server {
public:
  smtp_server(certificate_files files, spoiled fault) : files_(std::move(files)), fault_(std::move(fault)) {}
  std::function<void()> on_mail = [] {};
  std::atomic<int> mails = 0;

  void serve(peer& plain) {
    plain.write("220 mail ESMTP\r\n");
    plain.read_until("\r\n");
    plain.write("250-mail\r\n250 STARTTLS\r\n");
    plain.read_until("\r\n");
    plain.write("220 2.0.0 go\r\n");
    tls_peer wire(plain, files_);
    for (std::string line; wire.good();) {
      line = wire.read_until("\r\n");
      if (line.empty() || !take(plain, wire, command_of(line))) return;
    }
  }

private:
  bool say(peer& plain, tls_peer& wire, const std::string& command, const std::string& good) {
    if (fault_.at == command) return spoil(plain, wire, fault_, good);
    wire.write(good);
    return true;
  }
  bool take(peer& plain, tls_peer& wire, const std::string& command) {
    if (command == "EHLO") return say(plain, wire, command, "250-mail\r\n250 AUTH PLAIN\r\n");
    if (command == "AUTH") {
      wire.write("334 \r\n");
      wire.read_until("\r\n");
      return say(plain, wire, command, "235 2.7.0 welcome\r\n");
    }
    if (command == "DATA") {
      if (!say(plain, wire, command, "354 go on\r\n")) return false;
      if (fault_.at == "content") return wire.read_until("Subject"), false;
      wire.read_until("\r\n.\r\n");
      ++mails;
      on_mail();
      return say(plain, wire, "dot", "250 2.0.0 queued as 42\r\n");
    }
    if (command == "QUIT") return wire.write("221 2.0.0 bye\r\n"), false;
    return say(plain, wire, command, "250 2.1.0 ok\r\n");
  }

  certificate_files files_;
  spoiled fault_;
};

/// A mailbox by POP3: TLS from the first byte. Deletes at QUIT and no sooner (RFC 1939 §6).
class pop3_server {
public:
  explicit pop3_server(certificate_files files) : files_(std::move(files)) {}
  spoiled fault; ///< of the first session
  void put(int number, std::string mail) { mails_[number] = std::move(mail); }
  std::size_t left() const {
    const std::lock_guard guard(lock_);
    return mails_.size();
  }

  void serve(peer& plain) {
    const auto spoil_now = ++sessions_ == 1 ? fault : spoiled{};
    tls_peer wire(plain, files_);
    if (!wire.good()) return;
    std::set<int> gone;
    if (!say(plain, wire, spoil_now, "greeting", "+OK ready\r\n")) return;
    for (std::string line; wire.good();) {
      line = wire.read_until("\r\n");
      if (line.empty()) return;
      const auto command = command_of(line);
      const auto space = line.find(' ');
      const int number = space == std::string::npos ? 0 : std::atoi(line.c_str() + space);
      if (command == "QUIT" && spoil_now.at != "QUIT") remove(gone);
      if (!say(plain, wire, spoil_now, command, answer(wire, command, number, gone)) || command == "QUIT") return;
    }
  }

private:
  static bool say(peer& plain, tls_peer& wire, const spoiled& what, const std::string& command,
                  const std::string& good) {
    if (what.at == command) return spoil(plain, wire, what, good);
    wire.write(good);
    return true;
  }
  std::string answer(tls_peer& wire, const std::string& command, int number, std::set<int>& gone) const {
    if (command == "CAPA") return "+OK\r\nUIDL\r\nUSER\r\nSASL PLAIN\r\n.\r\n";
    if (command == "AUTH") {
      wire.write("+ \r\n");
      wire.read_until("\r\n");
      return "+OK\r\n";
    }
    std::string list = "+OK\r\n";
    if (command == "UIDL" || command == "LIST") {
      for (const auto& [n, bytes] : mails_)
        list += std::to_string(n) + " " +
                (command == "UIDL" ? "uid" + std::to_string(n) : std::to_string(bytes.size())) + "\r\n";
      return list + ".\r\n";
    }
    if (command == "RETR") return "+OK\r\n" + mails_.at(number) + ".\r\n";
    if (command == "DELE") gone.insert(number);
    return "+OK\r\n";
  }

  void remove(const std::set<int>& gone) {
    const std::lock_guard guard(lock_);
    for (const auto one : gone) mails_.erase(one);
  }

  certificate_files files_;
  mutable std::mutex lock_; ///< the test counts them, too
  std::map<int, std::string> mails_;
  int sessions_ = 0;
};

class mail_cell {
public:
  mail_cell()
      : sent_(provider_id("nhsmail")),
        files_(make_certificate(folder_.path.string(), certificate_wish{.file = "right"})) {
    account_.id = provider_id("nhsmail");
    account_.type = "nhsmail";
    account_.timeout = patience;
    account_.ca_file = files_.certificate;
    account_.mail.address = ours;
    account_.mail.password = secret_text("open sesame");
    account_.mail.smtp_host = account_.mail.pop3_host = "127.0.0.1";
    account_.mail.sms_domain = "sms.example";
  }

  std::string come_of(const cell& what) {
    if (what.when == "submit") return submitted(what.played);
    if (what.when == "look_up" || what.when == "receipt") return read_from_mailbox(what.when, what.played);
    return "no such phase";
  }

private:
  // -- we submit ----
  std::string submitted(const std::string& played) {
    if (played == "refused") return submit_to(dead_port(), false);
    if (played == "dns") {
      account_.mail.smtp_host = "mail.invalid";
      return submit_to(587, false);
    }
    if (played == "tls_untrusted") {
      account_.ca_file = make_certificate(folder_.path.string(), certificate_wish{.file = "another"}).certificate;
      return submit_over({}, files_, false);
    }
    if (played == "tls_expired") return submit_with({.file = "old", .valid_from_s = -7'200, .valid_to_s = -3'600});
    if (played == "tls_wrong_host") return submit_with({.file = "wrong", .subject_name = "DNS:other.example"});
    static const std::map<std::string, std::pair<spoiled, bool>> plays{
        {"mute_after_the_dot", {{"dot", "", "mute"}, true}},
        {"half_an_answer_to_the_dot", {{"dot", "", "half"}, true}},
        {"half_close_after_the_dot", {{"dot", "", "half_close"}, true}},
        {"reset_after_the_dot", {{"dot", "", "reset"}, true}},
        {"drip_after_the_dot", {{"dot", "", "drip"}, true}},
        {"mail_refused", {{"dot", "554 5.6.0 no\r\n", ""}, false}},
        {"web_page_after_the_dot", {{"dot", "", "page"}, true}},
        {"cut_in_the_mail", {{"content", "", ""}, true}},
        {"login_refused", {{"AUTH", "535 5.7.8 wrong\r\n", ""}, false}},
        {"not_our_address", {{"MAIL", "550 5.7.60 not your address\r\n", ""}, false}},
        {"too_many_now", {{"RCPT", "452 4.5.3 too many\r\n", ""}, false}},
        {"later_after_the_dot", {{"dot", "451 4.3.0 later\r\n", ""}, false}},
        {"receipt_first", {{}, true}},
        {"answer_twice", {{"dot", "250 2.0.0 queued as 42\r\n250 2.0.0 queued as 42\r\n", ""}, true}},
        {"answer_late", {{"dot", "", "late"}, true}},
        {"unlisted_answer", {{"dot", "199 who knows\r\n", ""}, true}},
    };
    const auto play = plays.find(played);
    if (play == plays.end()) return "no such play: " + played;
    return submit_over(play->second.first, files_, play->second.second, played == "receipt_first");
  }
  std::string submit_with(const certificate_wish& wish) {
    const auto files = make_certificate(folder_.path.string(), wish);
    account_.ca_file = files.certificate;
    return submit_over({}, files, false);
  }
  std::string submit_over(const spoiled& fault, const certificate_files& files, bool may_have_taken,
                          bool receipt_first = false) {
    smtp_server mail(files, fault);
    if (receipt_first) mail.on_mail = [&] { sent_.deliver(); };
    scripted_server server([&](peer& one, int) { mail.serve(one); });
    auto word = submit_to(server.port(), may_have_taken);
    client_.reset(); // hangs up
    server.stop();
    const bool reached = fault.at == "dot" || fault.at.empty();
    if (const int wanted = reached && files.certificate == files_.certificate && account_.ca_file == files_.certificate;
        mail.mails != wanted)
      word += ", " + std::to_string(mail.mails) + " mails";
    return word;
  }
  std::string submit_to(int port, bool may_have_taken) {
    account_.mail.smtp_port = port;
    auto what = letter(account_, sent_.attempt(), sent_.now());
    if (!what) return "refused by us";
    auto promise = std::make_shared<std::promise<smtp_report>>();
    auto answer = promise->get_future();
    client_->submit(std::move(*what), [promise](smtp_report got) { promise->set_value(std::move(got)); });
    const auto outcome = read_submission(sent_.message(), 1, answer.get()); // within the account's timeout
    sent_.tell(outcome);
    return verdict(word_of(outcome.result), may_have_taken);
  }
  std::string verdict(std::string word, bool may_have_taken) {
    word += "/" + sent_.state();
    if (may_have_taken && sent_.would_be_sent_again()) word += ", and sent again";
    return word;
  }

  // -- we read what became of it ----
  std::string report(const std::string& action, const message_id& about) const {
    const auto id = print({sent_.practice(), about, 1}, ours);
    const std::string status = action == "failed" ? "5.1.1" : action == "delayed" ? "4.4.7" : "2.0.0";
    return "From: <MAILER-DAEMON@mx.example>\r\nTo: <" + ours +
           ">\r\nSubject: Report\r\nMIME-Version: 1.0\r\n"
           "Auto-Submitted: auto-replied\r\nContent-Type: multipart/report; report-type=delivery-status; "
           "boundary=b\r\n\r\n"
           "--b\r\nContent-Type: text/plain\r\n\r\nAbout your mail.\r\n--b\r\nContent-Type: "
           "message/delivery-status\r\n\r\n"
           "Reporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; 07700900123@sms.example\r\nAction: " +
           action + "\r\nStatus: " + status + "\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <" +
           id + ">\r\nFrom: <" + ours + ">\r\n\r\n--b--\r\n";
  }
  std::string read_from_mailbox(const std::string& when, const std::string& played) {
    const bool in_doubt = when == "look_up";
    if (played != "receipt_first" || in_doubt)
      sent_.end_attempt(in_doubt ? attempt_result::unknown : attempt_result::sent);
    if (in_doubt) sent_.tell(looked_up{sent_.message(), 1, look_up_finding::unknown, "no mail server can be asked"});
    pop3_server box(files_);
    const bool is_anothers = played == "another_mail";
    box.put(1, report("delivered",
                      is_anothers ? *parse_id<message_id>("0f8fad5b-d9cb-469f-a165-70867728950e") : sent_.message()));
    if (played == "duplicate") box.put(2, report("delivered", sent_.message()));
    if (played == "delayed_after_delivered") box.put(2, report("delayed", sent_.message()));
    static const std::map<std::string, spoiled> plays{
        {"mute_at_first", {"greeting", "", "mute"}},
        {"mute_in_the_mail", {"RETR", "", "half"}},
        {"half_close_in_the_mail", {"RETR", "", "half_close"}},
        {"reset_in_the_mail", {"RETR", "", "reset"}},
        {"reset_at_the_end", {"QUIT", "", "reset"}},
        {"drip_in_the_mail", {"RETR", "", "drip"}},
        {"mail_not_given", {"RETR", "-ERR no such message\r\n", ""}},
        {"web_page", {"greeting", "", "page"}},
        {"cut_in_the_mail", {"RETR", "", "cut"}},
        {"login_refused", {"AUTH", "-ERR [AUTH] wrong\r\n", ""}},
        {"account_locked", {"AUTH", "-ERR [SYS/PERM] locked\r\n", ""}},
        {"in_use", {"AUTH", "-ERR [IN-USE] another session\r\n", ""}},
        {"later", {"greeting", "-ERR [SYS/TEMP] later\r\n", ""}},
    };
    if (const auto play = plays.find(played); play != plays.end()) box.fault = play->second;
    scripted_server server([&](peer& one, int) { box.serve(one); });
    account_.mail.pop3_port = server.port();
    spoil_first_visit(played);
    refuse_ = played == "not_on_disk_first";
    std::string word;
    for (int visits = 0; visits < 4; ++visits) {
      word += (word.empty() ? "" : ",") + visit();
      account_.mail.pop3_port = server.port();
      account_.mail.pop3_host = "127.0.0.1";
      account_.ca_file = files_.certificate;
      if (played == "receipt_first" && !in_doubt && visits == 0) sent_.end_attempt(attempt_result::sent);
      if (box.left() == 0 || is_anothers) break;
    }
    client_.reset();
    server.stop();
    if (is_anothers && box.left() == 1) word += ",left"; // for a person
    word += "/" + sent_.state();
    if (!is_anothers && box.left() > 0) word += ", and mails left";
    if (sent_.receipts() > 1) word += ", counted " + std::to_string(sent_.receipts()) + " times";
    if (sent_.would_be_sent_again()) word += ", and sent again";
    return word;
  }
  void spoil_first_visit(const std::string& played) {
    if (played == "refused") account_.mail.pop3_port = dead_port();
    if (played == "dns") account_.mail.pop3_host = "mail.invalid";
    if (played == "tls_untrusted")
      account_.ca_file = make_certificate(folder_.path.string(), certificate_wish{.file = "another"}).certificate;
    if (played == "tls_expired") other_box({.file = "old", .valid_from_s = -7'200, .valid_to_s = -3'600});
    if (played == "tls_wrong_host") other_box({.file = "wrong", .subject_name = "DNS:other.example"});
  }
  /// Somebody else's server, for the first visit.
  void other_box(const certificate_wish& wish) {
    const auto files = make_certificate(folder_.path.string(), wish);
    account_.ca_file = files.certificate;
    stranger_ = std::make_unique<scripted_server>([this, files](peer& one, int) {
      tls_peer secured(one, files);
      if (secured.good() && !secured.read_until("sesame").empty()) told_a_stranger_ = true;
    });
    account_.mail.pop3_port = stranger_->port();
  }
  /// As the account's actor does it (nhsmail_actor).
  std::string visit() {
    mail_visit next;
    next.server = pop3_server_of();
    next.bytes_max = 1'000'000;
    next.timeout = patience;
    mailbox_.prepare(next);
    auto promise = std::make_shared<std::promise<visit_report>>();
    auto answer = promise->get_future();
    client_->visit(std::move(next), [promise](visit_report got) { promise->set_value(std::move(got)); });
    const auto got = answer.get();
    mailbox_.visited(got);
    std::size_t told = 0;
    for (const auto& mail : got.mails) {
      const auto meaning =
          understand({account_.id, ours, account_.mail.sms_domain, {sent_.practice()}}, mail.bytes, system_now());
      mailbox_.begin(mail.uid, meaning);
      for (const auto& one : meaning.tell) {
        if (std::exchange(refuse_, false)) {
          mailbox_.told(mail.uid, telling::not_now);
          continue;
        }
        const auto said = sent_.tell(one.what);
        mailbox_.told(mail.uid, said.accepted ? telling::durable : telling::refused);
        ++told;
      }
    }
    if (told_a_stranger_) return "told a stranger";
    if (!got.trouble.empty()) return "broken";
    return told > 0 ? "read" : got.removed.empty() ? "nothing" : "deleted";
  }
  mail_server pop3_server_of() const { return nhsmail::pop3_server(account_); }

  temporary_directory folder_;
  message_under_way sent_;
  certificate_files files_;
  provider_settings account_;
  mailbox mailbox_;
  bool refuse_ = false;
  std::atomic<bool> told_a_stranger_ = false;
  std::unique_ptr<scripted_server> stranger_;
  std::unique_ptr<mail_client> client_ = std::make_unique<mail_client>();
};

TEST(mail_faults, come_to_what_the_table_says) {
  std::signal(SIGPIPE, SIG_IGN);
  std::size_t played = 0;
  for (const auto& one : read_table()) {
    if (one.provider != "nhsmail") continue;
    ++played;
    EXPECT_EQ(mail_cell().come_of(one), one.verdict) << one.when << " " << one.fault << " " << one.played;
  }
  EXPECT_EQ(played, faults().size() * phases().size());
}

} // namespace
} // namespace tidings::test
