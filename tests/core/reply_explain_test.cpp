#include <string>

#include <gtest/gtest.h>

#include "actors/reply/explain.hpp"

namespace tidings {
namespace {

bool has(const std::string& line, std::string_view part) { return line.find(part) != std::string::npos; }

TEST(reply_explain, answers_a_plain_cancellation_in_one_line) {
  EXPECT_EQ(explain_reply_line(R"({"text":"CANCEL please","context":"reminder"})"),
            R"({"meaning":"cancel","automatic":true,"why":"plainly asks to cancel the open appointment"})");
}

TEST(reply_explain, takes_one_patient_and_one_open_appointment_unless_told) {
  EXPECT_TRUE(has(explain_reply_line(R"({"text":"CANCEL","context":"reminder","patients":1,"appointments":1})"),
                  R"("automatic":true)"));
  EXPECT_TRUE(
      has(explain_reply_line(R"({"text":"CANCEL","context":"reminder","patients":2})"), R"("automatic":false)"));
  EXPECT_TRUE(
      has(explain_reply_line(R"({"text":"CANCEL","context":"reminder","appointments":2})"), R"("automatic":false)"));
  EXPECT_TRUE(
      has(explain_reply_line(R"({"text":"CANCEL","context":"reminder","past_cut_off":true})"), R"("automatic":false)"));
  EXPECT_TRUE(has(explain_reply_line(R"({"text":"CANCEL","context":"none"})"), R"("automatic":false)"));
}

TEST(reply_explain, takes_appointments_with_their_days) {
  const std::string thursday =
      R"("appointments":[{"weekday":3,"hour":9,"minute":10},{"weekday":1,"hour":14,"minute":30}]})";
  EXPECT_TRUE(
      has(explain_reply_line(R"({"text":"cancel thursday","context":"reminder",)" + thursday), R"("automatic":true)"));
  EXPECT_TRUE(
      has(explain_reply_line(R"({"text":"cancel friday","context":"reminder",)" + thursday), R"("automatic":false)"));
}

TEST(reply_explain, knows_all_contexts) {
  for (const char* context : {"reminder", "confirm", "cancel", "none", "fft", "yes_no", "blood_pressure", "weight",
                              "height", "peak_flow", "blood_glucose", "smoking"})
    EXPECT_TRUE(has(explain_reply_line(std::string{R"({"text":"hello","context":")"} + context + "\"}"),
                    R"("meaning":"staff")"));
}

TEST(reply_explain, names_what_is_wrong_with_a_line) {
  for (const char* line :
       {"", "{", "[]", "null", "42", R"("CANCEL")", R"({})", R"({"text":1,"context":"reminder"})",
        R"({"text":"CANCEL"})", R"({"text":"CANCEL","context":"remind"})", R"({"text":"CANCEL","context":7})",
        R"({"text":"CANCEL","context":"reminder","patients":-1})",
        R"({"text":"CANCEL","context":"reminder","patients":"2"})",
        R"({"text":"CANCEL","context":"reminder","appointments":1.5})",
        R"({"text":"CANCEL","context":"reminder","appointments":[1]})",
        R"({"text":"CANCEL","context":"reminder","past_cut_off":"no"})",
        "{\"text\":\"\xFF\",\"context\":\"reminder\"}"})
    EXPECT_TRUE(explain_reply_line(line).starts_with(R"({"error":)")) << line << " -> " << explain_reply_line(line);
}

TEST(reply_explain, adds_what_an_answer_says_to_the_verdict) {
  EXPECT_TRUE(explain_reply_line(R"({"text":"135/85","context":"blood_pressure"})")
                  .ends_with(R"("value":"135/85","unit":"mmHg","systolic":135,"diastolic":85})"));
  const std::string severe = explain_reply_line(R"({"text":"190/100","context":"blood_pressure"})");
  EXPECT_TRUE(has(severe, R"("meaning":"blood_pressure","automatic":false)") && has(severe, R"("urgent":true)") &&
              has(severe, R"("needs_review":true)"))
      << severe;
  EXPECT_TRUE(explain_reply_line(R"({"text":"1 the nurse was kind ","context":"fft"})")
                  .ends_with(R"("score":1,"comment":"the nurse was kind"})"));
  EXPECT_TRUE(has(explain_reply_line(R"({"text":"12st 7","context":"weight"})"), R"("value":7.94E1,"unit":"kg")"));
  EXPECT_TRUE(has(explain_reply_line(R"({"text":"10 a day","context":"smoking"})"),
                  R"("value":"current","unit":"cigarettes/day","amount":10)"));
  EXPECT_TRUE(has(explain_reply_line(R"({"text":"no thanks","context":"yes_no"})"), R"("value":"no")"));
  EXPECT_TRUE(
      has(explain_reply_line(R"({"text":"240","context":"peak_flow","best_peak_flow":500})"), R"("urgent":true)"));
  EXPECT_TRUE(has(explain_reply_line(R"({"text":"smoke","context":"reminder","keywords":["smoke"]})"),
                  R"("meaning":"keyword","automatic":true)"));
}

TEST(reply_explain, refuses_keywords_that_mean_something_and_impossible_peak_flows) {
  for (const char* line :
       {R"({"text":"a","context":"none","keywords":["stop"]})", R"({"text":"a","context":"none","keywords":"smoke"})",
        R"({"text":"a","context":"none","keywords":[1]})", R"({"text":"a","context":"peak_flow","best_peak_flow":-1})",
        R"({"text":"a","context":"confirm_cancel"})"})
    EXPECT_TRUE(explain_reply_line(line).starts_with(R"({"error":)")) << line;
}

} // namespace
} // namespace tidings
