// POST /v2/notifications/…: answered 201 when the message is on disk.
#include "actors/practice/personalise.hpp"
#include "schemas/london.hpp"
#include "web/endpoint/crypto.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/notify/handlers.hpp"
#include "web/endpoint/notify/pages.hpp"
#include "web/endpoint/notify/program.hpp"
#include "web/endpoint/notify/templates.hpp"
#include "web/endpoint/text.hpp"

#include <algorithm>

namespace tidings::web::notify {
namespace {

struct ready_message {
  accept_message what;
  std::string template_uuid;
  email_text told;                                  ///< of an e-mail, as its answer shows it: sanitised values escaped
  std::map<std::string, sanitised_value> sanitised; ///< of an e-mail
};

/// What every message of a program has in common.
template <class Wanted>
ready_message ready_by(channel by, const program& who, const template_settings& one, const Wanted& wanted) {
  ready_message out;
  out.template_uuid = uuid::print(wanted.template_id);
  out.what.message = random_id<message_id>();
  out.what.kind = message_kind::now;
  out.what.by = by;
  out.what.asked_by = who.name();
  out.what.api = {who.key->name, who.key->type, secret_text(wanted.reference.value_or("")), one.id.value,
                  version_of(one)};
  return out;
}

/// The template with this id, of this type.
checked<const template_settings*> template_for(std::string_view type, const practice_settings& practice,
                                               const uuid::raw& id) {
  const auto* one = template_with(practice, id);
  if (!one) return bad_request("Template not found");
  if (type_of(*one) != type)
    return bad_request(std::string(type_of(*one)) + " template is not suitable for " + std::string(type) +
                       " notification");
  return one;
}

/// A service has one sender and one address for answers: each goes by the service's own id.
bool is_only_one(const practice_settings& practice, const std::string& id) {
  return id.empty() || id == practice.service_id;
}

/// What else a message depends on.
struct circumstances {
  std::string_view root; ///< where links start
  timestamp now{};
};

checked<ready_message> prepared_sms(const program& who, std::string_view body, const circumstances&) {
  const auto& practice = *who.practice;
  auto wanted = read_sms(body);
  if (!wanted) return tl::make_unexpected(wanted.error());
  const auto one = template_for("sms", practice, wanted->template_id);
  if (!one) return tl::make_unexpected(one.error());
  auto text = filled_in(practice, **one, std::move(wanted->values));
  if (!text) return tl::make_unexpected(text.error());
  if (!is_only_one(practice, wanted->sender_id))
    return bad_request("sms_sender_id " + wanted->sender_id + " does not exist in database for service id " +
                       practice.service_id);
  const auto& guests = who.key->guests;
  if (who.key->type == api_key_type::team && std::find(guests.begin(), guests.end(), wanted->number) == guests.end())
    return bad_request("Can’t send to this recipient using a team-only API key");
  auto out = ready_by(channel::sms, who, **one, *wanted);
  out.what.to = secret_text(std::move(wanted->number));
  out.what.text = secret_text(std::move(*text));
  out.what.alphabet = alphabet_of(practice, (*one)->alphabet);
  return out;
}

bool has_placeholder(const template_settings& one, std::string_view field) {
  const auto key = placeholder_key(field);
  const auto in = [&](std::string_view text) {
    const auto all = placeholders(text);
    return std::any_of(all.begin(), all.end(), [&](const auto& each) { return placeholder_key(each.name) == key; });
  };
  return in(one.body) || in(one.subject);
}

/// Each file's link stands in its field's place.
std::vector<file_to_keep> linked(const program& who, const template_settings& one, wanted_email& wanted,
                                 const circumstances& around) {
  std::vector<file_to_keep> kept;
  for (auto& [field, file] : wanted.files) {
    if (!has_placeholder(one, field)) continue; // as with any value: nobody would have its link
    const auto secret = base64url(random_bytes(kept_file_secret_bytes));
    wanted.values[field] = file_link(around.root, who.practice->id.str(), secret);
    kept.push_back({.secret = secret_text(secret),
                    .name = secret_text(std::move(file.name)),
                    .media_type = std::string(file.media_type),
                    .bytes = secret_text(std::move(file.bytes)),
                    .until = end_of_london_day(around.now + std::chrono::hours(7 * 24) * file.weeks),
                    .confirm_address = file.confirm_address});
  }
  return kept;
}

checked<ready_message> prepared_email(const program& who, std::string_view body, const circumstances& around) {
  const auto& practice = *who.practice;
  if (practice.email_route.empty()) return bad_request("Service is not allowed to send emails");
  auto wanted = read_email(body);
  if (!wanted) return tl::make_unexpected(wanted.error());
  const auto one = template_for("email", practice, wanted->template_id);
  if (!one) return tl::make_unexpected(one.error());
  auto files = linked(who, **one, *wanted, around);
  auto text = filled_in_email(practice, **one, wanted->values);
  if (!text) return tl::make_unexpected(text.error());
  auto escaped = std::move(wanted->values);
  for (const auto& [name, value] : wanted->sanitised) escaped[name] = value.sanitised;
  auto told = filled_in_email(practice, **one, std::move(escaped));
  if (!told) return tl::make_unexpected(told.error());
  if (!is_only_one(practice, wanted->reply_to_id))
    return bad_request("email_reply_to_id " + wanted->reply_to_id + " does not exist in database for service id " +
                       practice.service_id);
  if (who.key->type == api_key_type::team) // its guests are numbers
    return bad_request("Can’t send to this recipient using a team-only API key");
  auto out = ready_by(channel::email, who, **one, *wanted);
  out.what.to = secret_text(std::move(wanted->address));
  out.what.text = secret_text(std::move(text->body));
  out.what.subject = secret_text(std::move(text->subject));
  out.what.attachments = (*one)->attachments;
  out.what.files = std::move(files);
  out.what.unsubscribe_url = secret_text(std::move(wanted->unsubscribe_url));
  out.told = std::move(*told);
  out.sanitised = std::move(wanted->sanitised);
  return out;
}

std::string text_or_null(const std::string& text) { return text.empty() ? "null" : json_quoted(text); }

std::string content_json(const practice_settings& practice, const ready_message& ready) {
  const auto& what = ready.what;
  if (what.by == channel::sms)
    return "{\"body\":" + json_quoted(what.text.reveal()) + ",\"from_number\":" + json_quoted(practice.sender) + "}";
  return "{\"body\":" + json_quoted(ready.told.body) + ",\"subject\":" + json_quoted(ready.told.subject) +
         ",\"from_email\":" + json_quoted(practice.id.str() + "@tidings.invalid") +
         ",\"one_click_unsubscribe_url\":" + text_or_null(what.unsubscribe_url.reveal()) + "}";
}

/// {"name": {"unsanitised": …, "sanitised": …}}
std::string sanitised_json(const ready_message& ready) {
  std::string out = "{";
  for (const auto& [name, value] : ready.sanitised)
    out += (out.size() > 1 ? "," : "") + json_quoted(name) + ":{\"unsanitised\":" + json_quoted(value.unsanitised) +
           ",\"sanitised\":" + json_quoted(value.sanitised) + "}";
  return out + "}";
}

std::string accepted_json(const practice_settings& practice, const std::string& root, const ready_message& ready) {
  const auto id = to_text(ready.what.message);
  const bool mail = ready.what.by == channel::email;
  return "{\"id\":\"" + id + "\",\"reference\":" + text_or_null(ready.what.api.reference.reveal()) +
         ",\"content\":" + content_json(practice, ready) + ",\"uri\":" + json_quoted(root + "v2/notifications/" + id) +
         ",\"template\":{\"id\":\"" + ready.template_uuid +
         "\",\"version\":" + std::to_string(ready.what.api.template_version) +
         ",\"uri\":" + json_quoted(root + "services/" + practice.service_id + "/templates/" + ready.template_uuid) +
         "},\"scheduled_for\":null" + (mail ? ",\"sanitised_content\":" + sanitised_json(ready) : "") + "}";
}

void post(house& home, const call_ptr& one, key_scope needed,
          checked<ready_message> (*prepared)(const program&, std::string_view, const circumstances&)) {
  const auto who = admitted(home, *one, {needed});
  if (!who) return;
  const auto root = root_url(home.settings.public_url, one->asked);
  auto ready = prepared(*who, one->asked.body, {root, home.now()});
  if (!ready) return one->done(rejected(ready.error()));
  auto body = accepted_json(*who->practice, root, *ready);
  auto mark = mark_of(*one, *who, {to_text(ready->what.message)});
  tell(home, *who, std::move(ready->what), std::move(mark), [one, body = std::move(body)](answer said) mutable {
    if (said.accepted) return one->done(notify_json(201, std::move(body)));
    one->done(rejected(
        failure{said.refusal == error_code::none ? error_code::refused : said.refusal, std::move(said.reason)}));
  });
}

void not_served(house& home, const call_ptr& one, const char* what) {
  if (!admitted(home, *one)) return;
  one->done(rejected({400, {{"BadRequestError", std::string("Service is not allowed to send ") + what}}}));
}

} // namespace

void post_sms(house& home, const call_ptr& one) { post(home, one, key_scope::send_sms, prepared_sms); }
void post_email(house& home, const call_ptr& one) { post(home, one, key_scope::send_email, prepared_email); }
void post_letter(house& home, const call_ptr& one) { not_served(home, one, "letters"); }

} // namespace tidings::web::notify
