// Whoever tells the broker something: answers, parked commands, what waits for staff, who did what.
#include "tests/simulation/invariants.hpp"

#include "schemas/commands.hpp"

#include <array>

namespace tidings::simulation {
namespace {

constexpr std::uint32_t tries_before_parking = 5;

void answered_once(const history& all, const complaint& wrong) {
  for (const auto& [token, times] : all.world.answers)
    if (times > 1) wrong(std::to_string(times) + " answers to one command");
}

void parked_for_a_reason(const step& s, const complaint& wrong) {
  const auto* e = s.as<command_parked>();
  if (!e) return;
  if (e->tries != tries_before_parking) wrong("after " + std::to_string(e->tries) + " tries");
  const auto what = decode_command(e->command.reveal());
  const auto* asked = what ? std::get_if<accept_message>(&*what) : nullptr;
  const bool unreadable = e->command.reveal().empty(); // let go, or erased, since
  if (!unreadable && (!asked || !s.all.world.poisoned.contains(asked->message))) wrong(e->kind);
}

void poison_is_never_accepted(const step& s, const complaint& wrong) {
  if (const auto* e = s.as<message_accepted>(); e && s.all.world.poisoned.contains(e->message))
    wrong(to_text(e->message));
}

void handed_once(const step& s, const complaint& wrong) {
  if (const auto* e = s.as<handed_to_staff>(); e && s.before.staff_items.contains(e->item)) wrong(e->reason);
}

void one_entry_each(const history& all, const complaint& wrong) {
  std::map<request_id, int> entries;
  for (const auto& about : all.stories)
    for (const auto& [at, what] : about.events)
      if (const auto* e = std::get_if<audited>(&what)) ++entries[e->what.request];
  for (const auto& [id, times] : entries)
    if (times > 1) wrong(std::to_string(times) + " entries of " + to_text(id));
  for (const auto& [id, accepted] : all.world.people)
    if (accepted && !entries.contains(id)) wrong("none of " + to_text(id));
}

constexpr std::array table = {
    invariant{.name = "a_command_is_answered_once",
              .promise = "A command is answered once; when the log ends, its asker may also be told to ask again.",
              .at_end = answered_once},
    invariant{.name = "only_what_kills_is_parked",
              .promise = "A command is parked after its fifth try, and only one that ended its handler.",
              .at_each = parked_for_a_reason},
    invariant{.name = "what_kills_has_no_effect",
              .promise = "A command that ends its handler leaves nothing of itself in the log.",
              .at_each = poison_is_never_accepted},
    invariant{.name = "a_person_is_asked_once",
              .promise = "What waits for a person is handed to staff once.",
              .at_each = handed_once},
    invariant{.name = "a_persons_deed_has_one_entry",
              .promise = "What a person was told is done has one entry in the audit trail.",
              .at_end = one_entry_each},
};

} // namespace

std::span<const invariant> people_invariants() { return table; }

} // namespace tidings::simulation
