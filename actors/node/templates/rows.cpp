#include "actors/node/templates/rows.hpp"

#include "actors/node/staff_settings.hpp"
#include "schemas/json.hpp"

#include <algorithm>

namespace tidings::templates {
namespace {

namespace json = boost::json;

template <class Enum> std::string word(Enum x) { return boost::describe::enum_to_string(x, ""); }
json::value moment(timestamp at) { return at == timestamp{} ? json::value(nullptr) : json::value(iso8601(at)); }
json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

json::array texts(const std::vector<std::string>& from) {
  json::array all;
  for (const auto& one : from) all.emplace_back(one);
  return all;
}

json::object json_of(const words& what) {
  return {{"title", what.title}, {"subject", what.subject}, {"body", what.body}, {"alphabet", word(what.alphabet)}};
}

channel channel_of(const template_settings& one) { return one.subject.empty() ? channel::sms : channel::email; }

words words_of_file(const template_settings& one, std::uint32_t number) {
  const auto& title = title_of(one, number);
  return {title.empty() ? one.id.value : title, one.subject,
          number > one.earlier.size() ? one.body : one.earlier[number - 1], one.alphabet};
}

std::string_view state_of(const listed& from, const entry& one) {
  if (!one.retired_by.empty()) return "retired";
  if (one.versions.empty()) return "draft";
  return from.files && from.files->templates.contains(one.id) ? "overridden" : "in_force";
}

timestamp changed_at(const entry& one) {
  auto last = std::max(one.waiting.at, one.retired_at);
  if (!one.versions.empty()) last = std::max(last, one.versions.back().at);
  return last;
}

/// @param whole with its draft: its owner's; false: the host's, as practices see it
json::object row_of(const listed& from, const entry& one, bool shared, bool whole) {
  const bool waits = whole && one.waiting.state != draft_state::none;
  const auto& title = one.versions.empty() ? one.waiting.what.title : one.versions.back().title;
  return {{"id", one.id.value},
          {"title", title},
          {"channel", word(one.by)},
          {"whose", shared ? "shared" : "own"},
          {"made_in", "browser"},
          {"state", state_of(from, one)},
          {"version", one.versions.empty() ? json::value(nullptr) : json::value(one.versions.size())},
          {"revision", whole ? one.revision : 0},
          {"draft", waits ? json::value(word(one.waiting.state)) : json::value(nullptr)},
          {"draft_by", waits ? json::value(one.waiting.authors.back()) : json::value(nullptr)},
          {"changed_at", moment(whole ? changed_at(one) : one.versions.back().at)}};
}

json::object row_of(const listed& from, const template_settings& one) {
  const auto found = from.folder.find(one.id);
  const bool shared =
      found != from.folder.end() && found->second.body == one.body && found->second.subject == one.subject;
  return {{"id", one.id.value},
          {"title", words_of_file(one, version_of(one)).title},
          {"channel", word(channel_of(one))},
          {"whose", shared ? "shared" : "own"},
          {"made_in", "file"},
          {"state", "in_force"},
          {"version", version_of(one)},
          {"revision", 0},
          {"draft", nullptr},
          {"draft_by", nullptr},
          {"changed_at", nullptr}};
}

const std::map<template_id, template_settings>& files_of(const listed& from) {
  return from.files ? from.files->templates : from.folder;
}

json::array versions_of(const entry& one) {
  json::array all;
  for (auto each = one.versions.rbegin(); each != one.versions.rend(); ++each) {
    auto row = json_of(words_of(*each));
    row["number"] = each->number;
    row["by"] = each->by;
    row["approved_by"] = each->approved_by;
    row["at"] = moment(each->at);
    all.emplace_back(std::move(row));
  }
  return all;
}

json::array versions_of(const template_settings& one) {
  json::array all;
  for (auto number = version_of(one); number >= 1; --number) {
    auto row = json_of(words_of_file(one, number));
    row["number"] = number;
    row["by"] = nullptr; // who wrote a file, and when, isn't known here
    row["approved_by"] = nullptr;
    row["at"] = nullptr;
    all.emplace_back(std::move(row));
  }
  return all;
}

json::value waiting_of(const listed& from, const draft& one) {
  if (one.state == draft_state::none) return nullptr;
  const bool mine = std::find(one.authors.begin(), one.authors.end(), from.user) != one.authors.end();
  auto row = json_of(one.what);
  row["state"] = word(one.state);
  row["authors"] = texts(one.authors);
  row["at"] = moment(one.at);
  row["refused_by"] = text_or_null(one.refused_by);
  row["why"] = text_or_null(one.why);
  row["goes_back_to"] = one.goes_back_to == 0 ? json::value(nullptr) : json::value(one.goes_back_to);
  row["mine"] = mine;
  row["may_approve"] = one.state == draft_state::submitted && (!mine || from.may_approve_own);
  return row;
}

json::object page_of_entry(const listed& from, const entry& one, bool shared, bool whole) {
  auto page = row_of(from, one, shared, whole);
  page["versions"] = versions_of(one);
  page["waiting"] = whole ? waiting_of(from, one.waiting) : json::value(nullptr);
  page["retired"] = nullptr;
  if (!one.retired_by.empty())
    page["retired"] = json::object{{"by", one.retired_by}, {"why", one.retired_why}, {"at", moment(one.retired_at)}};
  page["used_by"] = texts(from.used_by ? from.used_by(one.id) : std::vector<std::string>());
  page["self_approval"] = from.may_approve_own;
  return page;
}

} // namespace

json::array rows_of(const listed& from) {
  json::array all;
  for (const auto& [id, one] : from.own.entries) all.emplace_back(row_of(from, one, from.owner.is_host(), true));
  for (const auto& [id, one] : from.shared.entries)
    if (one.is_in_force()) all.emplace_back(row_of(from, one, true, false));
  for (const auto& [id, one] : files_of(from)) all.emplace_back(row_of(from, one));
  return all;
}

std::optional<json::object> page_of(const listed& from, const template_id& id) {
  if (const auto own = from.own.entries.find(id); own != from.own.entries.end())
    return page_of_entry(from, own->second, from.owner.is_host(), true);
  const auto& files = files_of(from); // before the host's: at this practice the file's is in force
  if (const auto file = files.find(id); file != files.end()) {
    auto page = row_of(from, file->second);
    page["versions"] = versions_of(file->second);
    page["waiting"] = nullptr;
    page["retired"] = nullptr;
    page["used_by"] = texts(from.files ? used_by(*from.files, id) : std::vector<std::string>());
    page["self_approval"] = from.may_approve_own;
    return page;
  }
  const auto shared = from.shared.entries.find(id);
  if (shared == from.shared.entries.end() || !shared->second.is_in_force()) return std::nullopt;
  return page_of_entry(from, shared->second, true, false);
}

json::object preview_row(channel by, const words& what, const practice_settings* practice,
                         std::optional<double> pence_per_segment, timestamp now) {
  json::array problems, warnings;
  for (const auto& one : problems_of(by, what))
    problems.emplace_back(json::object{{"field", one.field}, {"reason", one.reason}});
  const auto alphabet = practice ? alphabet_of(*practice, what.alphabet) : what.alphabet;
  for (const auto& one : warnings_of(by, what, alphabet))
    warnings.emplace_back(json::object{{"code", one.code}, {"reason", one.reason}});
  const auto seen = look_of(by, what, practice, now);
  json::value pence;
  if (by == channel::sms && pence_per_segment) pence = *pence_per_segment * static_cast<double>(seen.segments);
  return {{"problems", std::move(problems)}, {"warnings", std::move(warnings)},
          {"subject", seen.subject},         {"body", seen.body},
          {"encoding", seen.encoding},       {"units", seen.units},
          {"segments", seen.segments},       {"pence", std::move(pence)},
          {"too_long", seen.too_long},       {"fields", texts(fields_brought(what))}};
}

json::object moved_row(const outcome& done) {
  const auto& one = done.after;
  return {
      {"id", one.id.value},
      {"revision", one.revision},
      {"version", one.versions.empty() ? json::value(nullptr) : json::value(one.versions.size())},
      {"draft", one.waiting.state == draft_state::none ? json::value(nullptr) : json::value(word(one.waiting.state))},
      {"gone", done.gone},
      {"alone", done.alone}};
}

} // namespace tidings::templates
