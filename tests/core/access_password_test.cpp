// What is kept of passwords, which are refused, and the second factor's codes.
#include "web/endpoint/access/password.hpp"
#include "web/endpoint/access/totp.hpp"

#include <gtest/gtest.h>

#include <set>

namespace tidings::web::access {
namespace {

constexpr password_cost cheap{4, 1, 1};
secret_text operator""_secret(const char* text, std::size_t size) { return secret_text(std::string(text, size)); }

TEST(access_password, is_known_again_by_its_verifier_and_no_other_is) {
  const auto kept = make_verifier("correct horse battery"_secret, cheap);
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->reveal().find("correct"), std::string::npos);
  EXPECT_TRUE(is_password(*kept, "correct horse battery"_secret, cheap));
  EXPECT_FALSE(is_password(*kept, "correct horse batterz"_secret, cheap));
  EXPECT_FALSE(is_password(*kept, ""_secret, cheap));
  EXPECT_NE(kept->reveal(), make_verifier("correct horse battery"_secret, cheap)->reveal()) << "each has its own salt";
}

TEST(access_password, matches_nothing_when_the_verifier_is_none) {
  for (const auto* text : {"", "scrypt", "scrypt$4$1$1$$", "scrypt$40$8$1$c2FsdA$aGFzaA", "bcrypt$4$1$1$a$b",
                           "scrypt$4$1$1$!$!", "scrypt$0$1$1$c2FsdA$aGFzaA"})
    EXPECT_FALSE(is_password(secret_text(text), ""_secret, cheap)) << text;
}

// RFC 7914 section 12, the first vector (empty texts, N=16, r=1, p=1), cut to 32 bytes.
TEST(access_password, hashes_as_rfc_7914_has_it) {
  EXPECT_TRUE(is_password(secret_text("scrypt$4$1$1$$d9ZXYjhleyA7GcpCwYoEl_FrSETjB0ro39_6P-3iFEI"), ""_secret, cheap));
}

TEST(access_password, costs_what_the_guidance_wants) {
  const password_cost usual;
  EXPECT_EQ(usual.log_n, 17u);
  EXPECT_EQ(usual.r, 8u);
  EXPECT_EQ(usual.p, 1u);
}

TEST(access_weakness, refuses_what_is_guessed_first_and_lets_the_rest_be) {
  const struct {
    const char* password;
    bool good;
  } cases[] = {
      {"short one", false},
      {"elevenchars", false},
      {"aaaaaaaaaaaa", false},
      {"abababababab", false},
      {"abcdefghijkl", false},
      {"123456789012", false},
      {"987654321098", false},
      {"qwertyuiop12", false},
      {"1qaz2wsx3edc", false},
      {"Password12345", false},
      {"P@ssw0rd2026!", false},
      {"TidingsTidings", false},
      {"tidings2026!", false},
      {"Surgery-2026", false},
      {"annie.smith99", false},
      {"x-Ann1e.Sm1th-x", false},
      {"letmein-letmein", false},
      {"a99001 a99001 b", false},
      {"A99001-is-mine-now", false},
      {"Liverpool1892", false},
      {"correct horse battery", true},
      {"violet harbour spoon", true},
      {"xK9#vQ2m$Lw7", true},
      {"my surgery has eleven green doors", true},
      {"\xc3\xa9t\xc3\xa9 long comme un jour", true},
  };
  const std::vector<std::string> codes{"A99001"};
  for (const auto& one : cases)
    EXPECT_EQ(!weakness_of(secret_text(one.password), "annie.smith@nhs.net", codes), one.good) << one.password;
  std::string many = "abcdefgh violet harbour";
  many.append(300, 'x');
  EXPECT_TRUE(weakness_of(secret_text(many), "ann")) << "too long";
}

// RFC 6238 appendix B, SHA-1, eight digits.
TEST(access_totp, gives_the_codes_of_rfc_6238) {
  const struct {
    std::int64_t seconds;
    const char* code;
  } cases[] = {{59, "94287082"},
               {1'111'111'109, "07081804"},
               {1'111'111'111, "14050471"},
               {1'234'567'890, "89005924"},
               {2'000'000'000, "69279037"},
               {20'000'000'000, "65353130"}};
  for (const auto& one : cases)
    EXPECT_EQ(hotp("12345678901234567890", step_of(from_ms(one.seconds * 1'000)), 8), one.code) << one.seconds;
}

// RFC 4226 appendix D.
TEST(access_totp, gives_the_codes_of_rfc_4226) {
  const char* const codes[] = {"755224", "287082", "359152", "969429", "338314",
                               "254676", "287922", "162583", "399871", "520489"};
  for (std::uint64_t i = 0; i < 10; ++i) EXPECT_EQ(hotp("12345678901234567890", i, 6), codes[i]) << i;
}

TEST(access_totp, takes_the_step_before_and_after_and_no_other) {
  const secret_text key(base32("12345678901234567890"));
  EXPECT_EQ(key.reveal(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
  const auto now = from_ms(1'234'567'890'000);
  const auto here = step_of(now);
  for (std::int64_t off = -3; off <= 3; ++off) {
    const auto step = here + static_cast<std::uint64_t>(off);
    const auto found = step_of_code(key, hotp("12345678901234567890", step, 6), now);
    EXPECT_EQ(found.has_value(), off >= -1 && off <= 1) << off;
    EXPECT_EQ(found.value_or(step), step);
  }
  EXPECT_FALSE(step_of_code(key, "", now));
  EXPECT_FALSE(step_of_code(key, "12345", now));
  EXPECT_FALSE(step_of_code(secret_text("not base 32!"), "123456", now));
}

TEST(access_totp, reads_and_writes_base32) {
  for (const auto* text : {"", "f", "fo", "foo", "foob", "fooba", "foobar"}) EXPECT_EQ(from_base32(base32(text)), text);
  EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
  EXPECT_EQ(from_base32("mzxw 6ytb-oi"), "foobar");
  EXPECT_FALSE(from_base32("mzxw1"));
}

TEST(access_totp, names_the_user_in_what_the_app_reads) {
  EXPECT_EQ(otpauth_uri("ann@nhs.net", secret_text("ABC")),
            "otpauth://totp/Tidings:ann%40nhs.net?secret=ABC&issuer=Tidings");
}

TEST(access_recovery, gives_eight_codes_each_known_by_its_hash_alone) {
  const auto codes = new_recovery_codes();
  ASSERT_EQ(codes.size(), 8u);
  EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 8u);
  std::vector<secret_text> kept;
  for (const auto& code : codes) {
    EXPECT_EQ(code.size(), 19u) << code;
    kept.push_back(hash_of_recovery(code));
  }
  EXPECT_EQ(place_of_recovery(kept, codes[2]), 3u);
  EXPECT_EQ(place_of_recovery(kept, "  " + codes[2]), 3u);
  EXPECT_EQ(place_of_recovery(kept, "aaaa-aaaa-aaaa-aaaa"), 0u);
  EXPECT_EQ(place_of_recovery(kept, ""), 0u);
  kept[2] = secret_text();
  EXPECT_EQ(place_of_recovery(kept, codes[2]), 0u) << "it was used";
}

} // namespace
} // namespace tidings::web::access
