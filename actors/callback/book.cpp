#include "actors/callback/book.hpp"

#include "schemas/codec.hpp"

#include <algorithm>
#include <unordered_set>

namespace tidings::callback {
namespace {
constexpr std::string_view format_line = "tidings callbacks 1\n";
}

std::string bytes_of(const kept_book& what) { return std::string(format_line) + codec::encode(what); }

result<kept_book> book_of(std::string_view bytes) {
  if (!bytes.starts_with(format_line)) return fail(error_code::log_damaged, "no book of callbacks, or a newer one");
  bytes.remove_prefix(format_line.size());
  return codec::decode<kept_book>(bytes);
}

book::book(receiver which, kept_book kept) : which_(which), kept_(std::move(kept)), read_(kept_.from) {
  for (const auto& one : kept_.dead)
    if (one.again) open_[one.what.sequence] = {.what = one.what, .dead = true};
}

void book::owe(owed what) {
  const auto sequence = what.sequence;
  if (sequence <= kept_.cursor || kept_.done.contains(sequence) || letter_of(sequence)) return;
  item fresh{.what = std::move(what)};
  const auto tried = std::find_if(kept_.retries.begin(), kept_.retries.end(),
                                  [&](const retrying& one) { return one.sequence == sequence; });
  if (tried != kept_.retries.end()) {
    fresh.tries = tried->tries;
    fresh.next_at = tried->next_at;
  }
  open_.try_emplace(sequence, std::move(fresh));
}

void book::read_upto(std::uint64_t sequence) {
  read_ = std::max(read_, sequence);
  move_cursor();
}

void book::epoch_began(std::uint64_t epoch, std::uint64_t sequence) {
  if (epoch <= kept_.epoch || sequence == 0) return;
  kept_.epoch = epoch;
  kept_.cursor = std::min(kept_.cursor, sequence - 1);
  kept_.done.erase(kept_.done.lower_bound(sequence), kept_.done.end());
  std::erase_if(kept_.retries, [&](const retrying& one) { return one.sequence >= sequence; });
  std::erase_if(kept_.dead, [&](const dead_letter& one) { return one.what.sequence >= sequence; });
  open_.erase(open_.lower_bound(sequence), open_.end());
}

std::vector<owed> book::due(timestamp now) {
  std::vector<owed> out;
  std::unordered_set<std::string_view> busy;
  auto room = window - std::min(window, under_way());
  for (auto& [sequence, one] : open_) {
    if (room == 0) break;
    const bool first = busy.insert(one.what.order).second;
    if (!first || one.under_way || one.next_at > now) continue;
    one.under_way = true;
    out.push_back(one.what);
    --room;
  }
  return out;
}

bool book::ended(std::uint64_t sequence, const http_outcome& answer, timestamp now) {
  const auto found = open_.find(sequence);
  if (found == open_.end() || !found->second.under_way) return false;
  auto& one = found->second;
  one.under_way = false;
  ++one.tries;
  auto said = judge(which_, answer, one.tries);
  kept_.last_at = now;
  kept_.last_said = said.said;
  auto* letter = letter_of(sequence);
  if (said.what == verdict::kind::given_up && !letter && kept_.dead.size() >= dead_max) {
    said.what = verdict::kind::again; // nothing is let go that nobody could bring back
    said.wait = wait_after(which_, one.tries);
  }
  switch (said.what) {
  case verdict::kind::told:
    ++kept_.told;
    if (letter) kept_.dead.erase(kept_.dead.begin() + (letter - kept_.dead.data()));
    settle(sequence);
    break;
  case verdict::kind::again:
    one.next_at = now + said.wait;
    break;
  case verdict::kind::given_up:
    if (letter)
      *letter = {one.what, one.tries, said.said, now, false};
    else
      kept_.dead.push_back({one.what, one.tries, said.said, now, false});
    settle(sequence);
    break;
  }
  return true;
}

void book::put_off(std::uint64_t sequence, timestamp until) {
  const auto found = open_.find(sequence);
  if (found == open_.end()) return;
  found->second.under_way = false;
  found->second.next_at = until;
}

void book::drop(std::uint64_t sequence) {
  std::erase_if(kept_.dead, [&](const dead_letter& one) { return one.what.sequence == sequence; });
  settle(sequence);
}

std::size_t book::release(const std::set<std::uint64_t>& which, bool retry) {
  std::size_t count = 0;
  std::vector<dead_letter> left;
  for (auto& one : kept_.dead) {
    const auto sequence = one.what.sequence;
    if (one.again || (!which.empty() && !which.contains(sequence))) {
      left.push_back(std::move(one));
      continue;
    }
    ++count;
    if (!retry) continue;
    one.again = true;
    open_[sequence] = {.what = one.what, .dead = true};
    left.push_back(std::move(one));
  }
  kept_.dead = std::move(left);
  return count;
}

std::size_t book::dead() const {
  return static_cast<std::size_t>(
      std::count_if(kept_.dead.begin(), kept_.dead.end(), [](const dead_letter& one) { return !one.again; }));
}

std::size_t book::under_way() const {
  return static_cast<std::size_t>(
      std::count_if(open_.begin(), open_.end(), [](const auto& one) { return one.second.under_way; }));
}

kept_book book::to_keep(std::uint64_t restart_after) const {
  auto out = kept_;
  out.from = std::min(out.cursor, restart_after);
  std::erase_if(out.retries,
                [&](const retrying& one) { return one.sequence <= read_; }); // others aren't read again yet
  for (const auto& [sequence, one] : open_) {
    if (one.dead) continue; // its letter has all of it
    out.from = std::min(out.from, one.what.source - 1);
    if (one.tries > 0) out.retries.push_back({sequence, one.tries, one.next_at});
  }
  return out;
}

dead_letter* book::letter_of(std::uint64_t sequence) {
  const auto found = std::find_if(kept_.dead.begin(), kept_.dead.end(),
                                  [&](const dead_letter& one) { return one.what.sequence == sequence; });
  return found == kept_.dead.end() ? nullptr : &*found;
}

void book::settle(std::uint64_t sequence) {
  open_.erase(sequence);
  std::erase_if(kept_.retries, [&](const retrying& one) { return one.sequence == sequence; });
  if (sequence > kept_.cursor) kept_.done.insert(sequence);
  move_cursor();
}

/// Up to the last event before the first that is still owed, as far as the stream was read.
void book::move_cursor() {
  auto next = read_;
  for (const auto& [sequence, one] : open_) {
    if (one.dead) continue;
    next = std::min(next, sequence - 1);
    break;
  }
  kept_.cursor = std::max(kept_.cursor, next);
  kept_.done.erase(kept_.done.begin(), kept_.done.upper_bound(kept_.cursor));
}

} // namespace tidings::callback
