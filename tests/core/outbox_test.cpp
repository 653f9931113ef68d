// One practice's writes into its clinical system.
#include "actors/write_back/outbox.hpp"
#include "schemas/documents.hpp"

#include <gtest/gtest.h>

using namespace tidings;
using namespace std::chrono_literals;

namespace {

constexpr timestamp nine = timestamp(std::chrono::sys_days(std::chrono::year(2026) / 3 / 2)) + 9h;
constexpr timestamp starts = nine + 47h;

operation_id numbered(int n) { return id_from_name<operation_id>("test", std::to_string(n)); }

struct an_outbox : ::testing::Test {
  outbox aut;
  timestamp now = nine;
  operation_id op = numbered(1);

  operation_wanted wanted(operation_kind kind, int n = 1) {
    return {*practice_id::parse("A99001"),
            {.operation = numbered(n),
             .kind = kind,
             .patient = patient_id("p1"),
             .appointment = appointment_id("a" + std::to_string(n)),
             .expected_starts_at = starts,
             .expected_clinician = "Dr Patel",
             .code = kind == operation_kind::file_code ? "279991000000102" : "",
             .text = kind == operation_kind::set_consent ? "no" : "Confirmed by text message",
             .give_up_at = nine + 24h,
             .requested_at = nine},
            false};
  }
  /// The booking as it was when the patient was asked.
  static appointment booked() {
    appointment what;
    what.id = appointment_id("a1");
    what.patient = patient_id("p1");
    what.starts_at = starts;
    what.clinician = "Dr Patel";
    return what;
  }
  template <class Request> std::optional<Request> next() {
    last = aut.next(now);
    if (!last) return std::nullopt;
    const auto* one = std::get_if<Request>(&last->what);
    EXPECT_TRUE(one) << "another request: number " << last->what.index();
    return one ? std::optional(*one) : std::nullopt;
  }
  std::optional<finished_operation> answers(connector_answer what = {}) {
    what.token = last ? last->token : 0;
    return aut.answered(what, now);
  }
  std::optional<finished_operation> finds(appointment what, std::string notes = {}) {
    return answers({.found_appointment = std::move(what), .notes = std::move(notes)});
  }
  std::optional<finished_operation> fails(error_code code) { return answers({.error = {code, "the reason"}}); }
  /// Lets time pass until the outbox wants to be woken.
  void wait() { now = std::max(now, aut.wake_at()); }

  std::optional<outbox_request> last;
};

std::string mark(const operation_id& id) { return "(ref " + to_text(id).substr(0, 8) + ")"; }

// -- cancelling ----

TEST_F(an_outbox, cancels_an_appointment_that_is_as_the_patient_was_told) {
  aut.put(wanted(operation_kind::cancel_appointment));
  const auto read = next<read_appointment>();
  ASSERT_TRUE(read);
  EXPECT_EQ(read->appointment, appointment_id("a1"));
  EXPECT_EQ(read->patient, patient_id("p1"));
  EXPECT_FALSE(finds(booked()));
  const auto cancel = next<write_cancel>();
  ASSERT_TRUE(cancel);
  EXPECT_EQ(cancel->appointment, appointment_id("a1"));
  const auto done = answers();
  ASSERT_TRUE(done);
  EXPECT_EQ(done->result, operation_result::done);
  EXPECT_EQ(done->operation, op);
  EXPECT_EQ(aut.size(), 0U);
}

TEST_F(an_outbox, does_not_cancel_what_is_no_longer_what_the_patient_answered_about) {
  const std::vector<std::pair<const char*, std::function<std::optional<appointment>(appointment)>>> changes = {
      {"moved",
       [](appointment a) {
         a.starts_at += 1h;
         return a;
       }},
      {"moved by a minute",
       [](appointment a) {
         a.starts_at -= 1min;
         return a;
       }},
      {"given to another patient",
       [](appointment a) {
         a.patient = patient_id("p2");
         return a;
       }},
      {"given to another clinician",
       [](appointment a) {
         a.clinician = "Dr Jones";
         return a;
       }},
      {"gone", [](const appointment&) { return std::optional<appointment>(); }},
      {"the patient has arrived",
       [](appointment a) {
         a.status = appointment_status::arrived;
         return a;
       }},
      {"over",
       [](appointment a) {
         a.status = appointment_status::finished;
         return a;
       }},
      {"did not attend",
       [](appointment a) {
         a.status = appointment_status::did_not_attend;
         return a;
       }},
      {"moved, then cancelled by staff",
       [](appointment a) {
         a.starts_at += 1h;
         a.status = appointment_status::cancelled;
         return a;
       }},
      {"given to another patient, then cancelled",
       [](appointment a) {
         a.patient = patient_id("p2");
         a.status = appointment_status::cancelled;
         return a;
       }},
  };
  for (const auto& [why, change] : changes) {
    aut = {};
    aut.put(wanted(operation_kind::cancel_appointment));
    ASSERT_TRUE(next<read_appointment>()) << why;
    const auto done = answers({.found_appointment = change(booked())});
    ASSERT_TRUE(done) << why;
    EXPECT_EQ(done->result, operation_result::differs) << why;
    EXPECT_FALSE(done->detail.empty()) << why;
    EXPECT_FALSE(aut.next(now + 1h)) << why << ": and nothing is written";
  }
}

TEST_F(an_outbox, is_content_when_the_appointment_is_cancelled_already) {
  aut.put(wanted(operation_kind::cancel_appointment));
  ASSERT_TRUE(next<read_appointment>());
  auto cancelled = booked();
  cancelled.status = appointment_status::cancelled;
  const auto done = finds(cancelled);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->result, operation_result::done);
  EXPECT_FALSE(aut.next(now));
}

TEST_F(an_outbox, does_not_mind_a_clinical_system_that_names_no_clinician) {
  aut.put(wanted(operation_kind::cancel_appointment));
  ASSERT_TRUE(next<read_appointment>());
  auto nameless = booked();
  nameless.clinician.clear();
  EXPECT_FALSE(finds(nameless));
  EXPECT_TRUE(next<write_cancel>());
}

TEST_F(an_outbox, reads_back_before_it_repeats_a_cancel_whose_answer_was_lost) {
  for (const auto lost : {error_code::outcome_unknown, error_code::timed_out}) {
    aut = {};
    aut.put(wanted(operation_kind::cancel_appointment));
    ASSERT_TRUE(next<read_appointment>());
    EXPECT_FALSE(finds(booked()));
    ASSERT_TRUE(next<write_cancel>());
    EXPECT_FALSE(fails(lost));
    EXPECT_FALSE(aut.next(now)) << "not at once";
    wait();
    ASSERT_TRUE(next<read_appointment>()) << "never the write again before a look";
    auto cancelled = booked();
    cancelled.status = appointment_status::cancelled;
    const auto done = finds(cancelled);
    ASSERT_TRUE(done);
    EXPECT_EQ(done->result, operation_result::done);
  }
}

TEST_F(an_outbox, repeats_a_cancel_that_the_look_shows_not_to_have_happened) {
  aut.put(wanted(operation_kind::cancel_appointment));
  ASSERT_TRUE(next<read_appointment>());
  finds(booked());
  ASSERT_TRUE(next<write_cancel>());
  fails(error_code::outcome_unknown);
  wait();
  ASSERT_TRUE(next<read_appointment>());
  EXPECT_FALSE(finds(booked()));
  ASSERT_TRUE(next<write_cancel>());
  EXPECT_TRUE(answers());
}

TEST_F(an_outbox, looks_again_when_the_look_itself_is_lost) {
  aut.put(wanted(operation_kind::cancel_appointment));
  ASSERT_TRUE(next<read_appointment>());
  EXPECT_FALSE(fails(error_code::outcome_unknown));
  wait();
  EXPECT_TRUE(next<read_appointment>());
}

// -- confirming ----

TEST_F(an_outbox, adds_its_note_to_the_ones_that_are_there) {
  aut.put(wanted(operation_kind::confirm_appointment));
  ASSERT_TRUE(next<read_appointment>());
  EXPECT_FALSE(finds(booked(), "Needs an interpreter"));
  const auto note = next<write_note>();
  ASSERT_TRUE(note);
  EXPECT_EQ(note->text, "Needs an interpreter; Confirmed by text message " + mark(op));
  EXPECT_EQ(answers()->result, operation_result::done);
}

TEST_F(an_outbox, writes_its_note_alone_where_there_is_none) {
  aut.put(wanted(operation_kind::confirm_appointment));
  ASSERT_TRUE(next<read_appointment>());
  finds(booked());
  EXPECT_EQ(next<write_note>()->text, "Confirmed by text message " + mark(op));
}

TEST_F(an_outbox, does_not_add_its_note_twice) {
  aut.put(wanted(operation_kind::confirm_appointment));
  ASSERT_TRUE(next<read_appointment>());
  finds(booked(), "Needs an interpreter");
  const auto written = next<write_note>()->text;
  fails(error_code::outcome_unknown);
  wait();
  ASSERT_TRUE(next<read_appointment>());
  const auto done = finds(booked(), written);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->result, operation_result::done);
}

TEST_F(an_outbox, adds_its_note_to_what_staff_wrote_while_it_waited) {
  aut.put(wanted(operation_kind::confirm_appointment));
  ASSERT_TRUE(next<read_appointment>());
  finds(booked(), "old");
  ASSERT_TRUE(next<write_note>());
  fails(error_code::outcome_unknown);
  wait();
  ASSERT_TRUE(next<read_appointment>());
  finds(booked(), "old; new");
  EXPECT_EQ(next<write_note>()->text, "old; new; Confirmed by text message " + mark(op));
}

TEST_F(an_outbox, reads_the_notes_again_after_it_was_told_to_come_back_later) {
  aut.put(wanted(operation_kind::confirm_appointment));
  ASSERT_TRUE(next<read_appointment>());
  finds(booked(), "old");
  ASSERT_TRUE(next<write_note>());
  fails(error_code::overloaded);
  wait();
  ASSERT_TRUE(next<read_appointment>()) << "staff may have written in the meantime";
}

TEST_F(an_outbox, looks_at_the_appointment_again_before_a_cancel_that_had_to_wait) {
  aut.put(wanted(operation_kind::cancel_appointment));
  ASSERT_TRUE(next<read_appointment>());
  finds(booked());
  ASSERT_TRUE(next<write_cancel>());
  fails(error_code::overloaded);
  wait();
  EXPECT_TRUE(next<read_appointment>()) << "it may have been moved in the meantime";
}

// -- coded entries and consent ----

TEST_F(an_outbox, files_a_code_without_a_look_the_first_time) {
  aut.put(wanted(operation_kind::file_code));
  const auto code = next<write_code>();
  ASSERT_TRUE(code);
  EXPECT_EQ(code->operation, op);
  EXPECT_EQ(code->code, "279991000000102");
  const auto done = answers({.system_uid = "entry-7"});
  ASSERT_TRUE(done);
  EXPECT_EQ(done->system_uid, "entry-7");
}

TEST_F(an_outbox, does_not_file_a_code_again_that_is_found_on_reading_back) {
  aut.put(wanted(operation_kind::file_code));
  ASSERT_TRUE(next<write_code>());
  fails(error_code::outcome_unknown);
  wait();
  const auto look = next<find_code>();
  ASSERT_TRUE(look);
  EXPECT_EQ(look->operation, op);
  EXPECT_EQ(look->since, nine);
  const auto done = answers({.system_uid = "entry-7"});
  ASSERT_TRUE(done);
  EXPECT_EQ(done->result, operation_result::done);
  EXPECT_EQ(done->system_uid, "entry-7");
}

TEST_F(an_outbox, files_a_code_again_that_is_not_found_on_reading_back) {
  aut.put(wanted(operation_kind::file_code));
  ASSERT_TRUE(next<write_code>());
  fails(error_code::outcome_unknown);
  wait();
  ASSERT_TRUE(next<find_code>());
  EXPECT_FALSE(answers());
  ASSERT_TRUE(next<write_code>());
  fails(error_code::overloaded); // certainly not done, yet the first try may still be
  wait();
  EXPECT_TRUE(next<find_code>());
}

TEST_F(an_outbox, writes_what_a_patient_said_about_being_written_to_in_the_order_they_said_it) {
  auto no = wanted(operation_kind::set_consent, 2);
  auto yes = wanted(operation_kind::set_consent, 1);
  yes.what.text = "yes";
  yes.what.requested_at = nine + 1min;
  aut.put(yes); // after a restart they come by their names
  aut.put(no);
  EXPECT_FALSE(next<write_consent>()->yes);
  EXPECT_FALSE(fails(error_code::unreachable));
  EXPECT_FALSE(aut.next(now)) << "the later word waits for the earlier one";
  EXPECT_GT(aut.wake_at(), now) << "and wakes nobody in the meantime";
  wait();
  EXPECT_FALSE(next<write_consent>()->yes);
  EXPECT_TRUE(answers());
  EXPECT_TRUE(next<write_consent>()->yes);
  EXPECT_TRUE(answers());
}

TEST_F(an_outbox, looks_first_for_a_code_that_an_earlier_life_may_have_filed) {
  auto what = wanted(operation_kind::file_code);
  what.perhaps_done = true;
  aut.put(what);
  ASSERT_TRUE(next<find_code>());
  EXPECT_EQ(answers({.system_uid = "entry-7"})->result, operation_result::done);
}

TEST_F(an_outbox, sets_consent_again_without_a_look_since_twice_is_as_good_as_once) {
  auto what = wanted(operation_kind::set_consent);
  what.perhaps_done = true;
  aut.put(what);
  EXPECT_FALSE(next<write_consent>()->yes);
  fails(error_code::outcome_unknown);
  wait();
  ASSERT_TRUE(next<write_consent>());
  EXPECT_EQ(answers()->result, operation_result::done);
}

// -- a slot that came free ----

TEST_F(an_outbox, books_a_slot_only_while_the_system_shows_it_free) {
  const auto shown = [&](std::optional<appointment> what) {
    aut = {};
    aut.put(wanted(operation_kind::book_slot));
    EXPECT_TRUE(next<read_appointment>());
    return answers({.found_appointment = std::move(what)});
  };
  auto free = booked();
  free.patient = patient_id("p9");
  free.status = appointment_status::cancelled;
  EXPECT_FALSE(shown(free));
  const auto asked = next<write_booking>();
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->patient, patient_id("p1"));
  EXPECT_EQ(asked->appointment, appointment_id("a1"));
  fails(error_code::outcome_unknown);
  wait();
  ASSERT_TRUE(next<read_appointment>()) << "read back before any repeat";
  EXPECT_EQ(finds(booked())->result, operation_result::done);
  auto others = booked();
  others.patient = patient_id("p9");
  EXPECT_EQ(shown(others)->result, operation_result::differs);
  auto moved = free;
  moved.starts_at += 1h;
  EXPECT_EQ(shown(moved)->result, operation_result::differs);
  EXPECT_EQ(shown(std::nullopt)->result, operation_result::differs);
}

// -- what the log says of a first write ----

struct an_outbox_with_a_log : an_outbox {
  operation_wanted asked(operation_kind kind, int n = 1) {
    auto what = wanted(kind, n);
    what.what.begins_told = true;
    return what;
  }
  /// The operation that the practice is asked to write down the beginning of; nil: it isn't.
  operation_id begins() {
    last = aut.next(now);
    return last ? last->begins : operation_id{};
  }
  static answer no(error_code why) { return {.accepted = false, .refusal = why, .reason = "why"}; }
};

TEST_F(an_outbox_with_a_log, writes_for_the_first_time_only_once_the_log_says_that_it_begins) {
  for (const auto kind : {operation_kind::cancel_appointment, operation_kind::confirm_appointment,
                          operation_kind::file_code, operation_kind::set_consent}) {
    aut = {};
    aut.put(asked(kind));
    if (kind == operation_kind::cancel_appointment || kind == operation_kind::confirm_appointment) {
      ASSERT_TRUE(next<read_appointment>()) << "nothing is written yet, so nothing is written down";
      EXPECT_TRUE(last->begins.is_nil());
      EXPECT_FALSE(finds(booked()));
    }
    ASSERT_EQ(begins(), op);
    EXPECT_FALSE(aut.next(now)) << "one thing at a time";
    EXPECT_FALSE(aut.is_asking()) << "the clinical system isn't asked anything";
    EXPECT_FALSE(aut.began(op, {}, now));
    last = aut.next(now);
    ASSERT_TRUE(last);
    EXPECT_TRUE(last->begins.is_nil());
    EXPECT_FALSE(std::holds_alternative<read_appointment>(last->what));
    EXPECT_EQ(answers()->result, operation_result::done);
  }
}

TEST_F(an_outbox_with_a_log, says_that_it_begins_once_for_all_tries) {
  aut.put(asked(operation_kind::file_code));
  begins();
  aut.began(op, {}, now);
  ASSERT_TRUE(next<write_code>());
  fails(error_code::overloaded);
  wait();
  EXPECT_TRUE(next<write_code>());
}

TEST_F(an_outbox_with_a_log, asks_what_may_have_been_written_in_an_earlier_life_and_does_not_begin_it) {
  auto what = asked(operation_kind::file_code);
  what.perhaps_done = true;
  aut.put(what);
  ASSERT_TRUE(next<find_code>());
  answers();
  EXPECT_TRUE(next<write_code>());
}

TEST_F(an_outbox_with_a_log, looks_again_when_the_log_took_its_time) {
  aut.put(asked(operation_kind::cancel_appointment));
  ASSERT_TRUE(next<read_appointment>());
  finds(booked());
  ASSERT_EQ(begins(), op);
  now += outbox::look_lasts;
  EXPECT_FALSE(aut.began(op, {}, now));
  ASSERT_TRUE(next<read_appointment>());
  auto moved = booked();
  moved.starts_at += 1h;
  EXPECT_EQ(finds(moved)->result, operation_result::differs);
}

TEST_F(an_outbox_with_a_log, writes_nothing_that_has_ended_meanwhile_or_that_nobody_wants_any_more) {
  aut.put(asked(operation_kind::file_code));
  ASSERT_EQ(begins(), op);
  EXPECT_FALSE(aut.began(op, no(error_code::not_found), now)) << "the practice waits for no outcome";
  EXPECT_EQ(aut.size(), 0U);
  aut.put(asked(operation_kind::file_code));
  ASSERT_EQ(begins(), op);
  EXPECT_FALSE(aut.withdraw(op));
  EXPECT_EQ(aut.began(op, {}, now)->result, operation_result::withdrawn);
  EXPECT_EQ(aut.size(), 0U);
}

TEST_F(an_outbox_with_a_log, asks_again_when_the_practice_is_busy_or_says_nothing) {
  aut.put(asked(operation_kind::file_code));
  ASSERT_EQ(begins(), op);
  EXPECT_FALSE(aut.began(op, no(error_code::overloaded), now));
  EXPECT_FALSE(aut.next(now));
  wait();
  ASSERT_EQ(begins(), op);
  now += outbox::answer_limit;
  EXPECT_TRUE(aut.expire(now).empty());
  EXPECT_FALSE(aut.began(op, {}, now)) << "too late: that question is given up";
  wait();
  ASSERT_EQ(begins(), op);
  aut.began(op, {}, now);
  ASSERT_TRUE(next<write_code>()) << "certainly not written before, so not looked for";
}

TEST_F(an_outbox_with_a_log, says_of_what_it_gives_up_that_it_was_never_written) {
  auto what = asked(operation_kind::file_document);
  aut.put(what);
  ASSERT_EQ(begins(), op);
  aut.began(op, no(error_code::overloaded), now);
  now = what.what.give_up_at;
  const auto given_up = aut.expire(now);
  ASSERT_EQ(given_up.size(), 1U);
  EXPECT_TRUE(given_up[0].detail.starts_with("could not be written in time")) << given_up[0].detail;
}

// -- waiting and giving up ----

TEST_F(an_outbox, tries_again_ever_later_while_the_system_is_busy_or_away) {
  for (const auto away : {error_code::overloaded, error_code::unreachable, error_code::not_configured}) {
    aut = {};
    now = nine;
    aut.put(wanted(operation_kind::set_consent));
    std::vector<millis> waits;
    for (int i = 0; i < 10; ++i) {
      ASSERT_TRUE(next<write_consent>());
      EXPECT_FALSE(fails(away));
      const auto before = now;
      EXPECT_FALSE(aut.next(now));
      wait();
      waits.push_back(now - before);
    }
    EXPECT_EQ(waits, (std::vector<millis>{2s, 4s, 8s, 16s, 32s, 64s, 128s, 256s, 300s, 300s}));
  }
}

TEST_F(an_outbox, takes_a_no_for_an_answer) {
  for (const auto code : {error_code::refused, error_code::not_found}) {
    aut = {};
    aut.put(wanted(operation_kind::file_code));
    ASSERT_TRUE(next<write_code>());
    const auto done = fails(code);
    ASSERT_TRUE(done);
    EXPECT_EQ(done->result, operation_result::rejected);
    EXPECT_EQ(done->detail, "the clinical system refused: the reason");
    EXPECT_EQ(aut.size(), 0U);
  }
}

TEST_F(an_outbox, gives_up_at_its_time_and_says_what_is_known) {
  aut.put(wanted(operation_kind::file_code));
  EXPECT_TRUE(aut.expire(nine + 24h - 1ms).empty());
  auto given_up = aut.expire(nine + 24h);
  ASSERT_EQ(given_up.size(), 1U);
  EXPECT_EQ(given_up[0].result, operation_result::rejected);
  EXPECT_EQ(given_up[0].detail, "could not be written in time");

  aut.put(wanted(operation_kind::file_code));
  ASSERT_TRUE(next<write_code>());
  fails(error_code::outcome_unknown);
  given_up = aut.expire(nine + 24h);
  ASSERT_EQ(given_up.size(), 1U);
  EXPECT_EQ(given_up[0].detail, "may or may not have been written: the reason");
}

TEST_F(an_outbox, does_not_give_up_what_is_on_the_wire) {
  aut.put(wanted(operation_kind::file_code));
  now = nine + 24h - 1s;
  ASSERT_TRUE(next<write_code>());
  now = nine + 24h;
  EXPECT_TRUE(aut.expire(now).empty());
  EXPECT_EQ(answers()->result, operation_result::done);
}

TEST_F(an_outbox, takes_a_call_back_that_is_never_answered_and_looks_before_it_repeats) {
  aut.put(wanted(operation_kind::file_code));
  ASSERT_TRUE(next<write_code>());
  const auto lost = last;
  EXPECT_EQ(aut.wake_at(), nine + outbox::answer_limit);
  now += outbox::answer_limit;
  EXPECT_TRUE(aut.expire(now).empty());
  wait();
  ASSERT_TRUE(next<find_code>());
  EXPECT_FALSE(aut.answered({.token = lost->token, .system_uid = "late"}, now)) << "its token is stale";
  EXPECT_EQ(aut.size(), 1U);
  EXPECT_TRUE(answers({.system_uid = "entry-7"}));
}

TEST_F(an_outbox, takes_no_notice_of_an_answer_it_did_not_ask_for) {
  aut.put(wanted(operation_kind::file_code));
  EXPECT_FALSE(aut.answered({.token = 0}, now));
  EXPECT_FALSE(aut.answered({.token = 77}, now));
  ASSERT_TRUE(next<write_code>());
  EXPECT_FALSE(aut.answered({.token = last->token + 1}, now));
  EXPECT_TRUE(answers());
  EXPECT_FALSE(answers()) << "the same answer twice";
}

// -- the order ----

TEST_F(an_outbox, asks_one_thing_at_a_time) {
  aut.put(wanted(operation_kind::file_code, 1));
  aut.put(wanted(operation_kind::file_code, 2));
  ASSERT_TRUE(next<write_code>());
  EXPECT_FALSE(aut.next(now));
  answers();
  EXPECT_EQ(next<write_code>()->operation, numbered(2));
}

TEST_F(an_outbox, lets_cancels_go_first_in_their_order) {
  aut.put(wanted(operation_kind::file_code, 1));
  ASSERT_TRUE(next<write_code>()); // under way: nothing overtakes it
  const auto first = last;
  aut.put(wanted(operation_kind::file_code, 2));
  aut.put(wanted(operation_kind::cancel_appointment, 3));
  aut.put(wanted(operation_kind::confirm_appointment, 4));
  aut.put(wanted(operation_kind::cancel_appointment, 5));
  EXPECT_EQ(aut.answered({.token = first->token}, now)->operation, numbered(1));
  std::vector<operation_id> order;
  while (const auto one = aut.next(now))
    order.push_back(aut.answered({.token = one->token, .error = {error_code::refused, ""}}, now)->operation);
  EXPECT_EQ(order, (std::vector{numbered(3), numbered(5), numbered(2), numbered(4)}));
}

TEST_F(an_outbox, is_not_held_up_by_one_operation_that_waits) {
  aut.put(wanted(operation_kind::cancel_appointment, 1));
  aut.put(wanted(operation_kind::file_code, 2));
  ASSERT_TRUE(next<read_appointment>());
  fails(error_code::unreachable);
  EXPECT_TRUE(next<write_code>());
}

TEST_F(an_outbox, cancels_what_it_has_looked_at_before_it_looks_at_another) {
  aut.put(wanted(operation_kind::cancel_appointment, 1));
  ASSERT_TRUE(next<read_appointment>());
  fails(error_code::overloaded);
  aut.put(wanted(operation_kind::cancel_appointment, 2));
  EXPECT_EQ(next<read_appointment>()->appointment.value, "a2");
  now += 10s; // by now the first is due again, and stands before the second
  finds(booked());
  EXPECT_EQ(next<write_cancel>()->appointment.value, "a2");
  answers();
  EXPECT_EQ(next<read_appointment>()->appointment.value, "a1");
}

TEST_F(an_outbox, takes_an_operation_once) {
  aut.put(wanted(operation_kind::file_code));
  aut.put(wanted(operation_kind::file_code));
  EXPECT_EQ(aut.size(), 1U);
  ASSERT_TRUE(next<write_code>());
  aut.put(wanted(operation_kind::file_code));
  EXPECT_EQ(aut.size(), 1U);
}

TEST_F(an_outbox, that_is_empty_never_wakes) { EXPECT_EQ(aut.wake_at(), never); }

// -- a clock that is set ----

TEST_F(an_outbox, tries_again_in_time_whatever_the_clock_is_set_to) {
  for (const auto step : {-87'600h, -1h, 1h}) {
    outbox one;
    one.put(wanted(operation_kind::confirm_appointment));
    const auto began = instant(1h);
    const auto asked = one.next({now, began});
    ASSERT_TRUE(asked);
    one.answered({.token = asked->token, .error = {error_code::overloaded, "busy"}}, {now, began});
    const auto wait = outbox::retry_first;
    EXPECT_FALSE(one.next({now + step, began + wait - 1ms})) << "set by " << step.count() << " h";
    EXPECT_EQ(one.wake_at(), now + step + 1ms);
    EXPECT_TRUE(one.next({now + step, began + wait})) << "set by " << step.count() << " h";
  }
}

TEST_F(an_outbox, gives_up_by_the_time_of_day) {
  aut.put(wanted(operation_kind::confirm_appointment));
  EXPECT_TRUE(aut.expire({nine + 24h - 1ms, instant(99h)}).empty());
  EXPECT_EQ(aut.expire({nine + 24h, instant(1h)}).size(), 1U);
}

// -- documents ----

operation_wanted a_document(operation_wanted what) {
  const document_source source{.practice_name = "Brook Lane Surgery",
                               .practice_code = "A99001",
                               .title = "Conversation",
                               .patient_name = "Ann",
                               .nhs_number = "9990000018",
                               .filed_at = nine,
                               .filed_by = "ann",
                               .said = {{{nine, document_voice::patient, {}, "Yes"}}, false},
                               .mark = "1"};
  what.what.text = "Conversation";
  what.what.document = secret_text(encode(source));
  return what;
}

TEST_F(an_outbox, lets_a_cancel_pass_a_document_that_is_under_way) {
  auto document = a_document(wanted(operation_kind::file_document, 1));
  aut.put(document);
  ASSERT_TRUE(next<write_document>());
  const auto slow = last->token;
  EXPECT_FALSE(aut.next(now));
  aut.put(wanted(operation_kind::cancel_appointment, 2));
  ASSERT_TRUE(next<read_appointment>());
  EXPECT_FALSE(aut.next(now)) << "and nothing else beside the two";
  auto there = booked();
  there.id = appointment_id("a2");
  EXPECT_FALSE(finds(there));
  ASSERT_TRUE(next<write_cancel>());
  EXPECT_EQ(answers()->operation, numbered(2));
  last->token = slow;
  EXPECT_EQ(answers({.system_uid = "d1"})->operation, numbered(1));
  EXPECT_EQ(aut.size(), 0U);
}

TEST_F(an_outbox, files_a_document_with_the_same_bytes_at_each_try) {
  aut.put(a_document(wanted(operation_kind::file_document)));
  const auto filed = next<write_document>();
  ASSERT_TRUE(filed);
  EXPECT_EQ(filed->operation, op);
  EXPECT_EQ(filed->title, "Conversation");
  EXPECT_EQ(filed->nhs_number.reveal(), "9990000018");
  EXPECT_EQ(filed->at, nine);
  EXPECT_TRUE(filed->pdf.reveal().starts_with("%PDF-"));
  EXPECT_FALSE(fails(error_code::unreachable));
  wait();
  const auto again = next<write_document>();
  ASSERT_TRUE(again) << "certainly nothing was filed: no need to look";
  EXPECT_TRUE(again->pdf.reveal() == filed->pdf.reveal());
  EXPECT_EQ(answers({.system_uid = "7"})->system_uid, "7");
}

TEST_F(an_outbox, looks_for_a_document_before_it_files_it_again) {
  aut.put(a_document(wanted(operation_kind::file_document)));
  ASSERT_TRUE(next<write_document>());
  EXPECT_FALSE(fails(error_code::outcome_unknown));
  wait();
  const auto look = next<find_document>();
  ASSERT_TRUE(look);
  EXPECT_EQ(look->operation, op);
  EXPECT_FALSE(answers()) << "it isn't there";
  ASSERT_TRUE(next<write_document>());
  EXPECT_FALSE(fails(error_code::timed_out));
  wait();
  ASSERT_TRUE(next<find_document>());
  const auto done = answers({.system_uid = "7"});
  ASSERT_TRUE(done);
  EXPECT_EQ(done->result, operation_result::done);
  EXPECT_EQ(done->detail, "the document is there already");
}

TEST_F(an_outbox, files_documents_after_everything_else) {
  aut.put(a_document(wanted(operation_kind::file_document, 1)));
  aut.put(wanted(operation_kind::file_code, 2));
  aut.put(wanted(operation_kind::cancel_appointment, 3));
  EXPECT_TRUE(next<read_appointment>());
  EXPECT_TRUE(fails(error_code::refused));
  EXPECT_TRUE(next<write_code>());
  EXPECT_TRUE(answers());
  EXPECT_TRUE(next<write_document>());
}

TEST_F(an_outbox, gives_a_document_that_can_not_be_made_to_a_person_at_once) {
  auto broken = wanted(operation_kind::file_document);
  broken.what.document = secret_text("no source");
  aut.put(broken);
  EXPECT_FALSE(aut.next(now));
  wait();
  const auto given_up = aut.expire(now);
  ASSERT_EQ(given_up.size(), 1U);
  EXPECT_EQ(given_up[0].result, operation_result::rejected);
  EXPECT_EQ(given_up[0].detail, "could not be written in time: the document can't be printed");
  EXPECT_EQ(aut.size(), 0U);
}

} // namespace
