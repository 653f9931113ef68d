#include "actors/node/made_keys.hpp"

#include "actors/event_log/replace_file.hpp"
#include "actors/node/config/values.hpp"
#include "actors/node/made_keys_file.hpp"
#include "schemas/key_scope_words.hpp"

#include <boost/describe/enum_from_string.hpp>

#include <algorithm>

namespace tidings {
namespace {

namespace fs = std::filesystem;

std::string bound_to(const made_key& one) {
  return "api key " + one.name + " " + boost::describe::enum_to_string(one.type, "");
}

std::string hex_of(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  for (const auto c : bytes) {
    out += digits[static_cast<unsigned char>(c) >> 4U];
    out += digits[static_cast<unsigned char>(c) & 15U];
  }
  return out;
}
std::string bytes_of_hex(std::string_view text) {
  const auto value = [](char c) { return c <= '9' ? c - '0' : c - 'a' + 10; };
  std::string out;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2)
    out += static_cast<char>(value(text[i]) * 16 + value(text[i + 1]));
  return out;
}

/// The guests of a team key. Nothing: one of them is no UK mobile.
std::optional<std::vector<std::string>> guests_in(std::string_view list) {
  std::vector<std::string> out;
  while (!list.empty()) {
    const auto comma = std::min(list.find(','), list.size());
    const auto number = msisdn::parse_uk_mobile(list.substr(0, comma));
    if (!number) return std::nullopt;
    out.push_back(number->digits);
    list.remove_prefix(std::min(comma + 1, list.size()));
  }
  return out;
}

} // namespace

made_keys::made_keys(fs::path file, sealer_ptr keys, wall_clock now, std::uint64_t epoch)
    : file_(std::move(file)), keys_(std::move(keys)), now_(std::move(now)), epoch_(epoch) {}

result<std::shared_ptr<made_keys>> made_keys::open(fs::path file, sealer_ptr keys, wall_clock now,
                                                   std::uint64_t epoch) {
  std::shared_ptr<made_keys> made(new made_keys(std::move(file), std::move(keys), std::move(now), epoch));
  auto all = read_made_keys(made->file_);
  if (!all) return tl::unexpected(all.error());
  made->all_ = std::move(*all);
  return made;
}

bool made_keys::waits(const made_key& one) const { return one.revoked_by.empty() && one.epoch != epoch_; }

std::optional<std::string> made_keys::secret_of(const made_key& one) const {
  const auto opened = keys_->open(one.practice, bound_to(one), bytes_of_hex(one.box));
  return opened ? *opened : std::nullopt; // erased, or no box of ours: nobody gets in by it
}

practice_settings_ptr made_keys::with_keys(const practice_settings_ptr& of) {
  if (!of) return of;
  const std::lock_guard guard(lock_);
  auto& kept = merged_[of->id];
  if (kept.from == of) return kept.whole;
  practice_settings whole = *of;
  bool more = false;
  for (const auto& one : all_) {
    const bool named = std::any_of(of->api_keys.begin(), of->api_keys.end(),
                                   [&](const api_key_settings& each) { return each.name == one.name; });
    if (one.practice != of->id || !one.revoked_by.empty() || waits(one) || named) continue;
    auto secret = secret_of(one);
    if (!secret) continue;
    whole.api_keys.push_back({one.name, one.type, secret_text(std::move(*secret)), one.guests, one.scopes});
    more = true;
  }
  kept = {of, more ? std::make_shared<const practice_settings>(std::move(whole)) : of};
  return kept.whole;
}

result<std::string> made_keys::make(const practice_settings& practice, const key_wish& wish) {
  made_key fresh{.practice = practice.id, .name = wish.name, .by = wish.by, .at = now_()};
  if (!config::is_short_name(wish.name))
    return fail(error_code::invalid_input, "name: a-z, 0-9, _ and -, at most 40, with a letter or digit in front");
  if (!boost::describe::enum_from_string(wish.type.c_str(), fresh.type))
    return fail(error_code::invalid_input, "type: normal, team or test");
  auto guests = guests_in(wish.guests);
  if (!guests) return fail(error_code::invalid_input, "guests: UK mobile numbers with commas between them");
  if (guests->empty() != (fresh.type != api_key_type::team))
    return fail(error_code::invalid_input, "guests: a team key has some, and no other has any");
  fresh.guests = std::move(*guests);
  if (wish.scopes) {
    auto scopes = scopes_of_list(*wish.scopes);
    if (!scopes) return fail(error_code::invalid_input, "scopes: what it may do, at least one word of the list");
    fresh.scopes = std::move(*scopes);
  }
  fresh.epoch = epoch_;
  const auto secret = uuid::print(uuid::random());

  const std::lock_guard guard(lock_);
  const auto mine = [&](const made_key& one) { return one.practice == practice.id; };
  const bool known =
      std::any_of(practice.api_keys.begin(), practice.api_keys.end(),
                  [&](const api_key_settings& one) { return one.name == wish.name; }) ||
      std::any_of(all_.begin(), all_.end(), [&](const made_key& one) { return mine(one) && one.name == wish.name; });
  if (known) return fail(error_code::refused, "there is or was a key of this name: the audit trail names keys by it");
  if (static_cast<std::size_t>(std::count_if(all_.begin(), all_.end(), mine)) >= made_keys_max)
    return fail(error_code::refused, "this practice has as many keys as it may have");
  auto box = keys_->seal(practice.id, {}, bound_to(fresh), secret);
  if (!box) return tl::unexpected(box.error());
  if (auto settled = keys_->settle(practice.id); !settled) return tl::unexpected(settled.error());
  fresh.box = hex_of(*box);
  auto all = all_;
  all.push_back(std::move(fresh));
  if (auto kept = keep(std::move(all)); !kept) return tl::unexpected(kept.error());
  return wish.name + "-" + practice.service_id + "-" + secret;
}

result<void> made_keys::revoke(const practice_id& practice, const std::string& name, const std::string& by) {
  const std::lock_guard guard(lock_);
  auto all = all_;
  const auto found = std::find_if(all.begin(), all.end(), [&](const made_key& one) {
    return one.practice == practice && one.name == name && one.revoked_by.empty();
  });
  if (found == all.end()) return fail(error_code::not_found, "no key of this name was made here and is in force");
  found->revoked_by = by.empty() ? "somebody" : by;
  found->revoked_at = now_();
  return keep(std::move(all));
}

result<void> made_keys::confirm(const practice_id& practice, const std::string& name, const std::string& by) {
  const auto count =
      confirm_those([&](const made_key& one) { return one.practice == practice && one.name == name; }, by);
  if (!count) return tl::unexpected(count.error());
  if (*count == 0) return fail(error_code::not_found, "no key of this name waits to be confirmed");
  return {};
}

result<std::size_t> made_keys::confirm_all(const std::string& by) {
  return confirm_those([](const made_key&) { return true; }, by);
}

result<std::size_t> made_keys::confirm_those(const std::function<bool(const made_key&)>& wanted,
                                             const std::string& by) {
  const std::lock_guard guard(lock_);
  auto all = all_;
  std::size_t count = 0;
  for (auto& one : all) {
    if (!waits(one) || !wanted(one)) continue;
    one.epoch = epoch_;
    one.confirmed_by = by.empty() ? "somebody" : by;
    one.confirmed_at = now_();
    ++count;
  }
  if (count > 0)
    if (auto kept = keep(std::move(all)); !kept) return tl::unexpected(kept.error());
  return count;
}

std::vector<made_key> made_keys::of(const practice_id& practice) const {
  const std::lock_guard guard(lock_);
  std::vector<made_key> out;
  std::copy_if(all_.begin(), all_.end(), std::back_inserter(out),
               [&](const made_key& one) { return one.practice == practice; });
  return out;
}

result<void> made_keys::keep(std::vector<made_key> all) {
  auto kept = replace_file(file_, text_of(all));
  if (!kept) return kept;
  all_ = std::move(all);
  merged_.clear();
  return {};
}

} // namespace tidings
