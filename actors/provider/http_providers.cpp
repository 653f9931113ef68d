#include "actors/provider/http_providers.hpp"

#include "actors/provider/firetext.hpp"

namespace tidings {

std::shared_ptr<const http_provider> make_http_provider(const provider_settings& account) {
  return firetext::make(account);
}

} // namespace tidings
