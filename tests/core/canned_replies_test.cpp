// What of a practice's file its staff are shown: replies that they may choose from, and all that is in force.
#include "actors/node/canned_replies.hpp"
#include "actors/node/staff_settings.hpp"
#include "schemas/conversation_settings.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace tidings::test {
namespace {

TEST(canned_replies, are_listed_by_name_with_their_fields_as_they_stand_in_the_file) {
  conversation_settings words;
  words.canned = {{"ring-us", "Please ring us on ((practice_phone))."}, {"after", "Say \"Ah\""}};
  practice_settings settings;
  settings.replies.conversations = std::make_shared<const conversation_settings>(std::move(words));
  EXPECT_EQ(
      canned_replies_json(settings),
      R"({"canned":[{"name":"after","text":"Say \"Ah\""},)"
      R"({"name":"ring-us","text":"Please ring us on ((practice_phone))."}],"alphabet":"gsm","codes":[],"documents":false})");
}

TEST(canned_replies, of_a_practice_that_has_none_are_an_empty_list) {
  EXPECT_EQ(canned_replies_json(practice_settings{}), R"({"canned":[],"alphabet":"gsm","codes":[],"documents":false})");
}

TEST(canned_replies, say_which_letters_the_practices_texts_may_have) {
  practice_settings settings;
  settings.alphabet = sms_alphabet::unicode;
  EXPECT_EQ(canned_replies_json(settings), R"({"canned":[],"alphabet":"unicode","codes":[],"documents":false})");
}

TEST(codes_by_hand, are_listed_with_the_replies_in_the_order_of_the_file) {
  conversation_settings words;
  words.codes_by_hand = {{"281399006", "Did not attend"}, {"8517006", "Ex-smoker"}};
  practice_settings settings;
  settings.replies.conversations = std::make_shared<const conversation_settings>(std::move(words));
  EXPECT_EQ(canned_replies_json(settings),
            R"({"canned":[],"alphabet":"gsm","codes":[{"code":"281399006",)"
            R"("text":"Did not attend"},{"code":"8517006","text":"Ex-smoker"}],"documents":false})");
}

practice_settings surgery() {
  practice_settings settings;
  settings.id = *practice_id::parse("A99001");
  settings.name = "Demo Surgery";
  settings.phone = "01632 960001";
  settings.sms_route = {provider_id("firetext")};
  settings.test_numbers = {"447700900555"};
  settings.api_keys = {{.name = "booking", .secret = secret_text("11111111-2222-3333-4444-555555555555")}};
  settings.connector.systmone.api_key = secret_text("open sesame");
  settings.templates[template_id("ring")] = {template_id("ring"),
                                             "Dear ((first_name)), ring ((practice_name)) about ((subject))."};
  template_settings mail{template_id("mail"), "Hello", "A letter"};
  mail.subject = "About you";
  settings.templates[mail.id] = mail;
  conversation_settings words;
  words.keywords = {{.id = "smoke", .words = {"smoke"}, .answer = "Call us.", .until = "2026-01-31"}};
  settings.replies.conversations = std::make_shared<const conversation_settings>(std::move(words));
  return settings;
}
const timestamp in_january(std::chrono::sys_days(std::chrono::year(2026) / 1 / 20)),
    in_march(std::chrono::sys_days(std::chrono::year(2026) / 3 / 20));

TEST(send_options, have_text_templates_with_the_fields_that_somebody_must_fill_in) {
  const auto options = boost::json::parse(send_options_json(surgery(), {.pence_per_segment = 3.2}));
  ASSERT_EQ(options.at("templates").as_array().size(), 1U) << "an e-mail's is not offered for a text message";
  EXPECT_EQ(options.at("templates").at(0).at("fields"), (boost::json::array{"subject"}));
  EXPECT_EQ(options.at("test_numbers"), (boost::json::array{"447700900555"}));
  EXPECT_DOUBLE_EQ(options.at("pence_per_segment").to_number<double>(), 3.2);
}

TEST(settings_in_force, show_templates_as_an_invented_patient_would_get_them) {
  const shared_template_map shared{{template_id("mail"), surgery().templates.at(template_id("mail"))}};
  const auto all =
      boost::json::parse(practice_settings_json(surgery(), {.pence_per_segment = 2, .shared = &shared}, in_march));
  const auto& mail = all.at("templates").at(0);
  const auto& ring = all.at("templates").at(1);
  EXPECT_EQ(ring.at("example").as_string(), "Dear Sam, ring Demo Surgery about [subject].");
  EXPECT_EQ(ring.at("whose").as_string(), "own");
  EXPECT_EQ(mail.at("whose").as_string(), "shared");
  EXPECT_EQ(ring.at("fingerprint").as_string().size(), 8U);
  EXPECT_NE(ring.at("fingerprint"), mail.at("fingerprint"));
  EXPECT_DOUBLE_EQ(ring.at("pence").to_number<double>(), 2);
}

TEST(settings_in_force, have_no_secret_and_no_number_of_the_staffs) {
  const auto text = practice_settings_json(surgery(), {}, in_march);
  for (const char* secret : {"11111111", "open sesame", "447700900555"})
    EXPECT_EQ(text.find(secret), std::string::npos);
  EXPECT_NE(text.find(R"("name":"booking")"), std::string::npos);
}

TEST(settings_in_force, say_which_keywords_are_in_force_today) {
  const auto on = [](timestamp now) {
    return boost::json::parse(practice_settings_json(surgery(), {}, now)).at("keywords").at(0).at("in_force").as_bool();
  };
  EXPECT_TRUE(on(in_january));
  EXPECT_FALSE(on(in_march));
}

TEST(a_reply_that_is_tried, is_read_as_a_patients_would_be_with_the_practices_own_keywords) {
  const auto reading = [](const char* text, const char* context, timestamp now) {
    return boost::json::parse(reply_reading_json(surgery(), text, context, now).value()).as_object();
  };
  EXPECT_EQ(reading("CANCEL", "reminder", in_march).at("meaning").as_string(), "cancel");
  EXPECT_TRUE(reading("CANCEL", "reminder", in_march).at("automatic").as_bool());
  EXPECT_FALSE(reading("can't make it, my chest hurts", "reminder", in_march).at("automatic").as_bool());
  EXPECT_EQ(reading("smoke", "", in_january).at("keyword").as_string(), "smoke");
  EXPECT_FALSE(reading("smoke", "", in_march).contains("keyword")) << "its days are over";
  EXPECT_FALSE(reply_reading_json(surgery(), "YES", "something else", in_march));
}

} // namespace
} // namespace tidings::test
