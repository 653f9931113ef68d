// Cancellations by GP Connect and FHIR R4: one booked appointment in the version that was read, or a person.
#include "actors/connector/fhir/dialect.hpp"
#include "actors/connector/fhir/fhir_cancels.hpp"
#include "actors/connector/fhir/moments.hpp"
#include "actors/connector/london.hpp"
#include "tests/core/scripted_web.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>

namespace tidings {
namespace {

using namespace std::chrono_literals;
using test::scripted_web;
using testing::HasSubstr;

TEST(fhir_moments, are_read_with_their_offset) {
  const auto at = *london::read("2026-07-01T09:10:00");
  for (const auto* text :
       {"2026-07-01T09:10:00+01:00", "2026-07-01T08:10:00Z", "2026-07-01T08:10:00.000Z", "2026-07-01T08:10:00+00:00"})
    EXPECT_EQ(fhir::read_instant(text), at) << text;
  for (const auto* text : {"", "2026-07-01", "2026-07-01T09:10:00", "2026-07-01T09:10:00+01:00x", "soon"})
    EXPECT_FALSE(fhir::read_instant(text)) << text;
}

/// The practice's own system, with one booking.
struct first_system final : clinical_system {
  std::optional<appointment> booked;
  std::string nhs_number = "9990000018";
  std::vector<connector_request> asked;

  result<void> probe() override { return {}; }
  result<std::vector<appointment>> read_appointments(timestamp, timestamp) override { return std::vector{*booked}; }
  result<patient_details> read_patient(const patient_id& who) override {
    patient_details out;
    out.id = who;
    out.nhs_number = secret_text(nhs_number);
    return out;
  }
  connector_answer perform(const connector_request& what) override {
    asked.push_back(what);
    connector_answer out;
    if (std::holds_alternative<tidings::read_appointment>(what)) out.found_appointment = booked;
    return out;
  }
  group_lists groups() override { return {{"flu", {patient_id("1001")}}}; }
  std::string remark() override { return "a remark"; }
};

struct fhir_cancels : ::testing::Test {
  fhir_cancels() {
    to.url = "https://fhir.example/base";
    to.from_asid = "200000000001";
    to.to_asid = "200000000002";
    to.issuer = "https://tidings.example";
    to.organisation_code = "QOX";
    first->booked = appointment{.id = slot, .patient = patient, .starts_at = *london::read("2026-07-02T09:10:00")};
    wire->on("Patient", patient_bundle("9990000018"));
    wire->on("Appointment", bundle(resource()));
    wire->on("148", resource("cancelled"));
    wire->on("metadata", R"({"resourceType":"CapabilityStatement"})");
  }
  static std::string bundle(const std::string& one) {
    return R"({"resourceType":"Bundle","entry":[{"resource":)" + one + "}]}";
  }
  static std::string patient_bundle(const std::string& number) {
    return bundle(R"({"resourceType":"Patient","id":"2","identifier":[{"system":"https://fhir.nhs.uk/Id/nhs-number",)"
                  R"("value":")" +
                  number + R"("}]})");
  }
  static std::string resource(const std::string& status = "booked",
                              const std::string& start = "2026-07-02T09:10:00+01:00") {
    return R"({"resourceType":"Appointment","id":"148","meta":{"versionId":"7"},"status":")" + status +
           R"(","start":")" + start + R"(","description":"kept","extension":[{"url":"other","valueCode":"x"}]})";
  }
  connector_answer cancel() {
    first_system* my = first.release();
    const auto aut = fhir::with_cancels(std::unique_ptr<clinical_system>(my), to, wire, [this] { return now; });
    auto answer = aut->perform(write_cancel{patient, slot});
    asked = my->asked;
    return answer;
  }

  const patient_id patient{"1001"};
  const appointment_id slot{"50001"};
  fhir_settings to;
  moment now{*london::read("2026-07-01T08:00:00")};
  std::unique_ptr<first_system> first = std::make_unique<first_system>();
  std::vector<connector_request> asked;
  std::shared_ptr<scripted_web> wire = std::make_shared<scripted_web>();
};

TEST_F(fhir_cancels, go_by_gp_connect_with_its_headers_and_the_version_that_was_read) {
  EXPECT_EQ(cancel().error.code, error_code::none);
  EXPECT_THAT(wire->last("Patient").url,
              HasSubstr("Patient?identifier=https%3A%2F%2Ffhir.nhs.uk%2FId%2Fnhs-number%7C9990000018"));
  EXPECT_THAT(wire->last("Appointment").url,
              testing::EndsWith("Patient/2/Appointment?start=ge2026-07-02&start=le2026-07-02"));
  const auto& put = wire->last("148");
  EXPECT_EQ(put.method, "PUT");
  EXPECT_EQ(put.does, wire::effect::acts);
  EXPECT_EQ(scripted_web::header(put, "If-Match"), "W/\"7\"");
  EXPECT_EQ(scripted_web::header(put, "Ssp-From"), "200000000001");
  EXPECT_EQ(scripted_web::header(put, "Ssp-To"), "200000000002");
  EXPECT_EQ(scripted_web::header(put, "Ssp-InteractionID"),
            "urn:nhs:names:services:gpconnect:fhir:rest:cancel:appointment-1");
  EXPECT_FALSE(scripted_web::header(put, "Ssp-TraceID").empty());
  EXPECT_THAT(scripted_web::header(put, "Authorization"),
              testing::AllOf(testing::StartsWith("Bearer ey"), testing::EndsWith(".")));
  for (const auto& one : asked) EXPECT_FALSE(std::holds_alternative<write_cancel>(one)) << "the first system too";
}

TEST_F(fhir_cancels, change_nothing_but_the_status_and_the_reason) {
  cancel();
  const auto body = boost::json::parse(wire->last("148").body.reveal()).as_object();
  auto before = boost::json::parse(resource()).as_object();
  EXPECT_EQ(body.at("status"), "cancelled");
  ASSERT_EQ(body.at("extension").as_array().size(), 2U);
  EXPECT_EQ(body.at("extension").at(1).at("valueString").as_string(), "Cancelled by the patient by text message");
  EXPECT_EQ(body.at("description"), before.at("description"));
  EXPECT_EQ(body.at("meta"), before.at("meta"));
}

TEST_F(fhir_cancels, go_by_r4_with_a_token_and_its_own_reason) {
  to.version = "r4";
  to.token_url = "https://login.example/token";
  wire->on("token", R"({"access_token":"t","expires_in":600})");
  EXPECT_EQ(cancel().error.code, error_code::none);
  EXPECT_THAT(wire->last("Appointment").url,
              testing::EndsWith("Appointment?patient=2&date=ge2026-07-02&date=le2026-07-02"));
  const auto& put = wire->last("148");
  EXPECT_EQ(scripted_web::header(put, "Authorization"), "Bearer t");
  const auto body = boost::json::parse(put.body.reveal()).as_object();
  EXPECT_EQ(body.at("cancelationReason").at("text").as_string(), "Cancelled by the patient by text message");
  EXPECT_EQ(body.at("extension").as_array().size(), 1U);
}

TEST_F(fhir_cancels, that_meet_a_change_go_to_a_person) {
  for (const int status : {409, 412}) {
    wire->on("148",
             R"({"issue":[{"details":{"coding":[{"code":"FHIR_CONSTRAINT_VIOLATION"}]},"diagnostics":"Grace"}]})",
             status);
    first = std::make_unique<first_system>();
    first->booked = appointment{.id = slot, .patient = patient, .starts_at = *london::read("2026-07-02T09:10:00")};
    const auto answer = cancel();
    EXPECT_EQ(answer.error.code, error_code::refused);
    EXPECT_THAT(answer.error.detail, HasSubstr("FHIR_CONSTRAINT_VIOLATION: the appointment was changed meanwhile"));
    EXPECT_EQ(answer.error.detail.find("Grace"), std::string::npos);
  }
}

TEST_F(fhir_cancels, need_exactly_one_booked_appointment_at_that_time) {
  const std::string both =
      R"({"resourceType":"Bundle","entry":[{"resource":)" + resource() + R"(},{"resource":)" + resource() + "}]}";
  const std::pair<std::string, std::string_view> lists[] = {
      {bundle(resource("cancelled")), "shows no booked"},
      {bundle(resource("booked", "2026-07-02T09:20:00+01:00")), "shows no booked"},
      {both, "shows 2 booked"},
      {R"({"resourceType":"Bundle"})", "shows no booked"}};
  for (const auto& [list, why] : lists) {
    wire->on("Appointment", list);
    first = std::make_unique<first_system>();
    first->booked = appointment{.id = slot, .patient = patient, .starts_at = *london::read("2026-07-02T09:10:00")};
    const auto answer = cancel();
    EXPECT_EQ(answer.error.code, error_code::refused);
    EXPECT_THAT(answer.error.detail, HasSubstr(why));
  }
  EXPECT_EQ(wire->count("148"), 0);
}

TEST_F(fhir_cancels, need_the_version_and_the_right_patient) {
  auto unversioned = resource();
  unversioned.replace(unversioned.find("versionId"), 9, "other____");
  wire->on("Appointment", bundle(unversioned));
  EXPECT_THAT(cancel().error.detail, HasSubstr("no version"));
  wire->on("Patient", patient_bundle("9990000026"));
  first = std::make_unique<first_system>();
  first->booked = appointment{.id = slot, .patient = patient, .starts_at = *london::read("2026-07-02T09:10:00")};
  EXPECT_THAT(cancel().error.detail, HasSubstr("another patient"));
  EXPECT_EQ(wire->count("148"), 0);
}

TEST_F(fhir_cancels, whose_list_goes_on_elsewhere_are_not_begun) {
  wire->on("Appointment", R"({"resourceType":"Bundle","link":[{"relation":"next","url":"x"}],"entry":[]})");
  EXPECT_EQ(cancel().error.code, error_code::unreachable);
}

TEST_F(fhir_cancels, without_an_answer_are_in_doubt_only_when_the_change_went_out) {
  wire->answers["148"] = [](const wire::request&) { return scripted_web::lost(); };
  EXPECT_EQ(cancel().error.code, error_code::outcome_unknown);
  wire->answers["Appointment"] = [](const wire::request&) { return scripted_web::lost(); };
  first = std::make_unique<first_system>();
  first->booked = appointment{.id = slot, .patient = patient, .starts_at = *london::read("2026-07-02T09:10:00")};
  EXPECT_EQ(cancel().error.code, error_code::unreachable);
}

TEST_F(fhir_cancels, that_were_done_before_their_answer_was_lost_are_found_cancelled_though_the_system_shows_nothing) {
  wire->answers["148"] = [](const wire::request&) { return scripted_web::lost(); };
  for (const auto& [status, word] : {std::pair{"cancelled", "cancelled"}, std::pair{"booked", "not there"}}) {
    auto system = std::make_unique<first_system>();
    auto* my = system.get();
    my->booked = first->booked;
    const auto aut = fhir::with_cancels(std::move(system), to, wire, [this] { return now; });
    wire->on("Appointment", bundle(resource()));
    EXPECT_EQ(aut->perform(write_cancel{patient, slot}).error.code, error_code::outcome_unknown);
    const auto before = my->booked;
    my->booked.reset();
    wire->answers["Appointment"] = [](const wire::request&) { return scripted_web::lost(); };
    EXPECT_EQ(aut->perform(read_appointment{patient, slot}).error.code, error_code::unreachable) << "look again later";
    wire->on("Appointment", bundle(resource(status)));
    const auto seen = aut->perform(read_appointment{patient, slot});
    EXPECT_EQ(seen.error, failure());
    ASSERT_EQ(seen.found_appointment.has_value(), std::string_view(word) == "cancelled") << status;
    if (!seen.found_appointment) continue;
    EXPECT_EQ(seen.found_appointment->status, appointment_status::cancelled);
    EXPECT_EQ(seen.found_appointment->starts_at, before->starts_at);
    EXPECT_FALSE(aut->perform(read_appointment{patient, slot}).found_appointment) << "said once";
  }
}

TEST_F(fhir_cancels, are_of_what_was_looked_at_and_of_nothing_that_came_in_its_place) {
  const auto before = *first->booked;
  auto moved = before, given = before, done = before;
  moved.starts_at += 24h;
  given.patient = patient_id("1002");
  done.status = appointment_status::arrived;
  for (const auto& [now_is, code] : {std::pair{moved, error_code::overloaded}, std::pair{given, error_code::refused},
                                     std::pair{done, error_code::refused}}) {
    auto system = std::make_unique<first_system>();
    auto* my = system.get();
    my->booked = before;
    const auto aut = fhir::with_cancels(std::move(system), to, wire, [this] { return now; });
    ASSERT_TRUE(aut->perform(read_appointment{patient, slot}).found_appointment);
    my->booked = now_is;
    EXPECT_EQ(aut->perform(write_cancel{patient, slot}).error.code, code);
  }
  EXPECT_EQ(wire->count("148"), 0);
}

TEST_F(fhir_cancels, leave_everything_else_to_the_practices_system) {
  first_system* my = first.release();
  const auto aut = fhir::with_cancels(std::unique_ptr<clinical_system>(my), to, wire, [this] { return now; });
  EXPECT_TRUE(aut->probe());
  EXPECT_EQ(aut->read_appointments({}, {})->size(), 1U);
  aut->perform(write_note{patient, slot, "x"});
  aut->perform(write_consent{patient, true});
  EXPECT_EQ(my->asked.size(), 2U);
  EXPECT_EQ(aut->groups(), my->groups());
  EXPECT_EQ(aut->remark(), "a remark");
  EXPECT_EQ(wire->asked.size(), 1U) << "what it can do";
  EXPECT_EQ(scripted_web::header(wire->last("metadata"), "Ssp-InteractionID"),
            "urn:nhs:names:services:gpconnect:fhir:rest:read:metadata-1");
}

TEST_F(fhir_cancels, that_would_not_get_through_are_told_and_the_appointments_are_read_all_the_same) {
  wire->on("metadata", "", 403);
  const auto aut = fhir::with_cancels(std::move(first), to, wire, [this] { return now; });
  EXPECT_TRUE(aut->probe());
  EXPECT_EQ(aut->read_appointments({}, {})->size(), 1U);
  EXPECT_EQ(aut->remark(),
            "a remark. And cancellations wait, because the FHIR server answered the question what it can "
            "do with HTTP 403: it doesn't accept who we are (certificate, ASIDs or token)");
  wire->on("148", "", 409);
  EXPECT_EQ(aut->perform(write_cancel{patient, slot}).error.code, error_code::refused);
  EXPECT_EQ(aut->remark(), "a remark") << "that was about one appointment";
}

} // namespace
} // namespace tidings
