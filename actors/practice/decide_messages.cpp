// A message's way from acceptance to its end state.
#include "actors/practice/budget.hpp"
#include "actors/practice/decide_pause.hpp"
#include "actors/practice/exclusions.hpp"
#include "actors/practice/hours.hpp"
#include "actors/practice/route.hpp"
#include "actors/practice/waiting.hpp"
#include "schemas/london.hpp"

#include <algorithm>

namespace tidings {
namespace {

constexpr millis retry_first{5'000}; ///< doubles each time that all providers of the route were tried
constexpr millis retry_longest{600'000};
constexpr millis retry_configuration{300'000};       ///< the account needs a person: look again now and then
constexpr std::chrono::hours entry_given_up{7 * 24}; ///< then a person files it

const message_track* find(const practice_state& state, const message_id& id) {
  const auto found = state.messages.find(id);
  return found == state.messages.end() ? nullptr : &found->second;
}

// Exponential, with up to a quarter of jitter taken from the message's own id: repeatable, yet spread out.
millis back_off(const message_track& track, std::uint32_t attempt, std::uint32_t round) {
  const auto doublings = std::min((attempt - 1) / round, 16U);
  const auto base = std::min<std::int64_t>(retry_first.count() << doublings, retry_longest.count());
  const auto spread = (track.what.message.bytes[15] * 256 + track.what.message.bytes[14] + 77 * int(attempt)) % 1000;
  return millis(base + base * spread / 4'000);
}

bool is_current(const message_track& track, std::uint32_t attempt) {
  return track.attempts == attempt &&
         (track.state == message_state::dispatching || track.state == message_state::in_doubt);
}

/// Why this message must not go now though it was accepted; empty when it may.
std::string objection(const practice_state& state, const practice_settings& settings, const message_track& track) {
  const auto& what = track.what;
  if (what.to.reveal().empty()) return "the patient's data were erased";
  const bool mail = what.by == channel::email;
  if (is_opted_out(state, what.to.reveal(), what.by, what.kind))
    return mail ? "this address has opted out" : "this number has opted out";
  if (!what.patient.empty() && is_disputed(state, what.to.reveal()))
    return "whoever has this number says that it isn't the patient's";
  if (const auto patient = state.patients.find(what.patient); patient != state.patients.end()) {
    if (const auto why = against_any_message(patient->second); !why.empty()) return std::string(why);
    if (consent_for(patient->second, what.by) == consent::no)
      return "the patient has declined " + std::string(messages_by(what.by));
    const bool by_itself = what.kind == message_kind::reminder || what.kind == message_kind::confirmation ||
                           what.kind == message_kind::waiting_list || is_after_appointment(what.kind);
    if (by_itself && address_of(patient->second, what.by) != what.to.reveal())
      return what.by == channel::sms ? "the patient's mobile number has changed"
             : mail                  ? "the patient's e-mail address has changed"
                                     : "the patient's telephone number has changed";
  }
  const auto track_of = what.appointment.empty() ? state.appointments.end() : state.appointments.find(what.appointment);
  if (track_of == state.appointments.end()) return {};
  if (auto why = excluded(settings, track_of->second.what, what.kind, what.by)) return std::move(*why);
  if (is_after_appointment(what.kind)) return {};
  if (!track_of->second.stands() || track_of->second.cancel_asked) return "the appointment is no longer booked";
  if (track_of->second.what.starts_at != what.appointment_starts_at) return "the appointment was moved";
  if (track_of->second.what.patient != what.patient) return "the appointment is another patient's now";
  return {};
}

/// The entry that says a reminder was sent, once, when it becomes certain that it was.
void file_as_sent(const message_track& track, const practice_settings& settings, timestamp now,
                  std::vector<event>& events) {
  const auto& what = track.what;
  if (what.by != channel::sms) return; // the code says that a text message was sent
  if (track.state > message_state::in_doubt || what.kind != message_kind::reminder || what.patient.empty() ||
      settings.codes.reminder_sent.empty() || what.to.reveal().empty()) // erased since
    return;
  events.push_back(operation_requested{.operation = id_from_name<operation_id>("reminder-sent", to_text(what.message)),
                                       .kind = operation_kind::file_code,
                                       .patient = what.patient,
                                       .appointment = what.appointment,
                                       .expected_starts_at = what.appointment_starts_at,
                                       .code = settings.codes.reminder_sent,
                                       .text = "Appointment reminder sent by text message",
                                       .give_up_at = now + entry_given_up,
                                       .requested_at = now});
}

} // namespace

decision decide_start(const practice_state& state, const practice_settings& settings, const start_attempt& c,
                      timestamp now) {
  const auto* track = find(state, c.message);
  if (!track || track->state != message_state::accepted)
    return refused(error_code::refused, "this message isn't waiting to be sent");
  if (is_fenced(state)) return refused(error_code::refused, "restored from a backup and not released yet");
  if (now >= track->what.expires_at) return {{message_expired{c.message}}, {}};
  if (auto why = objection(state, settings, *track); !why.empty())
    return {{message_cancelled{c.message, std::move(why)}}, {}};
  if (is_paused(state)) return refused(error_code::refused, "this practice is paused");
  if (!is_on_route(settings, track->what.by, c.provider)) // it was, when the message was told
    return refused(error_code::refused, "this practice no longer sends by this provider");
  const bool elsewhere = may_go_elsewhere(settings, *track) && c.provider != track->provider;
  if (now < ready_at(*track, now) && !elsewhere) return refused(error_code::refused, "not yet");
  if (keeps_hours(settings, track->what.kind, track->what.by) &&
      !is_open(hours_of(settings.hours, track->what.kind), now))
    return refused(error_code::refused, "outside sending hours");
  if (auto why = over_budget(state, settings, *track, c, now); !why.empty()) {
    const auto until = end_of_london_day(now);
    if (track->held_until == until) return refused(error_code::refused, std::move(why));
    return {{message_held{c.message, std::move(why), until}}, {}};
  }
  const auto price = price_of(*track, c);
  return {{attempt_started{c.message, track->attempts + 1, c.provider, price.segments, price.millipence}}, {}};
}

decision decide_outcome(const practice_state& state, const practice_settings& settings, const attempt_outcome& c,
                        timestamp now) {
  const auto* track = find(state, c.message);
  if (!track || track->attempts != c.attempt) return {{}, answer{.repeated = true}};
  if (!is_current(*track, c.attempt)) {
    // The receipt came first: what is missing is only the provider's own id.
    if (c.result == attempt_result::sent && is_end(track->state) && track->receipt)
      return {{attempt_sent{c.message, c.attempt, c.provider_reference}}, {}};
    return {{}, answer{.repeated = true}};
  }
  decision made;
  const auto failed = [&](timestamp retry_at) {
    made.events.push_back(attempt_failed{c.message, c.attempt, c.result, c.code, c.detail, retry_at});
  };
  switch (c.result) {
  case attempt_result::sent:
    made.events.push_back(attempt_sent{c.message, c.attempt, c.provider_reference});
    file_as_sent(*track, settings, now, made.events);
    break;
  case attempt_result::unknown:
    if (track->state == message_state::dispatching)
      made.events.push_back(attempt_in_doubt{c.message, c.attempt, c.detail});
    break;
  case attempt_result::permanent:
    failed(now);
    made.events.push_back(message_failed{c.message, c.detail});
    break;
  case attempt_result::configuration:
    failed(now + retry_configuration);
    break;
  case attempt_result::retry: {
    const auto retry_at = now + std::max(back_off(*track, c.attempt, round_of(settings, track->what.by)),
                                         millis(c.retry_after_s * 1'000LL));
    failed(retry_at);
    if (static_cast<int>(c.attempt) >= settings.attempts_max)
      made.events.push_back(
          message_failed{c.message, "given up after " + std::to_string(c.attempt) + " attempts: " + c.detail});
    else if (retry_at >= track->what.expires_at && c.attempt % round_of(settings, track->what.by) == 0)
      made.events.push_back(message_expired{c.message});
    break;
  }
  }
  return made;
}

decision decide_lost(const practice_state& state, const attempts_lost& c) {
  decision made;
  for (const auto& id : state.unsettled) {
    const auto& track = state.messages.at(id);
    if (track.state == message_state::dispatching) made.events.push_back(attempt_in_doubt{id, track.attempts, c.why});
  }
  return made;
}

namespace {
bool may_go_twice(const practice_settings& settings, message_kind kind) {
  const auto& all = settings.resend_when_unknown;
  return std::find(all.begin(), all.end(), kind) != all.end();
}
} // namespace

decision decide_looked_up(const practice_state& state, const practice_settings& settings, const looked_up& c,
                          timestamp now) {
  const auto* track = find(state, c.message);
  if (!track || track->state != message_state::in_doubt || track->attempts != c.attempt)
    return {{}, answer{.repeated = true}};
  if (!c.provider.empty() && c.provider != track->provider) return {{}, answer{.repeated = true}};
  decision made;
  // A look-up that is wrong each time must not send for ever: attempts that never arrived count as any other.
  const bool was_the_last = static_cast<int>(c.attempt) >= settings.attempts_max;
  const bool elsewhere_too = track->suspected && c.finding == look_up_finding::never_seen;
  if (const auto next = elsewhere_too ? next_suspect(settings, track->what.by, track->provider) : std::nullopt) {
    made.events.push_back(attempt_suspected{
        c.message, c.attempt, *next, track->provider.value + " never saw it; it may have gone by another provider"});
  } else if (c.finding != look_up_finding::unknown) {
    made.events.push_back(attempt_reconciled{c.message, c.attempt, c.finding, c.detail});
    if (c.finding == look_up_finding::seen)
      file_as_sent(*track, settings, now, made.events);
    else if (was_the_last)
      made.events.push_back(message_failed{c.message, "given up after " + std::to_string(c.attempt) +
                                                          " attempts: the provider says that none arrived"});
  } else if (may_go_twice(settings, track->what.kind) && !track->suspected && !was_the_last) {
    made.events.push_back(
        attempt_reconciled{c.message, c.attempt, look_up_finding::never_seen,
                           "the provider can't tell; this practice's policy is to send such a message again"});
  } else if (!track->handed_over) {
    made.events.push_back(attempt_reconciled{c.message, c.attempt, look_up_finding::unknown, c.detail});
    made.events.push_back(handed_to_staff{item_for("in-doubt", to_text(c.message) + std::to_string(c.attempt)),
                                          "the provider can't tell whether this message was sent",
                                          {},
                                          c.message,
                                          {},
                                          false});
  }
  return made;
}

namespace {
/// A provider that had an attempt, though it may be on no route of ours any more, or one of the practice's.
bool may_speak_of(const message_track& track, const practice_settings& settings, const provider_id& provider) {
  return provider == track.provider || is_on_route(settings, track.what.by, provider) ||
         std::find(track.earlier.begin(), track.earlier.end(), provider) != track.earlier.end();
}
} // namespace

decision decide_receipt(const practice_state& state, const practice_settings& settings, const receipt_arrived& c,
                        timestamp now) {
  const auto* track = find(state, c.message);
  // Whatever a practice didn't send is not its matter: else anybody with a provider's password could write into it.
  if (!track && !settings.id.is_host()) return refused(error_code::not_found, "this practice sent no such message");
  if (track && !may_speak_of(*track, settings, c.provider))
    return refused(error_code::refused, "the message did not go by this provider");
  auto status = c.status;
  if (c.unexplained && track && track->receipt) {
    // It waited at the network, which tries for days: GOV.UK Notify, too, takes such a decline for a temporary one.
    if (*track->receipt == receipt_status::pending)
      status = receipt_status::temporary_failure;
    else
      return {{}, answer{.repeated = true}}; // one that says more was here before
  }
  if (track && track->receipt && *track->receipt >= status) return {{}, answer{.repeated = true}};
  decision made;
  if (track && track->state == message_state::in_doubt)
    made.events.push_back(attempt_reconciled{c.message, track->attempts, look_up_finding::seen, "its receipt came"});
  if (track && (status == receipt_status::delivered || status == receipt_status::pending))
    file_as_sent(*track, settings, now, made.events);
  made.events.push_back(receipt_received{c.message, c.provider, status, c.code, c.reported_at});
  return made;
}

decision decide_cancel_message(const practice_state& state, const cancel_message& c) {
  const auto* track = find(state, c.message);
  if (!track) return refused(error_code::not_found, "no such message");
  if (track->state == message_state::cancelled) return {{}, answer{.repeated = true, .id = to_text(c.message)}};
  if (track->state != message_state::accepted)
    return refused(error_code::refused, "too late: it is being sent or has been sent");
  return {{message_cancelled{c.message, "cancelled by " + c.by}}, answer{.id = to_text(c.message)}};
}

} // namespace tidings
