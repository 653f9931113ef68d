#pragma once

#include "schemas/words.hpp" // reply_meaning, question_kind

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tidings {

/// The name as printed by the API, the log and `tidings reply explain`.
std::string_view to_string(reply_meaning meaning) noexcept;

/// One appointment we asked about and whose question is still open. Times of day are Europe/London.
/// A field left at its default is unknown, and an unknown field never matches what a patient names.
struct open_appointment {
  std::string
      label; ///< as shown to staff, e.g. "Thu 14 Mar 09:10 Dr Patel"; a clinician named in it may be named in a reply
  std::int64_t starts_at_ms = 0; ///< UTC, Unix epoch
  int weekday = -1;              ///< 0 = Monday
  int day = 0;                   ///< 1-31
  int month = 0;                 ///< 1-12
  int hour = -1;                 ///< 0-23
  int minute = -1;               ///< 0-59
  int days_ahead =
      -1; ///< local calendar days from the reply to the appointment (0 = today); lets "tomorrow" be checked
};

class keyword_list;   // keywords.hpp
class own_vocabulary; // own_vocabulary.hpp

/// All the parser may know besides the words.
struct reply_context {
  question_kind question = question_kind::none;
  std::size_t patients = 1;                   ///< registered with this number at this practice
  std::vector<open_appointment> appointments; ///< those asked about and still open
  bool past_cut_off = false;
  double best_peak_flow = 0;                  ///< l/min, the patient's personal best; 0: unknown
  const own_vocabulary* vocabulary = nullptr; ///< besides what is built in; null: nothing
  const keyword_list* keywords = nullptr;     ///< those in force now; null: none
};

/// Where in the reply's own text something stands: the words themselves are never copied.
struct text_part {
  std::size_t at = 0, bytes = 0;
};

/// What a reply says in numbers, in the units the record uses.
struct reply_value {
  double amount = 0;     ///< of a blood pressure the systolic
  double diastolic = 0;  ///< of a blood pressure only
  std::string_view unit; ///< "mmHg", "kg", "cm", "l/min", "mmol/l", "cigarettes/day"; empty: a status without an amount
  std::string_view state; ///< of smoking: "never", "ex", "current"
};

struct reply_verdict {
  reply_meaning meaning = reply_meaning::staff;
  /// Act without a person: confirm, cancel, opt_out, opt_in (where a STOP is to be taken back), or take down the answer
  /// that we asked for.
  bool automatic = false;
  std::string why; ///< plain English, never the patient's words beyond the keyword that matched
  std::optional<std::size_t>
      appointment; ///< index into `reply_context::appointments` an automatic confirm or cancel is about

  // Of answers to the other questions. What is not `automatic` is as understood so far, for the person who decides.
  bool urgent = false;              ///< a person must see it at once, whatever it means
  int score = 0;                    ///< of the Friends and Family Test, 1 to 6
  std::optional<text_part> comment; ///< the patient's own words beside it
  std::optional<reply_value> value;
  std::optional<std::size_t> keyword; ///< index into `reply_context::keywords`

  // Of a plain confirmation or cancellation.
  bool ambiguous = false;  ///< all that isn't known is which of the appointments, or whose
  bool names_time = false; ///< it names a day or a time
  std::uint32_t fits = 0;  ///< bit i: appointment i may be meant
};

/// Does a person have to look at it? Not of what was acted on, of thanks and of nothing said.
bool needs_review(const reply_verdict& verdict) noexcept;

/// Understands one reply. `text` is UTF-8 as it came in; quoted mail below or between the patient's lines is left out.
/// Total, pure and deterministic: any bytes give a verdict.
///
/// An act is automatic only when every word of the reply is known and together they can mean nothing else
/// (hazard: a wrong automatic cancellation). Whatever is not fully understood goes to a person.
reply_verdict parse_reply(std::string_view text, const reply_context& context);

/// Does it speak of an appointment: of coming or not, of cancelling, of another day, of a change of mind? Wider than
/// what `parse_reply` understands, for what must never pass for somebody's words about a visit.
bool speaks_of_appointment(std::string_view text, const reply_context& context);

/// The reply to "Reply 1 for …, 2 for …": a number from 1 to `choices` and beside it nothing but courtesies. Nothing:
/// it says anything else, or more than one.
std::optional<std::size_t> parse_choice(std::string_view text, std::size_t choices);

} // namespace tidings
