#include "web/endpoint/notify/sms_body.hpp"

#include "actors/practice/personalise.hpp"
#include "schemas/mail_address.hpp"
#include "schemas/unsubscribe_url.hpp"
#include "web/endpoint/bodies.hpp"
#include "web/endpoint/notify/phone.hpp"
#include "web/endpoint/notify/sanitise_content.hpp"
#include "web/endpoint/text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <set>
#include <span>

namespace tidings::web::notify {
namespace {
namespace json = boost::json;

std::string text_of(double number) {
  char digits[32];
  const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
  std::string text(digits, end);
  return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

/// A value as Python's `str` writes it; nothing: null, or something that stands in no text.
std::optional<std::string> text_of(const json::value& value) {
  switch (value.kind()) {
  case json::kind::string:
    return std::string(value.get_string());
  case json::kind::bool_:
    return value.get_bool() ? "True" : "False";
  case json::kind::int64:
  case json::kind::uint64:
    return json::serialize(value);
  case json::kind::double_:
    return text_of(value.get_double());
  default:
    return std::nullopt;
  }
}

/// `a`, `a and b`, `a, b and c`.
std::string listed(const json::array& items) {
  std::vector<std::string> texts;
  for (const auto& one : items)
    if (auto text = text_of(one)) texts.push_back(std::move(*text));
  std::string out;
  for (std::size_t i = 0; i < texts.size(); ++i)
    out += (i == 0 ? "" : i + 1 == texts.size() ? " and " : ", ") + texts[i];
  return out;
}

class object_check {
public:
  explicit object_check(const json::object& from) : from_(from) {}

  void required(std::string_view name) {
    if (!from_.contains(name)) wrong(std::string(name) + " is a required property");
  }
  void only(std::span<const std::string_view> names) {
    for (const auto& [key, value] : from_)
      if (std::find(names.begin(), names.end(), key) == names.end())
        wrong("Additional properties are not allowed (" + std::string(key.substr(0, 64)) + " was unexpected)");
  }
  /// Notify repeats the value here; it may be a patient's, so it isn't, save null.
  std::optional<std::string> text(std::string_view name) {
    const auto* found = from_.if_contains(name);
    if (!found) return std::nullopt;
    if (found->is_string()) return std::string(found->get_string());
    wrong(std::string(name) + (found->is_null() ? " None" : "") + " is not of type string");
    return std::nullopt;
  }
  std::optional<uuid::raw> id(std::string_view name) {
    const auto given = text(name);
    if (!given) return std::nullopt;
    const auto read = uuid::parse(*given);
    if (!read) wrong(std::string(name) + " is not a valid UUID");
    return read;
  }
  personalisation values() {
    personalisation out;
    const auto* found = from_.if_contains("personalisation");
    if (!found) return out;
    if (!found->is_object()) {
      wrong("personalisation is not of type object");
      return out;
    }
    const auto& given = found->get_object();
    if (given.size() > fields_max) wrong("personalisation has more than 100 fields");
    for (const auto& [key, value] : given) {
      if (characters(key) > field_name_max) wrong("personalisation has a field's name longer than 100 characters");
      if (value.is_object())
        file(key, value.get_object());
      else if (value.is_array())
        out[std::string(key)] = listed(value.get_array());
      else if (auto text = text_of(value))
        out[std::string(key)] = std::move(*text);
    }
    return out;
  }
  /// Where a mail program may ask for no more of these; empty: nowhere.
  std::string unsubscribe_url() {
    constexpr std::string_view name = "one_click_unsubscribe_url";
    if (!is_given(name)) return {};
    const auto& given = *from_.if_contains(name);
    const auto url = given.is_string() ? std::string_view(given.get_string()) : std::string_view();
    if (url.size() > unsubscribe_url_max)
      wrong(std::string(name) + " is too long");
    else if (!is_unsubscribe_url(url))
      wrong(std::string(name) + " is not a valid https url");
    return std::string(url);
  }
  /// The fields that are to be sanitised, as `placeholder_key` has them.
  std::set<std::string> to_sanitise() {
    const std::string name = "sanitise_content_for";
    std::set<std::string> keys;
    const auto* found = from_.if_contains(name);
    if (!found || found->is_null()) return keys;
    if (!found->is_array()) {
      wrong(name + " is not of type array, null");
      return keys;
    }
    if (found->get_array().size() > fields_max) wrong(name + " has more than 100 fields");
    for (const auto& one : found->get_array())
      if (one.is_string())
        keys.insert(placeholder_key(one.get_string()));
      else
        wrong(name + " has something that is not of type string");
    return keys;
  }
  void wrong(std::string message) {
    const fault one{"ValidationError", std::move(message)};
    if (std::find(faults.begin(), faults.end(), one) == faults.end()) faults.push_back(one);
  }

  /// What a text and an e-mail have in common.
  template <class Wanted> void common(Wanted& into) {
    into.template_id = id("template_id").value_or(uuid::raw{});
    into.values = values();
    if (const auto* reference = from_.if_contains("reference"); reference && !reference->is_null())
      into.reference = text("reference");
    if (into.reference && characters(*into.reference) > reference_max) wrong("reference is too long");
    if (is_given("scheduled_for")) wrong("scheduled_for is not supported here: send when it is time");
  }
  bool is_given(std::string_view name) const {
    const auto* found = from_.if_contains(name);
    return found && !found->is_null();
  }

  std::vector<fault> faults;
  std::map<std::string, wanted_file>* files = nullptr; ///< where they go; null: there can't be any

private:
  void file(std::string_view field, const json::object& given) {
    if (!files) return wrong("personalisation has a file: files can only be sent by email");
    if (files->size() >= kept_files_max) return wrong("personalisation has more than 5 files");
    auto read = read_file(given);
    if (read)
      files->insert_or_assign(std::string(field), std::move(*read));
    else
      faults.push_back(std::move(read.error()));
  }

  const json::object& from_;
};

checked<json::object> object_in(std::string_view body) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 8;
  json::value parsed;
  try {
    parsed = json::parse(body, error, {}, options);
  } catch (const std::exception&) { // out of memory: bounded by the body's limit, but never ours to pass on
    error = json::error::exception;
  }
  if (error || !is_utf8(body)) return bad_request("Invalid JSON supplied in POST data");
  if (!parsed.is_object()) return invalid("The body is not of type object");
  return std::move(parsed.get_object());
}

/// Names that no field has are no mistake: there is nothing to do for them.
void sanitise(wanted_email& mail, const std::set<std::string>& keys) {
  for (auto& [name, value] : mail.values) {
    if (!keys.contains(placeholder_key(name))) continue;
    auto plain = without_links(value);
    auto escaped = markdown_escaped(plain);
    if (escaped == value) continue;
    mail.sanitised[name] = {std::move(value), std::move(escaped)};
    value = std::move(plain);
  }
}
} // namespace

checked<wanted_sms> read_sms(std::string_view body) {
  constexpr std::string_view known[] = {"phone_number", "template_id",   "personalisation",
                                        "reference",    "sms_sender_id", "scheduled_for"};
  const auto given = object_in(body);
  if (!given) return tl::make_unexpected(given.error());
  object_check in(*given);
  in.required("phone_number");
  in.required("template_id");
  in.only(known);
  wanted_sms wanted;
  const auto number = in.text("phone_number");
  in.common(wanted);
  if (const auto sender = in.id("sms_sender_id")) wanted.sender_id = uuid::print(*sender);
  if (!in.faults.empty()) return tl::make_unexpected(rejection{400, std::move(in.faults)});
  auto digits = recipient(*number);
  if (!digits) return tl::make_unexpected(digits.error());
  wanted.number = std::move(*digits);
  return wanted;
}

checked<wanted_email> read_email(std::string_view body) {
  constexpr std::string_view known[] = {"email_address",     "template_id",         "personalisation",
                                        "reference",         "scheduled_for",       "one_click_unsubscribe_url",
                                        "email_reply_to_id", "sanitise_content_for"};
  const auto given = object_in(body);
  if (!given) return tl::make_unexpected(given.error());
  object_check in(*given);
  in.required("email_address");
  in.required("template_id");
  in.only(known);
  wanted_email wanted;
  in.files = &wanted.files;
  const auto address = in.text("email_address");
  in.common(wanted);
  if (const auto reply_to = in.id("email_reply_to_id")) wanted.reply_to_id = uuid::print(*reply_to);
  wanted.unsubscribe_url = in.unsubscribe_url();
  const auto keys = in.to_sanitise();
  if (!in.faults.empty()) return tl::make_unexpected(rejection{400, std::move(in.faults)});
  wanted.address = trimmed(*address);
  if (!is_mail_address(wanted.address)) return invalid("email_address Not a valid email address");
  sanitise(wanted, keys);
  return wanted;
}

checked<personalisation> read_preview(std::string_view body) {
  if (is_empty_body(body)) return personalisation{};
  constexpr std::string_view known[] = {"personalisation"};
  const auto given = object_in(body);
  if (!given) return tl::make_unexpected(given.error());
  object_check in(*given);
  in.only(known);
  auto values = in.values();
  if (!in.faults.empty()) return tl::make_unexpected(rejection{400, std::move(in.faults)});
  return values;
}

} // namespace tidings::web::notify
