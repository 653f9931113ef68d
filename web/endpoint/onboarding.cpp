// A practice's file on its way in: checked, examined, applied. Host operators alone.
#include "web/endpoint/crypto.hpp"
#include "web/endpoint/json_body.hpp"
#include "web/endpoint/operator_handlers.hpp"

namespace tidings::web {
namespace {

constexpr std::size_t yaml_max =
    60 * 1024;                           ///< bytes: the request's own bound less its JSON; a practice's file has 2 KiB
constexpr std::size_t base_max = 64;     ///< SHA-256 in hex
constexpr std::size_t practice_max = 12; ///< an ODS code

struct given_file {
  std::string yaml;
  std::string base, practice; ///< of what is applied: as the check said
};

std::optional<std::string> text_of(const boost::json::value& value, std::size_t bytes_max) {
  if (!value.is_string() || value.get_string().size() > bytes_max) return std::nullopt;
  return std::string(std::string_view(value.get_string()));
}

/// Nothing: answered already.
std::optional<given_file> file_of(const call_ptr& one, bool applied) {
  if (!takes_no_parameters(one)) return std::nullopt;
  std::optional<std::string> yaml, base, practice;
  const bool good = read_body(one, [&](std::string_view key, const boost::json::value& value) {
    if (key == "yaml") return (yaml = text_of(value, yaml_max)).has_value();
    if (applied && key == "base") return (base = text_in(value, base_max)).has_value();
    practice = text_in(value, practice_max);
    return applied && key == "practice" && practice && practice_id::parse(*practice);
  });
  if (!good) return std::nullopt;
  if (yaml && (!applied || (base && practice)))
    return given_file{std::move(*yaml), base.value_or(""), practice.value_or("")};
  one->done(refusal(400, "missing", "must be given", !yaml ? "yaml" : !base ? "base" : "practice"));
  return std::nullopt;
}

void operate(house& home, const call_ptr& one, std::string what, given_file file) {
  parameters order{
      {"yaml", std::move(file.yaml)}, {"base", std::move(file.base)}, {"practice", std::move(file.practice)}};
  home.broker.operate(std::move(what), std::move(order), nullptr,
                      later(home, [one](http_answer said) { one->done(api_json(said.status, std::move(said.body))); }));
}

/// On record first, under the file's hash: whoever asks later finds out which it was.
void operate_on_record(house& home, const call_ptr& one, std::string what, given_file file) {
  const auto hash = sha256(file.yaml);
  std::vector<std::string> objects{"file " + base64url(std::span<const std::uint8_t>(hash))};
  if (!file.practice.empty()) objects.insert(objects.begin(), "practice " + file.practice);
  tell(
      home, practice_id::host(), keep_audit_entry{}, mark_of(home, *one, *one->who, std::move(objects)),
      [&home, one, what = std::move(what), file = std::move(file)](const answer& said) mutable {
        if (said.accepted) return operate(home, one, std::move(what), std::move(file));
        one->done(refusal(failure{said.refusal == error_code::none ? error_code::refused : said.refusal, said.reason}));
      });
}

} // namespace

void post_onboarding_check(house& home, const call_ptr& one) {
  if (auto file = file_of(one, false)) operate(home, one, "POST onboarding/check", std::move(*file));
}

/// It calls where the file says.
void post_onboarding_doctor(house& home, const call_ptr& one) {
  if (auto file = file_of(one, false)) operate_on_record(home, one, "POST onboarding/doctor", std::move(*file));
}

void post_onboarding_apply(house& home, const call_ptr& one) {
  if (auto file = file_of(one, true)) operate_on_record(home, one, "POST onboarding/apply", std::move(*file));
}

} // namespace tidings::web
