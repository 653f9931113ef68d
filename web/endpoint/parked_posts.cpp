// Many parked items at once: tried again or discarded, one after the other, each with its own entry in the audit trail.
#include "schemas/json.hpp"
#include "schemas/parked_views.hpp"
#include "web/endpoint/json_body.hpp"
#include "web/endpoint/operator_handlers.hpp"

#include <algorithm>
#include <set>

namespace tidings::web {
namespace {
namespace json = boost::json;

struct wish {
  std::optional<bool> retry;
  bool dry_run = false;
  std::optional<practice_id> practice;
  std::string group;
  std::set<std::string> items; ///< as ids are written
};

bool takes(wish& found, std::string_view key, const json::value& value) {
  if (key == "retry" && value.is_bool())
    found.retry = value.get_bool();
  else if (key == "dry_run" && value.is_bool())
    found.dry_run = value.get_bool();
  else if (key == "practice" && value.is_string())
    return (found.practice = value.get_string() == "host" ? practice_id::host()
                                                          : practice_id::parse(std::string_view(value.get_string())))
        .has_value();
  else if (key == "group" && value.is_string() && parse_id<item_id>(std::string_view(value.get_string())))
    found.group = std::string(std::string_view(value.get_string()));
  else if (key == "items" && value.is_array() && !value.get_array().empty() &&
           value.get_array().size() <= parked_at_once_max)
    return std::all_of(value.get_array().begin(), value.get_array().end(), [&](const json::value& one) {
      const auto id = one.is_string() ? parse_id<item_id>(std::string_view(one.get_string())) : std::nullopt;
      if (id) found.items.insert(to_text(*id));
      return id.has_value();
    });
  else
    return false;
  return true;
}

/// Nothing: answered.
std::optional<wish> wish_of(house& home, const call_ptr& one) {
  wish found;
  if (!takes_no_parameters(one)) return std::nullopt;
  if (!read_body(one, [&](std::string_view key, const json::value& value) { return takes(found, key, value); }))
    return std::nullopt;
  if (!found.retry) {
    one->done(refusal(400, "missing", "must be given: true to try again, false to discard", "retry"));
    return std::nullopt;
  }
  if (found.group.empty() == found.items.empty()) {
    one->done(refusal(400, "missing", "either a group or items must be given", "items"));
    return std::nullopt;
  }
  if (found.practice && !knows(home, *one, *found.practice)) {
    auto later = not_known_yet(home);
    one->done(later ? std::move(*later) : refusal(404, "not_found", "no practice here has this ODS code", "practice"));
    return std::nullopt;
  }
  return found;
}

struct parked_one {
  practice_id practice;
  item_id id;
  std::string kind, at;
};

/// The board's rows; nothing: these are not its words.
std::optional<std::vector<parked_one>> rows_in(const std::string& body, bool& more) {
  json::error_code wrong;
  const auto parsed = json::parse(body, wrong);
  const auto* page = wrong ? nullptr : parsed.if_object();
  const auto* rows = page ? page->if_contains("parked") : nullptr;
  const auto* next = page ? page->if_contains("next") : nullptr;
  if (!rows || !rows->is_array()) return std::nullopt;
  more = next && !next->is_null();
  std::vector<parked_one> all;
  for (const auto& row : rows->get_array()) {
    const auto text = [&row](const char* name) {
      const auto* object = row.if_object();
      const auto* value = object ? object->if_contains(name) : nullptr;
      return value && value->is_string() ? std::string(std::string_view(value->get_string())) : std::string();
    };
    const auto code = text("practice");
    const auto practice = code == "host" ? practice_id::host() : practice_id::parse(code);
    const auto id = parse_id<item_id>(text("id"));
    if (!practice || !id) return std::nullopt;
    all.push_back({*practice, *id, text("kind"), text("at")});
  }
  return all;
}

std::vector<view::parked_kind> kinds_of(const std::vector<parked_one>& rows) {
  std::map<std::string, std::pair<view::parked_kind, std::set<practice_id>>> kinds;
  for (const auto& row : rows) {
    auto& [kind, practices] = kinds[row.kind];
    kind.kind = row.kind;
    ++kind.items;
    practices.insert(row.practice);
    if (kind.oldest_at.empty() || row.at < kind.oldest_at) kind.oldest_at = row.at;
  }
  std::vector<view::parked_kind> all;
  for (auto& [name, one] : kinds) {
    one.first.practices = one.second.size();
    all.push_back(std::move(one.first));
  }
  return all;
}

/// What is let go by one request.
struct release {
  call_ptr one;
  bool retry = false;
  std::vector<parked_one> rows;
  std::size_t next = 0;
  view::parked_release said;
};

void say(const call_ptr& one, const view::parked_release& what) {
  one->done(api_json(200, json::serialize(to_json(what))));
}

/// One after the other: what others ask of these practices goes in between.
void release_next(house& home, const std::shared_ptr<release>& job) {
  if (job->next == job->rows.size()) return say(job->one, job->said);
  const auto& row = job->rows[job->next++];
  tell(home, row.practice, release_parked{row.id, job->one->who->user, job->retry},
       mark_of(home, *job->one, *job->one->who, {to_text(row.id), job->retry ? "retry" : "discard"}),
       [&home, job](const answer& said) {
         auto& what = job->said;
         if (said.accepted)
           ++what.items;
         else if (said.refusal == error_code::not_found)
           ++what.missing; // somebody else was quicker
         else if (++what.failed; what.reason.empty())
           what.reason = said.reason;
         if (!said.accepted && said.refusal == error_code::overloaded) { // the rest would only make it worse
           what.more = true;
           return say(job->one, what);
         }
         release_next(home, job);
       });
}

} // namespace

void post_parked_release(house& home, const call_ptr& one) {
  auto wanted = wish_of(home, one);
  if (!wanted) return;
  parameters query{{"limit", std::to_string(parked_at_once_max)}};
  if (wanted->practice) query["practice"] = wanted->practice->str();
  if (!wanted->group.empty()) query["group"] = wanted->group;
  for (const auto& id : wanted->items) {
    auto& ids = query["ids"];
    if (!ids.empty()) ids += ',';
    ids += id;
  }
  ask_board(home, one, "parked", std::move(query), [&home, one, wanted = std::move(*wanted)](const http_answer& said) {
    if (said.status != 200) return one->done(api_json(said.status, said.body));
    const auto job = std::make_shared<release>();
    auto rows = rows_in(said.body, job->said.more);
    if (!rows) return one->done(refusal(503, "unavailable", "the board gave no rows"));
    job->one = one;
    job->retry = *wanted.retry;
    job->said.dry_run = wanted.dry_run;
    job->said.missing = wanted.items.empty() ? 0 : wanted.items.size() - rows->size();
    if (wanted.dry_run) {
      job->said.items = rows->size();
      job->said.kinds = kinds_of(*rows);
      return say(one, job->said);
    }
    job->rows = std::move(*rows);
    release_next(home, job);
  });
}

} // namespace tidings::web
