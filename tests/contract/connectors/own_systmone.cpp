// What only SystmOne's connector keeps, over real sockets: what it tells by itself, and the ways of its wire. What
// every clinical system keeps is the suite's.
#include "tests/contract/connectors/systmone_practice.hpp"

#include <date/date.h>

namespace tidings {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

class systmone_itself : public ::testing::Test, protected test::systmone_practice {
protected:
  void SetUp() override {
    if (!test::simulator_process::exists()) GTEST_SKIP() << test::simulator_process::path() << " isn't built";
  }
  void expect_up_with_diary() {
    connect();
    ASSERT_TRUE(read_all()) << line.reason;
    ASSERT_FALSE(diary.rows.empty());
  }
};

const operation_id operation = id_from_name<operation_id>("test", "operation");

TEST_F(systmone_itself, the_diary_and_the_details_of_everybody_in_it_arrive) {
  start({"--appointments", "40"});
  expect_up_with_diary();
  std::size_t in_window = 0;
  const auto book = ledger();
  for (const auto& one : book.at("appointments").as_array())
    if (one.at("starts_at").as_string() < date::format("%FT%TZ", diary.to)) ++in_window;
  EXPECT_EQ(diary.rows.size(), in_window);
  EXPECT_FALSE(devices->id.empty());
  for (const auto& [id, who] : patients) {
    EXPECT_EQ(who.system_id, who.nhs_number);
    EXPECT_EQ(id.value, keys->marker_of(settings.id)->of_patient(who.system_id.reveal()));
    EXPECT_FALSE(who.last_name.reveal().empty());
  }
}

TEST_F(systmone_itself, a_moved_appointment_is_found_at_its_new_time) {
  start();
  expect_up_with_diary();
  const auto& one = diary.rows[0];
  simulator->post("/appointments/" + one.id.value, {{"starts_in_minutes", 3 * 24 * 60}});
  const auto read = ask(read_appointment{one.patient, one.id});
  ASSERT_TRUE(read.found_appointment);
  EXPECT_GT(read.found_appointment->starts_at, system_now() + 71h);
}

TEST_F(systmone_itself, a_gateway_where_nobody_is_logged_in_is_down_and_comes_back) {
  start();
  expect_up_with_diary();
  fault({{"logged_out", true}});
  const auto answer = ask(write_cancel{diary.rows[0].patient, diary.rows[0].id});
  // The connection may be found closed before or after the request went out.
  EXPECT_TRUE(answer.error.code == error_code::unreachable || answer.error.code == error_code::outcome_unknown);
  EXPECT_EQ(ask(write_cancel{diary.rows[0].patient, diary.rows[0].id}).error.code, error_code::unreachable);
  ASSERT_TRUE(until_state(connector_state::down));
  EXPECT_NE(line.reason.find("log in to SystmOne on the gateway PC"), std::string::npos) << line.reason;
  EXPECT_EQ(booked(diary.rows[0].id).at("status").as_string(), "Booked");
  fault({{"logged_out", false}});
  poll_again();
  EXPECT_TRUE(until([&] { return diaries == 2; }));
  EXPECT_TRUE(until_state(connector_state::up));
}

TEST_F(systmone_itself, a_truncated_diary_is_never_told) {
  start({"--appointments", "60"});
  expect_up_with_diary();
  fault({{"truncate", 1.0}});
  poll_again();
  ASSERT_TRUE(until([&] { return line.state != "up"; }));
  EXPECT_EQ(diaries, 1);
  EXPECT_GE(line.failures, 1U);
  fault({{"truncate", 0.0}});
  poll_again();
  EXPECT_TRUE(until([&] { return diaries == 2; }));
}

TEST_F(systmone_itself, an_answer_sent_twice_is_taken_once) {
  start();
  expect_up_with_diary();
  fault({{"duplicate", 1.0}});
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(ask(write_note{diary.rows[0].patient, diary.rows[0].id, std::to_string(i)}).error.code, error_code::none);
  EXPECT_EQ(ask(read_appointment{diary.rows[0].patient, diary.rows[0].id}).notes, "4");
}

TEST_F(systmone_itself, indented_answers_are_read_too) {
  start({"--pretty"});
  expect_up_with_diary();
  EXPECT_EQ(ask(write_cancel{diary.rows[0].patient, diary.rows[0].id}).error.code, error_code::none);
}

TEST_F(systmone_itself, a_diary_without_uids_can_be_written_all_the_same) {
  start({"--diary-without-uid"});
  expect_up_with_diary();
  const auto& one = diary.rows[0];
  EXPECT_TRUE(systmone::is_derived(one.id));
  EXPECT_EQ(ask(read_appointment{one.patient, one.id}).found_appointment, one);
  EXPECT_EQ(ask(write_note{one.patient, one.id, "Confirmed by SMS"}).error.code, error_code::none);
  EXPECT_EQ(ask(write_cancel{one.patient, one.id}).error.code, error_code::none);
  EXPECT_EQ(ask(read_appointment{one.patient, one.id}).found_appointment->status, appointment_status::cancelled);
}

TEST_F(systmone_itself, a_cancelled_appointment_that_is_no_longer_shown_is_not_found) {
  start({"--hide-cancelled"});
  expect_up_with_diary();
  const auto& one = diary.rows[0];
  EXPECT_EQ(ask(write_cancel{one.patient, one.id}).error.code, error_code::none);
  const auto read = ask(read_appointment{one.patient, one.id});
  EXPECT_EQ(read.error.code, error_code::none);
  EXPECT_FALSE(read.found_appointment);
}

TEST_F(systmone_itself, a_new_device_waits_for_approval_and_then_works) {
  start({"--require-approval"});
  connect();
  ASSERT_TRUE(until_state(connector_state::awaiting_approval));
  EXPECT_NE(line.reason.find("Approve the device \"Tidings\""), std::string::npos) << line.reason;
  EXPECT_EQ(devices->id, "");
  simulator->post("/devices/approve", json::object{{"ods", "A99001"}});
  poll_again();
  ASSERT_TRUE(until_state(connector_state::up));
  EXPECT_FALSE(devices->id.empty());
}

TEST_F(systmone_itself, a_deactivated_application_says_so_and_loses_no_write) {
  start();
  expect_up_with_diary();
  fault({{"deactivated", true}});
  const auto& one = diary.rows[0];
  EXPECT_EQ(ask(write_cancel{one.patient, one.id}).error.code, error_code::unreachable);
  ASSERT_TRUE(until_state(connector_state::deactivated));
  EXPECT_NE(line.reason.find("Device Manager"), std::string::npos) << line.reason;
  fault({{"deactivated", false}});
  EXPECT_EQ(ask(write_cancel{one.patient, one.id}).error.code, error_code::none);
}

TEST_F(systmone_itself, nothing_is_sent_faster_than_a_system_that_drops_what_comes_too_soon_allows) {
  start({"--requests-per-second", "20", "--record-interval-ms", "300", "--throttle-mode", "drop"});
  auto& peer = settings.connector.systmone;
  peer.requests_per_second = 20;
  peer.record_interval = 300ms;
  peer.answer_timeout = 2s;
  expect_up_with_diary();
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(ask(write_note{diary.rows[0].patient, diary.rows[0].id, "x"}).error.code, error_code::none);
    EXPECT_EQ(ask(find_code{diary.rows[0].patient, operation, system_now() - 72h}).error.code, error_code::none);
  }
  EXPECT_EQ(ledger().at("throttled").to_number<int>(), 0);
}

} // namespace
} // namespace tidings
