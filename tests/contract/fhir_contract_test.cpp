// Cancellations by a second way: EMIS as the practice's system, a FHIR server beside it, both in processes of their
// own.
#include "actors/connector/fhir/fhir_cancels.hpp"
#include "tests/contract/connectors/emis_case.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using namespace std::chrono_literals;
using boost::json::object;
using testing::HasSubstr;

class fhir_contract : public ::testing::TestWithParam<std::string> {
protected:
  void SetUp() override {
    if (!test::simulator_process::exists()) GTEST_SKIP() << test::simulator_process::path() << " isn't built";
    emis.emplace();
    fhir.emplace(std::vector<std::string>{"fhir", "--fhir-version", GetParam()});
    std::tie(slot, patient) = emis->book();
    to.version = GetParam();
    to.url = std::string(fhir->ready().at("url").as_string());
    to.from_asid = "200000000001";
    to.to_asid = "200000000002";
    to.issuer = "https://tidings.example";
    to.organisation_code = "QOX";
    if (GetParam() == "r4") { // its token comes from the same place in this test: any OAuth2 server serves
      to.token_url = emis->settings.token_url;
      to.client_id = emis->settings.client_id;
      to.client_secret = emis->settings.client_secret;
      fhir.emplace(std::vector<std::string>{"fhir", "--fhir-version", "r4", "--token", "token-2"});
      to.url = std::string(fhir->ready().at("url").as_string());
    }
    const auto booked = emis->slot(slot);
    fhir->post("/appointments", object{{"nhs_number", booked.at("nhs_number")}, {"starts_at", booked.at("starts_at")}});
    // EMIS gets the first token, the FHIR server the second: it is the one that it knows.
    aut = fhir::with_cancels(emis->system(), to, std::make_shared<wire::curl_web>(),
                             [] { return moment(system_now(), std::chrono::steady_clock::now()); });
  }
  connector_answer cancel() { return aut->perform(write_cancel{patient, slot}); }
  object booking() const { return fhir->get("/ledger").at("appointments").at(0).as_object(); }
  std::string status() const { return std::string(booking().at("whole").at("status").as_string()); }

  std::optional<test::emis_case> emis;
  std::optional<test::simulator_process> fhir;
  fhir_settings to;
  std::unique_ptr<clinical_system> aut;
  appointment_id slot;
  patient_id patient;
};

TEST_P(fhir_contract, a_cancellation_goes_by_fhir_alone) {
  const auto answer = cancel();
  EXPECT_EQ(answer.error.code, error_code::none) << answer.error.detail;
  EXPECT_EQ(status(), "cancelled");
  EXPECT_EQ(emis->asked("CancelAppointment"), 0);
  EXPECT_TRUE(aut->probe());
  EXPECT_EQ(aut->perform(write_note{patient, slot, "x"}).error.code, error_code::none);
}

TEST_P(fhir_contract, a_change_by_staff_in_between_goes_to_a_person) {
  fhir->post("/faults", object{{"staff_edit_before_put", true}});
  const auto answer = cancel();
  EXPECT_EQ(answer.error.code, error_code::refused);
  EXPECT_THAT(answer.error.detail, HasSubstr("the appointment was changed meanwhile"));
  EXPECT_EQ(answer.error.detail.find("Grace"), std::string::npos);
  EXPECT_EQ(status(), "booked");
}

TEST_P(fhir_contract, a_cancellation_that_was_done_before_the_reset_is_in_doubt) {
  fhir->post("/faults", object{{"reset_after_commit", true}});
  EXPECT_EQ(cancel().error.code, error_code::outcome_unknown);
  EXPECT_EQ(booking().at("puts").to_number<int>(), 1);
}

TEST_P(fhir_contract, two_appointments_at_one_time_and_none_with_a_version_go_to_a_person) {
  fhir->post("/faults", object{{"no_versions", true}});
  EXPECT_EQ(cancel().error.code, error_code::refused);
  fhir->post("/faults", object{{"no_versions", false}});
  const auto booked = emis->slot(slot);
  fhir->post("/appointments", object{{"nhs_number", booked.at("nhs_number")}, {"starts_at", booked.at("starts_at")}});
  EXPECT_THAT(cancel().error.detail, HasSubstr("shows 2 booked"));
  EXPECT_EQ(booking().at("puts").to_number<int>(), 0);
}

INSTANTIATE_TEST_SUITE_P(versions, fhir_contract, ::testing::Values("stu3", "r4"),
                         [](const auto& each) { return each.param; });

} // namespace
} // namespace tidings
