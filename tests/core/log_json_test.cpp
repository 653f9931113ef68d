#include "schemas/events.hpp"
#include "schemas/json.hpp"

#include <gtest/gtest.h>

namespace tidings {
namespace {

enum class colour : std::uint8_t { red, green };
BOOST_DESCRIBE_ENUM(colour, red, green)

struct everything {
  bool yes = true;
  std::uint64_t large = 18446744073709551615u;
  std::int64_t negative = -1;
  double share = 0.5;
  std::string text = "a\"b";
  colour shade = colour::green;
  colour unknown_shade = static_cast<colour>(9);
  timestamp at = from_ms(1772442000123);
  timestamp unset{};
  timestamp not_ever = never;
  practice_id practice = *practice_id::parse("A99001");
  appointment_id booking{"b1"};
  message_id message{};
  reply_id reply{{0x11, 0x22}};
  msisdn number{"447700900123"};
  secret_text name{"Ann"};
  std::optional<std::string> nothing;
  std::optional<std::string> something = "x";
  std::vector<int> list{1, 2};
  std::set<std::string> set{"p", "q"};
  std::map<provider_id, std::uint32_t> map{{provider_id("sms"), 7u}};
};
BOOST_DESCRIBE_STRUCT(everything, (),
                      (yes, large, negative, share, text, shade, unknown_shade, at, unset, not_ever, practice, booking,
                       message, reply, number, name, nothing, something, list, set, map))

TEST(json, shows_every_kind_of_field) {
  EXPECT_EQ(boost::json::serialize(to_json(everything{})),
            R"({"yes":true,"large":18446744073709551615,"negative":-1,"share":5E-1,"text":"a\"b","shade":"green",)"
            R"("unknown_shade":9,"at":"2026-03-02T09:00:00.123Z","unset":null,"not_ever":null,"practice":"A99001",)"
            R"("booking":"b1","message":null,"reply":"11220000-0000-0000-0000-000000000000",)"
            R"("number":"447700900123","name":"<redacted>","nothing":null,"something":"x","list":[1,2],)"
            R"("set":["p","q"],"map":{"sms":7}})");
}

TEST(json, shows_patients_words_only_when_told) {
  EXPECT_EQ(boost::json::serialize(to_json(everything{}, reveal::yes).at("name")), R"("Ann")");
}

TEST(json, shows_structs_inside_structs) {
  patient_updated updated;
  updated.what.id = patient_id("p1");
  updated.what.first_name = secret_text("Ann");
  const auto shown = to_json(updated);
  EXPECT_EQ(shown.at("what").at("id"), "p1");
  EXPECT_EQ(shown.at("what").at("first_name"), "<redacted>");
  EXPECT_EQ(shown.at("what").at("sms_consent"), "unknown");
}

TEST(json, prints_moments_as_iso_8601) {
  struct {
    std::int64_t ms;
    std::string_view text;
  } const cases[] = {
      {0, "1970-01-01T00:00:00.000Z"},
      {-1, "1969-12-31T23:59:59.999Z"},
      {951782399999, "2000-02-28T23:59:59.999Z"},
      {951782400000, "2000-02-29T00:00:00.000Z"},
      {253402300799999, "9999-12-31T23:59:59.999Z"},
      {253402300800000, ""},
      {INT64_MAX, ""},
      {INT64_MIN, ""},
  };
  for (const auto& one : cases) EXPECT_EQ(iso8601(from_ms(one.ms)), one.text) << one.ms;
}

} // namespace
} // namespace tidings
