// POST below /api/v1/practices/{}: new keys, and forgetting.
#include "web/endpoint/bodies.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/handlers.hpp"

namespace tidings::web {
namespace {

std::optional<practice_id> practice_named(const call_ptr& one) {
  if (!one->asked.query.empty()) {
    one->done(refusal(400, "unknown_parameter", "this request takes no parameters"));
    return std::nullopt;
  }
  const auto practice = practice_id::parse(one->arguments[0]);
  if (!practice) one->done(refusal(404, "not_found", "no practice here has this ODS code"));
  return practice;
}

std::function<void(answer)> answered(const call_ptr& one) {
  return [one](answer said) {
    if (!said.accepted)
      return one->done(
          refusal(failure{said.refusal == error_code::none ? error_code::refused : said.refusal, said.reason}));
    one->done(
        api_json(200, "{\"id\":" + json_quoted(said.id) + ",\"repeated\":" + (said.repeated ? "true}" : "false}")));
  };
}

/// Answers by itself when it isn't.
bool is_known(house& home, const call& one, const practice_id& practice) {
  if (knows(home, one, practice)) return true;
  auto later = not_known_yet(home);
  one.done(later ? std::move(*later) : refusal(404, "not_found", "no practice here has this ODS code"));
  return false;
}

} // namespace

void post_keys_rotate(house& home, const call_ptr& one) {
  const auto practice = practice_named(one);
  if (!practice) return;
  if (!is_empty_body(one->asked.body)) return one->done(refusal(400, "unknown_field", "this request takes no body"));
  if (!is_known(home, *one, *practice)) return;
  tell(home, *practice, rotate_keys{one->who->user}, mark_of(home, *one, *one->who, {}), answered(one));
}

void post_patient_erase(house& home, const call_ptr& one) {
  const auto practice = practice_named(one);
  if (!practice) return;
  if (!is_content_type(one->asked, "application/json"))
    return one->done(refusal(415, "unsupported_type", "the body must be application/json", "Content-Type"));
  auto wanted = read_wanted_erasure(one->asked.body, one->who->user);
  if (!wanted) return one->done(refusal(400, std::move(wanted.error())));
  if (!is_known(home, *one, *practice)) return;
  // The clinical system's own id stands in no audit trail.
  auto mark = mark_of(home, *one, *one->who, {wanted->patient.value});
  tell(home, *practice, std::move(*wanted), std::move(mark), answered(one));
}

// A practice that is still served would be read anew at the next poll.
void post_practice_erase(house& home, const call_ptr& one) {
  const auto practice = practice_named(one);
  if (!practice) return;
  if (!is_empty_body(one->asked.body)) return one->done(refusal(400, "unknown_field", "this request takes no body"));
  if (auto later = not_known_yet(home)) return one->done(std::move(*later)); // it may be served all the same
  if (home.broker.knows(*practice))
    return one->done(refusal(409, "refused", "the practice is still served: take its file out of practices_dir first"));
  tell(home, practice_id::host(), erase_practice{*practice, one->who->user},
       mark_of(home, *one, *one->who, {practice->str()}), answered(one));
}

} // namespace tidings::web
