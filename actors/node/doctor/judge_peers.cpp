#include "actors/node/doctor/judge.hpp"

#include "actors/provider/firetext_answer.hpp"
#include "actors/provider/smpp/status.hpp"

#include <fmt/format.h>

namespace tidings::doctor {
namespace {

std::string and_unseen(std::string found, const check& what) {
  return what.unseen.empty() ? found : found + "; " + what.unseen;
}

/// How a step that failed is mended.
std::string mend_of(stage reached, const check& what) {
  switch (reached) {
  case stage::name:
    return "check the host's spelling in " + what.setting + ", and this host's DNS with `getent hosts`";
  case stage::connect:
    return "let this host out to " + what.where + " in the firewall, and see that the service runs there";
  case stage::tls:
    return "have the server's certificate mended, or name the authority it is from as ca_file of " + what.setting;
  case stage::sign_in:
    return "check the user and the password of " + what.setting;
  case stage::answer:
  case stage::done:
    break;
  }
  return "check the address and the port of " + what.setting;
}

std::string_view name_of(stage reached) {
  switch (reached) {
  case stage::name:
    return "its name isn't known";
  case stage::connect:
    return "no connection";
  case stage::tls:
    return "no trusted TLS";
  case stage::sign_in:
    return "it doesn't let us in";
  case stage::answer:
  case stage::done:
    break;
  }
  return "no answer that makes sense";
}

struct opinion {
  verdict how = verdict::ok;
  std::string found, mend;
};

opinion of_firetext(const check& what, const peer_seen& saw) {
  const auto answer = firetext::read_answer(saw.body);
  if (!answer)
    return {verdict::fail, fmt::format("HTTP {} and not FireText's JSON", saw.status),
            "check the url of " + what.setting};
  switch (answer->code) {
  case 0:
    return {verdict::ok, "knows the API key", {}};
  case 1:
    return {verdict::fail, "doesn't know the API key", "check api_key of " + what.setting};
  case 7:
    return {verdict::warn, "knows the API key; the account has no credit left", "buy credit at FireText"};
  default:
    return {verdict::warn, fmt::format("answered with code {}", answer->code), "ask FireText what it means"};
  }
}

opinion of_notify(const check& what, const peer_seen& saw) {
  if (saw.status / 100 == 2) return {verdict::ok, "knows the API key and the template", {}};
  if (saw.status == 401 || saw.status == 403)
    return {verdict::fail, fmt::format("doesn't accept the API key (HTTP {})", saw.status),
            "check api_key of " + what.setting + " and this host's clock: the two look alike there"};
  if (saw.status == 400 || saw.status == 404)
    return {verdict::fail, fmt::format("doesn't know the template (HTTP {})", saw.status),
            "check notify.template of " + what.setting};
  return {verdict::warn, fmt::format("answered HTTP {}", saw.status), "try again later, or ask its operator"};
}

opinion of_status(const check& what, const peer_seen& saw) {
  if (saw.status == 407) return {verdict::fail, "the proxy asks for a password", "check proxy of " + what.setting};
  if (const auto* http = std::get_if<http_target>(&what.at)) {
    if (http->asks == http_question::firetext_credit) return of_firetext(what, saw);
    if (http->asks == http_question::notify_template) return of_notify(what, saw);
    if (saw.status >= 500)
      return {verdict::warn, fmt::format("answered HTTP {}", saw.status), "try again later, or ask its operator"};
    return {verdict::ok, "answers", {}};
  }
  if (std::holds_alternative<smpp_target>(what.at)) return {verdict::ok, "binds as transmitter", {}};
  if (const auto* mail = std::get_if<mail_target>(&what.at))
    return {verdict::ok, mail->mailbox ? "opens the mailbox" : "STARTTLS, EHLO and signing in go well", {}};
  return {verdict::ok, "somebody listens there", {}};
}

} // namespace

finding judge_clinical(const check& what, const clinical_seen& saw) {
  if (saw.trouble == error_code::none)
    return {verdict::ok, what.what, what.where, and_unseen("answers, and what its connector needs is there", what), {}};
  const bool somebody_there = saw.trouble == error_code::refused;
  return {verdict::fail, what.what, what.where, saw.detail,
          somebody_there ? "ask the practice to let Tidings in, and check " + what.setting : "check " + what.setting};
}

finding judge_peer(const check& what, const peer_seen& saw, timestamp now) {
  finding out{verdict::ok, what.what, what.where, {}, {}};
  if (saw.busy) {
    out.how = verdict::warn;
    out.found = "somebody else has it open, the broker perhaps: " + saw.trouble;
    out.mend = "try again, or while the broker is stopped; nobody else may use this account";
    return out;
  }
  if (saw.reached != stage::done) {
    out.how = verdict::fail;
    out.found = fmt::format("{}: {}", name_of(saw.reached), saw.trouble);
    out.mend = mend_of(saw.reached, what);
    return out;
  }
  auto said = of_status(what, saw);
  out.how = said.how;
  out.found = and_unseen(std::move(said.found), what);
  out.mend = std::move(said.mend);
  if (!saw.certificate_until) return out;
  const auto days = std::chrono::floor<std::chrono::days>(*saw.certificate_until - now);
  out.found += fmt::format("; certificates good for {} more {}", days.count(), days.count() == 1 ? "day" : "days");
  if (*saw.certificate_until - now < certificate_warn && out.how == verdict::ok) {
    out.how = verdict::warn;
    out.mend = "have whoever runs it renew its certificate in time";
  }
  return out;
}

} // namespace tidings::doctor
