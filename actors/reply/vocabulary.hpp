#pragma once

#include <cstdint>
#include <string_view>

namespace tidings::reply_words {

/// What a phrase does in a reply that may act. Only replies made of such phrases, all of them, can act.
enum class phrase_kind : std::uint8_t {
  unknown,
  greeting,
  please,
  thanks,
  sorry,
  sign_off,
  neutral,     ///< changes nothing: "sorry for the late reply"
  pleasant,    ///< "lovely": fine beside a confirmation only, beside a cancellation it may be sarcasm
  noted,       ///< "received", "got it": the same; "received cancel" may be news
  smile,       ///< a friendly or sad face
  no_problem,  ///< "no worries": the same
  lead,        ///< "I need to": an act verb must follow
  request,     ///< "can you": an act verb must follow
  cancel,      ///< the act
  cancel_done, ///< "cancelled": acts only when it stands alone
  object,      ///< "my appointment"; also built in code around days and times
  pronoun,     ///< "it": right after an act or a reason
  for_me,
  cannot_come, ///< "I can't make it": not an act by itself
  neg_need,    ///< "not needed": of the appointment or of the cancellation? needs a full stop or a "please" between
  neg_need_i,  ///< "I don't need it": the same with its subject
  state,       ///< "feeling better", "at work"
  ill,         ///< an ill face
  but,         ///< "sorry but": a wish must follow
  because,
  so,
  reason_start,  ///< "I have": opens a reason made of reason words
  reason_matter, ///< "meeting"
  reason_glue,   ///< "a", "to"
  yes,
  okay,
  agree, ///< "that's fine"
  thumbs,
  confirm,
  attend,
  undecided, ///< "I will confirm": neither now nor surely
  when,      ///< a day or a time, built in code
  opt_out,   ///< "stop texting me"
};

/// What stops a reply, or names it for the staff inbox. Looked for anywhere in the text.
enum class alarm : std::uint8_t {
  none,
  urgent,
  wrong_person,
  rebook,
  question,
  negation,
  conditional,
  change_of_mind,
  alternative,
  other_person,
  joke,
  quote,
  stop_word,
  start_word,
  abuse,
};

/// One phrase. Pattern: words separated by blanks; `a|b` is either; a `?` after a word (or after `a|b`) makes it
/// optional. Only canonical words may stand here (see `spelling`); a mistake does not compile.
struct phrase_row {
  phrase_kind kind;
  std::string_view pattern;
};

struct alarm_row {
  alarm kind;
  std::string_view pattern;
};

/// How else a word is written. `canonical` is the spelling used in patterns.
struct spelling {
  std::string_view written;
  std::string_view canonical;
};

/// Two words that are one: "can not" -> "cant".
struct joined_words {
  std::string_view first;
  std::string_view second;
  std::string_view canonical;
};

enum class calendar_unit : std::uint8_t { none, weekday, month, days_ahead, part_of_day, half_day, article };

/// A word of a date or a time. Weekday 0 = Monday; month 1-12; part of day 0 morning, 1 afternoon, 2 evening; half day
/// 0 am, 1 pm.
struct calendar_row {
  std::string_view written;
  calendar_unit unit;
  std::uint8_t value;
};

/// A word that may be mistyped by `distance` letters (insertion, deletion, change, swap of neighbours).
struct tolerated {
  std::string_view canonical;
  std::uint8_t distance;
};

/// Words the code itself asks for; `own_words` spells them in the same order.
enum class own_word : std::uint8_t {
  my,
  the,
  this_,
  our,
  appointment,
  apwyntiad,
  with,
  doctor,
  doctors,
  above,
  upcoming,
  booked,
  cancel,
  yes,
  now,
  and_,
  thumbs,
  folded_hands,
  smile,
  ill_face,
  joke_face,
  cancelling,
};
inline constexpr std::string_view own_words[] = {
    "my",      "the",     "this",     "our",    "appointment", "apwyntiad",  "with", "doctor",
    "doctors", "above",   "upcoming", "booked", "cancel",      "yes",        "now",  "and",
    ":thumbs", ":thanks", ":smile",   ":ill",   ":joke",       "cancelling",
};

} // namespace tidings::reply_words
