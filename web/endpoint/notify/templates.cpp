#include "web/endpoint/notify/templates.hpp"

#include "actors/practice/personalise.hpp"
#include "schemas/json.hpp"
#include "schemas/notify_ids.hpp"
#include "schemas/sms/sanitise.hpp"
#include "schemas/sms/segments.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/notify/notification_json.hpp"
#include "web/endpoint/text.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace tidings::web::notify {
namespace {

/// What the broker fills in by itself: no program has to.
std::array<std::pair<std::string_view, const std::string*>, 2> known_values(const practice_settings& practice) {
  return {{{"practice_name", &practice.name}, {"practice_phone", &practice.phone}}};
}

bool is_known(const practice_settings& practice, std::string_view name) {
  const auto known = known_values(practice);
  return std::any_of(known.begin(), known.end(),
                     [&](const auto& one) { return placeholder_key(one.first) == placeholder_key(name); });
}

/// When a template came or changed isn't kept.
constexpr std::string_view no_moment = "1970-01-01T00:00:00.000000Z";

/// Who approved a version that was made in the browser, as the first part of an e-mail address that is nobody's.
std::string author_of(const practice_settings& practice, const template_version& version) {
  if (version.approved_by.empty()) return practice.id.str();
  std::string name = version.approved_by;
  std::replace_if(
      name.begin(), name.end(),
      [](unsigned char c) { return std::isalnum(c) == 0 && c != '.' && c != '-' && c != '_'; }, '.');
  return name;
}

std::string fields_json(const practice_settings& practice, const std::string& body) {
  std::string out = "{";
  std::vector<std::string> seen;
  for (const auto& one : placeholders(body)) {
    const auto key = placeholder_key(one.name);
    if (is_known(practice, one.name) || std::find(seen.begin(), seen.end(), key) != seen.end()) continue;
    seen.push_back(key);
    out += (out.size() > 1 ? "," : "") + json_quoted(one.name) + ":{\"required\":true}";
  }
  return out + "}";
}

} // namespace

uuid::raw template_uuid(const practice_settings& practice, const template_id& name) {
  return notify_template_id(practice.id, name).bytes;
}

const template_settings* template_with(const practice_settings& practice, const uuid::raw& id) {
  for (const auto& [name, one] : practice.templates)
    if (template_uuid(practice, name) == id) return &one;
  return nullptr;
}

std::optional<template_version> version_with(const template_settings& one, std::uint32_t number) {
  if (number < 1 || number > version_of(one)) return std::nullopt;
  if (one.history) return one.history->versions[number - 1];
  template_version found{.number = number, .title = title_of(one, number), .subject = one.subject, .body = one.body};
  if (number <= one.earlier.size()) found.body = one.earlier[number - 1];
  return found;
}

std::string template_json(const practice_settings& practice, const template_settings& one,
                          const template_version& version) {
  const auto& name = version.title.empty() ? one.id.value : version.title;
  // A template of a file has no moment and no author that is known here.
  const auto created = one.history ? six_decimals(iso8601(one.history->versions.front().at)) : std::string(no_moment);
  const auto updated = version.number > 1 && one.history ? json_quoted(six_decimals(iso8601(version.at))) : "null";
  return "{\"id\":\"" + uuid::print(template_uuid(practice, one.id)) + R"(","type":")" + std::string(type_of(one)) +
         R"(","name":)" + json_quoted(name) + ",\"created_at\":\"" + created + R"(","updated_at":)" + updated +
         ",\"created_by\":" + json_quoted(author_of(practice, version) + "@tidings.invalid") +
         ",\"version\":" + std::to_string(version.number) + ",\"body\":" + json_quoted(version.body) +
         ",\"subject\":" + (version.subject.empty() ? "null" : json_quoted(version.subject)) +
         ",\"personalisation\":" + fields_json(practice, version.subject + version.body) +
         ",\"postage\":null,\"letter_contact_block\":null}";
}

std::string_view type_of(const template_settings& one) { return one.subject.empty() ? "sms" : "email"; }

std::string templates_json(const practice_settings& practice, std::string_view type) {
  std::string out = "{\"templates\":[";
  for (const auto& [name, one] : practice.templates) {
    if (!type.empty() && type_of(one) != type) continue;
    if (out.back() != '[') out += ',';
    out += template_json(practice, one, *version_with(one, version_of(one)));
  }
  return out + "]}";
}

std::string preview_json(const practice_settings& practice, const template_settings& one, const std::string& subject,
                         const std::string& body) {
  return "{\"id\":\"" + uuid::print(template_uuid(practice, one.id)) + R"(","type":")" + std::string(type_of(one)) +
         R"(","version":)" + std::to_string(version_of(one)) + ",\"body\":" + json_quoted(body) +
         R"(,"html":null,"subject":)" + (subject.empty() ? "null" : json_quoted(subject)) + R"(,"postage":null})";
}

namespace {
void add_known(const practice_settings& practice, personalisation& values) {
  for (const auto& [name, value] : known_values(practice)) {
    const bool given = std::any_of(values.begin(), values.end(), [&, key = placeholder_key(name)](const auto& each) {
      return placeholder_key(each.first) == key;
    });
    if (!given) values.emplace(name, *value);
  }
}
} // namespace

checked<email_text> filled_in_email(const practice_settings& practice, const template_settings& one,
                                    personalisation values) {
  add_known(practice, values);
  const auto subject = personalise(one.subject, values), body = personalise(one.body, values);
  if (!subject || !body) { // what is missing is told of both at once
    const auto both = personalise(one.subject + '\n' + one.body, values);
    return bad_request(both.error().detail);
  }
  email_text out{*subject, *body};
  if (trimmed(out.body).empty()) return bad_request("Your message is empty.");
  return out;
}

checked<std::string> filled_in(const practice_settings& practice, const template_settings& one,
                               personalisation values) {
  add_known(practice, values);
  const auto text = personalise(one.body, values);
  if (!text) return bad_request(text.error().detail);
  const auto alphabet = alphabet_of(practice, one.alphabet);
  auto sent = sms::sendable(*text, alphabet);
  if (sent) return std::move(*sent);
  const auto plain = alphabet == sms_alphabet::unicode ? sms::in_unicode(*text) : sms::sanitise(*text);
  if (plain.empty()) return bad_request("Your message is empty.");
  return bad_request("Your message is too long. Text messages cannot be longer than " + std::to_string(sms::units_max) +
                     " characters. Your message is " + std::to_string(sms::cost_of(plain).units) + " characters long.");
}

} // namespace tidings::web::notify
