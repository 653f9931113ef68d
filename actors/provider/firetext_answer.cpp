#include "actors/provider/firetext_answer.hpp"

#include <boost/json.hpp>
#include <date/tz.h>

#include <charconv>
#include <sstream>

namespace tidings::firetext {
namespace {
namespace json = boost::json;

constexpr std::size_t depth_max = 16;

std::optional<std::int64_t> number_of(const json::value* value) {
  if (value == nullptr) return std::nullopt;
  if (const auto* number = value->if_int64()) return *number;
  const auto* text = value->if_string();
  if (text == nullptr || text->empty()) return std::nullopt;
  std::int64_t number = 0;
  const auto* last = text->data() + text->size();
  const auto [end, error] = std::from_chars(text->data(), last, number);
  return error == std::errc{} && end == last ? std::optional(number) : std::nullopt;
}

std::string text_of(const json::object& row, std::string_view name) {
  const auto* value = row.if_contains(name);
  const auto* text = value == nullptr ? nullptr : value->if_string();
  return text == nullptr ? std::string() : std::string(*text);
}

report_row row_of(const json::object& row) {
  const auto updated = text_of(row, "messageUpdate");
  return {text_of(row, "reference"), text_of(row, "status"),
          read_time(updated.empty() ? text_of(row, "messageSent") : updated)};
}

// The rows stand under `data`; the documentation doesn't show the wrapper, so `responseData` is taken too.
std::optional<std::vector<report_row>> rows_of(const json::object& root) {
  for (const auto* name : {"data", "responseData"}) {
    const auto* value = root.if_contains(name);
    const auto* list = value == nullptr ? nullptr : value->if_array();
    if (list == nullptr) continue;
    std::vector<report_row> rows;
    for (const auto& one : *list) {
      if (!one.is_object()) return std::nullopt;
      rows.push_back(row_of(one.get_object()));
    }
    return rows;
  }
  if (number_of(root.if_contains("responseData")) == 0) return std::vector<report_row>{};
  return std::nullopt;
}

} // namespace

result<json_answer> read_answer(std::string_view body) {
  const auto bad = [](const char* what) { return fail(error_code::invalid_input, what); };
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = depth_max;
  const auto value = json::parse(body, error, {}, options);
  if (error) return bad("no JSON");
  const auto* root = value.if_object();
  if (root == nullptr) return bad("no JSON object");
  const auto code = number_of(root->if_contains("code"));
  if (!code || *code < 0 || *code > 999) return bad("no code");
  return json_answer{static_cast<int>(*code), rows_of(*root)};
}

std::optional<receipt_status> status_of(std::string_view word) {
  if (word == "Delivered") return receipt_status::delivered;
  // The report doesn't tell the code that would refine it; Notify takes a decline without code as final.
  if (word == "Declined" || word == "Rejected") return receipt_status::permanent_failure;
  if (word == "Buffered" || word.starts_with("Pending")) return receipt_status::pending;
  return std::nullopt;
}

std::optional<timestamp> read_time(std::string_view text) {
  constexpr std::size_t size = 19;
  // The parser would take a number of seconds such as 3e763.
  if (text.size() != size || text.find_first_not_of("0123456789-: ") != text.npos) return std::nullopt;
  std::istringstream in{std::string(text)};
  date::local_seconds local;
  in >> date::parse("%Y-%m-%d %H:%M:%S", local);
  if (in.fail()) return std::nullopt;
  return date::locate_zone("Europe/London")->to_sys(local, date::choose::earliest);
}

} // namespace tidings::firetext
