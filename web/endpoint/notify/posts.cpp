// POST /v2/notifications/…: answered 201 when the message is on disk.
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/notify/handlers.hpp"
#include "web/endpoint/notify/pages.hpp"
#include "web/endpoint/notify/program.hpp"
#include "web/endpoint/notify/templates.hpp"

#include <algorithm>

namespace tidings::web::notify {
namespace {

struct ready_message {
  accept_message what;
  std::string template_uuid;
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

checked<ready_message> prepared_sms(const program& who, std::string_view body) {
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

checked<ready_message> prepared_email(const program& who, std::string_view body) {
  const auto& practice = *who.practice;
  if (practice.email_route.empty()) return bad_request("Service is not allowed to send emails");
  auto wanted = read_email(body);
  if (!wanted) return tl::make_unexpected(wanted.error());
  const auto one = template_for("email", practice, wanted->template_id);
  if (!one) return tl::make_unexpected(one.error());
  auto text = filled_in_email(practice, **one, std::move(wanted->values));
  if (!text) return tl::make_unexpected(text.error());
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
  return out;
}

std::string content_json(const practice_settings& practice, const accept_message& what) {
  const auto body = "{\"body\":" + json_quoted(what.text.reveal());
  if (what.by == channel::sms) return body + ",\"from_number\":" + json_quoted(practice.sender) + "}";
  return body + ",\"subject\":" + json_quoted(what.subject.reveal()) +
         ",\"from_email\":" + json_quoted(practice.id.str() + "@tidings.invalid") +
         ",\"one_click_unsubscribe_url\":null}";
}

std::string accepted_json(const practice_settings& practice, const std::string& root, const ready_message& ready) {
  const auto id = to_text(ready.what.message);
  const auto& reference = ready.what.api.reference.reveal();
  return "{\"id\":\"" + id + "\",\"reference\":" + (reference.empty() ? "null" : json_quoted(reference)) +
         ",\"content\":" + content_json(practice, ready.what) +
         ",\"uri\":" + json_quoted(root + "v2/notifications/" + id) + ",\"template\":{\"id\":\"" + ready.template_uuid +
         "\",\"version\":" + std::to_string(ready.what.api.template_version) +
         ",\"uri\":" + json_quoted(root + "services/" + practice.service_id + "/templates/" + ready.template_uuid) +
         "},\"scheduled_for\":null" + (ready.what.by == channel::email ? ",\"sanitised_content\":{}" : "") + "}";
}

void post(house& home, const call_ptr& one, key_scope needed,
          checked<ready_message> (*prepared)(const program&, std::string_view)) {
  const auto who = admitted(home, *one, {needed});
  if (!who) return;
  auto ready = prepared(*who, one->asked.body);
  if (!ready) return one->done(rejected(ready.error()));
  auto body = accepted_json(*who->practice, root_url(home.settings.public_url, one->asked), *ready);
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
