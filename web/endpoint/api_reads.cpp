// GET below /api/v1: what may be asked, then the board's answer.
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/operator_handlers.hpp"
#include "web/endpoint/quality_handlers.hpp"
#include "web/endpoint/staff_handlers.hpp"
#include "web/endpoint/text.hpp"

#include <algorithm>
#include <charconv>
#include <initializer_list>

namespace tidings::web {
namespace {
constexpr int rows_max = 500;

bool is_word(std::string_view text) {
  return !text.empty() && text.size() <= 40 &&
         std::all_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; });
}

/// Words with commas between them: any of these.
bool is_words(std::string_view text) {
  const auto all = split(text, ',');
  return all.size() <= 20 && std::all_of(all.begin(), all.end(), is_word);
}

/// What a user gives as reason: one line.
bool is_reason(std::string_view text) {
  return text.size() <= 200 && std::none_of(text.begin(), text.end(),
                                            [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

bool is_day(std::string_view text) { return text.size() == 10 && text[4] == '-' && text[7] == '-'; }

bool is_row_count(std::string_view text) {
  int rows = 0;
  const auto end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, rows);
  return read.ec == std::errc() && read.ptr == end && rows >= 1 && rows <= rows_max;
}

bool is_practice(std::string_view text) { return text == "host" || practice_id::parse(text).has_value(); }

struct rule {
  std::string_view name;
  bool (*allowed)(std::string_view);
  std::string_view reason;
};
constexpr rule rules[] = {
    {"practice", is_practice, "must be an ODS code: 3 to 12 of A-Z and 0-9"},
    {"state", is_words, "must be words of a state, with commas between them"},
    {"provider", [](std::string_view text) { return text.size() <= 64; }, "is longer than 64 characters"},
    {"from", [](std::string_view text) { return text.size() == 7; }, "must be a month such as 2026-10"},
    {"to", [](std::string_view text) { return text.size() == 7; }, "must be a month such as 2026-10"},
    {"month", [](std::string_view text) { return text.size() == 7; }, "must be a month such as 2026-10"},
    {"filed", [](std::string_view text) { return text == "0" || text == "1"; }, "must be 0 or 1"},
    {"user", is_user_name, "must be a user's name"},
    {"reason", is_reason, "must be one line of at most 200 bytes"},
    {"problem", is_word, "must be one of the words of a problem"},
    {"kind", is_word, "must be one of the kinds"},
    {"since", is_day, "must be a day such as 2026-11-23"},
    {"until", is_day, "must be a day such as 2026-11-23"},
    {"meaning", is_word, "must be one of the words of a meaning"},
    {"q", [](std::string_view text) { return text.size() <= 64; }, "is longer than 64 characters"},
    {"before", [](std::string_view text) { return text.size() <= 200; }, "is not a cursor of an earlier answer"},
    {"group", [](std::string_view text) { return parse_id<item_id>(text).has_value(); }, "is no group's id"},
    {"limit", is_row_count, "must be a number from 1 to 500"},
    {"reveal", [](std::string_view text) { return text == "0" || text == "1"; }, "must be 0 or 1"},
};

std::vector<api_error> wrong_parameters(const parameters& query, std::initializer_list<std::string_view> allowed) {
  std::vector<api_error> errors;
  for (const auto& [name, value] : query) {
    const auto one =
        std::find_if(std::begin(rules), std::end(rules), [&name = name](const rule& r) { return r.name == name; });
    if (std::find(allowed.begin(), allowed.end(), name) == allowed.end() || one == std::end(rules))
      errors.push_back({"unknown_parameter", "is not a parameter of this resource", name.substr(0, 64)});
    else if (!value.empty() && !one->allowed(value)) // an empty box of a search form means: any
      errors.push_back({"bad_value", std::string(one->reason), name});
  }
  return errors;
}

void ask(house& home, const call_ptr& one, std::string resource, std::initializer_list<std::string_view> allowed) {
  if (auto errors = wrong_parameters(one->asked.query, allowed); !errors.empty())
    return one->done(refusal(400, std::move(errors)));
  auto query = one->asked.query;
  std::erase_if(query, [](const auto& p) { return p.second.empty(); });
  if (const auto wish = query.find("reveal"); wish != query.end() && wish->second == "1")
    return ask_revealed(home, one, std::move(resource), std::move(query));
  query.erase("reason");
  ask_board(home, one, std::move(resource), std::move(query), [&home, one](const http_answer& said) {
    const auto show = [one, said] { one->done(api_json(said.status, said.body)); };
    if (said.status != 200) return show();
    when_on_record(home, one, said.body, show);
  });
}
} // namespace

void ask_board(house& home, const call_ptr& one, std::string resource, parameters query,
               std::function<void(http_answer)> then) {
  if (!home.busy.enter(home.limits, one->who->user, home.steady()))
    return one->done(refusal(failure{error_code::overloaded, "this user has as much under way as one may"}));
  home.broker.ask_within(std::move(resource), std::move(query), one->as.scope,
                         later(home, [&home, user = one->who->user, then = std::move(then)](http_answer said) {
                           home.busy.leave(user);
                           then(std::move(said));
                         }));
}

response api_json(int status, std::string body) {
  if (status >= 400 && body.empty())
    body = errors_body({{status == 404 ? "not_found" : "unavailable", "the broker gave no answer", ""}});
  auto answer = response::json(status, std::move(body));
  answer.set("Cache-Control", "no-store");
  if (status == 429 || status == 503) answer.set("Retry-After", std::to_string(retry_after_s));
  return answer;
}

void get_overview(house& home, const call_ptr& one) { ask(home, one, "overview", {}); }
void get_practices(house& home, const call_ptr& one) { ask(home, one, "practices", {}); }

void get_practice(house& home, const call_ptr& one) {
  const auto& id = one->arguments[0];
  if (!practice_id::parse(id)) return one->done(refusal(404, "not_found", "no practice has this ODS code"));
  ask(home, one, "practices/" + id, {});
}

void get_messages(house& home, const call_ptr& one) {
  ask(home, one, "messages", {"practice", "state", "provider", "filed", "q", "before", "limit", "reveal", "reason"});
}

void get_message(house& home, const call_ptr& one) {
  const auto id = parse_id<message_id>(one->arguments[0]);
  if (!id) return one->done(refusal(404, "not_found", "no message has this id"));
  ask(home, one, "messages/" + to_text(*id), {"practice", "reveal", "reason"});
}

void get_replies(house& home, const call_ptr& one) {
  ask(home, one, "replies", {"practice", "meaning", "state", "before", "limit", "reveal", "reason"});
}

void get_connectors(house& home, const call_ptr& one) { ask(home, one, "connectors", {"practice", "state"}); }
void get_providers(house& home, const call_ptr& one) { ask(home, one, "providers", {"state"}); }
void get_actors(house& home, const call_ptr& one) { ask(home, one, "actors", {"state"}); }

void get_parked(house& home, const call_ptr& one) {
  ask(home, one, "parked", {"practice", "group", "before", "limit"});
}
void get_queues(house& home, const call_ptr& one) { ask(home, one, "queues", {}); }
void get_parked_groups(house& home, const call_ptr& one) { ask(home, one, "parked-groups", {"practice"}); }

void get_staff_items(house& home, const call_ptr& one) {
  ask(home, one, "staff-items", {"practice", "before", "limit"});
}

void get_conversations(house& home, const call_ptr& one) {
  ask(home, one, "conversations", {"practice", "state", "user", "limit", "reveal", "reason"});
}

void get_conversation(house& home, const call_ptr& one) {
  // An id is a mark: base64url. Only such a one is made into a path for the board.
  const auto& id = one->arguments[0];
  const bool is_mark = !id.empty() && id.size() <= 64 && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  if (!is_mark) return one->done(refusal(404, "not_found", "no conversation has this id"));
  if (!practice_asked(home, *one)) return;
  ask(home, one, "conversations/" + id, {"practice", "reveal", "reason"});
}

void get_today(house& home, const call_ptr& one) {
  if (!practice_asked(home, *one)) return;
  ask(home, one, "today", {"practice", "before", "reveal", "reason"});
}

void get_waiting(house& home, const call_ptr& one) {
  if (!practice_asked(home, *one)) return;
  ask(home, one, "waiting", {"practice", "reveal", "reason"});
}

void get_data_quality(house& home, const call_ptr& one) {
  if (!practice_asked(home, *one)) return;
  ask(home, one, "data-quality", {"practice", "problem", "before", "limit", "reveal", "reason"});
}

void get_fft(house& home, const call_ptr& one) {
  if (!practice_id::parse(one->arguments[0]))
    return one->done(refusal(404, "not_found", "no practice has this ODS code"));
  ask(home, one, "fft/" + one->arguments[0], {"month"});
}

response csv_file(std::string body, const std::string& name) {
  auto answer = response::with(200, "text/csv; charset=utf-8; header=present", std::move(body));
  answer.set("Cache-Control", "no-store");
  answer.set("Content-Disposition", "attachment; filename=\"" + name + ".csv\"");
  return answer;
}

namespace {
/// What the board gives as CSV when it is asked for that.
void ask_csv(house& home, const call_ptr& one, std::string resource, std::initializer_list<std::string_view> allowed,
             std::string name) {
  if (auto errors = wrong_parameters(one->asked.query, allowed); !errors.empty())
    return one->done(refusal(400, std::move(errors)));
  auto query = one->asked.query;
  query["format"] = "csv";
  ask_board(home, one, std::move(resource), std::move(query), [&home, one, name = std::move(name)](http_answer said) {
    if (said.status != 200) return one->done(api_json(said.status, std::move(said.body)));
    when_on_record(home, one, {},
                   [one, name, body = std::move(said.body)]() mutable { one->done(csv_file(std::move(body), name)); });
  });
}
} // namespace

void get_fft_csv(house& home, const call_ptr& one) {
  if (!practice_id::parse(one->arguments[0]))
    return one->done(refusal(404, "not_found", "no practice has this ODS code"));
  ask_csv(home, one, "fft/" + one->arguments[0], {"month"}, "fft-" + one->arguments[0]);
}

void get_report(house& home, const call_ptr& one) {
  if (!practice_id::parse(one->arguments[0]))
    return one->done(refusal(404, "not_found", "no practice has this ODS code"));
  ask(home, one, "reports/" + one->arguments[0], {"from", "to"});
}

void get_report_csv(house& home, const call_ptr& one) {
  if (!practice_id::parse(one->arguments[0]))
    return one->done(refusal(404, "not_found", "no practice has this ODS code"));
  ask_csv(home, one, "reports/" + one->arguments[0], {"from", "to"}, "report-" + one->arguments[0]);
}

void get_patient_history(house& home, const call_ptr& one) {
  if (!is_patient_id(one->arguments[0])) return one->done(refusal(404, "not_found", "no patient has this id"));
  if (!practice_asked(home, *one)) return;
  ask(home, one, "patient-history/" + one->arguments[0], {"practice", "before", "limit", "reveal", "reason"});
}

void get_opt_outs(house& home, const call_ptr& one) {
  if (!practice_asked(home, *one)) return;
  ask(home, one, "opt-outs", {"practice", "before", "limit", "reveal", "reason"});
}

void get_audit(house& home, const call_ptr& one) {
  ask(home, one, "audit", {"practice", "user", "kind", "since", "until", "before", "limit"});
}

namespace {
/// Patients' data as a file: who takes it away stands in the audit trail first, with whose they are.
void ask_patients_csv(house& home, const call_ptr& one, std::string resource,
                      std::initializer_list<std::string_view> allowed) {
  if (auto errors = wrong_parameters(one->asked.query, allowed); !errors.empty())
    return one->done(refusal(400, std::move(errors)));
  const auto practice = practice_asked(home, *one);
  if (!practice) return;
  auto query = one->asked.query;
  std::erase_if(query, [](const auto& p) { return p.second.empty(); });
  auto name = resource + '-' + practice->str();
  ask_revealed_file(home, one, std::move(resource), std::move(query), std::move(name));
}
} // namespace

void get_opt_outs_csv(house& home, const call_ptr& one) {
  ask_patients_csv(home, one, "opt-outs", {"practice", "reason"});
}

void get_data_quality_csv(house& home, const call_ptr& one) {
  ask_patients_csv(home, one, "data-quality", {"practice", "problem", "reason"});
}

// Who takes the trail away stands in it first.
void get_audit_csv(house& home, const call_ptr& one) {
  if (auto errors = wrong_parameters(one->asked.query, {"practice", "user", "kind", "since", "until"}); !errors.empty())
    return one->done(refusal(400, std::move(errors)));
  const auto practice = practice_asked(home, *one);
  if (!practice) return;
  auto query = one->asked.query;
  std::erase_if(query, [](const auto& p) { return p.second.empty(); });
  query["format"] = "csv";
  ask_board(home, one, "audit", std::move(query), [&home, one, practice](http_answer said) {
    if (said.status != 200) return one->done(api_json(said.status, std::move(said.body)));
    tell(home, *practice, keep_audit_entry{}, mark_of(home, *one, *one->who, {}),
         [one, practice, body = std::move(said.body)](const answer& kept) mutable {
           if (!kept.accepted)
             return one->done(
                 refusal(failure{kept.refusal == error_code::none ? error_code::refused : kept.refusal,
                                 "not shown, since the audit trail could not be written: " + kept.reason}));
           one->done(csv_file(std::move(body), "audit-" + practice->str()));
         });
  });
}

void get_events(house& home, const call_ptr& one) {
  if (one->asked.method == "HEAD" || !one->asked.http_1_1)
    return one->done(refusal(400, "bad_request", "the live feed is a GET over HTTP/1.1"));
  const auto& limits = home.settings;
  if (home.counts.streams >= static_cast<std::uint64_t>(limits.streams_max))
    return one->done(refusal(503, "overloaded", "as many live feeds are open as this server takes"));
  response answer;
  answer.stream = stream_start{*one->who, std::nullopt};
  const auto last = one->asked.field("Last-Event-ID");
  std::uint64_t id = 0;
  const auto end = last.data() + last.size();
  if (!last.empty()) // anything that isn't an id of ours is one that has fallen out
    answer.stream->last_event_id = std::from_chars(last.data(), end, id).ptr == end ? id : 0;
  answer.set("Content-Type", "text/event-stream");
  answer.set("Cache-Control", "no-store");
  answer.set("X-Accel-Buffering", "no");
  one->done(std::move(answer));
}

} // namespace tidings::web
