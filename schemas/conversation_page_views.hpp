#pragma once
// One conversation as staff read it. No patient's number or words, save in `number` and `body` when somebody asks for
// them: `reveal=1`, which leaves an entry in the audit trail.
#include "schemas/conversation_views.hpp"

namespace tidings::view {

/// Something that was said, or that happened because of it.
struct conversation_line {
  count sequence = 0;
  text at, type, summary; ///< type: the event's name; summary: plain English
  text message, reply;    ///< ids where they apply
  text state;             ///< of a text to the patient (`message_accepted`): message_state's word now
  maybe due_at;           ///< of a text to the patient: it doesn't go before
  text by;                ///< who asked for the text, or wrote the note
  text body;              ///< the words of a text, a reply or a note; empty unless revealed
  text channel;           ///< of a text or a reply: channel's word
  text subject;           ///< of an e-mail; empty unless revealed
};
BOOST_DESCRIBE_STRUCT(conversation_line, (),
                      (sequence, at, type, summary, message, reply, state, due_at, by, body, channel, subject))

/// GET /conversations/{id}?practice=
struct conversation_page {
  conversation head;
  text number;                          ///< empty unless revealed
  std::vector<conversation_line> lines; ///< in order
  bool cut = false;                     ///< there is more before them, on the messages' own pages
  text address;                         ///< of e-mail; empty unless revealed, or when none came
  std::vector<text> ways;               ///< channels by which staff can answer; the first is that of the latest reply
  text patient, name;                   ///< of the only patient whose number it is; empty unless revealed
};
BOOST_DESCRIBE_STRUCT(conversation_page, (), (head, number, lines, cut, address, ways, patient, name))

} // namespace tidings::view
