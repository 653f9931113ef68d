#include "firetext/patient_model.hpp"
#include "firetext/send_form.hpp"

#include <gtest/gtest.h>
#include <map>

namespace tidings::sim {
namespace {

struct form_case {
  const char* query;
  int code;
};

TEST(send_form, gets_the_documented_result_code) {
  const std::string long_text(919, 'x'), longest_text(918, 'x');
  const std::string too_long = "from=07860039047&to=447700900123&message=" + long_text;
  const std::string just_fits = "from=07860039047&to=447700900123&message=" + longest_text;
  for (const auto& one :
       {form_case{"from=07860039047&to=447700900123&message=hi", 0},
        form_case{"from=Riverside&to=07700+900123&message=hi", 0},
        form_case{"from=Riverside&to=%2B447700900123,07700900124&message=hi", 0},
        form_case{"from=Riverside&message=hi", 2}, form_case{"from=Riverside&to=0117+496+0000&message=hi", 2},
        form_case{"from=Riverside&to=07700900123,12&message=hi", 2},
        form_case{"from=Riverside&to=0770090O123&message=hi", 2}, form_case{"from=GP&to=07700900123&message=hi", 3},
        form_case{"from=Riverside+Surgery&to=07700900123&message=hi", 3}, form_case{"to=07700900123&message=hi", 3},
        form_case{"from=Riverside&to=07700900123&group=1&message=hi", 4}, form_case{"from=Riverside&to=07700900123", 5},
        form_case{too_long.c_str(), 5}, form_case{just_fits.c_str(), 0},
        form_case{"from=Riverside&to=07700900123&message=hi&schedule=tomorrow", 6},
        form_case{"from=Riverside&to=07700900123&message=hi&schedule=2026-03-30+09:00", 0},
        form_case{"from=Riverside&to=07700900123&message=hi&receipt=ftp://x", 8},
        form_case{"from=Riverside&to=07700900123&message=hi&subaccount=x", 9}}) {
    http_request request;
    request.parameters = parse_form(one.query);
    EXPECT_EQ(static_cast<int>(read_send_form(request).code), one.code) << one.query;
  }
}

TEST(send_form, is_answered_in_three_formats) {
  EXPECT_EQ(api_answer(answer_format::json, send_code::queued, 1).body,
            R"({"code":0,"description":"SMS successfully queued","responseData":1})");
  EXPECT_EQ(api_answer(answer_format::plain, send_code::queued, 1).body, "0:1 SMS successfully queued");
  EXPECT_NE(api_answer(answer_format::xml, send_code::queued, 1)
                .body.find("<response><status><code>0</code><description>SMS successfully "
                           "queued</description></status><data responseData=\"1\"/></response>"),
            std::string::npos);
}

TEST(patient_model, answers_only_what_asks) {
  EXPECT_TRUE(asks_for_answer("Reply CONFIRM or CANCEL"));
  EXPECT_TRUE(asks_for_answer("To stop it reply 'cancel'"));
  EXPECT_FALSE(asks_for_answer("Your appointment has been cancelled."));
  EXPECT_FALSE(asks_for_answer("See you at 9. CANCELLATIONS: ring us"));
  EXPECT_FALSE(asks_for_answer(""));
}

TEST(patient_model, answers_in_the_shares_of_real_life) {
  std::map<std::string, int> intents;
  constexpr int people = 10000;
  for (int who = 0; who < people; ++who) {
    const auto said = answer_of(1, "4477009" + std::to_string(who), 1, "Reply CONFIRM or CANCEL", 0.82);
    ++intents[said ? said->intent : "none"];
  }
  for (const auto& [intent, per_cent] :
       {std::pair{"confirm", 45}, {"cancel", 25}, {"person", 10}, {"opt_out", 2}, {"none", 18}})
    EXPECT_NEAR(intents[intent] * 100.0 / people, per_cent, 1.5) << intent;
}

TEST(patient_model, says_the_same_again_under_one_seed) {
  const auto say = [](std::uint64_t seed, std::uint64_t ordinal) {
    std::string all;
    for (int who = 0; who < 50; ++who)
      if (const auto said = answer_of(seed, std::to_string(who), ordinal, "Reply CANCEL", 1.0)) all += said->text + ";";
    return all;
  };
  EXPECT_EQ(say(1, 1), say(1, 1));
  EXPECT_NE(say(1, 1), say(2, 1));
  EXPECT_NE(say(1, 1), say(1, 2));
}

} // namespace
} // namespace tidings::sim
