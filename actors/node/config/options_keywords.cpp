// Words that patients may write, and what comes of each.
#include "actors/node/config/conversation_parts.hpp"
#include "actors/node/config/conversations.hpp"
#include "actors/node/config/values.hpp"
#include "actors/practice/channels.hpp"
#include "actors/reply/keywords.hpp"

#include <fmt/format.h>

#include <chrono>

namespace tidings::config {

namespace json = boost::json;
using namespace talk_rules;

namespace {

constexpr std::size_t keywords_max = 200;

bool is_day(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U})
    if (text[i] < '0' || text[i] > '9') return false;
  const auto number = [&](std::size_t from, std::size_t digits) { return std::stoi(text.substr(from, digits)); };
  const auto of_year = static_cast<unsigned>(number(5, 2)), of_month = static_cast<unsigned>(number(8, 2));
  return std::chrono::year_month_day(std::chrono::year(number(0, 4)), std::chrono::month(of_year),
                                     std::chrono::day(of_month))
      .ok(); // no 30 February
}

template <std::string keyword_settings::*Day> void read_day(reader& in, const node& what, keyword_settings& into) {
  const auto text = in.scalar(what, {.what = shape::text, .low = 0, .high = 10, .may_be_empty = true});
  if (!text) return;
  into.*Day = std::get<std::string>(*text);
  if (!(into.*Day).empty() && !is_day(into.*Day))
    in.wrong(what.at, "not a day", name_of(what), "a day such as 2026-01-31, or \"\"");
}
json::object schema_of_day() {
  return {{"type", "string"}, {"pattern", "^$|^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}, {"default", ""}};
}

} // namespace

const options<keyword_settings>& keyword_options() {
  using s = keyword_settings;
  static const options<s> table{
      {"id", {.what = shape::short_name, .required = true}, &s::id, "The keyword's name for staff, each once."},
      {"words",
       {.what = shape::text, .low = 1, .high = 24, .required = true},
       &s::words,
       "Any of these, alone in a reply or in a new e-mail's subject: one word of 3 to 24 small letters and digits "
       "each."},
      {"answer", words_or_nothing, &s::answer, "What is sent back, by the way the word came. Empty: nothing."},
      {"code", code_or_nothing, &s::code, "SNOMED CT code, filed when the number is one patient's. Empty: none."},
      {"code_text",
       {.what = shape::text, .low = 0, .high = 200, .may_be_empty = true},
       &s::code_text,
       "Filed with it."},
      {"from", {shape::text}, custom<s>{read_day<&s::from>, schema_of_day}, "First day in force, London. Empty: any."},
      {"until", {shape::text}, custom<s>{read_day<&s::until>, schema_of_day}, "Last day in force. Empty: any."},
      {"test", {shape::boolean}, &s::test, "It is being tried: in force for those named below alone."},
      {"test_numbers", {shape::reply_number}, &s::test_numbers, "Who tries it. Empty, with no address: it is for all."},
      {"test_addresses", {shape::mail_address}, &s::test_addresses, "Who tries it by e-mail."},
      {"joins", {.what = shape::short_name, .may_be_empty = true}, &s::joins, "The group it joins. Empty: none."},
      {"leaves", {.what = shape::short_name, .may_be_empty = true}, &s::leaves, "The group it leaves. Empty: none."},
  };
  return table;
}

void read_keywords(reader& in, const node& what, std::vector<keyword_settings>& into) {
  const node* list = in.list(what, "a list of keywords (`- id: …`)");
  if (list == nullptr) return;
  if (list->items.size() > keywords_max)
    in.wrong(list->at, "too many keywords", fmt::format("{}", list->items.size()),
             fmt::format("at most {}", keywords_max));
  const auto before = into.size();
  for (const auto& item : list->items) {
    auto& one = into.emplace_back(); // also of a wrong item, so that keyword i stands in item i
    const node* map = in.map(item, "a map of a keyword's options");
    if (map == nullptr) continue;
    in.fill(*map, keyword_options(), one);
    check_fields(in, *map, "answer", one.answer, of_patient, "keyword");
    for (auto& address : one.test_addresses) address = address_on(channel::email, address).value_or(address);
    if (one.test && one.test_numbers.empty() && one.test_addresses.empty())
      in.wrong(reader::at(*map, "test"), "a keyword that nobody could try", "`test: true` alone",
               "`test_numbers` or `test_addresses`");
    for (std::size_t i = 0; i + 1 < into.size(); ++i)
      if (into[i].id == one.id && !one.id.empty())
        in.wrong(reader::at(*map, "id"), "a keyword's name given twice", fmt::format("`{}`", one.id),
                 "each name once, here and in broker.yaml");
  }
  for (const auto& problem : check_keywords(into)) {
    if (problem.keyword < before) continue; // told where it stands
    const node& item = list->items[problem.keyword - before];
    const node* words = item.find("words");
    if (words == nullptr) continue; // told already
    const auto& said = into[problem.keyword].words;
    const bool one_word = problem.word != no_word && problem.word < words->items.size();
    in.wrong(one_word ? words->items[problem.word].at : item.at, problem.reason,
             problem.word < said.size() ? fmt::format("`{}`", said[problem.word])
                                        : "`" + into[problem.keyword].id + "`",
             "a word that replies don't use yet, on days when no other keyword has it");
  }
}
json::object schema_of_keywords() {
  return {{"type", "array"}, {"maxItems", keywords_max}, {"items", schema_of(keyword_options())}};
}

} // namespace tidings::config
