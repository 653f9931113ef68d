#include "actors/practice/talk/mail_talk.hpp"

#include "actors/practice/channels.hpp"

#include <algorithm>
#include <array>

namespace tidings::talk {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view spaces = " \t\r\n";
  const auto first = text.find_first_not_of(spaces);
  return first == text.npos ? std::string_view() : text.substr(first, text.find_last_not_of(spaces) - first + 1);
}

bool same_letters(std::string_view a, std::string_view small) {
  return std::equal(a.begin(), a.end(), small.begin(), small.end(),
                    [](char x, char y) { return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y; });
}

/// What mail programs put before the subject of an answer or of a mail that is sent on: English, Welsh, and what the
/// programs of visitors write (German, French, Spanish, Italian, Dutch, Scandinavian, Polish).
constexpr std::array<std::string_view, 16> answer_marks{"re", "fw",  "fwd", "atb",  "ymlaen", "aw", "wg", "tr",
                                                        "rv", "rif", "i",   "antw", "doorst", "sv", "vs", "odp"};

/// `re:`, `Re[2]:`, `FWD :`: how many bytes of it; 0: there is none.
std::size_t mark_at_start(std::string_view subject) {
  constexpr std::size_t longest = 12;
  const auto colon = subject.substr(0, longest).find(':');
  if (colon == subject.npos) return 0;
  auto word = trimmed(subject.substr(0, colon));
  if (const auto count = word.find('['); count != word.npos && word.ends_with(']'))
    word = trimmed(word.substr(0, count));
  const bool known =
      std::any_of(answer_marks.begin(), answer_marks.end(), [&](auto mark) { return same_letters(word, mark); });
  return known ? colon + 1 : 0;
}

/// The one patient who has this and is known to have it: nobody else does.
bool is_theirs_alone(const practice_state& state, const std::string& key, const patient_id& patient) {
  const auto whose = state.patients_by_number.find(key);
  return whose != state.patients_by_number.end() && whose->second.size() == 1 && *whose->second.begin() == patient;
}

} // namespace

std::string mail_conversation(const practice_state& state, const std::string& address, const patient_id& patient) {
  if (const auto known = state.patients.find(patient); known != state.patients.end()) {
    const auto mobile = mobile_of(known->second);
    if (mobile && is_theirs_alone(state, *mobile, patient) && is_theirs_alone(state, address, patient) &&
        !is_disputed(state, *mobile) && !is_disputed(state, address))
      return state.marks.of_number(*mobile);
  }
  return state.marks.of_number(address);
}

std::string_view new_subject(std::string_view subject) {
  const auto said = trimmed(subject);
  return mark_at_start(said) > 0 ? std::string_view() : said;
}

bool answers_another(std::string_view thread) { return trimmed(thread).find(' ') != std::string_view::npos; }

std::string subject_of_answer(const std::string& subject) {
  const auto said = trimmed(subject);
  if (said.empty()) return {};
  const auto mark = mark_at_start(said);
  const bool marked = mark > 0 && same_letters(trimmed(said.substr(0, mark - 1)), "re");
  auto answer = marked ? std::string(said) : "Re: " + std::string(said);
  if (answer.size() <= subject_bytes_max) return answer;
  auto end = subject_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(answer[end]) & 0xC0) == 0x80) --end;
  answer.resize(end);
  return answer;
}

std::string as_it_stands(std::string words) {
  for (auto at = words.find("(("); at != std::string::npos; at = words.find("((", at)) words.replace(at, 2, "(");
  return words;
}

} // namespace tidings::talk
