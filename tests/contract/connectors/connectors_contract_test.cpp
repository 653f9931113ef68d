// What every clinical system has to keep, whatever is behind it. The fault table is connector_faults_test's, with
// SystmOne and EMIS in it; what else those two keep stands in their own contract tests.
#include "tests/contract/connectors/world.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <gmock/gmock.h>

#include <algorithm>

namespace tidings::test {

std::ostream& operator<<(std::ostream& out, const world_case& one) { return out << one.name; }

namespace {

using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

/// One line for each clinical system.
const world_case worlds[] = {
    {"sqlite", make_sqlite_world},
    {"postgresql", make_postgresql_world},
    {"file_drop", make_file_world},
};

constexpr auto monday = timestamp(std::chrono::sys_days(std::chrono::year(2030) / 3 / 4)); // local time is UTC then
constexpr auto at_nine = monday + std::chrono::hours(9), at_ten = monday + std::chrono::hours(10);
constexpr auto week_end = monday + std::chrono::days(7);
const auto operation = id_from_name<operation_id>("test", "operation");

class a_clinical_system : public ::testing::TestWithParam<world_case> {
protected:
  void SetUp() override {
    world = GetParam().make();
    if (!world) GTEST_SKIP() << "what " << GetParam().name << " needs is not installed";
    system = world->connect();
  }

  std::vector<std::string> ids() {
    const auto rows = system->read_appointments(monday, week_end);
    std::vector<std::string> out;
    if (!rows) ADD_FAILURE() << rows.error().detail;
    if (rows)
      for (const auto& one : *rows)
        if (one.status != appointment_status::cancelled) out.push_back(one.id.value);
    return out;
  }
  connector_answer look(int id, int patient = 1) { return system->perform(read_appointment{who(patient), which(id)}); }
  connector_answer cancel(int id, int patient = 1) { return system->perform(write_cancel{who(patient), which(id)}); }
  bool writes() const { return world->can_write(); }

  static patient_id who(int patient) { return patient_id(std::to_string(patient)); }
  static appointment_id which(int id) { return appointment_id(std::to_string(id)); }

  std::unique_ptr<clinical_world> world;
  std::unique_ptr<clinical_system> system;
};

TEST_P(a_clinical_system, is_found_as_it_should_be) {
  const auto found = system->probe();
  EXPECT_TRUE(found.has_value()) << found.error().detail;
}

TEST_P(a_clinical_system, shows_what_is_booked_in_the_window_and_nothing_else) {
  world->book({11, 1, at_nine});
  world->book({12, 2, at_ten});
  world->book({13, 3, week_end});
  world->book({14, 3, week_end - millis(60'000)});
  EXPECT_THAT(ids(), UnorderedElementsAre("11", "12", "14"));
}

TEST_P(a_clinical_system, shows_each_appointment_as_it_was_booked) {
  world->book({11, 2, at_nine});
  const auto rows = system->read_appointments(monday, week_end);
  ASSERT_TRUE(rows.has_value()) << rows.error().detail;
  ASSERT_EQ(rows->size(), 1U);
  const appointment expected{
      which(11), who(2), at_nine, 10, "GP Surgery", "Dr Jay", "Routine", "Main", appointment_status::booked};
  EXPECT_EQ(rows->front(), expected);
}

TEST_P(a_clinical_system, shows_at_once_what_staff_did_meanwhile) {
  world->book({11, 1, at_nine});
  world->book({12, 2, at_nine});
  EXPECT_THAT(ids(), UnorderedElementsAre("11", "12"));
  world->remove(11);
  world->move(12, at_ten);
  EXPECT_THAT(ids(), UnorderedElementsAre("12"));
  const auto rows = system->read_appointments(monday, week_end);
  ASSERT_TRUE(rows.has_value());
  EXPECT_EQ(rows->front().starts_at, at_ten);
}

TEST_P(a_clinical_system, knows_a_patients_name_number_and_consent) {
  ASSERT_TRUE(system->read_appointments(monday, week_end).has_value());
  const auto ann = system->read_patient(who(1));
  ASSERT_TRUE(ann.has_value()) << ann.error().detail;
  EXPECT_EQ(ann->first_name.reveal(), "Zo\xC3\xAB");
  EXPECT_EQ(ann->last_name.reveal(), "O'Brien");
  EXPECT_EQ(ann->mobile.reveal(), "07700 900101");
  EXPECT_EQ(ann->sms_consent, consent::yes);
  EXPECT_FALSE(ann->dead);
  EXPECT_EQ(system->read_patient(who(2))->sms_consent, consent::no);
  EXPECT_EQ(system->read_patient(who(3))->sms_consent, consent::unknown);
}

TEST_P(a_clinical_system, refuses_a_patient_that_is_not_there) {
  const auto nobody = system->read_patient(who(77));
  ASSERT_FALSE(nobody.has_value());
  EXPECT_EQ(nobody.error().code, error_code::refused);
}

TEST_P(a_clinical_system, cancels_once) {
  if (!writes()) GTEST_SKIP() << "it can't be written to";
  world->book({11, 1, at_nine});
  world->book({12, 1, at_ten});
  ASSERT_TRUE(look(11).found_appointment.has_value());
  EXPECT_EQ(cancel(11).error, failure());
  EXPECT_FALSE(world->is_booked(11));
  EXPECT_TRUE(world->is_booked(12));
  EXPECT_NE(cancel(11).error.code, error_code::none) << "it has to be read before each cancel";
  const auto again = look(11);
  ASSERT_TRUE(again.found_appointment.has_value());
  EXPECT_EQ(again.found_appointment->status, appointment_status::cancelled);
  EXPECT_EQ(cancel(11).error.code, error_code::refused);
}

TEST_P(a_clinical_system, tells_an_appointment_that_is_not_there_from_one_that_can_not_be_read) {
  if (!writes()) GTEST_SKIP() << "it can't be asked about one";
  const auto none = look(99);
  EXPECT_EQ(none.error, failure());
  EXPECT_FALSE(none.found_appointment.has_value());
}

struct staff_edit {
  const char* what;
  void (*make)(clinical_world&);
};
const staff_edit edits[] = {
    {"moved", [](clinical_world& w) { w.move(11, at_ten); }},
    {"given to another patient", [](clinical_world& w) { w.give_to(11, 2); }},
    {"cancelled", [](clinical_world& w) { w.cancel(11); }},
    {"removed", [](clinical_world& w) { w.remove(11); }},
};

TEST_P(a_clinical_system, does_not_write_over_what_staff_did_since_it_was_read) {
  if (!writes()) GTEST_SKIP() << "it can't be written to";
  for (const auto& edit : edits) {
    SCOPED_TRACE(edit.what);
    world->book({11, 1, at_nine});
    ASSERT_TRUE(look(11).found_appointment.has_value());
    edit.make(*world);
    const bool booked = world->is_booked(11);
    const auto answer = cancel(11);
    EXPECT_TRUE(answer.error.code == error_code::overloaded || answer.error.code == error_code::refused)
        << boost::describe::enum_to_string(answer.error.code, "");
    EXPECT_EQ(world->is_booked(11), booked);
    world->remove(11);
  }
}

TEST_P(a_clinical_system, does_not_cancel_what_belongs_to_another_patient) {
  if (!writes()) GTEST_SKIP() << "it can't be written to";
  world->book({11, 2, at_nine});
  look(11);
  EXPECT_EQ(cancel(11, 1).error.code, error_code::refused);
  EXPECT_TRUE(world->is_booked(11));
}

TEST_P(a_clinical_system, keeps_a_note_and_shows_it_when_read_back) {
  if (!writes()) GTEST_SKIP() << "it can't be written to";
  world->book({11, 1, at_nine});
  EXPECT_EQ(look(11).notes, "");
  const std::string text = "Confirmed by text, 10:00; \xE2\x82\xAC isn't lost (ref 12345678)";
  EXPECT_EQ(system->perform(write_note{who(1), which(11), text}).error, failure());
  EXPECT_EQ(look(11).notes, text);
  EXPECT_EQ(world->notes(11), text);
  EXPECT_TRUE(world->is_booked(11));
}

TEST_P(a_clinical_system, files_a_code_once_however_often_it_is_asked) {
  if (!writes()) GTEST_SKIP() << "it can't be written to";
  const find_code question{who(1), operation, {}};
  EXPECT_EQ(system->perform(question).system_uid, "");
  const write_code entry{who(1), operation, "279991000000102", "Reminder delivered"};
  const auto first = system->perform(entry);
  EXPECT_EQ(first.error, failure());
  EXPECT_FALSE(first.system_uid.empty());
  EXPECT_FALSE(system->perform(question).system_uid.empty());
  const auto second = system->perform(entry);
  EXPECT_EQ(second.error, failure());
  EXPECT_EQ(world->entries(), 1);
}

TEST_P(a_clinical_system, writes_a_patients_consent) {
  if (!writes()) GTEST_SKIP() << "it can't be written to";
  EXPECT_EQ(system->perform(write_consent{who(3), false}).error, failure());
  EXPECT_EQ(system->read_patient(who(3))->sms_consent, consent::no);
  EXPECT_EQ(system->perform(write_consent{who(77), false}).error.code, error_code::refused);
}

TEST_P(a_clinical_system, that_may_only_be_read_says_so_and_stays_as_it_is) {
  system = world->connect(false);
  world->book({11, 1, at_nine});
  EXPECT_THAT(ids(), UnorderedElementsAre("11"));
  look(11);
  const connector_request all[] = {write_cancel{who(1), which(11)}, write_note{who(1), which(11), "x"},
                                   write_code{who(1), operation, "279991000000102", "x"}, write_consent{who(1), false}};
  for (const auto& one : all) {
    const auto answer = system->perform(one);
    EXPECT_EQ(answer.error.code, error_code::refused);
    EXPECT_THAT(answer.error.detail, HasSubstr("clinical system")); // what staff do about it
  }
  EXPECT_TRUE(world->is_booked(11));
}

// -- the fault table ------------------------------------------------------------------------------

struct struck {
  fault what;
  std::vector<error_code> read, write; ///< any of these
  const char* said;                    ///< in a reading's reason
};
const struck faults[] = {
    {fault::stopped, {error_code::unreachable, error_code::not_configured}, {error_code::unreachable}, ""},
    {fault::not_let_in,
     {error_code::refused, error_code::unreachable},
     {error_code::refused, error_code::unreachable},
     ""},
    {fault::lock_held,
     {error_code::overloaded, error_code::unreachable},
     {error_code::overloaded, error_code::unreachable},
     ""},
    {fault::schema_drift,
     {error_code::not_configured, error_code::invalid_input},
     {error_code::not_configured, error_code::unreachable, error_code::overloaded},
     "clinician"},
    {fault::cut_off,
     {error_code::invalid_input, error_code::unreachable},
     {error_code::unreachable, error_code::outcome_unknown},
     ""},
};

bool is_one_of(error_code code, const std::vector<error_code>& all) {
  return std::find(all.begin(), all.end(), code) != all.end();
}

TEST_P(a_clinical_system, gives_no_reading_rather_than_half_of_one_and_is_back_when_it_is_mended) {
  for (const auto& one : faults) {
    SCOPED_TRACE(static_cast<int>(one.what));
    world->book({11, 1, at_nine});
    world->book({12, 2, at_ten});
    ASSERT_EQ(ids().size(), 2U);
    if (world->strike(one.what)) {
      const auto rows = system->read_appointments(monday, week_end);
      EXPECT_FALSE(rows.has_value());
      if (!rows) {
        EXPECT_TRUE(is_one_of(rows.error().code, one.read)) << boost::describe::enum_to_string(rows.error().code, "");
        const auto probed = system->probe();
        EXPECT_THAT(rows.error().detail + (probed ? "" : probed.error().detail), HasSubstr(one.said));
      }
      world->mend(one.what);
      EXPECT_TRUE(system->probe().has_value());
      EXPECT_EQ(ids().size(), 2U) << "mended";
    }
    world->remove(11);
    world->remove(12);
  }
}

TEST_P(a_clinical_system, does_not_say_done_of_what_a_fault_prevented) {
  if (!writes()) GTEST_SKIP() << "it can't be written to";
  for (const auto& one : faults) {
    SCOPED_TRACE(static_cast<int>(one.what));
    world->book({11, 1, at_nine});
    ASSERT_TRUE(look(11).found_appointment.has_value());
    if (world->strike(one.what)) {
      const auto answer = cancel(11);
      EXPECT_TRUE(is_one_of(answer.error.code, one.write)) << boost::describe::enum_to_string(answer.error.code, "");
      world->mend(one.what);
      EXPECT_TRUE(world->is_booked(11));
      for (int tries = 0; tries < 3 && world->is_booked(11); ++tries) {
        look(11);
        cancel(11);
      }
      EXPECT_FALSE(world->is_booked(11)) << "mended";
    }
    world->remove(11);
  }
}

INSTANTIATE_TEST_SUITE_P(each, a_clinical_system, ::testing::ValuesIn(worlds),
                         [](const auto& one) { return one.param.name; });

} // namespace
} // namespace tidings::test
