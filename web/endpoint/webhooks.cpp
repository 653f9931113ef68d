#include "web/endpoint/webhooks.hpp"

#include "schemas/providers/http_contract.hpp"
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

basic_verdict basic_of(const webhook_account& account, std::string_view authorization) {
  const auto space = authorization.find(' ');
  if (space == std::string_view::npos || !same_word(authorization.substr(0, space), "Basic"))
    return basic_verdict::absent;
  const auto given = from_base64(trimmed(authorization.substr(space + 1)));
  if (!given) return basic_verdict::wrong;
  const auto colon = given->find(':');
  if (colon == std::string::npos) return basic_verdict::wrong;
  const bool usable = !account.user.reveal().empty() && !account.password.reveal().empty();
  const bool user = same_secret(account.user.reveal(), std::string_view(*given).substr(0, colon));
  const bool password = same_secret(account.password.reveal(), std::string_view(*given).substr(colon + 1));
  return usable && user && password ? basic_verdict::right : basic_verdict::wrong;
}

basic_verdict secret_of(const webhook_account& account, std::string_view given) {
  const auto& password = account.password.reveal();
  const bool same = same_secret(password, given);
  return !password.empty() && same ? basic_verdict::right : basic_verdict::wrong;
}

basic_verdict bearer_of(const webhook_account& account, std::string_view authorization) {
  const auto space = authorization.find(' ');
  if (space == std::string_view::npos || !same_word(authorization.substr(0, space), "Bearer"))
    return basic_verdict::absent;
  return secret_of(account, trimmed(authorization.substr(space + 1)));
}
} // namespace

const webhook_account* find_account(const webhook_accounts& accounts, const provider_id& provider,
                                    std::string_view type) {
  const auto found = accounts.find(provider);
  if (found == accounts.end() || found->second.type != type) return nullptr;
  return type == "http" && !found->second.contract ? nullptr : &found->second;
}

basic_verdict check_basic(const webhook_accounts& accounts, const provider_id& provider,
                          std::string_view authorization) {
  const auto found = accounts.find(provider);
  return basic_of(found == accounts.end() ? webhook_account{} : found->second, authorization);
}

basic_verdict check_webhook(const webhook_account* account, const request& asked) {
  const auto authorization = asked.field("Authorization");
  if (account == nullptr) {
    // Whichever way somebody tries, nobody is known by it.
    const auto as_basic = basic_of({}, authorization);
    return as_basic == basic_verdict::absent ? bearer_of({}, authorization) : as_basic;
  }
  const auto* contract = account->type == "http" ? account->contract.get() : nullptr;
  const std::string how = account->type == "notify" ? "bearer" : contract ? contract->webhooks.auth : "basic";
  if (how == "bearer") return bearer_of(*account, authorization);
  if (how == "basic") return basic_of(*account, authorization);
  const auto given = asked.query.find(contract->webhooks.name);
  return given == asked.query.end() ? basic_verdict::absent : secret_of(*account, given->second);
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
