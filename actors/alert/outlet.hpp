#pragma once
// Telling the operators, by mail (SMTP) and by webhook (HTTPS POST). Blocks: its caller has a thread of its own.
#include "actors/alert/watch.hpp"
#include "schemas/errors.hpp"

#include <memory>

namespace tidings::alert {

/// Each way by itself: one that fails doesn't keep the other from working.
class outlet {
public:
  virtual ~outlet() = default;
  virtual result<void> mail(const notice& what, timestamp now) = 0;
  virtual result<void> post(const notice& what, timestamp now) = 0;
  /// Breaks off what is under way, within a second or so. From another thread.
  virtual void stop() {}
};

/// @param page where the alerts stand, e.g. `https://tidings.icb.example/ops/alerts`; may be empty
std::unique_ptr<outlet> make_outlet(const alert_settings& settings, std::string page);

/// RFC 5322, CRLF line ends. Subject and addresses are ASCII.
std::string mail_of(const notice& what, const alert_mail& to, const std::string& page, timestamp now);
/// `{"alert","turn","measure","subject","what","since","at","page"}`
std::string json_of(const notice& what, const std::string& page, timestamp now);

} // namespace tidings::alert
