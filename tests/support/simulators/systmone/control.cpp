#include "systmone/control.hpp"

#include "support/json_fields.hpp"

#include <boost/json.hpp>

namespace tidings::sim {
namespace {

namespace json = boost::json;

http_response reply(const json::value& body, unsigned status = 200) {
  return {status, json::serialize(body), "application/json", {}};
}
http_response refuse(unsigned status, std::string why) {
  return reply(json::object{{"error", std::move(why)}}, status);
}

/// The services the body's `ods` means: one, or all for `*` (and when it is left out).
tl::expected<std::vector<practice_service*>, std::string> chosen(const control_reach& reach, const json::object& body) {
  std::string ods = "*";
  if (const auto* named = body.if_contains("ods"); named != nullptr && named->is_string())
    ods = named->as_string().c_str();
  std::vector<practice_service*> out;
  for (const auto& [code, one] : reach.services)
    if (ods == "*" || ods == code) out.push_back(one.get());
  if (out.empty()) return tl::unexpected("no practice " + ods);
  return out;
}

http_response set_faults(const control_reach& reach, const json::object& body) {
  const auto services = chosen(reach, body);
  if (!services) return refuse(404, services.error());
  for (auto* one : *services) {
    if (auto merged = one->faults.merge(body); !merged) return refuse(400, merged.error());
    auto& listener = *reach.listeners.find(one->book.ods)->second;
    if (one->faults.logged_out)
      listener.close();
    else if (auto opened = listener.open(0); !opened)
      return refuse(500, opened.error());
  }
  return reply(json::object{{"ok", true}});
}

http_response set_devices(const control_reach& reach, const json::object& body, bool approve) {
  const auto services = chosen(reach, body);
  if (!services) return refuse(404, services.error());
  for (auto* one : *services) approve ? one->devices.approve() : one->devices.block();
  reach.on_change();
  return reply(json::object{{"ok", true}});
}

http_response book(const control_reach& reach, const json::object& body) {
  std::string ods, nhs_number, session = "GP Surgery", slot_type = "Standard", user_name, starts_at;
  std::int64_t minutes = 60 * 30;
  json_fields fields{body};
  fields.text("ods", ods);
  fields.text("nhs_number", nhs_number);
  fields.whole("starts_in_minutes", minutes);
  fields.text("starts_at", starts_at);
  fields.text("session", session);
  fields.text("slot_type", slot_type);
  fields.text("clinician", user_name);
  if (auto read = fields.finish(); !read) return refuse(400, read.error());
  const auto found = reach.services.find(ods);
  if (found == reach.services.end()) return refuse(404, "no practice " + ods);
  auto& practice = found->second->book;
  const auto* who = practice.find_patient(nhs_number);
  if (!nhs_number.empty() && who == nullptr) return refuse(404, "no such patient");
  if (who == nullptr) { // somebody with a mobile, consent and nothing booked, if there is one
    for (const auto& one : practice.patients())
      if (!one.mobile.empty() && one.sms_consent == "Yes" && practice.appointments_of(one.nhs_number) == 0) {
        who = &one;
        break;
      }
    if (who == nullptr) who = &practice.patients().front();
  }
  appointment one;
  one.nhs_number = who->nhs_number;
  one.starts_at = parse_utc(starts_at).value_or(reach.now() + std::chrono::minutes{minutes});
  one.user_name = user_name.empty() ? practice.clinicians.front().user_name : user_name;
  one.session = session;
  one.slot_type = slot_type;
  const auto& booked = practice.book(std::move(one), reach.now());
  reach.on_change();
  return reply(json::object{{"uid", booked.uid},
                            {"nhs_number", booked.nhs_number},
                            {"mobile", who->mobile},
                            {"starts_at", utc_text(booked.starts_at)},
                            {"starts_at_local", london_text(booked.starts_at)}},
               201);
}

http_response change(const control_reach& reach, std::string_view uid, const json::object& body) {
  std::string status, ods, comment, moved_to;
  std::optional<std::int64_t> minutes;
  json_fields fields{body};
  fields.text("ods", ods);
  fields.text("status", status);
  fields.text("comment", comment);
  fields.whole("starts_in_minutes", minutes);
  fields.text("starts_at", moved_to);
  if (auto read = fields.finish(); !read) return refuse(400, read.error());
  // Each practice counts its own uids, so without an ODS code the first practice that knows it is meant.
  for (const auto& [code, one] : reach.services) {
    if (!ods.empty() && ods != code) continue;
    auto* booked = one->book.find_appointment(uid);
    if (booked == nullptr) continue;
    if (minutes) move_to(*booked, reach.now() + std::chrono::minutes{*minutes}, reach.now());
    if (const auto at = parse_utc(moved_to)) move_to(*booked, *at, reach.now());
    if (!comment.empty()) booked->comments.push_back(comment);
    if (!status.empty()) set_status(*booked, status, "staff", reach.now());
    reach.on_change();
    return reply(json::object{{"ok", true}});
  }
  return refuse(404, "no such appointment");
}

http_response change_patient(const control_reach& reach, std::string_view nhs_number, const json::object& body) {
  for (const auto& [code, one] : reach.services) {
    auto* who = one->book.find_patient(nhs_number);
    if (who == nullptr) continue;
    auto next = *who;
    json_fields fields{body};
    fields.text("title", next.title);
    fields.text("first_name", next.first_name);
    fields.text("surname", next.surname);
    fields.text("mobile", next.mobile);
    fields.text("sms_consent", next.sms_consent);
    if (auto read = fields.finish(); !read) return refuse(400, read.error());
    *who = next;
    reach.on_change();
    return reply(json::object{{"ok", true}});
  }
  return refuse(404, "no such patient");
}

http_response answer_get(const control_reach& reach, std::string_view path) {
  if (path == "/healthz") return reply(json::object{{"ok", true}});
  json::array rows;
  for (const auto& [ods, one] : reach.services) {
    if (path == "/ledger") rows.push_back(ledger_of(*one));
    if (path == "/patients")
      for (auto& row : patients_of(one->book)) rows.push_back(std::move(row));
    if (path == "/audit")
      for (auto& row : audit_of(*one)) rows.push_back(std::move(row));
  }
  if (path == "/ledger") return reply(json::object{{"practices", std::move(rows)}});
  if (path == "/patients") return reply(json::object{{"patients", std::move(rows)}});
  if (path == "/audit") return reply(json::object{{"audit", std::move(rows)}});
  return refuse(404, "no such page");
}

} // namespace

http_response answer_control(const control_reach& reach, const http_request& request) {
  const std::string_view path = request.path;
  if (request.method == "GET") return answer_get(reach, path);
  if (request.method != "POST") return refuse(405, "GET or POST");
  const auto body = parse_object(request.body);
  if (!body) return refuse(400, body.error());
  static constexpr std::string_view one_appointment = "/appointments/", one_patient = "/patients/";
  if (path == "/faults") return set_faults(reach, *body);
  if (path == "/devices/approve") return set_devices(reach, *body, true);
  if (path == "/devices/block") return set_devices(reach, *body, false);
  if (path == "/appointments") return book(reach, *body);
  if (path.starts_with(one_appointment)) return change(reach, path.substr(one_appointment.size()), *body);
  if (path.starts_with(one_patient)) return change_patient(reach, path.substr(one_patient.size()), *body);
  return refuse(404, "no such page");
}

} // namespace tidings::sim
