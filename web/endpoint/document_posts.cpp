// A conversation that staff file in the record: the board knows what was said, the practice whose record it is.
#include "schemas/documents.hpp"
#include "schemas/json_fields.hpp"
#include "web/endpoint/flat_body.hpp"
#include "web/endpoint/quality_handlers.hpp"
#include "web/endpoint/text.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <charconv>
#include <chrono>

namespace tidings::web {
namespace {

using json_fields::text_in;

/// The number that begins there; less than zero: none.
int number_at(std::string_view text, std::size_t at, std::size_t digits) {
  int found = -1;
  const auto part = at < text.size() ? text.substr(at, digits) : std::string_view();
  std::from_chars(part.data(), part.data() + part.size(), found);
  return found;
}

/// As `iso8601` writes it, to the second. Zero: it can't be read.
timestamp moment_in(const boost::json::object& line, std::string_view name) {
  const auto text = text_in(line, name);
  const int year = number_at(text, 0, 4), month = number_at(text, 5, 2), day = number_at(text, 8, 2);
  const int hour = number_at(text, 11, 2), minute = number_at(text, 14, 2), second = number_at(text, 17, 2);
  if (std::min({year, month, day, hour, minute, second}) < 0) return {};
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  if (!date.ok()) return {};
  return timestamp(std::chrono::sys_days(date)) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
         std::chrono::seconds(second);
}

/// What became of a text, for whoever reads the record: message_state's words are the broker's own.
std::string_view became(std::string_view state) {
  if (state == "delivered" || state == "sent") return state;
  if (state == "accepted" || state == "dispatching") return "not yet sent";
  if (state == "in_doubt") return "perhaps not sent";
  if (state == "permanent_failure" || state == "temporary_failure") return "not delivered";
  return state.empty() ? "" : "not sent";
}

/// The latest that fits into one document.
void keep_within_limits(document_lines& lines) {
  std::size_t words = 0, kept = 0;
  for (auto one = lines.all.rbegin(); one != lines.all.rend() && kept < document_lines_max; ++one, ++kept) {
    constexpr std::size_t around = 200; // its other fields
    words += one->text.size() + around;
    if (words > document_words_max) break;
  }
  if (kept == lines.all.size()) return;
  lines.cut = true;
  lines.all.erase(lines.all.begin(), lines.all.end() - static_cast<std::ptrdiff_t>(kept));
}

/// What was said, from the conversation's page. Nothing: the page can't be read.
std::optional<document_lines> lines_in(std::string_view page) {
  boost::system::error_code failed;
  const auto root = boost::json::parse(page, failed);
  const auto* rows = !failed && root.is_object() ? root.get_object().if_contains("lines") : nullptr;
  if (rows == nullptr || !rows->is_array()) return std::nullopt;
  document_lines out;
  if (const auto* cut = root.get_object().if_contains("cut")) out.cut = cut->is_bool() && cut->get_bool();
  for (const auto& row : rows->get_array()) {
    if (!row.is_object()) return std::nullopt;
    const auto& line = row.get_object();
    const auto type = text_in(line, "type");
    if (type == "reply_received")
      out.all.push_back({moment_in(line, "at"), document_voice::patient, {}, text_in(line, "body")});
    else if (type == "message_accepted")
      // A reminder is accepted days before it is sent.
      out.all.push_back({std::max(moment_in(line, "at"), moment_in(line, "due_at")), document_voice::practice,
                         text_in(line, "by"), text_in(line, "body"), std::string(became(text_in(line, "state")))});
  }
  std::stable_sort(out.all.begin(), out.all.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  keep_within_limits(out);
  return out;
}

} // namespace

void post_conversation_document(house& home, const call_ptr& one) {
  const auto& id = one->arguments[0];
  if (!is_conversation(id)) return one->done(refusal(404, "not_found", "no conversation has this id"));
  const auto practice = practice_for(home, one);
  if (!practice) return;
  if (const auto fields = body_of(*one, {}); !fields) return;
  const auto key = key_of(*one);
  if (!key) return;
  const auto operation =
      id_from_name<operation_id>("conversation filed", practice->str() + '|' + id + '|' + one->who->user + '|' + *key);
  // Nobody is shown these words: they go into the record, and the audit trail says by whom.
  ask_board(home, one, "conversations/" + id, {{"practice", practice->str()}, {"reveal", "1"}},
            [&home, one, practice = *practice, id, operation](const http_answer& said) {
              if (said.status != 200) return one->done(api_json(said.status, said.body));
              const auto lines = lines_in(said.body);
              if (!lines) return one->done(refusal(503, "unavailable", "the board gave no conversation"));
              tell_and_answer(home, one, practice,
                              file_conversation{id, operation, secret_text(encode(*lines)), one->who->user}, 201, id);
            });
}

} // namespace tidings::web
