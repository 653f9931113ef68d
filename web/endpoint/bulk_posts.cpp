// POST /messages/bulk: as many commands to one practice as there are recipients, answered when each is on disk or
// refused. Nothing is kept of the bulk itself: each message's id comes of the key, so that asking again after a crash
// finds those that were taken.
#include "web/endpoint/bulk_posts.hpp"

#include "web/endpoint/bulk_bodies.hpp"
#include "web/endpoint/errors_json.hpp"

#include <boost/describe/enum_to_string.hpp>

namespace tidings::web {
namespace {

/// Half of what one user may have under way: whoever sends in bulk can still work beside it.
constexpr std::size_t at_once_max = 8;

/// Not this recipient's fault: the same request works later.
bool is_passing(error_code code) {
  return code == error_code::overloaded || code == error_code::stopping || code == error_code::log_unavailable ||
         code == error_code::disk_full || code == error_code::timed_out;
}

struct bulk_result {
  std::string_view state = "try_again";
  std::vector<api_error> errors = {{"not_tried", "one before it could not be taken: send the same request again", ""}};
};

struct bulk_run {
  house& home;
  call_ptr one;
  wanted_bulk wanted;
  std::vector<bulk_result> results;
  std::size_t next = 0, waiting = 0;
  bool telling = false;
  std::optional<failure> stopped; ///< why those after it weren't tried
};
using bulk_run_ptr = std::shared_ptr<bulk_run>;

void finish(const bulk_run& run) {
  std::size_t taken = 0, repeated = 0, refused = 0, again = 0;
  std::string rows;
  for (std::size_t i = 0; i < run.results.size(); ++i) {
    const auto& result = run.results[i];
    const auto& recipient = run.wanted.recipients[i];
    taken += result.state == "accepted" ? 1 : 0;
    repeated += result.state == "repeated" ? 1 : 0;
    refused += result.state == "refused" ? 1 : 0;
    again += result.state == "try_again" ? 1 : 0;
    if (!rows.empty()) rows += ',';
    rows.append("{\"reference\":").append(json_quoted(recipient.reference));
    rows.append(",\"state\":").append(json_quoted(result.state)).append(",\"id\":");
    rows.append(recipient.what ? json_quoted(to_text(recipient.what->message)) : "null");
    const auto errors = errors_body(result.errors); // {"errors":[…]}
    rows.append(",").append(errors, 1, errors.size() - 2).append("}");
  }
  if (run.stopped && taken + repeated == 0) return run.one->done(refusal(*run.stopped));
  run.one->done(api_json(200, "{\"accepted\":" + std::to_string(taken) + ",\"repeated\":" + std::to_string(repeated) +
                                  ",\"refused\":" + std::to_string(refused) +
                                  ",\"try_again\":" + std::to_string(again) + ",\"results\":[" + rows + "]}"));
}

void note(bulk_run& run, std::size_t place, const answer& said) {
  auto& result = run.results[place];
  if (said.accepted) {
    result = {said.repeated ? "repeated" : "accepted", {}};
    return;
  }
  const auto code = said.refusal == error_code::none ? error_code::refused : said.refusal;
  const bool passing = is_passing(code);
  result = {passing ? "try_again" : "refused", {{boost::describe::enum_to_string(code, "unknown"), said.reason, ""}}};
  if (passing && !run.stopped) run.stopped = failure{code, said.reason};
}

/// Tells the practice of as many more as may be under way. An answer may come before `tell` returns.
void go_on(const bulk_run_ptr& run) {
  if (run->telling) return;
  run->telling = true;
  while (!run->stopped && run->waiting < at_once_max && run->next < run->results.size()) {
    const auto place = run->next++;
    const auto& what = run->wanted.recipients[place].what;
    if (!what) {
      run->results[place] = {"refused", what.error()};
      continue;
    }
    ++run->waiting;
    tell(run->home, run->wanted.practice, *what,
         mark_of(run->home, *run->one, *run->one->who, {to_text(what->message)}), [run, place](const answer& said) {
           --run->waiting;
           note(*run, place, said);
           go_on(run);
         });
  }
  run->telling = false;
  if (run->waiting == 0) finish(*run);
}
} // namespace

void post_messages_bulk(house& home, const call_ptr& one) {
  if (!is_content_type(one->asked, "application/json"))
    return one->done(refusal(415, "unsupported_type", "the body must be application/json", "Content-Type"));
  if (!one->asked.query.empty())
    return one->done(refusal(400, "unknown_parameter", "this request takes no parameters"));
  bool stranger = false;
  auto wanted = read_wanted_bulk(one->asked.body, one->asked.field("Idempotency-Key"), one->who->user,
                                 [&](const practice_id& practice) {
                                   stranger = !knows(home, *one, practice);
                                   return !stranger;
                                 });
  if (stranger) // as of one message: whoever asks again must not be told that nothing was ever taken
    if (auto later = not_known_yet(home)) return one->done(std::move(*later));
  if (!wanted) return one->done(refusal(400, std::move(wanted.error())));
  const auto run = std::make_shared<bulk_run>(bulk_run{home, one, std::move(*wanted), {}, 0, 0, false, {}});
  run->results.resize(run->wanted.recipients.size());
  go_on(run);
}

} // namespace tidings::web
