#include "actors/node/onboarding/section_history.hpp"

#include "actors/event_log/replace_file.hpp"
#include "schemas/json_fields.hpp"

#include <boost/json.hpp>

#include <fstream>
#include <numeric>
#include <sstream>

namespace tidings::onboarding {
namespace {

namespace json = boost::json;
using json_fields::text_in;

std::int64_t number_in(const json::object& from, const char* name) {
  const auto* found = from.if_contains(name);
  return found && found->is_int64() ? found->get_int64() : 0;
}

std::optional<std::vector<section_change>> changes_in(std::string_view text) {
  json::error_code wrong;
  const auto all = json::parse(json::string_view(text.data(), text.size()), wrong);
  const auto* list = !wrong && all.is_object() ? all.get_object().if_contains("changes") : nullptr;
  if (!list || !list->is_array()) return std::nullopt;
  std::vector<section_change> out;
  for (const auto& one : list->get_array()) {
    const auto* row = one.if_object();
    if (!row) return std::nullopt;
    out.push_back({number_in(*row, "number"), from_ms(number_in(*row, "at")), text_in(*row, "by"),
                   text_in(*row, "section"), text_in(*row, "before")});
  }
  return out;
}

std::size_t bytes_of(const std::vector<section_change>& all) {
  return std::accumulate(all.begin(), all.end(), std::size_t{0},
                         [](std::size_t sum, const section_change& one) { return sum + one.before.size(); });
}

} // namespace

std::filesystem::path section_history::file_of(const practice_id& practice) const {
  return folder_ / (practice.str() + ".json");
}

result<std::vector<section_change>> section_history::of(const practice_id& practice) const {
  const auto file = file_of(practice);
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return std::vector<section_change>();
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  if (!in) return fail(error_code::log_unavailable, file.string() + " can't be read");
  auto all = changes_in(text.str());
  if (!all) return fail(error_code::log_damaged, file.string() + " can't be read: move it away to begin a new history");
  return std::move(*all);
}

result<void> section_history::add(const practice_id& practice, section_change what) const {
  auto all = of(practice);
  if (!all) return tl::unexpected(all.error());
  what.number = all->empty() ? 1 : all->back().number + 1;
  all->push_back(std::move(what));
  while (all->size() > history_max || (all->size() > 1 && bytes_of(*all) > history_bytes_max)) all->erase(all->begin());
  return keep(practice, *all);
}

result<void> section_history::take_back(const practice_id& practice) const {
  auto all = of(practice);
  if (!all) return tl::unexpected(all.error());
  if (!all->empty()) all->pop_back();
  return keep(practice, *all);
}

result<void> section_history::keep(const practice_id& practice, const std::vector<section_change>& all) const {
  json::array list;
  for (const auto& one : all)
    list.emplace_back(json::object{{"number", one.number},
                                   {"at", to_ms(one.at)},
                                   {"by", one.by},
                                   {"section", one.section},
                                   {"before", one.before}});
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  if (error) return fail(error_code::log_unavailable, folder_.string() + " can't be made: " + error.message());
  return replace_file(file_of(practice), json::serialize(json::object{{"changes", std::move(list)}}) + "\n");
}

} // namespace tidings::onboarding
