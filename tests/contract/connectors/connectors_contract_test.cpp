// What every clinical system has to keep, whatever is behind it: one sentence a test, one column of sentences.txt a
// system. The fault table is fault_table.cpp's; what only one system has stands in its `own_` file.
#include "tests/contract/connectors/clinical_case.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <set>
#include <sstream>

namespace tidings::test {

namespace {

using ::testing::AnyOf;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using ::testing::UnorderedElementsAre;

/// One line for each clinical system.
const world_case worlds[] = {
    {"systmone", make_systmone_world}, {"emis", make_emis_world},      {"postgresql", make_postgresql_world},
    {"sqlite", make_sqlite_world},     {"file_drop", make_file_world}, {"gp_connect", make_gp_connect_world},
    {"fhir_r4", make_fhir_r4_world},
};

TEST_P(a_clinical_system, is_found_as_it_should_be) {
  const auto found = system->probe();
  EXPECT_TRUE(found.has_value()) << found.error().detail;
}

TEST_P(a_clinical_system, shows_what_is_booked_in_the_window_and_nothing_else) {
  const auto to = world->window().to;
  world->book({11, 1, world->hour(0)});
  world->book({12, 2, world->hour(1)});
  world->book({13, 3, to});
  world->book({14, 3, to - millis(60'000)});
  EXPECT_THAT(booked(), UnorderedElementsAre(which(11), which(12), which(14)));
}

TEST_P(a_clinical_system, shows_each_appointment_as_it_was_booked) {
  const seat what{11, 2, world->hour(0)};
  world->book(what);
  EXPECT_EQ(rows(), std::vector{world->as_booked(what)});
}

TEST_P(a_clinical_system, shows_at_once_what_staff_did_meanwhile) {
  world->book({11, 1, world->hour(0)});
  world->book({12, 2, world->hour(0)});
  EXPECT_THAT(booked(), UnorderedElementsAre(which(11), which(12)));
  world->remove(11);
  world->move(12, world->hour(1));
  EXPECT_THAT(booked(), UnorderedElementsAre(which(12)));
  for (const auto& one : rows())
    if (one.id == which(12)) {
      EXPECT_EQ(one.starts_at, world->hour(1));
    }
}

TEST_P(a_clinical_system, knows_a_patients_name_number_and_consent) {
  rows(); // files are taken with a reading
  const auto zoe = system->read_patient(who(1));
  ASSERT_TRUE(zoe.has_value()) << zoe.error().detail;
  EXPECT_EQ(zoe->first_name.reveal(), people[0].first_name);
  EXPECT_EQ(zoe->last_name.reveal(), people[0].last_name);
  EXPECT_EQ(zoe->mobile.reveal(), people[0].mobile);
  EXPECT_THAT(zoe->nhs_number.reveal(), StartsWith("999"));
  EXPECT_EQ(zoe->sms_consent, consent::yes);
  EXPECT_FALSE(zoe->dead);
  EXPECT_EQ(system->read_patient(who(2))->sms_consent, consent::no);
  EXPECT_EQ(system->read_patient(who(3))->sms_consent, consent::unknown);
}

TEST_P(a_clinical_system, refuses_a_patient_that_is_not_there) {
  const auto nobody = system->read_patient(who(77));
  ASSERT_FALSE(nobody.has_value());
  EXPECT_EQ(nobody.error().code, error_code::refused);
}

TEST_P(a_clinical_system, names_the_patients_whose_details_changed) {
  const auto yesterday = system_now() - std::chrono::hours(24);
  world->ring(2, "07700 900999");
  const auto changed = system->read_changed_patients(yesterday);
  ASSERT_TRUE(changed.has_value()) << changed.error().detail;
  EXCUSED_IF_IT_SHOWS(changed->empty())
  EXPECT_THAT(*changed, ::testing::Contains(who(2)));
  EXPECT_EQ(system->read_patient(who(2))->mobile.reveal(), "07700 900999");
}

TEST_P(a_clinical_system, tells_who_is_in_its_groups) {
  rows();
  EXCUSED_IF_IT_SHOWS(system->groups().empty())
  EXPECT_EQ(system->groups(), (clinical_system::group_lists{{"flu", {who(1), who(3)}}, {"asthma", {who(2)}}}));
  ASSERT_TRUE(world->empty_group("flu"));
  rows();
  EXPECT_EQ(system->groups(), (clinical_system::group_lists{{"flu", {}}, {"asthma", {who(2)}}})) << "named, and empty";
}

TEST_P(a_clinical_system, says_that_it_can_not_be_written_to_and_stays_as_it_is) {
  const auto asked_about = hear_of({11, 1, world->hour(0)});
  system = world->connect(false);
  rows();
  look(11);
  const connector_request all[] = {write_cancel{who(1), which(11)}, write_note{who(1), which(11), "x"},
                                   write_code{who(1), operation, "279991000000102", "x"}, write_consent{who(1), false}};
  if (!excuse().empty()) GTEST_SKIP() << excuse();
  for (const auto& one : all) {
    const auto answer = system->perform(one);
    EXPECT_EQ(answer.error.code, error_code::refused);
    EXPECT_THAT(answer.error.detail, HasSubstr("clinical system")); // what staff do about it
  }
  EXPECT_EQ(carry_out(wanted(operation_kind::cancel_appointment, practice, asked_about)).result,
            operation_result::rejected)
      << "a person gets it";
  EXPECT_TRUE(world->is_booked(11));
}

// -- written --------------------------------------------------------------------------------------

TEST_P(a_clinical_system, cancels_once) {
  world->book({11, 1, world->hour(0)});
  world->book({12, 1, world->hour(1)});
  rows();
  EXCUSED_IF_IT_SHOWS(cancel(11).error.code == error_code::refused)
  ASSERT_TRUE(look(11).found_appointment.has_value());
  const auto done = cancel(11);
  EXPECT_EQ(done.error, failure()) << done.error.detail;
  EXPECT_FALSE(world->is_booked(11));
  EXPECT_TRUE(world->is_booked(12));
  const auto again = look(11).found_appointment;
  EXPECT_TRUE(!again || again->status == appointment_status::cancelled);
  EXPECT_EQ(cancel(11).error.code, error_code::refused);
  EXPECT_TRUE(world->is_booked(12));
}

TEST_P(a_clinical_system, tells_an_appointment_that_is_not_there_from_one_that_can_not_be_read) {
  const auto none = look(99);
  EXCUSED_IF_IT_SHOWS(none.error.code == error_code::refused)
  EXPECT_EQ(none.error, failure()) << none.error.detail;
  EXPECT_FALSE(none.found_appointment.has_value());
}

struct staff_edit {
  const char* what;
  bool (*make)(clinical_world&);
  operation_result comes_to; ///< a cancel by write-back's rules; `differs`: a person gets it
};
const staff_edit edits[] = {
    {"moved", [](clinical_world& w) { return w.move(11, w.hour(1)), true; }, operation_result::differs},
    {"given to another patient", [](clinical_world& w) { return w.give_to(11, 2); }, operation_result::differs},
    {"cancelled", [](clinical_world& w) { return w.cancel(11), true; }, operation_result::done},
    {"removed", [](clinical_world& w) { return w.remove(11), true; }, operation_result::done},
};

TEST_P(a_clinical_system, does_not_write_over_what_staff_cancelled_or_gave_away_since_it_was_read) {
  for (const auto& edit : edits) {
    if (edit.what == std::string_view("moved")) continue;
    SCOPED_TRACE(edit.what);
    world->book({11, 1, world->hour(0)});
    rows();
    EXCUSED_IF_IT_SHOWS(cancel(11).error.code == error_code::refused)
    ASSERT_TRUE(look(11).found_appointment.has_value());
    const auto before = which(11);
    if (!edit.make(*world)) continue;
    const bool booked = world->is_booked(11);
    const auto answer = system->perform(write_cancel{who(1), before});
    EXPECT_THAT(answer.error.code, AnyOf(error_code::overloaded, error_code::refused)) << answer.error.detail;
    EXPECT_EQ(world->is_booked(11), booked);
    world->remove(11);
  }
}

TEST_P(a_clinical_system, does_not_cancel_what_staff_moved_since_it_was_read) {
  world->book({11, 1, world->hour(0)});
  rows();
  look(11);
  const auto before = which(11);
  world->move(11, world->hour(1));
  const auto answer = system->perform(write_cancel{who(1), before});
  if (!excuse().empty()) GTEST_SKIP() << excuse();
  EXPECT_THAT(answer.error.code, AnyOf(error_code::overloaded, error_code::refused)) << answer.error.detail;
  EXPECT_TRUE(world->is_booked(11));
}

TEST_P(a_clinical_system, leaves_to_a_person_what_staff_changed_since_the_patient_was_asked) {
  for (const auto& edit : edits) {
    SCOPED_TRACE(edit.what);
    const auto asked_about = hear_of({11, 1, world->hour(0)});
    if (!edit.make(*world)) continue;
    const bool booked = world->is_booked(11);
    const auto done = carry_out(wanted(operation_kind::cancel_appointment, practice, asked_about));
    if (edit.comes_to == operation_result::done && done.result == operation_result::done) {
      EXPECT_EQ(done.detail, "it is cancelled in the clinical system"); // by staff: that was to come about
    } else {
      EXPECT_THAT(done.result, AnyOf(operation_result::differs, operation_result::rejected)) << done.detail;
    }
    EXPECT_EQ(world->is_booked(11), booked);
    world->remove(11);
  }
}

TEST_P(a_clinical_system, does_not_cancel_what_belongs_to_another_patient) {
  world->book({11, 2, world->hour(0)});
  rows();
  look(11);
  EXPECT_EQ(cancel(11, 1).error.code, error_code::refused);
  EXPECT_TRUE(world->is_booked(11));
}

TEST_P(a_clinical_system, takes_the_look_for_a_part_of_the_cancel) {
  world->book({11, 1, world->hour(0)});
  rows();
  if (!excuse().empty()) GTEST_SKIP() << excuse();
  EXPECT_EQ(cancel(11).error.code, error_code::overloaded) << "it has to be read before each cancel";
  EXPECT_TRUE(world->is_booked(11));
}

TEST_P(a_clinical_system, is_asked_once_for_a_cancel_whose_answer_was_lost) {
  world->expect(fault::lost_commit);
  system = world->connect();
  const auto asked_about = hear_of({11, 1, world->hour(0)});
  EXCUSED_IF_IT_SHOWS(!world->strike(fault::lost_commit))
  bool struck = false;
  const auto done = test::carry_out(wanted(operation_kind::cancel_appointment, practice, asked_about),
                                    [&](const connector_request& one) {
                                      const bool writes = std::holds_alternative<write_cancel>(one);
                                      if (writes && !std::exchange(struck, true)) {
                                        world->strike(fault::lost_commit);
                                        auto answer = system->perform(one);
                                        EXPECT_EQ(answer.error.code, error_code::outcome_unknown);
                                        EXPECT_FALSE(world->is_booked(11));
                                        return answer;
                                      }
                                      EXPECT_FALSE(writes) << "a second time";
                                      return system->perform(one);
                                    });
  EXPECT_EQ(done.result, operation_result::done) << done.detail;
  EXPECT_THAT(world->cancels(11), AnyOf(1, -1));
}

TEST_P(a_clinical_system, keeps_a_note_and_shows_it_when_read_back) {
  world->book({11, 1, world->hour(0)});
  rows();
  const std::string text = "Confirmed by text, 10:00; \xE2\x82\xAC isn't \"lost\" & <gone> (ref 12345678)";
  const write_note note{who(1), which(11), text};
  EXCUSED_IF_IT_SHOWS(system->perform(note).error.code == error_code::refused)
  EXPECT_EQ(look(11).notes, "");
  EXPECT_EQ(system->perform(note).error, failure());
  EXPECT_EQ(look(11).notes, text);
  EXPECT_EQ(world->notes(11), text);
  EXPECT_TRUE(world->is_booked(11));
}

TEST_P(a_clinical_system, has_a_confirmation_once_beside_what_staff_wrote) {
  const auto asked_about = hear_of({11, 1, world->hour(0)});
  const auto confirmation = wanted(operation_kind::confirm_appointment, practice, asked_about);
  EXCUSED_IF_IT_SHOWS(carry_out(confirmation).result == operation_result::rejected)
  world->annotate(11, "bring urine sample");
  EXPECT_EQ(carry_out(confirmation).result, operation_result::done);
  EXPECT_THAT(world->notes(11), StartsWith("bring urine sample; Said so by text message (ref "));
  const auto before = world->notes(11);
  EXPECT_EQ(carry_out(confirmation).detail, "the note is there already");
  EXPECT_EQ(world->notes(11), before);
  EXPECT_TRUE(world->is_booked(11));
}

TEST_P(a_clinical_system, shows_a_filed_code_by_its_operation) {
  world->book({11, 1, world->hour(0)});
  rows();
  const write_code entry{who(1), operation, "279991000000102", "Reminder delivered"};
  EXCUSED_IF_IT_SHOWS(system->perform(entry).error.code == error_code::refused)
  const find_code question{who(1), operation, system_now()};
  EXPECT_EQ(system->perform(question).system_uid, "");
  const auto filed = system->perform(entry);
  EXPECT_EQ(filed.error, failure()) << filed.error.detail;
  EXPECT_FALSE(filed.system_uid.empty());
  EXPECT_FALSE(system->perform(question).system_uid.empty());
  EXPECT_EQ(system->perform(find_code{who(1), random_id<operation_id>(), system_now()}).system_uid, "");
  EXPECT_EQ(world->entries(), 1);
}

TEST_P(a_clinical_system, takes_the_same_code_twice_for_one) {
  if (!excuse().empty()) GTEST_SKIP() << excuse();
  const write_code entry{who(1), operation, "279991000000102", "Reminder delivered"};
  EXPECT_EQ(system->perform(entry).error, failure());
  EXPECT_EQ(system->perform(entry).error, failure());
  EXPECT_EQ(world->entries(), 1);
}

TEST_P(a_clinical_system, has_a_code_once_whatever_became_of_the_answer) {
  world->expect(fault::lost_commit);
  system = world->connect();
  auto asked = wanted(operation_kind::file_code, practice, hear_of({11, 1, world->hour(0)}));
  if (!excuse().empty()) GTEST_SKIP() << excuse();
  ASSERT_TRUE(world->strike(fault::lost_commit));
  auto done = carry_out(asked);
  EXPECT_EQ(done.result, operation_result::done) << done.detail;
  EXPECT_EQ(done.detail, "the entry is there already");
  EXPECT_EQ(world->entries(), 1);
  asked.perhaps_done = true; // as after a restart of the broker
  EXPECT_EQ(carry_out(asked).detail, "the entry is there already");
  EXPECT_EQ(world->entries(), 1);
}

TEST_P(a_clinical_system, writes_a_patients_consent) {
  world->book({11, 3, world->hour(0)});
  rows();
  const auto done = system->perform(write_consent{who(3), false});
  EXCUSED_IF_IT_SHOWS(done.error.code == error_code::refused)
  EXPECT_EQ(done.error, failure()) << done.error.detail;
  EXPECT_EQ(system->read_patient(who(3))->sms_consent, consent::no);
  EXPECT_EQ(system->perform(write_consent{who(77), false}).error.code, error_code::refused);
}

// -- faults: those of a reading; the fault table has those of a write ------------------------------

struct struck {
  fault what;
  std::vector<error_code> read; ///< any of these
  const char* said;             ///< in a reading's reason
};
const struck faults[] = {
    {fault::stopped, {error_code::unreachable, error_code::not_configured}, ""},
    {fault::not_let_in, {error_code::refused, error_code::unreachable}, ""},
    {fault::lock_held, {error_code::overloaded, error_code::unreachable}, ""},
    {fault::schema_drift, {error_code::not_configured, error_code::invalid_input}, "clinician"},
    {fault::cut_off, {error_code::invalid_input, error_code::unreachable}, ""},
};

TEST_P(a_clinical_system, gives_no_reading_rather_than_half_of_one_and_is_back_when_it_is_mended) {
  int played = 0;
  for (const auto& one : faults) {
    SCOPED_TRACE(static_cast<int>(one.what));
    world->book({11, 1, world->hour(0)});
    world->book({12, 2, world->hour(1)});
    ASSERT_EQ(booked().size(), 2U);
    if (world->strike(one.what)) {
      ++played;
      const auto [from, to] = world->window();
      const auto read = system->read_appointments(from, to);
      EXPECT_FALSE(read.has_value());
      if (!read) {
        EXPECT_THAT(one.read, ::testing::Contains(read.error().code)) << read.error().detail;
        const auto probed = system->probe();
        EXPECT_THAT(read.error().detail + (probed ? "" : probed.error().detail), HasSubstr(one.said));
      }
      world->mend(one.what);
      const auto found = system->probe();
      EXPECT_TRUE(found.has_value()) << found.error().detail;
      EXPECT_EQ(booked().size(), 2U) << "mended";
    }
    world->remove(11);
    world->remove(12);
  }
  EXPECT_GE(played, 2);
}

INSTANTIATE_TEST_SUITE_P(each, a_clinical_system, ::testing::ValuesIn(worlds),
                         [](const auto& one) { return one.param.name; });

// -- the table -------------------------------------------------------------------------------------

TEST(the_sentences, stand_in_their_table_each_with_every_system_and_no_other) {
  const auto table = read_sentences();
  std::vector<std::string> systems;
  for (const auto& one : worlds) systems.push_back(one.name);
  EXPECT_EQ(table.systems, systems);
  std::set<std::string> there;
  const auto& all = *::testing::UnitTest::GetInstance();
  for (int i = 0; i < all.total_test_suite_count(); ++i) {
    const auto& suite = *all.GetTestSuite(i);
    if (suite.name() != std::string_view("each/a_clinical_system")) continue;
    for (int j = 0; j < suite.total_test_count(); ++j) {
      const std::string name = suite.GetTestInfo(j)->name();
      there.insert(name.substr(0, name.find('/')));
    }
  }
  EXPECT_EQ(std::set<std::string>(table.order.begin(), table.order.end()), there);
  EXPECT_EQ(table.order.size(), there.size()) << "one stands there twice";
  std::set<std::string> given, used;
  for (const auto& [name, words] : table.reasons) given.insert(name);
  for (const auto& [sentence, row] : table.cells) {
    EXPECT_EQ(row.size(), systems.size()) << sentence;
    for (const auto& [system, why] : row)
      if (!why.empty()) used.insert(why);
  }
  EXPECT_EQ(used, given);
}

TEST(the_sentences, are_what_the_connectors_readme_says) {
  std::ifstream file(TIDINGS_SOURCE_DIR "/actors/connector/README.md");
  std::ostringstream readme;
  readme << file.rdbuf();
  EXPECT_THAT(readme.str(), HasSubstr(as_markdown(read_sentences())));
}

} // namespace
} // namespace tidings::test
