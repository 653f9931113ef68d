#pragma once
// A practice's templates as GOV.UK Notify shows them. Their ids are made from the practice's code and the template's
// name, so that they stay; version 1 is the first of `earlier`, the last one what stands in the file now. Pure.
#include "schemas/settings.hpp"
#include "web/endpoint/notify/sms_body.hpp"

#include <string>

namespace tidings::web::notify {

uuid::raw template_uuid(const practice_settings& practice, const template_id& name);
/// Null: this practice has none with that id.
const template_settings* template_with(const practice_settings& practice, const uuid::raw& id);

int version_of(const template_settings& one);
/// The body of a version; null: there is none.
const std::string* wording_of(const template_settings& one, int version);

/// {"id":…,"type":…}; `version` must be there.
std::string template_json(const practice_settings& practice, const template_settings& one, int version);
/// @param type `sms` or `email`; empty: both
std::string templates_json(const practice_settings& practice, std::string_view type);
std::string preview_json(const practice_settings& practice, const template_settings& one, const std::string& subject,
                         const std::string& body);

/// `email` when it has a subject, else `sms`.
std::string_view type_of(const template_settings& one);

/// The text that will be sent: filled in, then as text messages are. ((practice_name)) and ((practice_phone)) are
/// known. `Missing personalisation: …`, too long and empty are Notify's.
checked<std::string> filled_in(const practice_settings& practice, const template_settings& one, personalisation values);

struct email_text {
  std::string subject, body;
};
/// Subject and body of an e-mail, with every character that they have.
checked<email_text> filled_in_email(const practice_settings& practice, const template_settings& one,
                                    personalisation values);

} // namespace tidings::web::notify
