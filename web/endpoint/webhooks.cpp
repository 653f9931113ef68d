#include "web/endpoint/webhooks.hpp"

#include "web/endpoint/crypto.hpp"
#include "web/endpoint/text.hpp"

namespace tidings::web {
namespace {
/// Of equal length whatever was given, so that the comparison doesn't tell lengths.
bool same_secret(std::string_view a, std::string_view b) {
  const auto x = sha256(a);
  const auto y = sha256(b);
  return same_in_constant_time({reinterpret_cast<const char*>(x.data()), x.size()},
                               {reinterpret_cast<const char*>(y.data()), y.size()});
}
} // namespace

basic_verdict check_basic(const webhook_accounts& accounts, const provider_id& provider,
                          std::string_view authorization) {
  const auto space = authorization.find(' ');
  if (space == std::string_view::npos || !same_word(authorization.substr(0, space), "Basic"))
    return basic_verdict::absent;
  const auto given = from_base64(trimmed(authorization.substr(space + 1)));
  if (!given) return basic_verdict::wrong;
  const auto colon = given->find(':');
  if (colon == std::string::npos) return basic_verdict::wrong;
  const auto found = accounts.find(provider);
  const webhook_account nobody;
  const auto& account = found == accounts.end() ? nobody : found->second;
  const bool usable = !account.user.reveal().empty() && !account.password.reveal().empty();
  const bool user = same_secret(account.user.reveal(), std::string_view(*given).substr(0, colon));
  const bool password = same_secret(account.password.reveal(), std::string_view(*given).substr(colon + 1));
  return usable && user && password ? basic_verdict::right : basic_verdict::wrong;
}

bool wrong_passwords::too_many(const std::string& address, timestamp now) {
  const auto found = by_address_.find(address);
  if (found == by_address_.end()) return false;
  if (now - found->second.since < window_) return found->second.count >= max_;
  by_address_.erase(found);
  return false;
}

void wrong_passwords::add(const std::string& address, timestamp now) {
  if (by_address_.size() >= addresses_max && !by_address_.contains(address)) {
    std::erase_if(by_address_, [&](const auto& one) { return now - one.second.since >= window_; });
    if (by_address_.size() >= addresses_max) by_address_.erase(by_address_.begin());
  }
  auto& mine = by_address_[address];
  if (mine.count == 0 || now - mine.since >= window_) mine = {0, now};
  ++mine.count;
}

} // namespace tidings::web
