// Asking patients whether the numbers in their records are right: one command to one practice.
#include "web/endpoint/bodies.hpp"
#include "web/endpoint/quality_handlers.hpp"
#include "web/endpoint/text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>

namespace tidings::web {
namespace {

constexpr std::size_t patients_max = 100; ///< as many as a page of the list holds

/// `{"patients": ["…"]}` and nothing else.
std::optional<std::vector<patient_id>> patients_in(const std::string& text) {
  boost::system::error_code failed;
  const auto body = boost::json::parse(text, failed);
  if (failed || !body.is_object() || body.get_object().size() != 1) return std::nullopt;
  const auto* listed = body.get_object().if_contains("patients");
  if (listed == nullptr || !listed->is_array()) return std::nullopt;
  const auto& all = listed->get_array();
  if (all.empty() || all.size() > patients_max) return std::nullopt;
  std::vector<patient_id> found;
  for (const auto& one : all) {
    if (!one.is_string() || one.get_string().empty() || one.get_string().size() > name_max) return std::nullopt;
    found.emplace_back(std::string(std::string_view(one.get_string())));
  }
  return found;
}

bool is_key(std::string_view key) {
  return !key.empty() && key.size() <= idempotency_key_max &&
         std::all_of(key.begin(), key.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
}

} // namespace

void post_confirm_details(house& home, const call_ptr& one) {
  for (const auto& [name, value] : one->asked.query)
    if (name != "practice")
      return one->done(
          refusal(400, "unknown_parameter", "is not a parameter of this resource", name.substr(0, name_max)));
  const auto practice = practice_asked(home, *one);
  if (!practice) return;
  if (!is_content_type(one->asked, "application/json"))
    return one->done(refusal(415, "unsupported_type", "the body must be application/json", "Content-Type"));
  auto patients = patients_in(one->asked.body);
  if (!patients)
    return one->done(
        refusal(400, "bad_value", "the body must be {\"patients\": [...]} with 1 to 100 patients' ids", "patients"));
  const auto key = one->asked.field("Idempotency-Key");
  if (!is_key(key))
    return one->done(
        refusal(400, "missing", "a header of 1 to 200 printable ASCII characters must be given", "Idempotency-Key"));
  confirm_details what{
      .patients = std::move(*patients), .campaign = one->who->user + '|' + std::string(key), .by = one->who->user};
  std::vector<std::string> shown;
  for (const auto& id : what.patients) shown.push_back(id.value);
  tell(home, *practice, std::move(what), mark_of(home, *one, *one->who, std::move(shown)), [one](answer said) {
    if (!said.accepted)
      return one->done(
          refusal(failure{said.refusal == error_code::none ? error_code::refused : said.refusal, said.reason}));
    one->done(api_json(201, "{\"asked\":" + said.id + ",\"repeated\":" + (said.repeated ? "true}" : "false}")));
  });
}

} // namespace tidings::web
