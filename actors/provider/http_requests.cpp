#include "actors/provider/http_requests.hpp"

namespace tidings::http_requests {

http_request by(const provider_settings& account) {
  http_request out;
  out.ca_file = account.ca_file;
  out.proxy = account.proxy;
  out.timeout = account.timeout;
  return out;
}

http_request to(const provider_settings& account, std::string_view path) {
  auto out = by(account);
  out.url = account.url;
  while (out.url.ends_with('/')) out.url.pop_back();
  out.url += path;
  return out;
}

} // namespace tidings::http_requests
