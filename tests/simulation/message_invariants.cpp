// A message's way from acceptance to its one end.
#include "tests/simulation/invariants.hpp"

#include <array>

namespace tidings::simulation {
namespace {

void accepted_once(const step& s, const complaint& wrong) {
  if (const auto* e = s.as<message_accepted>(); e && s.before.messages.contains(e->message)) wrong(to_text(e->message));
}

void promised_is_kept(const history& all, const complaint& wrong) {
  std::set<message_id> known;
  for (const auto& about : all.stories)
    for (const auto& [id, track] : about.end.messages) known.insert(id);
  for (const auto& id : all.world.accepted_by_api)
    if (!known.contains(id)) wrong(to_text(id));
}

bool person_decides(const message_track& track) { return track.state == message_state::in_doubt && track.handed_over; }

// `sent` is the end of what the provider has no more to say about.
void comes_to_an_end(const history& all, const story& about, const complaint& wrong) {
  for (const auto& [id, track] : about.end.messages) {
    const bool nothing_more = track.state == message_state::sent && all.world.receipts_lost.contains(id);
    if (!is_end(track.state) && !person_decides(track) && !nothing_more)
      wrong(to_text(id) + " is " + std::to_string(static_cast<int>(track.state)) + " after " +
            std::to_string(track.attempts) + " attempts");
  }
}

void stays_at_its_end(const step& s, const complaint& wrong) {
  const auto* e = s.as<attempt_started>();
  if (!e) return;
  const auto found = s.before.messages.find(e->message);
  if (found == s.before.messages.end())
    wrong(to_text(e->message) + " was never accepted");
  else if (found->second.state != message_state::accepted)
    wrong(to_text(e->message) + " was not waiting");
}

void numbered_in_order(const step& s, const complaint& wrong) {
  const auto* e = s.as<attempt_started>();
  if (!e) return;
  const auto found = s.before.messages.find(e->message);
  if (found != s.before.messages.end() && e->attempt != found->second.attempts + 1)
    wrong(to_text(e->message) + ", attempt " + std::to_string(e->attempt));
}

template <class Event>
const Event* last_about(const story& about, std::size_t before, const message_id& id, std::uint32_t attempt) {
  for (auto i = before; i-- > 0;)
    if (const auto* e = std::get_if<Event>(&about.events[i].what); e && e->message == id && e->attempt == attempt)
      return e;
  return nullptr;
}

void settled_before_the_next(const step& s, const complaint& wrong) {
  const auto* e = s.as<attempt_started>();
  if (!e || e->attempt < 2) return;
  if (last_about<attempt_failed>(s.about, s.index, e->message, e->attempt - 1)) return;
  const auto* found = last_about<attempt_reconciled>(s.about, s.index, e->message, e->attempt - 1);
  const bool doubted = last_about<attempt_in_doubt>(s.about, s.index, e->message, e->attempt - 1);
  if (!found || !doubted || found->finding != look_up_finding::never_seen)
    wrong(to_text(e->message) + ", attempt " + std::to_string(e->attempt));
}

// As the practice's settings were at their most patient. An account that is refused is no fault of the message: it is
// tried again now and then until its time has passed.
void tried_no_more_than_allowed(const history& all, const story& about, const complaint& wrong) {
  const auto settings = all.world.settings.find(about.practice);
  if (settings == all.world.settings.end()) return;
  int most = 0;
  for (const auto& one : settings->second) most = std::max(most, one->attempts_max);
  std::map<message_id, int> tries;
  for (const auto& [at, what] : about.events) {
    if (const auto* e = std::get_if<attempt_started>(&what)) ++tries[e->message];
    if (const auto* e = std::get_if<attempt_failed>(&what); e && e->result == attempt_result::configuration)
      --tries[e->message];
  }
  for (const auto& [id, times] : tries)
    if (times > most) wrong(to_text(id) + ": " + std::to_string(times));
}

void started_in_time(const step& s, const complaint& wrong) {
  const auto* e = s.as<attempt_started>();
  if (!e) return;
  const auto found = s.before.messages.find(e->message);
  if (found != s.before.messages.end() && s.at >= found->second.what.expires_at) wrong(to_text(e->message));
}

// Of first attempts, on days without a set clock or a part of the broker that ended: what was lost with it comes later.
void first_come_first_sent(const history& all, const story& about, const complaint& wrong) {
  if (all.world.clock_steps > 0 || all.world.disturbances > 0) return;
  struct first {
    timestamp accepted{};
    message_id id;
  };
  std::map<std::pair<std::string, message_kind>, first> latest;
  std::map<message_id, first> accepted;
  std::map<message_id, std::pair<std::string, message_kind>> whose;
  const auto keep_hours = sending_hours{}.kinds;
  for (const auto& [at, what] : about.events) {
    if (const auto* e = std::get_if<message_accepted>(&what)) {
      accepted[e->message] = {at, e->message};
      whose[e->message] = {e->to.reveal(), e->kind};
    }
    const auto* e = std::get_if<attempt_started>(&what);
    if (!e || e->attempt != 1 || !accepted.contains(e->message)) continue;
    const auto& [number, kind] = whose[e->message];
    const bool waits = std::find(keep_hours.begin(), keep_hours.end(), kind) != keep_hours.end();
    if (number.empty() || waits) continue; // erased; or all are due at once when the practice opens
    auto& last = latest[{number, kind}];
    const auto& mine = accepted[e->message];
    if (mine.accepted < last.accepted) wrong(to_text(mine.id) + " was overtaken by " + to_text(last.id));
    last = mine;
  }
}

constexpr std::array table = {
    invariant{.name = "a_message_is_accepted_once",
              .promise = "However often it is asked for, a message is recorded once.",
              .at_each = accepted_once},
    invariant{.name = "a_promised_message_is_kept",
              .promise = "A message whose acceptance was answered with yes is in the log.",
              .at_end = promised_is_kept},
    invariant{.name = "a_message_comes_to_an_end",
              .promise = "Every message reaches an end state, or a person has it.",
              .of_story = comes_to_an_end},
    invariant{.name = "only_what_waits_is_sent",
              .promise = "An attempt starts for a message that waits: never for one that has ended or is under way.",
              .at_each = stays_at_its_end},
    invariant{.name = "attempts_count_up_by_one",
              .promise = "A message's attempts are numbered 1, 2, 3, each once.",
              .at_each = numbered_in_order},
    invariant{.name = "an_attempt_is_settled_before_the_next",
              .promise =
                  "A further attempt starts only once the last one has failed or was found never to have arrived.",
              .at_each = settled_before_the_next},
    invariant{.name = "attempts_are_bounded",
              .promise = "No message is tried more often than its practice allows, whatever look-ups say.",
              .of_story = tried_no_more_than_allowed},
    invariant{.name = "nothing_is_sent_too_late",
              .promise = "No attempt starts once a message's time has passed.",
              .at_each = started_in_time},
    invariant{.name = "first_come_first_sent",
              .promise = "To one number and of one kind, what was accepted first is tried first.",
              .of_story = first_come_first_sent},
};

} // namespace

std::span<const invariant> message_invariants() { return table; }

} // namespace tidings::simulation
