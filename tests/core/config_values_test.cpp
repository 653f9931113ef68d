#include "actors/node/config/values.hpp"

#include <gtest/gtest.h>

namespace tidings::config {
namespace {

TEST(config_values, reads_durations_of_one_unit) {
  const std::pair<std::string_view, std::int64_t> right[] = {
      {"0s", 0}, {"250ms", 250}, {"30s", 30'000}, {"90m", 5'400'000}, {"48h", 172'800'000}, {"2d", 172'800'000}};
  for (const auto& [text, ms] : right) EXPECT_EQ(parse_duration(text), millis(ms)) << text;
  for (const std::string_view wrong : {"", "48", "h", "48 h", " 48h", "48h ", "-1h", "+1h", "1.5h", "1h30m", "1w",
                                       "48H", "99999999999999999999s", "1000000001ms", "0x1s"})
    EXPECT_EQ(parse_duration(wrong), std::nullopt) << wrong;
}

TEST(config_values, prints_durations_in_the_largest_whole_unit) {
  const std::pair<std::int64_t, std::string_view> cases[] = {{0, "0s"},       {1, "1ms"},        {1'500, "1500ms"},
                                                             {90'000, "90s"}, {3'600'000, "1h"}, {172'800'000, "2d"}};
  for (const auto& [ms, text] : cases) EXPECT_EQ(print_duration(millis(ms)), text);
}

TEST(config_values, reads_times_of_day_up_to_midnight) {
  const std::pair<std::string_view, int> right[] = {{"00:00", 0}, {"09:05", 545}, {"23:59", 1439}, {"24:00", 1440}};
  for (const auto& [text, minute] : right) {
    EXPECT_EQ(parse_time_of_day(text), minute) << text;
    EXPECT_EQ(print_time_of_day(minute), text);
  }
  for (const std::string_view wrong :
       {"", "9:00", "0900", "24:01", "25:00", "12:60", "12:00:00", "12.00", "ab:cd", "-1:00"})
    EXPECT_EQ(parse_time_of_day(wrong), std::nullopt) << wrong;
}

TEST(config_values, reads_uk_numbers_as_people_write_them) {
  const std::pair<std::string_view, std::string_view> right[] = {
      {"01632 960123", "441632960123"},       {"(01632) 960-123", "441632960123"},  {"+44 1632 960123", "441632960123"},
      {"+44 (0)1632 960123", "441632960123"}, {"0044 1632 960123", "441632960123"}, {"020 7946 0991", "442079460991"},
      {"030 1234 5678", "443012345678"},      {"07700 900123", "447700900123"},     {"447700900123", "447700900123"},
      {"016064 1234", "44160641234"}};
  for (const auto& [text, digits] : right) EXPECT_EQ(parse_uk_number(text, false), std::string(digits)) << text;
  for (const std::string_view wrong :
       {"", "999", "0900 123 4567", "0800 11 12", "07700 90012", "07700 9001234", "+1 202 555 0104", "01632 96O123",
        "01632/960123", "60777", "++441632960123", "0"})
    EXPECT_EQ(parse_uk_number(wrong, false), std::nullopt) << wrong;
  EXPECT_EQ(parse_uk_number("60777", true), "60777");
  EXPECT_EQ(parse_uk_number("12345", true), std::nullopt);
}

TEST(config_values, takes_as_sender_what_a_phone_can_show) {
  const std::pair<std::string_view, std::string_view> right[] = {{"Riverside", "Riverside"},
                                                                 {"GP Surgery", "GP Surgery"},
                                                                 {"A1B", "A1B"},
                                                                 {"07700 900123", "447700900123"},
                                                                 {"60777", "60777"}};
  for (const auto& [text, sender] : right) EXPECT_EQ(parse_sender(text), std::string(sender)) << text;
  for (const std::string_view wrong :
       {"", "GP", "Riverside Ltd", "123", "St. John", " Surgery", "Surgery ", "Süd", "12345678901"})
    EXPECT_EQ(parse_sender(wrong), std::nullopt) << wrong;
  EXPECT_TRUE(is_number("447700900123"));
  EXPECT_FALSE(is_number("Riverside"));
}

TEST(config_values, knows_snomed_concepts_by_their_check_digit) {
  // From NHS sources, all published.
  for (const std::string_view right :
       {"279991000000102", "711408005", "699237001", "911361000000104", "513631000000106", "911401000000108",
        "266919005", "8517006", "77176002", "281399006", "391120009", "1109921000000106", "1411000119106",
        "955651000000100"}) {
    EXPECT_TRUE(is_snomed_concept(right)) << right;
    std::string slipped(right);
    slipped[2] = slipped[2] == '9' ? '0' : static_cast<char>(slipped[2] + 1);
    EXPECT_FALSE(is_snomed_concept(slipped)) << slipped;
    const auto swapped = std::string{right[1], right[0]} + std::string(right).substr(2);
    EXPECT_EQ(is_snomed_concept(swapped), swapped == right) << swapped;
  }
  for (const std::string_view wrong :
       {"", "0", "12345", "0279991000000102", "2799910000001O2", " 699237001", "1234567890123456789"})
    EXPECT_FALSE(is_snomed_concept(wrong)) << wrong;
  EXPECT_TRUE(has_verhoeff_check("2363")); // Verhoeff's own example
  EXPECT_FALSE(has_verhoeff_check("2364"));
}

TEST(config_values, tells_addresses_hosts_and_names) {
  for (const std::string_view right : {"https://www.firetext.co.uk/api", "http://127.0.0.1:8080", "http://[::1]:80/x"})
    EXPECT_TRUE(is_url(right)) << right;
  for (const std::string_view wrong :
       {"", "firetext.co.uk", "ftp://x", "https://", "https:///x", "https://a b", "http://:80"})
    EXPECT_FALSE(is_url(wrong)) << wrong;
  for (const std::string_view right : {"127.0.0.1", "gateway.example.nhs.uk", "::1", "a-b"})
    EXPECT_TRUE(is_host(right)) << right;
  for (const std::string_view wrong : {"", "a b", "-a", ".a", "a/b", "a@b"}) EXPECT_FALSE(is_host(wrong)) << wrong;
  for (const std::string_view right : {"firetext", "fire-text_2", "2nd"}) EXPECT_TRUE(is_short_name(right)) << right;
  for (const std::string_view wrong : {"", "FireText", "a b", "-a", "_a", "a.b", "é"})
    EXPECT_FALSE(is_short_name(wrong)) << wrong;
  EXPECT_FALSE(is_short_name(std::string(41, 'a')));
}

TEST(config_values, knows_the_words_that_yaml_takes_for_something_else) {
  for (const std::string_view word : {"y", "N", "yes", "No", "NO", "on", "OFF", "true", "False", "null", "NULL", "~"})
    EXPECT_TRUE(is_yaml_word(word)) << word;
  for (const std::string_view word : {"", "nope", "none", "yes!", "truest", "offices"})
    EXPECT_FALSE(is_yaml_word(word)) << word;
}

} // namespace
} // namespace tidings::config
