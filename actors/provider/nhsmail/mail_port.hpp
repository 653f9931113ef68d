#pragma once
// A mail account, from outside. A port: tests and the simulation bring their own.
#include "schemas/secret.hpp"
#include "schemas/time.hpp"

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace tidings::nhsmail {

struct mail_server {
  std::string host;
  int port = 0;
  std::string user;
  secret_text password;
  std::string ca_file; ///< empty: the system's
};

/// How far an SMTP dialogue came.
enum class smtp_phase : std::uint8_t {
  connect,   ///< no greeting yet
  hello,     ///< EHLO
  tls,       ///< STARTTLS
  login,     ///< AUTH
  sender,    ///< MAIL FROM
  recipient, ///< RCPT TO
  data,      ///< DATA; parts of the mail may have gone
  content,   ///< the final dot may have gone: from here on the server may have the mail
};

struct submission {
  mail_server server;
  std::string from, to; ///< of the envelope
  std::string bytes;    ///< CRLF lines, not dot-stuffed
  millis timeout{10'000};
};

struct smtp_report {
  smtp_phase phase = smtp_phase::connect;
  int code = 0;        ///< the server's answer in that phase; 0: none came
  std::string status;  ///< its enhanced status (RFC 3463), if it told one
  std::string queued;  ///< what it said to a mail that it took; empty otherwise
  std::string detail;  ///< in plain English why it ended; holds no address
  bool no_tls = false; ///< the server offers no STARTTLS: it was told nothing
  millis took{};
};

/// One POP3 session: deletes, looks what is there, fetches.
struct mail_visit {
  mail_server server;
  std::set<std::string> remove; ///< unique ids; what it says is on disk
  std::set<std::string> skip;   ///< not fetched again
  std::size_t mails_max = 20;   ///< fetched in one visit
  std::size_t bytes_max = 0;    ///< larger mails are not fetched
  millis timeout{60'000};       ///< of each command
};

struct fetched_mail {
  std::string uid;
  bool too_large = false;
  std::string bytes;
};

struct visit_report {
  std::string trouble;           ///< in plain English; empty: the session ended in good order
  std::set<std::string> present; ///< every unique id, when `listed`
  bool listed = false;
  std::set<std::string> removed;   ///< gone for certain
  std::vector<fetched_mail> mails; ///< also of a session that broke later
  bool more = false;               ///< others wait
};

class mail_port {
public:
  virtual ~mail_port() = default;
  /// Callable from any thread. `done` is called exactly once, on any thread, within the timeout give or take a second
  /// once its turn has come.
  virtual void submit(submission what, std::function<void(smtp_report)> done) = 0;
  virtual void visit(mail_visit what, std::function<void(visit_report)> done) = 0;
};

} // namespace tidings::nhsmail
