// A patient's history, who opted out, and what the months come to: folded, kept over a restart, and shown.
#include "board_asked.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace tidings::test {
namespace {

namespace json = boost::json;
const patient_id amira("p-amira"), other("p-other");

struct staff_board : ::testing::Test, asked_board {
  json::object shown(const std::string& resource, const query_parameters& parameters, const board_state& of) const {
    return shown_by(answer_to(resource, parameters, of));
  }
  json::object history(query_parameters parameters = {}) {
    parameters.emplace("practice", "A99001");
    return shown("patient-history/p-amira", std::move(parameters), state);
  }
  json::object report(const board_state& of, const std::string& from = "2026-11", const std::string& to = "2026-11") {
    return shown("reports/A99001", {{"from", from}, {"to", to}}, of);
  }
  static message_accepted to(int number, const patient_id& patient, message_kind kind = message_kind::reminder) {
    auto e = reminder(number);
    e.patient = patient;
    e.kind = kind;
    return e;
  }
  static std::vector<std::string> sorts(const json::object& page) {
    std::vector<std::string> all;
    for (const auto& row : page.at("events").as_array()) all.emplace_back(row.at("sort").as_string());
    return all;
  }
};
using words = std::vector<std::string>;

TEST_F(staff_board, a_history_has_messages_replies_operations_and_wishes_the_latest_first) {
  auto said = reply(1, reply_meaning::cancel, true, 1);
  said.patient = amira;
  auto wanted = asks(1, operation_kind::cancel_appointment, 1);
  wanted.patient = amira;
  happens(
      to(1, amira), to(2, other), started(1), sent(1), receipt(1, receipt_status::delivered), said, wanted, finishes(1),
      opted_out{secret_text("447700900123"), "ann", channel::sms, {message_kind::fft}, wish_told::telephone, amira});
  const auto page = history();
  EXPECT_EQ(sorts(page), (words{"wish", "operation", "operation", "reply", "message"}));
  const auto& message = page.at("events").at(4).as_object();
  EXPECT_EQ(message.at("state").as_string(), "delivered") << "as it stands now";
  EXPECT_EQ(message.at("body").as_string(), "") << "words are shown only when asked for";
  EXPECT_EQ(
      page.at("events").at(0).at("summary").as_string(),
      "Opted out by ann, as the patient said on the telephone: this number gets no more messages of these kinds: fft.");
  const auto revealed = history({{"reveal", "1"}});
  EXPECT_EQ(revealed.at("events").at(3).at("body").as_string(), "please cancel");
  EXPECT_TRUE(page.at("whole").as_bool());
}

TEST_F(staff_board, a_long_history_goes_on_at_its_cursor_without_a_gap) {
  for (int i = 1; i <= 7; ++i) happens(to(i, amira));
  const auto newest = history({{"limit", "3"}});
  ASSERT_EQ(newest.at("events").as_array().size(), 3U);
  std::set<std::uint64_t> seen;
  auto next = newest.at("next");
  for (const auto& row : newest.at("events").as_array()) seen.insert(row.at("sequence").to_number<std::uint64_t>());
  while (next.is_string()) {
    const auto page = history({{"limit", "3"}, {"before", std::string(next.as_string())}});
    for (const auto& row : page.at("events").as_array())
      EXPECT_TRUE(seen.insert(row.at("sequence").to_number<std::uint64_t>()).second);
    next = page.at("next");
  }
  EXPECT_EQ(seen.size(), 7U);
}

TEST_F(staff_board, a_history_of_nobody_known_is_empty_and_of_another_practice_not_found) {
  happens(to(1, amira));
  EXPECT_EQ(shown("patient-history/p-nobody", {{"practice", "A99001"}}, state).at("events").as_array().size(), 0U);
  const auto scope = std::make_shared<const practice_scope>(practice_scope{*practice_id::parse("A99002")});
  EXPECT_EQ(answer_to("patient-history/p-amira", {{"practice", "A99001"}}, state, scope).status, 404);
  EXPECT_EQ(answer_to("opt-outs", {{"practice", "A99001"}}, state, scope).status, 404);
  EXPECT_EQ(answer_to("reports/A99001", {{"from", "2026-11"}, {"to", "2026-11"}}, state, scope).status, 404);
}

TEST_F(staff_board, an_erased_patient_has_no_messages_there_any_more) {
  happens(to(1, amira));
  patient_erased gone;
  gone.patient = amira;
  gone.messages = {numbered<message_id>(1)};
  happens(gone);
  EXPECT_EQ(history().at("events").as_array().size(), 0U);
}

TEST_F(staff_board, who_opted_out_is_listed_until_they_opt_in_again) {
  happens(opted_out{secret_text("447700900123"), "reply 0f8fad5b-d9cb-469f-a165-70867728950e"},
          opted_out{secret_text("447700900124"), "ann", channel::sms, {message_kind::fft}, wish_told::letter, amira},
          opted_out{secret_text("447700900125"), "ann"});
  happens(opted_in{secret_text("447700900125"), "ann"});
  const auto page = shown("opt-outs", {{"practice", "A99001"}}, state);
  EXPECT_EQ(page.at("numbers").to_number<int>(), 2);
  ASSERT_EQ(page.at("rows").as_array().size(), 2U);
  const auto& latest = page.at("rows").at(0).as_object();
  EXPECT_EQ(latest.at("number").as_string(), "…124");
  EXPECT_EQ(latest.at("told").as_string(), "letter");
  EXPECT_EQ(latest.at("by").as_string(), "ann");
  EXPECT_EQ(page.at("rows").at(1).at("by").as_string(), "reply");
  EXPECT_EQ(
      shown("opt-outs", {{"practice", "A99001"}, {"reveal", "1"}}, state).at("rows").at(0).at("number").as_string(),
      "447700900124");
}

TEST_F(staff_board, who_opted_out_is_taken_away_as_csv_with_whole_numbers) {
  happens(opted_out{secret_text("447700900123"), "reply 0f8fad5b-d9cb-469f-a165-70867728950e"},
          opted_out{secret_text("=a@example.org"),
                    "ann",
                    channel::email,
                    {message_kind::fft, message_kind::survey},
                    wish_told::letter,
                    amira});
  const auto file = shown("opt-outs", {{"practice", "A99001"}, {"reveal", "1"}, {"format", "csv"}}, state);
  EXPECT_EQ(
      std::string(file.at("csv").as_string()),
      "\"Since\",\"Number or address\",\"Wants no more\",\"Of these kinds\",\"Taken down by\",\"How\",\"Patient\"\r\n"
      "\"2026-11-23T09:00:00.000Z\",\"'=a@example.org\",\"email\",\"fft; survey\",\"ann\",\"letter\",\"p-amira\"\r\n"
      "\"2026-11-23T09:00:00.000Z\",\"'+447700900123\",\"sms\",\"all\",\"their own text\",\"\",\"\"\r\n");
  EXPECT_EQ(json::serialize(file.at("ids")), R"(["event 2","event 1"])");
  EXPECT_EQ(file.at("practice").as_string(), "A99001");
}

TEST_F(staff_board, a_month_counts_what_happened_in_it_by_kind) {
  auto costs = started(1);
  costs.segments = 2;
  costs.millipence = 6'400;
  auto test_message = to(3, {}, message_kind::now);
  test_message.test = true;
  happens(to(1, amira), costs, sent(1), receipt(1, receipt_status::delivered), to(2, amira, message_kind::fft),
          started(2), sent(2), receipt(2, receipt_status::permanent_failure), test_message,
          reply(1, reply_meaning::confirm, true, 1),
          appointment_confirmed{appointment_id("appt1"), numbered<reply_id>(1)});
  const auto total = report(state).at("total").as_object();
  EXPECT_EQ(total.at("all").at("accepted").to_number<int>(), 3);
  EXPECT_EQ(total.at("all").at("sent").to_number<int>(), 2);
  EXPECT_EQ(total.at("all").at("delivered").to_number<int>(), 1);
  EXPECT_EQ(total.at("all").at("failed").to_number<int>(), 1);
  EXPECT_EQ(total.at("all").at("segments").to_number<int>(), 2);
  EXPECT_DOUBLE_EQ(total.at("all").at("pence").to_number<double>(), 6.4);
  EXPECT_EQ(total.at("confirmed").to_number<int>(), 1);
  EXPECT_EQ(total.at("replies").to_number<int>(), 1);
  words kinds;
  for (const auto& row : total.at("kinds").as_array()) kinds.emplace_back(row.at("kind").as_string());
  EXPECT_EQ(kinds, (words{"fft", "reminder", "test"})) << "a test is no message of its kind";
  EXPECT_EQ(total.at("failures").at(0).at("reason").as_string(), "the network could not deliver it");
}

TEST_F(staff_board, a_failure_that_turns_out_well_is_taken_off_the_month_it_was_counted_in) {
  now = timestamp(std::chrono::sys_days(std::chrono::year(2026) / 11 / 30)) + std::chrono::hours(20);
  happens(to(1, amira), started(1), sent(1), receipt(1, receipt_status::temporary_failure));
  EXPECT_EQ(report(state).at("total").at("all").at("failed").to_number<int>(), 1);
  later(std::chrono::hours(6));
  happens(receipt(1, receipt_status::delivered));
  const auto both = report(state, "2026-11", "2026-12");
  EXPECT_EQ(both.at("total").at("all").at("failed").to_number<int>(), 0);
  EXPECT_EQ(both.at("total").at("failures").as_array().size(), 0U);
  EXPECT_EQ(both.at("months").at(0).at("all").at("sent").to_number<int>(), 1);
  EXPECT_EQ(both.at("months").at(1).at("all").at("delivered").to_number<int>(), 1);
}

TEST_F(staff_board, money_that_was_not_spent_after_all_is_taken_off_again) {
  auto costs = started(1);
  costs.segments = 1;
  costs.millipence = 3'200;
  happens(to(1, amira), costs, attempt_refused(1, attempt_result::retry));
  EXPECT_DOUBLE_EQ(report(state).at("total").at("all").at("pence").to_number<double>(), 0);
  EXPECT_EQ(report(state).at("total").at("all").at("segments").to_number<int>(), 0);
}

TEST_F(staff_board, an_appointment_cancelled_by_text_is_saved_only_when_there_is_time_to_use_it) {
  const auto cancelled = [&](int number, std::chrono::hours ahead) {
    auto wanted = asks(number, operation_kind::cancel_appointment, number);
    wanted.expected_starts_at = now + ahead;
    happens(reply(number, reply_meaning::cancel, true), wanted, finishes(number),
            appointment_cancelled{appointment_id("a" + std::to_string(number)), numbered<reply_id>(number)});
  };
  cancelled(1, std::chrono::hours(24));
  cancelled(2, std::chrono::hours(23));
  EXPECT_EQ(report(state).at("total").at("cancelled").to_number<int>(), 2);
  EXPECT_EQ(report(state).at("total").at("reusable").to_number<int>(), 1);
}

TEST_F(staff_board, who_did_not_attend_is_counted_once_and_not_when_the_clinic_corrects_itself) {
  appointment_changed missed;
  missed.what.id = appointment_id("a1");
  missed.what.patient = amira;
  missed.what.starts_at = at_time(8);
  missed.what.status = appointment_status::did_not_attend;
  happens(missed, missed);
  EXPECT_EQ(report(state).at("total").at("did_not_attend").to_number<int>(), 1);
  missed.what.status = appointment_status::finished;
  happens(missed);
  EXPECT_EQ(report(state).at("total").at("did_not_attend").to_number<int>(), 0);
}

TEST_F(staff_board, months_and_histories_are_the_same_after_a_restart) {
  auto said = reply(1, reply_meaning::cancel, true, 1);
  said.patient = amira;
  auto wanted = asks(1, operation_kind::cancel_appointment, 1);
  wanted.patient = amira;
  happens(to(1, amira), started(1), sent(1), receipt(1, receipt_status::permanent_failure), said, wanted, finishes(1),
          opted_out{secret_text("447700900123"), "ann", channel::sms, {}, wish_told::letter, amira});
  const auto again = restored();
  EXPECT_EQ(report(again), report(state));
  const query_parameters ours{{"practice", "A99001"}};
  EXPECT_EQ(shown("patient-history/p-amira", ours, again), history());
  EXPECT_EQ(shown("opt-outs", ours, again), shown("opt-outs", ours, state));
}

TEST_F(staff_board, a_report_is_a_table_too_and_its_range_has_an_end) {
  happens(to(1, amira), started(1), sent(1));
  message_failed failed{numbered<message_id>(2), "=cmd, \"quoted\""};
  happens(to(2, amira), failed);
  const auto csv = answer_to("reports/A99001", {{"from", "2026-11"}, {"to", "2026-11"}, {"format", "csv"}}, state);
  EXPECT_EQ(csv.status, 200);
  EXPECT_NE(csv.body.find("A99001,2026-11,messages,reminder,2,1,0,1,0,0,0,0.000\r\n"), std::string::npos) << csv.body;
  EXPECT_NE(csv.body.find("\"'=cmd, \"\"quoted\"\"\",1,,"), std::string::npos)
      << "no spreadsheet takes it for a formula";
  for (const auto& [from, to] : {std::pair("2026-11", "2026-10"), std::pair("2020-01", "2026-10"),
                                 std::pair("x", "2026-10"), std::pair("2026-11", "")})
    EXPECT_EQ(answer_to("reports/A99001", {{"from", from}, {"to", to}}, state).status, 400) << from << " " << to;
}

} // namespace
} // namespace tidings::test
