#include "actors/provider/smpp/courier.hpp"

#include "actors/provider/smpp/status.hpp"

#include <fmt/format.h>

#include <limits>

namespace tidings::smpp {
namespace {

std::string joined(const std::vector<std::string>& ids) {
  constexpr std::size_t bytes_max = 200; // it is shown to people; the book has them all
  std::string out;
  for (const auto& id : ids) {
    if (!out.empty()) out += ' ';
    out += id;
  }
  return out.substr(0, bytes_max);
}

} // namespace

void courier::begin(std::uint64_t token, attempt_key about, std::vector<short_message> parts, instant now,
                    instant deadline) {
  wishes_.emplace_back(submit{token, encode_body(parts.front())});
  calls_[token] = {std::move(about), std::move(parts), 0, {}, now, deadline};
}

bool courier::on_answered(const answered& what, instant now) {
  const bool late = !calls_.contains(what.token);
  auto& mine = late ? late_ : calls_;
  const auto found = mine.find(what.token);
  if (found == mine.end()) return false;
  auto& one = found->second;
  if (what.status != status_ok) {
    if (late) {
      late_.erase(found);
    } else if (is_throttling(what.status) && one.taken > 0) {
      wishes_.emplace_back(submit{what.token, encode_body(one.parts[one.taken])});
    } else {
      const auto name = name_of_status(what.status);
      stop_at_part(what.token, meaning_of(what.status), name, "the message centre said " + name, now);
    }
    return true;
  }
  ++one.taken;
  const auto id = read_submit_answer(what.body).value_or(std::string());
  if (!id.empty()) {
    one.ids.push_back(id);
    wishes_.emplace_back(
        note{one.about, static_cast<std::uint32_t>(one.taken), static_cast<std::uint32_t>(one.parts.size()), id});
  }
  if (late) {
    late_.erase(found);
  } else if (one.taken == one.parts.size()) {
    finish(what.token, attempt_result::sent, {}, {}, now);
  } else {
    wishes_.emplace_back(submit{what.token, encode_body(one.parts[one.taken])});
  }
  return true;
}

bool courier::on_not_sent(const not_sent& what, instant now) {
  if (!calls_.contains(what.token)) return late_.erase(what.token) > 0;
  stop_at_part(what.token, what.why, {}, what.detail, now);
  return true;
}

bool courier::on_no_answer(const no_answer& what, instant now) {
  if (!calls_.contains(what.token)) return late_.contains(what.token);
  finish(what.token, attempt_result::unknown, {}, what.detail, now);
  return true;
}

void courier::on_tick(instant now, const std::function<bool(std::uint64_t)>& withdraw) {
  std::vector<std::uint64_t> due;
  for (const auto& [token, one] : calls_)
    if (now >= one.deadline) due.push_back(token);
  for (const auto token : due) {
    if (withdraw(token))
      stop_at_part(token, attempt_result::retry, {}, "the message centre took nothing new in time", now);
    else
      finish(token, attempt_result::unknown, {}, "the message centre didn't answer in time", now);
  }
}

void courier::abandon(instant now) {
  while (!calls_.empty())
    finish(calls_.begin()->first, attempt_result::unknown, {}, "the provider's actor ended before the answer came",
           now);
}

instant courier::next_at() const {
  instant next{std::numeric_limits<std::int64_t>::max()};
  for (const auto& [token, one] : calls_) next = std::min(next, one.deadline);
  return next;
}

/// The part before which it stopped was certainly not taken, unless `what` is unknown.
void courier::stop_at_part(std::uint64_t token, attempt_result what, std::string code, std::string detail,
                           instant now) {
  const auto& one = calls_.at(token);
  if (one.taken > 0) {
    what = attempt_result::unknown;
    detail = fmt::format("{} of {} parts were taken; of the next one: {}", one.taken, one.parts.size(), detail);
  }
  finish(token, what, std::move(code), std::move(detail), now);
}

void courier::finish(std::uint64_t token, attempt_result what, std::string code, std::string detail, instant now) {
  auto ended = calls_.extract(token);
  auto& one = ended.mapped();
  wishes_.emplace_back(finished{token,
                                one.about.practice,
                                {.message = one.about.message,
                                 .attempt = one.about.attempt,
                                 .result = what,
                                 .provider_reference = joined(one.ids),
                                 .code = std::move(code),
                                 .detail = std::move(detail)},
                                now - one.began});
  if (what != attempt_result::unknown) return;
  const auto parts = one.parts.size();
  one.parts.assign(parts, {}); // patients' words aren't needed any more
  late_.insert(std::move(ended));
  if (late_.size() > session_late_max) late_.erase(late_.begin());
}

} // namespace tidings::smpp
