#include "actors/node/practice_list.hpp"

#include <algorithm>
#include <utility>

namespace tidings {
namespace {

// `07…` and `447…` are the same number; so are short codes with themselves.
std::string normal(std::string_view digits) {
  if (digits.starts_with('+')) digits.remove_prefix(1);
  if (digits.starts_with("0") && digits.size() == 11) return "44" + std::string(digits.substr(1));
  return std::string(digits);
}

} // namespace

practice_settings_ptr practice_list::put(practice_settings_ptr of_file) {
  const std::lock_guard guard(lock_);
  auto settings = made_ ? made_->with_templates(of_file) : of_file;
  std::erase_if(by_number_, [&](const auto& entry) { return entry.second == settings->id; });
  for (const auto& number : settings->reply_numbers) by_number_[normal(number)] = settings->id;
  of_files_[settings->id] = std::move(of_file);
  refreshed_.erase(settings->id);
  practices_[settings->id] = settings;
  return settings;
}

void practice_list::tell_refreshed(std::function<void()> told) {
  const std::lock_guard guard(lock_);
  told_ = std::move(told);
  if (told_ && !refreshed_.empty()) told_();
}

void practice_list::refresh(const practice_id& owner) {
  const std::lock_guard guard(lock_);
  if (!made_) return;
  for (const auto& [practice, of_file] : of_files_)
    if (owner.is_host() || owner == practice) {
      practices_[practice] = made_->with_templates(of_file);
      refreshed_.insert(practice);
    }
  if (told_ && !refreshed_.empty()) told_();
}

std::vector<practice_settings_ptr> practice_list::take_refreshed() {
  const std::lock_guard guard(lock_);
  std::vector<practice_settings_ptr> all;
  for (const auto& practice : std::exchange(refreshed_, {}))
    if (const auto found = practices_.find(practice); found != practices_.end()) all.push_back(found->second);
  return all;
}

practice_settings_ptr practice_list::of_file(const practice_id& practice) const {
  const std::lock_guard guard(lock_);
  const auto found = of_files_.find(practice);
  return found == of_files_.end() ? nullptr : found->second;
}

templates_made practice_list::made() const {
  const std::lock_guard guard(lock_);
  if (!made_) return {};
  return [shelf = made_](const practice_id& practice) { return shelf->made_for(practice); };
}

practice_map practice_list::of_files() const {
  const std::lock_guard guard(lock_);
  return of_files_;
}

std::vector<std::string> practice_list::clashes(const practice_id& practice) const {
  const auto settings = of_file(practice);
  return made_ && settings ? made_->clashes(*settings) : std::vector<std::string>();
}

void practice_list::remove(const practice_id& practice) {
  const std::lock_guard guard(lock_);
  std::erase_if(by_number_, [&](const auto& entry) { return entry.second == practice; });
  practices_.erase(practice);
  of_files_.erase(practice);
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
