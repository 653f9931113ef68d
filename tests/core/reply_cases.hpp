#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "actors/reply/parser.hpp"

/// The tables of tests/golden/replies: `text<TAB>context<TAB>meaning<TAB>automatic`, first line a heading.
namespace tidings::reply_cases {

struct reply_case {
  std::string text, context, meaning;
  bool automatic = false;
  std::string where; ///< file:line
};

inline void append_utf8(std::string& to, std::uint32_t point) {
  auto tail = [&](unsigned shift) { to += static_cast<char>(0x80U | ((point >> shift) & 0x3FU)); };
  if (point < 0x80)
    to += static_cast<char>(point);
  else if (point < 0x800)
    to += static_cast<char>(0xC0U | (point >> 6)), tail(0);
  else if (point < 0x10000)
    to += static_cast<char>(0xE0U | (point >> 12)), tail(6), tail(0);
  else
    to += static_cast<char>(0xF0U | (point >> 18)), tail(12), tail(6), tail(0);
}

/// `\n`, `\r` and `\u{HEX}` as in the tables.
inline std::string unescaped(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::string_view rest = text.substr(i);
    if (rest.starts_with("\\n"))
      result += '\n', ++i;
    else if (rest.starts_with("\\r"))
      result += '\r', ++i;
    else if (rest.starts_with("\\u{")) {
      const std::size_t end = rest.find('}');
      append_utf8(result, static_cast<std::uint32_t>(std::stoul(std::string{rest.substr(3, end - 3)}, nullptr, 16)));
      i += end;
    } else
      result += text[i];
  }
  return result;
}

inline std::vector<reply_case> read_table(const std::filesystem::path& file) {
  std::ifstream in{file};
  std::vector<reply_case> cases;
  std::string line;
  for (int number = 1; std::getline(in, line); ++number) {
    if (number == 1) continue;
    std::vector<std::string> fields{""};
    for (char c : line)
      if (c == '\t')
        fields.emplace_back();
      else
        fields.back() += c;
    const std::string where = file.filename().string() + ":" + std::to_string(number);
    if (fields.size() != 4) throw std::runtime_error{where + ": four fields expected"};
    cases.push_back({unescaped(fields[0]), fields[1], fields[2], fields[3] == "true", where});
  }
  return cases;
}

inline std::vector<reply_case> all_tables() {
  std::vector<reply_case> cases;
  for (const auto& entry :
       std::filesystem::directory_iterator{std::filesystem::path{TIDINGS_SOURCE_DIR} / "tests/golden/replies"})
    if (entry.path().extension() == ".tsv")
      for (reply_case& one : read_table(entry.path())) cases.push_back(std::move(one));
  return cases;
}

inline open_appointment tomorrow_at_a_time_unknown() {
  open_appointment a;
  a.days_ahead = 1;
  return a;
}

/// Thursday 14 March 2024, 9:10 in London, tomorrow.
inline open_appointment thursday() { return {"Thu 14 Mar 09:10 Dr Patel", 1'710'407'400'000, 3, 14, 3, 9, 10, 1}; }

/// Tuesday 19 March 2024, 14:30.
inline open_appointment tuesday() { return {"Tue 19 Mar 14:30 Nurse Jones", 1'710'858'600'000, 1, 19, 3, 14, 30, 6}; }

inline reply_context context_named(std::string_view name) {
  reply_context context{question_kind::confirm_cancel, 1, {tomorrow_at_a_time_unknown()}, false};
  if (name == "reminder") return context;
  if (name == "confirm")
    context.question = question_kind::confirm_only;
  else if (name == "cancel")
    context.question = question_kind::cancel_only;
  else if (name == "none")
    context = {};
  else if (name == "two_patients")
    context.patients = 2;
  else if (name == "two_appointments")
    context.appointments.push_back(tomorrow_at_a_time_unknown());
  else if (name == "no_appointment")
    context.appointments.clear();
  else if (name == "past_cut_off")
    context.past_cut_off = true;
  else if (name == "dated")
    context.appointments = {thursday()};
  else if (name == "two_dated")
    context.appointments = {thursday(), tuesday()};
  else if (name == "two_patients_dated")
    context.patients = 2, context.appointments = {thursday(), tuesday()};
  else
    throw std::runtime_error{"no context named " + std::string{name}};
  return context;
}

} // namespace tidings::reply_cases
