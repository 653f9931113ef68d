// Somebody asks for a message: whether it may go, by which channel, and in which words.
#include "actors/practice/channels.hpp"
#include "actors/practice/decide.hpp"
#include "actors/practice/files/kept_files.hpp"
#include "actors/practice/hours.hpp"
#include "actors/practice/personalise.hpp"
#include "actors/practice/staff/staff.hpp"
#include "actors/practice/talk/inbox.hpp"
#include "schemas/attachments.hpp"
#include "schemas/notify.hpp"
#include "schemas/template_history.hpp"

#include <algorithm>

namespace tidings {
namespace {

constexpr std::chrono::hours now_message_lasts{24};
constexpr std::chrono::hours later_message_lasts{72}; ///< of a kind that waits for sending hours: over a Sunday, too

std::string_view no_address(channel by) {
  if (by == channel::email) return "to: not an e-mail address";
  return by == channel::voice ? "to: not a UK telephone number that may be rung"
                              : "to: not a UK mobile number that may be texted";
}

/// A program's is known already; of all others, the template's version is taken down here.
api_origin origin_of(const practice_settings& settings, const accept_message& c) {
  auto origin = c.api;
  const auto found = settings.templates.find(template_id(c.template_name));
  if (!origin.template_name.empty() || found == settings.templates.end()) return origin;
  origin.template_name = c.template_name;
  origin.template_version = version_of(found->second);
  return origin;
}

/// A template's words and files, or those that were given.
result<wording> words_of(const practice_settings& settings, const accept_message& c,
                         std::map<std::string, std::string> values, std::vector<std::string>& attachments) {
  wording words{c.text.reveal(), c.subject.reveal(), c.alphabet};
  if (!c.template_name.empty()) {
    const auto found = settings.templates.find(template_id(c.template_name));
    if (found == settings.templates.end())
      return fail(error_code::invalid_input, "template: no template is named " + c.template_name);
    values.emplace("practice_name", settings.name);
    values.emplace("practice_phone", settings.phone);
    auto filled = personalise(found->second.body, values);
    if (!filled) return tl::unexpected(filled.error());
    words.text = std::move(*filled);
    if (words.alphabet == sms_alphabet::by_default) words.alphabet = found->second.alphabet;
    if (c.by == channel::email && words.subject.empty()) {
      auto subject = personalise(found->second.subject, values);
      if (!subject) return tl::unexpected(subject.error());
      words.subject = std::move(*subject);
    }
    const auto& files = found->second.attachments;
    attachments.insert(attachments.begin(), files.begin(), files.end());
  }
  if (c.test && !words.text.empty()) words.text.insert(0, staff::test_mark);
  return carried(c.by, settings, std::move(words));
}

} // namespace

decision decide_accept(const practice_state& state, const practice_settings& settings, const accept_message& c,
                       timestamp now) {
  if (state.messages.contains(c.message)) return {{}, answer{.repeated = true, .id = to_text(c.message)}};
  if (route_of(settings, c.by).empty())
    return refused(error_code::refused,
                   "this practice doesn't send " + std::string(messages_by(c.by)) + ": it has no route for them");
  if (c.test && !c.patient.empty())
    return refused(error_code::invalid_input, "patient: a test is nobody's, its words are made up");
  std::map<std::string, std::string> values = c.personalisation;
  if (c.test) values.merge(staff::example_values(now));
  patient_id who;
  auto address = address_on(c.by, c.to.reveal());
  if (!c.patient.empty()) {
    const auto* patient = staff::find_patient(state, c.patient);
    if (!patient) return refused(error_code::not_found, "no such patient at this practice");
    if (const auto why = against_any_message(*patient); !why.empty())
      return refused(error_code::refused, std::string(why));
    if (consent_for(*patient, c.by) == consent::no)
      return refused(error_code::refused, "the patient has declined " + std::string(messages_by(c.by)));
    if (c.to.reveal().empty()) address = address_of(*patient, c.by);
    values.emplace("title", patient->title.reveal());
    values.emplace("first_name", patient->first_name.reveal());
    values.emplace("last_name", patient->last_name.reveal());
    who = patient->id;
  }
  if (!address) return refused(error_code::invalid_input, std::string(no_address(c.by)));
  if (is_opted_out(state, *address, c.by, c.kind))
    return refused(error_code::refused,
                   c.by == channel::email ? "this address has opted out" : "this number has opted out");
  if (!who.empty() && is_disputed(state, *address))
    return refused(error_code::refused, "whoever has this number says that it isn't the patient's");
  auto attachments = c.attachments;
  auto words = words_of(settings, c, std::move(values), attachments);
  if (!words) return refused(words.error().code, words.error().detail);
  if (c.by != channel::email) attachments.clear(); // its leaflets go with a template's e-mails alone
  if (attachments.size() > attachments_max || !std::all_of(attachments.begin(), attachments.end(), is_attachment_name))
    return refused(error_code::invalid_input, "attachments: at most 5 names of PDF files");
  if (auto why = files::against(c); !why.empty()) return refused(error_code::invalid_input, std::move(why));
  const bool waits = keeps_hours(settings, c.kind, c.by);
  const auto due_at = c.held ? now + talk::undo_window : now;
  decision made{{message_accepted{
                    .message = c.message,
                    .kind = c.kind,
                    .by = c.by,
                    .patient = std::move(who),
                    .appointment = {},
                    .appointment_starts_at = {},
                    .to = secret_text(*address),
                    .text = secret_text(std::move(words->text)),
                    .sender = c.by == channel::sms ? settings.sender : settings.name,
                    .due_at = due_at,
                    .expires_at = due_at + (waits ? later_message_lasts : now_message_lasts),
                    .question = question_kind::none,
                    .asked_by = c.asked_by,
                    .idempotency_key = c.idempotency_key,
                    .api = origin_of(settings, c),
                    .subject = secret_text(std::move(words->subject)),
                    .attachments = std::move(attachments),
                    .talk = {.conversation = c.by == channel::sms ? state.marks.of_number(*address) : std::string()},
                    .test = c.test,
                    .unsubscribe_url = c.by == channel::email ? c.unsubscribe_url : secret_text()}},
                answer{.id = to_text(c.message)}};
  if (!c.api.key.empty() && c.api.key_type == api_key_type::test) { // before anything can follow from it
    made.events.push_back(
        message_cancelled{c.message, std::string(simulated_mark) + std::string(simulated_status(*address))});
    return made; // no file is kept: nobody gets its link
  }
  auto kept = files::keep(state, c, *address);
  std::move(kept.begin(), kept.end(), std::back_inserter(made.events));
  if (may_be_sent_already(state, c, now)) made.events.push_back(suspected(settings, c.message, c.by));
  return made;
}

} // namespace tidings
