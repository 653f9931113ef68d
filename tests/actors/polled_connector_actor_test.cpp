#include "actors/connector/polled/polled_connector_actor.hpp"
#include "tests/actors/connector_side.hpp"

#include <boost/describe/enum_from_string.hpp>
#include <gmock/gmock.h>

namespace tidings {
namespace {
using namespace std::chrono_literals;
using ::testing::HasSubstr;

/// A system whose answers a test sets.
struct fake_system final : clinical_system {
  result<void> probed;
  result<std::vector<appointment>> rows = std::vector<appointment>();
  std::optional<window> known;
  result<patient_details> patient = patient_details();
  result<std::vector<patient_id>> changed = std::vector<patient_id>();
  std::vector<timestamp> changed_since; ///< as it was asked
  connector_answer answer;
  group_lists lists;
  std::vector<std::string> asked;

  result<void> probe() override { return asked.emplace_back("probe"), probed; }
  result<std::vector<appointment>> read_appointments(timestamp, timestamp) override {
    return asked.emplace_back("appointments"), rows;
  }
  window window_read(timestamp from, timestamp to) const override { return known.value_or(window{from, to}); }
  result<patient_details> read_patient(const patient_id& who) override {
    asked.push_back("patient " + who.value);
    if (patient) patient->id = who;
    return patient;
  }
  result<std::vector<patient_id>> read_changed_patients(timestamp since) override {
    return changed_since.push_back(since), changed;
  }
  group_lists groups() override { return lists; }
  std::string remarked;
  std::string remark() override { return remarked; }
  connector_answer perform(const connector_request& what) override {
    asked.push_back(std::holds_alternative<write_cancel>(what) ? "cancel" : "other");
    return answer;
  }
};

/// Keeps the calls; the test makes them.
struct fake_worker final : clinical_worker {
  std::deque<std::function<void(clinical_system&)>>* waiting;
  explicit fake_worker(std::deque<std::function<void(clinical_system&)>>* to) : waiting(to) {}
  void run(std::function<void(clinical_system&)> call) override { waiting->push_back(std::move(call)); }
};

struct a_polled_connector : test::connector_side {
  fake_system system;
  std::deque<std::function<void(clinical_system&)>> waiting;
  int workers = 0;

  a_polled_connector() {
    settings.connector.system = "microtest";
    polled_ports ports;
    ports.start = [this](const practice_settings&) { return ++workers, std::make_shared<fake_worker>(&waiting); };
    ports.describe = [](const practice_settings&) {
      return system_words{"microtest", "Microtest Evolution", "gp", true};
    };
    ports.now = clock();
    ports.keys = keys;
    aut = sys.spawn(polled_connector, shared(), practice_command_sink(neighbours), connector_report_sink(neighbours),
                    std::move(ports));
    drain();
  }
  ~a_polled_connector() override {
    if (aut) end(aut);
    waiting.clear();
  }

  /// The worker makes the next call.
  void work() {
    ASSERT_FALSE(waiting.empty()) << "nothing was asked";
    auto call = std::move(waiting.front());
    waiting.pop_front();
    call(system);
    drain();
  }
  void work_all() {
    while (!waiting.empty()) work();
  }
  appointment booked(const std::string& id, const std::string& who, millis ahead) {
    return {appointment_id(id), patient_id(who), now() + ahead, 10, "GP", "Dr Jay", "", "", appointment_status::booked};
  }
  std::string state() const { return heard.reports.empty() ? "" : heard.reports.back().state; }
};

TEST_F(a_polled_connector, looks_at_the_system_before_it_reads_and_tells_appointments_and_patients_by_their_marks) {
  system.rows = std::vector{booked("a1", "77", 2h), booked("a2", "78", 1h)};
  work_all();
  EXPECT_EQ(system.asked, (std::vector<std::string>{"probe", "appointments", "patient 78", "patient 77"}));
  const auto read = commands<appointments_read>();
  ASSERT_EQ(read.size(), 1U);
  ASSERT_EQ(read[0].rows.size(), 2U);
  EXPECT_EQ(read[0].rows[0].patient, mark_of("78"));
  EXPECT_GT(read[0].from, now()) << "what has begun may be missing without being gone";
  const auto patients = commands<patient_read>();
  ASSERT_EQ(patients.size(), 2U);
  EXPECT_EQ(patients[0].what.id, mark_of("78"));
  EXPECT_EQ(patients[0].what.system_id.reveal(), "78");
  EXPECT_EQ(state(), "up");
}

TEST_F(a_polled_connector, tells_nothing_of_a_reading_that_failed_and_says_why) {
  system.rows = fail(error_code::not_configured, "the column `x` is missing");
  work_all();
  EXPECT_TRUE(heard.commands.empty());
  EXPECT_EQ(state(), "down");
  EXPECT_THAT(reason(), HasSubstr("the column `x` is missing"));
  EXPECT_EQ(heard.reports.back().failures, 1U);
}

TEST_F(a_polled_connector, tells_the_systems_groups_by_marks_with_a_good_reading_and_never_without_one) {
  system.lists["Flu"] = {patient_id("77")};
  system.rows = fail(error_code::unreachable, "off");
  work_all();
  EXPECT_TRUE(commands<group_read>().empty());
  system.rows = std::vector<appointment>();
  advance(1min);
  work_all();
  ASSERT_EQ(commands<group_read>().size(), 1U);
  EXPECT_EQ(commands<group_read>()[0].group, "Flu");
  EXPECT_EQ(commands<group_read>()[0].members, std::vector{mark_of("77")});
}

TEST_F(a_polled_connector, backs_off_from_a_system_that_fails_and_is_up_at_its_first_good_reading) {
  system.rows = fail(error_code::timed_out, "busy");
  work_all();
  EXPECT_EQ(state(), "degraded");
  std::size_t tries = 1;
  for (int minute = 0; minute < 10; ++minute) {
    advance(1min);
    if (!waiting.empty()) ++tries;
    work_all();
  }
  EXPECT_EQ(state(), "down");
  EXPECT_GE(tries, 4U);
  EXPECT_LE(tries, 8U) << "it goes on doubling";
  system.rows = std::vector<appointment>();
  advance(5min);
  work_all();
  EXPECT_EQ(state(), "up");
}

TEST_F(a_polled_connector, claims_no_more_than_the_system_was_shown) {
  system.known = clinical_system::window{now() + 1h, now() + 3h};
  work_all();
  const auto read = commands<appointments_read>();
  ASSERT_EQ(read.size(), 1U);
  EXPECT_EQ(read[0].from, system.known->from);
  EXPECT_EQ(read[0].to, system.known->to);
}

TEST_F(a_polled_connector, lets_a_cancel_pass_everything_that_waits) {
  system.rows = std::vector{booked("a1", "77", 2h), booked("a2", "78", 3h)};
  work(); // the appointments; the first patient is being read
  call(write_note{patient_id("m"), appointment_id("a1"), "x"}, "77");
  call(write_cancel{patient_id("m"), appointment_id("a1")}, "77");
  work_all();
  EXPECT_EQ(system.asked,
            (std::vector<std::string>{"probe", "appointments", "patient 77", "cancel", "other", "patient 78"}));
  EXPECT_EQ(heard.answers.size(), 2U);
  EXPECT_EQ(heard.answers[0].token, 2U);
}

TEST_F(a_polled_connector, says_whose_the_appointment_is_by_marks) {
  work_all();
  system.answer.found_appointment = booked("a1", "77", 2h);
  call(read_appointment{mark_of("77"), appointment_id("a1")}, "77");
  work_all();
  ASSERT_TRUE(heard.answers.back().found_appointment.has_value());
  EXPECT_EQ(heard.answers.back().found_appointment->patient, mark_of("77"));
  system.answer.found_appointment = booked("a1", "78", 2h); // given to another one
  call(read_appointment{mark_of("77"), appointment_id("a1")}, "77");
  work_all();
  EXPECT_EQ(heard.answers.back().found_appointment->patient, mark_of("78"));
}

TEST_F(a_polled_connector, asks_nothing_of_a_system_that_is_not_as_it_should_be) {
  system.probed = fail(error_code::refused, "deactivated");
  work_all();
  EXPECT_EQ(state(), "deactivated");
  call(write_cancel{patient_id("m"), appointment_id("a1")}, "77");
  work_all();
  EXPECT_EQ(heard.answers.back().error.code, error_code::unreachable);
  EXPECT_EQ(std::count(system.asked.begin(), system.asked.end(), "cancel"), 0);
}

TEST_F(a_polled_connector, takes_a_write_that_does_not_come_back_for_unknown_and_asks_nothing_else_meanwhile) {
  work_all();
  call(write_cancel{patient_id("m"), appointment_id("a1")}, "77");
  ASSERT_EQ(waiting.size(), 1U);
  advance(3min);
  ASSERT_EQ(heard.answers.size(), 1U);
  EXPECT_EQ(heard.answers[0].error.code, error_code::outcome_unknown);
  EXPECT_EQ(state(), "down");
  call(write_cancel{patient_id("m"), appointment_id("a2")}, "77");
  advance(3min);
  EXPECT_EQ(waiting.size(), 1U);
  EXPECT_EQ(heard.answers.back().error.code, error_code::overloaded) << "it never went out";
  work_all(); // it comes back after all
  EXPECT_EQ(heard.answers.size(), 2U) << "answered once";
  EXPECT_EQ(state(), "up");
}

TEST_F(a_polled_connector, that_ends_while_a_write_is_under_way_says_that_its_outcome_is_unknown) {
  work_all();
  call(write_cancel{patient_id("m"), appointment_id("a1")}, "77");
  call(write_note{patient_id("m"), appointment_id("a1"), "x"}, "77");
  end(aut, caf::exit_reason::user_shutdown);
  aut = connector_actor();
  ASSERT_EQ(heard.answers.size(), 2U);
  std::sort(heard.answers.begin(), heard.answers.end(), [](const auto& a, const auto& b) { return a.token < b.token; });
  EXPECT_EQ(heard.answers[0].error.code, error_code::outcome_unknown);
  EXPECT_EQ(heard.answers[1].error.code, error_code::unreachable);
  work(); // the worker comes back to nobody
}

TEST_F(a_polled_connector, starts_anew_with_changed_settings_even_when_the_system_hangs) {
  advance(3min); // the first reading never comes back
  EXPECT_EQ(state(), "down");
  waiting.clear();
  tell(aut, settings_changed{std::make_shared<const practice_settings>(settings)});
  drain();
  EXPECT_EQ(workers, 2);
  work_all();
  EXPECT_EQ(state(), "up");
}

TEST_F(a_polled_connector, reads_a_patient_again_only_when_the_details_are_old) {
  system.rows = std::vector{booked("a1", "77", 100h)};
  work_all();
  advance(5min);
  work_all();
  EXPECT_EQ(std::count(system.asked.begin(), system.asked.end(), "patient 77"), 1);
  for (int i = 0; i < 25; ++i) {
    advance(1h);
    work_all();
  }
  EXPECT_EQ(std::count(system.asked.begin(), system.asked.end(), "patient 77"), 2);
}

TEST_F(a_polled_connector, reads_a_patient_again_at_once_whose_details_changed) {
  system.rows = std::vector{booked("a1", "77", 100h), booked("a2", "78", 100h)};
  const auto begun = now();
  work_all();
  EXPECT_TRUE(system.changed_since.empty()) << "everybody has just been read";
  system.changed = fail(error_code::unreachable, "not now");
  advance(1h);
  work_all();
  EXPECT_EQ(std::count(system.asked.begin(), system.asked.end(), "patient 77"), 1);
  system.changed = std::vector{patient_id("77"), patient_id("a patient who has no booking")};
  advance(1h);
  work_all();
  EXPECT_EQ(std::count(system.asked.begin(), system.asked.end(), "patient 77"), 2);
  EXPECT_EQ(std::count(system.asked.begin(), system.asked.end(), "patient 78"), 1);
  ASSERT_GE(system.changed_since.size(), 2U);
  EXPECT_LT(system.changed_since.back(), begun) << "what a failed question would have told is asked for again";
}

TEST_F(a_polled_connector, is_tested_by_looking_and_nothing_else) {
  work_all();
  system.asked.clear();
  tell(aut, connector_call{settings.id, ++last_token, read_patient{}, neighbours, {}, true});
  drain();
  work_all();
  EXPECT_EQ(system.asked, std::vector<std::string>{"probe"});
  EXPECT_EQ(heard.answers.back().error, failure());
  system.remarked = "cancellations wait";
  tell(aut, connector_call{settings.id, ++last_token, read_patient{}, neighbours, {}, true});
  drain();
  work_all();
  EXPECT_EQ(heard.answers.back().error, (failure{error_code::none, "cancellations wait"})) << "it works, but";
}

TEST_F(a_polled_connector, tells_whoever_tests_it_and_whoever_looks_what_is_wrong_and_how_to_mend_it) {
  work_all();
  system.probed = fail(error_code::refused, "switch Tidings on in EMAS Manager");
  tell(aut, connector_call{settings.id, ++last_token, read_patient{}, neighbours, {}, true});
  drain();
  work_all();
  EXPECT_EQ(heard.answers.back().error.code, error_code::unreachable);
  EXPECT_EQ(heard.answers.back().error.detail,
            "Microtest Evolution (gp) refuses Tidings: switch Tidings on in EMAS Manager.");
  EXPECT_EQ(state(), "deactivated");
  EXPECT_EQ(reason(), heard.answers.back().error.detail);
}

} // namespace
} // namespace tidings
