// Whom practices' callbacks go to, and what could not be told: looked at, tried again, discarded.
#include "web/endpoint/json_body.hpp"
#include "web/endpoint/operator_handlers.hpp"

#include <algorithm>
#include <array>
#include <set>

namespace tidings::web {
namespace {
namespace json = boost::json;

constexpr std::array<std::string_view, 3> receivers = {"delivery", "received", "signed"};

struct wish {
  std::optional<practice_id> practice;
  std::string receiver;
  std::set<std::uint64_t> sequences;
  std::optional<bool> retry;
};

bool takes(wish& found, std::string_view key, const json::value& value) {
  if (key == "retry" && value.is_bool()) return (found.retry = value.get_bool()).has_value();
  if (key == "practice" && value.is_string())
    return (found.practice = practice_id::parse(std::string_view(value.get_string()))).has_value();
  if (key == "receiver" && value.is_string()) {
    found.receiver = std::string(std::string_view(value.get_string()));
    return std::find(receivers.begin(), receivers.end(), found.receiver) != receivers.end();
  }
  if (key != "sequences" || !value.is_array() || value.get_array().empty() ||
      value.get_array().size() > callbacks_at_once_max)
    return false;
  return std::all_of(value.get_array().begin(), value.get_array().end(), [&](const json::value& one) {
    if (!one.is_int64() || one.get_int64() < 1) return false;
    found.sequences.insert(static_cast<std::uint64_t>(one.get_int64()));
    return true;
  });
}

/// Nothing: answered.
std::optional<wish> wish_of(house& home, const call_ptr& one) {
  if (!takes_no_parameters(one)) return std::nullopt;
  wish found;
  if (!read_body(one, [&](std::string_view key, const json::value& value) { return takes(found, key, value); }))
    return std::nullopt;
  if (!found.practice || !found.retry) {
    one->done(refusal(400, "missing",
                      found.practice ? "must be given: true to try again, false to discard"
                                     : "the practice's ODS code must be given",
                      found.practice ? "retry" : "practice"));
    return std::nullopt;
  }
  if (!found.sequences.empty() && found.receiver.empty()) {
    one->done(refusal(400, "missing", "must be given with sequences", "receiver"));
    return std::nullopt;
  }
  if (!knows(home, *one, *found.practice)) {
    auto later = not_known_yet(home);
    one->done(later ? std::move(*later) : refusal(404, "not_found", "no practice here has this ODS code", "practice"));
    return std::nullopt;
  }
  return found;
}

parameters order_of(const wish& wanted) {
  std::string list;
  for (const auto sequence : wanted.sequences) {
    if (!list.empty()) list += ',';
    list += std::to_string(sequence);
  }
  return {{"practice", wanted.practice->str()},
          {"receiver", wanted.receiver},
          {"sequences", std::move(list)},
          {"retry", *wanted.retry ? "true" : "false"}};
}

} // namespace

void get_callbacks(house& home, const call_ptr& one) {
  for (const auto& [name, value] : one->asked.query)
    if (name != "practice")
      return one->done(refusal(400, "unknown_parameter", "is not a parameter of this resource", name.substr(0, 64)));
  if (!one->asked.query.empty() && !practice_asked(home, *one)) return;
  home.broker.operate("GET callbacks", one->asked.query, nullptr,
                      later(home, [one](http_answer said) { one->done(api_json(said.status, std::move(said.body))); }));
}

/// The practice's stream keeps who asked before anything is done.
void post_callbacks_release(house& home, const call_ptr& one) {
  const auto wanted = wish_of(home, one);
  if (!wanted) return;
  std::vector<std::string> objects{wanted->receiver.empty() ? "every receiver" : wanted->receiver,
                                   wanted->sequences.empty() ? "all" : std::to_string(wanted->sequences.size()),
                                   *wanted->retry ? "retry" : "discard"};
  tell(home, *wanted->practice, keep_audit_entry{}, mark_of(home, *one, *one->who, std::move(objects)),
       [&home, one, order = order_of(*wanted)](const answer& said) {
         if (!said.accepted)
           return one->done(
               refusal(failure{said.refusal == error_code::none ? error_code::refused : said.refusal, said.reason}));
         home.broker.operate("POST callbacks/release", order, nullptr, later(home, [one](http_answer done) {
                               one->done(api_json(done.status, std::move(done.body)));
                             }));
       });
}

} // namespace tidings::web
