#include "support/instant.hpp"

#include <boost/json.hpp>
#include <charconv>
#include <spdlog/fmt/fmt.h>

namespace tidings::sim {
namespace {

using namespace std::chrono;
using milli_time = sys_time<milliseconds>;

/// British Summer Time: from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October
/// (Summer Time Order 2002, SI 2002/262).
bool is_summer(milli_time at) {
  const year_month_day day{floor<days>(at)};
  const auto change = [&](month in) { return sys_days{day.year() / in / Sunday[last]} + hours{1}; };
  return at >= change(March) && at < change(October);
}

milli_time to_london(milli_time at) { return is_summer(at) ? at + hours{1} : at; }

std::string text_of(milli_time at, char between) {
  const auto day = floor<days>(at);
  const year_month_day date{day};
  const hh_mm_ss clock{floor<seconds>(at - day)};
  return fmt::format("{:04}-{:02}-{:02}{}{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), between,
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

bool number_at(std::string_view text, std::size_t from, std::size_t digits, int& out) {
  if (text.size() < from + digits) return false;
  const char* begin = text.data() + from;
  const auto [end, error] = std::from_chars(begin, begin + digits, out);
  return error == std::errc{} && end == begin + digits && out >= 0;
}

std::optional<milli_time> parse_clock(std::string_view text) {
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0;
  if (!number_at(text, 0, 4, y) || !number_at(text, 5, 2, mo) || !number_at(text, 8, 2, d)) return std::nullopt;
  if (text[4] != '-' || text[7] != '-') return std::nullopt;
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  if (!date.ok()) return std::nullopt;
  if (text.size() > 10) {
    if (text[10] != 'T' && text[10] != ' ') return std::nullopt;
    if (!number_at(text, 11, 2, h) || !number_at(text, 14, 2, mi) || text[13] != ':') return std::nullopt;
    if (text.size() > 16 && !number_at(text, 17, 2, s)) return std::nullopt;
    if (h > 23 || mi > 59 || s > 59) return std::nullopt;
  }
  return sys_days{date} + hours{h} + minutes{mi} + seconds{s};
}

} // namespace

instant system_now() { return {floor<milliseconds>(system_clock::now())}; }

std::string utc_text(instant when) {
  return fmt::format("{}.{:03}Z", text_of(when.at, 'T'), (when.at - floor<seconds>(when.at)).count());
}

std::optional<instant> parse_utc(std::string_view text) {
  const auto clock = parse_clock(text);
  if (!clock || text.empty() || text.back() != 'Z') return std::nullopt;
  int fraction = 0;
  if (text.size() > 20) number_at(text, 20, 3, fraction);
  return instant{*clock + milliseconds{fraction}};
}

std::string london_text(instant when) { return text_of(to_london(when.at), 'T'); }
std::string london_date(instant when) { return london_text(when).substr(0, 10); }

std::optional<instant> parse_london(std::string_view text) {
  const auto clock = parse_clock(text);
  if (!clock) return std::nullopt;
  const auto as_summer = *clock - hours{1};
  return instant{is_summer(as_summer) ? as_summer : *clock};
}

int london_minute_of_day(instant when) {
  const auto local = to_london(when.at);
  return static_cast<int>(duration_cast<minutes>(local - floor<days>(local)).count());
}

void tag_invoke(const boost::json::value_from_tag&, boost::json::value& out, const instant& when) {
  out = utc_text(when);
}

instant tag_invoke(const boost::json::value_to_tag<instant>&, const boost::json::value& in) {
  const auto* text = in.if_string();
  return text == nullptr ? instant{} : parse_utc(std::string_view{text->data(), text->size()}).value_or(instant{});
}

} // namespace tidings::sim
