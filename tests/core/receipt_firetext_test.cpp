// FireText's form fields, read into our words.
#include "actors/receipt/firetext_receipt.hpp"

#include <gtest/gtest.h>

namespace tidings {
namespace {
const provider_id firetext("firetext");
const timestamp now = from_ms(1'774'864'923'000); // 2026-03-30T10:02:03Z

TEST(receipt_firetext, reads_each_status_and_code) {
  using enum receipt_status;
  const struct {
    const char *status, *code;
    receipt_status verdict;
  } cases[] = {
      {"0", "000", delivered},         {"0", "", delivered},
      {"0", "101", delivered},         {"2", "000", pending},
      {"1", "000", temporary_failure}, {"1", "101", permanent_failure},
      {"1", "102", temporary_failure}, {"1", "103", temporary_failure},
      {"1", "104", temporary_failure}, {"1", "201", permanent_failure},
      {"1", "301", permanent_failure}, {"1", "302", temporary_failure},
      {"1", "401", permanent_failure}, {"1", "900", temporary_failure},
      {"1", "", permanent_failure},    {"1", "999", permanent_failure},
      {"3", "000", technical_failure}, {"00", "", technical_failure},
      {"x", "101", technical_failure},
  };
  for (const auto& one : cases)
    EXPECT_EQ(firetext_status(one.status, one.code), one.verdict) << one.status << "/" << one.code;
}

TEST(receipt_firetext, reads_times_as_london_unless_they_say_otherwise) {
  const struct {
    const char* text;
    std::int64_t unix_s; ///< -1: can't be read
  } cases[] = {
      {"2016-03-10 14:17:00", 1'457'619'420}, // winter
      {"2026-03-30 11:02:03", 1'774'864'923}, // summer: an hour ahead
      {"2026-03-30T11:02:03", 1'774'864'923},
      {"2026-03-30 10:02:03Z", 1'774'864'923},
      {"2026-03-30T12:02:03+02:00", 1'774'864'923},
      {"2026-03-30T12:02:03.250+0200", 1'774'864'923},
      {"2026-03-30 06:02:03 -04", 1'774'864'923},
      {"2026-03-30 11:02", 1'774'864'920},
      {"2026-10-25 00:30:00", 1'792'884'600}, // summer still
      {"2026-10-25 01:30:00", 1'792'888'200}, // comes twice: the first
      {"2026-10-25 02:30:00", 1'792'895'400},
      {"2026-03-29 01:30:00", 1'774'746'000}, // doesn't exist: the moment of change
      {"2026-02-30 11:02:03", -1},
      {"2026-03-30 24:00:00", -1},
      {"30/03/2026 11:02", -1},
      {"2026-03-30", -1},
      {"2026-03-30 11:02:03 BST", -1},
      {"2026-03-30 11:02:03+99:00", -1},
      {"2026-03-30 11:02: 3", -1},
      {"2026-03-30 11:02:3e763", -1},
      {"1013-03-30 11:02:asm", -1},
      {"", -1},
  };
  for (const auto& one : cases) {
    const auto read = firetext_time(one.text);
    EXPECT_EQ(read ? to_ms(*read) / 1'000 : -1, one.unix_s) << one.text;
  }
}

TEST(receipt_firetext, reads_a_whole_receipt) {
  const auto id = id_from_name<message_id>("test", "1");
  const auto read = read_firetext_receipt(firetext,
                                          {{"status", "1"},
                                           {"code", "101"},
                                           {"reference", to_text(id)},
                                           {"time", "2026-03-30 11:00:00"},
                                           {"mobile", "447700900123"}},
                                          now);
  ASSERT_TRUE(read && *read);
  EXPECT_EQ((*read)->message, id);
  EXPECT_EQ((*read)->provider, firetext);
  EXPECT_EQ((*read)->status, receipt_status::permanent_failure);
  EXPECT_EQ((*read)->code, "101");
  EXPECT_EQ(to_ms((*read)->reported_at), 1'774'864'800'000);
}

TEST(receipt_firetext, takes_an_unreadable_time_for_now) {
  const auto id = to_text(id_from_name<message_id>("test", "1"));
  EXPECT_EQ(
      (*read_firetext_receipt(firetext, {{"status", "0"}, {"reference", id}, {"time", "soon"}}, now))->reported_at,
      now);
}

TEST(receipt_firetext, refuses_a_receipt_without_status_or_reference) {
  const auto id = to_text(id_from_name<message_id>("test", "1"));
  EXPECT_FALSE(read_firetext_receipt(firetext, {{"reference", id}}, now));
  EXPECT_FALSE(read_firetext_receipt(firetext, {{"status", "0"}}, now));
  EXPECT_FALSE(read_firetext_receipt(firetext, {{"status", ""}, {"reference", id}}, now));
}

TEST(receipt_firetext, takes_a_reference_that_is_no_id_of_ours_for_nobodys) {
  const auto read = read_firetext_receipt(firetext, {{"status", "0"}, {"reference", "abc"}}, now);
  ASSERT_TRUE(read);
  EXPECT_FALSE(*read);
}

TEST(receipt_firetext, says_of_a_decline_whether_its_code_tells_why) {
  const auto id = to_text(id_from_name<message_id>("test", "1"));
  const struct {
    const char *status, *code;
    bool unexplained;
  } cases[] = {{"1", "101", false}, {"1", "000", false}, {"1", "", true},
               {"1", "555", true},  {"0", "", false},    {"2", "", false}};
  for (const auto& one : cases) {
    const auto read =
        read_firetext_receipt(firetext, {{"status", one.status}, {"reference", id}, {"code", one.code}}, now);
    EXPECT_EQ((*read)->unexplained, one.unexplained) << one.status << "/" << one.code;
  }
}

TEST(receipt_firetext, takes_numbers_and_times_for_the_same_however_they_are_written) {
  const form_fields posted = {{"source", "447700900123"},
                              {"destination", "07860039047"},
                              {"message", "CANCEL"},
                              {"time", "2026-03-30 11:02:03"}};
  const auto id = read_firetext_reply(firetext, posted, now)->reply;
  for (const auto& [name, value] : {std::pair("source", "+447700900123"),
                                    {"source", "07700 900123"},
                                    {"source", "00447700900123"},
                                    {"destination", "447860039047"},
                                    {"time", "2026-03-30T11:02:03"},
                                    {"time", "2026-03-30 10:02:03Z"}}) {
    auto other = posted;
    other[name] = value;
    EXPECT_EQ(read_firetext_reply(firetext, other, now)->reply, id) << name << " " << value;
  }
  auto named = posted;
  named["destination"] = "Riverside";
  EXPECT_NE(read_firetext_reply(firetext, named, now)->reply, id);
}

TEST(receipt_firetext, gives_the_same_reply_the_same_id_and_another_another) {
  const form_fields fields = {{"source", "447700900123"},
                              {"destination", "447860039047"},
                              {"message", "CANCEL"},
                              {"time", "2026-03-30 11:02:03"}};
  const auto reply = *read_firetext_reply(firetext, fields, now);
  EXPECT_EQ(reply.text.reveal(), "CANCEL");
  EXPECT_EQ(reply.from.reveal(), "447700900123");
  EXPECT_EQ(reply.to, "447860039047");
  EXPECT_EQ(reply.reported_at, now);
  EXPECT_EQ(read_firetext_reply(firetext, fields, now + std::chrono::hours(9))->reply, reply.reply);
  for (const auto& [name, value] : form_fields{{"source", "447700900124"},
                                               {"destination", "447860039048"},
                                               {"message", "CANCEL "},
                                               {"time", "2026-03-30 11:02:04"}}) {
    auto other = fields;
    other[name] = value;
    EXPECT_NE(read_firetext_reply(firetext, other, now)->reply, reply.reply) << name;
  }
  EXPECT_NE(read_firetext_reply(provider_id("other"), fields, now)->reply, reply.reply);
}

TEST(receipt_firetext, tells_replies_apart_whose_fields_run_together) {
  const auto a =
      read_firetext_reply(firetext, {{"source", "1"}, {"destination", "23"}, {"message", ""}, {"time", "t"}}, now);
  const auto b =
      read_firetext_reply(firetext, {{"source", "12"}, {"destination", "3"}, {"message", ""}, {"time", "t"}}, now);
  EXPECT_NE(a->reply, b->reply);
}

TEST(receipt_firetext, takes_replies_without_a_time_for_one_within_ten_minutes) {
  const form_fields fields = {{"source", "447700900123"}, {"message", "YES"}};
  const auto first = read_firetext_reply(firetext, fields, now)->reply;
  EXPECT_EQ(read_firetext_reply(firetext, fields, now + millis(1'000))->reply, first);
  EXPECT_NE(read_firetext_reply(firetext, fields, now + millis(700'000))->reply, first);
}

TEST(receipt_firetext, takes_an_empty_message_but_not_a_missing_one) {
  EXPECT_TRUE(read_firetext_reply(firetext, {{"source", "447700900123"}, {"message", ""}}, now));
  EXPECT_FALSE(read_firetext_reply(firetext, {{"source", "447700900123"}}, now));
  EXPECT_FALSE(read_firetext_reply(firetext, {{"message", "YES"}}, now));
}

} // namespace
} // namespace tidings
