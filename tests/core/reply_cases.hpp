#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/describe/enum_from_string.hpp>

#include "actors/reply/parser.hpp"

/// The tables of tests/golden/replies: `text<TAB>context<TAB>meaning<TAB>automatic`, first line a heading; a fifth
/// field is what was understood besides, as `said` writes it.
namespace tidings::reply_cases {

struct reply_case {
  std::string text, context, meaning;
  bool automatic = false;
  std::optional<std::string> said;
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
    if (fields.size() != 4 && fields.size() != 5) throw std::runtime_error{where + ": four or five fields expected"};
    const auto more = fields.size() == 5 ? std::optional{unescaped(fields[4])} : std::nullopt;
    cases.push_back({unescaped(fields[0]), fields[1], fields[2], fields[3] == "true", more, where});
  }
  return cases;
}

/// "urgent; score 5; 135/85 mmHg; comment the words": what is there of it.
inline std::string said(const reply_verdict& verdict, std::string_view text) {
  std::ostringstream out;
  const char* between = "";
  auto next = [&]() -> std::ostream& { return out << std::exchange(between, "; "); };
  if (verdict.urgent) next() << "urgent";
  if (verdict.score > 0) next() << "score " << verdict.score;
  if (verdict.value) {
    const reply_value& value = *verdict.value;
    if (!value.state.empty()) next() << value.state;
    if (value.amount > 0) next() << value.amount;
    if (value.diastolic > 0) out << '/' << value.diastolic;
    if (!value.unit.empty()) out << ' ' << value.unit;
  }
  if (verdict.comment) next() << "comment " << text.substr(verdict.comment->at, verdict.comment->bytes);
  return out.str();
}

/// It is about what is sent, not about an appointment: nothing has to be open for it, and it may act for several.
inline bool is_of_messages(reply_meaning meaning) {
  return meaning == reply_meaning::opt_out || meaning == reply_meaning::opt_in;
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
  else if (name == "nurses")
    context.appointments = {tuesday()};
  else if (name == "two_dated")
    context.appointments = {thursday(), tuesday()};
  else if (name == "two_patients_dated")
    context.patients = 2, context.appointments = {thursday(), tuesday()};
  else if (name.starts_with("shared_")) { // an answer from a number of two patients
    context = context_named(name.substr(7));
    context.patients = 2;
  } else if (name == "peak_flow_best_500") {
    context = context_named("peak_flow");
    context.best_peak_flow = 500;
  } else if (boost::describe::enum_from_string(std::string{name}.c_str(), context.question) &&
             context.question >= question_kind::fft)
    context.appointments.clear();
  else
    throw std::runtime_error{"no context named " + std::string{name}};
  return context;
}

} // namespace tidings::reply_cases
