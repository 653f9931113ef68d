#include "web/endpoint/guests.hpp"

namespace tidings::web {

guest* guest_list::longest_waiting(const std::string* of_address, steady_time now) {
  for (auto* one : waiting_) {
    if (now - one->waiting_since < limits_.patience) return nullptr;
    if (!of_address || one->address == *of_address) return one;
  }
  return nullptr;
}

guest_list::verdict guest_list::judge(const std::string& address, steady_time now) {
  const auto held = by_address_.find(address);
  const bool crowded_address = held != by_address_.end() && held->second >= limits_.connections_per_address_max;
  if (!crowded_address && count_ < connections_max_) return {};
  if (auto* one = longest_waiting(crowded_address ? &address : nullptr, now)) {
    stop_waiting(*one);
    return {entry::welcome, one};
  }
  return {refusing_ < limits_.refusals_max ? entry::refuse : entry::shut, nullptr};
}

void guest_list::arrive(guest& one, steady_time now) {
  ++count_;
  ++by_address_[one.address];
  refusing_ += one.refuse ? 1 : 0;
  begin_waiting(one, now);
}

void guest_list::leave(guest& one) {
  stop_waiting(one);
  --count_;
  refusing_ -= one.refuse ? 1 : 0;
  if (const auto held = by_address_.find(one.address); --held->second == 0) by_address_.erase(held);
}

void guest_list::begin_waiting(guest& one, steady_time now) {
  if (one.waiting) return;
  one.waiting_since = now;
  one.waiting = waiting_.insert(waiting_.end(), &one);
}

void guest_list::stop_waiting(guest& one) {
  if (one.waiting) waiting_.erase(*one.waiting);
  one.waiting.reset();
}

} // namespace tidings::web
