#include "actors/connector/fhir/dialect.hpp"

#include "actors/connector/fhir/moments.hpp"
#include "actors/connector/fhir/spine_token.hpp"
#include "actors/connector/london.hpp"
#include "actors/connector/web/address.hpp"
#include "actors/connector/web/json_view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tidings::fhir {
namespace {

namespace json = boost::json;
using wire::at;
using wire::items_at;
using wire::text_at;

constexpr std::string_view nhs_number_system = "https://fhir.nhs.uk/Id/nhs-number";
constexpr std::string_view reason_extension =
    "https://fhir.nhs.uk/STU3/StructureDefinition/Extension-GPConnect-AppointmentCancellationReason-1";

bool is_stu3(const fhir_settings& to) { return to.version == "stu3"; }

void header(wire::request& out, std::string_view name, std::string value) {
  out.headers.emplace_back(std::string(name), secret_text(std::move(value)));
}

/// @param interaction the tail of GP Connect's id for it
/// @param scope what the JWT asks for
wire::request asked(const fhir_settings& to, std::string_view path, std::string_view interaction,
                    std::string_view scope, std::string_view trace, timestamp now) {
  wire::request out;
  out.url = wire::joined(to.url, path);
  out.ca_file = to.ca_file;
  out.certificate = to.certificate;
  out.private_key = to.private_key;
  out.proxy = to.proxy;
  out.timeout = to.answer_timeout;
  header(out, "Accept", "application/fhir+json");
  if (is_stu3(to)) {
    header(out, "Ssp-TraceID", std::string(trace));
    header(out, "Ssp-From", to.from_asid);
    header(out, "Ssp-To", to.to_asid);
    header(out, "Ssp-InteractionID", fmt::format("urn:nhs:names:services:gpconnect:fhir:rest:{}", interaction));
    header(out, "Authorization", "Bearer " + spine_token(to, scope, now));
  } else {
    header(out, "X-Request-ID", std::string(trace));
  }
  return out;
}

/// A search's answer: its resources of one type.
result<std::vector<const json::value*>> entries_of(const json::value& bundle, std::string_view type) {
  if (text_at(bundle, "resourceType") != "Bundle")
    return fail(error_code::invalid_input, "the FHIR server's answer is no Bundle");
  // Part of a list is not a list: which appointments the rest holds nobody knows.
  for (const auto& link : items_at(bundle, "link"))
    if (text_at(link, "relation") == "next")
      return fail(error_code::invalid_input, "the FHIR server's answer goes on on another page");
  std::vector<const json::value*> out;
  for (const auto& entry : items_at(bundle, "entry"))
    if (text_at(entry, "resource", "resourceType") == type) out.push_back(&at(entry, "resource"));
  return out;
}

// The word of a coded issue only: details and diagnostics may speak of the patient.
std::string issue_of(std::string_view body) {
  const auto outcome = wire::parsed(body);
  for (const auto& issue : items_at(outcome, "issue")) {
    std::string word;
    for (const auto& coding : items_at(at(issue, "details"), "coding")) word = text_at(coding, "code");
    if (word.empty()) word = text_at(issue, "code");
    constexpr std::size_t word_max = 60;
    const bool plain = std::ranges::all_of(word, [](char c) {
      return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    });
    if (plain && !word.empty()) return word.substr(0, word_max);
  }
  return {};
}

} // namespace

wire::request capabilities(const fhir_settings& to, std::string_view trace, timestamp now) {
  return asked(to, "metadata", "read:metadata-1", "organization/*.read", trace, now);
}

wire::request find_patient(const fhir_settings& to, std::string_view nhs_number, std::string_view trace,
                           timestamp now) {
  std::string query;
  wire::add(query, "identifier", fmt::format("{}|{}", nhs_number_system, nhs_number));
  return asked(to, "Patient?" + query, "search:patient-1", "patient/*.read", trace, now);
}

wire::request patient_appointments(const fhir_settings& to, std::string_view patient, timestamp day,
                                   std::string_view trace, timestamp now) {
  const auto date = london::print_date(day);
  const auto id = wire::encoded(patient);
  const auto path = is_stu3(to) ? fmt::format("Patient/{}/Appointment?start=ge{}&start=le{}", id, date, date)
                                : fmt::format("Appointment?patient={}&date=ge{}&date=le{}", id, date, date);
  return asked(to, path, "search:patient_appointments-1", "patient/*.read", trace, now);
}

wire::request cancel(const fhir_settings& to, const resource& what, std::string_view trace, timestamp now) {
  auto out = asked(to, "Appointment/" + wire::encoded(what.id), "cancel:appointment-1", "patient/*.write", trace, now);
  out.method = "PUT";
  out.does = wire::effect::acts;
  header(out, "If-Match", fmt::format("W/\"{}\"", what.version));
  header(out, "Content-Type", "application/fhir+json");
  out.body = secret_text(json::serialize(cancelled(what, to)));
  return out;
}

result<std::string> read_patient_id(std::string_view body, std::string_view nhs_number) {
  const auto bundle = wire::parsed(body);
  const auto found = entries_of(bundle, "Patient");
  if (!found) return tl::unexpected(found.error());
  if (found->size() != 1)
    return fail(error_code::refused,
                fmt::format("the FHIR server knows {} patients with this NHS number", found->size()));
  const auto& patient = *found->front();
  const auto& names = items_at(patient, "identifier");
  const bool same = std::ranges::any_of(names, [&](const json::value& one) {
    return text_at(one, "system") == nhs_number_system && text_at(one, "value") == nhs_number;
  });
  auto id = text_at(patient, "id");
  if (!same || id.empty())
    return fail(error_code::refused, "the FHIR server answered about another patient than asked for");
  return id;
}

result<std::vector<resource>> read_appointments(std::string_view body) {
  const auto bundle = wire::parsed(body);
  const auto found = entries_of(bundle, "Appointment");
  if (!found) return tl::unexpected(found.error());
  std::vector<resource> out;
  for (const auto* one : *found) {
    const auto starts_at = read_instant(text_at(*one, "start"));
    if (!starts_at) return tl::unexpected(starts_at.error());
    out.push_back({*one, text_at(*one, "id"), text_at(*one, "meta", "versionId"), text_at(*one, "status"), *starts_at});
  }
  return out;
}

json::value cancelled(const resource& what, const fhir_settings& to) {
  auto out = what.whole;
  auto& object = out.as_object();
  object["status"] = "cancelled";
  if (!is_stu3(to)) {
    object["cancelationReason"] = json::object{{"text", to.reason}};
    return out;
  }
  auto& kept = object["extension"];
  if (!kept.is_array()) kept = json::array();
  auto& extensions = kept.get_array();
  const json::string_view url{reason_extension.data(), reason_extension.size()};
  for (auto* one = extensions.begin(); one != extensions.end();)
    one = text_at(*one, "url") == reason_extension ? extensions.erase(one) : one + 1;
  extensions.push_back(json::object{{"url", url}, {"valueString", to.reason}});
  return out;
}

failure judged(const wire::outcome& answer, wire::effect does, std::string_view asked) {
  const bool acts = does == wire::effect::acts;
  if (!answer) {
    const bool unknown = acts && !answer.error().certainly_not_sent;
    return {unknown ? error_code::outcome_unknown : error_code::unreachable,
            fmt::format("the FHIR server gave no answer to {}: {}", asked, answer.error().detail)};
  }
  const int status = answer->status;
  if (status >= 200 && status < 300) return {};
  auto said = fmt::format("the FHIR server answered {} with HTTP {}", asked, status);
  if (const auto word = issue_of(answer->body.reveal()); !word.empty()) said.append(" ").append(word);
  if (acts && (status == 409 || status == 412))
    return {error_code::refused, said + ": the appointment was changed meanwhile. Look at it and decide"};
  if (status == 429) return {error_code::overloaded, said};
  if (status == 401 || status == 403)
    return {error_code::unreachable, said + ": it doesn't accept who we are (certificate, ASIDs or token)"};
  if (status >= 400 && status < 500 && status != 408) return {error_code::refused, said};
  return {acts ? error_code::outcome_unknown : error_code::unreachable, said};
}

} // namespace tidings::fhir
