#pragma once
// What a reply means among all the questions that are open.
#include "actors/practice/talk/correlate.hpp"
#include "actors/reply/parser.hpp"
#include "schemas/conversation_settings.hpp"

namespace tidings::talk {

struct understood {
  reply_verdict verdict;
  open_question about;                    ///< the appointment it is about
  const message_track* answers = nullptr; ///< the question about something else that it answers
  std::size_t choice = 0;                 ///< of which_appointment, from 1; 0: none
  bool taken_back = false;                ///< it came after a cancellation of theirs, and may regret it
  const message_track* offer = nullptr;   ///< when it is ambiguous: a slot that it may be a yes to, too
};

/// A reply acts as the answer to one question only when it can't be the answer to another.
understood understand(const practice_settings& settings, const correlation& found, std::string_view text,
                      const std::string& number, timestamp now);

/// The day in London, as keywords' first and last days are written.
std::string day_of(timestamp now);

} // namespace tidings::talk
