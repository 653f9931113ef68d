#pragma once

#include <optional>
#include <string_view>

#include "actors/reply/parser.hpp"
#include "actors/reply/words.hpp"

/// Answers to what isn't about an appointment: scores, yes and no, measurements, smoking.
namespace tidings::reply_words {

/// The reply as an answer to `context.question`; nothing if it is no such answer, or a question about an appointment
/// or none at all is open. Call it before the alarms: what it takes whole has no room for one.
std::optional<reply_verdict> read_answer(const cut_text& text, const reply_context& context);

/// Is this a question other than about an appointment?
constexpr bool asks_for_answer(question_kind question) noexcept {
  return question >= question_kind::fft && question != question_kind::which_appointment;
}

/// An answer that was understood, and nothing else was said.
inline reply_verdict taken_down(reply_meaning meaning, std::string_view why) {
  reply_verdict verdict;
  verdict.meaning = meaning;
  verdict.automatic = true;
  verdict.why = why;
  return verdict;
}

/// An answer as far as it was understood, for a person to decide.
inline reply_verdict for_review(reply_meaning meaning, std::string_view why) {
  reply_verdict verdict = taken_down(meaning, why);
  verdict.automatic = false;
  return verdict;
}

/// The same, to be seen at once.
inline reply_verdict for_review_now(reply_meaning meaning, std::string_view why) {
  reply_verdict verdict = for_review(meaning, why);
  verdict.urgent = true;
  return verdict;
}

// One file each.
std::optional<reply_verdict> read_fft(const cut_text& text);
std::optional<reply_verdict> read_fft_comment(const cut_text& text);
std::optional<reply_verdict> read_yes_no(const cut_text& text);
std::optional<reply_verdict> read_blood_pressure(const cut_text& text);
std::optional<reply_verdict> read_weight(const cut_text& text);
std::optional<reply_verdict> read_height(const cut_text& text);
std::optional<reply_verdict> read_peak_flow(const cut_text& text, double best);
std::optional<reply_verdict> read_blood_glucose(const cut_text& text);
std::optional<reply_verdict> read_smoking(const cut_text& text);

} // namespace tidings::reply_words
