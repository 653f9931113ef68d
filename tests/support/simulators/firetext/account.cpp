#include "firetext/account.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace tidings::sim {
namespace {

namespace json = boost::json;
constexpr std::int64_t state_version = 1;

} // namespace

void sms_account::index(sms one) {
  ++to_phone_[one.to];
  by_reference_.emplace(one.reference, one.id);
  auto id = one.id;
  messages_.insert_or_assign(std::move(id), std::move(one));
}

void sms_account::note(const sms_reply& one) {
  auto& last = last_reply_[one.from];
  last = std::max(last, one.sent_at);
}

sms& sms_account::take(sms one, instant now) {
  if (!one.reference.empty()) {
    const auto [first, last] = by_reference_.equal_range(one.reference);
    for (auto known = first; known != last; ++known)
      if (auto* same = find(known->second); same != nullptr && same->to == one.to) {
        ++same->count;
        return *same;
      }
  }
  one.id = std::to_string(++next_id_);
  one.received_at = one.updated_at = now;
  auto id = one.id;
  index(std::move(one));
  return *find(id);
}

sms* sms_account::find(std::string_view id) {
  const auto found = messages_.find(id);
  return found == messages_.end() ? nullptr : &found->second;
}

std::vector<const sms*> sms_account::by_reference(std::string_view reference) const {
  std::vector<const sms*> out;
  const auto [first, last] = by_reference_.equal_range(std::string{reference});
  for (auto one = first; one != last; ++one) out.push_back(&messages_.find(one->second)->second);
  std::ranges::sort(out, {}, [](const sms* one) { return one->id; });
  return out;
}

sms_reply* sms_account::find_reply(std::string_view id) {
  const auto found = std::ranges::find(replies, id, [](const sms_reply& one) { return std::string_view{one.id}; });
  return found == replies.end() ? nullptr : &*found;
}

sms_reply& sms_account::add_reply(sms_reply one) {
  one.id = std::to_string(++next_id_);
  note(one);
  return replies.emplace_back(std::move(one));
}

std::optional<instant> sms_account::last_reply_of(std::string_view phone) const {
  const auto found = last_reply_.find(std::string{phone});
  return found == last_reply_.end() ? std::nullopt : std::optional{found->second};
}

std::uint64_t sms_account::schedule(delivery one) {
  deliveries.emplace(++next_delivery_, std::move(one));
  return next_delivery_;
}

std::uint64_t sms_account::messages_to(std::string_view phone) const {
  const auto found = to_phone_.find(std::string{phone});
  return found == to_phone_.end() ? 0 : found->second;
}

std::size_t sms_account::waiting(std::string_view kind) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      deliveries, [&](const auto& entry) { return entry.second.kind == kind && !entry.second.lost; }));
}

std::string sms_account::write_state() const {
  json::array texts, queue;
  for (const auto& [id, one] : messages_) texts.push_back(json::value_from(one));
  for (const auto& [number, one] : deliveries) queue.push_back(json::value_from(one));
  return json::serialize(json::object{{"version", state_version},
                                      {"credit", credit},
                                      {"next_id", next_id_},
                                      {"webhooks", json::value_from(hooks)},
                                      {"messages", std::move(texts)},
                                      {"replies", json::value_from(replies)},
                                      {"deliveries", std::move(queue)}});
}

tl::expected<void, std::string> sms_account::read_state(std::string_view text) {
  try {
    const auto root = json::parse({text.data(), text.size()});
    if (root.at("version").to_number<std::int64_t>() != state_version)
      return tl::unexpected(std::string{"the state file is of another version"});
    credit = root.at("credit").to_number<std::int64_t>();
    next_id_ = root.at("next_id").to_number<std::uint64_t>();
    hooks = json::value_to<webhooks>(root.at("webhooks"));
    for (auto& one : json::value_to<std::vector<sms>>(root.at("messages"))) index(std::move(one));
    replies = json::value_to<std::vector<sms_reply>>(root.at("replies"));
    for (const auto& one : replies) note(one);
    for (auto& one : json::value_to<std::vector<delivery>>(root.at("deliveries"))) schedule(std::move(one));
    return {};
  } catch (const std::exception& problem) { // Boost.JSON reports what doesn't fit by throwing
    return tl::unexpected(std::string{"the state file cannot be read: "} + problem.what());
  }
}

json::object sms_account::ledger() const {
  json::array texts;
  for (const auto& [id, one] : messages_) {
    auto row = json::value_from(one).as_object();
    row.erase("receipt_url");
    texts.push_back(std::move(row));
  }
  return {{"messages", std::move(texts)},
          {"replies", json::value_from(replies)},
          {"receipts_pending", waiting("receipt")},
          {"replies_pending", waiting("reply")},
          {"credit", credit}};
}

} // namespace tidings::sim
