#include "web/endpoint/bulk_bodies.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <set>

namespace tidings::web {
namespace {
namespace json = boost::json;
using errors = std::vector<api_error>;

constexpr std::string_view recipients_name = "recipients", reference_name = "reference";
constexpr std::string_view own_fields[] = {"patient", "to", "personalisation", "unsubscribe_url", reference_name};
constexpr std::string_view shared_fields[] = {"practice", "channel", "text", "subject", "alphabet", "template"};

template <std::size_t N> bool is_one_of(const std::string_view (&names)[N], std::string_view name) {
  return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

bool is_printable(std::string_view text, std::size_t size_max) {
  return !text.empty() && text.size() <= size_max &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c <= 0x7e; });
}

tl::expected<json::object, errors> read_object(std::string_view body) {
  json::error_code error;
  json::value parsed;
  json::parse_options options;
  options.max_depth = 4; // the body, its list, a recipient, its personalisation
  try {
    parsed = json::parse(body, error, {}, options);
  } catch (const std::exception&) { // out of memory: bounded by the body's limit, but never ours to pass on
    error = json::error::exception;
  }
  if (error) return tl::unexpected(errors{{"not_json", "the body is not JSON: " + error.message(), ""}});
  if (!parsed.is_object()) return tl::unexpected(errors{{"wrong_type", "the body must be a JSON object", ""}});
  return std::move(parsed.get_object());
}

std::string field_at(std::size_t place, std::string_view name) {
  auto field = "recipients[" + std::to_string(place) + "]";
  if (!name.empty()) field.append(".").append(name);
  return field;
}

/// What is wrong with the list as a list. Whoever can't be told apart can't be repeated safely.
errors check_list(const json::object& body) {
  const auto* given = body.if_contains(recipients_name);
  if (given == nullptr || !given->is_array() || given->get_array().empty())
    return {{given == nullptr ? "missing" : "wrong_type", "must be a list of those to send to", "recipients"}};
  const auto& all = given->get_array();
  if (all.size() > bulk_recipients_max)
    return {{"too_many", "has more than " + std::to_string(bulk_recipients_max) + " recipients", "recipients"}};
  errors found;
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].is_object()) {
      found.push_back({"wrong_type", "must be an object", field_at(i, "")});
      continue;
    }
    const auto* reference = all[i].get_object().if_contains(reference_name);
    if (reference == nullptr || !reference->is_string() ||
        !is_printable(std::string_view(reference->get_string()), bulk_reference_max))
      found.push_back({reference == nullptr ? "missing" : "bad_value",
                       "must be 1 to 64 printable ASCII characters of your own that name this recipient in the list",
                       field_at(i, reference_name)});
    else if (!seen.insert(std::string_view(reference->get_string())).second)
      found.push_back({"conflict", "names two recipients", field_at(i, reference_name)});
  }
  return found;
}

json::object shared_part(const json::object& body) {
  json::object shared;
  for (const auto& [name, value] : body)
    if (name != recipients_name) shared[name] = value;
  return shared;
}

/// What all share, read as if for somebody; fields that are a recipient's own are none of it.
errors check_shared(const json::object& shared, std::string_view key, std::string_view user,
                    const std::function<bool(const practice_id&)>& knows, practice_id& practice) {
  errors found;
  auto somebody = shared;
  for (const auto name : own_fields)
    if (somebody.erase(name) > 0) found.push_back({"conflict", "belongs to each recipient", std::string(name)});
  somebody["patient"] = "somebody";
  auto read = read_wanted_message(json::serialize(somebody), key, user, knows);
  if (read)
    practice = read->practice;
  else
    found.insert(found.end(), read.error().begin(), read.error().end());
  if (key.size() > bulk_key_max)
    found.push_back({"too_long", "is longer than " + std::to_string(bulk_key_max) + " characters", "Idempotency-Key"});
  return found;
}

tl::expected<accept_message, errors> read_recipient(const json::object& shared, const json::object& own,
                                                    std::string_view key, std::string_view user) {
  auto whole = shared;
  errors strange;
  for (const auto& [name, value] : own) {
    if (name == reference_name) continue;
    if (is_one_of(shared_fields, name)) // else one recipient could be sent to by another practice
      strange.push_back({"conflict", "is the same for all and stands beside the list", std::string(name)});
    else
      whole[name] = value;
  }
  if (!strange.empty()) return tl::unexpected(std::move(strange));
  const std::string reference(std::string_view(own.at(reference_name).get_string()));
  const auto own_key = std::string(key) + "/" + reference;
  auto read = read_wanted_message(json::serialize(whole), own_key, user, [](const practice_id&) { return true; });
  if (!read) return tl::unexpected(std::move(read.error()));
  // No key of a single message has such a character, so none is ever taken for one of these.
  read->what.message =
      id_from_name<message_id>(read->practice.text(), "bulk\x1f" + std::string(key) + "\x1f" + reference);
  return std::move(read->what);
}
} // namespace

tl::expected<wanted_bulk, std::vector<api_error>>
read_wanted_bulk(std::string_view body, std::string_view idempotency_key, std::string_view user,
                 const std::function<bool(const practice_id&)>& knows) {
  const auto given = read_object(body);
  if (!given) return tl::unexpected(given.error());
  const auto shared = shared_part(*given);
  wanted_bulk wanted;
  auto wrong = check_shared(shared, idempotency_key, user, knows, wanted.practice);
  const auto list = check_list(*given);
  wrong.insert(wrong.end(), list.begin(), list.end());
  if (!wrong.empty()) return tl::unexpected(std::move(wrong));
  for (const auto& one : given->at(recipients_name).get_array()) {
    const auto& own = one.get_object();
    wanted.recipients.push_back({std::string(std::string_view(own.at(reference_name).get_string())),
                                 read_recipient(shared, own, idempotency_key, user)});
  }
  return wanted;
}

} // namespace tidings::web
