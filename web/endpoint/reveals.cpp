// Who is shown patients' data: the answer waits until the audit trail has its entry on disk.
#include "schemas/json_fields.hpp"
#include "web/endpoint/access/rules.hpp"
#include "web/endpoint/crypto.hpp"
#include "web/endpoint/errors_json.hpp"
#include "web/endpoint/handlers.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <charconv>

namespace tidings::web {
namespace {
namespace json = boost::json;
using json_fields::text_in;

constexpr std::size_t session_characters = 16; ///< of the digest: enough to tell sessions apart

struct shown_rows {
  std::string practice;
  std::vector<std::string> ids;
};

/// The ids of a page of rows, or of a message's page. Nothing when these are not the board's words.
std::optional<shown_rows> rows_in(const std::string& body) {
  json::error_code error;
  const auto parsed = json::parse(body, error);
  if (error || !parsed.is_object()) return std::nullopt;
  const auto& page = parsed.get_object();
  shown_rows shown;
  const auto add = [&](const json::value& row) {
    if (!row.is_object()) return;
    shown.practice = text_in(row.get_object(), "practice");
    shown.ids.push_back(text_in(row.get_object(), "id"));
  };
  if (const auto* head = page.if_contains("head")) {
    add(*head);
    if (auto patient = text_in(page, "patient"); !patient.empty()) shown.ids.push_back(std::move(patient));
    return shown;
  }
  if (page.contains("events")) { // of one patient
    add(parsed);
    return shown;
  }
  if (const auto* rows = page.if_contains("rows"); rows && rows->is_array()) { // who opted out
    shown.practice = text_in(page, "practice");
    for (const auto& row : rows->get_array())
      if (row.is_object())
        shown.ids.push_back("event " + std::to_string(row.at("sequence").to_number<std::uint64_t>()));
    return shown;
  }
  for (const auto* name : {"messages", "replies", "waiting", "patients"})
    if (const auto* rows = page.if_contains(name); rows && rows->is_array()) {
      for (const auto& row : rows->get_array()) add(row);
      return shown;
    }
  return std::nullopt;
}

/// What a file of patients says: whose they are, and the file.
std::optional<std::pair<shown_rows, std::string>> file_in(const std::string& body) {
  json::error_code error;
  const auto parsed = json::parse(body, error);
  const auto* page = error ? nullptr : parsed.if_object();
  const auto* ids = page ? page->if_contains("ids") : nullptr;
  if (!ids || !ids->is_array() || !page->contains("csv")) return std::nullopt;
  shown_rows shown{text_in(*page, "practice"), {}};
  for (const auto& id : ids->get_array())
    if (id.is_string()) shown.ids.emplace_back(id.get_string());
  return std::pair(std::move(shown), text_in(*page, "csv"));
}

void show_when_written(house& home, const call_ptr& one, const practice_id& practice, std::vector<std::string> ids,
                       response shown) {
  auto mark = mark_of(home, *one, *one->who, ids);
  tell(home, practice, keep_audit_entry{}, std::move(mark),
       [&home, one, practice, ids, shown = std::move(shown)](answer said) mutable {
         if (said.accepted) return one->done(std::move(shown));
         // A practice that has left: its rows are still there, and whoever sees them is kept by the host.
         if (said.refusal == error_code::not_found && !practice.is_host()) {
           ids.insert(ids.begin(), "practice " + practice.str());
           return show_when_written(home, one, practice_id::host(), std::move(ids), std::move(shown));
         }
         one->done(refusal(failure{said.refusal == error_code::none ? error_code::refused : said.refusal,
                                   "not shown, since the audit trail could not be written: " + said.reason}));
       });
}

std::optional<api_error> wrong_wish(const house& home, const call& one, const parameters& query) {
  const bool many = one.arguments.empty();
  if (many && !query.contains("practice"))
    return api_error{"missing", "what is revealed is one practice's: give its ODS code", "practice"};
  if (const auto limit = query.find("limit"); limit != query.end()) {
    std::size_t rows = 0;
    std::from_chars(limit->second.data(), limit->second.data() + limit->second.size(), rows);
    if (rows > revealed_rows_max)
      return api_error{"bad_value", "at most " + std::to_string(revealed_rows_max) + " rows are revealed at once",
                       "limit"};
  }
  if (home.reason_needed && !query.contains("reason"))
    return api_error{"missing", "say why you need to see patients' data", "reason"};
  return std::nullopt;
}

std::optional<response> may_not_be_shown(const house& home, const call& one, const parameters& query) {
  if (auto why = not_on_purpose(home, one.asked, *one.who)) return why;
  if (!access::may_reveal(one.as.role, one.asked.method, one.route))
    return refusal(403, "forbidden", "your role isn't shown patients' data", "reveal");
  if (auto wrong = wrong_wish(home, one, query)) return refusal(400, {std::move(*wrong)});
  return std::nullopt;
}
} // namespace

audit_mark_ptr mark_of(const house& home, const call& one, const session& who, std::vector<std::string> objects) {
  audit_mark mark;
  mark.request = random_id<request_id>();
  mark.user = who.user;
  mark.role = access::word_of(one.as.role);
  mark.session = home.keys.sign("audit", who.id).substr(0, session_characters);
  mark.action = (one.asked.method == "HEAD" ? "GET" : one.asked.method) + " " + std::string(one.route);
  mark.objects = std::move(objects);
  if (const auto reason = one.asked.query.find("reason"); reason != one.asked.query.end()) mark.reason = reason->second;
  return std::make_shared<const audit_mark>(std::move(mark));
}

void ask_revealed(house& home, const call_ptr& one, std::string resource, parameters query) {
  if (auto why = may_not_be_shown(home, *one, query)) return one->done(std::move(*why));
  query.erase("reason");
  ask_board(home, one, std::move(resource), std::move(query), [&home, one](http_answer said) {
    if (said.status != 200) return one->done(api_json(said.status, std::move(said.body)));
    auto shown = rows_in(said.body);
    if (!shown) return one->done(refusal(503, "unavailable", "the board gave no rows"));
    if (shown->ids.empty()) return one->done(api_json(200, std::move(said.body)));
    const auto practice = shown->practice == "host" ? practice_id::host() : practice_id::parse(shown->practice);
    if (!practice) return one->done(refusal(503, "unavailable", "the board names no practice"));
    show_when_written(home, one, *practice, std::move(shown->ids), api_json(200, std::move(said.body)));
  });
}

void ask_revealed_file(house& home, const call_ptr& one, std::string resource, parameters query, std::string name) {
  if (auto why = may_not_be_shown(home, *one, query)) return one->done(std::move(*why));
  query.erase("reason");
  query["reveal"] = "1";
  query["format"] = "csv";
  ask_board(home, one, std::move(resource), std::move(query), [&home, one, name = std::move(name)](http_answer said) {
    if (said.status != 200) return one->done(api_json(said.status, std::move(said.body)));
    auto file = file_in(said.body);
    const auto practice = file ? practice_id::parse(file->first.practice) : std::nullopt;
    if (!practice) return one->done(refusal(503, "unavailable", "the board gave no file"));
    show_when_written(home, one, *practice, std::move(file->first.ids), csv_file(std::move(file->second), name));
  });
}

} // namespace tidings::web
