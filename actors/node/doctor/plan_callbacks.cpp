#include "actors/callback/body.hpp"
#include "actors/node/doctor/plan.hpp"

namespace tidings::doctor {

/// Its server, name and certificate; nothing is told to it.
void plan_callbacks(const practice_settings& practice, const broker_settings& broker, std::vector<check>& into) {
  using callback::receiver;
  if (!practice.callbacks) return;
  for (const auto which : {receiver::delivery, receiver::received, receiver::own}) {
    const auto url = callback::url_of(*practice.callbacks, which);
    if (url.empty()) continue;
    const auto what = "callback " + practice.id.str() + ' ' + std::string(callback::name_of(which));
    const auto setting = "callbacks in practices/" + practice.id.str() + ".yaml";
    const auto place = place_of(url);
    if (!place) {
      into.push_back(
          {what, "?", told_target{verdict::fail, "its url is no https address", "mend it in " + setting}, setting, {}});
      continue;
    }
    http_target at;
    at.url = place->origin() + '/';
    if (broker.callbacks) at.ca_file = broker.callbacks->ca_file;
    into.push_back({what, place->host + ':' + std::to_string(place->port), std::move(at), setting,
                    "whether its address may be dialled and whether it knows us is seen at the first callback"});
  }
}

} // namespace tidings::doctor
