#include "actors/connector/connector_actor.hpp"
#include "tests/actors/connector_side.hpp"

#include <boost/describe/enum_from_string.hpp>
#include <gmock/gmock.h>
#include <pugixml.hpp>

namespace tidings {
namespace {
using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// Keeps what is asked; the test answers.
struct fake_wire final : wire_port {
  struct exchange_made {
    wire_request what;
    std::function<void(result<std::string>)> done;
  };
  std::vector<exchange_made> made;
  void exchange(wire_request what, std::function<void(result<std::string>)> done) override {
    made.push_back({std::move(what), std::move(done)});
  }
};

struct fake_devices final : device_store {
  std::string id = "device-1";
  result<void> saving;
  result<std::string> load(const std::string&) override { return id; }
  result<void> save(const std::string&, const std::string& now) override {
    id = now;
    return saving;
  }
};

struct connector_actor_test : test::connector_side {
  std::shared_ptr<fake_wire> wire = std::make_shared<fake_wire>();
  std::shared_ptr<fake_devices> devices = std::make_shared<fake_devices>();

  connector_actor_test() {
    settings.connector.systmone.host = "gateway";
    settings.connector.systmone.api_key = secret_text("key");
  }
  ~connector_actor_test() override {
    if (aut) end(aut);
  }

  void start() {
    aut = sys.spawn(systmone_connector, shared(), practice_command_sink(neighbours), connector_report_sink(neighbours),
                    std::shared_ptr<wire_port>(wire), clock(), std::shared_ptr<device_store>(devices), keys);
    drain();
  }
  /// What is asked now; fails the test when nothing is.
  std::string asked() const {
    EXPECT_FALSE(wire->made.empty()) << "nothing was sent";
    return wire->made.empty() ? "" : wire->made.back().what.line;
  }
  std::string function() const {
    pugi::xml_document document;
    document.load_string(asked().c_str());
    return document.document_element().child_value("Function");
  }
  std::size_t sent() const { return wire->made.size(); }
  void answer(const std::string& response, std::string device = "device-1") {
    ASSERT_FALSE(wire->made.empty());
    auto& last = wire->made.back();
    ASSERT_TRUE(last.done) << "answered already";
    std::exchange(last.done, nullptr)("<ClientIntegrationResponse><DeviceID>" + device + "</DeviceID><RequestUID>" +
                                      last.what.request_uid + "</RequestUID><Function>" + function() +
                                      "</Function><Response>" + response + "</Response></ClientIntegrationResponse>");
    drain();
  }
  void refuse(bool permanent, const std::string& text = "no") {
    answer("<ErrorMessage>" + text + "</ErrorMessage><PermanentError>" + (permanent ? "true" : "false") +
           "</PermanentError>");
  }
  void lose(error_code code) {
    ASSERT_FALSE(wire->made.empty());
    std::exchange(wire->made.back().done, nullptr)(fail(code, "gateway:40700: lost"));
    drain();
  }
  const connector_answer& last_answer() {
    EXPECT_FALSE(heard.answers.empty()) << "no call was answered";
    static const connector_answer none;
    return heard.answers.empty() ? none : heard.answers.back();
  }
  connector_state state() const {
    auto value = connector_state::up;
    if (!heard.reports.empty()) boost::describe::enum_from_string(heard.reports.back().state.c_str(), value);
    return value;
  }

  static std::string row(const std::string& nhs, const std::string& uid, const std::string& start,
                         const std::string& status = "Booked") {
    const auto named = uid.empty() ? "" : "<AppointmentUID>" + uid + "</AppointmentUID><Status>" + status + "</Status>";
    return "<Result><Identity><NHSNumber>" + nhs + "</NHSNumber></Identity><Appointment>" + named +
           "<Clinic><UserName>jp</UserName><ClinicType>GP</ClinicType><Slot><DateTimeStart>" + start +
           "</DateTimeStart><Duration>10</Duration></Slot></Clinic></Appointment></Result>";
  }
  static std::string record(const std::string& uid, const std::string& start, const std::string& status = "Booked") {
    return "<NonClinical><Appointment><DateTime>" + start +
           "</DateTime><UserName>jp</UserName><ClinicType>GP</ClinicType>" + "<AppointmentUID>" + uid +
           "</AppointmentUID><Status>" + status + "</Status><Comments>note</Comments></Appointment></NonClinical>";
  }
  static std::string details(const std::string& mobile = "07700 900123") {
    return "<Demographics><FirstName>Ann</FirstName><MobileTelephone>" + mobile + "</MobileTelephone></Demographics>";
  }
  /// A poll with these rows, answered, and everybody in it read. One second passes for each request.
  void settle(const std::string& rows) {
    start();
    answer(rows);
    for (advance(1s); wire->made.back().done; advance(1s)) answer(details());
  }
};

const patient_id ann("9990000018"), bob("9990000026");
const appointment_id a1("a1");
const operation_id operation = id_from_name<operation_id>("test", "operation");
// The world begins on Monday, 2 March 2026, 09:00.
const std::string soon = "2026-03-03T09:10:00", later = "2026-03-05T09:10:00";

TEST_F(connector_actor_test, reads_the_window_at_once_with_its_key_and_device) {
  start();
  EXPECT_EQ(function(), "GetDiary");
  EXPECT_THAT(asked(), HasSubstr("<APIKey>key</APIKey><DeviceID>device-1</DeviceID>"));
  EXPECT_THAT(
      asked(),
      HasSubstr("<MinDateTime>2026-03-02T00:00:00</MinDateTime><MaxDateTime>2026-03-17T00:00:00</MaxDateTime>"));
  EXPECT_EQ(wire->made.back().what.host, "gateway");
  EXPECT_EQ(wire->made.back().what.port, 40700);
  EXPECT_EQ(state(), connector_state::degraded);
}

TEST_F(connector_actor_test, tells_a_whole_reading_and_then_the_patients_soonest_first) {
  start();
  answer(row(ann.value, "a1", later) + row(bob.value, "a2", soon));
  ASSERT_EQ(commands<appointments_read>().size(), 1U);
  const auto read = commands<appointments_read>()[0];
  ASSERT_EQ(read.rows.size(), 2U);
  EXPECT_EQ(read.rows[0].patient, mark_of(bob.value)) << "in the order of their start";
  EXPECT_EQ(state(), connector_state::up);
  EXPECT_EQ(sent(), 1U) << "one request a second";
  advance(1s);
  EXPECT_THAT(asked(), HasSubstr("<NhsNumber>9990000026</NhsNumber></Identity><Filter><Demographics/></Filter>"));
  answer(details("07700 900124"));
  advance(1s);
  EXPECT_THAT(asked(), HasSubstr("9990000018"));
  answer(details());
  ASSERT_EQ(commands<patient_read>().size(), 2U);
  EXPECT_EQ(commands<patient_read>()[0].what.id, mark_of(bob.value));
  EXPECT_EQ(commands<patient_read>()[0].what.system_id.reveal(), bob.value);
  EXPECT_EQ(commands<patient_read>()[0].what.mobile.reveal(), "07700 900124");
  advance(10s);
  EXPECT_EQ(sent(), 3U);
}

// SystmOne shows what is to come: what has begun is missing without being gone.
TEST_F(connector_actor_test, claims_to_know_only_what_is_still_to_come) {
  start();
  advance(3s);
  answer(row(ann.value, "a1", soon));
  const auto read = commands<appointments_read>().at(0);
  EXPECT_EQ(read.from, now() + connector_limits::clock_skew);
  EXPECT_EQ(to_ms(read.to), 1773705600000); // 17 March, 00:00 London
}

TEST_F(connector_actor_test, leaves_out_what_starts_after_the_window) {
  start();
  answer(row(ann.value, "a1", "2026-03-17T00:00:00") + row(ann.value, "a2", "2026-03-16T23:59:00"));
  const auto read = commands<appointments_read>().at(0);
  ASSERT_EQ(read.rows.size(), 1U);
  EXPECT_EQ(read.rows[0].id.value, "a2");
}

struct bad_reading {
  const char* name;
  std::function<void(connector_actor_test&)> happens;
  connector_state then;
};
struct connector_bad_reading : connector_actor_test, ::testing::WithParamInterface<bad_reading> {};
TEST_P(connector_bad_reading, is_never_told) {
  settle(row(ann.value, "a1", soon));
  ASSERT_EQ(commands<appointments_read>().size(), 1U);
  advance(5min);
  ASSERT_EQ(function(), "GetDiary");
  GetParam().happens(*this);
  drain();
  EXPECT_EQ(commands<appointments_read>().size(), 1U);
  EXPECT_EQ(state(), GetParam().then) << reason();
  const auto before = sent();
  advance(30s);
  EXPECT_EQ(sent(), before + 1) << "tried again soon";
  answer(row(ann.value, "a1", later));
  EXPECT_EQ(commands<appointments_read>().size(), 2U);
  EXPECT_EQ(state(), connector_state::up);
}
void raw(connector_actor_test& t, std::string bytes) {
  std::exchange(t.wire->made.back().done, nullptr)(std::move(bytes));
}
INSTANTIATE_TEST_SUITE_P(
    table, connector_bad_reading,
    ::testing::Values(
        bad_reading{"unreachable", [](auto& test) { test.lose(error_code::unreachable); }, connector_state::down},
        bad_reading{"silence", [](auto& test) { test.lose(error_code::timed_out); }, connector_state::degraded},
        bad_reading{"cut off", [](auto& test) { test.lose(error_code::outcome_unknown); }, connector_state::degraded},
        bad_reading{"refused for now", [](auto& test) { test.refuse(false); }, connector_state::degraded},
        bad_reading{"refused for good", [](auto& test) { test.refuse(true); }, connector_state::deactivated},
        bad_reading{"no xml", [](auto& test) { raw(test, "<html>"); }, connector_state::degraded},
        bad_reading{"half", [](auto& test) { raw(test, "<ClientIntegrationResponse><Response><Result>"); },
                    connector_state::degraded},
        bad_reading{"no response", [](auto& test) { raw(test, "<ClientIntegrationResponse/>"); },
                    connector_state::degraded},
        bad_reading{
            "of another request",
            [](auto& test) {
              raw(test, "<ClientIntegrationResponse><RequestUID>x</RequestUID><Response/></ClientIntegrationResponse>");
            },
            connector_state::degraded},
        bad_reading{"of another function",
                    [](auto& test) {
                      raw(test, "<ClientIntegrationResponse><Function>GetFunctions</Function><Response/></"
                                "ClientIntegrationResponse>");
                    },
                    connector_state::degraded},
        bad_reading{"one bad row",
                    [](auto& test) { test.answer(connector_actor_test::row("9990000018", "a1", "soon")); },
                    connector_state::degraded}),
    [](const auto& param) {
      std::string name = param.param.name;
      std::ranges::replace(name, ' ', '_');
      return name;
    });

TEST_F(connector_actor_test, takes_an_empty_diary_for_what_it_says) {
  settle(row(ann.value, "a1", soon));
  advance(5min);
  answer("");
  ASSERT_EQ(commands<appointments_read>().size(), 2U);
  EXPECT_TRUE(commands<appointments_read>()[1].rows.empty());
}

TEST_F(connector_actor_test, tells_an_unchanged_diary_only_once_an_hour) {
  settings.connector.demographics_keep = 48h;
  settle(row(ann.value, "a1", soon));
  for (int polls = 0; polls < 11; ++polls) {
    advance(5min);
    answer(row(ann.value, "a1", soon));
  }
  EXPECT_EQ(commands<appointments_read>().size(), 1U);
  advance(5min);
  answer(row(ann.value, "a1", soon));
  EXPECT_EQ(commands<appointments_read>().size(), 2U);
  advance(5min);
  answer(row(ann.value, "a1", later));
  EXPECT_EQ(commands<appointments_read>().size(), 3U);
}

TEST_F(connector_actor_test, reads_a_patient_again_when_the_details_are_old) {
  settings.connector.demographics_keep = 8min;
  settle(row(ann.value, "a1", soon));
  advance(5min);
  answer(row(ann.value, "a1", soon));
  advance(2s);
  EXPECT_EQ(function(), "GetDiary") << "not yet";
  advance(5min);
  answer(row(ann.value, "a1", soon));
  advance(2s);
  EXPECT_EQ(function(), "GetPatientRecord");
}

TEST_F(connector_actor_test, does_not_read_patients_whose_appointments_are_cancelled_or_past) {
  start();
  answer(row(ann.value, "a1", soon, "Cancelled by Unit") + row(bob.value, "a2", "2026-03-02T08:00:00"));
  advance(10s);
  EXPECT_EQ(sent(), 1U);
}

TEST_F(connector_actor_test, stops_reading_patients_when_nobody_answers_and_starts_again_after_a_good_poll) {
  start();
  answer(row(ann.value, "a1", soon) + row(bob.value, "a2", later));
  advance(1s);
  lose(error_code::unreachable);
  EXPECT_EQ(state(), connector_state::down);
  EXPECT_THAT(reason(), HasSubstr("log in to SystmOne on the gateway PC"));
  advance(29s);
  EXPECT_EQ(sent(), 2U);
  advance(1s);
  EXPECT_EQ(function(), "GetDiary");
  answer(row(ann.value, "a1", soon) + row(bob.value, "a2", later));
  advance(1s);
  EXPECT_THAT(asked(), HasSubstr(ann.value));
}

TEST_F(connector_actor_test, leaves_a_patient_alone_whom_systmone_does_not_show) {
  start();
  answer(row(ann.value, "a1", soon) + row(bob.value, "a2", later));
  advance(1s);
  refuse(true);
  advance(1s);
  EXPECT_THAT(asked(), HasSubstr(bob.value));
  answer(details());
  EXPECT_EQ(state(), connector_state::up);
}

TEST_F(connector_actor_test, doubts_everything_when_several_patients_in_a_row_are_refused) {
  start();
  std::string rows;
  for (const auto* nhs : {"9990000018", "9990000026", "9990000034", "9990000042"}) rows += row(nhs, nhs, soon);
  answer(rows);
  for (int i = 0; i < 3; ++i) {
    advance(1s);
    refuse(true);
  }
  advance(1s);
  EXPECT_EQ(function(), "GetDiary");
  refuse(true, "blocked");
  EXPECT_EQ(state(), connector_state::deactivated);
}

// -- calls

TEST_F(connector_actor_test, rereads_in_the_diary_because_that_is_not_held_to_thirty_seconds) {
  settle(row(ann.value, "a1", soon));
  call(read_appointment{ann, a1});
  advance(1s);
  EXPECT_EQ(function(), "GetDiary");
  EXPECT_THAT(
      asked(),
      HasSubstr("<MinDateTime>2026-03-03T09:10:00</MinDateTime><MaxDateTime>2026-03-03T09:11:00</MaxDateTime>"));
  answer(row(bob.value, "a9", soon) + row(ann.value, "a1", soon));
  EXPECT_EQ(last_answer().error.code, error_code::none);
  ASSERT_TRUE(last_answer().found_appointment);
  EXPECT_EQ(last_answer().found_appointment->id, a1);
  EXPECT_EQ(last_answer().token, 1U);
}

TEST_F(connector_actor_test, looks_in_the_record_when_the_diary_does_not_show_the_appointment) {
  settle(row(ann.value, "a1", soon));
  advance(30s);
  call(read_appointment{ann, a1});
  answer("");
  advance(1s);
  EXPECT_THAT(asked(), HasSubstr("<Filter><Appointments/></Filter>"));
  answer(record("a1", later));
  ASSERT_TRUE(last_answer().found_appointment);
  EXPECT_EQ(to_ms(last_answer().found_appointment->starts_at), 1772701800000);
  EXPECT_EQ(last_answer().notes, "note");
}

TEST_F(connector_actor_test, holds_records_to_thirty_seconds) {
  settle(row(ann.value, "a1", soon));
  advance(60s);
  call(read_appointment{ann, appointment_id("unknown")});
  answer("");
  EXPECT_EQ(last_answer().error.code, error_code::none);
  EXPECT_FALSE(last_answer().found_appointment);
  call(read_appointment{ann, appointment_id("unknown")});
  const auto before = sent();
  advance(29s);
  EXPECT_EQ(sent(), before);
  call(write_consent{ann, true});
  EXPECT_EQ(function(), "UpdatePatientRecord") << "others pass";
  answer("");
  advance(1s);
  EXPECT_EQ(function(), "GetPatientRecord");
}

struct call_case {
  const char* name;
  connector_request what;
  std::vector<std::string> asks;
  std::string response;
  std::string system_uid;
};
struct connector_call_test : connector_actor_test, ::testing::WithParamInterface<call_case> {};
TEST_P(connector_call_test, is_asked_and_answered) {
  settle(row(ann.value, "a1", soon));
  advance(1min); // long after the last record was read
  call(GetParam().what);
  for (const auto& part : GetParam().asks) EXPECT_THAT(asked(), HasSubstr(part));
  answer(GetParam().response);
  ASSERT_EQ(heard.answers.size(), 1U);
  EXPECT_EQ(last_answer().error, failure{});
  EXPECT_EQ(last_answer().system_uid, GetParam().system_uid);
  EXPECT_EQ(last_answer().practice, settings.id);
  EXPECT_EQ(last_answer().token, 1U);
}
const std::string mark = "Tidings ref " + to_text(operation);
INSTANTIATE_TEST_SUITE_P(
    table, connector_call_test,
    ::testing::Values(
        call_case{"cancel",
                  write_cancel{ann, a1},
                  {"<AppointmentUID>a1</AppointmentUID><Status>Cancelled by Patient</Status>"},
                  "",
                  ""},
        call_case{"note", write_note{ann, a1, "Confirmed"}, {"<Comments>Confirmed</Comments>"}, "", ""},
        call_case{"code",
                  write_code{ann, operation, "123", "Sent"},
                  {"Code=\"123\"", "<FreeText>Sent " + mark + "</FreeText>"},
                  "<EventUID>e1</EventUID>",
                  "e1"},
        call_case{"code without text",
                  write_code{ann, operation, "123", ""},
                  {"<FreeText>" + mark + "</FreeText>"},
                  "<EventUID>e1</EventUID>",
                  "e1"},
        call_case{"consent", write_consent{ann, false}, {"<SMSConsent>No</SMSConsent>"}, "", ""},
        call_case{"find",
                  find_code{ann, operation, timestamp::max()},
                  {"<MinEntryDate>2026-03-02T00:00:00</MinEntryDate><MaxEntryDate>2026-03-02T00:00:00</MaxEntryDate>"},
                  "<Clinical><Event EventUID=\"e7\"><ClinicalCode><FreeText>x " + mark +
                      "</FreeText></ClinicalCode></Event></Clinical>",
                  "e7"},
        call_case{"find nothing",
                  find_code{ann, operation, timestamp{}},
                  {"<MinEntryDate>1970-01-01T00:00:00</MinEntryDate>"},
                  "",
                  ""},
        call_case{"patient", read_patient{ann}, {"<Demographics/>"}, connector_actor_test::details(), ""}),
    [](const auto& param) {
      std::string name = param.param.name;
      std::ranges::replace(name, ' ', '_');
      return name;
    });

struct loss_case {
  const char* name;
  connector_request what;
  error_code wire;
  error_code answer;
};
struct connector_loss : connector_actor_test, ::testing::WithParamInterface<loss_case> {};
TEST_P(connector_loss, is_told_for_what_it_is) {
  settle(row(ann.value, "a1", soon));
  call(GetParam().what);
  advance(1s);
  lose(GetParam().wire);
  ASSERT_EQ(heard.answers.size(), 1U);
  EXPECT_EQ(last_answer().error.code, GetParam().answer);
}
const connector_request a_write = write_cancel{ann, a1}, a_read = read_appointment{ann, a1};
INSTANTIATE_TEST_SUITE_P(
    table, connector_loss,
    ::testing::Values(loss_case{"write_not_sent", a_write, error_code::unreachable, error_code::unreachable},
                      loss_case{"write_queued", a_write, error_code::overloaded, error_code::overloaded},
                      loss_case{"write_stopping", a_write, error_code::stopping, error_code::unreachable},
                      loss_case{"write_silence", a_write, error_code::timed_out, error_code::outcome_unknown},
                      loss_case{"write_reset", a_write, error_code::outcome_unknown, error_code::outcome_unknown},
                      loss_case{"read_not_sent", a_read, error_code::unreachable, error_code::unreachable},
                      loss_case{"read_silence", a_read, error_code::timed_out, error_code::unreachable},
                      loss_case{"read_reset", a_read, error_code::outcome_unknown, error_code::unreachable}),
    [](const auto& param) { return param.param.name; });

TEST_F(connector_actor_test, does_not_know_what_an_unreadable_answer_to_a_write_means) {
  settle(row(ann.value, "a1", soon));
  call(write_cancel{ann, a1});
  advance(1s);
  raw(*this, "<html>");
  drain();
  EXPECT_EQ(last_answer().error.code, error_code::outcome_unknown);
}

TEST_F(connector_actor_test, calls_a_refusal_for_now_worth_another_try) {
  settle(row(ann.value, "a1", soon));
  call(write_cancel{ann, a1});
  advance(1s);
  refuse(false, "The patient record is in use");
  EXPECT_EQ(last_answer().error, (failure{error_code::overloaded, "The patient record is in use"}));
  EXPECT_EQ(state(), connector_state::up);
}

TEST_F(connector_actor_test, asks_whether_a_refusal_for_good_means_the_write_or_everything) {
  settle(row(ann.value, "a1", soon));
  call(write_cancel{ann, a1});
  advance(1s);
  refuse(true, "too late");
  EXPECT_TRUE(heard.answers.empty());
  advance(1s);
  EXPECT_EQ(function(), "GetFunctions");
  answer("");
  EXPECT_EQ(last_answer().error, (failure{error_code::refused, "too late"}));
  EXPECT_EQ(state(), connector_state::up);

  call(write_cancel{ann, a1});
  advance(1s);
  refuse(true, "too late");
  advance(1s);
  refuse(true, "deactivated");
  EXPECT_EQ(last_answer().error.code, error_code::unreachable);
  EXPECT_EQ(state(), connector_state::deactivated);
}

TEST_F(connector_actor_test, is_tested_by_asking_what_it_may_do_and_says_what_is_wrong_in_words_for_staff) {
  settle(row(ann.value, "a1", soon));
  const auto test = [&] {
    tell(aut, connector_call{settings.id, ++last_token, read_patient{}, neighbours, {}, true});
    drain();
    advance(1s);
    ASSERT_EQ(function(), "GetFunctions");
  };
  test();
  answer("<Function>GetDiary</Function>");
  EXPECT_EQ(last_answer().error, failure());
  test();
  lose(error_code::unreachable);
  EXPECT_THAT(last_answer().error.detail, HasSubstr("log in to SystmOne on the gateway PC"));
  EXPECT_EQ(state(), connector_state::down);
  test();
  refuse(true, "The device is blocked");
  EXPECT_THAT(last_answer().error.detail, HasSubstr("Device Manager"));
  EXPECT_EQ(state(), connector_state::deactivated);
  EXPECT_EQ(reason(), last_answer().error.detail);
}

TEST_F(connector_actor_test, looks_up_the_systems_own_id_before_it_writes_to_a_derived_one) {
  settle(row(ann.value, "", soon));
  const auto derived = commands<appointments_read>()[0].rows[0].id;
  advance(60s);
  call(write_cancel{ann, derived});
  EXPECT_THAT(asked(), HasSubstr("<Filter><Appointments/></Filter>"));
  answer(record("a77", soon));
  EXPECT_TRUE(heard.answers.empty());
  advance(1s);
  EXPECT_THAT(asked(), HasSubstr("<AppointmentUID>a77</AppointmentUID><Status>Cancelled by Patient</Status>"));
  answer("");
  EXPECT_EQ(last_answer().error.code, error_code::none);

  advance(30s);
  call(write_note{ann, derived, "x"});
  answer(record("a77", later));
  EXPECT_EQ(last_answer().error.code, error_code::refused) << "moved: it is another appointment now";
}

TEST_F(connector_actor_test, does_what_is_urgent_first) {
  settle(row(ann.value, "a1", soon));
  advance(60s);
  call(write_consent{bob, true}); // under way
  call(write_code{ann, operation, "1", ""});
  call(write_note{ann, a1, "x"});
  call(write_cancel{ann, a1});
  std::vector<std::uint64_t> order;
  for (int i = 0; i < 4; ++i) {
    answer("");
    order.push_back(last_answer().token);
    advance(1s);
  }
  EXPECT_EQ(order, (std::vector<std::uint64_t>{1, 4, 3, 2}));
}

TEST_F(connector_actor_test, refuses_more_calls_than_it_can_hold) {
  start(); // the poll is under way
  for (std::size_t i = 0; i < connector_limits::calls_max; ++i) call(write_cancel{ann, a1});
  EXPECT_TRUE(heard.answers.empty());
  call(write_cancel{ann, a1});
  EXPECT_EQ(last_answer().error.code, error_code::overloaded);
  EXPECT_EQ(last_answer().token, connector_limits::calls_max + 1);
}

TEST_F(connector_actor_test, does_nothing_that_its_asker_has_long_taken_for_lost) {
  settings.connector.systmone.record_interval = 10min;
  settle(row(ann.value, "a1", soon));
  call(read_appointment{ann, appointment_id("unknown")});
  advance(140s);
  EXPECT_TRUE(heard.answers.empty());
  advance(10s);
  EXPECT_EQ(last_answer().error.code, error_code::overloaded);
  const auto before = sent();
  advance(140s);
  EXPECT_EQ(sent(), before);
}

TEST_F(connector_actor_test, answers_what_is_open_when_it_ends) {
  settle(row(ann.value, "a1", soon));
  advance(60s);
  call(write_cancel{ann, a1});
  call(write_note{ann, a1, "x"});
  end(aut);
  ASSERT_EQ(heard.answers.size(), 2U);
  for (const auto& one : heard.answers)
    EXPECT_EQ(one.error.code, one.token == 1 ? error_code::outcome_unknown : error_code::unreachable);
  answer(""); // too late, and nobody is hurt
}

TEST_F(connector_actor_test, gives_up_a_wire_that_never_calls_back) {
  settle(row(ann.value, "a1", soon));
  advance(60s);
  call(write_cancel{ann, a1});
  advance(24s);
  EXPECT_TRUE(heard.answers.empty());
  advance(1s);
  EXPECT_EQ(last_answer().error.code, error_code::outcome_unknown);
  answer("");
  EXPECT_EQ(heard.answers.size(), 1U);
}

// -- device, settings, reports

TEST_F(connector_actor_test, asks_for_approval_with_an_empty_device_and_keeps_what_comes_back) {
  devices->id = "";
  start();
  EXPECT_THAT(asked(), HasSubstr("<DeviceID></DeviceID>"));
  answer("<ErrorMessage>Device approval is pending</ErrorMessage><PermanentError>false</PermanentError>", "");
  EXPECT_EQ(state(), connector_state::awaiting_approval);
  EXPECT_THAT(reason(), HasSubstr("Approve the device"));
  advance(30s);
  lose(error_code::timed_out);
  EXPECT_EQ(state(), connector_state::awaiting_approval);
  advance(30s);
  answer("", "device-9");
  EXPECT_EQ(state(), connector_state::up);
  EXPECT_EQ(devices->id, "device-9");
  advance(5min);
  EXPECT_THAT(asked(), HasSubstr("<DeviceID>device-9</DeviceID>"));
}

TEST_F(connector_actor_test, says_so_when_the_device_cannot_be_kept) {
  devices->id = "";
  devices->saving = fail(error_code::not_configured, "the device file `x` can't be written: Permission denied");
  start();
  answer("", "device-9");
  EXPECT_EQ(state(), connector_state::degraded);
  EXPECT_THAT(reason(), HasSubstr("Permission denied"));
  EXPECT_EQ(commands<appointments_read>().size(), 1U) << "it works all the same";
}

TEST_F(connector_actor_test, goes_to_a_new_gateway_at_once) {
  settle(row(ann.value, "a1", soon));
  settings.connector.systmone.host = "other";
  devices->id = "device-2";
  tell(aut, settings_changed{shared()});
  drain();
  advance(1s);
  EXPECT_EQ(wire->made.back().what.host, "other");
  EXPECT_EQ(function(), "GetDiary");
  EXPECT_THAT(asked(), HasSubstr("device-2"));
  EXPECT_EQ(heard.reports.back().address, "other:40700");
}

TEST_F(connector_actor_test, takes_nothing_about_this_practice_from_the_gateway_it_had_before) {
  start();
  settings.connector.systmone.host = "other";
  tell(aut, settings_changed{shared()});
  drain();
  answer(row(ann.value, "a1", soon), "device-of-the-old-one");
  EXPECT_TRUE(commands<appointments_read>().empty());
  EXPECT_EQ(devices->id, "device-1");
  advance(1s);
  EXPECT_EQ(wire->made.back().what.host, "other");
  answer(row(ann.value, "a1", soon));
  EXPECT_EQ(commands<appointments_read>().size(), 1U);
}

TEST_F(connector_actor_test, claims_no_more_than_the_window_it_asked_for) {
  start();
  settings.connector.days_ahead = 30;
  tell(aut, settings_changed{shared()});
  drain();
  answer(row(ann.value, "a1", soon));
  EXPECT_EQ(to_ms(commands<appointments_read>().at(0).to), 1773705600000) << "the fortnight that was asked for";
  advance(1s);
  answer(details());
  advance(1s);
  ASSERT_EQ(function(), "GetDiary") << "and soon the new one";
  EXPECT_THAT(asked(), HasSubstr("<MaxDateTime>2026-04-02T00:00:00</MaxDateTime>"));
}

TEST_F(connector_actor_test, recovers_soon_after_one_silence) {
  settle(row(ann.value, "a1", soon));
  advance(1min);
  call(write_cancel{ann, a1});
  lose(error_code::timed_out);
  EXPECT_EQ(state(), connector_state::degraded);
  advance(30s);
  ASSERT_EQ(function(), "GetDiary");
  answer(row(ann.value, "a1", soon));
  EXPECT_EQ(state(), connector_state::up);
}

TEST_F(connector_actor_test, reports_each_change_at_once_and_counters_every_five_seconds) {
  start();
  const auto at_start = heard.reports.size();
  answer(row(ann.value, "a1", soon));
  ASSERT_EQ(heard.reports.size(), at_start + 1);
  const auto& up = heard.reports.back();
  EXPECT_EQ(up.practice, "A99001");
  EXPECT_EQ(up.practice_name, "Riverside");
  EXPECT_EQ(up.system, "systmone");
  EXPECT_EQ(up.address, "gateway:40700");
  EXPECT_EQ(up.reads, 1U);
  EXPECT_EQ(up.since, "2026-03-02T09:00:00.000Z");
  EXPECT_EQ(up.last_read_at, "2026-03-02T09:00:00.000Z");
  EXPECT_EQ(up.last_read_ms, 0);
  call(write_cancel{ann, a1});
  advance(1s);
  answer("");
  advance(1s);
  answer(details());
  EXPECT_EQ(heard.reports.size(), at_start + 1);
  advance(3s);
  ASSERT_EQ(heard.reports.size(), at_start + 2);
  EXPECT_EQ(heard.reports.back().writes, 1U);
  advance(4min);
  EXPECT_EQ(heard.reports.size(), at_start + 2) << "quiet when nothing happens";
}

TEST_F(connector_actor_test, sends_nothing_while_there_is_nothing_to_do) {
  settle(row(ann.value, "a1", soon));
  const auto before = sent();
  advance(4min);
  EXPECT_EQ(sent(), before);
}

} // namespace
} // namespace tidings
