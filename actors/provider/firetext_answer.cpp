#include "actors/provider/firetext_answer.hpp"

#include "actors/receipt/firetext_receipt.hpp"

#include <boost/json.hpp>

#include <charconv>

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

/// Numbers may stand without quotes.
std::string text_of(const json::object& row, std::string_view name) {
  const auto* value = row.if_contains(name);
  if (value == nullptr) return {};
  if (const auto* number = value->if_int64()) return std::to_string(*number);
  const auto* text = value->if_string();
  return text == nullptr ? std::string() : std::string(*text);
}

report_row row_of(const json::object& row) {
  const auto updated = text_of(row, "messageUpdate");
  return {text_of(row, "reference"), text_of(row, "status"),
          firetext_time(updated.empty() ? text_of(row, "messageSent") : updated)};
}

// The rows stand under `data`; the documentation doesn't show the wrapper, so `responseData` is taken too.
const json::array* list_of(const json::object& root) {
  for (const auto* name : {"data", "responseData"})
    if (const auto* value = root.if_contains(name); value != nullptr && value->is_array()) return value->if_array();
  return nullptr;
}

std::optional<std::vector<report_row>> rows_of(const json::object& root) {
  const auto* list = list_of(root);
  if (list == nullptr)
    return number_of(root.if_contains("responseData")) == 0 ? std::optional(std::vector<report_row>{}) : std::nullopt;
  std::vector<report_row> rows;
  for (const auto& one : *list) {
    if (!one.is_object()) return std::nullopt;
    rows.push_back(row_of(one.get_object()));
  }
  return rows;
}

tl::unexpected<failure> bad(const char* what) { return fail(error_code::invalid_input, what); }

struct root_of_answer {
  int code = 0;
  json::object all;
};
result<root_of_answer> read_root(std::string_view body) {
  boost::system::error_code error;
  json::parse_options options;
  options.max_depth = depth_max;
  auto value = json::parse(body, error, {}, options);
  if (error) return bad("no JSON");
  if (!value.is_object()) return bad("no JSON object");
  const auto code = number_of(value.get_object().if_contains("code"));
  if (!code || *code < 0 || *code > 999) return bad("no code");
  return root_of_answer{static_cast<int>(*code), std::move(value.get_object())};
}

} // namespace

result<json_answer> read_answer(std::string_view body) {
  const auto root = read_root(body);
  if (!root) return tl::unexpected(root.error());
  return json_answer{root->code, rows_of(root->all)};
}

result<received_answer> read_received(std::string_view body) {
  const auto root = read_root(body);
  if (!root) return tl::unexpected(root.error());
  received_answer out{root->code, {}};
  if (out.code != 0) return out;
  const auto* list = list_of(root->all);
  if (list == nullptr && number_of(root->all.if_contains("responseData")) == 0) return out;
  if (list == nullptr) return bad("no rows");
  for (const auto& one : *list) {
    const auto* row = one.if_object();
    if (row == nullptr || !row->contains("message") || text_of(*row, "receivedFrom").empty())
      return bad("a row that is no received text");
    out.rows.push_back({text_of(*row, "messageID"), text_of(*row, "receivedFrom"), text_of(*row, "sentTo"),
                        text_of(*row, "message"), text_of(*row, "receivedOn")});
  }
  return out;
}

std::optional<receipt_status> status_of(std::string_view word) {
  if (word == "Delivered") return receipt_status::delivered;
  // The report doesn't tell the code that would refine it; Notify takes a decline without code as final.
  if (word == "Declined" || word == "Rejected") return receipt_status::permanent_failure;
  if (word == "Buffered" || word.starts_with("Pending")) return receipt_status::pending;
  return std::nullopt;
}

} // namespace tidings::firetext
