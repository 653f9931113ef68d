#include "actors/node/practice_list.hpp"

#include <algorithm>

namespace tidings {
namespace {

// `07…` and `447…` are the same number; so are short codes with themselves.
std::string normal(std::string_view digits) {
  if (digits.starts_with('+')) digits.remove_prefix(1);
  if (digits.starts_with("0") && digits.size() == 11) return "44" + std::string(digits.substr(1));
  return std::string(digits);
}

} // namespace

void practice_list::put(practice_settings_ptr settings) {
  const std::lock_guard guard(lock_);
  std::erase_if(by_number_, [&](const auto& entry) { return entry.second == settings->id; });
  for (const auto& number : settings->reply_numbers) by_number_[normal(number)] = settings->id;
  practices_[settings->id] = std::move(settings);
}

void practice_list::remove(const practice_id& practice) {
  const std::lock_guard guard(lock_);
  std::erase_if(by_number_, [&](const auto& entry) { return entry.second == practice; });
  practices_.erase(practice);
}

practice_map practice_list::all() const {
  const std::lock_guard guard(lock_);
  return practices_;
}

bool practice_list::knows(const practice_id& practice) const {
  const std::lock_guard guard(lock_);
  return practices_.contains(practice);
}

std::optional<practice_id> practice_list::practice_of_number(std::string_view digits) const {
  const std::lock_guard guard(lock_);
  const auto found = by_number_.find(normal(digits));
  if (found == by_number_.end()) return std::nullopt;
  return found->second;
}

practice_settings_ptr practice_list::practice_of_service(const std::string& service) const {
  practice_settings_ptr settings;
  {
    const std::lock_guard guard(lock_);
    const auto found = std::find_if(practices_.begin(), practices_.end(),
                                    [&](const auto& one) { return one.second->service_id == service; });
    if (found != practices_.end()) settings = found->second;
  }
  return keys_ ? keys_->with_keys(settings) : settings;
}

std::vector<practice_id> practice_list::practices_of(const provider_id& provider) const {
  const std::lock_guard guard(lock_);
  std::vector<practice_id> out;
  for (const auto& [id, settings] : practices_) {
    const auto goes_by = [&](const std::vector<provider_id>& route) {
      return std::find(route.begin(), route.end(), provider) != route.end();
    };
    if (goes_by(settings->sms_route) || goes_by(settings->email_route) || goes_by(settings->voice_route))
      out.push_back(id);
  }
  return out;
}

} // namespace tidings
