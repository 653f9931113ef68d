#include "firetext/patient_model.hpp"

#include "support/dice.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace tidings::sim {
namespace {

constexpr std::array<std::string_view, 14> confirming = {"Yes",
                                                         "ok thanks see you then",
                                                         "CONFIRM",
                                                         "I'll be there",
                                                         "Confirm",
                                                         "confirm",
                                                         "Yes I will be there",
                                                         "yes please",
                                                         "Confirmed, thank you",
                                                         "Ok",
                                                         "Yes confirmed",
                                                         "CONFIRM thanks",
                                                         "I will attend",
                                                         "Yes thank you see you tomorrow"};
constexpr std::array<std::string_view, 10> cancelling = {
    "CANCEL",        "cancel please",    "please cancel my appointment", "Cancel thanks",           "Cancel",
    "Please cancel", "CANCEL thank you", "cancel my appointment please", "I need to cancel please", "CANCEL."};
// Each has a word that a careless reader acts on.
constexpr std::array<std::string_view, 12> for_a_person = {"don't cancel",
                                                           "can I cancel and rebook for friday?",
                                                           "is it at 9?",
                                                           "who is this",
                                                           "CANCEL my other appointment on Tuesday",
                                                           "Please do not cancel, I will be 10 minutes late",
                                                           "What happens if I cancel?",
                                                           "Not sure yet if I need to cancel",
                                                           "Yes but can I come at 3 instead",
                                                           "my husband wants to cancel his",
                                                           "I didn't make an appointment",
                                                           "Can someone call me please"};

constexpr double confirm_share = 45, cancel_share = 25, person_share = 10, opt_out_share = 2;
constexpr double all_shares = confirm_share + cancel_share + person_share + opt_out_share;

std::string lower(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(),
                         [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
  return out;
}

} // namespace

bool asks_for_answer(std::string_view text) {
  static constexpr std::string_view word = "CANCEL";
  for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const auto after = at + word.size();
    const bool begins = at == 0 || std::isalpha(static_cast<unsigned char>(text[at - 1])) == 0;
    if (begins && (after == text.size() || std::isalpha(static_cast<unsigned char>(text[after])) == 0)) return true;
  }
  const auto small = lower(text);
  const auto reply = std::min(small.find("reply"), small.find("text back"));
  return reply != std::string::npos && small.find("cancel", reply) != std::string::npos;
}

std::optional<patient_answer> answer_of(std::uint64_t seed, std::string_view phone, std::uint64_t ordinal,
                                        std::string_view text, double reply_rate) {
  if (!asks_for_answer(text)) return std::nullopt;
  dice throws{seed, {"answer", phone, std::to_string(ordinal)}};
  if (!throws.chance(reply_rate)) return std::nullopt;
  double what = throws.unit() * all_shares;
  if ((what -= confirm_share) < 0) return patient_answer{std::string{throws.pick(confirming)}, "confirm"};
  if ((what -= cancel_share) < 0) return patient_answer{std::string{throws.pick(cancelling)}, "cancel"};
  if ((what -= person_share) < 0) return patient_answer{std::string{throws.pick(for_a_person)}, "person"};
  return patient_answer{"STOP", "opt_out"};
}

} // namespace tidings::sim
