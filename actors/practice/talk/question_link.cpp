#include "actors/practice/talk/question_link.hpp"

#include "actors/practice/channels.hpp"
#include "actors/practice/hours.hpp"
#include "actors/practice/talk/filled_in.hpp"
#include "actors/practice/talk/link_page.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>

namespace tidings::talk {
namespace {

constexpr std::string_view stars = "************************";
static_assert(stars.size() == link_secret_size);

std::string path_of(const practice_settings& settings) { return "/q/" + settings.id.str() + '/'; }

/// The same for every link that doesn't open, so that nobody learns whether there ever was such a one.
decision no_such_link() { return refused(error_code::not_found, "this link can't be opened, or not any more"); }

/// Who may answer by this secret; null: nobody, or nobody any more.
const message_track* asked_by(const practice_state& state, const std::string& secret, timestamp now) {
  const auto link = state.links.find(secret);
  const auto found = link == state.links.end() ? state.messages.end() : state.messages.find(link->second);
  if (found == state.messages.end()) return nullptr;
  const auto& asked = found->second;
  if (asked.attempts == 0 || now >= asked.what.due_at + link_lasts || asked.answered ||
      state.replies.contains(reply_of(asked.what.message)))
    return nullptr;
  const auto patient = state.patients.find(asked.what.patient);
  if (patient == state.patients.end() || !against_any_message(patient->second).empty()) return nullptr;
  // The text went to a number that isn't the patient's now: whoever has it answers for nobody.
  if (mobile_of(patient->second) != asked.what.to.reveal() || is_disputed(state, asked.what.to.reveal()))
    return nullptr;
  return &asked;
}

answer ask(const practice_settings& settings, const filled_in& page) {
  view::question_page shown;
  for (const auto& one : page.fields) {
    auto question = said(settings, one.step->text, one.step->text_welsh, page.language);
    shown.fields.push_back({.step = one.step->id,
                            .text = std::move(question.text),
                            .language = question.language,
                            .kind = boost::describe::enum_to_string(one.step->kind, ""),
                            .words = one.given ? one.given->words.reveal() : std::string(),
                            .cannot_say = one.given && one.given->cannot_say,
                            .problem = one.problem});
  }
  return show(settings, std::move(shown), page.language);
}

/// What staff read of it: each question as the practice wrote it, whatever language it was read in, and the patient's
/// own words below it.
std::string written_down(const practice_settings& settings, const filled_in& page) {
  std::string all;
  for (const auto& one : page.fields) {
    if (!all.empty()) all += "\n\n";
    all += said(settings, one.step->text) + '\n';
    const auto& words = one.given->words.reveal();
    if (one.given->cannot_say) all += words.empty() ? "(no answer)" : "(no answer that can be read) ";
    all += words;
  }
  return all;
}

/// The same, as a document has it.
document_lines as_lines(const practice_settings& settings, const filled_in& page, timestamp now) {
  document_lines lines;
  for (const auto& one : page.fields) {
    auto words = one.given->words.reveal();
    if (one.given->cannot_say) words = words.empty() ? "(no answer)" : "(no answer that can be read) " + words;
    lines.all.push_back({now, document_voice::practice, "question", said(settings, one.step->text), {}});
    lines.all.push_back({now, document_voice::patient, {}, std::move(words), {}});
  }
  return lines;
}

/// What a person should know, and how soon.
void tell_staff(const field& one, outcome& into) {
  const auto because = [&](std::string_view why) {
    if (!into.why.empty()) into.why += "; ";
    into.why += '`' + one.step->id + "`: " + std::string(why);
    into.done = false;
  };
  if (one.alarming) {
    into.urgent = true;
    because("words of an emergency");
  } else if (!one.found) {
    because("left for a person");
  } else if (one.found->finding == measure_finding::severe) {
    into.urgent = true;
    because("the value may be dangerous: it was not filed");
  } else if (one.found->finding == measure_finding::out_of_range) {
    into.urgent = true;
    because("the value is out of the usual range: it was filed, and a person should look");
  }
}

outcome take_down(const reply_at_hand& reply, const message_track& asked, const filled_in& page) {
  outcome made{.done = true};
  for (const auto& one : page.fields) {
    tell_staff(one, made);
    if (!one.found) continue;
    made.add(answer_recorded{.reply = reply.said.reply,
                             .question = asked.what.message,
                             .patient = asked.what.patient,
                             .set = asked.what.talk.set,
                             .step = one.step->id,
                             .kind = one.step->kind,
                             .finding = one.found->finding,
                             .value = secret_text(one.found->text),
                             .unit = one.found->unit});
    if (one.found->finding != measure_finding::severe)
      file_answer(reply, made, asked.what.patient, *one.step, one.verdict);
  }
  return made;
}

decision take(const practice_state& state, const practice_settings& settings, const message_track& asked,
              const question_set& set, const filled_in& page, timestamp now) {
  const auto said_there = said_by_link(asked, written_down(settings, page), now);
  correlation whose;
  whose.patients = {asked.what.patient};
  const reply_at_hand reply{state, settings, said_there, asked.what.to.reveal(), whose, now};
  auto done = take_down(reply, asked, page);
  if (auto paper = file_answers(reply, asked.what.patient, as_lines(settings, page, now))) done.add(std::move(*paper));

  view::question_page shown;
  shown.taken = true;
  auto thanks = said(settings, set.thanks, set.thanks_welsh, page.language);
  shown.thanks = std::move(thanks.text);
  shown.thanks_language = thanks.language;
  if (page.is_dangerous()) shown.emergency = said(settings, conversations_of(settings).texts.urgent);
  auto why = "answers to `" + set.id + "` by its link" + (done.why.empty() ? std::string() : "; " + done.why);
  return taken(asked, said_there, std::move(done), std::move(why),
               page.is_dangerous() ? reply_meaning::urgent : reply_meaning::comment,
               show(settings, std::move(shown), page.language));
}

} // namespace

bool has_link(const message_accepted& what) { return what.talk.step == link_step; }

std::string link_secret(const marker& marks, const message_id& message) {
  auto secret = marks.mark("link", to_text(message)) + marks.mark("link, its end", to_text(message));
  secret.resize(std::min(secret.size(), link_secret_size));
  return secret;
}

void index_links(practice_state& state) {
  for (const auto& [id, track] : state.messages)
    if (has_link(track.what))
      if (auto secret = link_secret(state.marks, id); !secret.empty()) state.links[std::move(secret)] = id;
}

secret_text with_secret(const practice_state& state, const practice_settings& settings, const message_accepted& what) {
  if (!has_link(what)) return what.text;
  auto text = what.text.reveal();
  const auto path = path_of(settings);
  const auto secret = link_secret(state.marks, what.message);
  if (const auto at = text.find(path + std::string(stars)); at != std::string::npos && !secret.empty())
    text.replace(at + path.size(), stars.size(), secret);
  return secret_text(std::move(text));
}

std::map<std::string, std::string> link_values(const practice_settings& settings, timestamp now) {
  return {{"link", conversations_of(settings).public_url + path_of(settings) + std::string(stars)},
          {"link_until", local_date(now + link_lasts)}};
}

outgoing invitation(const practice_settings& settings, const question_set& set, timestamp now) {
  outgoing what;
  what.kind = message_kind::survey;
  what.body = set.invitation;
  what.values = link_values(settings, now);
  what.due_at = now;
  what.expires_at = now + link_worth_sending;
  what.talk.set = set.id;
  what.talk.step = std::string(link_step);
  return what;
}

decision take_by_link(const practice_state& state, const practice_settings& settings, const answer_by_link& c,
                      timestamp now) {
  const auto* asked = asked_by(state, c.secret.reveal(), now);
  if (asked && asked->what.kind == message_kind::fft) return test_by_link(state, settings, *asked, c, now);
  const auto* set = asked ? find_set(conversations_of(settings), asked->what.talk.set) : nullptr;
  if (!set || set->steps.empty()) return no_such_link();
  auto page = fill_in(settings, *set, c.answers, language_of(c, set->language));
  if (!c.sent) // they look, or go on in the other language: nothing is wrong yet
    for (auto& one : page.fields) one.problem.clear();
  if (!c.sent || !page.is_complete) return {{}, ask(settings, page)};
  return take(state, settings, *asked, *set, page, now);
}

} // namespace tidings::talk
