#include "actors/node/doctor/report.hpp"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>

namespace tidings::doctor {
namespace {

constexpr std::size_t text_bytes_max = 300; ///< a server's own words may be long

std::string_view word_of(verdict how) {
  switch (how) {
  case verdict::ok:
    return "ok";
  case verdict::warn:
    return "warn";
  case verdict::fail:
    break;
  }
  return "fail";
}

std::string cleaned(const std::vector<std::string>& secrets, std::string text) {
  constexpr std::string_view instead = "<redacted>";
  for (const auto& secret : secrets)
    for (auto at = text.find(secret); at != text.npos; at = text.find(secret, at + instead.size()))
      text.replace(at, secret.size(), instead);
  for (char& c : text)
    if (static_cast<unsigned char>(c) < ' ' || c == '\x7f') c = ' ';
  if (text.size() > text_bytes_max) {
    auto end = text_bytes_max;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end; // not within a character
    text.resize(end);
    text += "…";
  }
  return text;
}

std::size_t count_of(std::span<const finding> all, verdict how) {
  return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), [how](const auto& one) { return one.how == how; }));
}

} // namespace

finding without(const std::vector<std::string>& secrets, finding one) {
  for (auto* text : {&one.what, &one.where, &one.found, &one.mend}) *text = cleaned(secrets, std::move(*text));
  return one;
}

std::string lines(std::span<const finding> all) {
  std::size_t what_width = 0, where_width = 0;
  for (const auto& one : all) {
    what_width = std::max(what_width, one.what.size());
    where_width = std::max(where_width, one.where.size());
  }
  std::string out;
  for (const auto& one : all)
    out += fmt::format("{:<4}  {:<{}}  {:<{}}  {}{}{}\n", word_of(one.how), one.what, what_width, one.where,
                       where_width, one.found, one.mend.empty() ? "" : "; ", one.mend);
  out += fmt::format("{} ok, {} warn, {} fail\n", count_of(all, verdict::ok), count_of(all, verdict::warn),
                     count_of(all, verdict::fail));
  return out;
}

std::string json(std::span<const finding> all) {
  boost::json::array rows;
  for (const auto& one : all)
    rows.push_back(boost::json::object{{"verdict", word_of(one.how)},
                                       {"what", one.what},
                                       {"where", one.where},
                                       {"found", one.found},
                                       {"mend", one.mend}});
  return boost::json::serialize(boost::json::object{{"findings", std::move(rows)},
                                                    {"ok", count_of(all, verdict::ok)},
                                                    {"warn", count_of(all, verdict::warn)},
                                                    {"fail", count_of(all, verdict::fail)}});
}

int exit_code(std::span<const finding> all) { return count_of(all, verdict::fail) == 0 ? 0 : 1; }

} // namespace tidings::doctor
