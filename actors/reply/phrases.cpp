#include "actors/reply/phrases.hpp"

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace tidings::reply_words {
namespace {

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Is `name` one of the words of an appointment's label?
bool in_label(std::string_view name, std::string_view label) noexcept {
  constexpr std::size_t name_letters_min = 2;
  if (name.size() < name_letters_min) return false;
  auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (static_cast<unsigned char>(c) & 0x80U) != 0; };
  for (std::size_t at = 0; at + name.size() <= label.size(); ++at) {
    const bool same = std::equal(name.begin(), name.end(), label.begin() + static_cast<std::ptrdiff_t>(at),
                                 [](char a, char b) { return a == lower(b); });
    if (!same) continue;
    const bool starts = at == 0 || !letter(lower(label[at - 1]));
    const std::size_t end = at + name.size();
    if (starts && (end == label.size() || !letter(lower(label[end])))) return true;
  }
  return false;
}

class coverer {
public:
  coverer(const cut_text& text, std::span<const open_appointment> appointments, phrase_list& result) noexcept
      : text_{text}, appointments_{appointments}, out_{result} {}

  void run() noexcept {
    for (std::size_t at = 0; at < text_.count;) {
      const phrase found = best(at);
      if (found.kind == phrase_kind::unknown || out_.count == phrases_max) {
        out_.complete = false;
        return;
      }
      out_.items[out_.count++] = found;
      at = found.end;
    }
  }

private:
  phrase best(std::size_t at) const noexcept {
    std::size_t breath = at + 1; // words without punctuation between them
    while (breath < text_.count && text_.words[breath].before == gap::none) ++breath;
    phrase found = make(phrase_kind::unknown, at, 0);
    if (const phrase_match match = match_phrase(text_.from(at).first(breath - at), text_.added); match.length > 0)
      found = make(match.kind, at, match.length);
    if (const named_time time = read_time(text_.all().subspan(at), appointments_); time.length > length(found))
      found = timed(phrase_kind::when, at, time.length, time.fits);
    if (const phrase thing = object(at, breath); length(thing) > length(found)) found = thing;
    if (const reason_part part = reason_of(text_.ids[at]); length(found) == 0 && part != reason_part::none)
      found = make(part == reason_part::matter ? phrase_kind::reason_matter : phrase_kind::reason_glue, at, 1);
    return found;
  }

  /// "my appointment", "the Thursday appointment", "tomorrow's appointment with Dr Patel" (if the label names her).
  phrase object(std::size_t at, std::size_t breath) const noexcept {
    std::size_t next = at;
    named_time time;
    if (is_one_of(next, {own_word::my, own_word::the, own_word::this_, own_word::our})) ++next;
    if (next < breath && text_.ids[next] != id_of(own_word::appointment)) {
      time = read_time(text_.all().subspan(next, breath - next), appointments_);
      next += time.length;
    }
    while (next < breath && (is_one_of(next, {own_word::above, own_word::upcoming, own_word::booked}) ||
                             (is_one_of(next, {own_word::doctors, own_word::doctor}) && may_be_a_doctors()) ||
                             (!is_one_of(next, {own_word::appointment, own_word::apwyntiad}) && labelled(next))))
      ++next;
    if (next >= breath || !is_one_of(next, {own_word::appointment, own_word::apwyntiad}))
      return make(phrase_kind::unknown, at, 0);
    ++next;
    next = with_clinician(next, breath);
    if (time.length > 0) return timed(phrase_kind::object, at, next - at, time.fits);
    return make(phrase_kind::object, at, next - at);
  }

  std::size_t with_clinician(std::size_t at, std::size_t breath) const noexcept {
    if (!is_one_of(at, {own_word::with}) || at + 1 >= breath) return at;
    std::size_t next = at + 1;
    if (is_one_of(next, {own_word::the})) ++next;
    const std::size_t named_from = next;
    while (next < breath && (labelled(next) || (text_.ids[next] == id_of(own_word::doctor) && next == named_from)))
      ++next;
    const bool named = next > named_from && labelled(next - 1);
    return named ? next : at;
  }

  bool labelled(std::size_t at) const noexcept {
    return std::ranges::any_of(
               appointments_, [&](const open_appointment& a) { return in_label(text_.words[at].folded(), a.label); }) &&
           appointments_.size() == 1; // with several open ones a name would have to choose between them
  }

  /// "My doctor's appointment" is no name for the nurse's: there may be another.
  bool may_be_a_doctors() const noexcept {
    constexpr std::string_view others[] = {"nurse",      "sister",    "hca",          "assistant",
                                           "pharmacist", "midwife",   "physio",       "physiotherapist",
                                           "paramedic",  "dietitian", "phlebotomist", "counsellor"};
    return appointments_.empty() || std::ranges::any_of(appointments_, [&](const open_appointment& a) {
             return std::ranges::none_of(others, [&](std::string_view other) { return in_label(other, a.label); });
           });
  }

  bool is_one_of(std::size_t at, std::initializer_list<own_word> words) const noexcept {
    return at < text_.count && std::ranges::any_of(words, [&](own_word word) { return id_of(word) == text_.ids[at]; });
  }

  static std::size_t length(const phrase& p) noexcept { return p.end - std::size_t{p.begin}; }

  phrase make(phrase_kind kind, std::size_t at, std::size_t words) const noexcept {
    return {kind, static_cast<std::uint16_t>(at), static_cast<std::uint16_t>(at + words), text_.words[at].before, 0,
            false};
  }

  phrase timed(phrase_kind kind, std::size_t at, std::size_t words, appointment_set fits) const noexcept {
    phrase p = make(kind, at, words);
    p.fits = fits;
    p.names_time = true;
    return p;
  }

  const cut_text& text_;
  std::span<const open_appointment> appointments_;
  phrase_list& out_;
};

} // namespace

void cover(const cut_text& text, std::span<const open_appointment> appointments, phrase_list& result) noexcept {
  coverer{text, appointments, result}.run();
}

} // namespace tidings::reply_words
