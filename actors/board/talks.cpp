#include "actors/board/talks.hpp"

#include "actors/board/names.hpp"
#include "actors/board/rows.hpp"
#include "schemas/conversation_views.hpp"
#include "schemas/json.hpp"

#include <boost/json/serialize.hpp>
#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace tidings {
namespace {

std::string tail_text(const std::array<char, 3>& tail) {
  return tail[0] == 0 ? std::string() : "…" + std::string(tail.data(), tail.size());
}

template <class Enum> std::string word(Enum x) { return boost::describe::enum_to_string(x, ""); }

std::string given(const query_parameters& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

view::fft_row row_of(std::string method, const std::array<view::count, 7>& scores) {
  view::fft_row row{.method = std::move(method),
                    .very_good = scores[1],
                    .good = scores[2],
                    .neither = scores[3],
                    .poor = scores[4],
                    .very_poor = scores[5],
                    .dont_know = scores[6]};
  row.total = row.very_good + row.good + row.neither + row.poor + row.very_poor + row.dont_know;
  return row;
}

view::fft_figures figures_of(const practice_row& practice, const std::string& month) {
  view::fft_figures all{.practice = practice.id.str(), .month = month};
  const auto found = practice.fft.find(month);
  const fft_month figures = found == practice.fft.end() ? fft_month{} : found->second;
  all.asked = figures.asked;
  all.comments = figures.comments;
  std::array<view::count, 7> sum{};
  for (std::size_t method = 0; method < figures.answers.size(); ++method) {
    all.methods.push_back(row_of(word(static_cast<fft_method>(method)), figures.answers[method]));
    for (std::size_t score = 0; score < sum.size(); ++score) sum[score] += figures.answers[method][score];
  }
  all.total = row_of("all", sum);
  return all;
}

std::string csv_line(const view::fft_figures& all, const view::fft_row& row) {
  return fmt::format("{},{},{},{},{},{},{},{},{},{}\r\n", all.practice, all.month, row.method, row.very_good, row.good,
                     row.neither, row.poor, row.very_poor, row.dont_know, row.total);
}

/// RFC 4180. Codes, months and words of ours only: nothing needs quotes.
std::string csv_of(const view::fft_figures& all) {
  std::string text = "Practice code,Month,Collection method,Very good,Good,Neither good nor poor,Poor,Very poor,"
                     "Don't know,Total\r\n";
  for (const auto& row : all.methods) text += csv_line(all, row);
  return text + csv_line(all, all.total);
}

} // namespace

std::string london_month(timestamp at) {
  const auto here = date::locate_zone("Europe/London")->to_local(at);
  const date::year_month_day day(date::floor<date::days>(here));
  return fmt::format("{:04}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()));
}

bool is_month(std::string_view text) {
  if (text.size() != 7 || text[4] != '-') return false;
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U})
    if (text[i] < '0' || text[i] > '9') return false;
  const int month = (text[5] - '0') * 10 + text[6] - '0';
  return month >= 1 && month <= 12;
}

board_answer fft_answer(const board_view& board, const std::string& practice, const query_parameters& parameters) {
  const auto id = practice_id::parse(practice);
  const auto* row = id && board.shows(*id) ? board.state.find_practice(*id) : nullptr;
  if (!row) return board_error(404, "not_found", "no practice has this code");
  const auto month = given(parameters, "month");
  if (!is_month(month)) return board_error(400, "bad_value", "must be a month such as 2026-10", "month");
  const auto figures = figures_of(*row, month);
  if (given(parameters, "format") == "csv") return {200, csv_of(figures)};
  return {200, boost::json::serialize(to_json(figures))};
}

view::conversation conversation_view(const board_state& state, const practice_row& practice, const std::string& id,
                                     const conversation_row& row, const known_people& whose) {
  return {.id = id,
          .practice = practice.id.str(),
          .from = tail_text(row.from),
          .status = word(row.status),
          .assigned_to = state.words.text(row.assigned_to),
          .last_at = iso8601(row.at),
          .last_reply = to_text(row.last_reply),
          .replies = row.replies,
          .notes = row.notes,
          .disputed = row.disputed,
          .by = word(row.by),
          .people = whose.people,
          .patient = key_text_of(whose.patient)};
}

board_result conversations_answer(const board_view& board, const query_parameters& parameters) {
  const auto practice = given(parameters, "practice"), status = given(parameters, "state"),
             whose = given(parameters, "user"), limit = given(parameters, "limit");
  struct found_one {
    const practice_row* practice;
    const std::string* id;
    const conversation_row* row;
  };
  std::vector<found_one> found;
  for (const auto& one : board.state.practices) {
    if (!board.shows(one.id) || (!practice.empty() && one.id.str() != practice)) continue;
    for (const auto& [id, row] : one.conversations)
      if ((status.empty() || word(row.status) == status) &&
          (whose.empty() || board.state.words.text(row.assigned_to) == whose))
        found.push_back({&one, &id, &row});
  }
  std::sort(found.begin(), found.end(),
            [](const auto& a, const auto& b) { return std::tie(b.row->at, *a.id) < std::tie(a.row->at, *b.id); });
  const std::size_t most = limit.empty() ? 100 : std::min<std::size_t>(std::stoul(limit), board_page_max);
  const auto total = found.size();
  if (found.size() > most) found.resize(most);
  std::map<const practice_row*, people_finder> people;
  for (const auto& one : found) people[one.practice].ask(*one.row);
  for (auto& [of, finder] : people) finder.look(of->quality);
  if (given(parameters, "reveal") == "1") {
    const auto id = practice_id::parse(practice);
    const auto* of = id && board.shows(*id) ? board.state.find_practice(*id) : nullptr;
    if (!of) return board_error(404, "not_found", "no practice has this code");
    std::vector<std::uint64_t> patients;
    for (const auto& one : found) patients.push_back(people[of].of(*one.row).patient);
    return names_answer(*of, patients, parameters);
  }
  std::vector<view::conversation> rows;
  for (const auto& one : found)
    rows.push_back(conversation_view(board.state, *one.practice, *one.id, *one.row, people[one.practice].of(*one.row)));
  return board_answer{200,
                      boost::json::serialize(boost::json::object{{"conversations", to_json(rows)}, {"total", total}})};
}

} // namespace tidings
