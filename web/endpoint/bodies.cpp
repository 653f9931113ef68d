#include "web/endpoint/bodies.hpp"

#include "schemas/mail_address.hpp"
#include "schemas/unsubscribe_url.hpp"
#include "web/endpoint/text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace tidings::web {
namespace {
namespace json = boost::json;

/// Picks fields of one JSON object and collects what is wrong with them.
class object_reader {
public:
  explicit object_reader(const json::object& from) : from_(from) {}

  /// Nothing: absent, or wrong and noted.
  std::optional<std::string> text(std::string_view name, std::size_t characters_max) {
    const auto* found = pick(name);
    if (!found) return std::nullopt;
    return text_of(*found, std::string(name), characters_max);
  }

  std::map<std::string, std::string> texts(std::string_view name) {
    std::map<std::string, std::string> out;
    const auto* found = pick(name);
    if (!found) return out;
    if (!found->is_object()) {
      note("wrong_type", "must be an object whose values are texts", name);
      return out;
    }
    if (found->get_object().size() > fields_of_template_max) note("too_many", "has more than 100 fields", name);
    for (const auto& [key, value] : found->get_object()) {
      const std::string field = std::string(name) + "." + std::string(key.substr(0, name_max));
      if (characters(key) > name_max) note("too_long", "a field's name is longer than 100 characters", field);
      if (auto one = text_of(value, field, value_max)) out[std::string(key)] = std::move(*one);
    }
    return out;
  }

  bool has(std::string_view name) const { return from_.contains(name); }
  void note(std::string code, std::string reason, std::string_view field) {
    errors.push_back({std::move(code), std::move(reason), std::string(field)});
  }
  void refuse_others() {
    for (const auto& [key, value] : from_)
      if (std::find(asked_.begin(), asked_.end(), key) == asked_.end())
        note("unknown_field", "is not a field of this request", key.substr(0, name_max));
  }

  std::vector<api_error> errors;

private:
  const json::value* pick(std::string_view name) {
    asked_.emplace_back(name);
    return from_.if_contains(name);
  }
  std::optional<std::string> text_of(const json::value& value, const std::string& field, std::size_t characters_max) {
    if (!value.is_string()) {
      note("wrong_type", "must be a text", field);
      return std::nullopt;
    }
    const std::string_view text = value.get_string();
    if (characters(text) > characters_max) {
      note("too_long", "is longer than " + std::to_string(characters_max) + " characters", field);
      return std::nullopt;
    }
    if (text.find('\0') != std::string_view::npos) {
      note("bad_value", "has a zero character", field);
      return std::nullopt;
    }
    return std::string(text);
  }

  const json::object& from_;
  std::vector<std::string> asked_;
};

bool is_idempotency_key(std::string_view key) {
  return !key.empty() && key.size() <= idempotency_key_max &&
         std::all_of(key.begin(), key.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
}

practice_id read_practice(object_reader& in, const std::function<bool(const practice_id&)>& knows) {
  const auto name = in.text("practice", practice_id::size_max);
  if (!name) {
    if (!in.has("practice")) in.note("missing", "the practice's ODS code must be given", "practice");
    return {};
  }
  const auto practice = practice_id::parse(*name);
  if (!practice)
    in.note("bad_value", "must be an ODS code: 3 to 12 of A-Z and 0-9", "practice");
  else if (!knows(*practice))
    in.note("unknown_practice", "no practice here has the ODS code " + *name, "practice");
  return practice.value_or(practice_id{});
}

channel read_channel(object_reader& in) {
  const auto word = in.text("channel", name_max);
  if (!word || *word == "sms") return channel::sms;
  if (*word == "email") return channel::email;
  if (*word == "voice") return channel::voice;
  in.note("bad_value", "must be sms, email or voice", "channel");
  return channel::sms;
}

void read_address(object_reader& in, std::string_view to, accept_message& what) {
  what.to = secret_text(std::string(to));
  if (what.by == channel::email && !is_mail_address(to))
    in.note("bad_value", "must be an e-mail address, e.g. somebody@example.org", "to");
  if (what.by != channel::sms) return; // which numbers may be rung, the practice knows
  if (const auto number = msisdn::parse_uk_mobile(to))
    what.to = secret_text(number->digits);
  else
    in.note("bad_value", "must be a UK mobile number, e.g. 07700 900123", "to");
}

void read_addressee(object_reader& in, accept_message& what) {
  const auto patient = in.text("patient", name_max);
  const auto to = in.text("to", what.by == channel::email ? address_max : 32);
  if (in.has("patient") == in.has("to")) {
    in.note(in.has("to") ? "conflict" : "missing", "give either the patient or a number to send to", "patient");
    return;
  }
  if (patient) {
    what.patient = patient_id(*patient);
    if (patient->empty()) in.note("bad_value", "must not be empty", "patient");
  }
  if (to) read_address(in, *to, what);
}

void read_words(object_reader& in, accept_message& what) {
  const auto text = in.text("text", what.by == channel::email ? email_text_max : text_max);
  if (const auto subject = in.text("subject", subject_max)) {
    what.subject = secret_text(*subject);
    if (what.by != channel::email) in.note("conflict", "belongs to an e-mail", "subject");
  }
  if (const auto word = in.text("alphabet", name_max)) {
    what.alphabet = *word == "unicode" ? sms_alphabet::unicode : sms_alphabet::gsm;
    if (*word != "unicode" && *word != "gsm") in.note("bad_value", "must be gsm or unicode", "alphabet");
    if (what.by != channel::sms) in.note("conflict", "belongs to a text message", "alphabet");
  }
  const auto name = in.text("template", name_max);
  what.personalisation = in.texts("personalisation");
  if (in.has("text") == in.has("template")) {
    in.note(in.has("text") ? "conflict" : "missing", "give either a text or a template", "text");
    return;
  }
  if (text && trimmed(*text).empty()) in.note("bad_value", "must not be empty", "text");
  if (name && name->empty()) in.note("bad_value", "must not be empty", "template");
  if (in.has("text") && in.has("personalisation"))
    in.note("conflict", "belongs to a template; the text is sent as it is", "personalisation");
  if (text) what.text = secret_text(*text);
  if (name) what.template_name = *name;
}

void read_unsubscribe_url(object_reader& in, accept_message& what) {
  constexpr std::string_view name = "unsubscribe_url";
  const auto url = in.text(name, unsubscribe_url_max);
  if (!url) return;
  if (!is_unsubscribe_url(*url)) in.note("bad_value", "must be an address that starts with https://", name);
  if (what.by != channel::email) in.note("conflict", "belongs to an e-mail", name);
  what.unsubscribe_url = secret_text(*url);
}

tl::expected<json::object, std::vector<api_error>> read_object(std::string_view body) {
  json::error_code error;
  json::value parsed;
  json::parse_options options;
  options.max_depth = 4;
  try {
    parsed = json::parse(body, error, {}, options);
  } catch (const std::exception&) { // out of memory: bounded by the body's limit, but never ours to pass on
    error = json::error::exception;
  }
  if (error)
    return tl::unexpected(std::vector<api_error>{{"not_json", "the body is not JSON: " + error.message(), ""}});
  if (!parsed.is_object())
    return tl::unexpected(std::vector<api_error>{{"wrong_type", "the body must be a JSON object", ""}});
  return std::move(parsed.get_object());
}
} // namespace

tl::expected<wanted_message, std::vector<api_error>>
read_wanted_message(std::string_view body, std::string_view idempotency_key, std::string_view user,
                    const std::function<bool(const practice_id&)>& knows) {
  const auto given = read_object(body);
  if (!given) return tl::unexpected(given.error());
  object_reader in(*given);
  wanted_message wanted;
  if (idempotency_key.empty())
    in.note("missing", "the header Idempotency-Key must be given, so that a repeated request is one message",
            "Idempotency-Key");
  else if (!is_idempotency_key(idempotency_key))
    in.note("bad_value", "must be 1 to 200 printable ASCII characters", "Idempotency-Key");
  wanted.practice = read_practice(in, knows);
  wanted.what.by = read_channel(in);
  read_addressee(in, wanted.what);
  read_words(in, wanted.what);
  read_unsubscribe_url(in, wanted.what);
  in.refuse_others();
  if (!in.errors.empty()) return tl::unexpected(std::move(in.errors));
  wanted.what.kind = message_kind::now;
  wanted.what.message = id_from_name<message_id>(wanted.practice.text(), idempotency_key);
  wanted.what.asked_by = user;
  wanted.what.idempotency_key = idempotency_key;
  return wanted;
}

tl::expected<erase_patient, std::vector<api_error>> read_wanted_erasure(std::string_view body, std::string_view user) {
  const auto given = read_object(body);
  if (!given) return tl::unexpected(given.error());
  object_reader in(*given);
  const auto patient = in.text("patient", name_max);
  const auto system_id = in.text("system_id", name_max);
  if (in.has("patient") == in.has("system_id"))
    in.note(in.has("patient") ? "conflict" : "missing",
            "give either the patient's id here or the clinical system's own, such as the NHS number", "patient");
  if ((patient && patient->empty()) || (system_id && system_id->empty()))
    in.note("bad_value", "must not be empty", patient ? "patient" : "system_id");
  in.refuse_others();
  if (!in.errors.empty()) return tl::unexpected(std::move(in.errors));
  return erase_patient{patient_id(patient.value_or("")), secret_text(system_id.value_or("")), std::string(user)};
}

bool is_empty_body(std::string_view body) {
  std::string kept;
  for (const char c : body)
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') kept += c;
  return kept.empty() || kept == "{}";
}

} // namespace tidings::web
