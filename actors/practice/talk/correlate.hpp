#pragma once
// What a reply from one number may be an answer to.
#include "actors/practice/state.hpp"
#include "schemas/settings.hpp"

namespace tidings::talk {

/// One question this number may be answering: the message that asked and its appointment as it stands now.
struct open_question {
  const message_track* asked = nullptr;
  const appointment_track* about = nullptr;
};

/// How long a question that isn't about an appointment stays open.
inline constexpr std::chrono::hours answers_wait{7 * 24};
/// How long an appointment that began is still what an answer may mean: texts are answered after 40 hours still, and
/// "please cancel" two days after a missed visit isn't about the next one.
inline constexpr std::chrono::hours past_waits{48};
/// How long one that was cancelled is still what may be regretted.
inline constexpr std::chrono::hours regret_waits{48};
/// So long after a cancellation words may regret it, whatever we asked since.
inline constexpr std::chrono::hours regret_goes_first{2};
/// How long an answered question is remembered: what is said to it twice isn't said to another.
inline constexpr std::chrono::hours answered_lingers{72};
/// Who wrote so shortly before may be saying the same again: texts are sent twice when the first seems to be lost.
inline constexpr minutes says_again_within{10};
/// How long somebody who was told that a slot is gone may still be answering the offer of it.
inline constexpr std::chrono::hours gone_is_news{24};
/// How long a number may still be one of the appointments that we named, though nothing comes of it any more.
inline constexpr std::chrono::hours which_lingers{24};

struct correlation {
  std::vector<open_question> questions;       ///< one an appointment that is still to come, the latest message
  std::vector<const message_track*> others;   ///< about something else, unanswered: the latest of each kind
  std::vector<open_question> cancelled;       ///< to come, but cancelled lately as the patient asked
  std::vector<const message_track*> answered; ///< about something else, lately answered: the latest of each kind
  bool stale = false;                         ///< something was asked about an appointment that has since moved or gone
  timestamp stale_last{};                     ///< when the last of those was asked about
  bool past = false; ///< the same of one that had begun when it was written, and nobody has said that they were there
  timestamp past_last{}; ///< of those the last one's start
  std::set<patient_id> patients;
  timestamp written_at{};     ///< by the provider's own clock
  timestamp cancelled_last{}; ///< as the patient asked, of an appointment we asked about, lately; zero: none
  timestamp heard_last{};     ///< when the number last wrote before this
  bool asked_which = false;   ///< lately, whatever came of it: a number may be the answer to that
};

/// What was written longer ago than this came late: it was fetched after the provider couldn't reach us, or we were
/// down. Wide enough for clocks that differ.
inline constexpr minutes reply_may_take{10};

/// @param written_at  the provider's own time; what was asked later isn't what was answered
correlation correlate(const practice_state& state, const std::string& number, timestamp written_at, timestamp now);

/// From when on an answer about it goes to staff.
timestamp cut_off_of(const practice_settings& settings, const open_question& question);

} // namespace tidings::talk
