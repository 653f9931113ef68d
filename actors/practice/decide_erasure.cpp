// Forgetting a patient: what waits for them is ended, and what names them is found.
#include "actors/practice/decide.hpp"
#include "actors/practice/files/kept_files.hpp"
#include "actors/practice/opt_outs.hpp"
#include "actors/practice/whose.hpp"

#include <algorithm>

namespace tidings {
namespace {

const patient_details* find(const practice_state& state, const erase_patient& c) {
  const auto known = state.patients.find(c.patient);
  if (known != state.patients.end()) return &known->second;
  if (c.system_id.reveal().empty()) return nullptr;
  const auto same = std::find_if(state.patients.begin(), state.patients.end(), [&](const auto& one) {
    return one.second.system_id == c.system_id || one.second.nhs_number == c.system_id;
  });
  return same == state.patients.end() ? nullptr : &same->second;
}

/// Numbers and addresses we know as this patient's and as nobody else's.
std::set<std::string> own_numbers(const practice_state& state, const patient_details& patient) {
  std::set<std::string> numbers;
  const auto take = [&](const std::string& number, const std::string& key) {
    const auto others = state.patients_by_number.find(key);
    const bool shared = others != state.patients_by_number.end() &&
                        std::any_of(others->second.begin(), others->second.end(),
                                    [&](const patient_id& other) { return other != patient.id; });
    if (!shared && !number.empty()) numbers.insert(number);
  };
  for (const auto& key : keys_of(patient)) take(std::string(address_in(key)), key);
  for (const auto& [id, track] : state.messages) {
    const auto& to = track.what.to.reveal();
    if (track.what.patient == patient.id) take(to, track.what.by == channel::voice ? rung_key(to) : to);
  }
  return numbers;
}

bool tells_of(const command& what, const patient_id& patient, const std::set<std::string>& numbers) {
  const auto is_theirs = [&](channel by, const secret_text& number) {
    const auto address = address_on(by, number.reveal());
    return address && numbers.contains(*address);
  };
  if (const auto* asked = std::get_if<accept_message>(&what))
    return asked->patient == patient || is_theirs(asked->by, asked->to);
  if (const auto* reply = std::get_if<reply_arrived>(&what)) return is_theirs(reply->by, reply->from);
  if (const auto* read = std::get_if<patient_read>(&what)) return read->what.id == patient;
  if (const auto* erase = std::get_if<erase_patient>(&what)) return erase->patient == patient;
  if (const auto* waits = std::get_if<change_waiting>(&what))
    return waits->patient == patient || !waits->number.reveal().empty(); // whose number it is isn't sure: none is kept
  return std::holds_alternative<file_conversation>(what); // whose it would turn out to be isn't sure: none is kept
}

/// What waits for the patient ends; `patient_erased` comes last.
std::vector<event> forget(const practice_state& state, const patient_details& patient, const std::string& by) {
  std::vector<event> events;
  const auto numbers = own_numbers(state, patient);
  patient_erased erased{.patient = patient.id, .numbers = {}, .opted_out = {}, .parked = {}, .by = by, .messages = {}};
  for (const auto& number : numbers) {
    erased.numbers.push_back(state.marks.of_number(number));
    for (const auto& key : state.opted_out)
      if (address_in(key) == number) erased.opted_out.push_back(state.marks.of_number(key));
  }
  for (const auto& [item, bytes] : state.parked)
    if (const auto parked = decode_command(bytes.reveal()); parked && tells_of(*parked, patient.id, numbers)) {
      events.push_back(parked_released{item, by, false});
      erased.parked.push_back(item);
    }
  for (const auto& [id, track] : state.messages) {
    if (track.what.patient != patient.id && !numbers.contains(track.what.to.reveal())) continue;
    erased.messages.push_back(id);
    if (track.state == message_state::accepted)
      events.push_back(message_cancelled{id, "the patient's data were erased"});
  }
  std::sort(erased.messages.begin(), erased.messages.end()); // the map's order differs from one run to the next
  for (const auto& [id, operation] : state.operations)
    if (operation.patient == patient.id)
      events.push_back(operation_finished{id, operation_result::rejected, {}, "the patient's data were erased"});
  auto ended = files::forget(state, erased);
  std::move(ended.begin(), ended.end(), std::back_inserter(events));
  events.push_back(std::move(erased));
  return events;
}

} // namespace

decision decide_erase_patient(const practice_state& state, const erase_patient& c) {
  if (state.erased.patients.contains(c.patient)) return {{}, answer{.repeated = true, .id = c.patient.value}};
  const auto* patient = find(state, c);
  if (!patient) {
    const auto mark = state.marks.of_patient(c.system_id.reveal());
    if (!mark.empty() && state.erased.patients.contains(patient_id(mark)))
      return {{}, answer{.repeated = true, .id = mark}};
    return refused(error_code::not_found, "no such patient at this practice");
  }
  return {forget(state, *patient, c.by), answer{.id = patient->id.value}};
}

std::vector<event> erase_again(const practice_state& state, const erasures& known) {
  constexpr std::string_view by = "the keys: it was erased after this backup was made";
  std::vector<event> events;
  for (const auto& [id, at] : known.patients) {
    if (state.erased.patients.contains(id)) continue;
    const auto patient = state.patients.find(id);
    auto more =
        forget(state, patient == state.patients.end() ? patient_details{.id = id} : patient->second, std::string(by));
    // Whose number was whose isn't kept, and doesn't matter: none of them is to come back.
    auto& erased = std::get<patient_erased>(more.back());
    if (events.empty()) {
      erased.numbers.assign(known.numbers.begin(), known.numbers.end());
      erased.opted_out.assign(known.opted_out.begin(), known.opted_out.end());
    }
    std::move(more.begin(), more.end(), std::back_inserter(events));
  }
  for (const auto& [id, at] : known.practices)
    if (!state.erased.practices.contains(id)) events.push_back(practice_erased{id, std::string(by)});
  return events;
}

} // namespace tidings
