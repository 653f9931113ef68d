#include "web/endpoint/questions/language.hpp"

#include "web/endpoint/text.hpp"

#include <boost/describe/enum_from_string.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdlib>
#include <string>

namespace tidings::web::questions {
namespace {

constexpr std::size_t ranges_max = 20; ///< read of one Accept-Language

std::optional<page_language> named(const parameters& where, const char* name) {
  const auto said = where.find(name);
  page_language language{};
  if (said == where.end() || !boost::describe::enum_from_string(said->second.c_str(), language)) return std::nullopt;
  return language;
}

bool is_in(std::string_view range, std::string_view language) {
  return same_word(range.substr(0, language.size()), language) &&
         (range.size() == language.size() || range[language.size()] == '-');
}

/// `q` of RFC 9110 §12.4.2; what can't be read counts as nothing.
double weight_of(std::string_view parameter) {
  parameter = trimmed(parameter);
  if (parameter.empty()) return 1;
  if (!same_word(parameter.substr(0, 2), "q=")) return 0;
  const std::string number(trimmed(parameter.substr(2)));
  char* end = nullptr;
  const double q = std::strtod(number.c_str(), &end);
  return !number.empty() && *end == 0 && q >= 0 && q <= 1 ? q : 0;
}

/// Of weights that are equal the first counts, as browsers list them by preference.
bool wants_welsh(std::string_view accepted) {
  double welsh = 0, english = 0;
  std::size_t read = 0;
  for (const auto one : split(accepted, ',')) {
    if (++read > ranges_max) break;
    const auto cut = std::min(one.find(';'), one.size());
    const auto range = trimmed(one.substr(0, cut));
    const double weight = weight_of(cut < one.size() ? one.substr(cut + 1) : std::string_view());
    if (is_in(range, "cy") && weight > english) welsh = std::max(welsh, weight);
    if (is_in(range, "en") && weight > welsh) english = std::max(english, weight);
  }
  return welsh > english;
}

} // namespace

std::optional<page_language> wanted_language(const request& asked, const parameters* form) {
  if (form) {
    if (const auto chosen = named(*form, "show")) return chosen;
    if (const auto as_it_was = named(*form, "language")) return as_it_was;
  }
  if (const auto chosen = named(asked.query, "language")) return chosen;
  return wants_welsh(asked.field("Accept-Language")) ? std::optional(page_language::cy) : std::nullopt;
}

} // namespace tidings::web::questions
