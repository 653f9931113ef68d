#pragma once
// SMTP and POP3 over libcurl, on a few threads of their own: libcurl waits for the answer to a mail's end.
#include "actors/provider/nhsmail/mail_port.hpp"

#include <memory>

namespace tidings::nhsmail {

struct mail_client_limits {
  std::size_t submissions_at_once = 8; ///< for all accounts; their `window` bounds each
  std::size_t visits_at_once = 4;
  std::size_t waiting_max =
      10'000; ///< submissions that wait for a thread; more fail as not sent, as do those that wait for long
};

class mail_client final : public mail_port {
public:
  explicit mail_client(mail_client_limits limits = {});
  /// Stops. Must happen before the actor system ends: callbacks hold references to actors.
  ~mail_client() override;
  mail_client(const mail_client&) = delete;
  mail_client& operator=(const mail_client&) = delete;

  void submit(submission what, std::function<void(smtp_report)> done) override;
  void visit(mail_visit what, std::function<void(visit_report)> done) override;
  /// Breaks off what is under way and ends the threads. Not from a callback. May be called twice.
  void stop();

private:
  struct impl;
  std::unique_ptr<impl> impl_;
};

} // namespace tidings::nhsmail
