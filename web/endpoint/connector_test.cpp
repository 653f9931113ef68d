#include "web/endpoint/connector_test.hpp"

#include "web/endpoint/errors_json.hpp"

namespace tidings::web {

/// Nothing of the practice changes, so its stream keeps no more than who asked.
void post_connector_test(house& home, const call_ptr& one) {
  if (!one->asked.query.empty())
    return one->done(refusal(400, "unknown_parameter", "this request takes no parameters"));
  if (!one->asked.body.empty()) return one->done(refusal(400, "unknown_field", "this request takes no body"));
  const auto practice = practice_id::parse(one->arguments.front());
  if (!practice || !knows(home, *one, *practice)) {
    auto early = not_known_yet(home);
    return one->done(early ? std::move(*early) : refusal(404, "not_found", "no practice here has this ODS code"));
  }
  tell(home, *practice, keep_audit_entry{}, mark_of(home, *one, *one->who, {}),
       [&home, one, practice](const answer& said) {
         if (!said.accepted)
           return one->done(
               refusal(failure{said.refusal == error_code::none ? error_code::refused : said.refusal, said.reason}));
         home.broker.operate(
             "POST connectors/test", {{"practice", practice->str()}}, nullptr,
             later(home, [one](http_answer tested) { one->done(api_json(tested.status, std::move(tested.body))); }));
       });
}

} // namespace tidings::web
