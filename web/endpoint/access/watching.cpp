#include "web/endpoint/access/watching.hpp"

#include "schemas/json_fields.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/handlers.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace tidings::web {
namespace access {
namespace {
namespace json = boost::json;
using json_fields::text_in;

std::string key_of(const std::string& session, std::string_view route, const practice_id& practice,
                   const std::string& id) {
  std::string key = session;
  for (const std::string_view part : {route, practice.text(), std::string_view(id)}) {
    key += '|';
    key += part;
  }
  return key;
}

} // namespace

shown_ids looks::fresh(const std::string& session, std::string_view route, const shown_ids& shown) const {
  shown_ids left;
  for (const auto& [practice, ids] : shown)
    for (const auto& id : ids)
      if (!seen_.contains(key_of(session, route, practice, id))) left[practice].push_back(id);
  return left;
}

void looks::keep(const std::string& session, std::string_view route, const practice_id& practice,
                 const std::vector<std::string>& ids) {
  if (seen_.size() + ids.size() > rows_max) seen_.clear();
  for (const auto& id : ids) seen_.insert(key_of(session, route, practice, id));
}

shown_ids ids_in(std::string_view body, const practice_id& asked, const std::string& named) {
  json::error_code wrong;
  const auto parsed = json::parse(json::string_view(body.data(), body.size()), wrong);
  const auto* page = wrong ? nullptr : parsed.if_object();
  shown_ids shown;
  const auto add = [&](const json::object& row, const std::string& id) {
    const auto own = practice_id::parse(text_in(row, "practice"));
    const auto practice = own ? *own : asked;
    if (!practice.empty() && !id.empty()) shown[practice].push_back(id);
  };
  if (!named.empty()) {
    const auto* head = page ? page->if_contains("head") : nullptr;
    add(head && head->is_object() ? head->get_object() : json::object(), named);
    return shown;
  }
  if (!page) return shown;
  for (const auto& [name, rows] : *page)
    if (rows.is_array())
      for (const auto& row : rows.get_array())
        if (const auto* one = row.if_object()) add(*one, text_in(*one, "id"));
  return shown;
}

} // namespace access

namespace {

/// Routes that show what happened to patients. What they show of the practice as a whole isn't anybody's.
constexpr std::array<std::string_view, 11> watched = {
    "/api/v1/messages",         "/api/v1/messages/{}", "/api/v1/replies", "/api/v1/conversations",
    "/api/v1/conversations/{}", "/api/v1/staff-items", "/api/v1/waiting", "/api/v1/data-quality",
    "/api/v1/fft/{}",           "/api/v1/fft/{}/csv",  "/api/v1/today"};

/// The practices' entries that are still to be written, one after the other.
struct record {
  call_ptr one;
  access::shown_ids left;
  std::function<void()> show;
};

void write_next(house& home, const std::shared_ptr<record>& what) {
  if (what->left.empty()) return what->show();
  const auto next = what->left.extract(what->left.begin());
  const auto& who = *what->one->who;
  tell(home, next.key(), keep_audit_entry{}, mark_of(home, *what->one, who, next.mapped()),
       [&home, what, practice = next.key(), ids = next.mapped(), session = who.id](const answer& said) {
         if (!said.accepted)
           return what->one->done(
               refusal(failure{said.refusal == error_code::none ? error_code::refused : said.refusal,
                               "not shown, since the audit trail could not be written: " + said.reason}));
         home.looks.keep(session, what->one->route, practice, ids);
         write_next(home, what);
       });
}

} // namespace

void when_on_record(house& home, const call_ptr& one, std::string_view body, std::function<void()> show) {
  const bool is_watched = std::find(watched.begin(), watched.end(), one->route) != watched.end();
  if (one->as.role != user_role::support || !is_watched) return show();
  const auto asked = one->asked.query.find("practice");
  auto practice = asked == one->asked.query.end() ? std::optional<practice_id>() : practice_id::parse(asked->second);
  auto named = one->arguments.empty() ? std::string() : one->arguments.front();
  if (!practice && !named.empty()) practice = practice_id::parse(named);
  const auto shown = access::ids_in(body, practice.value_or(practice_id{}), named);
  const auto what = std::make_shared<record>();
  what->one = one;
  what->left = home.looks.fresh(one->who->id, one->route, shown);
  what->show = std::move(show);
  write_next(home, what);
}

} // namespace tidings::web
