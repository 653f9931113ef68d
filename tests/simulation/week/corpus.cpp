#include "tests/simulation/week/corpus.hpp"

#include <boost/describe/enum_from_string.hpp>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <set>
#include <stdexcept>

namespace tidings::week {
namespace {

void append_utf8(std::string& to, unsigned long point) {
  const auto tail = [&](unsigned shift) { to += static_cast<char>(0x80UL | ((point >> shift) & 0x3FUL)); };
  if (point < 0x80) {
    to += static_cast<char>(point);
  } else if (point < 0x800) {
    to += static_cast<char>(0xC0UL | (point >> 6));
    tail(0);
  } else if (point < 0x10000) {
    to += static_cast<char>(0xE0UL | (point >> 12));
    tail(6);
    tail(0);
  } else {
    to += static_cast<char>(0xF0UL | (point >> 18));
    tail(12);
    tail(6);
    tail(0);
  }
}

/// `\n`, `\r` and `\u{HEX}` as in the tables.
std::string unescaped(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.compare(i, 2, "\\n") == 0 || text.compare(i, 2, "\\r") == 0) {
      out += text[++i] == 'n' ? '\n' : '\r';
    } else if (text.compare(i, 3, "\\u{") == 0) {
      const auto end = text.find('}', i);
      append_utf8(out, std::stoul(text.substr(i + 3, end - i - 3), nullptr, 16));
      i = end;
    } else {
      out += text[i];
    }
  }
  return out;
}

std::vector<std::string> fields_of(const std::string& line) {
  std::vector<std::string> fields{""};
  for (const char c : line)
    if (c == '\t')
      fields.emplace_back();
    else
      fields.back() += c;
  return fields;
}

std::vector<std::string> words_of(const std::string& text) {
  std::vector<std::string> words{""};
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 && std::isalnum(byte))
      words.back() += static_cast<char>(std::tolower(byte));
    else if (!words.back().empty())
      words.emplace_back();
  }
  return words;
}

const std::set<std::string> days = {
    "today",     "tonight",  "tomorow", "tomorrow", "tmrw",      "tmw",       "tomoz",     "tomoro",    "tommorow",
    "tommorrow", "tomorro",  "tmoro",   "tmrrw",    "tom",       "morrow",    "yesterday", "mon",       "monday",
    "tue",       "tues",     "tuesday", "wed",      "weds",      "wednesday", "thu",       "thur",      "thurs",
    "thursday",  "fri",      "friday",  "sat",      "saturday",  "sun",       "sunday",    "next",      "week",
    "weekend",   "morning",  "noon",    "midday",   "afternoon", "evening",   "yfory",     "heddiw",    "heno",
    "bore",      "prynhawn", "llun",    "mawrth",   "mercher",   "iau",       "gwener",    "sadwrn",    "sul",
    "month",     "later",    "earlier", "am",       "pm",        "oclock",    "half",      "quarter",   "january",
    "february",  "march",    "april",   "may",      "june",      "july",      "august",    "september", "october",
    "november",  "december", "then",    "first",    "second",    "one",       "two",       "nine",      "ten",
    "eleven",    "twelve",   "three",   "four",     "five",      "six"};

enum class when { never_said, tomorrow, otherwise };

when when_of(const std::string& text) {
  bool tomorrow = false;
  for (const auto& word : words_of(text)) {
    if (word == "tomorrow" || word == "yfory")
      tomorrow = true;
    else if (days.contains(word) || std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; }))
      return when::otherwise;
  }
  return tomorrow ? when::tomorrow : when::never_said;
}

/// Its date was not known to whoever judged it: on the very day it names it may mean more.
bool depends_on_the_day(const written& one) {
  return when_of(one.text) != when::never_said &&
         (one.meaning == "staff" || one.meaning == "cancel" || one.meaning == "confirm");
}

/// The tables' appointment has no clinician: where the one that was asked about is the nurse's, "cancel nurse appt" is
/// plain.
bool depends_on_the_clinician(const written& one) {
  static const std::set<std::string> clinicians = {"dr", "drs", "doctor", "doctors", "nurse", "nurses", "sister"};
  const auto words = words_of(one.text);
  return (one.meaning == "staff" || one.meaning == "cancel" || one.meaning == "confirm") &&
         std::any_of(words.begin(), words.end(), [&](const std::string& word) { return clinicians.contains(word); });
}

void take_about_reminder(corpus& all, written one) {
  const auto said = when_of(one.text);
  if (one.plain && (one.meaning == "cancel" || one.meaning == "confirm")) {
    const bool cancels = one.meaning == "cancel";
    if (said == when::never_said) (cancels ? all.cancel : all.confirm).push_back(std::move(one));
    if (said == when::tomorrow) (cancels ? all.cancel_tomorrow : all.confirm_tomorrow).push_back(std::move(one));
    return;
  }
  if (one.plain && one.meaning == "opt_out")
    all.stop.push_back(std::move(one));
  else if (one.meaning == "urgent")
    all.urgent.push_back(std::move(one));
  else if (one.meaning == "wrong_person")
    all.wrong_person.push_back(std::move(one));
  else if (!depends_on_the_day(one) && !depends_on_the_clinician(one))
    all.other.push_back(std::move(one));
}

/// What answers the question, and what goes before any question. "Yes" to another question, or a wish that has nothing
/// to do with it, may be an answer to something else that is open: nobody could tell.
bool answers(const std::string& asked, const written& one) {
  static const std::set<std::string> always = {"urgent", "wrong_person"};
  if (always.contains(one.meaning)) return true;
  if (asked == "yes_no") return one.meaning == "yes" || one.meaning == "no";
  return one.meaning == (asked == "fft_comment" ? "comment" : asked);
}

} // namespace

corpus read_corpus(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().extension() == ".tsv") files.push_back(entry.path());
  std::sort(files.begin(), files.end()); // the same week for the same seed, whatever order a disk lists them in
  corpus all;
  for (const auto& file : files) {
    std::ifstream in(file);
    std::string line;
    std::getline(in, line);
    while (std::getline(in, line)) {
      const auto fields = fields_of(line);
      if (fields.size() < 4) throw std::runtime_error(file.string() + ": four fields expected");
      written one{unescaped(fields[0]), fields[2], fields[3] == "true", fields.size() > 4 ? unescaped(fields[4]) : ""};
      question_kind kind{};
      if (fields[1] == "reminder")
        take_about_reminder(all, std::move(one));
      else if (boost::describe::enum_from_string(fields[1].c_str(), kind) && kind >= question_kind::fft &&
               answers(fields[1], one))
        all.answers[kind].push_back(std::move(one));
    }
  }
  return all;
}

} // namespace tidings::week
