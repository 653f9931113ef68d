#pragma once
// A message as a mail.
#include "actors/provider/mail/compose.hpp"
#include "actors/provider/nhsmail/mail_port.hpp"
#include "schemas/effects.hpp"
#include "schemas/errors.hpp"
#include "schemas/settings.hpp"

namespace tidings::nhsmail {

/// To a phone by way of the SMS domain, or an e-mail with its subject, its files and, about an appointment, a calendar
/// entry. The failure's detail holds nothing of the message.
result<submission> letter(const provider_settings& account, const attempt_ready& what, timestamp now,
                          std::vector<mail::attachment> files = {});

/// Where replies come to: `address`, and the account's user when there is none.
std::string own_address(const mail_settings& mail);

mail_server smtp_server(const provider_settings& account);
mail_server pop3_server(const provider_settings& account);

} // namespace tidings::nhsmail
