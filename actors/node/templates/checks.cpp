#include "actors/node/templates/checks.hpp"

#include "actors/practice/personalise.hpp"
#include "actors/practice/staff/staff.hpp"
#include "schemas/sms/gsm7.hpp"
#include "schemas/sms/sanitise.hpp"
#include "schemas/sms/segments.hpp"
#include "schemas/sms/utf8.hpp"

#include <algorithm>
#include <array>

namespace tidings::templates {
namespace {

constexpr std::size_t letters_named_max = 10; ///< in one warning
constexpr std::size_t fields_max = 20;        ///< of one template: nobody fills in more

bool is_blank(std::string_view text) { return text.find_first_not_of(" \t\r\n") == std::string_view::npos; }

bool has_control(std::string_view text, bool lines) {
  return std::any_of(text.begin(), text.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && !(lines && c == '\n')) || byte == 0x7f;
  });
}

/// What stands outside the fields: there, two brackets in a row are a slip.
std::string outside_fields(std::string_view text) {
  std::string out;
  std::size_t from = 0;
  for (const auto& one : placeholders(text)) {
    out.append(text.substr(from, one.at - from)).append(" ");
    from = one.at + one.size;
  }
  return out.append(text.substr(from));
}

void look_at_fields(const std::string& field, std::string_view text, std::vector<remark>& into) {
  const auto rest = outside_fields(text);
  if (rest.find("((") != std::string::npos || rest.find("))") != std::string::npos)
    into.push_back(
        {field, "bad_value", "a field has two brackets on each side, with its name between: ((first_name))"});
  for (const auto& one : placeholders(text)) {
    if (placeholder_key(one.name).empty()) into.push_back({field, "bad_value", "a field has no name"});
    if (one.name.size() > field_name_bytes_max)
      into.push_back({field, "too_long", "a field's name is longer than 60 bytes"});
  }
}

void look_at_line(const std::string& field, const std::string& text, std::size_t bytes_max, std::vector<remark>& into) {
  if (is_blank(text)) into.push_back({field, "missing", "must be given"});
  if (text.size() > bytes_max)
    into.push_back({field, "too_long", "is longer than " + std::to_string(bytes_max) + " bytes"});
  if (has_control(text, false)) into.push_back({field, "bad_value", "must be one line of plain text"});
}

/// A message to a known patient has it by itself.
bool is_known(const std::string& name) {
  constexpr std::array<std::string_view, 5> known = {"title", "firstname", "lastname", "practicename", "practicephone"};
  return std::find(known.begin(), known.end(), placeholder_key(name)) != known.end();
}

/// The letters for which `wanted` holds, each once, as they are shown in a warning.
template <class Wanted> std::string letters(std::string_view text, Wanted wanted) {
  std::u32string seen;
  for (const auto c : sms::code_points(text))
    if (c != U'\n' && seen.find(c) == std::u32string::npos && wanted(c)) seen += c;
  std::string out;
  for (std::size_t i = 0; i < seen.size() && i < letters_named_max; ++i) {
    if (i > 0) out += ' ';
    sms::append_utf8(out, seen[i]);
  }
  return seen.size() > letters_named_max ? out + " …" : out;
}

void warn_of_letters(std::string_view body, sms_alphabet alphabet, std::vector<remark>& into) {
  const bool any = alphabet == sms_alphabet::unicode;
  const auto sent = any ? sms::in_unicode(body) : sms::sanitise(body);
  const auto beyond = letters(sent, [](char32_t c) { return sms::septets_of(c) == 0; });
  if (!beyond.empty())
    into.push_back({"body", "letters_that_cost",
                    "these letters make every part hold 70 characters instead of 160, so that it costs up to twice as "
                    "much and more: " +
                        beyond});
  const auto kept = sms::code_points(sent);
  const auto lost = letters(outside_fields(body), [&](char32_t c) {
    return c >= 0x80 && std::find(kept.begin(), kept.end(), c) == kept.end();
  });
  if (!lost.empty())
    into.push_back(
        {"body", "letters_replaced", "a text message goes without these: their likeness, or ?, is sent: " + lost});
}

bool has_link(std::string_view text) {
  std::string lower(text);
  for (auto& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  constexpr std::array<std::string_view, 7> marks = {"http://", "https://", "www.", ".uk/", ".com/", ".ly/", "bit.ly"};
  return std::any_of(marks.begin(), marks.end(),
                     [&](const auto mark) { return lower.find(mark) != std::string::npos; });
}

std::string filled(const std::string& text, const std::map<std::string, std::string>& values) {
  return personalise(text, values).value_or(text);
}

} // namespace

std::vector<remark> problems_of(channel by, const words& what) {
  std::vector<remark> all;
  look_at_line("title", what.title, title_bytes_max, all);
  if (by == channel::email) {
    look_at_line("subject", what.subject, subject_bytes_max, all);
    look_at_fields("subject", what.subject, all);
    if (what.body.size() > email_bytes_max) all.push_back({"body", "too_long", "an e-mail holds 10000 bytes"});
  } else {
    if (!what.subject.empty()) all.push_back({"subject", "bad_value", "a text message has no subject"});
    if (const auto cost = sms::cost_of(what.body); cost.units > sms::units_max)
      all.push_back(
          {"body", "too_long", "a text message holds 918 characters, and this one has " + std::to_string(cost.units)});
  }
  if (is_blank(what.body)) all.push_back({"body", "missing", "must be given"});
  if (has_control(what.body, true)) all.push_back({"body", "bad_value", "must be plain text"});
  look_at_fields("body", what.body, all);
  if (placeholders(what.body).size() > fields_max)
    all.push_back({"body", "too_many", "a template has 20 fields at most"});
  return all;
}

std::vector<remark> warnings_of(channel by, const words& what, sms_alphabet alphabet) {
  std::vector<remark> all;
  if (has_link(what.body))
    all.push_back({"body", "link",
                   "there is a link in it: patients are told not to trust links in messages, and networks stop some"});
  if (by != channel::sms) return all;
  warn_of_letters(what.body, alphabet, all);
  const auto example = look_of(by, {what.title, {}, what.body, alphabet}, nullptr, timestamp{});
  if (example.segments > parts_usual_max)
    all.push_back({"body", "long", "it is " + std::to_string(example.segments) + " text messages long, each paid for"});
  return all;
}

std::vector<std::string> fields_brought(const words& what) {
  std::vector<std::string> all;
  for (const auto& one : placeholders(what.subject + '\n' + what.body)) {
    const auto had = std::any_of(all.begin(), all.end(),
                                 [&](const auto& each) { return placeholder_key(each) == placeholder_key(one.name); });
    if (!had && !is_known(one.name)) all.push_back(one.name);
  }
  return all;
}

look look_of(channel by, const words& what, const practice_settings* practice, timestamp now) {
  auto values = staff::example_values(now);
  values.emplace("practice_name", practice ? practice->name : "Example Surgery");
  values.emplace("practice_phone", practice ? practice->phone : "01632 960000");
  for (const auto& one : placeholders(what.subject + '\n' + what.body)) {
    const auto known = std::any_of(values.begin(), values.end(), [&](const auto& each) {
      return placeholder_key(each.first) == placeholder_key(one.name);
    });
    if (!known) values.emplace(one.name, one.conditional ? "yes" : "[" + one.name + "]");
  }
  look out;
  out.subject = filled(what.subject, values);
  out.body = filled(what.body, values);
  if (by != channel::sms) return out;
  auto alphabet = what.alphabet;
  if (practice) alphabet = alphabet_of(*practice, alphabet);
  auto sent = sms::sendable(out.body, alphabet);
  if (sent)
    out.body = std::move(*sent);
  else
    out.too_long = sent.error().detail;
  const auto cost = sms::cost_of(out.body);
  out.encoding = sms::name_of(cost.by);
  out.units = cost.units;
  out.segments = cost.segments;
  return out;
}

} // namespace tidings::templates
