#include "actors/board/waiting_answer.hpp"

#include "schemas/event_codec.hpp"
#include "schemas/json.hpp"
#include "schemas/waiting_views.hpp"

#include <boost/json/serialize.hpp>

#include <algorithm>
#include <tuple>

namespace tidings {
namespace {

template <class Enum> std::string word(Enum x) { return boost::describe::enum_to_string(x, ""); }
template <class Tag> std::string text_of(const uuid_of<Tag>& id) { return id.is_nil() ? std::string() : to_text(id); }
view::maybe moment(timestamp at) { return at == timestamp{} ? view::maybe() : iso8601(at); }

view::slot_offer offer_view(const offer_row& row) {
  return {.patient = row.patient.value,
          .message = text_of(row.message),
          .state = row.how ? word(*row.how) : "asked",
          .asked_at = iso8601(row.at),
          .ended_at = moment(row.ended_at),
          .reply = text_of(row.reply),
          .why = row.why};
}

std::string state_of(const slot_row& row) {
  if (row.how) return word(*row.how);
  const bool promised = std::any_of(row.offers.begin(), row.offers.end(),
                                    [](const offer_row& one) { return one.how == offer_end::taken; });
  return promised ? "promised" : "open";
}

view::freed_slot slot_view(const practice_row& practice, const slot_row& row) {
  view::freed_slot shown{.id = to_text(row.what.id),
                         .practice = practice.id.str(),
                         .starts_at = iso8601(row.what.starts_at),
                         .minutes = row.what.minutes,
                         .session = row.what.session,
                         .clinician = row.what.clinician,
                         .slot_type = row.what.slot_type,
                         .site = row.what.site,
                         .freed_at = iso8601(row.at),
                         .state = state_of(row),
                         .closed_at = moment(row.closed_at),
                         .by = row.by,
                         .offers = {}};
  for (const auto& offer : row.offers) shown.offers.push_back(offer_view(offer));
  return shown;
}

view::waiting_page page_of(const practice_row& practice) {
  view::waiting_page page;
  std::vector<std::pair<const waiting_id*, const waiting_row*>> waiting;
  for (const auto& [id, row] : practice.waiting_list.waiting) waiting.emplace_back(&id, &row);
  std::sort(waiting.begin(), waiting.end(), [](const auto& a, const auto& b) {
    return std::tie(a.second->since, *a.first) < std::tie(b.second->since, *b.first);
  });
  for (const auto& [id, row] : waiting)
    page.waiting.push_back({.id = to_text(*id),
                            .practice = practice.id.str(),
                            .patient = row->patient.value,
                            .session = row->session,
                            .clinician = row->clinician,
                            .since = iso8601(row->since),
                            .by = row->by,
                            .name = {}});
  std::vector<const slot_row*> slots;
  for (const auto& [id, row] : practice.waiting_list.slots) slots.push_back(&row);
  std::sort(slots.begin(), slots.end(),
            [](const auto* a, const auto* b) { return std::tie(b->at, b->what.id) < std::tie(a->at, a->what.id); });
  for (const auto* row : slots) page.slots.push_back(slot_view(practice, *row));
  return page;
}

board_answer ok(const view::waiting_page& page) { return {200, boost::json::serialize(to_json(page))}; }

/// With the names that stand in the log, of those who have waited longest.
board_result with_names(const practice_row& practice, view::waiting_page page) {
  std::vector<std::uint32_t> sequences;
  for (std::size_t i = 0; i < page.waiting.size() && i < board_names_revealed_max; ++i)
    if (const auto id = parse_id<waiting_id>(page.waiting[i].id))
      sequences.push_back(practice.waiting_list.waiting.at(*id).sequence);
  std::sort(sequences.begin(), sequences.end());
  return board_wants_log{stretches_of(practice.id, std::move(sequences)),
                         [page = std::move(page)](const std::vector<log_entry>& entries) mutable {
                           std::map<std::string, std::string> names;
                           for (const auto& entry : entries) {
                             if (entry.what.type != waiting_changed::type) continue;
                             const auto what = decode(entry.what);
                             const auto* one = what ? std::get_if<waiting_changed>(&*what) : nullptr;
                             if (one && one->waits) names[to_text(one->entry)] = one->name.reveal();
                           }
                           for (auto& row : page.waiting)
                             if (const auto found = names.find(row.id); found != names.end()) row.name = found->second;
                           return ok(page);
                         }};
}

} // namespace

board_result waiting_answer(const board_view& board, const query_parameters& parameters) {
  const auto named = parameters.find("practice");
  const auto id = named == parameters.end() ? std::nullopt : practice_id::parse(named->second);
  const auto* practice = id && board.shows(*id) ? board.state.find_practice(*id) : nullptr;
  if (!practice) {
    if (!board.about.caught_up)
      return board_error(503, "starting", "the event log is still being read; ask again in a few seconds");
    return board_error(404, "not_found", "no practice has this code");
  }
  auto page = page_of(*practice);
  const auto asked = parameters.find("reveal");
  if (asked != parameters.end() && asked->second == "1" && !page.waiting.empty())
    return with_names(*practice, std::move(page));
  return ok(page);
}

} // namespace tidings
