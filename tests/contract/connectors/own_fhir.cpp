// What only cancellations by a second way keep: EMIS Web as the practice's system, GP Connect or FHIR R4 before the
// same book. What every clinical system keeps is the suite's.
#include "tests/contract/connectors/emis_case.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using boost::json::object;
using testing::HasSubstr;

class a_second_way : public ::testing::TestWithParam<std::string> {
protected:
  void SetUp() override {
    if (!test::simulator_process::exists()) GTEST_SKIP() << test::simulator_process::path() << " isn't built";
    emis.emplace(std::vector<std::string>{"--fhir", GetParam()});
    std::tie(slot, patient) = emis->book();
    aut = emis->system_with_fhir(GetParam());
  }
  connector_answer cancel() { return aut->perform(write_cancel{patient, slot}); }
  int puts() const { return emis->fhir_booking(slot).at("puts").to_number<int>(); }

  std::optional<test::emis_case> emis;
  std::unique_ptr<clinical_system> aut;
  appointment_id slot;
  patient_id patient;
};

TEST_P(a_second_way, is_the_only_one_that_a_cancellation_goes) {
  const auto answer = cancel();
  EXPECT_EQ(answer.error.code, error_code::none) << answer.error.detail;
  EXPECT_EQ(emis->slot(slot).at("cancelled_by").as_string(), "fhir");
  EXPECT_EQ(emis->asked("CancelAppointment"), 0);
}

TEST_P(a_second_way, leaves_to_a_person_what_staff_change_in_between) {
  emis->fhir_fault({{"staff_edit_before_put", true}});
  const auto answer = cancel();
  EXPECT_EQ(answer.error.code, error_code::refused);
  EXPECT_THAT(answer.error.detail, HasSubstr("the appointment was changed meanwhile"));
  EXPECT_EQ(answer.error.detail.find("Grace"), std::string::npos);
  EXPECT_TRUE(emis->holds(slot, patient));
}

TEST_P(a_second_way, is_not_gone_with_two_appointments_at_one_time_or_with_none_that_has_a_version) {
  emis->fhir_fault({{"no_versions", true}});
  EXPECT_THAT(cancel().error.detail, HasSubstr("no version"));
  emis->fhir_fault({{"no_versions", false}});
  emis->book(object{{"patient", std::stoll(patient.value)}, {"starts_at", emis->slot(slot).at("starts_at")}});
  const auto answer = cancel();
  EXPECT_EQ(answer.error.code, error_code::refused);
  EXPECT_THAT(answer.error.detail, HasSubstr("shows 2 booked"));
  EXPECT_EQ(puts(), 0);
  EXPECT_TRUE(emis->holds(slot, patient));
}

TEST_P(a_second_way, waits_when_too_much_is_asked_of_it_and_doubts_an_internal_error) {
  emis->fhir_fault({{"next_put", "throttled"}});
  EXPECT_EQ(cancel().error.code, error_code::overloaded);
  emis->fhir_fault({{"next_put", "error"}});
  EXPECT_EQ(cancel().error.code, error_code::outcome_unknown);
  EXPECT_TRUE(emis->holds(slot, patient));
}

INSTANTIATE_TEST_SUITE_P(versions, a_second_way, ::testing::Values("stu3", "r4"),
                         [](const auto& each) { return each.param; });

} // namespace
} // namespace tidings
