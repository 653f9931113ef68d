#include "actors/reply/when.hpp"

#include <algorithm>
#include <optional>

namespace tidings::reply_words {
namespace {

/// One thing said about the time. Fields not named are negative.
struct claim {
  int weekday = -1, day = -1, month = -1, year = -1, hour = -1, minute = -1;
  int half_day = -1, part_of_day = -1, days_ahead = -1;
};

/// Year of a UTC instant; right for London but in the first hour of a year, when it never sees patients.
int year_of(std::int64_t epoch_ms) noexcept {
  constexpr std::int64_t day_ms = 86'400'000;
  const std::int64_t days =
      epoch_ms / day_ms + 719'468; // Howard Hinnant, "chrono-compatible low-level date algorithms"
  const std::int64_t era = days / 146'097, doe = days % 146'097;
  const std::int64_t yoe = (doe - doe / 1460 + doe / 36'524 - doe / 146'096) / 365;
  const std::int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
  return static_cast<int>(yoe + era * 400 + (doy >= 306 ? 1 : 0));
}

bool hour_fits(const claim& said, const open_appointment& a) noexcept {
  if (said.hour < 0) return said.half_day < 0 || (a.hour >= 0 && (a.hour >= 12) == (said.half_day == 1));
  if (a.hour < 0 || a.minute < 0 || (said.minute >= 0 ? said.minute : 0) != a.minute) return false;
  if (said.half_day >= 0) return said.hour >= 1 && said.hour <= 12 && said.hour % 12 + 12 * said.half_day == a.hour;
  return said.hour == a.hour || (said.hour >= 1 && said.hour < 12 && said.hour + 12 == a.hour);
}

bool part_fits(int part, int hour) noexcept {
  if (part < 0) return true;
  if (hour < 0) return false;
  return part == (hour < 12 ? 0 : hour < 17 ? 1 : 2);
}

bool fits(const claim& said, const open_appointment& a) noexcept {
  if (said.weekday >= 0 && said.weekday != a.weekday) return false;
  if (said.day >= 0 && (a.day <= 0 || said.day != a.day)) return false;
  if (said.month >= 0 && (a.month <= 0 || said.month != a.month)) return false;
  if (said.days_ahead >= 0 && said.days_ahead != a.days_ahead) return false;
  if (said.year >= 0) {
    const int year = a.starts_at_ms > 0 ? year_of(a.starts_at_ms) : 0;
    if (year == 0 || (said.year != year && said.year != year % 100)) return false;
  }
  return hour_fits(said, a) && part_fits(said.part_of_day, a.hour);
}

/// Reads digits; -1 if there are none or more than four.
int number(std::string_view& text) noexcept {
  int value = 0;
  std::size_t digits = 0;
  while (digits < text.size() && text[digits] >= '0' && text[digits] <= '9')
    value = std::min(value * 10 + (text[digits++] - '0'), 99'999);
  text.remove_prefix(digits);
  return digits == 0 || digits > 4 ? -1 : value;
}

int half_day_of(std::string_view suffix) noexcept { return suffix == "am" ? 0 : suffix == "pm" ? 1 : -1; }

/// "9:10", "9.10am", "9am", "0910hrs" is not; false unless the whole word is a time.
bool clock_time(std::string_view text, claim& said) noexcept {
  const int hour = number(text);
  if (hour < 0 || hour > 23) return false;
  int minute = -1;
  if (!text.empty() && (text.front() == ':' || text.front() == '.')) {
    text.remove_prefix(1);
    const std::size_t before = text.size();
    minute = number(text);
    if (minute < 0 || minute > 59 || before - text.size() != 2) return false;
  }
  const int half = half_day_of(text);
  if (!text.empty() && half < 0) return false;
  if (minute < 0 && half < 0) return false; // a bare number is not a time
  said.hour = hour, said.minute = minute, said.half_day = half;
  return true;
}

/// "14/3", "14/03/24"; "14.3" is read as a time or not at all.
bool slashed_date(std::string_view text, claim& said) noexcept {
  const int day = number(text);
  if (day < 1 || day > 31 || text.empty() || text.front() != '/') return false;
  text.remove_prefix(1);
  const int month = number(text);
  if (month < 1 || month > 12) return false;
  if (!text.empty()) {
    if (text.front() != '/') return false;
    text.remove_prefix(1);
    said.year = number(text);
    if (said.year < 0 || !text.empty()) return false;
  }
  said.day = day, said.month = month;
  return true;
}

/// "14th"; with `bare`, "14".
int day_of_month(std::string_view text, bool bare) noexcept {
  const int day = number(text);
  if (day < 1 || day > 31) return -1;
  const bool ordinal = text == "th" || text == "st" || text == "nd" || text == "rd";
  return ordinal || (bare && text.empty()) ? day : -1;
}

class time_reader {
public:
  time_reader(std::span<const word> words, std::span<const open_appointment> appointments) noexcept
      : words_{words}, appointments_{appointments.first(std::min(appointments.size(), appointments_max))} {
    fits_ = appointments_.size() >= appointments_max ? ~appointment_set{0}
                                                     : (appointment_set{1} << appointments_.size()) - 1;
  }

  named_time read() noexcept {
    std::size_t taken = 0;
    while (const std::size_t step = one(taken)) taken += step;
    return {taken, taken == 0 ? 0 : fits_};
  }

private:
  /// Words of one claim from `at`, with the little words before it; 0 if there is none.
  std::size_t one(std::size_t at) noexcept {
    constexpr std::size_t articles_max = 3; // "on the", "for this"
    std::size_t start = at;
    bool at_said = false, this_said = false;
    while (start < words_.size() && start - at < articles_max && joined(start) &&
           unit(start) == calendar_unit::article) {
      at_said = words_[start].folded() == "at";
      this_said = words_[start].folded() == "this";
      ++start;
    }
    if (start >= words_.size() || !joined(start)) return 0;
    claim said;
    const std::size_t length = claim_at(start, at_said, said);
    if (length == 0) return 0;
    if (this_said && said.part_of_day >= 0) said.days_ahead = 0; // "this morning" is today's
    for (std::size_t i = 0; i < appointments_.size(); ++i)
      if (!fits(said, appointments_[i])) fits_ &= ~(appointment_set{1} << i);
    return start + length - at;
  }

  std::size_t claim_at(std::size_t at, bool at_said, claim& said) const noexcept {
    const calendar_meaning meaning = calendar_of(words_[at].id);
    switch (meaning.unit) {
    case calendar_unit::weekday:
      said.weekday = meaning.value;
      return 1;
    case calendar_unit::days_ahead:
      said.days_ahead = meaning.value;
      return 1;
    case calendar_unit::part_of_day:
      said.part_of_day = meaning.value;
      return 1;
    case calendar_unit::month: // "march 14th"
      if (const int day = at + 1 < words_.size() && joined(at + 1) ? day_of_month(words_[at + 1].folded(), true) : -1;
          day > 0) {
        said.month = meaning.value, said.day = day;
        return 2;
      }
      return 0;
    default:
      return number_at(at, at_said, said);
    }
  }

  std::size_t number_at(std::size_t at, bool at_said, claim& said) const noexcept {
    const std::string_view text = words_[at].folded();
    if (text.empty() || text.front() < '0' || text.front() > '9') return 0;
    const bool more = at + 1 < words_.size() && joined(at + 1);
    const calendar_meaning next = more ? calendar_of(words_[at + 1].id) : calendar_meaning{};
    if (slashed_date(text, said)) return 1;
    if (next.unit == calendar_unit::month && day_of_month(text, true) > 0) { // "14th march"
      said.day = day_of_month(text, true), said.month = next.value;
      return 2;
    }
    if (clock_time(text, said)) {
      if (said.half_day < 0 && next.unit == calendar_unit::half_day) { // "9.10 am"
        said.half_day = next.value;
        return 2;
      }
      return 1;
    }
    if (const int day = day_of_month(text, false); day > 0) {
      said.day = day;
      return 1;
    }
    return bare_hour(text, at_said, next, said);
  }

  /// "at 9", "9 am".
  static std::size_t bare_hour(std::string_view text, bool at_said, calendar_meaning next, claim& said) noexcept {
    const int hour = number(text);
    if (!text.empty() || hour < 0 || hour > 23) return 0;
    if (next.unit == calendar_unit::half_day) {
      said.hour = hour, said.half_day = next.value;
      return 2;
    }
    if (!at_said) return 0;
    said.hour = hour;
    return 1;
  }

  calendar_unit unit(std::size_t at) const noexcept { return calendar_of(words_[at].id).unit; }

  /// Still the same breath as the word before? "Thursday, 9:10" is; "Thursday. 9:10" is not.
  bool joined(std::size_t at) const noexcept { return at == 0 || words_[at].before <= gap::comma; }

  std::span<const word> words_;
  std::span<const open_appointment> appointments_;
  appointment_set fits_ = 0;
};

} // namespace

named_time read_time(std::span<const word> words, std::span<const open_appointment> appointments) noexcept {
  return time_reader{words, appointments}.read();
}

} // namespace tidings::reply_words
