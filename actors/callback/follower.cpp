#include "actors/callback/follower.hpp"

#include "schemas/notify.hpp"

#include <algorithm>

namespace tidings::callback {
namespace {

/// `temporary-failure` as GOV.UK Notify writes it, `temporary_failure` as we do.
std::string in_our_words(std::string_view status) {
  std::string out(status);
  std::replace(out.begin(), out.end(), '-', '_');
  return out;
}

template <class... Cases> struct overloaded : Cases... { using Cases::operator()...; };
template <class... Cases> overloaded(Cases...) -> overloaded<Cases...>;

} // namespace

std::string_view name_of(receiver which) {
  switch (which) {
  case receiver::delivery:
    return "delivery";
  case receiver::received:
    return "received";
  case receiver::own:
    return "signed";
  }
  return "";
}

struct follower::step {
  std::uint64_t sequence = 0;
  timestamp at{};
  message_id message;
};

bool follower::concerns(event_type type) {
  switch (type) {
  case event_type::message_accepted:
  case event_type::message_cancelled:
  case event_type::message_expired:
  case event_type::message_failed:
  case event_type::attempt_sent:
  case event_type::attempt_reconciled:
  case event_type::receipt_received:
  case event_type::reply_received:
  case event_type::epoch_began:
    return true;
  default:
    return false;
  }
}

std::optional<owed> follower::take(std::uint64_t sequence, timestamp at, const event& what) {
  using none = std::optional<owed>;
  const auto now = [&](const message_id& message) { return step{sequence, at, message}; };
  return std::visit(
      overloaded{
          [&](const message_accepted& e) -> none {
            begin(sequence, at, e);
            return {};
          },
          [&](const message_cancelled& e) -> none {
            const std::string_view reason = e.reason;
            if (!reason.starts_with(simulated_mark)) return end(now(e.message), message_state::cancelled, "cancelled");
            return end(now(e.message), message_state::cancelled, in_our_words(reason.substr(simulated_mark.size())));
          },
          [&](const message_expired& e) { return end(now(e.message), message_state::expired, "expired"); },
          [&](const message_failed& e) {
            return end(now(e.message), message_state::technical_failure, "technical_failure");
          },
          [&](const attempt_sent& e) { return sent(now(e.message)); },
          [&](const attempt_reconciled& e) {
            return e.finding == look_up_finding::seen ? sent(now(e.message)) : none();
          },
          [&](const receipt_received& e) { return receipt(now(e.message), e); },
          [&](const reply_received& e) { return reply(sequence, at, e); },
          [](const auto&) { return none(); },
      },
      static_cast<const event_alternatives&>(what));
}

void follower::begin(std::uint64_t sequence, timestamp at, const message_accepted& e) {
  if (of_.which == receiver::received || !of_.messages) return;
  const bool a_programs = !e.api.key.empty();
  if (!a_programs && !(of_.which == receiver::own && of_.all)) return;
  forget_old(at);
  if (messages_.try_emplace(e.message, followed_message{.accepted = sequence, .created_at = at}).second)
    by_age_[sequence] = e.message;
}

std::optional<owed> follower::tell(const step& now, followed_message& row, std::string status) {
  const auto about = to_text(now.message);
  const auto number = ++row.told;
  const auto id = id_of(about, status, number);
  return owed{now.sequence,      row.accepted, id,     about,          about,
              std::move(status), number,       now.at, row.created_at, row.sent_at};
}

/// Ended by us. What may not be followed by anything else is forgotten.
std::optional<owed> follower::end(const step& now, message_state next, std::string status) {
  const auto found = messages_.find(now.message);
  if (found == messages_.end() || found->second.state == next) return {};
  found->second.state = next;
  return settled(now, found->second, std::move(status));
}

std::optional<owed> follower::settled(const step& now, followed_message& row, std::string status) {
  const bool last = of_.which == receiver::delivery || row.state == message_state::delivered ||
                    row.state == message_state::cancelled || row.state == message_state::expired;
  auto out = tell(now, row, std::move(status));
  if (last) forget(now.message);
  return out;
}

std::optional<owed> follower::sent(const step& now) {
  const auto found = messages_.find(now.message);
  if (found == messages_.end() || found->second.sent_at != timestamp{}) return {};
  auto& row = found->second;
  row.sent_at = now.at;
  if (is_end(row.state)) return {};
  row.state = message_state::sent;
  return of_.which == receiver::own ? tell(now, row, "sent") : std::optional<owed>();
}

/// As everywhere, a late lower one never overwrites a higher one. A receipt proves that the provider has the message.
std::optional<owed> follower::receipt(const step& now, const receipt_received& e) {
  const auto found = messages_.find(now.message);
  if (found == messages_.end()) return {};
  auto& row = found->second;
  if (row.receipt && *row.receipt >= e.status) return {};
  row.receipt = e.status;
  if (e.status == receipt_status::pending) return sent(now);
  if (row.sent_at == timestamp{}) row.sent_at = now.at;
  const auto [next, status] = [&]() -> std::pair<message_state, const char*> {
    switch (e.status) {
    case receipt_status::temporary_failure:
      return {message_state::temporary_failure, "temporary_failure"};
    case receipt_status::technical_failure:
      return {message_state::technical_failure, "technical_failure"};
    case receipt_status::permanent_failure:
      return {message_state::permanent_failure, "permanent_failure"};
    default:
      return {message_state::delivered, "delivered"};
    }
  }();
  return end(now, next, status);
}

std::optional<owed> follower::reply(std::uint64_t sequence, timestamp at, const reply_received& e) const {
  if (of_.which == receiver::delivery || (of_.which == receiver::own && !of_.replies)) return {};
  if (of_.which == receiver::received && e.by != channel::sms) return {};
  const auto about = to_text(e.reply);
  const bool after_message = of_.which == receiver::own && !e.answers.is_nil();
  const auto& talk = e.conversation.empty() ? about : e.conversation;
  return owed{sequence,
              sequence,
              id_of(about, "received", 1),
              about,
              after_message ? to_text(e.answers) : talk,
              "received",
              1,
              at,
              at,
              {}};
}

std::uint64_t follower::restart_after(std::uint64_t upto) const {
  return by_age_.empty() ? upto : std::min(upto, by_age_.begin()->first - 1);
}

void follower::forget(const message_id& message) {
  const auto found = messages_.find(message);
  if (found == messages_.end()) return;
  by_age_.erase(found->second.accepted);
  messages_.erase(found);
}

void follower::forget_old(timestamp now) {
  while (!by_age_.empty()) {
    const auto oldest = messages_.find(by_age_.begin()->second);
    if (oldest != messages_.end() && oldest->second.created_at + followed_for > now) return;
    if (oldest != messages_.end()) messages_.erase(oldest);
    by_age_.erase(by_age_.begin());
  }
}

callback_id follower::id_of(std::string_view about, std::string_view status, std::uint32_t number) const {
  auto name = practice_.str();
  name.append(" ").append(name_of(of_.which)).append(" ").append(about).append(" ").append(status);
  name.append(" ").append(std::to_string(number));
  return id_from_name<callback_id>("callback", name);
}

} // namespace tidings::callback
