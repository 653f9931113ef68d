// What the provider saw of us, and we of it.
#include "tests/simulation/invariants.hpp"

#include <algorithm>
#include <array>
#include <tuple>

namespace tidings::simulation {
namespace {

using attempt_name = std::pair<message_id, std::uint32_t>;

template <class Event> std::set<attempt_name> attempts_with(const history& all) {
  std::set<attempt_name> found;
  for (const auto& about : all.stories)
    for (const auto& [at, what] : about.events)
      if (const auto* e = std::get_if<Event>(&what)) found.insert({e->message, e->attempt});
  return found;
}

void intent_before(const history& all, const complaint& wrong) {
  const auto started = attempts_with<attempt_started>(all);
  for (const auto& [id, tries] : all.world.submitted)
    for (const auto& one : tries)
      if (!started.contains({id, one.attempt})) wrong(to_text(id) + ", attempt " + std::to_string(one.attempt));
}

void called_once(const history& all, const complaint& wrong) {
  for (const auto& [id, tries] : all.world.submitted) {
    std::set<std::uint32_t> seen;
    for (const auto& one : tries)
      if (!seen.insert(one.attempt).second) wrong(to_text(id) + ", attempt " + std::to_string(one.attempt));
  }
}

void twice_only_in_doubt(const history& all, const complaint& wrong) {
  const auto doubted = attempts_with<attempt_in_doubt>(all);
  for (const auto& [id, tries] : all.world.submitted)
    for (auto one = tries.begin(); one != tries.end(); ++one)
      if (one->taken && std::any_of(one + 1, tries.end(), [](const auto& later) { return later.taken; }) &&
          !doubted.contains({id, one->attempt}))
        wrong(to_text(id) + ", attempt " + std::to_string(one->attempt));
}

// By a look-up that lied, or by a practice that wants it so when nobody can tell.
void twice_only_with_a_reason(const history& all, const complaint& wrong) {
  std::map<message_id, int> by_policy;
  for (const auto& about : all.stories)
    for (const auto& [at, what] : about.events)
      if (const auto* e = std::get_if<attempt_reconciled>(&what);
          e && e->finding == look_up_finding::never_seen && e->detail.find("policy") != std::string::npos)
        ++by_policy[e->message];
  for (const auto& [id, tries] : all.world.submitted) {
    const auto taken = std::count_if(tries.begin(), tries.end(), [](const auto& one) { return one.taken; });
    const auto lies = all.world.lies.find(id);
    const int excused = (lies == all.world.lies.end() ? 0 : lies->second) + by_policy[id];
    if (taken > 1 + excused) wrong(to_text(id) + ": " + std::to_string(taken) + " times");
  }
}

void sent_is_taken(const step& s, const complaint& wrong) {
  const auto* e = s.as<attempt_sent>();
  if (e && !s.all.world.taken(e->message)) wrong(to_text(e->message));
}

void never_sent_is_never_taken(const history& all, const story& about, const complaint& wrong) {
  for (const auto& [id, track] : about.end.messages) {
    const bool says_never = track.state == message_state::cancelled || track.state == message_state::expired ||
                            (track.state == message_state::technical_failure && !track.receipt);
    if (!says_never || all.world.lies.contains(id)) continue;
    const auto policy = std::any_of(about.events.begin(), about.events.end(), [&, message = id](const told& one) {
      const auto* e = std::get_if<attempt_reconciled>(&one.what);
      return e && e->message == message && e->detail.find("policy") != std::string::npos;
    });
    if (!policy && all.world.taken(id)) wrong(to_text(id));
  }
}

/// A call without an answer for so long will have none: the dispatcher may take it for lost.
constexpr std::chrono::seconds given_up_after{30};

// A new dispatcher knows nothing of the calls that an old one has made.
void within_the_window(const history& all, const complaint& wrong) {
  std::vector<const submission*> calls;
  for (const auto& [id, tries] : all.world.submitted)
    for (const auto& one : tries) calls.push_back(&one);
  for (const auto* mine : calls) {
    const auto at_once = std::count_if(calls.begin(), calls.end(), [&](const auto* other) {
      const auto ends = std::min(other->answered.value_or(never), other->at + given_up_after);
      return other->life == mine->life && other->by == mine->by && other->at <= mine->at && mine->at < ends;
    });
    if (at_once > all.world.account.window) wrong(std::to_string(at_once) + " calls at once");
  }
}

// Attempts are let go at the account's rate; those that a slow disk holds back may come together, a window at most.
void within_the_rate(const history& all, const complaint& wrong) {
  std::vector<std::tuple<int, provider_id, timestamp>> calls;
  for (const auto& [id, tries] : all.world.submitted)
    for (const auto& one : tries) calls.emplace_back(one.life, one.by, one.at);
  std::sort(calls.begin(), calls.end());
  const auto& account = all.world.account;
  const auto most = static_cast<std::size_t>(account.per_second + std::max(1.0, account.per_second / 10)) +
                    static_cast<std::size_t>(account.window);
  for (std::size_t i = most; i < calls.size(); ++i) {
    const auto& [life, by, at] = calls[i];
    const auto& [life_before, by_before, at_before] = calls[i - most];
    if (life == life_before && by == by_before && at - at_before < std::chrono::seconds(1))
      wrong("more than " + std::to_string(most) + " calls within a second");
  }
}

void receipts_only_rise(const step& s, const complaint& wrong) {
  const auto* e = s.as<receipt_received>();
  if (!e) return;
  const auto found = s.before.messages.find(e->message);
  if (found != s.before.messages.end() && found->second.receipt && *found->second.receipt >= e->status)
    wrong(to_text(e->message));
}

void receipts_are_of_what_was_sent(const step& s, const complaint& wrong) {
  const auto* e = s.as<receipt_received>();
  if (!e) return;
  const auto found = s.before.messages.find(e->message);
  if (found == s.before.messages.end() || found->second.attempts == 0) wrong(to_text(e->message));
}

void best_receipt_counts(const history& all, const story& about, const complaint& wrong) {
  for (const auto& [id, best] : all.world.best_receipt) {
    const auto found = about.end.messages.find(id);
    if (found != about.end.messages.end() && found->second.receipt.value_or(receipt_status::pending) < best)
      wrong(to_text(id));
  }
}

constexpr std::array table = {
    invariant{.name = "an_attempt_is_on_disk_before_the_call",
              .promise = "Whatever the provider was asked to send, the log has its attempt.",
              .at_end = intent_before},
    invariant{
        .name = "an_attempt_is_one_call", .promise = "No attempt reaches the provider twice.", .at_end = called_once},
    invariant{.name = "what_went_twice_was_in_doubt",
              .promise = "A message that the provider took twice has a row that says in_doubt for the first.",
              .at_end = twice_only_in_doubt},
    invariant{.name = "nothing_goes_twice_by_itself",
              .promise = "It goes twice only when a look-up lied, or the practice asks for it when nobody can tell.",
              .at_end = twice_only_with_a_reason},
    invariant{.name = "sent_is_taken",
              .promise = "What the log calls sent, the provider has taken.",
              .at_each = sent_is_taken},
    invariant{.name = "never_sent_is_never_taken",
              .promise = "What ended as cancelled, expired or failed without a receipt was taken by nobody.",
              .of_story = never_sent_is_never_taken},
    invariant{.name = "calls_stay_within_the_window",
              .promise = "No more calls are under way at once than the account's window.",
              .at_end = within_the_window},
    invariant{.name = "calls_stay_within_the_rate",
              .promise = "No more calls are made in a second than the account's rate, and one window of late ones.",
              .at_end = within_the_rate},
    invariant{.name = "receipts_only_rise",
              .promise = "A late receipt of a lower status is not recorded.",
              .at_each = receipts_only_rise},
    invariant{.name = "a_receipt_is_of_what_was_sent",
              .promise = "No receipt is recorded for what the practice never tried to send.",
              .at_each = receipts_are_of_what_was_sent},
    invariant{.name = "the_best_receipt_counts",
              .promise = "Each message ends with the highest status that the provider told of it.",
              .of_story = best_receipt_counts},
};

} // namespace

std::span<const invariant> provider_invariants() { return table; }

} // namespace tidings::simulation
