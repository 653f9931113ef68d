// A practice's day on one page, folded from the log: who comes, what they were told, what waits, what goes out next.
#include "board_asked.hpp"
#include "schemas/conversation_settings.hpp"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace tidings::test {
namespace {

namespace json = boost::json;
using std::chrono::days;
using std::chrono::hours;

/// Monday 23 November 2026, nine in the morning.
struct the_day : ::testing::Test, asked_board {
  static appointment_booked visit(int number, timestamp at, const char* patient = "p1") {
    appointment_booked e;
    e.what.id = appointment_id("appt" + std::to_string(number));
    e.what.patient = patient_id(patient);
    e.what.starts_at = at;
    e.what.minutes = 10;
    e.what.session = "GP Surgery";
    e.what.clinician = "Dr Patel";
    return e;
  }
  static patient_updated record(const char* id, const char* mobile, const char* first = "Amira") {
    patient_updated e;
    e.what.id = patient_id(id);
    e.what.first_name = secret_text(first);
    e.what.last_name = secret_text("Okafor");
    e.what.mobile = secret_text(mobile);
    return e;
  }
  /// A reminder rule a day before, of everything unless its session is named.
  void rules(std::vector<reminder_rule> all) {
    practice_settings settings;
    settings.id = practice;
    settings.reminders = std::move(all);
    state.practice(practice).settings = std::make_shared<const practice_settings>(std::move(settings));
    state.practice(practice).configured = true;
  }
  static reminder_rule rule(const char* id, hours before, const char* session = nullptr) {
    reminder_rule one;
    one.id = rule_id(id);
    one.before = before;
    if (session) one.sessions = {session};
    return one;
  }
  static message_accepted reminds(int number, int of, timestamp starts) {
    auto e = reminder(number);
    e.appointment = appointment_id("appt" + std::to_string(of));
    e.appointment_starts_at = starts;
    e.patient = patient_id("p1");
    return e;
  }

  board_answer ask(query_parameters parameters, const board_state& of) {
    parameters.emplace("practice", "A99001");
    return answer_to("today", parameters, of);
  }
  json::object page(query_parameters parameters, const board_state& of) {
    return shown_by(ask(std::move(parameters), of));
  }
  json::object page() { return page({}, state); }
  /// `state` of each visit, by its start.
  std::vector<std::string> states(const json::object& of) const {
    std::vector<std::string> all;
    for (const auto& one : of.at("visits").as_array()) all.emplace_back(one.at("state").as_string());
    return all;
  }
  std::vector<std::string> states() { return states(page()); }
  std::string only(const char* field) {
    const auto shown = page();
    EXPECT_EQ(shown.at("visits").as_array().size(), 1U);
    const auto& value = shown.at("visits").at(0).at(field);
    return value.is_null() ? "null" : std::string(value.as_string());
  }
};
using words = std::vector<std::string>;

TEST_F(the_day, spans_today_and_the_next_morning_on_which_somebody_comes) {
  happens(visit(1, at_time(0, 30)), visit(2, at_time(16)), visit(3, at_time(9) + days(1)),
          visit(4, at_time(14) + days(1)), visit(5, at_time(9) - days(1)), visit(6, at_time(9) + days(2)));
  const auto shown = page();
  EXPECT_EQ(shown.at("from").as_string(), "2026-11-23T00:00:00.000Z");
  EXPECT_EQ(shown.at("until").as_string(), "2026-11-24T12:00:00.000Z");
  std::vector<std::string> starts;
  for (const auto& one : shown.at("visits").as_array()) starts.emplace_back(one.at("starts_at").as_string());
  EXPECT_EQ(starts, (words{"2026-11-23T00:30:00.000Z", "2026-11-23T16:00:00.000Z", "2026-11-24T09:00:00.000Z"}));
}

TEST_F(the_day, spans_all_of_the_next_day_on_which_nobody_comes_before_noon) {
  happens(visit(1, at_time(13) + days(1)), visit(2, at_time(17) + days(1)), visit(3, at_time(9) + days(2)));
  EXPECT_EQ(page().at("until").as_string(), "2026-11-25T00:00:00.000Z");
  EXPECT_EQ(page().at("visits").as_array().size(), 2U);
}

TEST_F(the_day, goes_on_to_monday_on_a_friday) {
  now = at_time(9) + days(4);
  happens(visit(1, at_time(9) + days(7)), visit(2, at_time(15) + days(7)));
  EXPECT_EQ(page().at("until").as_string(), "2026-11-30T12:00:00.000Z");
  EXPECT_EQ(page().at("visits").as_array().size(), 1U);
}

TEST_F(the_day, begins_at_midnight_in_london_also_in_summer_and_when_the_clocks_change) {
  const auto span = [&](timestamp at) {
    now = at;
    const auto shown = page();
    return std::string(shown.at("from").as_string()) + " " + std::string(shown.at("until").as_string());
  };
  happens(record("p1", "07700 900123"));
  const auto day = [](int month, int day_of_it, int hour) {
    return timestamp(std::chrono::sys_days(std::chrono::year(2026) / month / day_of_it)) + hours(hour);
  };
  EXPECT_EQ(span(day(7, 1, 23)), "2026-07-01T23:00:00.000Z 2026-07-03T11:00:00.000Z");
  EXPECT_EQ(span(day(10, 25, 20)), "2026-10-24T23:00:00.000Z 2026-10-26T12:00:00.000Z") << "25 hours";
  EXPECT_EQ(span(day(3, 29, 20)), "2026-03-29T00:00:00.000Z 2026-03-30T11:00:00.000Z") << "23 hours";
}

TEST_F(the_day, says_of_an_appointment_how_far_its_reminder_came) {
  happens(visit(1, at_time(16)));
  EXPECT_EQ(states(), words{"not_reminded"});
  happens(reminds(1, 1, at_time(16)));
  EXPECT_EQ(states(), words{"waiting"});
  happens(started(1));
  EXPECT_EQ(states(), words{"waiting"});
  happens(in_doubt(1));
  EXPECT_EQ(states(), words{"in_doubt"});
  happens(reconciled(1, look_up_finding::seen));
  EXPECT_EQ(states(), words{"sent"});
  happens(receipt(1, receipt_status::delivered));
  EXPECT_EQ(states(), words{"delivered"});
  EXPECT_EQ(only("message"), to_text(numbered<message_id>(1)));
  happens(appointment_confirmed{appointment_id("appt1"), {}});
  EXPECT_EQ(states(), words{"confirmed"});
}

TEST_F(the_day, names_what_failed_and_what_was_not_sent_with_the_reason) {
  happens(visit(1, at_time(15)), visit(2, at_time(16)), reminds(1, 1, at_time(15)), started(1), sent(1),
          receipt(1, receipt_status::permanent_failure),
          message_suppressed{numbered<message_id>(2), patient_id("p1"), appointment_id("appt2"), "two-days-before",
                             "the patient has no mobile"});
  const auto shown = page();
  EXPECT_EQ(states(shown), (words{"failed", "not_sent"}));
  EXPECT_EQ(shown.at("visits").at(1).at("reason").as_string(), "the patient has no mobile");
  EXPECT_EQ(shown.at("failed").to_number<int>(), 1);
  EXPECT_EQ(shown.at("failures").at(0).at("id").as_string(), to_text(numbered<message_id>(1)));
}

TEST_F(the_day, lets_the_reminder_that_went_out_count_over_one_that_a_later_rule_did_not_send) {
  happens(visit(1, at_time(16)), reminds(1, 1, at_time(16)), started(1), sent(1),
          message_suppressed{numbered<message_id>(2), patient_id("p1"), appointment_id("appt1"), "an-hour-before",
                             "too late: the appointment is too near"});
  EXPECT_EQ(states(), words{"sent"});
}

TEST_F(the_day, takes_no_other_message_about_an_appointment_for_its_reminder) {
  auto asked = reminds(1, 1, at_time(16));
  asked.kind = message_kind::fft;
  happens(visit(1, at_time(16)), asked, started(1), sent(1));
  EXPECT_EQ(states(), words{"not_reminded"});
}

TEST_F(the_day, follows_a_cancellation_from_the_patients_word_to_the_clinical_system) {
  auto asked = asks(1, operation_kind::cancel_appointment);
  asked.appointment = appointment_id("appt1");
  asked.patient = patient_id("p1");
  asked.expected_starts_at = at_time(16);
  happens(visit(1, at_time(16)), asked);
  EXPECT_EQ(states(), words{"cancelling"});
  happens(finishes(1), appointment_cancelled{appointment_id("appt1"), {}});
  EXPECT_EQ(states(), words{"cancelled"});
  happens(appointment_gone{appointment_id("appt1")});
  EXPECT_EQ(states(), words{"cancelled"}) << "still told of";
  EXPECT_EQ(only("status"), "gone");
}

TEST_F(the_day, forgets_what_was_said_of_another_time_or_to_somebody_else) {
  happens(visit(1, at_time(16)), reminds(1, 1, at_time(16)), appointment_confirmed{appointment_id("appt1"), {}});
  happens(appointment_changed{visit(1, at_time(17)).what});
  EXPECT_EQ(states(), words{"not_reminded"});
  happens(reminds(2, 1, at_time(17)));
  EXPECT_EQ(states(), words{"waiting"});
  happens(appointment_changed{visit(1, at_time(17), "p2").what});
  EXPECT_EQ(states(), words{"not_reminded"});
}

TEST_F(the_day, says_who_can_not_be_reached_by_text) {
  const struct {
    const char* mobile;
    const char* hindrance;
  } cases[] = {{"07700 900123", ""}, {"", "no_number"}, {"01632 960123", "landline"}, {"07700 9001", "invalid_number"}};
  happens(visit(1, at_time(16)));
  EXPECT_EQ(only("hindrance"), "unknown") << "the record was never read";
  for (const auto& one : cases) {
    happens(record("p1", one.mobile));
    EXPECT_EQ(only("hindrance"), one.hindrance) << one.mobile;
  }
  happens(record("p1", "07700 900123"), opted_out{secret_text("447700900123"), "reception"});
  EXPECT_EQ(only("hindrance"), "opted_out");
  auto left = record("p1", "07700 900123");
  left.what.deducted = true;
  happens(left);
  EXPECT_EQ(only("hindrance"), "not_here");
}

TEST_F(the_day, tells_what_goes_out_in_the_next_hours_by_rule_and_hour) {
  rules({rule("a-day-before", hours(24)), rule("two-hours-before", hours(2), "Clinic")});
  happens(visit(1, at_time(10) + days(1)), visit(2, at_time(10, 30) + days(1)), visit(3, at_time(11) + days(1)),
          visit(4, at_time(22) + days(1)), visit(5, at_time(16)));
  auto clinic = visit(6, at_time(14));
  clinic.what.session = "Clinic";
  happens(clinic);
  std::string told;
  const auto shown = page();
  for (const auto& one : shown.at("due").as_array())
    told += std::string(one.at("at").as_string()).substr(11, 5) + " " + std::string(one.at("rule").as_string()) + " x" +
            std::to_string(one.at("reminders").to_number<int>()) + "\n";
  EXPECT_EQ(told, "09:00 a-day-before x2\n10:00 a-day-before x2\n11:00 a-day-before x1\n12:00 two-hours-before x1\n")
      << "those whose time has gone by are due now; that at ten tomorrow evening isn't within twelve hours";
}

TEST_F(the_day, counts_a_reminder_that_was_asked_for_or_comes_too_late_as_none_to_come) {
  rules({rule("two-days-before", hours(24))});
  happens(visit(1, at_time(10) + days(1)), reminds(1, 1, at_time(10) + days(1)), visit(2, at_time(9, 30)));
  EXPECT_TRUE(page().at("due").as_array().empty());
  EXPECT_EQ(page().at("visits").at(0).at("reason").as_string(), "too late for a reminder");
}

TEST_F(the_day, says_when_a_reminder_is_due_and_why_none_is) {
  happens(visit(1, at_time(11) + days(1)));
  EXPECT_EQ(only("due_at"), "null");
  EXPECT_FALSE(page().at("rules_known").as_bool());
  rules({});
  EXPECT_EQ(only("reason"), "the practice has no reminder rules");
  rules({rule("clinics", hours(24), "Clinic")});
  EXPECT_EQ(only("reason"), "no reminder rule is for this session, clinician or type");
  rules({rule("a-day-before", hours(24))});
  EXPECT_EQ(only("due_at"), "2026-11-23T11:00:00.000Z");
}

TEST_F(the_day, counts_nothing_as_due_that_the_practice_leaves_out) {
  practice_settings settings;
  settings.id = practice;
  settings.reminders = {rule("a-day-before", hours(24))};
  settings.reminders[0].by = {channel::email, channel::sms};
  conversation_settings talks;
  talks.exclusions = {{.sessions = {"GP Surgery"}, .channels = {channel::email}}};
  const auto put = [&] {
    settings.replies.conversations = std::make_shared<const conversation_settings>(talks);
    state.practice(practice).settings = std::make_shared<const practice_settings>(settings);
  };
  put();
  happens(visit(1, at_time(11) + days(1)));
  EXPECT_EQ(only("due_at"), "2026-11-23T11:00:00.000Z") << "by text it may go";
  talks.exclusions[0].channels.clear();
  put();
  EXPECT_EQ(only("due_at"), "null");
  EXPECT_EQ(only("reason"), "left out by the practice's settings");
  EXPECT_TRUE(page().at("due").as_array().empty());
}

TEST_F(the_day, has_what_waits_for_a_person_with_the_urgent_first) {
  happens(reply(1, reply_meaning::staff, false), hands_over(1, 1));
  later(millis(1'000));
  happens(reply(2, reply_meaning::urgent, false), hands_over(2, 2, true));
  const auto shown = page();
  EXPECT_EQ(shown.at("urgent").to_number<int>(), 1);
  EXPECT_TRUE(shown.at("items").at(0).at("urgent").as_bool());
  EXPECT_FALSE(shown.at("items").at(1).at("urgent").as_bool());
}

TEST_F(the_day, counts_the_messages_that_moved_today_and_those_still_under_way) {
  now = at_time(9) - days(1);
  happens(reminder(1), started(1), sent(1), receipt(1, receipt_status::delivered), reminder(2), started(2), sent(2));
  now = at_time(9);
  happens(reminder(3), started(3), sent(3), receipt(3, receipt_status::delivered), reminder(4));
  std::string told;
  const auto shown = page();
  for (const auto& one : shown.at("messages").as_array())
    told += std::string(one.at("state").as_string()) + " " + std::to_string(one.at("messages").to_number<int>()) + " ";
  EXPECT_EQ(told, "accepted 1 sent 1 delivered 1 ") << "yesterday's that arrived yesterday isn't today's";
}

TEST_F(the_day, shows_names_only_when_asked_once_each_in_the_order_of_their_visits) {
  happens(visit(1, at_time(16), "p1"), visit(2, at_time(10), "p2"), visit(3, at_time(17), "p2"),
          record("p1", "07700 900123"), record("p2", "07700 900124", "Bela"));
  EXPECT_EQ(ask({}, state).body.find("Okafor"), std::string::npos);
  const auto shown = page({{"reveal", "1"}}, state);
  const auto& patients = shown.at("patients").as_array();
  ASSERT_EQ(patients.size(), 2U);
  EXPECT_EQ(patients.at(0).at("name").as_string(), "Bela Okafor");
  EXPECT_EQ(patients.at(0).at("id").as_string(), "p2");
  EXPECT_EQ(patients.at(0).at("key").as_string(), page().at("visits").at(0).at("patient").as_string());
  EXPECT_TRUE(shown.at("next").is_null());
}

TEST_F(the_day, gives_names_in_pages_of_a_hundred) {
  for (int i = 0; i < 130; ++i) {
    const auto who = "p" + std::to_string(i);
    happens(visit(i, at_time(9) + std::chrono::minutes(i), who.c_str()), record(who.c_str(), "07700 900123"));
  }
  const auto first = page({{"reveal", "1"}}, state);
  EXPECT_EQ(first.at("patients").as_array().size(), 100U);
  const auto second = page({{"reveal", "1"}, {"before", std::string(first.at("next").as_string())}}, state);
  EXPECT_EQ(second.at("patients").as_array().size(), 30U);
  EXPECT_EQ(second.at("patients").at(0).at("id").as_string(), "p100");
  EXPECT_EQ(ask({{"reveal", "1"}, {"before", "x"}}, state).status, 400);
}

TEST_F(the_day, names_no_patient_who_was_erased) {
  happens(visit(1, at_time(16)), record("p1", "07700 900123"));
  patient_erased gone;
  gone.patient = patient_id("p1");
  happens(gone);
  EXPECT_TRUE(page({{"reveal", "1"}}, state).at("patients").as_array().empty());
  EXPECT_EQ(only("patient"), "");
}

TEST_F(the_day, of_a_practice_that_is_not_there_is_as_good_as_none) {
  EXPECT_EQ(ask({}, state).status, 404);
  happens(record("p1", "07700 900123"));
  EXPECT_EQ(ask({}, state).status, 200);
  EXPECT_TRUE(page().at("visits").as_array().empty());
}

TEST_F(the_day, is_the_same_after_a_restart_from_what_was_kept) {
  happens(visit(1, at_time(15)), visit(2, at_time(16)), record("p1", "07700 900123"), reminds(1, 1, at_time(15)),
          started(1), sent(1), appointment_confirmed{appointment_id("appt2"), {}});
  const auto before = page();
  const auto again = restored();
  EXPECT_EQ(states(before), (words{"sent", "confirmed"}));
  EXPECT_EQ(json::serialize(page({}, again)), json::serialize(before));
}

TEST_F(the_day, lets_go_of_appointments_that_are_two_days_old) {
  happens(visit(1, at_time(9)), visit(2, at_time(9) + days(1)));
  forget_past_appointments(state, at_time(9) + days(2));
  EXPECT_EQ(state.find_practice(practice)->diary.size(), 1U);
}

} // namespace
} // namespace tidings::test
