// Records that stand in the way of messages, folded from the log and listed without anybody's name.
#include "board_asked.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace tidings::test {
namespace {

namespace json = boost::json;
const std::string mark = "abcdefghij0123456789";

patient_updated record(const std::string& id, const std::string& mobile) {
  patient_updated e;
  e.what.id = patient_id(id);
  e.what.first_name = secret_text("Amira");
  e.what.last_name = secret_text("Okafor");
  e.what.nhs_number = secret_text("9990000018");
  e.what.mobile = secret_text(mobile);
  return e;
}

struct records : ::testing::Test, asked_board {
  board_answer ask(query_parameters parameters, const board_state& of) {
    parameters.emplace("practice", "A99001");
    return answer_to("data-quality", parameters, of);
  }
  json::object page(query_parameters parameters, const board_state& of) {
    return shown_by(ask(std::move(parameters), of));
  }
  json::object page(query_parameters parameters) { return page(std::move(parameters), state); }
  /// Who is on a list, the record that changed last first.
  std::vector<std::string> listed(const char* problem, const board_state& of) {
    std::vector<std::string> ids;
    const auto shown = page({{"problem", problem}}, of);
    for (const auto& row : shown.at("patients").as_array()) ids.emplace_back(row.at("id").as_string());
    return ids;
  }
  std::vector<std::string> listed(const char* problem) { return listed(problem, state); }
  void sent_to(int number, const char* digits) { happens(reminder(number, digits), started(number), sent(number)); }
};
using ids = std::vector<std::string>;

TEST_F(records, are_sorted_by_what_their_mobile_is) {
  happens(record("p1", "07700 900123"), record("p2", "01632 960123"), record("p3", "07700 9001"), record("p4", " "),
          record("p5", "07700900124 wife"), record("p6", "+44 (0)1632 960124"), record("p7", "+1 202 555 0100"),
          record("p8", "070 1234 5678"));
  EXPECT_EQ(listed("landline"), (ids{"p6", "p2"}));
  EXPECT_EQ(listed("invalid_number"), (ids{"p8", "p7", "p5", "p3"}));
  EXPECT_EQ(listed("no_mobile"), ids{"p4"});
  EXPECT_EQ(listed("shared_mobile"), ids{});
}

TEST_F(records, of_several_patients_with_one_mobile_are_listed_however_it_is_written) {
  happens(record("p1", "07700 900123"), record("p2", "+44 7700 900123"), record("p3", "07700 900124"));
  EXPECT_EQ(listed("shared_mobile"), (ids{"p2", "p1"}));
  const auto rows = page({{"problem", "shared_mobile"}}).at("patients").as_array();
  EXPECT_EQ(rows.at(0).at("sharing").to_number<int>(), 2);
  happens(record("p2", "07700 900125"));
  EXPECT_EQ(listed("shared_mobile"), ids{}) << "corrected in the record";
}

TEST_F(records, of_the_dead_and_of_those_who_left_say_that_and_nothing_that_would_have_to_be_mended) {
  auto died = record("p1", "");
  died.what.dead = true;
  auto left = record("p2", "01632 960123");
  left.what.deducted = true;
  left.what.sms_consent = consent::no;
  happens(died, left);
  EXPECT_EQ(listed("dead"), ids{"p1"});
  EXPECT_EQ(listed("deducted"), ids{"p2"});
  for (const char* other : {"no_mobile", "landline", "no_consent"}) EXPECT_EQ(listed(other), ids{}) << other;
}

TEST_F(records, without_consent_are_those_that_decline_and_those_whose_number_opted_out) {
  auto declined = record("p1", "07700 900123");
  declined.what.sms_consent = consent::no;
  happens(declined, record("p2", "07700 900124"), record("p3", "07700 900125"),
          opted_out{secret_text("447700900124"), "reply x"});
  EXPECT_EQ(listed("no_consent"), (ids{"p2", "p1"}));
  happens(opted_in{secret_text("447700900124"), "reply y"});
  EXPECT_EQ(listed("no_consent"), ids{"p1"});
}

TEST_F(records, with_a_number_that_is_never_reached_are_listed_until_it_is) {
  happens(record("p1", "07700 900123"), record("p2", "07700 900124"));
  sent_to(1, "447700900123");
  happens(receipt(1, receipt_status::temporary_failure));
  EXPECT_EQ(listed("failing"), ids{});
  happens(receipt(1, receipt_status::permanent_failure));
  EXPECT_EQ(listed("failing"), ids{"p1"});
  sent_to(2, "447700900123");
  happens(receipt(2, receipt_status::delivered));
  EXPECT_EQ(listed("failing"), ids{});
}

TEST_F(records, leave_that_list_when_they_have_another_number_or_whoever_has_it_says_yes) {
  happens(record("p1", "07700 900123"), record("p2", "07700 900124"));
  sent_to(1, "447700900123");
  sent_to(2, "447700900124");
  happens(receipt(1, receipt_status::permanent_failure), receipt(2, receipt_status::permanent_failure));
  happens(record("p1", "07700 900999"));
  EXPECT_EQ(listed("failing"), ids{"p2"});
  details_answered yes;
  yes.number = secret_text("447700900124");
  yes.yes = true;
  happens(yes);
  EXPECT_EQ(listed("failing"), ids{});
}

TEST_F(records, with_a_disputed_number_are_listed_until_somebody_trusts_it) {
  happens(record("p1", "07700 900123"), number_disputed{secret_text("447700900123"), mark, numbered<reply_id>(1)});
  EXPECT_EQ(listed("disputed"), ids{"p1"});
  happens(number_trusted{mark, "ann"});
  EXPECT_EQ(listed("disputed"), ids{});
}

TEST_F(records, show_the_end_of_a_number_and_no_name_until_they_are_asked_for) {
  happens(record("p1", "01632 960123"));
  const auto hidden = json::serialize(page({{"problem", "landline"}}));
  for (const char* secret : {"Amira", "Okafor", "9990000018", "01632"})
    EXPECT_EQ(hidden.find(secret), std::string::npos) << secret;
  EXPECT_NE(hidden.find("…123"), std::string::npos);
  const auto row = page({{"problem", "landline"}, {"reveal", "1"}}).at("patients").at(0).as_object();
  EXPECT_EQ(row.at("name").as_string(), "Amira Okafor");
  EXPECT_EQ(row.at("nhs_number").as_string(), "9990000018");
  EXPECT_EQ(row.at("number").as_string(), "01632 960123");
  EXPECT_EQ(row.at("practice").as_string(), "A99001");
}

TEST_F(records, are_counted_by_problem_also_when_no_list_is_asked_for) {
  happens(record("p1", "01632 960123"), record("p2", "01632 960124"), record("p3", "07700 900123"));
  const auto shown = page({});
  EXPECT_TRUE(shown.at("patients").as_array().empty());
  EXPECT_EQ(shown.at("known").to_number<int>(), 3);
  EXPECT_EQ(shown.at("left_out").to_number<int>(), 0);
  EXPECT_EQ(shown.at("counts").at(1).at("problem").as_string(), "landline");
  EXPECT_EQ(shown.at("counts").at(1).at("patients").to_number<int>(), 2);
}

TEST_F(records, come_page_by_page) {
  for (int i = 1; i <= 5; ++i) happens(record("p" + std::to_string(i), ""));
  auto shown = page({{"problem", "no_mobile"}, {"limit", "2"}});
  ids all;
  for (int turn = 0; turn < 3; ++turn) {
    for (const auto& row : shown.at("patients").as_array()) all.emplace_back(row.at("id").as_string());
    if (shown.at("next").is_null()) break;
    shown = page({{"problem", "no_mobile"}, {"limit", "2"}, {"before", std::string(shown.at("next").as_string())}});
  }
  EXPECT_EQ(all, (ids{"p5", "p4", "p3", "p2", "p1"}));
  EXPECT_TRUE(shown.at("next").is_null());
}

TEST_F(records, of_an_erased_patient_are_forgotten_with_their_number) {
  happens(record("p1", "07700 900123"), number_disputed{secret_text("447700900123"), mark, numbered<reply_id>(1)});
  sent_to(1, "447700900123");
  happens(receipt(1, receipt_status::permanent_failure));
  patient_erased gone;
  gone.patient = patient_id("p1");
  gone.numbers = {mark};
  gone.messages = {numbered<message_id>(1)};
  happens(gone);
  const auto& kept = state.find_practice(practice)->quality;
  EXPECT_TRUE(kept.patients.empty());
  EXPECT_TRUE(kept.failing.empty());
  EXPECT_TRUE(kept.disputed.empty());
  EXPECT_EQ(row(1).number, 0U);
}

TEST_F(records, are_refused_for_what_there_is_not) {
  happens(record("p1", ""));
  EXPECT_EQ(ask({{"problem", "ugly"}}, state).status, 400);
  EXPECT_EQ(ask({{"problem", "dead"}, {"before", "x"}}, state).status, 400);
  EXPECT_EQ(answer_to("data-quality", {{"practice", "Z99999"}}, state).status, 404);
}

TEST_F(records, are_taken_away_as_csv_with_names_of_one_problem_or_of_any) {
  auto formula = record("p2", "01632 960123");
  formula.what.first_name = secret_text("=1+1\", \"");
  happens(record("p1", "07700 900123"), formula, record("p3", "+1 202 555 0100"));
  const auto file = [&](query_parameters asked) {
    asked.insert({{"reveal", "1"}, {"format", "csv"}});
    return page(std::move(asked));
  };
  const std::string head = "\"Name\",\"NHS number\",\"Mobile in the record\",\"Problems\",\"Patients with this "
                           "mobile\",\"Record last changed\",\"Patient\"\r\n";
  const auto landlines = file({{"problem", "landline"}});
  EXPECT_EQ(
      std::string(landlines.at("csv").as_string()),
      head +
          "\"'=1+1\"\", \"\" Okafor\",\"9990000018\",\"01632 960123\",\"landline\",\"0\",\"2026-11-23T09:00:00.000Z\","
          "\"p2\"\r\n");
  EXPECT_EQ(json::serialize(landlines.at("ids")), R"(["p2"])");
  const auto all = file({});
  EXPECT_EQ(json::serialize(all.at("ids")), R"(["p3","p2"])") << "who has no problem isn't there";
  EXPECT_NE(std::string(all.at("csv").as_string()).find("\"'+1 202 555 0100\",\"invalid number\""), std::string::npos);
  EXPECT_EQ(std::string(file({{"problem", "dead"}}).at("csv").as_string()), head);
}

TEST_F(records, of_a_file_that_has_no_room_for_all_are_said_to_go_on) {
  for (int i = 0; i < 2'001; ++i) happens(record("p" + std::to_string(i), "01632 960123"));
  const auto file = page({{"problem", "landline"}, {"reveal", "1"}, {"format", "csv"}});
  EXPECT_EQ(file.at("ids").as_array().size(), 2'000U);
  EXPECT_TRUE(std::string(file.at("csv").as_string())
                  .ends_with("\r\n\"The first 2000 are in this file. There are more.\"\r\n"));
}

TEST_F(records, are_kept_over_a_start) {
  happens(record("p1", "07700 900123"), record("p2", "07700 900123"), record("p3", "01632 960123"),
          number_disputed{secret_text("447700900123"), mark, numbered<reply_id>(1)});
  sent_to(1, "447700900123");
  happens(receipt(1, receipt_status::permanent_failure));
  const auto again = restored();
  for (const char* problem : {"shared_mobile", "failing", "disputed", "landline"})
    EXPECT_EQ(listed(problem, again), listed(problem)) << problem;
  EXPECT_EQ(listed("failing", again).size(), 2U);
  EXPECT_NE(again.messages.find(numbered<message_id>(1))->number, 0U);
}

TEST_F(records, over_the_bound_are_counted_and_said) {
  for (std::size_t i = 0; i < board_patients_max + 3; ++i) happens(record("p" + std::to_string(i), "01632 960123"));
  const auto shown = page({});
  EXPECT_EQ(shown.at("left_out").to_number<int>(), 3);
  EXPECT_EQ(shown.at("counts").at(1).at("patients").to_number<std::size_t>(), board_patients_max);
}

} // namespace
} // namespace tidings::test
