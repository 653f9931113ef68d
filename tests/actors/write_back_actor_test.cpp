// Outcomes into the clinical systems, with a connector that does as it is told.
#include "actors/write_back/write_back_actor.hpp"

#include "tests/actors/neighbours.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

struct write_back_actor_test : neighbourhood {
  write_back_actor aut = ours(sys.spawn(write_back, clock()));
  timestamp starts = now() + 47h;
  bool begins_told = false;

  write_back_actor_test() {
    tell(aut, stations());
    drain();
  }
  void wants(operation_kind kind, int n = 1, practice_id of = *practice_id::parse("A99001"),
             caf::timespan patience = 24h) {
    operation_requested what;
    what.operation = operation(n);
    what.kind = kind;
    what.patient = patient_id("p1");
    what.appointment = appointment_id("a1");
    what.expected_starts_at = starts;
    what.expected_clinician = "Dr Patel";
    what.text = "Confirmed by text message";
    what.code = "279991000000102";
    what.give_up_at = now() + std::chrono::floor<millis>(patience);
    what.requested_at = now();
    what.begins_told = begins_told;
    tell(aut, operation_wanted{of, what, false});
    drain();
  }
  static operation_id operation(int n) { return id_from_name<operation_id>("test", std::to_string(n)); }
  const connector_call& call() const { return heard->connector_calls.back(); }
  template <class Request> bool asks() const {
    return !heard->connector_calls.empty() && std::holds_alternative<Request>(call().what);
  }
  void answers(connector_answer what = {}) {
    what.practice = call().practice;
    what.token = call().token;
    tell(call().answer_to, what);
    drain();
  }
  void shows_the_booking() {
    answers({.found_appointment = booking("a1", "p1", starts), .notes = "Needs an interpreter"});
  }
  std::vector<operation_outcome> outcomes() const { return heard->commands<operation_outcome>(); }
};

TEST_F(write_back_actor_test, cancels_after_a_look_and_tells_the_practice) {
  wants(operation_kind::cancel_appointment);
  ASSERT_TRUE(asks<read_appointment>());
  EXPECT_EQ(call().practice, a);
  shows_the_booking();
  ASSERT_TRUE(asks<write_cancel>());
  EXPECT_TRUE(outcomes().empty());
  answers();
  ASSERT_EQ(outcomes().size(), 1U);
  EXPECT_EQ(outcomes()[0].operation, operation(1));
  EXPECT_EQ(outcomes()[0].result, operation_result::done);
  EXPECT_EQ(heard->told.back().practice, a);
  advance(1h);
  EXPECT_EQ(heard->connector_calls.size(), 2U);
}

TEST_F(write_back_actor_test, told_to_stop_hears_the_answer_that_is_under_way_and_asks_nothing_more) {
  wants(operation_kind::set_consent, 1);
  wants(operation_kind::set_consent, 2);
  const auto before = running();
  end(aut, caf::exit_reason::user_shutdown);
  EXPECT_EQ(running(), before);
  answers();
  EXPECT_EQ(running(), before - 1);
  ASSERT_EQ(outcomes().size(), 1U);
  EXPECT_EQ(outcomes()[0].operation, operation(1));
  EXPECT_EQ(heard->connector_calls.size(), 1U) << "the second is done after the next start";
}

TEST_F(write_back_actor_test, told_to_stop_while_it_asks_nothing_ends_at_once) {
  const auto before = running();
  end(aut, caf::exit_reason::user_shutdown);
  EXPECT_EQ(running(), before - 1);
}

TEST_F(write_back_actor_test, does_not_cancel_an_appointment_that_was_moved) {
  wants(operation_kind::cancel_appointment);
  answers({.found_appointment = booking("a1", "p1", starts + 1h)});
  ASSERT_EQ(outcomes().size(), 1U);
  EXPECT_EQ(outcomes()[0].result, operation_result::differs);
  EXPECT_EQ(heard->connector_calls.size(), 1U);
}

TEST_F(write_back_actor_test, confirms_files_and_declines_one_after_the_other) {
  wants(operation_kind::confirm_appointment, 1);
  wants(operation_kind::file_code, 2);
  wants(operation_kind::set_consent, 3);
  shows_the_booking();
  ASSERT_TRUE(asks<write_note>());
  EXPECT_TRUE(std::get<write_note>(call().what).text.starts_with("Needs an interpreter; "));
  EXPECT_EQ(heard->connector_calls.size(), 2U) << "one at a time";
  answers();
  ASSERT_TRUE(asks<write_code>());
  answers({.system_uid = "entry-7"});
  ASSERT_TRUE(asks<write_consent>());
  answers();
  ASSERT_EQ(outcomes().size(), 3U);
  EXPECT_EQ(outcomes()[1].system_uid, "entry-7");
}

TEST_F(write_back_actor_test, lets_no_practice_wait_for_another) {
  wants(operation_kind::file_code, 1, a);
  wants(operation_kind::file_code, 2, b);
  ASSERT_EQ(heard->connector_calls.size(), 2U);
  EXPECT_EQ(call().practice, b);
  answers({.system_uid = "entry-7"});
  ASSERT_EQ(outcomes().size(), 1U);
  EXPECT_EQ(heard->told[0].practice, b);
}

TEST_F(write_back_actor_test, comes_back_later_when_the_system_is_busy) {
  wants(operation_kind::file_code);
  answers({.error = {error_code::overloaded, "the record is in use"}});
  EXPECT_EQ(heard->connector_calls.size(), 1U);
  advance(2s);
  EXPECT_EQ(heard->connector_calls.size(), 2U);
  answers({.error = {error_code::unreachable, "no route"}});
  advance(3s);
  EXPECT_EQ(heard->connector_calls.size(), 2U);
  advance(1s);
  EXPECT_EQ(heard->connector_calls.size(), 3U);
}

TEST_F(write_back_actor_test, reads_back_what_it_never_heard_of_again) {
  wants(operation_kind::file_code);
  ASSERT_TRUE(asks<write_code>());
  advance(outbox::answer_limit + 5s);
  ASSERT_TRUE(asks<find_code>());
  answers({.system_uid = "entry-7"});
  ASSERT_EQ(outcomes().size(), 1U);
  EXPECT_EQ(outcomes()[0].result, operation_result::done);
  EXPECT_EQ(outcomes()[0].system_uid, "entry-7");
}

TEST_F(write_back_actor_test, takes_a_late_answer_for_none) {
  wants(operation_kind::file_code);
  const auto first = call();
  advance(outbox::answer_limit + 5s);
  tell(aut, connector_answer{.practice = a, .token = first.token, .error = {error_code::refused, "too late"}});
  tell(aut, connector_answer{.practice = b, .token = 1});
  drain();
  EXPECT_TRUE(outcomes().empty());
}

TEST_F(write_back_actor_test, gives_up_when_its_time_is_over) {
  wants(operation_kind::file_code, 1, a, 30min);
  for (int tries = 0; tries < 40; ++tries) {
    if (outcomes().empty()) answers({.error = {error_code::unreachable, "no route"}});
    advance(1min);
  }
  ASSERT_EQ(outcomes().size(), 1U);
  EXPECT_EQ(outcomes()[0].result, operation_result::rejected);
  EXPECT_EQ(outcomes()[0].detail, "could not be written in time: no route");
  const auto calls = heard->connector_calls.size();
  advance(1h);
  EXPECT_EQ(heard->connector_calls.size(), calls);
}

TEST_F(write_back_actor_test, has_the_practice_write_down_that_a_write_begins_before_the_system_is_asked) {
  begins_told = true;
  wants(operation_kind::file_code, 1, a);
  wants(operation_kind::file_code, 2, b);
  EXPECT_TRUE(heard->connector_calls.empty());
  ASSERT_EQ(heard->told.size(), 2U);
  const auto one = heard->told[0], other = heard->told[1];
  EXPECT_EQ(one.practice, a);
  EXPECT_EQ(std::get<begin_operation>(one.what).operation, operation(1));
  tell(one.answer_to, command_answer{one.token + 100, {}}); // nobody asked that
  drain();
  EXPECT_TRUE(heard->connector_calls.empty());
  tell(other.answer_to, command_answer{other.token, {}});
  tell(other.answer_to, command_answer{other.token, {}});
  drain();
  ASSERT_EQ(heard->connector_calls.size(), 1U);
  EXPECT_EQ(call().practice, b);
  ASSERT_TRUE(asks<write_code>());
  answers({.system_uid = "entry-7"});
  ASSERT_EQ(outcomes().size(), 1U);
  EXPECT_EQ(outcomes()[0].operation, operation(2));
}

TEST_F(write_back_actor_test, told_to_stop_before_anything_was_written_ends_at_once) {
  begins_told = true;
  wants(operation_kind::file_code);
  const auto before = running();
  end(aut, caf::exit_reason::user_shutdown);
  EXPECT_EQ(running(), before - 1);
}

TEST_F(write_back_actor_test, takes_an_operation_that_is_told_twice_once) {
  wants(operation_kind::file_code);
  wants(operation_kind::file_code);
  answers({.system_uid = "entry-7"});
  EXPECT_EQ(heard->connector_calls.size(), 1U);
  EXPECT_EQ(outcomes().size(), 1U);
}

} // namespace
