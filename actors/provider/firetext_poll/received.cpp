#include "actors/provider/firetext_poll/received.hpp"

#include "actors/receipt/firetext_receipt.hpp"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tidings::firetext {
namespace {

/// A poll's line says little; once an hour is enough, and once a day it is needed: older lines are thrown away.
constexpr std::chrono::hours noted_every{1};

/// Nothing: it can't be told from another one, and would be told again and again.
std::optional<reply_arrived> reply_of(const provider_id& provider, const received_row& row, timestamp now) {
  if (row.at.empty() && row.id.empty()) return std::nullopt;
  const form_fields fields{{"source", row.from},
                           {"destination", row.to},
                           {"message", row.text},
                           {"time", row.at.empty() ? "message " + row.id : row.at}};
  auto reply = read_firetext_reply(provider, fields, now);
  return reply ? std::optional(std::move(*reply)) : std::nullopt;
}

} // namespace

std::string london_day(timestamp at) {
  const auto local = date::locate_zone("Europe/London")->to_local(at);
  const date::year_month_day day(date::floor<date::days>(local));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()),
                     static_cast<unsigned>(day.day()));
}

bool received::read(std::string_view line) {
  if (!line.starts_with("r ")) return false;
  line.remove_prefix(2);
  std::int64_t at = 0;
  const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), at);
  if (error != std::errc{} || end != line.data() + line.size()) return false;
  read_before_ = from_ms(at);
  return true;
}

void received::on_tick(timestamp now) {
  if (!poll_ && now >= next_at_) begin(now);
}

void received::begin(timestamp now) {
  auto& poll = poll_.emplace();
  poll.began = now;
  // A day more on either side: their clock isn't ours.
  const auto from = std::max(read_before_ - listed_late_max, now - received_back_max);
  poll.asked = {london_day(std::min(from, now)), london_day(now + listed_late_max), 1};
  wishes_.emplace_back(poll.asked);
}

void received::listed(const result<std::vector<received_row>>& rows, timestamp now) {
  if (!poll_) return;
  if (!rows) return finish(now, rows.error().detail);
  auto& poll = *poll_;
  bool anything_new = false;
  for (const auto& row : *rows) {
    auto reply = reply_of(provider_, row, now);
    if (!reply) return finish(now, "a received text has neither a time nor an id");
    if (!poll.seen.insert(reply->reply).second) continue;
    anything_new = true;
    if (!known_.contains(reply->reply)) poll.news.push_back({std::move(*reply), row.id});
  }
  if (anything_new && poll.asked.page < pages_max) {
    ++poll.asked.page;
    wishes_.emplace_back(poll.asked);
    return;
  }
  if (anything_new) return finish(now, "the list of received texts has no end");
  std::stable_sort(poll.news.begin(), poll.news.end(), is_before);
  tell_more();
  if (poll.open == 0) finish(now, {});
}

/// Within one second by FireText's ids, which it counts up; where they are no numbers, as they were listed.
bool received::is_before(const text& one, const text& other) {
  if (one.what.reported_at != other.what.reported_at) return one.what.reported_at < other.what.reported_at;
  const auto is_number = [](const std::string& id) {
    return !id.empty() && id.find_first_not_of("0123456789") == std::string::npos;
  };
  if (!is_number(one.id) || !is_number(other.id)) return false;
  return std::pair(one.id.size(), one.id) < std::pair(other.id.size(), other.id);
}

void received::tell_more() {
  auto& poll = *poll_;
  while (poll.told_all && poll.open < tellings_at_once && poll.next < poll.news.size()) {
    wishes_.emplace_back(tell{poll.news[poll.next++].what});
    ++poll.open;
  }
}

void received::told(const reply_id& reply, bool durable, timestamp now) {
  if (!poll_ || poll_->open == 0) return;
  auto& poll = *poll_;
  --poll.open;
  if (durable) {
    ++told_in_all_;
    const auto which =
        std::find_if(poll.news.begin(), poll.news.end(), [&](const auto& one) { return one.what.reply == reply; });
    if (which != poll.news.end()) known_[reply] = which->what.reported_at;
  } else {
    poll.told_all = false; // and none after it, so that they stay in their order
  }
  tell_more();
  if (poll.open == 0) finish(now, poll.told_all ? "" : "practices can't be told now");
}

void received::finish(timestamp now, std::string trouble) {
  trouble_ = std::move(trouble);
  if (trouble_.empty()) {
    failures_ = 0;
    read_before_ = poll_->began;
    next_at_ = poll_->began + every_;
    const auto oldest = read_before_ - listed_late_max - std::chrono::hours(48);
    std::erase_if(known_, [&](const auto& one) { return one.second < oldest; });
  } else {
    constexpr int doublings_max = 10;
    next_at_ = now + std::max(every_, std::min(every_ * (1 << std::min(failures_++, doublings_max)), poll_again_max));
  }
  poll_.reset();
  if (read_before_ - noted_ < noted_every && now - noted_at_ < noted_every) return;
  noted_ = read_before_;
  noted_at_ = now;
  lines_ = "r " + std::to_string(to_ms(read_before_)) + "\n";
}

} // namespace tidings::firetext
