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

std::optional<feed_event> rows_for(std::string_view name, const std::string& text, std::string_view field,
                                   const practice_scope_ptr& within) {
  json::error_code wrong;
  const auto parsed = json::parse(text, wrong);
  if (wrong || !parsed.is_array()) return std::nullopt;
  json::array mine;
  for (const auto& row : parsed.get_array())
    if (is_theirs(row, field, within)) mine.push_back(row);
  return feed_event{name, json::serialize(mine)};
}

std::optional<feed_event> beat_of(const std::string& text) {
  json::error_code wrong;
  const auto tick = json::parse(text, wrong);
  const auto* second = wrong || !tick.is_object() ? nullptr : tick.get_object().if_contains("t");
  if (!second || !second->is_int64()) return std::nullopt;
  return feed_event{"beat", json::serialize(json::object{{"t", second->get_int64()}})};
}

} // namespace

std::optional<feed_event> feed_for(std::string_view name, const std::string& text, const practice_scope& within) {
  const practice_scope_ptr scope(practice_scope_ptr(), &within); // borrowed
  if (name == "practices") return rows_for(name, text, "id", scope);
  if (name == "connectors") return rows_for(name, text, "practice", scope);
  if (name == "notes") return rows_for(name, text, "practice", scope);
  if (name == "tick") return beat_of(text);
  if (name != "note" && name != "inbox") return std::nullopt;
  json::error_code wrong;
  const auto one = json::parse(text, wrong);
  if (wrong || !is_theirs(one, "practice", scope)) return std::nullopt;
  return feed_event{name, text};
}

} // namespace tidings::web::access
