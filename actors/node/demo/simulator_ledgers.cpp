#include "actors/node/demo/ledgers.hpp"

#include <boost/json.hpp>

namespace tidings::demo {
namespace json = boost::json;
namespace {

std::string text_of(const json::object& row, std::string_view field) {
  const auto* value = row.if_contains(field);
  return value && value->is_string() ? std::string(value->as_string()) : std::string();
}

std::size_t number_of(const json::object& row, std::string_view field) {
  const auto* value = row.if_contains(field);
  return value && value->is_number() ? value->to_number<std::size_t>() : 0;
}

const json::array& rows_of(const json::object& in, std::string_view field) {
  static const json::array none;
  const auto* value = in.if_contains(field);
  return value && value->is_array() ? value->as_array() : none;
}

result<json::object> object_in(std::string_view text, std::string_view whose) {
  json::error_code wrong;
  auto value = json::parse(text, wrong);
  if (wrong || !value.is_object())
    return fail(error_code::invalid_input, std::string(whose) + " gave no JSON object as its ledger");
  return value.as_object();
}

/// `… Tidings ref <uuid>` at the end of an entry's text; empty when there is none.
std::string mark_of(const std::string& text) {
  constexpr std::string_view sign = "Tidings ref ";
  const auto at = text.find(sign);
  return at == std::string::npos ? std::string() : text.substr(at + sign.size(), 36);
}

} // namespace

result<provider_ledger> read_provider(std::string_view text) {
  const auto all = object_in(text, "the provider");
  if (!all) return tl::unexpected(all.error());
  provider_ledger ledger;
  for (const auto& one : rows_of(*all, "messages"))
    ledger.submitted[text_of(one.as_object(), "reference")] += number_of(one.as_object(), "count");
  for (const auto& one : rows_of(*all, "replies")) {
    const auto& row = one.as_object();
    const auto* delivered = row.if_contains("delivered");
    ledger.replies.push_back({text_of(row, "from"), text_of(row, "text"), text_of(row, "intent"),
                              delivered && delivered->is_bool() && delivered->as_bool()});
  }
  ledger.receipts_pending = number_of(*all, "receipts_pending");
  ledger.replies_pending = number_of(*all, "replies_pending");
  return ledger;
}

result<clinical_ledger> read_clinical(std::string_view text) {
  const auto all = object_in(text, "the clinical system");
  if (!all) return tl::unexpected(all.error());
  clinical_ledger ledger;
  for (const auto& practice : rows_of(*all, "practices")) {
    const auto& in = practice.as_object();
    const auto ods = text_of(in, "ods");
    for (const auto& one : rows_of(in, "appointments")) {
      const auto& row = one.as_object();
      const appointment_key key{ods, text_of(row, "uid")};
      ledger.appointments.insert(key);
      for (const auto& change : rows_of(row, "history")) {
        const auto status = text_of(change.as_object(), "status");
        if (!status.starts_with("Cancelled")) continue;
        (text_of(change.as_object(), "by") == "client" ? ledger.cancelled_by_us : ledger.cancelled_by_staff)
            .insert(key);
      }
      for (const auto& comment : rows_of(row, "comments"))
        if (comment.is_string() && comment.as_string().find("Confirmed by patient") != json::string::npos)
          ledger.confirmed.insert(key);
    }
    std::map<std::string, std::size_t> marks;
    for (const auto& one : rows_of(in, "coded_entries")) {
      ++ledger.filed[ods];
      if (const auto mark = mark_of(text_of(one.as_object(), "free_text")); !mark.empty() && ++marks[mark] > 1)
        ++ledger.filed_twice;
    }
  }
  return ledger;
}

void add(clinical_ledger& to, clinical_ledger more) {
  to.appointments.merge(more.appointments);
  to.cancelled_by_us.merge(more.cancelled_by_us);
  to.cancelled_by_staff.merge(more.cancelled_by_staff);
  to.confirmed.merge(more.confirmed);
  to.filed.merge(more.filed);
  to.filed_twice += more.filed_twice;
}

} // namespace tidings::demo
