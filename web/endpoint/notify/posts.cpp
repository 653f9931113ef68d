// POST /v2/notifications/…: answered 201 when the message is on disk.
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/notify/handlers.hpp"
#include "web/endpoint/notify/pages.hpp"
#include "web/endpoint/notify/program.hpp"
#include "web/endpoint/notify/templates.hpp"

#include <algorithm>

namespace tidings::web::notify {
namespace {

struct ready_sms {
  accept_message what;
  std::string template_uuid;
};

checked<ready_sms> prepared(const program& who, std::string_view body) {
  const auto& practice = *who.practice;
  auto wanted = read_sms(body);
  if (!wanted) return tl::make_unexpected(wanted.error());
  const auto* one = template_with(practice, wanted->template_id);
  if (!one) return bad_request("Template not found");
  auto text = filled_in(practice, *one, std::move(wanted->values));
  if (!text) return tl::make_unexpected(text.error());
  if (!wanted->sender_id.empty())
    return bad_request("sms_sender_id " + wanted->sender_id + " does not exist in database for service id " +
                       practice.service_id);
  const auto& guests = who.key->guests;
  if (who.key->type == api_key_type::team && std::find(guests.begin(), guests.end(), wanted->number) == guests.end())
    return bad_request("Can’t send to this recipient using a team-only API key");
  ready_sms out;
  out.template_uuid = uuid::print(wanted->template_id);
  out.what.message = random_id<message_id>();
  out.what.kind = message_kind::now;
  out.what.to = secret_text(std::move(wanted->number));
  out.what.text = secret_text(std::move(*text));
  out.what.asked_by = who.name();
  out.what.api = {who.key->name, who.key->type, secret_text(wanted->reference.value_or("")), one->id.value,
                  static_cast<std::uint32_t>(version_of(*one))};
  return out;
}

std::string accepted_json(const practice_settings& practice, const std::string& root, const ready_sms& sms) {
  const auto id = to_text(sms.what.message);
  const auto& reference = sms.what.api.reference.reveal();
  return "{\"id\":\"" + id + "\",\"reference\":" + (reference.empty() ? "null" : json_quoted(reference)) +
         ",\"content\":{\"body\":" + json_quoted(sms.what.text.reveal()) +
         ",\"from_number\":" + json_quoted(practice.sender) +
         "},\"uri\":" + json_quoted(root + "v2/notifications/" + id) + ",\"template\":{\"id\":\"" + sms.template_uuid +
         "\",\"version\":" + std::to_string(sms.what.api.template_version) +
         ",\"uri\":" + json_quoted(root + "services/" + practice.service_id + "/templates/" + sms.template_uuid) +
         "},\"scheduled_for\":null}";
}

void not_served(house& home, const call_ptr& one, const char* what) {
  if (!admitted(home, *one)) return;
  one->done(rejected({400, {{"BadRequestError", std::string("Service is not allowed to send ") + what}}}));
}

} // namespace

void post_sms(house& home, const call_ptr& one) {
  const auto who = admitted(home, *one);
  if (!who) return;
  auto sms = prepared(*who, one->asked.body);
  if (!sms) return one->done(rejected(sms.error()));
  auto body = accepted_json(*who->practice, root_url(home.settings.public_url, one->asked), *sms);
  auto mark = mark_of(*one, *who, {to_text(sms->what.message)});
  tell(home, *who, std::move(sms->what), std::move(mark), [one, body = std::move(body)](answer said) mutable {
    if (said.accepted) return one->done(notify_json(201, std::move(body)));
    one->done(rejected(
        failure{said.refusal == error_code::none ? error_code::refused : said.refusal, std::move(said.reason)}));
  });
}

void post_email(house& home, const call_ptr& one) { not_served(home, one, "emails"); }
void post_letter(house& home, const call_ptr& one) { not_served(home, one, "letters"); }

} // namespace tidings::web::notify
