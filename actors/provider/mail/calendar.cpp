#include "actors/provider/mail/calendar.hpp"

#include "schemas/json.hpp"

#include <algorithm>

namespace tidings::mail {
namespace {

/// RFC 5545 §3.3.11.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') out += '\\';
    if (c == '\n')
      out += "\\n";
    else if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F)
      out += c;
  }
  return out;
}

/// A parameter's value in quotes, which can hold none and no line break (RFC 5545 §3.2).
std::string quoted(std::string text) {
  std::replace(text.begin(), text.end(), '"', '\'');
  std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
  return '"' + text + '"';
}

/// `20260304T090000Z`.
std::string moment(timestamp at) {
  auto text = iso8601(at); // 2026-03-04T09:00:00.000Z
  text.erase(text.find('.'));
  std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
  return text + 'Z';
}

/// Breaks a line after at most 75 bytes, and no character in two (RFC 5545 §3.1).
void add_line(std::string& out, std::string_view line) {
  constexpr std::size_t longest = 75;
  for (std::size_t room = longest; line.size() > room; room = longest - 1) {
    auto end = room;
    while (end > 1 && (static_cast<unsigned char>(line[end]) & 0xC0) == 0x80) --end;
    out.append(line.substr(0, end)).append("\r\n ");
    line.remove_prefix(end);
  }
  out.append(line).append("\r\n");
}

} // namespace

std::string calendar(const calendar_entry& what, const calendar_sender& from) {
  const auto ends_at = what.starts_at + std::chrono::minutes(what.minutes);
  const auto sequence = std::chrono::floor<std::chrono::minutes>(what.told_at).time_since_epoch().count();
  std::string out;
  for (const auto& line :
       {std::string("BEGIN:VCALENDAR"), std::string("VERSION:2.0"), std::string("PRODID:-//Tidings//Appointments//EN"),
        std::string("METHOD:PUBLISH"), std::string("BEGIN:VEVENT"), "UID:" + escaped(what.uid),
        "DTSTAMP:" + moment(what.told_at), "SEQUENCE:" + std::to_string(sequence), "DTSTART:" + moment(what.starts_at),
        "DTEND:" + moment(ends_at), "SUMMARY:" + escaped("Appointment at " + from.name),
        "LOCATION:" + escaped(what.place), "ORGANIZER;CN=" + quoted(from.name) + ":mailto:" + from.address,
        std::string("END:VEVENT"), std::string("END:VCALENDAR")})
    add_line(out, line);
  return out;
}

} // namespace tidings::mail
