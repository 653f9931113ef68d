#include "actors/practice/opt_outs.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <boost/mp11/algorithm.hpp>

#include <algorithm>

namespace tidings {
namespace {

bool holds(const practice_state& state, const std::string& key) {
  if (state.opted_out.contains(key)) return true;
  return !state.erased.opted_out.empty() && state.erased.opted_out.contains(state.marks.of_number(key));
}

void drop(practice_state& state, const std::string& key) {
  state.opted_out.erase(key);
  if (!state.erased.opted_out.empty()) state.erased.opted_out.erase(state.marks.of_number(key));
}

std::vector<message_kind> all_kinds() {
  std::vector<message_kind> all;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<message_kind>>(
      [&](auto one) { all.push_back(one.value); });
  return all;
}

/// Marks stand in the place of numbers and addresses, so that an erased patient's can be found.
std::string stop_key(channel on, const std::string& mark) { return opt_out_key(on, std::nullopt, mark); }

/// `reply <id>`: whoever has the number said it.
std::optional<reply_id> reply_in(std::string_view by) {
  constexpr std::string_view reply = "reply ";
  return by.starts_with(reply) ? parse_id<reply_id>(by.substr(reply.size())) : std::nullopt;
}

stop_track* stop_of(practice_state& state, const reply_id& reply) {
  if (reply.is_nil()) return nullptr;
  const auto found = std::find_if(state.stopped.begin(), state.stopped.end(),
                                  [&](const auto& one) { return one.second.reply == reply; });
  return found == state.stopped.end() ? nullptr : &found->second;
}

/// As staff or a patient wish it: the last word counts, and only a patient's own STOP is theirs to take back.
void note_stop(practice_state& state, const opted_out& what, timestamp at) {
  const auto mark = state.marks.of_number(what.number.reveal());
  if (mark.empty()) return;
  const auto key = stop_key(what.on, mark);
  const auto reply = reply_in(what.by);
  if (!reply) {
    if (what.kinds.empty()) state.stopped.erase(key);
    return;
  }
  auto& stop = state.stopped[key];
  stop = {.reply = *reply, .said_at = at, .record = {}};
  if (const auto talk = state.conversations.find(mark); talk != state.conversations.end())
    stop.said_at = talk->second.said_at;
}

} // namespace

std::string opt_out_key(channel on, std::optional<message_kind> kind, const std::string& address) {
  if (on == channel::sms && !kind) return address;
  std::string key = boost::describe::enum_to_string(on, "");
  if (kind) key.append("/").append(boost::describe::enum_to_string(*kind, ""));
  return key.append(":").append(address);
}

std::string_view address_in(std::string_view key) {
  const auto colon = key.find(':'); // no number and no address that we take has one
  return colon == key.npos ? key : key.substr(colon + 1);
}

void opt_out(practice_state& state, const opted_out& what, timestamp at) {
  const auto& address = what.number.reveal();
  if (address.empty()) return; // erased since: what still holds of it stands in `patient_erased`
  note_stop(state, what, at);
  if (what.kinds.empty()) state.opted_out.insert(opt_out_key(what.on, std::nullopt, address));
  for (const auto kind : what.kinds) state.opted_out.insert(opt_out_key(what.on, kind, address));
}

void opt_in(practice_state& state, const opted_in& what) {
  const auto& address = what.number.reveal();
  const auto of_all = opt_out_key(what.on, std::nullopt, address);
  const bool from_all = holds(state, of_all);
  drop(state, of_all);
  state.stopped.erase(stop_key(what.on, state.marks.of_number(address)));
  for (const auto kind : all_kinds()) {
    const auto key = opt_out_key(what.on, kind, address);
    const bool wanted = what.kinds.empty() || std::find(what.kinds.begin(), what.kinds.end(), kind) != what.kinds.end();
    if (wanted)
      drop(state, key);
    else if (from_all) // had opted out of everything: still does, of the rest
      state.opted_out.insert(key);
  }
}

bool is_opted_out(const practice_state& state, const std::string& number, channel on,
                  std::optional<message_kind> kind) {
  return holds(state, opt_out_key(on, std::nullopt, number)) || (kind && holds(state, opt_out_key(on, kind, number)));
}

const stop_track* find_stop(const practice_state& state, channel on, const std::string& address) {
  const auto found = state.stopped.find(stop_key(on, state.marks.of_number(address)));
  return found == state.stopped.end() ? nullptr : &found->second;
}

std::vector<message_kind> kinds_out_of(const practice_state& state, channel on, const std::string& address) {
  auto kinds = all_kinds();
  std::erase_if(kinds, [&](message_kind kind) { return !holds(state, opt_out_key(on, kind, address)); });
  return kinds;
}

std::vector<message_kind> kinds_but(const std::vector<message_kind>& those) {
  auto kinds = all_kinds();
  std::erase_if(kinds, [&](message_kind kind) { return std::find(those.begin(), those.end(), kind) != those.end(); });
  return kinds;
}

void note_consent_asked(practice_state& state, const operation_requested& what) {
  if (what.kind != operation_kind::set_consent || what.text != "no") return;
  auto* stop = stop_of(state, what.reply);
  const auto patient = state.patients.find(what.patient);
  if (stop && patient != state.patients.end() && patient->second.sms_consent != consent::no)
    stop->record.insert(what.patient);
}

void note_consent_written(practice_state& state, const operation_requested& what, operation_result how) {
  if (what.kind != operation_kind::set_consent) return;
  const bool yes = what.text == "yes";
  if (how != operation_result::done) {
    if (auto* stop = stop_of(state, what.reply)) stop->record.erase(what.patient);
  } else if (const auto patient = state.patients.find(what.patient); patient != state.patients.end()) {
    patient->second.sms_consent = yes ? consent::yes : consent::no; // until the record is read again
  }
}

void forget_stops(practice_state& state, const patient_erased& what) {
  for (const auto& mark : what.numbers)
    for (const auto on : {channel::sms, channel::email, channel::voice}) state.stopped.erase(stop_key(on, mark));
  for (auto& [key, stop] : state.stopped) stop.record.erase(what.patient);
}

} // namespace tidings
