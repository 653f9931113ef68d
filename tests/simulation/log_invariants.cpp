// The log itself, and whose it is.
#include "tests/simulation/invariants.hpp"

#include <array>

namespace tidings::simulation {
namespace {

void whole(const history& all, const complaint& wrong) {
  for (const auto& what : all.unreadable) wrong(what);
}

void keeps_what_it_acknowledged(const history&, const story& about, const complaint& wrong) {
  if (about.events.size() < about.acknowledged)
    wrong(std::to_string(about.acknowledged) + " events were acknowledged, " + std::to_string(about.events.size()) +
          " are there");
}

// Ids of patients and appointments begin with their practice's.
void own_records(const step& s, const complaint& wrong) {
  const auto& own = s.about.practice.text();
  if (const auto* e = s.as<appointment_booked>(); e && !e->what.id.value.starts_with(own))
    wrong("an appointment of another practice: " + e->what.id.value);
  if (const auto* e = s.as<patient_updated>(); e && !e->what.id.value.starts_with(own))
    wrong("a patient of another practice: " + e->what.id.value);
}

void own_voice(const history& all, const complaint& wrong) {
  for (const auto& [id, tries] : all.world.submitted)
    for (const auto& one : tries)
      if (one.sender != sender_of(one.practice) || !one.text.starts_with(name_of(one.practice) + ":"))
        wrong(to_text(id) + " of " + one.practice.str() + " came from " + one.sender);
}

void known_to_the_log(const history& all, const complaint& wrong) {
  std::set<std::pair<practice_id, message_id>> known;
  for (const auto& about : all.stories)
    for (const auto& [id, track] : about.end.messages) known.insert({about.practice, id});
  for (const auto& [id, tries] : all.world.submitted)
    for (const auto& one : tries)
      if (!known.contains({one.practice, id})) wrong(to_text(id) + " of " + one.practice.str());
}

void erased_is_gone(const history& all, const story& about, const complaint& wrong) {
  const auto& outside = all.world.practices.find(about.practice);
  if (outside != all.world.practices.end())
    for (const auto& id : outside->second.erasure_promised)
      if (!about.end.erased.patients.contains(id)) wrong(id.value + " was promised to be forgotten and is not");
  for (const auto& [at, what] : about.events) {
    const auto* read = std::get_if<patient_updated>(&what);
    if (read && about.end.erased.patients.contains(read->what.id) &&
        (!read->what.first_name.reveal().empty() || !read->what.mobile.reveal().empty()))
      wrong(read->what.id.value + " was erased, and their details can still be read");
  }
}

constexpr std::array table = {
    invariant{.name = "a_stream_is_whole",
              .promise = "Every stream reads back without a gap, a broken chain or a record that can't be opened.",
              .at_end = whole},
    invariant{.name = "what_the_log_acknowledged_is_there",
              .promise = "Events that the log said were on disk outlive every crash and every failed write.",
              .of_story = keeps_what_it_acknowledged},
    invariant{.name = "a_practice_records_its_own",
              .promise = "No stream holds another practice's patients or appointments.",
              .at_each = own_records},
    invariant{.name = "a_practice_speaks_for_itself",
              .promise = "Each text goes out under the sender and the name of the practice whose message it is.",
              .at_end = own_voice},
    invariant{.name = "the_provider_gets_what_the_log_knows",
              .promise = "Nothing reaches the provider that its practice's log doesn't have.",
              .at_end = known_to_the_log},
    invariant{.name = "an_erased_patient_is_unreadable",
              .promise =
                  "Once an erasure was promised, it is recorded, and what the log has of the patient opens as nothing.",
              .of_story = erased_is_gone},
};

} // namespace

std::span<const invariant> log_invariants() { return table; }

} // namespace tidings::simulation
