#pragma once
// What the pages behind links have in common, whatever they ask: how they are shown, and what becomes of what was sent.
#include "actors/practice/talk/act.hpp"
#include "schemas/commands.hpp"
#include "schemas/question_page_views.hpp"

namespace tidings::talk {

/// The one reply that can come by this message's link.
reply_id reply_of(const message_id& invited);

/// What the practice says there. The page may be seen by others than the patient: it names nobody.
std::string said(const practice_settings& settings, const std::string& body);
struct said_in {
  std::string text;
  page_language language = page_language::en;
};
/// Of a practice's words the Welsh ones where they are wanted and there are any.
said_in said(const practice_settings& settings, const std::string& english, const std::string& welsh,
             page_language wanted);
/// As they chose on the page. What isn't known is as good as not said: links are typed by hand, too.
page_language language_of(const answer_by_link& c, page_language otherwise);

answer show(const practice_settings& settings, view::question_page page, page_language language);

reply_arrived said_by_link(const message_track& asked, std::string words, timestamp now);
/// All that comes of it. The link is used.
decision taken(const message_track& asked, const reply_arrived& said, outcome done, std::string why,
               reply_meaning meaning, answer shown);

/// The Friends and Family Test: looked at, or filled in.
decision test_by_link(const practice_state& state, const practice_settings& settings, const message_track& asked,
                      const answer_by_link& c, timestamp now);

} // namespace tidings::talk
