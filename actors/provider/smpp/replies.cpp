#include "actors/provider/smpp/replies.hpp"

#include "actors/provider/smpp/status.hpp"

#include <algorithm>
#include <limits>

namespace tidings::smpp {
namespace {

constexpr std::chrono::hours known_for{24};
constexpr instant join_known_for{3'600'000}; ///< a message centre that brings it again does so within the hour

/// No word of it is one that an act could follow from, and parse_reply acts only when it knows every word.
constexpr std::string_view missing = "[part of this text did not arrive]";
constexpr std::string_view cut = " [the rest was cut off]";

std::string within_bytes(std::string text) {
  if (text.size() <= reply_bytes_max) return text;
  auto end = reply_bytes_max;
  while (end > 0 && (static_cast<std::uint8_t>(text[end]) & 0xC0) == 0x80) --end; // not within a character
  return text.substr(0, end).append(cut);
}

} // namespace

std::string number_of(const address& what) {
  constexpr std::uint8_t international = 1;
  return (what.ton == international && !what.digits.starts_with('+') ? "+" : "") + what.digits;
}

void replies::arrived(const ticket& by, const short_message& from, const received_text& text, instant now,
                      timestamp wall) {
  const auto sender = number_of(from.source);
  if (!text.part) {
    if (open_.size() >= texts_open_max) return later(by);
    return begin({by}, sender, from.destination.digits, text.utf8, std::nullopt, wall);
  }
  const join_key key{sender, from.destination.digits, text.part->reference, text.part->total};
  auto found = joins_.find(key);
  if (found != joins_.end()) {
    const auto part = found->second.parts.find(text.part->number);
    const bool same = part != found->second.parts.end() && part->second == text.utf8;
    if (found->second.done) {
      if (same) return wishes_.emplace_back(answer{by, status_ok, 0}), void();
      joins_.erase(found); // the reference is used again
      found = joins_.end();
    } else if (part != found->second.parts.end() && !same) {
      // Two texts under one reference. The older one will never be whole.
      if (found->second.telling) return later(by);
      return tell_join(key, found->second, wall), later(by);
    }
  }
  if (found == joins_.end()) {
    if (joins_.size() >= joins_open_max) std::erase_if(joins_, [](const auto& one) { return one.second.done; });
    if (joins_.size() >= joins_open_max) return later(by);
    found = joins_.emplace(key, join{{}, {}, now, false, false}).first;
  }
  auto& whole = found->second;
  whole.parts[text.part->number] = text.utf8;
  whole.tickets.push_back(by);
  if (whole.parts.size() == key.total && !whole.telling) tell_join(key, whole, wall);
}

void replies::tell_join(const join_key& key, join& what, timestamp wall) {
  std::string text;
  if (what.parts.size() < key.total) text.append(missing).append(" ");
  for (const auto& [number, part] : what.parts) text += part;
  what.telling = true;
  begin(std::exchange(what.tickets, {}), key.from, key.to, std::move(text), key, wall);
}

void replies::begin(std::vector<ticket> by, std::string from, std::string to, std::string text,
                    std::optional<join_key> of, timestamp wall) {
  text = within_bytes(std::move(text));
  const auto day = std::chrono::floor<std::chrono::days>(wall).time_since_epoch().count();
  const auto name = provider_.value + '|' + from + '|' + to + '|' + std::to_string(day) + '|' + text;
  const auto base = id_from_name<reply_id>("smpp", name);
  const auto number = ++numbers_;
  open_[number] = {std::move(by), base, std::move(of)};
  wishes_.emplace_back(tell{number,
                            {.reply = id_of(base, name, wall),
                             .provider = provider_,
                             .from = secret_text(std::move(from)),
                             .to = std::move(to),
                             .text = secret_text(std::move(text)),
                             .reported_at = wall}});
}

reply_id replies::id_of(const reply_id& base, const std::string& name, timestamp wall) {
  const auto found = known_.find(base);
  if (found == known_.end()) {
    known_[base] = {base, 0, false, wall};
    known_by_age_.push_back(base);
    if (known_by_age_.size() > texts_known_max) {
      known_.erase(known_by_age_.front());
      known_by_age_.pop_front();
    }
    return base;
  }
  if (!found->second.settled) return found->second.id;
  const auto again = name + '|' + std::to_string(to_ms(wall)) + '|' + std::to_string(numbers_);
  found->second = {id_from_name<reply_id>("smpp", again), 0, false, wall};
  return found->second.id;
}

void replies::told(std::uint64_t number, bool durable, instant now) {
  auto ended = open_.extract(number);
  if (ended.empty()) return;
  auto& one = ended.mapped();
  auto prompt = durable;
  if (one.of) {
    if (const auto whole = joins_.find(*one.of); whole != joins_.end()) {
      whole->second.telling = false;
      whole->second.done = durable;
      whole->second.began = now; // known for an hour from here, or tried again after `part_wait`
      // Parts that were brought again meanwhile.
      auto& more = whole->second.tickets;
      one.tickets.insert(one.tickets.end(), more.begin(), more.end());
      more.clear();
    }
  }
  for (const auto& by : one.tickets) {
    if (now - by.came > acknowledged_promptly) prompt = false;
    const bool last = &by == &one.tickets.back();
    wishes_.emplace_back(answer{by, durable ? status_ok : status_later, prompt && last ? number : 0});
  }
  if (!prompt || one.tickets.empty()) return;
  if (const auto known = known_.find(one.base); known != known_.end()) {
    known->second.mark = number;
    marks_[number] = one.base;
  }
  if (marks_.size() > texts_known_max) marks_.erase(marks_.begin());
}

void replies::answer_read(std::uint64_t mark) {
  const auto found = marks_.extract(mark);
  if (found.empty()) return;
  const auto known = known_.find(found.mapped());
  if (known != known_.end() && known->second.mark == mark) known->second.settled = true;
}

void replies::later(const ticket& by) { wishes_.emplace_back(answer{by, status_later, 0}); }

void replies::on_tick(instant now, timestamp wall) {
  for (auto at = joins_.begin(); at != joins_.end();) {
    auto& [key, one] = *at;
    if (one.done && now >= one.began + join_known_for) {
      at = joins_.erase(at);
      continue;
    }
    ++at;
    if (one.done || one.telling) continue;
    if (now >= one.began + part_wait_) {
      tell_join(key, one, wall);
      continue;
    }
    std::erase_if(one.tickets, [&](const ticket& by) {
      if (now < by.came + part_held) return false;
      later(by);
      return true;
    });
  }
  while (!known_by_age_.empty()) {
    const auto oldest = known_.find(known_by_age_.front());
    if (oldest != known_.end() && oldest->second.at + known_for > wall) break;
    if (oldest != known_.end()) known_.erase(oldest);
    known_by_age_.pop_front();
  }
}

instant replies::next_at() const {
  instant next{std::numeric_limits<std::int64_t>::max()};
  for (const auto& [key, one] : joins_) {
    if (one.done || one.telling) continue; // known ones may stay a little longer
    next = std::min(next, one.began + part_wait_);
    for (const auto& by : one.tickets) next = std::min(next, by.came + part_held);
  }
  return next;
}

} // namespace tidings::smpp
