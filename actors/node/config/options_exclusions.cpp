// `exclude:` of broker.yaml and of a practice's file, and the codes that staff may file by hand.
#include "actors/node/config/conversations.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"

#include <fmt/format.h>

namespace tidings::config {

namespace json = boost::json;

namespace {

constexpr std::size_t exclusions_max =
    100; ///< of the host and a practice together: each appointment is held against all
constexpr std::size_t hand_codes_max = 50; ///< more are no list that a person chooses from

const rule name_of_it{shape::text, 1, 100};

} // namespace

const options<message_exclusion>& exclusion_options() {
  using s = message_exclusion;
  static const options<s> table{
      {"sessions", name_of_it, &s::sessions, "Appointments of these sessions. Empty: whichever."},
      {"clinicians", name_of_it, &s::clinicians, "Appointments with these clinicians. Empty: whichever."},
      {"slot_types", name_of_it, &s::slot_types, "Appointments of these slot types. Empty: whichever."},
      {"kinds",
       {.what = shape::one_of, .words = {"reminder", "confirmation", "fft", "follow_up"}},
       &s::kinds,
       "What is not sent about them. Empty: none of these."},
      {"channels",
       {.what = shape::one_of, .words = {"sms", "email", "voice"}},
       &s::channels,
       "By which channels it is not sent. Empty: by none."},
  };
  return table;
}

void read_exclusions(reader& in, const node& what, std::vector<message_exclusion>& into) {
  const node* list = in.list(what, "a list of exclusions (`- sessions: […]`)");
  if (list == nullptr) return;
  if (into.size() + list->items.size() > exclusions_max)
    in.wrong(list->at, "too many exclusions", fmt::format("{}", into.size() + list->items.size()),
             fmt::format("at most {}, those of broker.yaml too", exclusions_max));
  for (const auto& item : list->items) {
    const node* map = in.map(item, "a map of an exclusion's options");
    if (map == nullptr) continue;
    message_exclusion one;
    in.fill(*map, exclusion_options(), one);
    if (one.sessions.empty() && one.clinicians.empty() && one.slot_types.empty())
      in.wrong(map->at, "an exclusion of every appointment", "no sessions, clinicians or slot types",
               "at least one of `sessions`, `clinicians` and `slot_types`");
    into.push_back(std::move(one));
  }
}
json::object schema_of_exclusions() {
  return {{"type", "array"}, {"maxItems", exclusions_max}, {"items", schema_of(exclusion_options())}};
}

const options<hand_code>& hand_code_options() {
  using s = hand_code;
  static const options<s> table{
      {"code", {.what = shape::snomed, .required = true}, &s::code, "SNOMED CT code."},
      {"text",
       {.what = shape::text, .low = 1, .high = 100, .required = true},
       &s::text,
       "What staff know it by; filed with it."},
  };
  return table;
}

void read_hand_codes(reader& in, const node& what, std::vector<hand_code>& into) {
  const node* list = in.list(what, "a list of codes (`- {code: …, text: …}`)");
  if (list == nullptr) return;
  if (list->items.size() > hand_codes_max)
    in.wrong(list->at, "too many codes", fmt::format("{}", list->items.size()),
             fmt::format("at most {}", hand_codes_max));
  for (const auto& item : list->items) {
    const node* map = in.map(item, "a map of `code` and `text`");
    if (map == nullptr) continue;
    hand_code one;
    in.fill(*map, hand_code_options(), one);
    for (const auto& other : into)
      if (other.text == one.text && !one.text.empty())
        in.wrong(reader::at(*map, "text"), "a code's text given twice", fmt::format("`{}`", one.text),
                 "each text once, so that staff can tell codes apart");
    into.push_back(std::move(one));
  }
}
json::object schema_of_hand_codes() {
  return {{"type", "array"}, {"maxItems", hand_codes_max}, {"items", schema_of(hand_code_options())}};
}

} // namespace tidings::config
