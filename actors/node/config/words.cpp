// What readers of errors see: allowed values in words, and the key that was probably meant.
#include "actors/node/config/reader.hpp"
#include "actors/node/config/values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace tidings::config {

namespace {

std::string lengths(std::string_view what, const rule& rule) {
  return fmt::format("{} of {} to {} characters", what, rule.low, rule.high);
}

/// Edits to turn one word into the other: insert, delete, replace, swap two neighbours.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before, last(b.size() + 1), now(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before = last;
    last = now;
  }
  return last.back();
}

} // namespace

std::string allowed_by(const rule& rule) {
  switch (rule.what) {
  case shape::text:
    return lengths("text", rule);
  case shape::body:
    return lengths("a message", rule);
  case shape::short_name:
    return "a name of a-z, 0-9, `-` and `_`, at most 40 characters";
  case shape::secret:
    return "`{env: NAME}`, `{file: path}` or text";
  case shape::whole:
    return fmt::format("a whole number from {} to {}", rule.low, rule.high);
  case shape::number:
    return fmt::format("a number from {} to {}", rule.low, rule.high);
  case shape::boolean:
    return "true or false";
  case shape::duration:
    return fmt::format("a duration such as 48h, 90m, 2d, 30s or 250ms, from {} to {}",
                       print_duration(millis(static_cast<std::int64_t>(rule.low))),
                       print_duration(millis(static_cast<std::int64_t>(rule.high))));
  case shape::time_of_day:
    return "a time of day from 00:00 to 24:00, such as 09:00";
  case shape::path:
    return "a path; a relative one starts at this file's folder";
  case shape::url:
    return "an address that starts with https:// or http://";
  case shape::host:
    return "a host name or an IP address";
  case shape::mail_address:
    return "an e-mail address, such as riverside.a99001@example.nhs.uk";
  case shape::phone:
    return "a UK phone number, such as 01632 960123";
  case shape::reply_number:
    return "a UK phone number, such as 01632 960001, or a short code of 5 or 6 digits";
  case shape::sender:
    return "3 to 11 letters, digits and spaces with a letter among them, or a UK phone number";
  case shape::snomed:
    return "a SNOMED CT concept id (6 to 18 digits, the last a check digit), or \"\" to file nothing";
  case shape::one_of:
    return joined(rule.words);
  case shape::section:
    return "a map of options";
  }
  return {};
}

std::string_view nearest(std::string_view given, const std::vector<std::string_view>& known) {
  constexpr std::size_t length_max = 64; // a longer word is no slip of the fingers
  std::string_view best;
  std::size_t best_distance = std::max<std::size_t>(1, std::min<std::size_t>(given.size() / 3, 3)) + 1;
  if (given.size() > length_max) return best;
  for (const auto word : known) {
    const std::size_t far = distance(given, word);
    if (far < best_distance) {
      best = word;
      best_distance = far;
    }
  }
  return best;
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size(); ++i)
    text.append(i == 0 ? "" : i + 1 == words.size() ? " or " : ", ").append(words[i]);
  return text;
}

} // namespace tidings::config
