// Write-back's own rules over the EMIS connector and its simulator: what a patient answered is done once, or a person
// gets it, whatever goes wrong between us.
#include "actors/write_back/outbox.hpp"
#include "schemas/documents.hpp"
#include "tests/contract/connectors/emis_case.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

struct emis_write_back : ::testing::Test {
  void SetUp() override {
    if (!test::simulator_process::exists()) GTEST_SKIP() << test::simulator_process::path() << " isn't built";
    emis.emplace();
    system = emis->system();
    std::tie(slot, patient) = emis->book();
    const auto rows = system->read_appointments(system_now(), system_now() + 48h);
    ASSERT_TRUE(rows);
    for (const auto& row : *rows)
      if (row.id == slot) told = row; // what the patient was asked about
  }

  /// As write_back does it, with time passing as fast as it is looked at.
  finished_operation carry_out(operation_kind kind) {
    operation_wanted wanted{.practice = *practice_id::parse("A99001"), .what = {}, .system_id = {}};
    wanted.what.operation = operation;
    wanted.what.kind = kind;
    wanted.what.patient = patient;
    wanted.what.appointment = slot;
    wanted.what.expected_starts_at = told.starts_at;
    wanted.what.expected_clinician = told.clinician;
    wanted.what.code = "279991000000102";
    wanted.what.text = kind == operation_kind::set_consent ? "no" : "Confirmed by text message";
    if (kind == operation_kind::file_document)
      wanted.what.document = secret_text(encode(document_source{.practice_name = "Brook Lane Surgery",
                                                                .practice_code = "A99001",
                                                                .title = "Conversation",
                                                                .patient_name = "Zoë Ŵilliams",
                                                                .nhs_number = "9990000018",
                                                                .filed_at = told.starts_at,
                                                                .filed_by = "ann",
                                                                .said = {},
                                                                .mark = to_text(operation)}));
    moment now(system_now());
    wanted.what.requested_at = now.wall;
    wanted.what.give_up_at = now.wall + 1h;
    outbox aut;
    aut.put(wanted);
    for (int i = 0; i < 20; ++i) {
      now = moment(now.wall + 20s);
      const auto request = aut.next(now);
      if (!request) continue;
      auto answer = system->perform(request->what);
      answer.token = request->token;
      if (auto done = aut.answered(answer, now)) return *done;
    }
    ADD_FAILURE() << "it never came to an end";
    return {};
  }
  void expect_done(operation_kind kind, std::string_view because = "") {
    const auto done = carry_out(kind);
    EXPECT_EQ(done.result, operation_result::done) << done.detail;
    EXPECT_THAT(done.detail, HasSubstr(std::string(because)));
  }
  int cancel_requests() const { return emis->slot(slot).at("cancel_requests").to_number<int>(); }
  void once(const char* fault) const { emis->fault({{fault, 1.0}, {"count", 1}}); }

  std::optional<test::emis_case> emis;
  std::unique_ptr<clinical_system> system;
  appointment_id slot;
  patient_id patient;
  appointment told;
  operation_id operation = random_id<operation_id>();
};

constexpr auto cancel = operation_kind::cancel_appointment;

TEST_F(emis_write_back, a_cancel_is_compared_and_done_once) {
  expect_done(cancel);
  EXPECT_FALSE(emis->holds(slot, patient));
  EXPECT_EQ(cancel_requests(), 1);
}

TEST_F(emis_write_back, a_cancel_whose_answer_was_lost_after_it_was_done_is_not_sent_again) {
  ASSERT_TRUE(system->perform(read_appointment{patient, slot}).found_appointment);
  emis->fault({{"reset_after_commit", 1.0}});
  const auto lost = system->perform(write_cancel{patient, slot});
  EXPECT_EQ(lost.error.code, error_code::outcome_unknown);
  emis->fault({{"reset_after_commit", 0.0}});
  expect_done(cancel, "it is cancelled in the clinical system");
  EXPECT_EQ(cancel_requests(), 1);
}

TEST_F(emis_write_back, a_cancel_that_was_lost_on_its_way_is_looked_at_and_sent_again) {
  for (const auto* fault : {"drop_before", "http_500", "http_302", "http_429", "locked"}) {
    const auto [another, who] = emis->book();
    slot = another;
    patient = who;
    told = *system->perform(read_appointment{patient, slot}).found_appointment;
    once(fault); // it strikes the look or the cancel, whichever comes first
    expect_done(cancel);
    EXPECT_FALSE(emis->holds(slot, patient)) << fault;
    EXPECT_LE(cancel_requests(), 1) << fault;
  }
}

TEST_F(emis_write_back, a_token_that_ends_between_the_look_and_the_cancel_costs_one_more_look) {
  emis->fault({{"expire_after", 1}});
  expect_done(cancel);
  EXPECT_EQ(cancel_requests(), 1);
}

TEST_F(emis_write_back, nothing_is_cancelled_when_staff_changed_it_meanwhile) {
  emis->change(slot, {{"holder", 1}});
  const auto done = carry_out(cancel);
  EXPECT_EQ(done.result, operation_result::differs);
  EXPECT_THAT(done.detail, HasSubstr("another clinician"));
  emis->change(slot, {{"holder", 0}, {"status", "Arrived"}});
  EXPECT_EQ(carry_out(cancel).result, operation_result::differs);
  const auto other = emis->book().second;
  emis->change(slot, {{"status", "Booked"}, {"give_to", std::stoll(other.value)}});
  EXPECT_EQ(carry_out(cancel).result, operation_result::differs);
  EXPECT_TRUE(emis->holds(slot, other));
  EXPECT_EQ(cancel_requests(), 0);
}

TEST_F(emis_write_back, a_deactivated_application_loses_no_cancel) {
  emis->fault({{"deactivated", true}});
  EXPECT_EQ(system->perform(write_cancel{patient, slot}).error.code, error_code::unreachable);
  emis->fault({{"deactivated", false}});
  expect_done(cancel);
}

TEST_F(emis_write_back, a_confirmation_is_added_to_what_staff_wrote) {
  emis->change(slot, {{"notes", "bring urine sample"}});
  expect_done(operation_kind::confirm_appointment);
  EXPECT_THAT(std::string(emis->slot(slot).at("notes").as_string()),
              testing::StartsWith("bring urine sample; Confirmed by text message (ref "));
  expect_done(operation_kind::confirm_appointment, "the note is there already");
}

TEST_F(emis_write_back, a_document_is_filed_once_whatever_became_of_the_answer) {
  std::size_t filed = 0;
  for (const auto* fault : {"reset_after_commit", "error_after_commit", "locked"}) {
    operation = random_id<operation_id>();
    once(fault);
    expect_done(operation_kind::file_document);
    const auto entries = emis->entries();
    ASSERT_EQ(entries.size(), ++filed) << fault;
    const auto& one = entries.back().as_object();
    EXPECT_EQ(one.at("file").as_string(), "tidings-" + to_text(operation) + ".pdf");
    EXPECT_EQ(one.at("title").as_string(), "Confirmed by text message");
    EXPECT_GT(one.at("file_bytes").to_number<int>(), 1'000);
    EXPECT_THAT(std::string(one.at("text").as_string()), HasSubstr("Tidings ref " + to_text(operation)));
  }
}

TEST_F(emis_write_back, a_document_that_emis_does_not_show_is_left_to_a_person_and_never_filed_twice) {
  once("drop_before");
  const auto done = carry_out(operation_kind::file_document);
  EXPECT_EQ(done.result, operation_result::rejected);
  EXPECT_THAT(done.detail, HasSubstr("look in the record"));
  EXPECT_TRUE(emis->entries().empty());
}

TEST_F(emis_write_back, a_code_is_filed_once_whatever_became_of_the_answer) {
  std::size_t filed = 0;
  for (const auto* fault : {"reset_after_commit", "error_after_commit", "drop_before", "http_500", "locked"}) {
    operation = random_id<operation_id>();
    once(fault);
    expect_done(operation_kind::file_code);
    EXPECT_EQ(emis->entries().size(), ++filed) << fault;
  }
}

TEST_F(emis_write_back, consent_withdrawn_is_filed_once_whatever_became_of_the_answer) {
  ASSERT_TRUE(system->read_patient(patient));
  once("drop_before");
  expect_done(operation_kind::set_consent);
  expect_done(operation_kind::set_consent);
  EXPECT_EQ(emis->entries().size(), 1U);
}

} // namespace
} // namespace tidings
