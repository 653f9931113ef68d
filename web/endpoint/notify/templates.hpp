#pragma once
// A practice's templates as GOV.UK Notify shows them. Their ids are made from the practice's code and the template's
// name, so that they stay. Versions of one that stands in a file: version 1 is the first of `earlier`, the last one
// what stands there now. Of one made in the browser: each approved text. Pure.
#include "schemas/template_history.hpp"
#include "web/endpoint/notify/sms_body.hpp"

#include <optional>
#include <string>

namespace tidings::web::notify {

uuid::raw template_uuid(const practice_settings& practice, const template_id& name);
/// Null: this practice has none with that id.
const template_settings* template_with(const practice_settings& practice, const uuid::raw& id);

/// The template as that version has it; nothing: there is no such version.
std::optional<template_version> version_with(const template_settings& one, std::uint32_t number);

/// {"id":…,"type":…}
std::string template_json(const practice_settings& practice, const template_settings& one,
                          const template_version& version);
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
