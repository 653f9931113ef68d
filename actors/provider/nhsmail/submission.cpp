#include "actors/provider/nhsmail/submission.hpp"

#include <array>
#include <string_view>

namespace tidings::nhsmail {
namespace {

struct meaning {
  attempt_result result;
  std::string_view detail;
};

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> list) {
  for (const auto one : list)
    if (text == one || (text.starts_with(one) && text[one.size()] == '.')) return true;
  return false;
}

/// The account may not send, or not so: no message of its will go until a person has seen to it (RFC 3463 §3.8;
/// Exchange: 5.1.8 blocked sender, 5.2.252 SendAsDenied).
bool is_about_the_account(std::string_view status) {
  return starts_with_any(status, {"5.7", "5.1.7", "5.1.8", "5.2.252"});
}

meaning of_no_answer(smtp_phase phase) {
  if (phase == smtp_phase::content)
    return {attempt_result::unknown, "the connection was lost before the server answered to the whole mail"};
  return {attempt_result::retry, "the mail server didn't answer"};
}

meaning of_temporary(smtp_phase phase) {
  switch (phase) {
  case smtp_phase::connect:
  case smtp_phase::hello:
  case smtp_phase::tls:
    return {attempt_result::retry, "the mail server doesn't take mail now"};
  case smtp_phase::login:
    return {attempt_result::retry, "the mail server can't check the password now"};
  default:
    return {attempt_result::retry, "the mail server doesn't take this mail now"};
  }
}

meaning of_permanent(smtp_phase phase, int code, std::string_view status) {
  switch (phase) {
  case smtp_phase::connect:
  case smtp_phase::hello:
    return {attempt_result::configuration, "the mail server doesn't serve us"};
  case smtp_phase::tls:
    return {attempt_result::configuration, "the mail server refuses STARTTLS"};
  case smtp_phase::login:
    return {attempt_result::configuration, "the mail server doesn't accept this user and password"};
  case smtp_phase::sender:
    if (code == 552 || status == "5.3.4") return {attempt_result::permanent, "the mail is too large for the server"};
    return {attempt_result::configuration, "the mail server doesn't let this account send from its address"};
  case smtp_phase::recipient:
    if (code == 530 || is_about_the_account(status))
      return {attempt_result::configuration, "the mail server doesn't let this account send there"};
    return {attempt_result::permanent, "the mail server doesn't accept the recipient"};
  case smtp_phase::data:
  case smtp_phase::content:
    if (code == 552 || status == "5.3.4") return {attempt_result::permanent, "the mail is too large for the server"};
    if (starts_with_any(status, {"5.7.60", "5.1.8", "5.2.252"}))
      return {attempt_result::configuration, "the mail server doesn't let this account send from its address"};
    return {attempt_result::permanent, "the mail server refuses the mail"};
  }
  return {attempt_result::unknown, "the mail server's answer can't be read"};
}

meaning meaning_of(const smtp_report& what) {
  if (what.no_tls) return {attempt_result::configuration, "the mail server offers no STARTTLS: nothing was told to it"};
  switch (what.code / 100) {
  case 2:
    if (what.phase == smtp_phase::content) return {attempt_result::sent, "the mail server took it"};
    break; // it said yes to an earlier step, and then the dialogue ended
  case 4:
    return of_temporary(what.phase);
  case 5:
    return of_permanent(what.phase, what.code, what.status);
  default:
    break;
  }
  return of_no_answer(what.phase);
}

} // namespace

attempt_outcome read_submission(const message_id& message, std::uint32_t attempt, const smtp_report& what) {
  const auto [result, detail] = meaning_of(what);
  attempt_outcome out;
  out.message = message;
  out.attempt = attempt;
  out.result = result;
  out.detail = detail;
  if (what.code != 0) out.code = "SMTP " + std::to_string(what.code);
  if (!what.status.empty()) out.code += " " + what.status;
  const bool answered = what.code / 100 == 4 || what.code / 100 == 5;
  if (result != attempt_result::sent && !answered && !what.no_tls && !what.detail.empty())
    out.detail += ": " + what.detail;
  if (result == attempt_result::sent) out.provider_reference = what.queued;
  return out;
}

} // namespace tidings::nhsmail
