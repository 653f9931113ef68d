// Slots that come free and who is asked: `waiting_list` of a practice's conversations.
#include "actors/node/config/conversations.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/values.hpp"
#include "actors/practice/personalise.hpp"
#include "schemas/connectors/microtest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace tidings::config {
namespace {

constexpr double minute = 60'000, hour = 60 * minute, day = 24 * hour;
constexpr double text_max = 918; ///< the six parts that networks join
constexpr int asked_most = 20;   ///< more would go on for days

const rule words_or_nothing{.what = shape::body, .low = 0, .high = text_max, .may_be_empty = true};
const rule name_of_session{shape::text, 1, 100};

constexpr std::array<std::string_view, 7> of_slot{
    "practice_name", "practice_phone", "appointment_date", "appointment_time", "clinician", "session", "site"};
constexpr std::array<std::string_view, 4> of_offer{"minutes", "title", "first_name", "last_name"};

bool is_field(std::string_view name, std::span<const std::string_view> known) {
  return std::any_of(known.begin(), known.end(),
                     [&](std::string_view one) { return placeholder_key(one) == placeholder_key(name); });
}

/// A text that would lack a field when it is wanted is told now.
void check_fields(reader& in, const node& map, std::string_view key, const std::string& text, bool offers) {
  const node* where = map.find(key);
  if (where == nullptr) return;
  for (const auto& each : placeholders(text))
    if (!is_field(each.name, of_slot) && !(offers && is_field(each.name, of_offer)))
      in.wrong(where->at, "a placeholder that can't be filled in here", fmt::format("`(({}))`", each.name),
               fmt::format("{}{}", fmt::join(of_slot, ", "),
                           offers ? fmt::format(", {}", fmt::join(of_offer, ", ")) : std::string()));
}

} // namespace

const options<waiting_list_settings>& waiting_list_options() {
  using s = waiting_list_settings;
  static const rule offer{.what = shape::body, .low = 20, .high = text_max};
  static const options<s> table{
      {"on", {shape::boolean}, &s::on, "Offer slots that come free to patients who wait for the session."},
      {"book",
       {shape::boolean},
       &s::book,
       "Book it for whoever said YES, by a database whose mapping file has `book`. Else staff do."},
      {"sessions", name_of_session, &s::sessions, "Only slots of these sessions. Empty: all."},
      {"not_sessions", name_of_session, &s::not_sessions, "Never slots of these."},
      {"answer_within", {shape::duration, 5 * minute, day}, &s::answer_within, "Then the next patient is asked."},
      {"notice_min", {shape::duration, 0, 60 * day}, &s::notice_min, "Nobody is asked later before the start."},
      {"asked_max", {shape::whole, 1, asked_most}, &s::asked_max, "So many are asked about one slot, one by one."},
      {"clinic_gone_at",
       {shape::whole, 2, 100},
       &s::clinic_gone_at,
       "When so many of one clinician's day go within an hour, the clinic may be off: none is offered."},
      {"offer", offer, &s::offer, "Asks whether they want it: ((minutes)), and what a reminder may say."},
      {"taken", words_or_nothing, &s::taken, "To whoever said YES first. Empty: nothing."},
      {"gone", words_or_nothing, &s::gone, "To the others who were asked, and to a YES that comes too late."},
      {"declined", words_or_nothing, &s::declined, "To whoever said NO. Empty: nothing."},
  };
  return table;
}

void read_waiting_list(reader& in, const node& what, conversation_settings& all) {
  const node* map = in.map(what, "a map of the waiting list's options");
  if (map == nullptr) return;
  auto& into = all.waiting_list;
  in.fill(*map, waiting_list_options(), into);
  check_fields(in, *map, "offer", into.offer, true);
  check_fields(in, *map, "taken", into.taken, false);
  check_fields(in, *map, "gone", into.gone, false);
  check_fields(in, *map, "declined", into.declined, false);
}

void check_booking(reader& in, const node& root, const practice_settings& practice) {
  if (!conversations_of(practice).waiting_list.book) return;
  const node* talk = root.find("conversations");
  const node* list = talk != nullptr && talk->is_map() ? talk->find("waiting_list") : nullptr;
  if (list == nullptr || !list->is_map()) return;
  const auto& connector = practice.connector;
  const auto* with = connector.system == "microtest" ? connector.microtest.get() : nullptr;
  if (with == nullptr)
    in.wrong(reader::at(*list, "book"), "a clinical system that Tidings books nothing in",
             fmt::format("`{}`", connector.system), "`book: false`: staff get an item for each slot that is promised");
  else if (!with->writes || with->mapping.book.empty())
    in.wrong(reader::at(*list, "book"), "a database that nothing is booked in",
             with->writes ? "a mapping file without `book`" : "`writes: false`",
             "a mapping file with `book`, and `writes: true`");
}

boost::json::object schema_of_waiting_list() { return schema_of(waiting_list_options()); }

} // namespace tidings::config
