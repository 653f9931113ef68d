#pragma once
// Conversations and the Friends and Family Test as the API shows them. Nothing here names a patient: a conversation's
// id is the mark of its number.
#include "schemas/views.hpp"

namespace tidings::view {

/// GET /conversations: the latest reply first.
struct conversation {
  text id, practice;
  text from;   ///< last three digits, `…123`; empty: they wrote by e-mail alone
  text status; ///< conversation_status's words
  text assigned_to;
  text last_at, last_reply; ///< of its latest reply
  count replies = 0, notes = 0;
  bool disputed = false; ///< whoever has the number says that it isn't the patient's
  text by;               ///< channel's word: how the latest reply came
  count people = 0;      ///< patients whose record has this number, or address; of few enough to look at all
  text patient; ///< stands for the only one of them, as in patient_names (name_views.hpp); empty: nobody or several
};
BOOST_DESCRIBE_STRUCT(conversation, (),
                      (id, practice, from, status, assigned_to, last_at, last_reply, replies, notes, disputed, by,
                       people, patient))

/// Answers of one month that came in one way.
struct fft_row {
  text method; ///< fft_method's words
  count very_good = 0, good = 0, neither = 0, poor = 0, very_poor = 0, dont_know = 0, total = 0;
};
BOOST_DESCRIBE_STRUCT(fft_row, (), (method, very_good, good, neither, poor, very_poor, dont_know, total))

/// GET /fft/{practice}?month=2026-10: what the monthly submission asks for.
struct fft_figures {
  text practice, month;
  count asked = 0;    ///< patients that were texted the question
  count comments = 0; ///< texted, or taken down by staff
  std::vector<fft_row> methods;
  fft_row total; ///< its method is `all`
};
BOOST_DESCRIBE_STRUCT(fft_figures, (), (practice, month, asked, comments, methods, total))

} // namespace tidings::view
