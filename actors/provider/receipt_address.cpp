#include "actors/provider/receipt_address.hpp"

#include "actors/provider/form.hpp"

namespace tidings {

std::string receipt_address(const provider_settings& account, const practice_id& practice) {
  const std::string_view url = account.receipt_url;
  const auto host = url.find("://");
  if (url.empty() || host == url.npos) return {};
  std::string out(url.substr(0, host + 3));
  if (!account.webhook_user.reveal().empty())
    out += form::encoded(account.webhook_user.reveal()) + ":" + form::encoded(account.webhook_password.reveal()) + "@";
  out += url.substr(host + 3);
  while (out.ends_with('/')) out.pop_back();
  return out.append("/").append(practice.text());
}

} // namespace tidings
