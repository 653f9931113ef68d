// Sending stopped by a person, and let go on: a practice's in its own stream, a provider account's in the host's.
// Nothing is lost by it: what waits stays accepted, keeps its expiry, and is looked at anew before it goes.
#include "actors/practice/decide_pause.hpp"

namespace tidings {

decision decide_change_pause(const practice_state& state, const practice_settings& settings, const change_pause& c) {
  if (settings.id.is_host() == c.provider.empty())
    return refused(error_code::invalid_input, "a practice is paused in its own stream, a provider in the host's");
  if (c.provider.value.size() > 64) return refused(error_code::invalid_input, "this is no provider's name");
  if (c.paused && c.why.empty()) return refused(error_code::invalid_input, "say why: others will ask");
  if (c.why.size() > pause_why_bytes_max) return refused(error_code::invalid_input, "the reason is too long");
  const auto found = state.pauses.find(c.provider);
  const bool stands = found != state.pauses.end();
  if (c.paused && stands && found->second.by != c.by)
    return refused(error_code::refused, "paused by " + found->second.by + " already: " + found->second.why);
  if (c.paused ? stands && found->second.why == c.why : !stands) return {{}, answer{.repeated = true}};
  return {{pause_changed{c.provider, c.paused, c.paused ? c.why : std::string(), c.by}}, {}};
}

providers_paused paused_accounts(const practice_state& state) {
  providers_paused paused;
  for (const auto& [provider, pause] : state.pauses) paused.all.push_back(provider);
  return paused;
}

} // namespace tidings
