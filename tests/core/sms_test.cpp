// What a text message is made of: segments, GOV.UK Notify's policy, phone numbers.
#include "schemas/sms/explain.hpp"
#include "schemas/sms/phone.hpp"
#include "schemas/sms/sanitise.hpp"
#include "schemas/sms/segments.hpp"

#include <gtest/gtest.h>

#include <string>

namespace tidings::sms {
namespace {

std::string times(std::size_t n, std::string_view what) {
  std::string text;
  while (n-- > 0) text += what;
  return text;
}

struct fragments_case {
  std::string text;
  std::size_t fragments;
};

TEST(notify_fragments, are_counted_as_notify_counts_them) {
  const fragments_case table[] = {
      {"", 1},
      {times(160, "à"), 1},
      {times(161, "à"), 2},
      {times(306, "à"), 2},
      {times(307, "à"), 3},
      {times(612, "à"), 4},
      {times(613, "à"), 5},
      {times(918, "à"), 6},
      {times(919, "à"), 7},
      {times(70, "ÿ"), 1},
      {times(71, "ÿ"), 2},
      {times(134, "ÿ"), 2},
      {times(135, "ÿ"), 3},
      {times(402, "ÿ"), 6},
      {times(403, "ÿ"), 7},
      {times(70, "à") + "ÿ", 2},
      {times(80, "^"), 1},
      {times(81, "^"), 2},
      {times(158, "a") + "|", 1},
      {times(159, "a") + "|", 2},
      {times(304, "a") + "[", 2},
      {times(304, "a") + "[]", 3},
      {times(69, "â") + "{", 1},
      {times(70, "â") + "{", 2},
      {times(134, "â") + "}", 3},
      {sanitise(times(160, "😬")), 1},
      {sanitise(times(161, "😬")), 2},
  };
  for (const auto& one : table) EXPECT_EQ(notify_fragments(one.text), one.fragments) << one.text;
}

struct cost_case {
  std::string text;
  encoding by;
  std::size_t units, segments;
};

TEST(a_text, costs_what_the_network_counts) {
  const cost_case table[] = {
      {"", encoding::gsm7, 0, 1},
      {times(160, "a"), encoding::gsm7, 160, 1},
      {times(161, "a"), encoding::gsm7, 161, 2},
      {times(306, "a"), encoding::gsm7, 306, 2},
      {times(307, "a"), encoding::gsm7, 307, 3},
      {times(80, "€"), encoding::gsm7, 160, 1},
      {times(81, "€"), encoding::gsm7, 162, 2},
      // 153 is odd: an escape pair would be cut at the end of the first part, and moves to the second
      {times(152, "a") + "€" + times(7, "a"), encoding::gsm7, 161, 2},
      {times(152, "a") + "€" + times(151, "a"), encoding::gsm7, 305, 2},
      {times(152, "a") + "€" + times(152, "a"), encoding::gsm7, 306, 3},
      {times(153, "€"), encoding::gsm7, 306, 3},
      {times(70, "ŵ"), encoding::ucs2, 70, 1},
      {times(71, "ŵ"), encoding::ucs2, 71, 2},
      {times(134, "ŵ"), encoding::ucs2, 134, 2},
      {times(35, "😬"), encoding::ucs2, 70, 1},
      {times(36, "😬"), encoding::ucs2, 72, 2},
      // 67 is odd: two surrogates stay together
      {times(67, "😬"), encoding::ucs2, 134, 3},
      {"a" + times(66, "😬"), encoding::ucs2, 133, 2},
      {"ç", encoding::ucs2, 1, 1},
      {"Ç", encoding::gsm7, 1, 1},
      {"`", encoding::ucs2, 1, 1},
      {"ΔΦΓΛΩΠΨΣΘΞ", encoding::gsm7, 10, 1},
      {"\n\r", encoding::gsm7, 2, 1},
  };
  for (const auto& one : table) {
    const auto cost = cost_of(one.text);
    EXPECT_EQ(name_of(cost.by), name_of(one.by)) << one.text;
    EXPECT_EQ(cost.units, one.units) << one.text;
    EXPECT_EQ(cost.segments, one.segments) << one.text;
  }
}

TEST(a_text, is_sanitised_as_notify_does_it) {
  const std::pair<std::string, std::string> table[] = {
      {"ç", "c"},
      {"–", "-"},
      {"a—b − c \u2011 d", "a-b - c - d"},
      {"…", "..."},
      {"\u200B", ""},
      {"zero\u200Bwidth\uFEFF", "zerowidth"},
      {"‘’", "''"},
      {"“”", "\"\""},
      {"a\u00A0b\u202F\tc", "a b c"},
      {"😬", "?"},
      {"↉", "?"},
      {"It Just Works™", "It Just Works?"},
      {"Łōdź", "Lodz"},
      {"à€âŶëÒí", "à€âŶëÒí"},
      {"^{}\\[~]|€", "^{}\\[~]|€"},
      {"one\ntwo", "one\ntwo"},
      {"one\r\ntwo\rthree", "one\ntwo\nthree"},
      {"one\n\n\n\n\ntwo", "one\n\ntwo"},
      {"  \n one   two \t \n  three \n\n", "one two\nthree"},
      {"Dear Ann , come at 9 .", "Dear Ann, come at 9."},
      {"José", "José"},
      {"Jose\u0301", "José"},
      {"ế", "ê"},
      {"`", "?"},
      {"日本", "??"},
      {"\xFF", "?"},
  };
  for (const auto& [raw, clean] : table) EXPECT_EQ(sanitise(raw), clean) << raw;
  for (const auto& [raw, clean] : table) EXPECT_EQ(sanitise(clean), clean) << "once more: " << raw;
}

TEST(a_text, has_a_length_that_can_be_sent) {
  EXPECT_EQ(sendable(" Hi — there ").value(), "Hi - there");
  EXPECT_TRUE(sendable(times(918, "a")));
  EXPECT_EQ(sendable(times(919, "a")).error().detail, "text: 919 characters, and a text message holds 918");
  EXPECT_FALSE(sendable(times(460, "€")));
  EXPECT_FALSE(sendable(" \u200B\n"));
}

struct phone_case {
  std::string_view written, digits;
  number_type type;
  bool may_text;
};

TEST(a_phone_number, is_read_and_mended_as_notify_does_it) {
  using enum number_type;
  const phone_case table[] = {
      {"7700900789", "447700900789", mobile, true},
      {"07700900789", "447700900789", mobile, true},
      {"07700 900789", "447700900789", mobile, true},
      {"07700-900-789", "447700900789", mobile, true},
      {"00447700900789", "447700900789", mobile, true},
      {"00 44 7700900789", "447700900789", mobile, true},
      {"+44 (0)7700 900 789", "447700900789", mobile, true},
      {"\uFEFF\t+44 (0)7700 \u200B900 789\u200D ", "447700900789", mobile, true},
      {"07700–900–789", "447700900789", mobile, true},
      {"0+44(0)7700900456", "447700900456", mobile, true},
      {"04407700900379", "447700900379", mobile, true},
      {"000007700900392", "447700900392", mobile, true},
      {"+4407900 900 123", "447900900123", mobile, true},
      {"07700 900000", "447700900000", mobile, true},
      {"07700900999", "447700900999", mobile, true},
      {"07797800123", "447797800123", mobile, true},  // Jersey
      {"07624 800123", "447624800123", mobile, true}, // Isle of Man, inside the pagers' range
      {"+07044123456", "447044123456", personal_number, false},
      {"07601 234567", "447601234567", pager, false},
      {"0117 496 0860", "441174960860", fixed_line, false},
      {"020 7946 0991", "442079460991", fixed_line, false},
      {"1-202-555-0104", "12025550104", fixed_line_or_mobile, false},
      {"+0012025550104", "12025550104", fixed_line_or_mobile, false},
      {"77009007890", "77009007890", mobile, false},
      {"0845 46 46", "448454646", premium_rate, false},
      {"0800 123 4567", "448001234567", toll_free, false},
      {"0900 123 4567", "449001234567", premium_rate, false},
      {"23052512345", "23052512345", mobile, false},
  };
  for (const auto& one : table) {
    const auto number = read_phone(one.written);
    EXPECT_EQ(number.digits, one.digits) << one.written;
    EXPECT_EQ(name_of(number.type), name_of(one.type)) << one.written;
    EXPECT_EQ(number.may_text, one.may_text) << one.written << ": " << number.why;
  }
}

TEST(a_phone_number, that_is_none_is_refused) {
  for (const auto* written : {"0770090078910", "0772345678", "+44 (0)7723 456 78", "1234567", "0400 123 4567",
                              "0800 11 12", "+682 1234", "0033877123456", "07890x32109", "07700 900789...",
                              "ALPHANUM3R1C", "079OO900123", "", "+", "07700 900123 / 07700 900124"}) {
    const auto number = read_phone(written);
    EXPECT_EQ(number.digits, "") << written;
    EXPECT_FALSE(number.may_text) << written;
    EXPECT_FALSE(number.why.empty()) << written;
  }
}

TEST(in_unicode, letters_stay_as_they_are_and_nothing_that_could_not_be_seen_does) {
  struct {
    const char *written, *sent;
  } const table[] = {
      {"Zażółć gęślą jaźń", "Zażółć gęślą jaźń"},
      {"“Fine” – see you…", "\"Fine\" - see you..."}, // no letter would be lost: it costs no more
      {"“Dziękuję” …", "“Dziękuję” …"},
      {"می\u200cخواهم", "می\u200cخواهم"}, // joiners are part of the word
      {"👩\u200d⚕️ ok", "👩\u200d⚕️ ok"},
      {"a\u202eb ż", "ab ż"},
      {"a\u200bż\x07", "aż"},
      {"ż\uE000", "ż?"},
      {"ż\xff", "ż\uFFFD"},
      {"  dwa   słowa ż \n\n\n\n i , trzy ", "dwa słowa ż\n\ni, trzy"},
      {"ŵ only", "ŵ only"},
      {"e\u0301\u017c", "éż"},
      {"", ""},
  };
  for (const auto& one : table) {
    EXPECT_EQ(in_unicode(one.written), one.sent) << one.written;
    EXPECT_EQ(in_unicode(one.sent), one.sent) << "twice: " << one.written;
  }
}

TEST(in_unicode, a_text_within_the_gsm_alphabet_is_what_it_would_have_been) {
  for (const auto* text : {"Hello , there", "José €5 [ok]", "ŵ"}) EXPECT_EQ(in_unicode(text), sanitise(text));
}

TEST(sendable, holds_each_alphabet_to_the_same_length) {
  EXPECT_TRUE(sendable(std::string(918, 'a'), sms_alphabet::unicode));
  EXPECT_FALSE(sendable("\u200b", sms_alphabet::unicode));
  EXPECT_EQ(*sendable("żż", sms_alphabet::unicode), "żż");
  EXPECT_EQ(*sendable("żż", sms_alphabet::by_default), "zz");
}

TEST(explain, shows_what_a_text_costs) {
  EXPECT_EQ(explain_text_line(R"({"text":"Hi “you”"})"),
            R"({"encoding":"gsm7","units":8,"segments":1,"notify_fragments":1,"sanitised":"Hi \"you\""})");
  EXPECT_EQ(
      explain_text_line(R"({"text":"Ok 👍","unicode":true})"),
      R"({"encoding":"ucs2","units":5,"segments":1,"notify_fragments":1,"sanitised":"Ok ?","sent":"Ok 👍","extra_segments":0})");
  EXPECT_EQ(explain_text_line("[1]"), R"({"error":"each line is a JSON object with a string `text`"})");
  EXPECT_EQ(explain_text_line(R"({"text":"a","unicode":1})"), R"({"error":"`unicode` is true or false"})");
}

TEST(explain, shows_whether_a_number_may_be_texted) {
  EXPECT_EQ(explain_number_line(R"({"number":"07700 900123"})"),
            R"({"e164":"+447700900123","type":"mobile","may_text":true,"why":"it is a UK mobile"})");
  EXPECT_EQ(
      explain_number_line(R"({"number":"nobody"})"),
      R"({"e164":null,"type":"not_a_number","may_text":false,"why":"it holds something else than digits, spaces, brackets, dashes and +"})");
  EXPECT_EQ(explain_number_line("{"), R"({"error":"each line is a JSON object with a string `number`"})");
}

} // namespace
} // namespace tidings::sms
