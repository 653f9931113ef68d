#include "actors/reply/answers/answers.hpp"

namespace tidings::reply_words {
namespace {

std::optional<reply_verdict> read(const cut_text& text, const reply_context& context) {
  switch (context.question) {
  case question_kind::none:
  case question_kind::confirm_cancel:
  case question_kind::confirm_only:
  case question_kind::cancel_only:
  case question_kind::which_appointment:
    return std::nullopt;
  case question_kind::fft:
    return read_fft(text);
  case question_kind::fft_comment:
    return read_fft_comment(text);
  case question_kind::slot_offer:
  case question_kind::yes_no:
    return read_yes_no(text);
  case question_kind::blood_pressure:
    return read_blood_pressure(text);
  case question_kind::weight:
    return read_weight(text);
  case question_kind::height:
    return read_height(text);
  case question_kind::peak_flow:
    return read_peak_flow(text, context.best_peak_flow);
  case question_kind::blood_glucose:
    return read_blood_glucose(text);
  case question_kind::smoking:
    return read_smoking(text);
  }
  return std::nullopt;
}

/// Feedback is anonymous; anything else goes into one patient's record.
bool needs_one_patient(question_kind question) noexcept {
  return question != question_kind::fft && question != question_kind::fft_comment;
}

} // namespace

std::optional<reply_verdict> read_answer(const cut_text& text, const reply_context& context) {
  if (!asks_for_answer(context.question)) return std::nullopt;
  auto answer = read(text, context);
  if (answer && answer->automatic && context.patients != 1 && needs_one_patient(context.question)) {
    answer->automatic = false;
    answer->why += ", but more than one patient uses this number";
  }
  return answer;
}

} // namespace tidings::reply_words
