#include "actors/connector/throttle.hpp"

#include <algorithm>

namespace tidings {

void throttle::set(limits with) {
  // A longer span counts from the last read as well; a shorter one frees what waits at once.
  record_free_at_ += with.between_records - limits_.between_records;
  free_at_ += with.between_requests - limits_.between_requests;
  limits_ = with;
}

void throttle::add(job what, urgency how, instant now) { queues_[index(how)].push_back({what, now}); }
void throttle::add_first(job what, urgency how, instant now) { queues_[index(how)].push_front({what, now}); }

void throttle::drop(std::uint64_t id) {
  for (auto& queue : queues_) std::erase_if(queue, [id](const entry& one) { return one.what.id == id; });
}

std::array<urgency, 7> throttle::order(instant now) const {
  const auto& polls = queues_[index(urgency::poll)];
  if (polls.empty() || now - polls.front().since < limits_.poll_patience)
    return {urgency::cancel, urgency::consent,      urgency::note, urgency::code,
            urgency::asked,  urgency::demographics, urgency::poll};
  return {urgency::cancel, urgency::poll,  urgency::consent,     urgency::note,
          urgency::code,   urgency::asked, urgency::demographics};
}

throttle::step throttle::next(instant now) {
  if (under_way_) return nothing{};
  std::optional<instant> earliest;
  for (const auto how : order(now)) {
    auto& queue = queues_[index(how)];
    // Within one urgency, what isn't held by the record rule passes what is.
    for (auto one = queue.begin(); one != queue.end(); ++one) {
      const auto at = one->what.limited_record ? std::max(free_at_, record_free_at_) : free_at_;
      if (at <= now) {
        under_way_ = one->what;
        queue.erase(one);
        return send{*under_way_};
      }
      earliest = std::min(earliest.value_or(at), at);
      if (!one->what.limited_record) break; // all behind it wait for the same moment
    }
  }
  if (!earliest) return nothing{};
  return wait_until{*earliest};
}

void throttle::answered(instant now) {
  if (!under_way_) return;
  free_at_ = now + limits_.between_requests;
  if (under_way_->limited_record) record_free_at_ = now + limits_.between_records;
  under_way_.reset();
}

} // namespace tidings
