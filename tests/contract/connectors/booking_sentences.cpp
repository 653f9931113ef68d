// A slot that came free, booked for whoever it was promised to: by systems that give it to the first who asks, alone.
#include "tests/contract/connectors/clinical_case.hpp"

namespace tidings::test {
namespace {

/// 11 was Zoë's and is cancelled; Bob has said YES to it.
operation_wanted for_bob(clinical_world& world, appointment was) {
  world.cancel(11);
  was.patient = world.who(2);
  auto what = wanted(operation_kind::book_slot, practice, was);
  what.what.text.clear();
  return what;
}

TEST_P(a_clinical_system, books_a_slot_that_came_free_once_for_whoever_it_was_promised_to) {
  const auto asked = for_bob(*world, hear_of({11, 1, world->hour(0)}));
  EXCUSED_IF_IT_SHOWS(system->perform(write_booking{who(2), which(11)}).error.code == error_code::refused)
  EXPECT_EQ(carry_out(asked).result, operation_result::done);
  EXPECT_EQ(holder_of(11), who(2));
  EXPECT_EQ(carry_out(asked).detail, "it is booked in the clinical system");
  EXPECT_NE(system->perform(write_booking{who(3), which(11)}).error, failure()) << "nobody looked before";
  EXPECT_EQ(holder_of(11), who(2));
}

TEST_P(a_clinical_system, does_not_book_a_slot_that_staff_gave_away_meanwhile) {
  const auto asked = for_bob(*world, hear_of({11, 1, world->hour(0)}));
  EXCUSED_IF_IT_SHOWS(system->perform(write_booking{who(2), which(11)}).error.code == error_code::refused)
  look(11, 2);
  ASSERT_TRUE(world->rebook(11, 3)); // between the look and the booking
  EXPECT_EQ(system->perform(write_booking{who(2), which(11)}).error.code, error_code::overloaded);
  EXPECT_EQ(holder_of(11), who(3));
  const auto done = carry_out(asked);
  EXPECT_EQ(done.result, operation_result::differs);
  EXPECT_EQ(done.detail, "the slot is no longer free in the clinical system");
  EXPECT_EQ(holder_of(11), who(3));
  world->cancel(11);
  world->book({12, 3, world->hour(0)}); // beside it, at the same time
  look(11, 2);
  EXPECT_EQ(system->perform(write_booking{who(2), which(11)}).error.code, error_code::overloaded);
  EXPECT_EQ(holder_of(11), std::nullopt);
  world->remove(11);
  EXPECT_EQ(carry_out(asked).detail, "the slot is no longer in the clinical system");
}

TEST_P(a_clinical_system, has_a_booking_once_whatever_became_of_the_answer) {
  world->expect(fault::lost_commit);
  system = world->connect();
  const auto asked = for_bob(*world, hear_of({11, 1, world->hour(0)}));
  if (!excuse().empty()) GTEST_SKIP() << excuse();
  ASSERT_TRUE(world->strike(fault::lost_commit));
  const auto done = carry_out(asked);
  EXPECT_EQ(done.result, operation_result::done) << done.detail;
  EXPECT_EQ(done.detail, "it is booked in the clinical system");
  EXPECT_EQ(holder_of(11), who(2));
}

} // namespace
} // namespace tidings::test
