#include "support.hpp"
#include "systmone/systmone_simulator.hpp"

#include <gtest/gtest.h>

namespace tidings::sim {
namespace {

using namespace std::chrono_literals;
using testing::count_of;
using testing::http_get;
using testing::http_post;
using testing::line_client;
using testing::text_of;

std::string request(std::string_view function, std::string_view parameters = {}, std::string_view ods = "A99001") {
  return "<ClientIntegrationRequest><APIKey>demo-key-" + std::string{ods} +
         "</APIKey><DeviceID></DeviceID><DeviceVersion>Tidings "
         "0.1</DeviceVersion><RequestUID>r-1</RequestUID><Function>" +
         std::string{function} + "</Function><FunctionVersion>1.0</FunctionVersion><FunctionParameters>" +
         std::string{parameters} + "</FunctionParameters></ClientIntegrationRequest>\n";
}

/// Two practices on free ports, ten appointments, no limits, a clock that stands still.
class systmone_process : public ::testing::Test {
protected:
  systmone_process() { start(); }

  void start() {
    simulator.reset(); // writes its state
    systmone_options options;
    options.practices = {"A99001", "A99002"};
    options.booking.total = 10;
    options.service.limits = {.requests_per_second = 0, .record_interval = 0ms, .mode = throttle_mode::delay};
    options.state = folder.path / "state.json";
    options.now = clock.reader();
    auto started = systmone_simulator::start(std::move(options));
    ASSERT_TRUE(started.has_value()) << started.error();
    simulator = std::move(*started);
  }
  std::uint16_t port(std::size_t practice = 0) const { return simulator->practices()[practice].port; }
  std::string control(std::string_view path) const {
    return "http://127.0.0.1:" + std::to_string(simulator->control_port()) + std::string{path};
  }
  void faults(const std::string& json) const { ASSERT_EQ(http_post(control("/faults"), json).status, 200); }
  boost::json::object ledger(std::size_t practice = 0) const {
    return http_get(control("/ledger")).json().at("practices").at(practice).as_object();
  }

  testing::scratch_folder folder;
  testing::still_clock clock;
  std::unique_ptr<systmone_simulator> simulator;
};

TEST_F(systmone_process, says_where_it_listens) {
  const auto line = boost::json::parse(simulator->ready_line());
  EXPECT_TRUE(line.at("ready").as_bool());
  EXPECT_EQ(line.at("practices").at(1).at("ods").as_string(), "A99002");
  EXPECT_EQ(line.at("practices").at(1).at("port").as_int64(), port(1));
  EXPECT_EQ(http_get(control("/healthz")).status, 200);
}

TEST_F(systmone_process, answers_split_and_merged_requests_in_order) {
  line_client client{port()};
  const auto both = request("GetFunctions") + request("GetDiary");
  client.send(both.substr(0, 40));
  client.send(both.substr(40));
  EXPECT_EQ(text_of(client.line().value_or(""), "Function"), "GetFunctions");
  EXPECT_EQ(count_of(client.line().value_or(""), "<Appointment>"), 5U);
}

TEST_F(systmone_process, keeps_practices_apart) {
  line_client client{port(1)};
  client.send(request("GetFunctions"));
  EXPECT_EQ(text_of(client.line().value_or(""), "ErrorMessage"), "The API key is not recognised");
}

TEST_F(systmone_process, shows_an_update_in_the_ledger_and_after_a_restart) {
  {
    line_client client{port()};
    client.send(request("GetDiary"));
    const auto diary = client.line().value_or("");
    client.send(request("UpdatePatientRecord",
                        "<Identity><NhsNumber>" + text_of(diary, "NHSNumber") +
                            "</NhsNumber></Identity><NonClinical><Appointment><AppointmentUID>" +
                            text_of(diary, "AppointmentUID") +
                            "</AppointmentUID><Status>Cancelled by Patient</Status></Appointment></NonClinical>"));
    EXPECT_EQ(text_of(client.line().value_or(""), "RecordState"), "Closed");
  }
  const auto cancelled = [&] {
    std::size_t count = 0;
    const auto now = ledger();
    for (const auto& one : now.at("appointments").as_array())
      count += one.at("status").as_string() == "Cancelled by Patient" ? 1 : 0;
    return count;
  };
  EXPECT_EQ(cancelled(), 1U);
  start();
  EXPECT_EQ(cancelled(), 1U);
  EXPECT_EQ(ledger().at("appointments").as_array().size(), 5U) << "booked again after a restart";
}

TEST_F(systmone_process, refuses_connections_while_nobody_is_logged_in) {
  line_client before{port()};
  before.send(request("GetFunctions"));
  EXPECT_TRUE(before.line().has_value());
  faults(R"({"ods":"A99001","logged_out":true})");
  EXPECT_FALSE(before.line().has_value());
  EXPECT_TRUE(before.was_reset());
  EXPECT_FALSE(line_client{port()}.connected());
  EXPECT_TRUE(line_client{port(1)}.connected());
  faults(R"({"ods":"*","logged_out":false})");
  line_client after{port()};
  after.send(request("GetFunctions"));
  EXPECT_TRUE(after.line().has_value());
}

TEST_F(systmone_process, resets_after_the_commit_when_told) {
  faults(R"({"ods":"A99001","reset_after_commit":1,"count":1})");
  const auto who = std::string{ledger().at("appointments").at(0).at("nhs_number").as_string()};
  const auto file =
      request("UpdatePatientRecord", "<Identity><NhsNumber>" + who +
                                         "</NhsNumber></Identity><Clinical><Event><ClinicalCode><Code "
                                         "Scheme=\"Snomed\" Code=\"1\"/></ClinicalCode></Event></Clinical>");
  line_client client{port()};
  client.send(file);
  EXPECT_EQ(client.rest(), "");
  EXPECT_TRUE(client.was_reset());
  EXPECT_EQ(ledger().at("coded_entries").as_array().size(), 1U);
}

TEST_F(systmone_process, stays_silent_and_cuts_answers_off_when_told) {
  line_client client{port()};
  faults(R"({"ods":"A99001","silence":1,"count":1})");
  client.send(request("GetDiary"));
  client.send(request("GetFunctions"));
  EXPECT_EQ(text_of(client.line().value_or(""), "Function"), "GetFunctions")
      << "the first request should have met silence";
  faults(R"({"ods":"A99001","truncate":1,"count":1})");
  client.send(request("GetDiary"));
  const auto half = client.rest();
  EXPECT_GT(half.size(), 100U);
  EXPECT_EQ(count_of(half, "</ClientIntegrationResponse>"), 0U);
}

TEST_F(systmone_process, closes_after_exit_client) {
  line_client client{port()};
  client.send(request("ExitClient"));
  EXPECT_EQ(text_of(client.line().value_or(""), "Function"), "ExitClient");
  EXPECT_FALSE(client.line().has_value());
  EXPECT_FALSE(line_client{port()}.connected());
}

TEST_F(systmone_process, lets_staff_book_move_and_cancel_at_the_control_port) {
  const auto booked =
      http_post(control("/appointments"), R"({"ods":"A99002","starts_in_minutes":1500,"session":"Flu clinic"})");
  ASSERT_EQ(booked.status, 201);
  const auto uid = std::string{booked.json().at("uid").as_string()};
  EXPECT_EQ(http_post(control("/appointments/" + uid),
                      R"({"ods":"A99002","starts_in_minutes":1600,"status":"Cancelled by Unit"})")
                .status,
            200);
  const auto now = ledger(1);
  for (const auto& one : now.at("appointments").as_array()) {
    if (one.at("uid").as_string() != uid) continue;
    EXPECT_EQ(one.at("status").as_string(), "Cancelled by Unit");
    EXPECT_EQ(one.at("history").as_array().size(), 3U);
  }
  EXPECT_EQ(http_post(control("/appointments/nope"), "{}").status, 404);
}

TEST_F(systmone_process, names_what_is_wrong_with_a_control_request) {
  EXPECT_EQ(http_post(control("/faults"), R"({"ods":"A99001","silense":1})").json().at("error").as_string(),
            "unknown field silense");
  EXPECT_EQ(http_post(control("/faults"), R"({"silence":2})").status, 400);
  EXPECT_EQ(http_post(control("/faults"), R"({"ods":"Z00000"})").status, 404);
  EXPECT_EQ(http_post(control("/faults"), "{").status, 400);
}

} // namespace
} // namespace tidings::sim
