#include "actors/practice/waiting_list/asking.hpp"

#include "actors/practice/hours.hpp"
#include "actors/practice/talk/say.hpp"
#include "actors/practice/waiting.hpp"
#include "actors/practice/waiting_list/slots.hpp"

#include <algorithm>
#include <tuple>

namespace tidings::waiting_list {
namespace {

constexpr std::chrono::hours clinic_gone_within{1};

bool listed(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct step {
  timestamp at = never;
  std::vector<event> events; ///< when `at` is now
};

class asker {
public:
  asker(const practice_state& state, const practice_settings& settings, timestamp now)
      : state_(state), settings_(settings), list_(conversations_of(settings).waiting_list), now_(now) {}

  step of(const slot_track& slot) const {
    if (slot.closed) return is_over_for_all(*slot.closed) ? withdraw(slot) : step{};
    if (slot.what.starts_at <= now_) return {};
    const bool wanted = list_.on && covers(slot.what.session);
    if (!wanted && slot.offers.empty()) return {};
    if (is_of_before_restore(state_, slot) && !holder_of(slot))
      return {now_, {slot_closed{slot.what.id, slot_end::stopped, "the restore"}}};
    if (clinic_is_gone(slot)) return close_with_clinic(slot);
    if (holder_of(slot)) return withdraw(slot);
    if (const auto* asked = asked_now(slot)) return wait_for(slot, *asked);
    if (!wanted) return {};
    const auto latest = slot.what.starts_at - list_.notice_min;
    const auto* candidate = asked_count(slot) < list_.asked_max ? next_candidate(slot) : nullptr;
    if (now_ >= latest)
      return {now_, {slot_closed{slot.what.id, candidate ? slot_end::too_late : slot_end::nobody_left, {}}}};
    if (!candidate) return {latest, {}};
    const auto opens = next_open(hours(), now_);
    if (opens > now_) return {std::min(opens, latest), {}};
    return {now_, ask(slot, *candidate, latest)};
  }

private:
  opening_hours hours() const { return hours_of(settings_.hours, message_kind::waiting_list); }

  bool covers(const std::string& session) const {
    return (list_.sessions.empty() || listed(list_.sessions, session)) && !listed(list_.not_sessions, session);
  }

  /// Whoever was asked has to hear that it isn't to be had any more.
  static bool is_over_for_all(slot_end how) {
    return how == slot_end::booked || how == slot_end::given_away || how == slot_end::stopped ||
           how == slot_end::clinic_gone;
  }

  static int asked_count(const slot_track& slot) {
    return static_cast<int>(std::count_if(slot.offers.begin(), slot.offers.end(),
                                          [](const offer_track& one) { return !one.message.is_nil(); }));
  }

  /// A clinician who is away has many go at once: what looks free isn't.
  bool clinic_is_gone(const slot_track& slot) const {
    const auto of_that_day = [&](const slot_track& other) {
      return !other.by_reply && other.what.clinician == slot.what.clinician &&
             (!slot.what.clinician.empty() || other.what.session == slot.what.session) &&
             days_between(other.what.starts_at, slot.what.starts_at) == 0;
    };
    std::vector<timestamp> freed;
    for (const auto& [id, other] : state_.slots)
      if (of_that_day(other)) freed.push_back(other.freed_at);
    const auto many = static_cast<std::size_t>(std::max(list_.clinic_gone_at, 1));
    if (freed.size() < many) return false;
    std::sort(freed.begin(), freed.end());
    for (std::size_t i = many - 1; i < freed.size(); ++i)
      if (freed[i] - freed[i + 1 - many] < clinic_gone_within) return true;
    return false;
  }

  step close_with_clinic(const slot_track& slot) const {
    step made{now_, {slot_closed{slot.what.id, slot_end::clinic_gone, {}}}};
    const auto* holder = holder_of(slot);
    const auto day = local_date(slot.what.starts_at);
    const auto item = item_for("clinic gone", settings_.id.str() + '|' + slot.what.clinician + '|' + day + '|' +
                                                  (holder ? to_text(slot.what.id) : std::string()));
    if (state_.staff_items.contains(item)) return made;
    auto reason = "Several appointments of " + (slot.what.clinician.empty() ? slot.what.session : slot.what.clinician) +
                  " on " + day +
                  " went at once, so the clinic may be off: none of their slots is offered to the waiting list";
    if (holder)
      reason += ". The one on " + spoken(slot.what) + " was promised to the patient of this message: ring them";
    made.events.push_back(
        handed_to_staff{item, std::move(reason), {}, holder ? holder->message : message_id{}, {}, holder != nullptr});
    return made;
  }

  /// All who were asked and said nothing hear that it is gone, in sending hours.
  step withdraw(const slot_track& slot) const {
    step made;
    for (const auto& offer : slot.offers) {
      if (offer.ended && offer.ended != offer_end::lapsed) continue;
      made.at = now_;
      if (const auto text = state_.messages.find(offer.message); text != state_.messages.end() &&
                                                                 text->second.state == message_state::accepted &&
                                                                 offer.left_at == timestamp{})
        made.events.push_back(message_cancelled{offer.message, "the slot is no longer free"});
      else
        say_gone(slot, offer, made.events);
      made.events.push_back(offer_ended{slot.what.id, offer.message, offer.patient, offer_end::withdrawn, {}, {}});
    }
    return made;
  }

  void say_gone(const slot_track& slot, const offer_track& offer, std::vector<event>& events) const {
    const auto asked = state_.messages.find(offer.message);
    if (asked == state_.messages.end() || asked->second.what.to.reveal().empty() || list_.gone.empty()) return;
    talk::outgoing what;
    what.message = id_from_name<message_id>("slot gone", to_text(offer.message));
    what.due_at = next_open(hours(), now_);
    what.expires_at = slot.what.starts_at;
    if (what.due_at >= what.expires_at || state_.messages.contains(what.message)) return;
    what.kind = message_kind::waiting_list;
    what.number = asked->second.what.to.reveal();
    what.patient = offer.patient;
    what.body = list_.gone;
    what.values = words_of(slot.what);
    what.asked_by = talk::by_waiting_list;
    what.talk.slot = slot.what.id;
    if (auto text = talk::say(state_, settings_, std::move(what))) events.push_back(std::move(*text));
  }

  step wait_for(const slot_track& slot, const offer_track& asked) const {
    const auto ended = [&](offer_end how, std::string why) {
      return step{now_, {offer_ended{slot.what.id, asked.message, asked.patient, how, {}, std::move(why)}}};
    };
    const auto found = state_.messages.find(asked.message);
    if (found == state_.messages.end()) return ended(offer_end::not_reached, "nothing is known of its text any more");
    const auto& text = found->second;
    if (text.state == message_state::permanent_failure || text.state == message_state::technical_failure ||
        text.state == message_state::temporary_failure)
      return ended(offer_end::not_reached, "the text could not be delivered");
    if (text.state == message_state::cancelled || text.state == message_state::expired)
      return ended(offer_end::not_reached, "the text was not sent");
    if (asked.left_at == timestamp{}) {
      if (now_ < text.what.expires_at) return {text.what.expires_at, {}};
      auto made = ended(offer_end::not_reached, "the text could not be sent in time");
      made.events.insert(made.events.begin(), message_expired{asked.message});
      return made;
    }
    const bool began_later = now_ + clock_step_back_max < asked.left_at; // under a clock that was wrong
    const auto until = asked.left_at + list_.answer_within;
    if (now_ < until && !began_later) return {until, {}};
    return ended(offer_end::lapsed, {});
  }

  const waiting_track* next_candidate(const slot_track& slot) const {
    const waiting_track* first = nullptr;
    for (const auto& [id, one] : state_.waiting) {
      if (one.session != slot.what.session || (!one.clinician.empty() && one.clinician != slot.what.clinician))
        continue;
      if (first && std::tie(first->since, first->entry) <= std::tie(one.since, one.entry)) continue;
      if (one.patient == slot.patient || was_asked(slot, one.patient) || is_busy(one.patient, slot.what)) continue;
      first = &one;
    }
    return first;
  }

  static bool was_asked(const slot_track& slot, const patient_id& patient) {
    return std::any_of(slot.offers.begin(), slot.offers.end(),
                       [&](const offer_track& one) { return one.patient == patient; });
  }

  /// Not now: they are somewhere else then, or their number is being asked about another slot.
  bool is_busy(const patient_id& patient, const slot& what) const {
    if (const auto mine = state_.appointments_by_patient.find(patient); mine != state_.appointments_by_patient.end())
      for (const auto& id : mine->second) {
        const auto& track = state_.appointments.at(id);
        auto same_list = what;
        same_list.clinician = track.what.clinician;
        same_list.session = track.what.session;
        if (takes_place(track) && overlap(same_list, track.what)) return true;
      }
    const auto known = state_.patients.find(patient);
    const auto number = known == state_.patients.end() ? std::nullopt : mobile_of(known->second);
    if (!number) return false;
    return std::any_of(state_.slots.begin(), state_.slots.end(), [&](const auto& entry) {
      const auto* asked = entry.second.closed ? nullptr : asked_now(entry.second);
      const auto text = asked ? state_.messages.find(asked->message) : state_.messages.end();
      return text != state_.messages.end() && text->second.what.to.reveal() == *number;
    });
  }

  std::vector<event> ask(const slot_track& slot, const waiting_track& whom, timestamp latest) const {
    const auto not_asked = [&](std::string why) {
      return std::vector<event>{offer_ended{slot.what.id, {}, whom.patient, offer_end::not_asked, {}, std::move(why)}};
    };
    const auto known = state_.patients.find(whom.patient);
    if (known == state_.patients.end()) return not_asked("nothing is known of the patient any more");
    const auto number = mobile_of(known->second);
    if (!number) return not_asked("no UK mobile number in the record");
    talk::outgoing what;
    what.message = id_from_name<message_id>("slot offer", to_text(slot.what.id) + '|' + whom.patient.value);
    what.kind = message_kind::waiting_list;
    what.number = *number;
    what.patient = whom.patient;
    what.body = list_.offer;
    what.values = words_of(slot.what);
    what.values.emplace("minutes", std::to_string(list_.answer_within.count()));
    talk::add_words_of(known->second, what.values);
    what.asked_by = talk::by_waiting_list;
    what.due_at = now_;
    what.expires_at = std::min(closing(hours(), now_), latest);
    what.question = question_kind::slot_offer;
    what.talk.slot = slot.what.id;
    const auto message = what.message;
    auto text = talk::say(state_, settings_, std::move(what));
    if (!text) return not_asked(text.error().detail);
    return {std::move(*text), slot_offered{slot.what.id, message, whom.patient, whom.entry}};
  }

  const practice_state& state_;
  const practice_settings& settings_;
  const waiting_list_settings& list_;
  timestamp now_;
};

} // namespace

std::map<std::string, std::string> words_of(const slot& what) {
  appointment as_booked;
  as_booked.starts_at = what.starts_at;
  as_booked.clinician = what.clinician;
  as_booked.session = what.session;
  as_booked.site = what.site;
  return talk::words_of(as_booked);
}

std::vector<event> due(const practice_state& state, const practice_settings& settings, timestamp now) {
  if (is_fenced(state)) return {};
  const asker asks(state, settings, now);
  std::vector<event> all;
  std::set<std::string> numbers; // two slots that came free at once don't ask one number together
  std::set<item_id> items;       // one clinic that is off is one thing for a person
  for (const auto& [id, slot] : state.slots) {
    auto made = asks.of(slot);
    if (made.events.empty()) continue;
    const auto* text = std::get_if<message_accepted>(&made.events.front());
    if (text && text->question == question_kind::slot_offer && !numbers.insert(text->to.reveal()).second) continue;
    for (auto& one : made.events) {
      const auto* item = std::get_if<handed_to_staff>(&one);
      if (!item || items.insert(item->item).second) all.push_back(std::move(one));
    }
  }
  return all;
}

timestamp next(const practice_state& state, const practice_settings& settings, timestamp now) {
  if (is_fenced(state)) return never;
  const asker asks(state, settings, now);
  timestamp soonest = never;
  for (const auto& [id, slot] : state.slots) soonest = std::min(soonest, asks.of(slot).at);
  return soonest;
}

} // namespace tidings::waiting_list
