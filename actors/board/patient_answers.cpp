// The rows say where in the log it stands; the log says what it was.
#include "actors/board/patient_answers.hpp"

#include "actors/board/csv.hpp"
#include "actors/board/rows.hpp"
#include "schemas/event_codec.hpp"
#include "schemas/patient_views.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <charconv>
#include <limits>

namespace tidings {
namespace {

template <class Enum> std::string word(Enum x) { return boost::describe::enum_to_string(x, ""); }

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

/// A page of a list that goes back through the log.
struct back_page {
  std::uint32_t before = std::numeric_limits<std::uint32_t>::max();
  std::size_t limit = board_history_page_default;
  reveal secrets = reveal::no;
  bool as_csv = false;

  static tl::expected<back_page, board_answer> parse(const query_parameters& parameters) {
    back_page page;
    if (const auto before = given(parameters, "before"); !before.empty()) {
      const auto number = whole_number(before);
      if (!number)
        return tl::unexpected(board_error(400, "bad_value", "is not a cursor of an earlier answer", "before"));
      page.before = *number;
    }
    if (const auto limit = whole_number(given(parameters, "limit")))
      page.limit = std::clamp<std::size_t>(*limit, 1, board_history_page_max);
    if (given(parameters, "reveal") == "1") page.secrets = reveal::yes;
    page.as_csv = given(parameters, "format") == "csv";
    if (page.as_csv) page.limit = csv_rows_max;
    return page;
  }
};

/// The latest of these that a page holds, and the cursor to the others.
view::maybe cut_to(const back_page& page, std::vector<std::uint32_t>& sequences) {
  std::sort(sequences.begin(), sequences.end(), std::greater<>());
  sequences.erase(std::unique(sequences.begin(), sequences.end()), sequences.end());
  if (sequences.size() <= page.limit) return std::nullopt;
  sequences.resize(page.limit);
  return std::to_string(sequences.back());
}

tl::expected<const practice_row*, board_answer> practice_in(const board_view& board,
                                                            const query_parameters& parameters) {
  const auto id = practice_id::parse(given(parameters, "practice"));
  const auto* row = id && board.shows(*id) ? board.state.find_practice(*id) : nullptr;
  if (row) return row;
  if (!board.about.caught_up)
    return tl::unexpected(
        board_error(503, "starting", "the event log is still being read; ask again in a few seconds"));
  return tl::unexpected(board_error(404, "not_found", "no practice has this code"));
}

struct history_plan {
  view::patient_history page;
  patient_id patient;
  std::vector<std::uint32_t> sequences;
  std::map<message_id, std::string> states; ///< of the messages on the page, now
  std::map<message_id, std::string> reasons;
  reveal secrets = reveal::no;
};

/// Everything of this patient's before the cursor.
void collect(history_plan& plan, const board_state& state, std::uint32_t practice, std::uint32_t before) {
  const auto wanted = std::hash<patient_id>{}(plan.patient);
  const auto add = [&](std::uint32_t sequence) {
    if (sequence < before) plan.sequences.push_back(sequence);
  };
  state.messages.of_practice(practice, [&](const message_row& row) {
    if (row.patient != wanted || row.events.empty()) return;
    add(row.events.front());
    plan.states[row.id] = message_view(state, row).state;
    plan.reasons[row.id] = row.reason;
  });
  state.replies.of_practice(practice, [&](const reply_row& row) {
    if (row.patient == wanted) add(row.sequence);
  });
  state.operations.of_practice(practice, [&](const operation_row& row) {
    if (row.patient == wanted)
      for (const auto sequence : row.events) add(sequence);
  });
  for (const auto& row : state.practices[practice].wishes)
    if (row.patient == wanted) add(row.sequence);
}

/// Turns an event into its line; false: it is another patient's after all, hashes being what they are.
struct line_writer {
  const history_plan& plan;
  view::patient_event& line;
  std::map<operation_id, operation_kind>& operations; ///< of this patient

  bool shown() const { return plan.secrets == reveal::yes; }
  void of_message(const message_id& id) {
    line.sort = "message";
    line.id = to_text(id);
    if (const auto now = plan.states.find(id); now != plan.states.end()) line.state = now->second;
    if (const auto why = plan.reasons.find(id); why != plan.reasons.end() && !why->second.empty())
      line.summary += " Last said: " + why->second + '.';
  }
  bool operator()(const message_accepted& e) {
    if (e.patient != plan.patient) return false;
    of_message(e.message);
    line.kind = word(e.kind);
    line.channel = word(e.by);
    line.by = e.asked_by;
    line.test = e.test;
    if (shown()) line.body = e.text.reveal();
    return true;
  }
  bool operator()(const message_suppressed& e) {
    if (e.patient != plan.patient) return false;
    of_message(e.message);
    line.summary = "Not sent: " + e.reason + '.';
    line.by = e.asked_by;
    return true;
  }
  bool operator()(const reply_received& e) {
    if (e.patient != plan.patient) return false;
    line.sort = "reply";
    line.id = to_text(e.reply);
    line.kind = word(e.meaning);
    line.channel = heard_by(e.by);
    line.automatic = e.automatic;
    line.urgent = e.meaning == reply_meaning::urgent;
    if (shown()) line.body = e.text.reveal();
    return true;
  }
  bool operator()(const operation_requested& e) {
    if (e.patient != plan.patient) return false;
    operations[e.operation] = e.kind;
    line.sort = "operation";
    line.id = to_text(e.operation);
    line.kind = word(e.kind);
    return true;
  }
  /// It names no patient: its request stands on this page too, or on the next.
  bool operator()(const operation_finished& e) {
    line.sort = "operation";
    line.id = to_text(e.operation);
    line.state = word(e.result);
    if (const auto kind = operations.find(e.operation); kind != operations.end()) line.kind = word(kind->second);
    return true;
  }
  bool of_wish(const patient_id& patient, const std::string& by) {
    line.sort = "wish";
    line.by = by;
    return patient == plan.patient;
  }
  bool operator()(const opted_out& e) { return of_wish(e.patient, e.by); }
  bool operator()(const opted_in& e) { return of_wish(e.patient, e.by); }
  template <class Other> bool operator()(const Other&) { return false; }
};

board_answer history_from(const history_plan& plan, const std::vector<log_entry>& entries) {
  std::map<std::uint64_t, const log_entry*> mine; // in their order; stretches may overlap
  for (const auto& entry : entries)
    if (std::find(plan.sequences.begin(), plan.sequences.end(), entry.sequence) != plan.sequences.end())
      mine.emplace(entry.sequence, &entry);
  auto page = plan.page;
  timeline_writer writer;
  std::map<operation_id, operation_kind> operations;
  for (const auto& [sequence, entry] : mine) {
    const auto what = decode(entry->what);
    if (!what) continue;
    const auto words = writer.line(*what, sequence, entry->what.at);
    view::patient_event line{.sequence = sequence, .at = words.at, .sort = {}, .id = {}};
    line.summary = words.summary;
    if (std::visit(line_writer{plan, line, operations}, *what)) page.events.push_back(std::move(line));
  }
  std::reverse(page.events.begin(), page.events.end());
  return {200, boost::json::serialize(to_json(page))};
}

// -- opt-outs -----------------------------------------------------------------------------------

view::opt_out row_of(const log_entry& entry, const opted_out& e, reveal secrets) {
  view::opt_out row{.sequence = entry.sequence,
                    .at = iso8601(entry.what.at),
                    .channel = word(e.on),
                    .kinds = {},
                    .by = e.by.starts_with("reply ") ? std::string("reply") : e.by,
                    .told = word(e.told),
                    .number = e.number.reveal(),
                    .patient = e.patient.value};
  for (const auto kind : e.kinds) row.kinds.push_back(word(kind));
  if (secrets == reveal::no && row.number.size() > 3) row.number = "…" + row.number.substr(row.number.size() - 3);
  return row;
}

/// As the page has it: with the plus that a telephone wants.
std::string number_in(const view::opt_out& row) {
  return row.channel == "email" || row.number.empty() || row.number.starts_with("…") ? row.number : '+' + row.number;
}

board_answer csv_of(const view::opt_outs& page) {
  auto text =
      csv_line({"Since", "Number or address", "Wants no more", "Of these kinds", "Taken down by", "How", "Patient"});
  std::vector<std::string> ids;
  for (const auto& row : page.rows) {
    std::string kinds;
    for (const auto& one : row.kinds) kinds += (kinds.empty() ? "" : "; ") + one;
    text +=
        csv_line({row.at, number_in(row), row.channel, kinds.empty() ? "all" : kinds,
                  row.by == "reply" ? "their own text" : row.by, row.told == "unknown" ? "" : row.told, row.patient});
    ids.push_back("event " + std::to_string(row.sequence));
  }
  if (page.next) text += csv_cut_line(page.rows.size());
  return csv_of_patients(page.practice, ids, text);
}

board_answer page_of(const view::opt_outs& page, bool as_csv) {
  return as_csv ? csv_of(page) : board_answer{200, boost::json::serialize(to_json(page))};
}

} // namespace

board_result patient_history_answer(const board_view& board, const std::string& patient,
                                    const query_parameters& parameters) {
  const auto practice = practice_in(board, parameters);
  if (!practice) return practice.error();
  const auto page = back_page::parse(parameters);
  if (!page) return page.error();
  history_plan plan;
  plan.patient = patient_id(patient);
  plan.secrets = page->secrets;
  plan.page.practice = (*practice)->id.str();
  plan.page.id = patient;
  collect(plan, board.state, board.state.practice_numbers.find((*practice)->id)->second, page->before);
  plan.page.next = cut_to(*page, plan.sequences);
  plan.page.whole = (*practice)->dropped == 0;
  if (plan.sequences.empty()) return history_from(plan, {});
  auto wanted = stretches_of((*practice)->id, plan.sequences);
  return board_wants_log{std::move(wanted), [plan = std::move(plan)](const std::vector<log_entry>& entries) {
                           return history_from(plan, entries);
                         }};
}

board_result opt_outs_answer(const board_view& board, const query_parameters& parameters) {
  const auto practice = practice_in(board, parameters);
  if (!practice) return practice.error();
  const auto page = back_page::parse(parameters);
  if (!page) return page.error();
  std::map<std::uint64_t, std::uint32_t> latest; // by number: its last opting out, while that holds
  for (const auto& row : (*practice)->wishes)
    if (row.out && (*practice)->opted_out.contains(row.mark)) latest[row.mark] = row.sequence;
  std::vector<std::uint32_t> sequences;
  for (const auto& [mark, sequence] : latest)
    if (sequence < page->before) sequences.push_back(sequence);
  view::opt_outs all{
      .practice = (*practice)->id.str(), .rows = {}, .numbers = (*practice)->opted_out.size(), .next = {}};
  all.next = cut_to(*page, sequences);
  if (sequences.empty()) return page_of(all, page->as_csv);
  auto wanted = stretches_of((*practice)->id, sequences);
  return board_wants_log{std::move(wanted), [all, sequences, page = *page](const std::vector<log_entry>& entries) {
                           std::map<std::uint64_t, view::opt_out, std::greater<>> rows;
                           for (const auto& entry : entries) {
                             if (std::find(sequences.begin(), sequences.end(), entry.sequence) == sequences.end())
                               continue;
                             const auto what = decode(entry.what);
                             if (const auto* one = what ? std::get_if<opted_out>(&*what) : nullptr)
                               rows.emplace(entry.sequence, row_of(entry, *one, page.secrets));
                           }
                           auto shown = all;
                           for (auto& [sequence, row] : rows) shown.rows.push_back(std::move(row));
                           return page_of(shown, page.as_csv);
                         }};
}

} // namespace tidings
