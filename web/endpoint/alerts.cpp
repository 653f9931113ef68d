// Alerts: what fires and what fired, and somebody who says that they are at it.
#include "web/endpoint/json_body.hpp"
#include "web/endpoint/operator_handlers.hpp"

namespace tidings::web {
namespace {

constexpr std::size_t note_max = 300; ///< bytes

} // namespace

void get_alerts(house& home, const call_ptr& one) {
  if (!takes_no_parameters(one)) return;
  home.broker.operate("GET alerts", {}, nullptr,
                      later(home, [one](const http_answer& said) { one->done(api_json(said.status, said.body)); }));
}

/// On record first, with the note as the reason: alerts that are found again after a restart are acknowledged still.
void post_alert_acknowledge(house& home, const call_ptr& one) {
  if (!takes_no_parameters(one)) return;
  const auto id = parse_id<item_id>(one->arguments[0]);
  if (!id) return one->done(refusal(404, "not_found", "no such alert fires"));
  std::optional<std::string> note;
  if (!read_body(one, [&](std::string_view key, const boost::json::value& value) {
        return key == "note" && (note = text_in(value, note_max)).has_value();
      }))
    return;
  if (!note || note->empty()) return one->done(refusal(400, "missing", "say who does what about it", "note"));
  audit_mark mark = *mark_of(home, *one, *one->who, {to_text(*id)});
  mark.reason = *note;
  std::map<std::string, std::string> order{{"id", to_text(*id)}, {"by", one->who->user}, {"note", std::move(*note)}};
  tell(home, practice_id::host(), keep_audit_entry{}, std::make_shared<const audit_mark>(std::move(mark)),
       [&home, one, order = std::move(order)](const answer& said) {
         if (!said.accepted)
           return one->done(
               refusal(failure{said.refusal == error_code::none ? error_code::refused : said.refusal, said.reason}));
         home.broker.operate("POST alerts/acknowledge", order, nullptr, later(home, [one](const http_answer& done) {
                               one->done(api_json(done.status, done.body));
                             }));
       });
}

} // namespace tidings::web
