// Replies that staff may choose from, as the API shows them.
#include "actors/node/canned_replies.hpp"
#include "schemas/conversation_settings.hpp"

#include <gtest/gtest.h>

namespace tidings::test {
namespace {

TEST(canned_replies, are_listed_by_name_with_their_fields_as_they_stand_in_the_file) {
  conversation_settings words;
  words.canned = {{"ring-us", "Please ring us on ((practice_phone))."}, {"after", "Say \"Ah\""}};
  practice_settings settings;
  settings.replies.conversations = std::make_shared<const conversation_settings>(std::move(words));
  EXPECT_EQ(canned_replies_json(settings),
            R"({"canned":[{"name":"after","text":"Say \"Ah\""},)"
            R"({"name":"ring-us","text":"Please ring us on ((practice_phone))."}],"alphabet":"gsm","codes":[]})");
}

TEST(canned_replies, of_a_practice_that_has_none_are_an_empty_list) {
  EXPECT_EQ(canned_replies_json(practice_settings{}), R"({"canned":[],"alphabet":"gsm","codes":[]})");
}

TEST(canned_replies, say_which_letters_the_practices_texts_may_have) {
  practice_settings settings;
  settings.alphabet = sms_alphabet::unicode;
  EXPECT_EQ(canned_replies_json(settings), R"({"canned":[],"alphabet":"unicode","codes":[]})");
}

TEST(codes_by_hand, are_listed_with_the_replies_in_the_order_of_the_file) {
  conversation_settings words;
  words.codes_by_hand = {{"281399006", "Did not attend"}, {"8517006", "Ex-smoker"}};
  practice_settings settings;
  settings.replies.conversations = std::make_shared<const conversation_settings>(std::move(words));
  EXPECT_EQ(canned_replies_json(settings), R"({"canned":[],"alphabet":"gsm","codes":[{"code":"281399006",)"
                                           R"("text":"Did not attend"},{"code":"8517006","text":"Ex-smoker"}]})");
}

} // namespace
} // namespace tidings::test
