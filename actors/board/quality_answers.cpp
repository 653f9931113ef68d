#include "actors/board/quality_answers.hpp"

#include "actors/board/csv.hpp"
#include "actors/board/names.hpp"
#include "actors/board/rows.hpp"
#include "schemas/event_codec.hpp"
#include "schemas/quality_views.hpp"

#include <boost/describe/enum_from_string.hpp>
#include <boost/json/serialize.hpp>

#include <tl/expected.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

namespace tidings {
namespace {

using problem_set = std::array<bool, names_in<quality_problem>>;

constexpr std::size_t place_of(quality_problem one) { return static_cast<std::size_t>(one); }

/// What can only be told of a number by looking at all patients.
struct numbers {
  std::vector<std::uint64_t> all;      ///< sorted, one for each patient who has one
  std::vector<std::uint64_t> disputed; ///< sorted

  explicit numbers(const quality_rows& rows) {
    all.reserve(rows.patients.size());
    for (const auto& [id, one] : rows.patients)
      if (one.number != 0) all.push_back(one.number);
    for (const auto& [mark, number] : rows.disputed) disputed.push_back(number);
    std::sort(all.begin(), all.end());
    std::sort(disputed.begin(), disputed.end());
  }
  std::size_t sharing(std::uint64_t number) const {
    if (number == 0) return 0;
    const auto [first, last] = std::equal_range(all.begin(), all.end(), number);
    return static_cast<std::size_t>(last - first);
  }
  bool is_disputed(std::uint64_t number) const {
    return number != 0 && std::binary_search(disputed.begin(), disputed.end(), number);
  }
};

/// Of somebody who gets no messages anyhow nothing else is worth mending.
problem_set problems_of(const practice_row& practice, const numbers& known, const patient_quality& one) {
  problem_set found{};
  const auto set = [&](quality_problem which, bool has) { found[place_of(which)] = has; };
  set(quality_problem::dead, one.dead);
  set(quality_problem::deducted, one.deducted && !one.dead);
  set(quality_problem::shared_mobile, known.sharing(one.number) > 1);
  if (one.dead || one.deducted) return found;
  set(quality_problem::landline, one.shape == mobile_shape::landline);
  set(quality_problem::invalid_number, one.shape == mobile_shape::invalid);
  set(quality_problem::no_mobile, one.shape == mobile_shape::none);
  set(quality_problem::failing, practice.quality.failing.contains(one.number));
  set(quality_problem::disputed, known.is_disputed(one.number));
  set(quality_problem::no_consent, one.refused || practice.opted_out.contains(one.number));
  return found;
}

/// A patient of the page, as far as the board itself knows.
struct planned {
  problem_set problems{};
  std::size_t sharing = 0;
};

struct page_plan {
  view::quality_page page;
  std::map<std::uint32_t, planned> rows; ///< by the event that holds the record
  reveal secrets = reveal::no;
  bool as_csv = false;
};

std::string tail_text(std::string_view written) {
  std::string digits;
  for (const char c : written)
    if (c >= '0' && c <= '9') digits += c;
  return digits.size() < 3 ? std::string() : "…" + digits.substr(digits.size() - 3);
}

view::quality_row row_of(const page_plan& plan, const planned& about, const patient_details& who, timestamp at) {
  view::quality_row row{.id = who.id.value,
                        .practice = plan.page.practice,
                        .problems = {},
                        .mobile = tail_text(who.mobile.reveal()),
                        .sharing = about.sharing,
                        .read_at = iso8601(at),
                        .name = {},
                        .nhs_number = {},
                        .number = {}};
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<quality_problem>>([&](auto one) {
    if (about.problems[place_of(one.value)]) row.problems.emplace_back(one.name);
  });
  if (plan.secrets == reveal::no) return row;
  row.name = whole_name(who);
  row.nhs_number = who.nhs_number.reveal();
  row.number = who.mobile.reveal();
  return row;
}

board_answer csv_of(const view::quality_page& page) {
  auto text = csv_line({"Name", "NHS number", "Mobile in the record", "Problems", "Patients with this mobile",
                        "Record last changed", "Patient"});
  std::vector<std::string> ids;
  for (const auto& row : page.patients) {
    std::string problems;
    for (const auto& one : row.problems) problems += (problems.empty() ? "" : "; ") + one;
    std::replace(problems.begin(), problems.end(), '_', ' ');
    text +=
        csv_line({row.name, row.nhs_number, row.number, problems, std::to_string(row.sharing), row.read_at, row.id});
    ids.push_back(row.id);
  }
  if (page.next) text += csv_cut_line(page.patients.size());
  return csv_of_patients(page.practice, ids, text);
}

board_answer page_from(const page_plan& plan, const std::vector<log_entry>& entries) {
  std::map<std::uint32_t, view::quality_row> shown; // stretches may overlap
  for (const auto& entry : entries) {
    const auto sequence = static_cast<std::uint32_t>(entry.sequence);
    const auto wanted = plan.rows.find(sequence);
    if (wanted == plan.rows.end()) continue;
    const auto what = decode(entry.what);
    if (const auto* read = what ? std::get_if<patient_updated>(&*what) : nullptr)
      shown.emplace(sequence, row_of(plan, wanted->second, read->what, entry.what.at));
  }
  auto page = plan.page;
  for (auto at = shown.rbegin(); at != shown.rend(); ++at) page.patients.push_back(std::move(at->second));
  if (plan.as_csv) return csv_of(page);
  return {200, boost::json::serialize(to_json(page))};
}

std::string given(const query_parameters& parameters, const char* name) {
  const auto found = parameters.find(name);
  return found == parameters.end() ? std::string() : found->second;
}

std::optional<std::uint32_t> whole_number(std::string_view text) {
  std::uint32_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

struct wish {
  std::optional<quality_problem> problem; ///< nothing: the counts alone; of a file: whoever has any
  std::uint32_t before = std::numeric_limits<std::uint32_t>::max();
  std::size_t limit = board_quality_page_default;
  bool as_csv = false;

  bool fits(const problem_set& problems) const {
    if (problem) return problems[place_of(*problem)];
    return as_csv && std::find(problems.begin(), problems.end(), true) != problems.end();
  }
};

tl::expected<wish, board_answer> wish_of(const query_parameters& parameters) {
  wish asked;
  if (const auto name = given(parameters, "problem"); !name.empty()) {
    quality_problem problem{};
    if (!boost::describe::enum_from_string(name.c_str(), problem))
      return tl::unexpected(board_error(400, "bad_value", "must be one of the problems", "problem"));
    asked.problem = problem;
  }
  if (const auto before = given(parameters, "before"); !before.empty()) {
    const auto number = whole_number(before);
    if (!number) return tl::unexpected(board_error(400, "bad_value", "is not a cursor of an earlier answer", "before"));
    asked.before = *number;
  }
  if (const auto limit = whole_number(given(parameters, "limit")))
    asked.limit = std::min<std::size_t>(*limit, board_quality_page_max);
  asked.as_csv = given(parameters, "format") == "csv";
  if (asked.as_csv) asked.limit = csv_rows_max;
  return asked;
}

/// Counts everybody, and takes those who fit the wish: one more than a page holds, if there are so many.
std::vector<std::pair<std::uint32_t, planned>>
look_through(const practice_row& practice, const wish& asked,
             std::array<view::count, names_in<quality_problem>>& counts) {
  const numbers known(practice.quality);
  std::vector<std::pair<std::uint32_t, planned>> found;
  for (const auto& [id, one] : practice.quality.patients) {
    const auto problems = problems_of(practice, known, one);
    for (std::size_t i = 0; i < counts.size(); ++i) counts[i] += problems[i] ? 1 : 0;
    if (asked.fits(problems) && one.sequence < asked.before)
      found.emplace_back(one.sequence, planned{problems, known.sharing(one.number)});
  }
  const auto size = std::min(found.size(), asked.limit + 1);
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(size), found.end(),
                    [](const auto& a, const auto& b) { return a.first > b.first; });
  found.resize(size);
  return found;
}

} // namespace

board_result quality_answer(const board_view& board, const query_parameters& parameters) {
  const auto id = practice_id::parse(given(parameters, "practice"));
  const auto* practice = id && board.shows(*id) ? board.state.find_practice(*id) : nullptr;
  if (!practice && !board.about.caught_up)
    return board_error(503, "starting", "the event log is still being read; ask again in a few seconds");
  if (!practice) return board_error(404, "not_found", "no practice has this code");
  const auto asked = wish_of(parameters);
  if (!asked) return asked.error();
  std::array<view::count, names_in<quality_problem>> counts{};
  auto found = look_through(*practice, *asked, counts);
  page_plan plan;
  plan.page.practice = id->str();
  plan.page.problem = given(parameters, "problem");
  plan.secrets = given(parameters, "reveal") == "1" ? reveal::yes : reveal::no;
  plan.as_csv = asked->as_csv;
  boost::mp11::mp_for_each<boost::describe::describe_enumerators<quality_problem>>([&](auto one) {
    plan.page.counts.push_back({one.name, counts[place_of(one.value)]});
  });
  plan.page.known = practice->patients.size();
  plan.page.left_out = practice->quality.left_out;
  if (found.size() > asked->limit) {
    found.pop_back();
    plan.page.next = std::to_string(found.back().first);
  }
  plan.rows.insert(found.begin(), found.end());
  std::vector<std::uint32_t> wanted;
  for (const auto& [sequence, about] : plan.rows) wanted.push_back(sequence);
  if (wanted.empty()) return page_from(plan, {});
  return board_wants_log{
      stretches_of(*id, std::move(wanted)),
      [plan = std::move(plan)](const std::vector<log_entry>& entries) { return page_from(plan, entries); }};
}

} // namespace tidings
