// The roll-out board: read whole, changed cell by cell.
#include "web/endpoint/json_body.hpp"
#include "web/endpoint/operator_handlers.hpp"

#include <boost/describe/enum_from_string.hpp>

namespace tidings::web {
namespace {
namespace json = boost::json;

constexpr std::size_t owner_max = 100, note_max = 500; ///< bytes; the host's stream takes no longer ones

template <class Enum> bool word_in(Enum& found, const json::value& value) {
  return value.is_string() &&
         boost::describe::enum_from_string(std::string(std::string_view(value.get_string())).c_str(), found);
}

bool takes(std::string& found, const json::value& value, std::size_t bytes_max) {
  auto text = text_in(value, bytes_max);
  if (text) found = std::move(*text);
  return text.has_value();
}

struct wish {
  change_rollout what;
  bool phase = false, state = false, revision = false;
};

bool takes(wish& found, std::string_view key, const json::value& value) {
  auto& [where, what, by] = found.what;
  if (key == "practice") {
    const auto id = value.is_string() ? practice_id::parse(std::string_view(value.get_string())) : std::nullopt;
    if (id) where.practice = *id;
    return id.has_value();
  }
  if (key == "phase") return found.phase = word_in(where.phase, value);
  if (key == "state") return found.state = word_in(what.state, value);
  if (key == "planned_on") return takes(what.planned_on, value, 10);
  if (key == "owner") return takes(what.owner, value, owner_max);
  if (key == "note") return takes(what.note, value, note_max);
  if (key != "revision" || !value.is_int64() || value.get_int64() < 1) return false;
  what.revision = static_cast<std::uint64_t>(value.get_int64());
  return found.revision = true;
}

} // namespace

void get_rollout(house& home, const call_ptr& one) {
  if (!takes_no_parameters(one)) return;
  ask_board(home, one, "rollout", {}, [one](const http_answer& said) { one->done(api_json(said.status, said.body)); });
}

void get_rollout_csv(house& home, const call_ptr& one) {
  if (!takes_no_parameters(one)) return;
  ask_board(home, one, "rollout", {{"format", "csv"}}, [one](const http_answer& said) {
    if (said.status != 200) return one->done(api_json(said.status, said.body));
    auto answer = response::with(200, "text/csv; charset=utf-8; header=present", said.body);
    answer.set("Cache-Control", "no-store");
    answer.set("Content-Disposition", "attachment; filename=\"rollout.csv\"");
    one->done(std::move(answer));
  });
}

void post_rollout(house& home, const call_ptr& one) {
  if (!takes_no_parameters(one)) return;
  wish found;
  if (!read_body(one, [&](std::string_view key, const json::value& value) { return takes(found, key, value); })) return;
  if (found.what.where.practice.empty() || !found.phase || !found.state || !found.revision)
    return one->done(refusal(400, "missing", "practice, phase, state and revision must be given"));
  found.what.by = one->who->user;
  const auto code = found.what.where.practice.str();
  const auto phase = std::string(boost::describe::enum_to_string(found.what.where.phase, ""));
  tell(
      home, practice_id::host(), std::move(found.what),
      mark_of(home, *one, *one->who, {"practice " + code, "phase " + phase}), [one](const answer& said) {
        if (said.accepted)
          return one->done(api_json(200, said.repeated ? R"({"repeated":true})" : R"({"repeated":false})"));
        one->done(refusal(failure{said.refusal == error_code::none ? error_code::refused : said.refusal, said.reason}));
      });
}

} // namespace tidings::web
