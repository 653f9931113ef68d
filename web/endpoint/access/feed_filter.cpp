#include "web/endpoint/access/feed_filter.hpp"

#include <boost/json.hpp>

namespace tidings::web::access {
namespace {
namespace json = boost::json;

bool is_theirs(const json::value& row, std::string_view field, const practice_scope_ptr& within) {
  const auto* object = row.if_object();
  const auto* named = object ? object->if_contains(field) : nullptr;
  if (!named || !named->is_string()) return false;
  const auto id = practice_id::parse(std::string_view(named->get_string()));
  return id && is_within(within, *id);
}

std::optional<std::string> rows_for(const std::string& text, std::string_view field, const practice_scope_ptr& within) {
  json::error_code wrong;
  const auto parsed = json::parse(text, wrong);
  if (wrong || !parsed.is_array()) return std::nullopt;
  json::array mine;
  for (const auto& row : parsed.get_array())
    if (is_theirs(row, field, within)) mine.push_back(row);
  return json::serialize(mine);
}

} // namespace

std::optional<std::string> feed_for(std::string_view name, const std::string& text, const practice_scope& within) {
  const practice_scope_ptr scope(practice_scope_ptr(), &within); // borrowed
  if (name == "practices") return rows_for(text, "id", scope);
  if (name == "connectors") return rows_for(text, "practice", scope);
  if (name == "notes") return rows_for(text, "practice", scope);
  if (name != "note") return std::nullopt;
  json::error_code wrong;
  const auto one = json::parse(text, wrong);
  if (wrong || !is_theirs(one, "practice", scope)) return std::nullopt;
  return text;
}

} // namespace tidings::web::access
