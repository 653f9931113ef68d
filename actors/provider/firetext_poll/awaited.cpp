#include "actors/provider/firetext_poll/awaited.hpp"

#include <algorithm>
#include <charconv>

namespace tidings::firetext {
namespace {

std::string_view take_word(std::string_view& line) {
  const auto end = std::min(line.find(' '), line.size());
  const auto word = line.substr(0, end);
  line.remove_prefix(std::min(end + 1, line.size()));
  return word;
}

bool is_last_word(receipt_status status) { return status != receipt_status::pending; }

} // namespace

bool awaited::read(std::string_view line) {
  const auto what = take_word(line);
  if (what == "e") {
    const auto message = parse_id<message_id>(line);
    if (!message) return false;
    if (const auto found = all_.find(*message); found != all_.end()) {
      due_.erase({found->second.due, *message});
      all_.erase(found);
    }
    return true;
  }
  if (what != "s") return false;
  const auto ms = take_word(line);
  std::int64_t at = 0;
  const auto [end, error] = std::from_chars(ms.data(), ms.data() + ms.size(), at);
  if (error != std::errc{} || end != ms.data() + ms.size()) return false;
  const auto practice = practice_id::parse(std::string(take_word(line)));
  const auto message = parse_id<message_id>(line);
  if (!practice || !message || all_.size() >= awaited_max) return false;
  auto& one = all_[*message];
  due_.erase({one.due, *message});
  one = {.practice = *practice, .since = from_ms(at), .due = from_ms(at) + every_, .told = {}};
  due_.insert({one.due, *message});
  return true;
}

bool awaited::begin(const practice_id& practice, const message_id& message, timestamp now) {
  if (all_.size() >= awaited_max && !all_.contains(message)) return false;
  lines_.append("s ").append(std::to_string(to_ms(now))).append(" ").append(practice.str());
  lines_.append(" ").append(to_text(message)).append("\n");
  auto& one = all_[message];
  if (one.open) return true; // asked again right now: its answer finds it
  due_.erase({one.due, message});
  one = {.practice = practice, .since = now, .due = now + every_, .told = {}};
  due_.insert({one.due, message});
  return true;
}

std::vector<awaited::question> awaited::take_due(timestamp now) {
  std::vector<question> out;
  while (now >= pause_until_ && open_ < reports_at_once && !due_.empty() && due_.begin()->first <= now) {
    const auto message = due_.begin()->second;
    due_.erase(due_.begin());
    auto& one = all_.at(message);
    one.open = true;
    ++open_;
    out.push_back({one.practice, message});
  }
  return out;
}

std::optional<receipt_arrived> awaited::answered(const message_id& message, const found& what, timestamp now) {
  const auto found = all_.find(message);
  if (found == all_.end() || !found->second.open) return std::nullopt;
  auto& one = found->second;
  if (what.what.finding == look_up_finding::unknown) {
    pause_until_ = now + every_;
    again(*found, now);
    return std::nullopt;
  }
  const bool is_nobodys = what.what.finding == look_up_finding::never_seen && now >= one.since + unknown_believed_after;
  if (is_nobodys) return end(found), std::nullopt;
  if (!what.receipt || what.receipt->status == one.told) return again(*found, now), std::nullopt;
  auto receipt = *what.receipt;
  if (receipt.reported_at == timestamp{}) receipt.reported_at = now;
  return receipt;
}

void awaited::told(const message_id& message, receipt_status status, bool durable, timestamp now) {
  const auto found = all_.find(message);
  if (found == all_.end() || !found->second.open) return;
  if (durable && is_last_word(status)) return end(found);
  if (durable) found->second.told = status;
  again(*found, now);
}

void awaited::again(entries::value_type& one, timestamp now) {
  auto& [message, what] = one;
  constexpr int doublings_max = 20;
  const millis wait = every_ * (1L << std::min(what.asked++, doublings_max));
  what.due = now + std::min(wait, std::max(report_again_max, every_));
  what.open = false;
  --open_;
  due_.insert({what.due, message});
}

void awaited::end(entries::iterator one) {
  lines_.append("e ").append(to_text(one->first)).append("\n");
  if (one->second.open)
    --open_;
  else
    due_.erase({one->second.due, one->first});
  all_.erase(one);
}

timestamp awaited::next_at() const {
  if (due_.empty() || open_ >= reports_at_once) return never;
  return std::max(due_.begin()->first, pause_until_);
}

void awaited::forget(timestamp now) {
  for (auto at = all_.begin(); at != all_.end();) {
    const auto one = at++;
    if (!one->second.open && one->second.since + awaited_for < now) end(one);
  }
}

} // namespace tidings::firetext
