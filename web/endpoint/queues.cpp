// Sending is stopped by a person, and let go on: a practice's, or that by one provider account.
#include "web/endpoint/json_body.hpp"
#include "web/endpoint/operator_handlers.hpp"

namespace tidings::web {
namespace {
namespace json = boost::json;

constexpr std::size_t why_max = 200; ///< bytes

struct wish {
  std::optional<bool> paused;
  std::string why;
};

/// Nothing: answered.
std::optional<wish> wish_of(const call_ptr& one) {
  if (!takes_no_parameters(one)) return std::nullopt;
  wish found;
  const bool read = read_body(one, [&](std::string_view key, const json::value& value) {
    if (key == "paused" && value.is_bool()) return (found.paused = value.get_bool()).has_value();
    if (key != "why") return false;
    auto text = text_in(value, why_max);
    if (text) found.why = std::move(*text);
    return text.has_value();
  });
  if (!read) return std::nullopt;
  if (!found.paused) {
    one->done(refusal(400, "missing", "must be given: true to stop sending, false to let it go on", "paused"));
    return std::nullopt;
  }
  if (*found.paused && found.why.empty()) {
    one->done(refusal(400, "missing", "say why: others will ask", "why"));
    return std::nullopt;
  }
  return found;
}

void change(house& home, const call_ptr& one, const practice_id& stream, change_pause what, std::string about) {
  const bool paused = what.paused;
  tell(home, stream, std::move(what), mark_of(home, *one, *one->who, {std::move(about), paused ? "paused" : "resumed"}),
       [one, paused](const answer& said) {
         if (!said.accepted)
           return one->done(
               refusal(failure{said.refusal == error_code::none ? error_code::refused : said.refusal, said.reason}));
         one->done(api_json(200, std::string(R"({"paused":)") + (paused ? "true" : "false") + R"(,"repeated":)" +
                                     (said.repeated ? "true}" : "false}")));
       });
}

} // namespace

void post_practice_pause(house& home, const call_ptr& one) {
  const auto practice = practice_id::parse(one->arguments[0]);
  if (!practice || practice->is_host() || !knows(home, *one, *practice)) {
    auto later = not_known_yet(home);
    return one->done(later ? std::move(*later) : refusal(404, "not_found", "no practice here has this ODS code"));
  }
  auto wanted = wish_of(one);
  if (!wanted) return;
  change(home, one, *practice, {{}, *wanted->paused, std::move(wanted->why), one->who->user},
         "practice " + practice->str());
}

void post_provider_pause(house& home, const call_ptr& one) {
  const provider_id provider(one->arguments[0]);
  auto wanted = wish_of(one);
  if (!wanted) return;
  // One that was taken out of the configuration while it stood still can be let go on; it isn't paused anew.
  if (*wanted->paused && !home.accounts.contains(provider))
    return one->done(refusal(404, "not_found", "no provider account is called so"));
  change(home, one, practice_id::host(), {provider, *wanted->paused, std::move(wanted->why), one->who->user},
         "provider " + provider.value);
}

} // namespace tidings::web
