// What a test, or a person at the demo, does to a practice's EMIS behind the API.
#include "emis/emis_service.hpp"
#include "support/json_fields.hpp"

#include <boost/json.hpp>
#include <charconv>

namespace tidings::sim {
namespace {

namespace json = boost::json;

http_response json_page(const json::value& body, unsigned status = 200) {
  return {status, json::serialize(body), "application/json", {}};
}
http_response refuse(unsigned status, std::string why) {
  return json_page(json::object{{"error", std::move(why)}}, status);
}

std::int32_t number_after(std::string_view path, std::string_view root) {
  std::int32_t value = 0;
  if (path.starts_with(root)) std::from_chars(path.data() + root.size(), path.data() + path.size(), value);
  return value;
}

json::object told(const emis_slot& one) {
  return {{"slot", one.id}, {"patient", one.patient}, {"starts_at", utc_text(one.starts_at)}, {"status", one.status}};
}

} // namespace

void emis_service::control(const http_request& asked, const http_reply& to) {
  to.send(page(asked));
  if (asked.method == "POST") changed_();
}

instant emis_service::now_in(std::int64_t minutes) const {
  return instant{std::chrono::floor<std::chrono::minutes>(now_().at)} + std::chrono::minutes{minutes};
}

http_response emis_service::new_appointment(const json::object& body) {
  json_fields fields{body};
  std::int64_t patient = 0, minutes = 24 * 60, holder = 0;
  std::string starts_at;
  fields.whole("patient", patient);
  fields.whole("starts_in_minutes", minutes);
  fields.text("starts_at", starts_at);
  fields.whole("holder", holder);
  if (auto read = fields.finish(); !read) return refuse(400, read.error());
  if (patient != 0 && book_.patient(static_cast<std::int32_t>(patient)) == nullptr)
    return refuse(404, "no such patient");
  const auto at = parse_utc(starts_at).value_or(now_in(minutes));
  return json_page(told(book_.book(static_cast<std::int32_t>(patient), at, static_cast<std::size_t>(holder))));
}

http_response emis_service::change_slot(std::int32_t id, const json::object& body) {
  auto* slot = book_.slot(id);
  if (slot == nullptr) return refuse(404, "no such slot");
  json_fields fields{body};
  std::optional<std::int64_t> moved, given_to, holder;
  std::string move_to;
  bool cancelled = false;
  auto next = *slot;
  fields.whole("move_to_minutes", moved);
  fields.text("move_to", move_to);
  fields.whole("give_to", given_to);
  fields.whole("holder", holder);
  fields.flag("cancel", cancelled);
  fields.text("status", next.status);
  fields.text("notes", next.notes);
  if (auto read = fields.finish(); !read) return refuse(400, read.error());
  if (given_to) next.patient = static_cast<std::int32_t>(*given_to);
  if (holder) next.holder = static_cast<std::size_t>(*holder) % book_.staff.size();
  if (cancelled) {
    next.patient = 0;
    next.status = "Slot Available";
  }
  *slot = next;
  if (!moved && move_to.empty()) return json_page(told(*slot));
  const auto at = parse_utc(move_to).value_or(now_in(moved.value_or(0)));
  return json_page(told(book_.move(*slot, at)));
}

http_response emis_service::change_patient(std::int32_t number, const json::object& body) {
  auto* who = book_.patient(number);
  if (who == nullptr) return refuse(404, "no such patient");
  json_fields fields{body};
  auto next = *who;
  emis_event entry{.patient = number,
                   .consultation_guid = {},
                   .guid = {},
                   .code = {},
                   .scheme = {},
                   .text = {},
                   .user_ref = {},
                   .date = emis_date(now_()),
                   .time = emis_time(now_()) + ":00"};
  fields.text("first_names", next.first_names);
  fields.text("family_name", next.family_name);
  fields.text("mobile", next.mobile);
  fields.text("died", next.died);
  fields.text("code", entry.code); // an entry that staff make
  fields.text("scheme", entry.scheme);
  fields.text("date", entry.date);
  if (auto read = fields.finish(); !read) return refuse(400, read.error());
  if (next.mobile != who->mobile || next.died != who->died) next.registration_changed = emis_date(now_());
  *who = next;
  if (!entry.code.empty()) {
    entry.guid = "staff-" + std::to_string(book_.events.size());
    book_.record(std::move(entry), emis_date(now_()));
  }
  return json_page(json::object{{"ok", true}});
}

http_response emis_service::page(const http_request& asked) {
  if (asked.path == "/healthz") return json_page(json::object{{"ok", true}});
  if (asked.path == "/ledger") {
    auto out = book_.ledger();
    json::object counts;
    for (const auto& [name, count] : asked_) counts[name] = count;
    out["asked"] = std::move(counts);
    return json_page(out);
  }
  if (asked.method != "POST") return refuse(404, "no such page");
  const auto body = parse_object(asked.body);
  if (!body) return refuse(400, body.error());
  if (asked.path == "/faults") {
    if (auto merged = faults_.merge(*body); !merged) return refuse(400, merged.error());
    return json_page(json::object{{"ok", true}});
  }
  if (asked.path == "/appointments") return new_appointment(*body);
  if (asked.path.starts_with("/appointments/")) return change_slot(number_after(asked.path, "/appointments/"), *body);
  if (asked.path.starts_with("/patients/")) return change_patient(number_after(asked.path, "/patients/"), *body);
  return refuse(404, "no such page");
}

} // namespace tidings::sim
