// A key pressed in a call. It acts with certainty, for it answers the question of that call alone: 1 confirms, 2
// cancels, or 1 to 6 score a visit; 9 wants no more calls. All else goes to a person.
#include "actors/practice/channel_answers.hpp"
#include "actors/practice/route.hpp"
#include "actors/practice/talk/act.hpp"

#include <algorithm>

namespace tidings {
namespace {

struct key_meaning {
  reply_meaning what = reply_meaning::staff;
  std::string why;
  int score = 0; ///< of the Friends and Family Test
};

bool offers(question_kind question, reply_meaning what) {
  if (question == question_kind::confirm_cancel) return true;
  return question == (what == reply_meaning::confirm ? question_kind::confirm_only : question_kind::cancel_only);
}

key_meaning meaning_of(const std::string& keys, question_kind question) {
  if (keys == "9") return {reply_meaning::opt_out, "9 pressed: no more calls"};
  if (question == question_kind::fft && keys.size() == 1 && keys[0] >= '1' && keys[0] <= '6')
    return {reply_meaning::fft, keys + " pressed: the score of a visit", keys[0] - '0'};
  if (keys == "1" && offers(question, reply_meaning::confirm)) return {reply_meaning::confirm, "1 pressed: confirmed"};
  if (keys == "2" && offers(question, reply_meaning::cancel)) return {reply_meaning::cancel, "2 pressed: cancelled"};
  return {reply_meaning::staff, "a key was pressed that the call didn't offer"};
}

/// Why it must not be acted on without a person; empty when it may.
std::string doubt(const practice_settings& settings, reply_meaning what, const answered_question& question,
                  timestamp now) {
  if (what == reply_meaning::opt_out || what == reply_meaning::fft) return {};
  if (!question.about) return "the appointment has since moved or gone";
  if (now > cut_off_of(settings, question)) return "it came after the cut-off";
  if (what == reply_meaning::confirm && question.about->cancel_asked)
    return "the same appointment was asked to be cancelled before";
  return {};
}

} // namespace

decision decide_keys(const practice_state& state, const practice_settings& settings, const reply_arrived& c,
                     timestamp now) {
  if (state.replies.contains(c.reply)) return {{}, answer{.repeated = true, .id = to_text(c.reply)}};
  const auto called = state.messages.find(c.answers);
  if (called == state.messages.end() || called->second.what.by != channel::voice || called->second.attempts == 0)
    return refused(error_code::not_found, "this practice made no such call");
  const auto& track = called->second;
  const auto& earlier = track.earlier;
  if (c.provider != track.provider && !is_on_route(settings, channel::voice, c.provider) &&
      std::find(earlier.begin(), earlier.end(), c.provider) == earlier.end())
    return refused(error_code::refused, "the call was not made by this provider");
  if (track.what.to.reveal().empty()) return refused(error_code::refused, "the patient's data were erased");

  const answered_question question{&track, still_asked_about(state, track)};
  auto [what, why, score] = meaning_of(c.text.reveal(), track.what.question);
  bool automatic = what != reply_meaning::staff;
  if (auto against = automatic ? doubt(settings, what, question, now) : std::string(); !against.empty()) {
    automatic = false;
    why += "; but " + against;
  }
  decision made;
  made.what.id = to_text(c.reply);
  made.events.push_back(reply_received{.reply = c.reply,
                                       .provider = c.provider,
                                       .from = track.what.to, // whoever picked up: that number was rung
                                       .to = c.to,
                                       .text = c.text,
                                       .reported_at = c.reported_at,
                                       .meaning = what,
                                       .automatic = automatic,
                                       .why = why,
                                       .answers = c.answers,
                                       .patient = track.what.patient,
                                       .appointment = question.about ? question.about->what.id : appointment_id{},
                                       .by = channel::voice});
  if (!automatic)
    made.events.push_back(
        handed_to_staff{item_for("reply", to_text(c.reply)), std::move(why), c.reply, c.answers, {}, false});
  else if (what == reply_meaning::confirm)
    confirm_by(settings, c, *question.about, now, made.events);
  else if (what == reply_meaning::cancel)
    cancel_by(c, *question.about, now, made.events);
  else if (what == reply_meaning::fft)
    made.events.push_back(talk::score_by_keys(state, c, track, score));
  else if (!is_opted_out(state, track.what.to.reveal(), channel::voice))
    made.events.push_back(opted_out{track.what.to, "reply " + to_text(c.reply), channel::voice});
  return made;
}

} // namespace tidings
