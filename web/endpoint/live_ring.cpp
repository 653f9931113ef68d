#include "web/endpoint/live_ring.hpp"

#include "web/endpoint/access/feed_filter.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace tidings::web {
namespace {
constexpr std::array<std::string_view, 4> states = {"overview", "practices", "connectors", "providers"};

bool is_state(std::string_view name) { return std::find(states.begin(), states.end(), name) != states.end(); }

std::string event_text(std::uint64_t id, std::string_view name, std::string_view json) {
  std::string out;
  if (id != 0) out += "id: " + std::to_string(id) + "\n";
  out.append("event: ").append(name).append("\ndata: ").append(json).append("\n\n");
  return out;
}

std::string list_of(const std::deque<std::string>& rows, bool newest_first) {
  std::string out = "[";
  const auto add = [&](const std::string& row) {
    if (out.size() > 1) out += ',';
    out += row;
  };
  if (newest_first)
    std::for_each(rows.rbegin(), rows.rend(), add);
  else
    std::for_each(rows.begin(), rows.end(), add);
  return out + "]";
}

void keep(std::deque<std::string>& rows, std::string row, std::size_t max) {
  rows.push_back(std::move(row));
  if (rows.size() > max) rows.pop_front();
}
} // namespace

std::string chunk(std::string_view bytes) {
  std::array<char, 24> size{};
  std::snprintf(size.data(), size.size(), "%zx\r\n", bytes.size());
  std::string out(size.data());
  return out.append(bytes).append("\r\n");
}

std::string event_chunk(std::uint64_t id, std::string_view name, std::string_view json) {
  return chunk(event_text(id, name, json));
}

live_ring::live_ring(timestamp started, live_limits limits)
    : limits_(limits), newest_(static_cast<std::uint64_t>(std::max<std::int64_t>(to_ms(started), 1)) << 10),
      lost_up_to_(newest_) {}

void live_ring::publish(std::string_view name, std::string json) {
  // A line break would end the event early.
  std::replace_if(
      json.begin(), json.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');
  {
    const std::lock_guard lock(mutex_);
    if (name == "tick" && !is_later_tick(json)) return;
    const auto id = ++newest_;
    if (is_state(name)) {
      std::erase_if(events_, [&](const event& one) { return one.name == name; });
      states_[std::string(name)] = json;
    } else if (name == "inbox") { // says only that there is something new: once is enough
      std::erase_if(events_, [&](const event& one) { return one.name == name && one.json == json; });
    } else if (name == "tick") {
      keep(ticks_, json, limits_.history_max);
    } else if (name == "note") {
      keep(notes_, json, limits_.notes_max);
    }
    events_.push_back({id, std::string(name), std::make_shared<const std::string>(event_chunk(id, name, json)), json});
    if (events_.size() > limits_.events_max) {
      lost_up_to_ = events_.front().id;
      events_.pop_front();
    }
    snapshot_.reset();
  }
  if (wake_) wake_();
}

/// A board that was started again tells the seconds before once more.
bool live_ring::is_later_tick(std::string_view json) {
  constexpr std::string_view field = "\"t\":";
  const auto at = json.find(field);
  std::int64_t second = 0;
  if (at == std::string_view::npos) return true;
  const auto from = json.data() + at + field.size();
  if (std::from_chars(from, json.data() + json.size(), second).ec != std::errc()) return true;
  const auto remembered = static_cast<std::int64_t>(limits_.history_max);
  if (last_tick_ && second <= *last_tick_) {
    if (*last_tick_ - second <= remembered) return false;
    ticks_.clear(); // the clock was set back
  }
  last_tick_ = second;
  return true;
}

std::string live_ring::first_frame(const practice_scope_ptr& within) const {
  std::string out;
  const auto add = [&](std::uint64_t id, std::string_view name, const std::string& json) {
    if (!within)
      out += event_text(id, name, json);
    else if (const auto theirs = access::feed_for(name, json, *within))
      out += event_text(id, theirs->name, theirs->json);
  };
  add(0, "history", list_of(ticks_, false));
  for (const auto name : states)
    if (const auto found = states_.find(name); found != states_.end()) add(0, name, found->second);
  // Only the last one has an id: a stream cut off in the middle starts anew.
  add(newest_, "notes", list_of(notes_, true));
  return out;
}

wire_bytes live_ring::snapshot(const practice_scope_ptr& within) const {
  if (within) return std::make_shared<const std::string>(chunk(first_frame(within)));
  if (!snapshot_) snapshot_ = std::make_shared<const std::string>(chunk(first_frame(nullptr)));
  return snapshot_;
}

live_ring::batch live_ring::begin(std::optional<std::uint64_t> last_event_id, std::size_t batch_max,
                                  const practice_scope_ptr& within) const {
  const std::lock_guard lock(mutex_);
  const auto hello = std::make_shared<const std::string>(chunk("retry: 2000\n\n"));
  batch out;
  if (!last_event_id)
    out = {{snapshot(within)}, newest_};
  else
    out = collect(*last_event_id, batch_max, within);
  out.events.insert(out.events.begin(), hello);
  return out;
}

live_ring::batch live_ring::after(std::uint64_t last, std::size_t batch_max, const practice_scope_ptr& within) const {
  const std::lock_guard lock(mutex_);
  return collect(last, batch_max, within);
}

live_ring::batch live_ring::collect(std::uint64_t last, std::size_t batch_max, const practice_scope_ptr& within) const {
  if (!remembered(last))
    return {{std::make_shared<const std::string>(event_chunk(0, "reset", "{}")), snapshot(within)}, newest_};
  batch out{{}, last};
  auto one = std::upper_bound(events_.begin(), events_.end(), last,
                              [](std::uint64_t id, const event& held) { return id < held.id; });
  for (; one != events_.end() && out.events.size() < batch_max; ++one) {
    out.last = one->id;
    if (!within) {
      out.events.push_back(one->bytes);
    } else if (const auto theirs = access::feed_for(one->name, one->json, *within)) {
      out.events.push_back(std::make_shared<const std::string>(event_chunk(one->id, theirs->name, theirs->json)));
    }
  }
  return out;
}

std::uint64_t live_ring::newest() const {
  const std::lock_guard lock(mutex_);
  return newest_;
}

std::size_t live_ring::size() const {
  const std::lock_guard lock(mutex_);
  return events_.size();
}

} // namespace tidings::web
