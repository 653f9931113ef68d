// Patients' replies: kept, understood carefully, read by somebody; and who is left in peace.
#include "tests/simulation/invariants.hpp"

#include <algorithm>
#include <array>

namespace tidings::simulation {
namespace {

bool listed(const std::vector<std::string>& words, const std::string& text) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::string text_of(const step& s, const reply_id& id) {
  const auto found = s.all.world.reply_texts.find(id);
  return found == s.all.world.reply_texts.end() ? "(nobody sent it)" : found->second;
}

void kept_once(const history&, const story& about, const complaint& wrong) {
  std::set<reply_id> seen;
  for (const auto& [at, what] : about.events)
    if (const auto* e = std::get_if<reply_received>(&what); e && !seen.insert(e->reply).second)
      wrong(to_text(e->reply));
}

void acknowledged_is_kept(const history& all, const complaint& wrong) {
  std::set<reply_id> heard;
  for (const auto& about : all.stories)
    for (const auto& [at, what] : about.events)
      if (const auto* e = std::get_if<reply_received>(&what)) heard.insert(e->reply);
  for (const auto& id : all.world.acknowledged_replies)
    if (!heard.contains(id)) wrong(to_text(id));
}

void cancels_on_plain_words(const step& s, const complaint& wrong) {
  const auto* e = s.as<operation_requested>();
  if (e && e->kind == operation_kind::cancel_appointment && !listed(plain_cancellations, text_of(s, e->reply)))
    wrong("\"" + text_of(s, e->reply) + "\"");
}

void confirms_on_plain_words(const step& s, const complaint& wrong) {
  const auto* e = s.as<appointment_confirmed>();
  if (e && !listed(plain_confirmations, text_of(s, e->reply))) wrong("\"" + text_of(s, e->reply) + "\"");
}

void opts_out_on_plain_words(const step& s, const complaint& wrong) {
  const auto* e = s.as<opted_out>();
  if (!e || !e->by.starts_with("reply ")) return;
  const auto id = parse_id<reply_id>(e->by.substr(6));
  if (!id || !listed(stop_words, text_of(s, *id))) wrong(e->by);
}

/// The reply's own event is the one before what it causes.
const reply_received* reply_of(const step& s, const reply_id& id) {
  for (auto i = s.index; i-- > 0;)
    if (const auto* e = std::get_if<reply_received>(&s.about.events[i].what); e && e->reply == id) return e;
  return nullptr;
}

// The number was asked about this very appointment of this very patient, at the time it now has.
void about_what_was_asked(const step& s, const complaint& wrong) {
  const auto* e = s.as<operation_requested>();
  if (!e || e->kind != operation_kind::cancel_appointment) return;
  const auto* reply = reply_of(s, e->reply);
  const auto number = reply ? msisdn::parse_uk_mobile(reply->from.reveal()) : std::nullopt;
  if (reply && reply->from.reveal().empty()) return; // erased since
  const bool asked = number && std::any_of(s.before.messages.begin(), s.before.messages.end(), [&](const auto& entry) {
                       const auto& track = entry.second;
                       return track.attempts > 0 && track.what.appointment == e->appointment &&
                              track.what.patient == e->patient &&
                              track.what.appointment_starts_at == e->expected_starts_at &&
                              (track.what.to.reveal().empty() || track.what.to.reveal() == number->digits);
                     });
  const auto found = s.before.appointments.find(e->appointment);
  const bool is_so = found != s.before.appointments.end() && found->second.what.patient == e->patient &&
                     found->second.what.starts_at == e->expected_starts_at;
  if (!asked || !is_so) wrong(e->appointment.value);
}

void somebody_reads_it(const history&, const story& about, const complaint& wrong) {
  std::set<reply_id> handed;
  for (const auto& [at, what] : about.events)
    if (const auto* e = std::get_if<handed_to_staff>(&what)) handed.insert(e->reply);
  for (const auto& [at, what] : about.events) {
    const auto* e = std::get_if<reply_received>(&what);
    if (e && !e->automatic && e->meaning != reply_meaning::thanks && e->meaning != reply_meaning::empty &&
        !handed.contains(e->reply))
      wrong(to_text(e->reply));
  }
}

void peace_after_stop(const step& s, const complaint& wrong) {
  const auto* e = s.as<attempt_started>();
  if (!e) return;
  const auto found = s.before.messages.find(e->message);
  if (found == s.before.messages.end()) return;
  const auto& number = found->second.what.to.reveal();
  if (!number.empty() && s.before.opted_out.contains(number)) wrong(to_text(e->message));
}

const patient_details* patient_of_attempt(const step& s) {
  const auto* e = s.as<attempt_started>();
  if (!e) return nullptr;
  const auto found = s.before.messages.find(e->message);
  if (found == s.before.messages.end()) return nullptr;
  const auto who = s.before.patients.find(found->second.what.patient);
  return who == s.before.patients.end() ? nullptr : &who->second;
}

void peace_for_the_dead(const step& s, const complaint& wrong) {
  if (const auto* who = patient_of_attempt(s); who && (who->dead || who->deducted)) wrong(who->id.value);
}

void peace_when_declined(const step& s, const complaint& wrong) {
  if (const auto* who = patient_of_attempt(s); who && who->sms_consent == consent::no) wrong(who->id.value);
}

void peace_after_erasure(const step& s, const complaint& wrong) {
  if (const auto* e = s.as<message_accepted>(); e && s.before.erased.patients.contains(e->patient))
    wrong(to_text(e->message) + " was accepted");
  const auto* e = s.as<attempt_started>();
  const auto found = e ? s.before.messages.find(e->message) : s.before.messages.end();
  if (found != s.before.messages.end() && s.before.erased.patients.contains(found->second.what.patient))
    wrong(to_text(e->message) + " was tried");
}

constexpr std::array table = {
    invariant{.name = "a_reply_is_kept_once",
              .promise = "However often the provider delivers it, a reply is recorded once.",
              .of_story = kept_once},
    invariant{.name = "an_acknowledged_reply_is_kept",
              .promise = "A reply that was acknowledged to the provider is in the log.",
              .at_end = acknowledged_is_kept},
    invariant{.name = "only_plain_words_cancel",
              .promise = "An appointment is cancelled only on words that mean nothing else.",
              .at_each = cancels_on_plain_words},
    invariant{.name = "only_plain_words_confirm",
              .promise = "An appointment is confirmed only on words that mean nothing else.",
              .at_each = confirms_on_plain_words},
    invariant{.name = "only_plain_words_opt_out",
              .promise = "A number is opted out only by words that ask for it.",
              .at_each = opts_out_on_plain_words},
    invariant{.name = "a_cancellation_is_of_what_was_asked",
              .promise =
                  "A reply cancels only an appointment that its sender was asked about, as it then was and still is.",
              .at_each = about_what_was_asked},
    invariant{.name = "somebody_reads_every_reply",
              .promise = "A reply is acted on, or is a mere thank you, or a person has it.",
              .of_story = somebody_reads_it},
    invariant{.name = "who_said_stop_has_peace",
              .promise = "No attempt starts to a number that has opted out.",
              .at_each = peace_after_stop},
    invariant{.name = "the_dead_are_not_written_to",
              .promise = "No attempt starts for a patient whose record says that they have died or left.",
              .at_each = peace_for_the_dead},
    invariant{.name = "who_declined_has_peace",
              .promise = "No attempt starts for a patient who has declined text messages.",
              .at_each = peace_when_declined},
    invariant{.name = "who_was_erased_has_peace",
              .promise = "Nothing is accepted or tried for a patient once they were erased.",
              .at_each = peace_after_erasure},
};

} // namespace

std::span<const invariant> reply_invariants() { return table; }

} // namespace tidings::simulation
