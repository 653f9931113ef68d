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

void opt_out(practice_state& state, const opted_out& what) {
  const auto& address = what.number.reveal();
  if (address.empty()) return; // erased since: what still holds of it stands in `patient_erased`
  if (what.kinds.empty()) state.opted_out.insert(opt_out_key(what.on, std::nullopt, address));
  for (const auto kind : what.kinds) state.opted_out.insert(opt_out_key(what.on, kind, address));
}

void opt_in(practice_state& state, const opted_in& what) {
  const auto& address = what.number.reveal();
  const auto of_all = opt_out_key(what.on, std::nullopt, address);
  const bool from_all = holds(state, of_all);
  drop(state, of_all);
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

} // namespace tidings
