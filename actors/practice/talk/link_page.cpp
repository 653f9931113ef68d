#include "actors/practice/talk/link_page.hpp"

#include "actors/practice/personalise.hpp"
#include "schemas/json.hpp"

#include <boost/describe/enum_from_string.hpp>

namespace tidings::talk {

reply_id reply_of(const message_id& invited) { return id_from_name<reply_id>("answers by link", to_text(invited)); }

std::string said(const practice_settings& settings, const std::string& body) {
  auto made = personalise(body, {{"practice_name", settings.name},
                                 {"practice_phone", settings.phone},
                                 {"title", ""},
                                 {"first_name", ""},
                                 {"last_name", ""}});
  return made ? std::move(*made) : std::string();
}

said_in said(const practice_settings& settings, const std::string& english, const std::string& welsh,
             page_language wanted) {
  const bool in_welsh = wanted == page_language::cy && !welsh.empty();
  return {said(settings, in_welsh ? welsh : english), in_welsh ? page_language::cy : page_language::en};
}

page_language language_of(const answer_by_link& c, page_language otherwise) {
  boost::describe::enum_from_string(c.language.c_str(), otherwise);
  return otherwise;
}

answer show(const practice_settings& settings, view::question_page page, page_language language) {
  page.practice = settings.name;
  page.phone = settings.phone;
  page.language = language;
  answer told;
  told.told = secret_text(boost::json::serialize(to_json(page)));
  return told;
}

reply_arrived said_by_link(const message_track& asked, std::string words, timestamp now) {
  reply_arrived said;
  said.reply = reply_of(asked.what.message);
  said.from = asked.what.to;
  said.text = secret_text(std::move(words));
  said.reported_at = now;
  said.by = channel::smart; // neither a text, a mail nor a call; shown as `link`
  return said;
}

decision taken(const message_track& asked, const reply_arrived& said, outcome done, std::string why,
               reply_meaning meaning, answer shown) {
  decision made{{}, std::move(shown)};
  made.what.id = to_text(said.reply);
  made.events.push_back(reply_received{.reply = said.reply,
                                       .provider = {},
                                       .from = said.from,
                                       .to = {},
                                       .text = said.text,
                                       .reported_at = said.reported_at,
                                       .meaning = meaning,
                                       .automatic = done.done,
                                       .why = why,
                                       .answers = asked.what.message,
                                       .patient = asked.what.patient,
                                       .appointment = {},
                                       .by = said.by,
                                       .conversation = asked.what.talk.conversation});
  std::move(done.events.begin(), done.events.end(), std::back_inserter(made.events));
  if (!done.done)
    made.events.push_back(handed_to_staff{
        item_for("reply", to_text(said.reply)), std::move(why), said.reply, asked.what.message, {}, done.urgent});
  return made;
}

} // namespace tidings::talk
