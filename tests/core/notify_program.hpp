#pragma once
// A practice as a program sees it by the GOV.UK Notify API, and tokens as the official clients make them.
#include "schemas/settings.hpp"
#include "web/endpoint/crypto.hpp"
#include "web/endpoint/text.hpp"

#include <string>

namespace tidings::test {

inline const std::string service_id = "26785a09-ab16-4eb0-8407-a37497a57506";
inline const std::string secret_of_booking = "3d844edf-8d35-48ac-975b-e847b4f122b0";
inline const std::string secret_of_team = "8b4d5d4e-3d0a-4c5e-9d2f-0a4f6d1c7e11";
inline const std::string secret_of_test = "f5e2c9a0-1b34-4f7d-8a6e-5c0d9b8a7f22";

inline practice_settings settings_of_service() {
  practice_settings s;
  s.id = *practice_id::parse("A99001");
  s.name = "Demo Surgery";
  s.phone = "01632 960001";
  s.sender = "447700900999";
  s.service_id = service_id;
  s.api_keys = {{"booking", api_key_type::normal, secret_text(secret_of_booking), {}},
                {"staff", api_key_type::team, secret_text(secret_of_team), {"447700900321"}},
                {"trial", api_key_type::test, secret_text(secret_of_test), {}}};
  template_settings hello{template_id("hello"), "Hello ((name)), this is ((practice_name)).((urgent?? Ring us.))"};
  hello.title = "Hello there";
  hello.fields = {"name", "urgent"};
  hello.earlier = {"Hi ((first name))"};
  s.templates[hello.id] = hello;
  s.templates[template_id("plain")] = {template_id("plain"), "Your order is ready."};
  return s;
}

inline std::string jwt_of(std::string header, std::string claims, std::string_view secret) {
  const auto part = web::base64url(header) + "." + web::base64url(claims);
  return part + "." + web::base64url(web::hmac_sha256(secret, part));
}
inline std::string token_of(std::string_view secret, timestamp made, std::string service = service_id) {
  return jwt_of(R"({"typ":"JWT","alg":"HS256"})",
                R"({"iss":")" + service + R"(","iat":)" + std::to_string(to_ms(made) / 1'000) + "}", secret);
}

} // namespace tidings::test
