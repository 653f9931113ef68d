#include "actors/provider/nhsmail/letter.hpp"

#include "actors/provider/mail/calendar.hpp"
#include "actors/provider/nhsmail/reference.hpp"

#include <algorithm>

namespace tidings::nhsmail {
namespace {

/// What stands where the text doesn't: gateways and mail systems don't take nothing.
constexpr const char* empty_body = ".";

bool is_number(const std::string& to) {
  return !to.empty() && std::all_of(to.begin(), to.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// @param digits E.164 without `+`
std::string phone_address(const mail_settings& mail, const std::string& digits) {
  const bool national = mail.sms_number == "national" && digits.starts_with("44");
  return (national ? "0" + digits.substr(2) : "+" + digits) + "@" + mail.sms_domain;
}

mail_server server(const provider_settings& account, const std::string& host, int port) {
  return {host, port, account.mail.user.empty() ? account.mail.address : account.mail.user, account.mail.password,
          account.ca_file};
}

} // namespace

std::string own_address(const mail_settings& mail) { return mail.address.empty() ? mail.user : mail.address; }

mail_server smtp_server(const provider_settings& account) {
  return server(account, account.mail.smtp_host, account.mail.smtp_port);
}
mail_server pop3_server(const provider_settings& account) {
  return server(account, account.mail.pop3_host, account.mail.pop3_port);
}

result<submission> letter(const provider_settings& account, const attempt_ready& what, timestamp now,
                          std::vector<mail::attachment> files) {
  const auto& to = what.to.reveal();
  const bool sms = what.by == channel::sms && is_number(to);
  mail::draft draft;
  draft.from_name = what.sender;
  draft.from = own_address(account.mail);
  draft.to = sms ? phone_address(account.mail, to) : to;
  draft.message_id = print({what.practice, what.message, what.attempt}, draft.from);
  draft.date = now;
  const bool in_subject = sms && account.mail.sms_text == "subject";
  draft.subject = what.subject.reveal();
  if (draft.subject.empty()) draft.subject = what.sender.empty() ? "Message" : "Message from " + what.sender;
  if (in_subject) draft.subject = what.text.reveal();
  draft.text = in_subject ? empty_body : what.text.reveal();
  draft.for_people = !sms;
  if (!sms) draft.thread = what.thread.reveal();
  if (!sms) draft.unsubscribe_url = what.unsubscribe_url.reveal();
  draft.attachments = std::move(files);
  if (!sms && what.calendar)
    draft.attachments.push_back({"appointment.ics",
                                 "text/calendar",
                                 mail::calendar(*what.calendar, {what.sender, draft.from}),
                                 {{"method", "PUBLISH"}, {"charset", "utf-8"}}});
  auto bytes = mail::compose(draft);
  if (!bytes) return tl::unexpected(bytes.error());
  return submission{smtp_server(account), draft.from, draft.to, std::move(*bytes), account.timeout};
}

} // namespace tidings::nhsmail
