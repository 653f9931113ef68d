#include "actors/connector/fhir/spine_token.hpp"

#include <boost/json.hpp>
#include <openssl/evp.h>

namespace tidings::fhir {
namespace {

namespace json = boost::json;

constexpr std::chrono::seconds life{300};

std::string base64url(std::string_view bytes) { // RFC 4648 §5, without padding
  std::string out(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const auto size =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  while (out.ends_with('=')) out.pop_back();
  for (char& c : out) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return out;
}

json::object identifier(std::string_view system, std::string_view value) {
  return {{"system", json::string(system.data(), system.size())}, {"value", json::string(value.data(), value.size())}};
}

json::object device(const fhir_settings& who) {
  return {{"resourceType", "Device"},
          {"identifier", json::array{identifier(who.issuer, who.organisation_code)}},
          {"model", "Tidings"},
          {"version", TIDINGS_VERSION}};
}

json::object organisation(const fhir_settings& who) {
  return {
      {"resourceType", "Organization"},
      {"identifier", json::array{identifier("https://fhir.nhs.uk/Id/ods-organization-code", who.organisation_code)}},
      {"name", who.organisation_name}};
}

// Nobody sits at a keyboard: the practice has Tidings act on what the patient answered.
json::object practitioner(const fhir_settings& who) {
  return {{"resourceType", "Practitioner"},
          {"id", "1"},
          {"identifier", json::array{identifier("https://fhir.nhs.uk/Id/sds-user-id", "UNK"),
                                     identifier("https://fhir.nhs.uk/Id/sds-role-profile-id", "UNK"),
                                     identifier(who.issuer, "tidings")}},
          {"name", json::array{json::object{{"family", "Tidings"}, {"given", json::array{"Automatic"}}}}}};
}

} // namespace

std::string spine_token(const fhir_settings& who, std::string_view scope, timestamp now) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
  const json::object claims{{"iss", who.issuer},
                            {"sub", "1"},
                            {"aud", who.url},
                            {"exp", seconds + life.count()},
                            {"iat", seconds},
                            {"reason_for_request", "directcare"},
                            {"requested_scope", json::string(scope.data(), scope.size())},
                            {"requesting_device", device(who)},
                            {"requesting_organization", organisation(who)},
                            {"requesting_practitioner", practitioner(who)}};
  return base64url(R"({"alg":"none","typ":"JWT"})") + "." + base64url(json::serialize(claims)) + ".";
}

} // namespace tidings::fhir
