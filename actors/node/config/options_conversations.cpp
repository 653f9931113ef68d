// What conversations go by: automatic texts, texts about appointments, the Friends and Family Test.
#include "actors/node/config/conversations.hpp"

#include "actors/node/config/conversation_parts.hpp"
#include "actors/node/config/values.hpp"
#include "actors/practice/personalise.hpp"

#include <fmt/format.h>

namespace tidings::config {

namespace json = boost::json;
using namespace talk_rules;

// -- automatic texts ----------------------------------------------------------------------------

const options<automatic_texts>& automatic_text_options() {
  using s = automatic_texts;
  static const options<s> table{
      {"confirmed", words_or_nothing, &s::confirmed, "After a confirmation. Empty: nothing is sent."},
      {"cancelled", words_or_nothing, &s::cancelled, "Once the clinical system has cancelled. Empty: nothing."},
      {"kept", words_or_nothing, &s::kept, "When a cancellation was taken back in time. Empty: nothing."},
      {"which", words_or_nothing, &s::which,
       "Asks back which appointment is meant: ((choices)). Empty: nobody is asked, staff are told."},
      {"urgent", words_or_nothing, &s::urgent,
       "At once after words of an emergency, which staff see first. Empty: nothing."},
      {"received", words_or_nothing, &s::received, "A person will read the reply. At most once a day. Empty: nothing."},
      {"out_of_hours", words_or_nothing, &s::out_of_hours, "The same outside `staffed` hours. Empty: nothing."},
      {"opted_in", words_or_nothing, &s::opted_in,
       "After START has taken a STOP back: ((messages)) are text messages or e-mails. Empty: nothing."},
  };
  return table;
}

void read_automatic_texts(reader& in, const node& what, automatic_texts& into) {
  const node* map = in.map(what, "a map of automatic texts");
  if (map == nullptr) return;
  in.fill(*map, automatic_text_options(), into);
  check_fields(in, *map, "confirmed", into.confirmed, of_appointment);
  check_fields(in, *map, "cancelled", into.cancelled, of_appointment);
  check_fields(in, *map, "kept", into.kept, of_appointment);
  check_fields(in, *map, "urgent", into.urgent, of_practice);
  check_fields(in, *map, "received", into.received, of_practice);
  check_fields(in, *map, "out_of_hours", into.out_of_hours, of_practice);
  check_fields(in, *map, "which", into.which, of_practice, "choices");
  check_fields(in, *map, "opted_in", into.opted_in, of_practice, "messages");
  if (!into.which.empty() && into.which.find("((choices))") == std::string::npos && map->find("which") != nullptr)
    in.wrong(map->find("which")->at, "a question without its choices", "no ((choices))",
             "a text with ((choices)), which becomes `1 for Tue 3 Mar 9:10am, 2 for …`");
}
json::object schema_of_automatic_texts() { return schema_of(automatic_text_options()); }

// -- appointments and the Friends and Family Test -----------------------------------------------

namespace {

constexpr std::size_t canned_max = 50;

const rule name_of_session{shape::text, 1, 100};
const rule one_channel{.what = shape::one_of, .words = {"sms", "email", "voice"}};
constexpr std::string_view by_what =
    "The channels, the most wanted first: the first by which the patient can be reached and wants to be.";

options<appointment_text> appointment_text_table(bool confirms) {
  using s = appointment_text;
  options<s> table{
      {"template", {.what = shape::short_name, .may_be_empty = true}, &s::text, "Its template. Empty: none is sent."},
      {"sessions", name_of_session, &s::sessions, "Only these sessions. Empty: all."},
      {"not_sessions", name_of_session, &s::not_sessions, "Never these sessions."},
      {"by", one_channel, &s::by, by_what},
  };
  if (confirms)
    table.push_back(
        {"notice_min", {shape::duration, 0, 60 * day}, &s::notice_min, "None is sent later before the start."});
  return table;
}

} // namespace

const options<appointment_text>& confirmation_options() {
  static const auto table = appointment_text_table(true);
  return table;
}
const options<appointment_text>& missed_options() {
  static const auto table = appointment_text_table(false);
  return table;
}

const options<fft_settings>& fft_options() {
  using s = fft_settings;
  static const rule question{.what = shape::body, .low = 20, .high = text_max};
  static const options<s> table{
      {"ask", {shape::boolean}, &s::ask, "Ask after attended appointments."},
      {"question", question, &s::question, "The official question and its six answers."},
      {"question_with_link", words_or_nothing, &s::question_with_link,
       "By text message in its place, with ((link)) to a page that asks the same and why; ((link_until)) is the day "
       "when "
       "it ends. It needs `public_url`. Empty: no link."},
      {"comment", words_or_nothing, &s::comment, "Asks why, once a score came alone. Empty: nobody is asked."},
      {"delay", {shape::duration, 0, 7 * day}, &s::delay, "After the appointment's end."},
      {"months_between", {shape::whole, 0, 24}, &s::months_between, "Nobody is asked again within so many months."},
      {"share", {shape::number, 0, 1}, &s::share, "The part of those who may be asked."},
      {"sessions", name_of_session, &s::sessions, "Only after these sessions. Empty: all."},
      {"not_sessions", name_of_session, &s::not_sessions, "Never after these."},
      {"by", one_channel, &s::by, by_what},
      {"subject", {.what = shape::text, .low = 1, .high = 150}, &s::subject, "The subject of the question by e-mail."},
      {"spoken",
       {.what = shape::body, .low = 20, .high = text_max},
       &s::spoken,
       "The question by telephone. Which key says what is read out after it."},
  };
  return table;
}

// -- all of it ----------------------------------------------------------------------------------

namespace {

using all = conversation_settings;

void read_texts(reader& in, const node& what, all& into) { read_automatic_texts(in, what, into.texts); }
void read_staffed(reader& in, const node& what, all& into) {
  const node* map = in.map(what, "a map of `opens`, `closes`, `saturdays` and `sundays`");
  if (map == nullptr) return;
  in.fill(*map, staffed_options(), into.staffed);
  if (into.staffed.opens >= into.staffed.closes)
    in.wrong(map->at, "closes before it opens",
             fmt::format("{} to {}", print_time_of_day(into.staffed.opens), print_time_of_day(into.staffed.closes)),
             "`closes` later than `opens`");
}
json::object schema_of_staffed() { return schema_of(staffed_options(), conversation_settings{}.staffed); }
void read_confirmation(reader& in, const node& what, all& into) {
  if (const node* map = in.map(what, "a map with its `template`"))
    in.fill(*map, confirmation_options(), into.confirmation);
}
json::object schema_of_confirmation() { return schema_of(confirmation_options()); }
void read_missed(reader& in, const node& what, all& into) {
  if (const node* map = in.map(what, "a map with its `template`")) in.fill(*map, missed_options(), into.missed);
}
json::object schema_of_missed() { return schema_of(missed_options()); }
void read_fft_of(reader& in, const node& what, all& into) {
  const node* map = in.map(what, "a map of the test's options");
  if (map == nullptr) return;
  in.fill(*map, fft_options(), into.fft);
  check_fields(in, *map, "question", into.fft.question, of_patient);
  check_fields(in, *map, "question_with_link", into.fft.question_with_link, of_invitation);
  if (!into.fft.question_with_link.empty() && into.fft.question_with_link.find("((link))") == std::string::npos)
    in.wrong(reader::at(*map, "question_with_link"), "an invitation without its link", "no ((link))",
             "a text with ((link)), or nothing");
  check_fields(in, *map, "comment", into.fft.comment, of_practice);
  check_fields(in, *map, "subject", into.fft.subject, of_practice);
  check_fields(in, *map, "spoken", into.fft.spoken, of_patient);
}
json::object schema_of_fft() { return schema_of(fft_options()); }
void read_canned(reader& in, const node& what, all& into) {
  read_names(in, what, {.what = shape::body, .low = 1, .high = text_max}, canned_max, into.canned);
  for (const auto& [name, text] : into.canned) check_fields(in, what, name, text, of_patient);
}
json::object schema_of_canned() {
  return schema_of_names({.what = shape::body, .low = 1, .high = text_max}, canned_max);
}
void read_codes_by_hand(reader& in, const node& what, all& into) { read_hand_codes(in, what, into.codes_by_hand); }
void read_details_question(reader& in, const node& what, all& into) {
  const auto text = in.scalar(what, {.what = shape::body, .low = 20, .high = text_max});
  if (!text) return;
  into.details_question = std::get<std::string>(*text);
  for (const auto& each : placeholders(into.details_question))
    if (placeholder_key(each.name) != placeholder_key("practice_name") &&
        placeholder_key(each.name) != placeholder_key("practice_phone"))
      in.wrong(what.at, "a placeholder that can't be filled in here", fmt::format("`(({}))`", each.name),
               joined(of_practice));
}
json::object schema_of_details_question() {
  auto schema = schema_of(rule{.what = shape::body, .low = 20, .high = text_max});
  schema["default"] = conversation_settings{}.details_question;
  return schema;
}

} // namespace

const options<sending_hours>& staffed_options() {
  using s = sending_hours;
  static const options<s> table{
      {"opens", {shape::time_of_day}, &s::opens, "From then on somebody reads replies."},
      {"closes", {shape::time_of_day}, &s::closes, "From then on nobody does."},
      {"saturdays", {shape::boolean}, &s::saturdays, "Also on Saturdays."},
      {"sundays", {shape::boolean}, &s::sundays, "Also on Sundays."},
  };
  return table;
}

const options<conversation_settings>& conversation_options() {
  using s = conversation_settings;
  static const options<s> table{
      {"texts", {shape::section}, custom<s>{read_texts, schema_of_automatic_texts}, "What is texted by itself."},
      {"staffed",
       {shape::section},
       custom<s>{read_staffed, schema_of_staffed},
       "When somebody reads replies, London time."},
      {"confirmation", {shape::section}, custom<s>{read_confirmation, schema_of_confirmation}, "Of a new booking."},
      {"missed", {shape::section}, custom<s>{read_missed, schema_of_missed}, "After a missed appointment."},
      {"fft", {shape::section}, custom<s>{read_fft_of, schema_of_fft}, "The NHS Friends and Family Test."},
      {"canned", {shape::section}, custom<s>{read_canned, schema_of_canned}, "Replies that staff may choose from."},
      {"waiting_list",
       {shape::section},
       custom<s>{read_waiting_list, schema_of_waiting_list},
       "Slots that come free are offered to patients who wait."},
      {"codes_by_hand",
       {shape::section},
       custom<s>{read_codes_by_hand, schema_of_hand_codes},
       "Codes that staff may file from a conversation. Agree them with the practice."},
      {"details_question",
       {shape::body},
       custom<s>{read_details_question, schema_of_details_question},
       "Asks whether a number is still a patient's; answered YES or NO. Phones are shared: it names nobody."},
  };
  return table;
}

} // namespace tidings::config
