#pragma once
// A number of which more than one thing was asked.
#include "tests/core/talk_world.hpp"

namespace tidings::test {

// Monday 10:00 is now. Tuesday 9:10 and Wednesday 14:00 are Amira's.
inline constexpr timestamp tuesday = monday_at_ten + 23h + 10min, wednesday = monday_at_ten + 52h;

struct much_asked : talk_world {
  much_asked() { settings.reminders.front().before = minutes(14 * 24 * 60); }
  void both_asked_about() {
    reminded("tue", "p1", amiras, tuesday);
    reminded("wed", "p1", amiras, wednesday);
  }
  /// The question of the Friends and Family Test, or of its second half.
  message_id also_asked(question_kind kind, const std::string& name = "also asked") {
    message_accepted asked;
    asked.message = id_from_name<message_id>("test", name);
    asked.kind = message_kind::fft;
    asked.patient = patient_id("p1");
    asked.to = secret_text(amiras);
    asked.due_at = now;
    asked.expires_at = now + 72h;
    asked.question = kind;
    asked.asked_by = "friends and family test";
    if (kind == question_kind::fft_comment) asked.talk.set = to_text(id_from_name<message_id>("test", "first asked"));
    given(asked);
    all_sent();
    return asked.message;
  }
  /// The same, and it had its answer.
  void had_answered(question_kind kind, const std::string& name) {
    state.messages.at(also_asked(kind, name)).answered = true;
  }
  void asked_for_weight() {
    words().questions = {
        {.id = "check", .steps = {{.id = "weight", .text = "Weight?", .kind = question_kind::weight}}, .thanks = {}}};
    given(patient_updated{patient("p1", amiras)});
    when(ask_questions{patient_id("p1"), "check", "k1", "ann"});
    all_sent();
  }
  std::vector<event> says_late(const std::string& text, timestamp written_at) {
    return last = when(reply_arrived{.reply = id_from_name<reply_id>("test", "late " + text),
                                     .provider = provider_id("firetext"),
                                     .from = secret_text(amiras),
                                     .to = "447700900999",
                                     .text = secret_text(text),
                                     .reported_at = written_at});
  }
};

} // namespace tidings::test
