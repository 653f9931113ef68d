// The token of the GOV.UK Notify API: what lets a program in, and what each other token is told.
#include "web/endpoint/notify/jwt.hpp"

#include "tests/core/notify_program.hpp"

#include <gtest/gtest.h>

namespace tidings::web::notify {
namespace {
using namespace tidings::test;

const timestamp now = from_ms(1'774'864'923'000);
const std::string seconds = "1774864923";
const std::string hs256 = R"({"typ":"JWT","alg":"HS256"})";

/// The key's name, or the status and what is said.
std::string verdict(const std::string& authorization, const practice_settings& practice = settings_of_service()) {
  const auto given = read_token(authorization);
  if (!given) return std::to_string(given.error().status) + " " + given.error().faults.at(0).message;
  if (given->service != practice.service_id) return "of another service";
  const auto key = key_of(*given, practice.api_keys, now);
  if (!key) return std::to_string(key.error().status) + " " + key.error().faults.at(0).message;
  return (*key)->name;
}
std::string of(const std::string& claims, const std::string& header = hs256) {
  return "Bearer " + jwt_of(header, claims, secret_of_booking);
}
std::string at(const std::string& iat) { return of(R"({"iss":")" + service_id + R"(","iat":)" + iat + "}"); }

TEST(a_programs_token, lets_in_whoever_signed_it_with_one_of_the_services_keys) {
  EXPECT_EQ(verdict("Bearer " + token_of(secret_of_booking, now)), "booking");
  EXPECT_EQ(verdict("Bearer " + token_of(secret_of_team, now)), "staff");
  EXPECT_EQ(verdict("bearer " + token_of(secret_of_test, now)), "trial");
  EXPECT_EQ(verdict(of(R"({"iss":"26785A09-AB16-4EB0-8407-A37497A57506","iat":)" + seconds + "}")), "booking");
  EXPECT_EQ(verdict(at(seconds + ".25")), "booking") << ".NET's client writes fractions";
  EXPECT_EQ(verdict(of(R"({"iss":")" + service_id + R"(","iat":1774864923,"exp":1774864900})")), "booking");
}

TEST(a_programs_token, that_is_wrong_is_told_why_in_notifys_words) {
  const std::string example = "403 Invalid token: make sure your API token matches the example at "
                              "https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header";
  const std::string clock = "403 Error: Your system clock must be accurate to within 30 seconds";
  const std::string not_found = "403 Invalid token: API key not found";
  const std::string mine = R"("iss":")" + service_id + "\"";
  const auto good = token_of(secret_of_booking, now);
  auto another = settings_of_service();
  another.api_keys.clear();
  const struct {
    const char* name;
    std::string authorization, says;
  } cases[] = {
      {"none", "", "401 Unauthorized: authentication token must be provided"},
      {"basic", "Basic dGlkaW5nczpndWVzcw==", "401 Unauthorized: authentication bearer scheme must be used"},
      {"no space", "Bearer" + good, "401 Unauthorized: authentication bearer scheme must be used"},
      {"rubbish", "Bearer rubbish", example},
      {"four parts", "Bearer " + good + ".x", example},
      {"no base64", "Bearer a*.b.c", example},
      {"claims that are a list", of("[]"), example},
      {"a header that is text", of("{" + mine + "}", "\"HS256\""), example},
      {"not UTF-8", of("{\"iss\":\"\xff\"}"), example},
      {"no iss", of(R"({"iat":1774864923})"), "403 Invalid token: iss field not provided"},
      {"null as iss", of(R"({"iss":null})"), "403 Invalid token: iss field not provided"},
      {"a number as iss", of(R"({"iss":5})"), "403 Invalid token: service id is not the right data type"},
      {"a name as iss", of(R"({"iss":"A99001"})"), "403 Invalid token: service id is not the right data type"},
      {"alg none", of("{" + mine + ",\"iat\":" + seconds + "}", R"({"alg":"none"})"),
       "403 Invalid token: algorithm used is not HS256"},
      {"another alg", of("{" + mine + ",\"iat\":" + seconds + "}", R"({"alg":"HS512"})"),
       "403 Invalid token: algorithm used is not HS256"},
      {"no alg", of("{" + mine + ",\"iat\":" + seconds + "}", "{}"), "403 Invalid token: algorithm used is not HS256"},
      {"another's key", "Bearer " + token_of("11111111-2222-4333-8444-555555555555", now), not_found},
      {"no signature", "Bearer " + good.substr(0, good.rfind('.') + 1), not_found},
      {"an empty secret", "Bearer " + token_of("", now), not_found},
      {"no iat", of("{" + mine + "}"), not_found},
      {"iat as text", of("{" + mine + R"(,"iat":"1774864923"})"), not_found},
      {"30 s old", at("1774864893"), "booking"},
      {"31 s old", at("1774864892"), clock},
      {"30 s ahead", at("1774864953"), "booking"},
      {"31 s ahead", at("1774864954"), clock},
      {"endless", at("1e999"), not_found},
      {"expired", of("{" + mine + R"(,"iat":1774864923,"exp":1774864892})"), clock},
      {"another service", "Bearer " + token_of(secret_of_booking, now, "00000000-0000-4000-8000-000000000000"),
       "of another service"},
  };
  for (const auto& one : cases) EXPECT_EQ(verdict(one.authorization), one.says) << one.name;
  EXPECT_EQ(verdict("Bearer " + good, another), "403 Invalid token: service has no API keys");
}

TEST(a_programs_token, is_wrong_when_any_one_of_its_letters_is_another) {
  const auto good = token_of(secret_of_booking, now);
  for (std::size_t i = 0; i < good.size(); ++i) {
    if (good[i] == '.') continue;
    auto bad = good;
    bad[i] = bad[i] == 'A' ? 'B' : 'A';
    EXPECT_NE(verdict("Bearer " + bad), "booking") << i;
  }
}

TEST(a_key_without_a_secret, lets_nobody_in) {
  auto practice = settings_of_service();
  practice.api_keys = {{"empty", api_key_type::normal, secret_text(), {}}};
  EXPECT_EQ(verdict("Bearer " + token_of("", now), practice), "403 Invalid token: API key not found");
}

} // namespace
} // namespace tidings::web::notify
