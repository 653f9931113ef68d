// Names of things, each parsed once at the door.
#include "schemas/ids.hpp"

#include <gtest/gtest.h>

#include <set>

using namespace tidings;

namespace {

// -- practices ----

TEST(a_practice_id, is_three_to_twelve_capitals_and_digits) {
  for (const auto* good : {"A99", "A99001", "Y00001", "ABCDEF123456", "0AB"}) {
    const auto id = practice_id::parse(good);
    ASSERT_TRUE(id) << good;
    EXPECT_EQ(id->str(), good);
    EXPECT_FALSE(id->empty());
  }
  for (const auto* bad :
       {"", "A", "A9", "ABCDEF1234567", "a99001", "A99 01", "A99001 ", "A99-01", "host", "../etc", "Å99001"})
    EXPECT_FALSE(practice_id::parse(bad)) << bad;
  EXPECT_FALSE(practice_id::parse(std::string_view("A99\0001", 7)));
}

TEST(a_practice_id, of_the_host_is_nobodys_code) {
  EXPECT_TRUE(practice_id::host().is_host());
  EXPECT_EQ(practice_id::host().text(), "host");
  EXPECT_FALSE(practice_id::parse("HOST")->is_host());
  EXPECT_TRUE(practice_id().empty());
}

TEST(a_practice_id, sorts_and_hashes_as_its_text) {
  const auto a = *practice_id::parse("A99"), b = *practice_id::parse("A990"), c = *practice_id::parse("B00");
  EXPECT_LT(a, b);
  EXPECT_LT(b, c);
  EXPECT_NE(a, b);
  EXPECT_EQ(std::hash<practice_id>{}(a), std::hash<practice_id>{}(*practice_id::parse("A99")));
}

// -- UUIDs ----

TEST(a_uuid, is_read_back_from_its_text) {
  const auto text = "0123abcd-4567-89ef-fedc-ba9876543210";
  const auto raw = uuid::parse(text);
  ASSERT_TRUE(raw);
  EXPECT_EQ(uuid::print(*raw), text);
  EXPECT_EQ(uuid::parse("0123ABCD-4567-89EF-FEDC-BA9876543210"), raw) << "either case";
}

TEST(a_uuid, is_read_in_no_other_form) {
  for (const auto* bad : {"", "0123abcd", "0123abcd456789effedcba9876543210", "{0123abcd-4567-89ef-fedc-ba9876543210}",
                          "0123abcd-4567-89ef-fedc-ba987654321", "0123abcd-4567-89ef-fedc-ba98765432100",
                          "0123abcd-4567-89ef-fedc-ba987654321g", "0123abcd_4567-89ef-fedc-ba9876543210",
                          "0123abcd-4567-89ef-fedc ba9876543210", "-0123abc4567-89ef-fedc-ba98-76543210",
                          "0123abcd-4567-89ef-fedc-ba9876543 10"})
    EXPECT_FALSE(uuid::parse(bad)) << bad;
}

TEST(a_uuid, from_a_name_is_the_same_for_ever) {
  // SHA-256 of "reminder" NUL "A99001", cut to 128 bits, with the version's and the variant's bits set.
  EXPECT_EQ(to_text(id_from_name<message_id>("reminder", "A99001")), "4a56233d-84fb-503f-b4bf-ea3d64b2687f");
}

TEST(a_uuid, from_a_name_depends_on_both_its_parts) {
  std::set<message_id> seen;
  for (const auto& [space, name] : std::vector<std::pair<std::string, std::string>>{
           {"ab", "c"}, {"a", "bc"}, {"abc", ""}, {"", "abc"}, {"c", "ab"}, {"ab", "C"}})
    EXPECT_TRUE(seen.insert(id_from_name<message_id>(space, name)).second) << space << '|' << name;
}

TEST(a_uuid, says_how_it_was_made) {
  for (int i = 0; i < 200; ++i) {
    const auto named = uuid::print(uuid::from_name("test", std::to_string(i)));
    const auto random = uuid::print(uuid::random());
    EXPECT_EQ(named[14], '5');
    EXPECT_EQ(random[14], '4');
    for (const auto& text : {named, random}) EXPECT_NE(std::string("89ab").find(text[19]), std::string::npos) << text;
  }
}

TEST(a_uuid, by_chance_comes_once) {
  std::set<message_id> seen;
  for (int i = 0; i < 1'000; ++i) EXPECT_TRUE(seen.insert(random_id<message_id>()).second);
}

TEST(a_uuid, that_is_not_set_is_nil) {
  EXPECT_TRUE(message_id().is_nil());
  EXPECT_FALSE(random_id<message_id>().is_nil());
  EXPECT_EQ(to_text(message_id()), "00000000-0000-0000-0000-000000000000");
}

// -- UK mobiles ----

struct number {
  const char* written;
  const char* digits; ///< empty: refused
};

TEST(a_uk_mobile, is_read_as_people_write_it) {
  const std::vector<number> table = {
      // as in GOV.UK Notify's own tests
      {"7700900789", "447700900789"},
      {"07700900789", "447700900789"},
      {"07700 900789", "447700900789"},
      {"07700-900-789", "447700900789"},
      {"00447700900789", "447700900789"},
      {"00 44 7700900789", "447700900789"},
      {"+447700900789", "447700900789"},
      {"+44 7700 900 789", "447700900789"},
      {"+44 (0)7700 900 789", "447700900789"},
      {"\t+44 (0)7700 900 789\r\n", "447700900789"},
      {"\xE2\x80\x8B+44 (0)7700 900 789\xEF\xBB\xBF", "447700900789"}, // zero width space, byte order mark
      {"07700\xC2\xA0 900789", "447700900789"},                        // no-break space
      {"+4407900 900 123", "447900900123"},
      {"447700900123", "447700900123"},
      {"(07700) 900.123", "447700900123"},
      {"07797 800123", "447797800123"}, // Jersey
      {"07624 800123", "447624800123"}, // Isle of Man, inside the pagers' range
      {"07999 999999", "447999999999"},
      // the wrong length
      {"0770090078910", ""},
      {"0772345678", ""},
      {"+44 (0)7723 456 78", ""},
      {"1234567", ""},
      {"", ""},
      {"   ", ""},
      {"+", ""},
      // not a number
      {"07890x32109", ""},
      {"ALPHANUM3R1C", ""},
      {"079OO900123", ""},
      {"07700 900123 (mum)", ""},
      {"07700 900123 / 07700 900124", ""},
      {"٠٧٧٠٠٩٠٠١٢٣", ""},
      // nobody may text these
      {"070 1234 5678", ""}, // personal numbers
      {"+44 70 1234 5678", ""},
      {"+07044123456", ""},
      {"07601 234567", ""},  // pagers
      {"0117 496 0860", ""}, // landlines
      {"020 7946 0991", ""},
      {"030 1234 5678", ""},
      {"016064 1234", ""},
      {"0550 123 4567", ""},
      {"0400 123 4567", ""},
      {"0900 123 4567", ""},
      {"0800 11 12", ""},
      {"0845 46 46", ""},
      {"999", ""},
      // other countries
      {"+682 1234", ""},
      {"0033877123456", ""},
      {"77009007890", ""}, // Russia
      {"+7 7234567890", ""},
      {"+7700900789", ""}, // a plus says that a country follows
      {"1-202-555-0104", ""},
      {"20-12-1234-1234", ""},
      {"16644913789", ""},
      {"+353 85 123 4567", ""},
  };
  for (const auto& one : table) {
    const auto read = msisdn::parse_uk_mobile(one.written);
    EXPECT_EQ(read ? read->digits : "", one.digits) << '"' << one.written << '"';
  }
}

TEST(a_uk_mobile, is_read_again_from_its_own_digits) {
  const auto once = msisdn::parse_uk_mobile("07700 900123");
  ASSERT_TRUE(once);
  EXPECT_EQ(msisdn::parse_uk_mobile(once->digits), once);
  EXPECT_EQ(msisdn::parse_uk_mobile('+' + once->digits), once);
}

} // namespace
