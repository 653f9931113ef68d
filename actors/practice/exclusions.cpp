#include "actors/practice/exclusions.hpp"

#include <algorithm>
#include <vector>

namespace tidings {
namespace {

template <class T> bool fits(const std::vector<T>& wanted, const T& one) {
  return wanted.empty() || std::find(wanted.begin(), wanted.end(), one) != wanted.end();
}

/// What staff do by themselves, and what answers a reply, is about an appointment too, and goes.
bool may_be_excluded(message_kind kind) {
  return kind == message_kind::reminder || kind == message_kind::confirmation || kind == message_kind::fft ||
         kind == message_kind::follow_up;
}

bool fits(const message_exclusion& rule, const appointment& what, message_kind kind, channel by) {
  return fits(rule.kinds, kind) && fits(rule.channels, by) && fits(rule.sessions, what.session) &&
         fits(rule.clinicians, what.clinician) && fits(rule.slot_types, what.slot_type);
}

} // namespace

std::optional<std::string> excluded(const practice_settings& settings, const appointment& what, message_kind kind,
                                    channel by) {
  if (!may_be_excluded(kind)) return std::nullopt;
  for (const auto& rule : conversations_of(settings).exclusions) {
    if (!fits(rule, what, kind, by)) continue;
    if (!rule.sessions.empty()) return "left out by the practice's settings: session " + what.session;
    if (!rule.clinicians.empty()) return "left out by the practice's settings: clinician " + what.clinician;
    if (!rule.slot_types.empty()) return "left out by the practice's settings: slot type " + what.slot_type;
  }
  return std::nullopt;
}

} // namespace tidings
