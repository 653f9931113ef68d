// Texts in parts, out and in.
#include "actors/provider/smpp/letter.hpp"
#include "actors/provider/smpp/text.hpp"
#include "schemas/sms/gsm7.hpp"
#include "schemas/sms/segments.hpp"
#include "schemas/sms/utf8.hpp"

#include <gmock/gmock.h>

namespace tidings::smpp {
namespace {
using ::testing::HasSubstr;

std::string times(int count, std::string_view what) {
  std::string out;
  for (int i = 0; i < count; ++i) out += what;
  return out;
}

/// What arrives when these parts are delivered.
std::string read_back(const std::vector<text_part>& parts) {
  std::string out;
  for (const auto& part : parts) {
    const auto read =
        read_text({.esm_class = part.esm_class, .data_coding = part.data_coding, .text = part.text, .tlvs = part.tlvs});
    if (!read) return "unreadable: " + read.error().detail;
    out += read->utf8;
  }
  return out;
}

TEST(gsm7, every_character_of_the_alphabet_comes_back) {
  std::string all;
  for (char32_t c = 1; c < 0x3000; ++c)
    if (sms::septets_of(c) > 0) sms::append_utf8(all, c);
  std::string codes;
  for (const auto c : sms::code_points(all)) EXPECT_TRUE(sms::append_gsm7(codes, c));
  EXPECT_EQ(sms::code_points(all).size(), 127U + 10U);
  EXPECT_EQ(codes.size(), 127U + 20U);
  EXPECT_EQ(sms::utf8_of_gsm7(codes), all);
  EXPECT_FALSE(sms::append_gsm7(codes, U'ŷ'));
}

TEST(gsm7, is_3gpp_ts_23_038) {
  std::string codes;
  for (const auto c : U"@£$ Aa€{")
    if (c != 0) sms::append_gsm7(codes, c);
  EXPECT_EQ(codes, std::string("\x00\x01\x02\x20\x41\x61\x1B\x65\x1B\x28", 10));
  EXPECT_EQ(sms::utf8_of_gsm7("\x1B\x41\x80\x1B"), " A\xEF\xBF\xBD ");
}

struct part_case {
  std::string text;
  joining how;
  std::size_t parts;
};
TEST(smpp_parts, are_as_many_as_the_network_counts) {
  const part_case cases[] = {
      {"", joining::udh8, 1},
      {times(160, "a"), joining::udh8, 1},
      {times(161, "a"), joining::udh8, 2},
      {times(306, "a"), joining::udh8, 2},
      {times(307, "a"), joining::udh8, 3},
      {times(918, "a"), joining::udh8, 6},
      {times(306, "a"), joining::udh16, 3},
      {times(304, "a"), joining::udh16, 2},
      {times(918, "a"), joining::udh16, 7},
      {times(918, "a"), joining::sar, 6},
      {times(918, "a"), joining::payload, 1},
      {times(304, "a") + "[]", joining::udh8, 3},
      {times(70, "ŷ"), joining::udh8, 1},
      {times(71, "ŷ"), joining::udh8, 2},
      {times(134, "ŷ"), joining::udh8, 2},
      {times(134, "ŷ"), joining::udh16, 3},
      {times(135, "ŷ"), joining::udh8, 3},
      {times(66, "ŷ") + "😬" + times(3, "ŷ"), joining::udh8, 2},
  };
  for (const auto& [text, how, count] : cases) {
    const auto parts = parts_of(text, how, 0xABCD);
    ASSERT_TRUE(parts);
    EXPECT_EQ(parts->size(), count) << text;
    EXPECT_EQ(read_back(*parts), text);
    if (how == joining::udh8) {
      EXPECT_EQ(parts->size(), sms::cost_of(text).segments) << "as it was priced";
    }
    for (const auto& part : *parts) EXPECT_LE(part.text.size(), short_message_max);
  }
}

TEST(smpp_parts, say_which_part_of_what_they_are) {
  const auto text = times(161, "a");
  const auto udh8 = *parts_of(text, joining::udh8, 0xABCD);
  EXPECT_EQ(udh8[1].esm_class, has_udh);
  EXPECT_EQ(udh8[1].text.substr(0, 6), std::string("\x05\x00\x03\xCD\x02\x02", 6));
  const auto udh16 = *parts_of(text, joining::udh16, 0xABCD);
  EXPECT_EQ(udh16[0].text.substr(0, 7), std::string("\x06\x08\x04\xAB\xCD\x02\x01", 7));
  const auto sar = *parts_of(text, joining::sar, 0xABCD);
  EXPECT_EQ(sar[1].esm_class, 0);
  EXPECT_EQ(sar[1].tlvs, (std::vector<tlv>{{0x020C, "\xAB\xCD"}, {0x020E, "\x02"}, {0x020F, "\x02"}}));
  for (const auto& parts : {udh8, udh16, sar}) {
    const auto read = read_text({.esm_class = parts[1].esm_class, .text = parts[1].text, .tlvs = parts[1].tlvs});
    ASSERT_TRUE(read && read->part);
    EXPECT_EQ(read->part->number, 2);
    EXPECT_EQ(read->part->total, 2);
  }
}

TEST(smpp_parts, of_one_message_have_nothing_to_join) {
  const auto parts = *parts_of("See you at 9:10", joining::sar, 7);
  ASSERT_EQ(parts.size(), 1U);
  EXPECT_EQ(parts[0], (text_part{0, 0, "See you at 9:10", {}}));
  const auto payload = *parts_of(times(161, "a"), joining::payload, 7);
  EXPECT_EQ(payload[0].text, "");
  EXPECT_EQ(payload[0].tlvs[0].value.size(), 161U);
}

TEST(smpp_parts, more_than_any_of_our_texts_needs_are_refused) {
  EXPECT_EQ(parts_of(times(918, "ŷ"), joining::udh16, 1)->size(), 14U);
  EXPECT_FALSE(parts_of(times(153 * 16 + 1, "a"), joining::udh8, 1));
}

TEST(smpp_inbound, texts_are_read_in_their_coding) {
  EXPECT_EQ(read_text({.data_coding = 0, .text = "Yes\x1B\x65"})->utf8, "Yes€");
  EXPECT_EQ(read_text({.data_coding = 3, .text = "caf\xE9"})->utf8, "café");
  EXPECT_EQ(read_text({.data_coding = 8, .text = std::string("\0Y\xD8\x3D\xDE\x2C", 6)})->utf8, "Y😬");
  EXPECT_EQ(read_text({.data_coding = 8, .text = std::string("\0Y\xD8\x3D", 4)})->utf8, "Y\xEF\xBF\xBD");
  EXPECT_EQ(read_text({.data_coding = 0, .tlvs = {{0x0424, "in the payload"}}})->utf8, "in the payload");
  EXPECT_THAT(read_text({.data_coding = 4, .text = "x"}).error().detail, HasSubstr("data coding 4"));
}

TEST(smpp_inbound, headers_that_say_more_than_there_is_are_refused) {
  for (const auto& text : {std::string(), std::string("\x09\x00\x03\x01\x02\x01"), std::string("\x02\x00\x03", 3),
                           std::string("\x01\x00", 2)})
    EXPECT_FALSE(read_text({.esm_class = has_udh, .text = text}));
}

TEST(smpp_inbound, an_impossible_part_is_a_whole_text) {
  for (const auto& numbers : {std::string("\x00\x01", 2), std::string("\x02\x00", 2), std::string("\x02\x03", 2),
                              std::string("\x01\x01", 2)}) {
    const auto read = read_text({.esm_class = has_udh, .text = std::string("\x05\x00\x03\x07", 4) + numbers + "hello"});
    ASSERT_TRUE(read);
    EXPECT_EQ(read->utf8, "hello");
    EXPECT_FALSE(read->part);
  }
}

TEST(smpp_letter, the_sender_is_told_from_its_looks) {
  smpp_account account;
  EXPECT_EQ(sender_of(account, "Riverside"), (address{5, 0, "Riverside"}));
  EXPECT_EQ(sender_of(account, "60777"), (address{3, 0, "60777"}));
  EXPECT_EQ(sender_of(account, "447700900123"), (address{1, 1, "447700900123"}));
  EXPECT_EQ(sender_of(account, "+447700900123"), (address{1, 1, "447700900123"}));
  EXPECT_EQ(sender_of(account, "07700900123"), (address{2, 1, "07700900123"}));
  account.source_ton = 0, account.source_npi = 9;
  EXPECT_EQ(sender_of(account, "Riverside"), (address{0, 9, "Riverside"}));
}

TEST(smpp_letter, what_cannot_be_written_is_refused_before_it_is_sent) {
  smpp_account account;
  attempt_ready what{.to = secret_text("447700900123"), .text = secret_text("Hello"), .sender = "Riverside"};
  ASSERT_TRUE(letter(account, what, 1));
  EXPECT_EQ(letter(account, what, 1)->front().registered_delivery, 1);
  account.receipts = false;
  EXPECT_EQ(letter(account, what, 1)->front().registered_delivery, 0);
  what.to = secret_text("07700 900123");
  const auto refused = letter(account, what, 1);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().detail, ::testing::Not(HasSubstr("900123")));
  what.to = secret_text("447700900123");
  what.sender = "A surgery with far too long a name";
  EXPECT_FALSE(letter(account, what, 1));
}

} // namespace
} // namespace tidings::smpp
