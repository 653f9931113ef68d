// The options of `connector.fhir`, a second way for cancellations. config/practices/A99999.yaml explains them at
// length.
#include "actors/node/config/connector_sections.hpp"
#include "actors/node/config/reader.hpp"
#include "actors/node/config/schema.hpp"
#include "actors/node/config/sections.hpp"

#include <fmt/format.h>

namespace tidings::config {
namespace {

constexpr double second = 1'000, minute = 60 * second;

} // namespace

const options<fhir_settings>& fhir_options() {
  using s = fhir_settings;
  static const rule optional_text{.what = shape::text, .low = 0, .high = 200, .may_be_empty = true};
  static const rule optional_path{.what = shape::path, .may_be_empty = true};
  static const options<s> table{
      {"version",
       {.what = shape::one_of, .words = {"stu3", "r4"}},
       &s::version,
       "stu3: GP Connect Appointment Management. r4: a server of FHIR R4."},
      {"url", {.what = shape::url, .may_be_empty = true}, &s::url, "Base of its FHIR server. Empty: no second way."},
      {"from_asid", optional_text, &s::from_asid, "GP Connect: our ASID."},
      {"to_asid", optional_text, &s::to_asid, "GP Connect: the practice's ASID."},
      {"issuer", {.what = shape::url, .may_be_empty = true}, &s::issuer, "GP Connect: the address we are known by."},
      {"organisation_code", optional_text, &s::organisation_code, "GP Connect: ODS code of who runs the broker."},
      {"organisation_name", optional_text, &s::organisation_name, "Its name."},
      {"token_url",
       {.what = shape::url, .may_be_empty = true},
       &s::token_url,
       "R4: where access tokens are asked for."},
      {"client_id", optional_text, &s::client_id, "R4: the account's client id."},
      {"client_secret", {.what = shape::secret, .may_be_empty = true}, &s::client_secret, "R4: its client secret."},
      {"scope", optional_text, &s::scope, "R4: what the tokens are asked for."},
      {"certificate", optional_path, &s::certificate, "Our client certificate, PEM."},
      {"private_key", optional_path, &s::private_key, "Its key, PEM."},
      {"ca_file", optional_path, &s::ca_file, "Certificates to trust, PEM."},
      {"proxy", {.what = shape::url, .may_be_empty = true}, &s::proxy, "An HTTP proxy on the way out."},
      {"reason", {shape::text, 1, 200}, &s::reason, "What stands in the record as the reason."},
      {"answer_timeout",
       {shape::duration, 1 * second, 2 * minute},
       &s::answer_timeout,
       "Silence longer than this counts as no answer."},
  };
  return table;
}

void read_fhir(reader& in, const node& what, connector_settings& into) {
  const node* map = in.map(what, "a map of the FHIR server's options");
  if (map == nullptr) return;
  auto settings = std::make_shared<fhir_settings>();
  in.fill(*map, fhir_options(), *settings);
  into.fhir = std::move(settings);
}

boost::json::object schema_of_fhir() { return schema_of(fhir_options()); }

void check_fhir(reader& in, const node& root, practice_settings& practice) {
  const node* connector = root.find("connector");
  const node* given = connector == nullptr ? nullptr : connector->find("fhir");
  if (given == nullptr || !practice.connector.fhir) return;
  if (practice.connector.fhir->url.empty()) {
    in.doubtful(given->at, "no second way for cancellations", "no `url`", "the base of the practice's FHIR server");
    return practice.connector.fhir.reset();
  }
  const auto& system = practice.connector.system;
  if (system == "systmone" || system == "file_drop")
    in.wrong(given->at,
             system == "systmone" ? "a second way that SystmOne's connector can't go"
                                  : "a second way from files, which can't be looked at again before a cancellation",
             fmt::format("`fhir` with `system: {}`", system), "`fhir` with `emis` or `microtest`, or none");
  const auto& fhir = *practice.connector.fhir;
  const auto needed = [&](std::string_view key, const std::string& value, std::string_view allowed) {
    if (value.empty())
      in.wrong(reader::at(*given, key), fmt::format("`{}` is missing", key), "nothing", std::string(allowed));
  };
  warn_if_unprotected(in, reader::at(*given, "url"), fhir.url);
  if (fhir.version == "stu3") {
    needed("from_asid", fhir.from_asid, "the ASID that NHS England has given us");
    needed("to_asid", fhir.to_asid, "the practice's ASID, from the Spine Directory Service");
    needed("issuer", fhir.issuer, "the address that we are registered under");
    needed("organisation_code", fhir.organisation_code, "the ODS code of who runs the broker");
    if (!fhir.token_url.empty())
      in.wrong(reader::at(*given, "token_url"), "GP Connect asks for no tokens", fhir.token_url,
               "none, or `version: r4`");
  } else if (!fhir.token_url.empty()) {
    needed("client_id", fhir.client_id, "the account's client id");
    warn_if_unprotected(in, reader::at(*given, "token_url"), fhir.token_url);
  }
  if (fhir.certificate.empty() != fhir.private_key.empty())
    in.wrong(reader::at(*given, fhir.certificate.empty() ? "private_key" : "certificate"),
             "a client certificate takes two files", "one of them", "`certificate` and `private_key`, or neither");
}

} // namespace tidings::config
