#include "actors/node/demo/ledgers.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::demo {
namespace {

void differ(std::vector<std::string>& out, std::string_view what, const std::set<appointment_key>& ours,
            const std::set<appointment_key>& theirs) {
  for (const auto& key : ours)
    if (!theirs.contains(key))
      out.push_back(fmt::format("{} {}: {} by the log, not in the clinical system", key.first, key.second, what));
  for (const auto& key : theirs)
    if (!ours.contains(key))
      out.push_back(fmt::format("{} {}: {} in the clinical system, not by the log", key.first, key.second, what));
}

void differ(std::vector<std::string>& out, const filed_entries& ours, const filed_entries& theirs) {
  auto all = ours;
  all.insert(theirs.begin(), theirs.end());
  for (const auto& one : all) {
    const auto of = [&](const filed_entries& from) {
      const auto found = from.find(one.first);
      return found == from.end() ? 0 : found->second;
    };
    if (of(ours) != of(theirs))
      out.push_back(
          fmt::format("{} coded entries: {} by the log, {} in the clinical system", one.first, of(ours), of(theirs)));
  }
}

/// One line for each practice.
std::vector<std::string> lines(const log_ledger& log, const clinical_ledger& clinical) {
  struct counts {
    std::size_t appointments = 0, reminded = 0, confirmed = 0, cancelled = 0;
  };
  std::map<std::string, counts> of;
  for (const auto& key : clinical.appointments) ++of[key.first].appointments;
  for (const auto& key : log.reminded) ++of[key.first].reminded;
  for (const auto& key : log.confirmed) ++of[key.first].confirmed;
  for (const auto& key : log.cancelled) ++of[key.first].cancelled;
  std::vector<std::string> out;
  for (const auto& [practice, one] : of) {
    const auto filed = log.filed.find(practice);
    out.push_back(fmt::format(
        "{}: {} appointments, {} reminded or not due, {} confirmed, {} cancelled, {} coded entries", practice,
        one.appointments, one.reminded, one.confirmed, one.cancelled, filed == log.filed.end() ? 0 : filed->second));
  }
  return out;
}

bool never_went(message_state state) { return state == message_state::cancelled || state == message_state::expired; }

} // namespace

std::string comparison::last_line() const {
  return fmt::format(
      "demo: accepted={} sent={} delivered={} confirmed={} cancelled={} filed={} in_doubt={} lost={} duplicated={}",
      accepted, sent, delivered, confirmed, cancelled, filed, in_doubt, lost, duplicated);
}

std::size_t count(const filed_entries& all) {
  std::size_t sum = 0;
  for (const auto& one : all) sum += one.second;
  return sum;
}

comparison compare(const log_ledger& log, const provider_ledger& provider, const clinical_ledger& clinical) {
  comparison out;
  out.accepted = log.messages.size();
  out.delivered = log.count(message_state::delivered);
  out.confirmed = log.confirmed.size();
  out.cancelled = log.cancelled.size();
  out.filed = count(log.filed);
  for (const auto& [id, message] : log.messages) {
    const auto found = provider.submitted.find(id);
    const auto times = found == provider.submitted.end() ? 0 : found->second;
    if (times > 0) ++out.sent;
    if (message.ever_in_doubt) ++out.in_doubt;
    if (times == 0 && !never_went(message.state)) {
      ++out.lost;
      out.disagreements.push_back("message " + id + " was accepted and the provider never got it");
    }
    if (times > 1 && !message.ever_in_doubt) {
      ++out.duplicated;
      out.disagreements.push_back(
          fmt::format("message {} was submitted {} times without having been in doubt", id, times));
    }
  }
  for (const auto& [id, times] : provider.submitted)
    if (!log.messages.contains(id))
      out.disagreements.push_back("the provider got " + id + ", which the log doesn't know");

  const auto answered = static_cast<std::size_t>(
      std::count_if(provider.replies.begin(), provider.replies.end(), [](const auto& one) { return one.delivered; }));
  if (answered > log.replies) {
    out.lost += answered - log.replies;
    out.disagreements.push_back(fmt::format("patients sent {} replies, the log has {}", answered, log.replies));
  }
  if (log.replies > answered) {
    out.duplicated += log.replies - answered;
    out.disagreements.push_back(fmt::format("the log has {} replies, patients sent {}", log.replies, answered));
  }
  for (const auto& reply : provider.replies)
    if (reply.intent != "cancel" && log.cancel_texts.contains(reply.text))
      out.disagreements.push_back("a reply was taken for a cancellation that was meant as " + reply.intent);

  // What staff cancelled a moment earlier is cancelled by the log, too: it was read back, and there was nothing to
  // write.
  auto ours = log.cancelled;
  for (const auto& key : clinical.cancelled_by_staff)
    if (!clinical.cancelled_by_us.contains(key)) ours.erase(key);
  differ(out.disagreements, "cancelled", ours, clinical.cancelled_by_us);
  differ(out.disagreements, "confirmed", log.confirmed, clinical.confirmed);
  differ(out.disagreements, log.filed, clinical.filed);
  out.practices = lines(log, clinical);
  if (clinical.filed_twice > 0) {
    out.duplicated += clinical.filed_twice;
    out.disagreements.push_back(fmt::format("{} coded entries were filed twice", clinical.filed_twice));
  }
  return out;
}

bool drained(const log_ledger& log, const provider_ledger& provider, const clinical_ledger& clinical,
             std::size_t appointments) {
  if (clinical.appointments.size() < appointments || log.unsettled() > 0 || !log.operations_open.empty()) return false;
  if (provider.receipts_pending > 0 || provider.replies_pending > 0) return false;
  const bool all_reminded =
      std::all_of(clinical.appointments.begin(), clinical.appointments.end(), [&](const auto& key) {
        return log.reminded.contains(key) || clinical.cancelled_by_staff.contains(key);
      });
  const auto answered =
      std::count_if(provider.replies.begin(), provider.replies.end(), [](const auto& one) { return one.delivered; });
  return all_reminded && static_cast<std::size_t>(answered) <= log.replies;
}

} // namespace tidings::demo
