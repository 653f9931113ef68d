#include "actors/provider/http_providers.hpp"

#include "actors/provider/contract/contract_provider.hpp"
#include "actors/provider/firetext.hpp"
#include "actors/provider/notify/notify_provider.hpp"
#include "actors/provider/voice/voice_provider.hpp"

namespace tidings {

std::shared_ptr<const http_provider> make_http_provider(const provider_settings& account) {
  if (account.type == "http") return contract::make(account);
  if (account.type == "notify") return notify::make(account);
  if (account.type == "voice") return voice::make(account);
  return firetext::make(account);
}

} // namespace tidings
