#include "fhir/fhir_service.hpp"

#include "support/json_fields.hpp"

#include <boost/json.hpp>
#include <spdlog/fmt/fmt.h>

namespace tidings::sim {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr std::string_view root = "/fhir/", number_system = "https://fhir.nhs.uk/Id/nhs-number";
constexpr std::string_view interaction = "urn:nhs:names:services:gpconnect:fhir:rest:";
constexpr std::string_view reason_url =
    "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-GPConnect-AppointmentCancellationReason-1";

http_response fhir_page(const json::value& body, unsigned status = 200) {
  return {status, json::serialize(body), "application/fhir+json", {}};
}
http_response json_page(const json::value& body, unsigned status = 200) {
  return {status, json::serialize(body), "application/json", {}};
}

http_response outcome(unsigned status, std::string_view code) {
  const json::string word{code.data(), code.size()};
  return fhir_page(
      json::object{{"resourceType", "OperationOutcome"},
                   {"issue", json::array{json::object{
                                 {"severity", "error"},
                                 {"code", "invalid"},
                                 {"details", json::object{{"coding", json::array{json::object{{"code", word}}}}}},
                                 {"diagnostics", "Grace Patel was here"}}}}},
      status);
}

json::object bundle(json::array entries) {
  return {{"resourceType", "Bundle"}, {"type", "searchset"}, {"entry", std::move(entries)}};
}

std::string london_offset(instant at) {
  const auto local = parse_utc(london_text(at) + ".000Z");
  const auto hours = local ? std::chrono::duration_cast<std::chrono::hours>(*local - at).count() : 0;
  return fmt::format("{}+{:02}:00", london_text(at), hours);
}

std::string_view tail(std::string_view path, std::string_view front) {
  return path.starts_with(front) ? path.substr(front.size()) : std::string_view{};
}

} // namespace

fhir_service::fhir_service(fhir_rules rules, wall_clock now, fhir_book& book)
    : rules_{std::move(rules)}, now_{std::move(now)}, book_{book} {}

/// What the practice's own system has by now; each change of it makes another version.
void fhir_service::refresh() {
  for (auto& row : book_.rows()) {
    auto found = bookings_.find(row.id);
    if (found == bookings_.end()) {
      if (!row.is_booked) continue;
      found = bookings_.emplace(row.id, make(row.id, row.nhs_number, row.starts_at, "booked")).first;
      found->second.rest = std::move(row.rest);
      continue;
    }
    auto& one = found->second;
    const bool was_booked = one.whole["status"] == "booked";
    const bool same = one.starts_at == row.starts_at && was_booked == row.is_booked && one.rest == row.rest;
    if (same && (!row.is_booked || one.nhs_number == row.nhs_number)) continue;
    const auto whose = row.is_booked ? row.nhs_number : one.nhs_number;
    auto next = make(row.id, whose, row.starts_at, row.is_booked ? "booked" : "cancelled");
    next.version = one.version + 1;
    next.puts = one.puts;
    next.rest = std::move(row.rest);
    stamp(next);
    one = std::move(next);
  }
}

void fhir_service::stamp(booking& one) const {
  if (faults_.no_versions)
    one.whole.erase("meta");
  else
    one.whole["meta"] = json::object{{"versionId", std::to_string(one.version)}};
}

/// Status 0: nobody is refused.
http_response fhir_service::refusal(const http_request& asked) const {
  if (faults_.deactivated) return outcome(403, "ACCESS_DENIED");
  if (!is_stu3()) {
    constexpr std::string_view bearer = "Bearer ";
    const auto token = tail(asked.authorization, bearer);
    return rules_.is_good(token) ? http_response{0, "", "", {}} : outcome(401, "UNAUTHORISED");
  }
  for (const std::string_view name : {"ssp-traceid", "ssp-from", "ssp-to"})
    if (asked.header(name).empty()) return outcome(400, "BAD_REQUEST");
  const auto wanted = asked.method == "PUT"                                  ? "cancel:appointment-1"
                      : asked.path.ends_with("/metadata")                    ? "read:metadata-1"
                      : asked.path.find("/Appointment") != std::string::npos ? "search:patient_appointments-1"
                                                                             : "search:patient-1";
  if (asked.header("ssp-interactionid") != fmt::format("{}{}", interaction, wanted)) return outcome(400, "BAD_REQUEST");
  if (!asked.authorization.starts_with("Bearer ey")) return outcome(400, "BAD_REQUEST");
  return {0, "", "", {}};
}

std::string fhir_service::patient_of(const std::string& nhs_number) const {
  const auto found = patients_.find(nhs_number);
  return found == patients_.end() ? std::string{} : found->second;
}

http_response fhir_service::find_patient(const http_request& asked) const {
  const auto given = asked.parameter("identifier");
  const auto number = std::string{tail(given, fmt::format("{}|", number_system))};
  json::array entries;
  if (const auto id = patient_of(number); !id.empty())
    entries.push_back(json::object{
        {"resource",
         json::object{{"resourceType", "Patient"},
                      {"id", id},
                      {"identifier", json::array{json::object{{"system", number_system}, {"value", number}}}}}}});
  return fhir_page(bundle(std::move(entries)));
}

http_response fhir_service::list(const http_request& asked, const std::string& patient) const {
  const auto name = is_stu3() ? "start" : "date";
  std::string from, to;
  for (const auto& [key, value] : asked.parameters) {
    if (key != name) continue;
    (value.starts_with("ge") ? from : to) = value.substr(std::min<std::size_t>(2, value.size()));
  }
  constexpr std::size_t date_size = 10;
  if (is_stu3() && (from.size() != date_size || to.size() != date_size || from < london_date(now_())))
    return outcome(422, "INVALID_PARAMETER");
  json::array entries;
  for (const auto& [id, one] : bookings_) {
    const auto day = london_date(one.starts_at);
    if (patient_of(one.nhs_number) == patient && day >= from && day <= to)
      entries.push_back(json::object{{"resource", one.whole}});
  }
  return fhir_page(bundle(std::move(entries)));
}

http_response fhir_service::put(booking& one, const http_request& asked) {
  ++one.puts;
  if (faults_.staff_edit_before_put) {
    ++one.version;
    one.whole["description"] = "Changed by staff";
    stamp(one);
    faults_.staff_edit_before_put = false;
  }
  if (asked.header("if-match") != fmt::format("W/\"{}\"", one.version))
    return is_stu3() ? outcome(409, "FHIR_CONSTRAINT_VIOLATION") : outcome(412, "PRECONDITION_FAILED");
  const auto body = parse_object(asked.body);
  if (!body) return outcome(400, "BAD_REQUEST");
  auto same = *body;
  bool has_reason = same.erase("cancelationReason") > 0;
  auto kept = one.whole;
  if (auto* list = same.contains("extension") ? same["extension"].if_array() : nullptr) {
    json::array others;
    for (auto& each : *list) {
      const auto* url = each.as_object().if_contains("url");
      if (url != nullptr && *url == json::string{reason_url.data(), reason_url.size()})
        has_reason = true;
      else
        others.push_back(each);
    }
    if (others.empty() && !kept.contains("extension"))
      same.erase("extension");
    else
      same["extension"] = std::move(others);
  }
  const auto* status = same.if_contains("status");
  const bool cancels = status != nullptr && *status == "cancelled";
  same["status"] = kept["status"];
  if (!cancels || same != kept || one.starts_at < now_() || (is_stu3() && !has_reason))
    return outcome(422, "INVALID_RESOURCE");
  one.whole = *body;
  ++one.version;
  stamp(one);
  book_.cancel(one.id);
  auto answer = fhir_page(one.whole);
  answer.headers.emplace_back("ETag", fmt::format("W/\"{}\"", one.version));
  return answer;
}

bool fhir_service::refuse_by_fault(const http_request& asked, const http_reply& to) {
  if (std::exchange(faults_.token_expired, false)) return to.send(outcome(401, "UNAUTHORISED")), true;
  if (asked.method != "PUT" || faults_.next_put.empty()) return false;
  const auto what = std::exchange(faults_.next_put, {});
  if (what == "silence") return true; // `to` is dropped: the caller waits
  if (what == "drop") return to.reset(), true;
  if (what == "html_page") return to.send({502, "<!DOCTYPE html><title>Maintenance</title>", "text/html", {}}), true;
  const unsigned status = what == "locked" ? 423 : what == "throttled" ? 429 : 500;
  return to.send(outcome(status, what)), true;
}

void fhir_service::answer(const http_request& asked, const http_reply& to) {
  refresh();
  if (auto no = refusal(asked); no.status != 0) return to.send(std::move(no));
  if (refuse_by_fault(asked, to)) return;
  const auto path = tail(asked.path, root);
  if (asked.method == "GET" && path == "metadata")
    return to.send(fhir_page(json::object{{"resourceType", "CapabilityStatement"}, {"status", "active"}}));
  if (asked.method == "GET" && path == "Patient") return to.send(find_patient(asked));
  if (asked.method == "GET" && !is_stu3() && path == "Appointment")
    return to.send(list(asked, std::string{asked.parameter("patient")}));
  constexpr std::string_view under = "/Appointment";
  if (asked.method == "GET" && path.starts_with("Patient/") && path.ends_with(under)) {
    const auto id = tail(path, "Patient/");
    return to.send(list(asked, std::string{id.substr(0, id.size() - under.size())}));
  }
  const auto found = bookings_.find(tail(path, "Appointment/"));
  if (asked.method != "PUT" || found == bookings_.end()) return to.send(outcome(404, "NO_RECORD_FOUND"));
  auto answered = put(found->second, asked);
  if (answered.status == 200 && std::exchange(faults_.reset_after_commit, false)) return to.reset();
  to.send(std::move(answered));
}

fhir_service::booking fhir_service::make(std::string id, const std::string& number, instant at,
                                         std::string_view status) {
  if (!patients_.contains(number)) patients_[number] = std::to_string(patients_.size() + 1);
  booking one;
  one.id = std::move(id);
  one.nhs_number = number;
  one.starts_at = at;
  one.whole = json::object{
      {"resourceType", "Appointment"},
      {"id", one.id},
      {"meta", nullptr},
      {"status", json::string_view{status.data(), status.size()}},
      {"start", is_stu3() ? london_offset(at) : utc_text(at)},
      {"end", is_stu3() ? london_offset(at + 10min) : utc_text(at + 10min)},
      {"description", "GP appointment"},
      {"participant", json::array{json::object{{"actor", json::object{{"reference", "Patient/" + patients_[number]}}},
                                               {"status", "accepted"}}}}};
  stamp(one);
  return one;
}

http_response fhir_service::page(const http_request& asked) {
  if (asked.path == "/healthz") return json_page(json::object{{"ok", true}});
  if (asked.path == "/ledger") {
    refresh();
    json::array rows;
    for (const auto& [id, one] : bookings_)
      rows.push_back(json::object{{"id", id},
                                  {"version", one.version},
                                  {"puts", one.puts},
                                  {"whole", one.whole},
                                  {"nhs_number", one.nhs_number}});
    return json_page(json::object{{"appointments", std::move(rows)}});
  }
  const auto body = parse_object(asked.body);
  if (asked.method != "POST" || !body) return json_page(json::object{{"error", "no such page"}}, 404);
  if (asked.path != "/faults") return json_page(json::object{{"error", "no such page"}}, 404);
  json_fields fields{*body};
  fields.flag("reset_after_commit", faults_.reset_after_commit);
  fields.flag("staff_edit_before_put", faults_.staff_edit_before_put);
  fields.flag("no_versions", faults_.no_versions);
  fields.flag("deactivated", faults_.deactivated);
  fields.flag("token_expired", faults_.token_expired);
  fields.text("next_put", faults_.next_put);
  if (auto read = fields.finish(); !read) return json_page(json::object{{"error", read.error()}}, 400);
  for (auto& [id, one] : bookings_) stamp(one);
  return json_page(json::object{{"ok", true}});
}

void fhir_service::control(const http_request& asked, const http_reply& to) { to.send(page(asked)); }

} // namespace tidings::sim
