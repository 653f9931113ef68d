// The demo's three ledgers and their comparison: whatever is lost, done twice or done wrong is found.
#include "actors/event_log/memory_engine.hpp"
#include "actors/node/demo/ledgers.hpp"
#include "schemas/event_codec.hpp"
#include "tests/support/memory_keys.hpp"

#include <gtest/gtest.h>

using namespace tidings;
using namespace tidings::demo;

namespace {

struct three_ledgers : ::testing::Test {
  log_ledger log;
  provider_ledger provider;
  clinical_ledger clinical;

  // A day on which all went well: one reminder, answered with a cancellation, one that was confirmed.
  void SetUp() override {
    log.messages["m1"] = {message_state::delivered, false};
    log.messages["m2"] = {message_state::delivered, false};
    provider.submitted = {{"m1", 1}, {"m2", 1}};
    provider.replies = {{"447700900001", "CANCEL", "cancel", true}, {"447700900002", "yes", "confirm", true}};
    log.replies = 2;
    log.cancel_texts = {"CANCEL"};
    log.cancelled = clinical.cancelled_by_us = {{"A99001", "a1"}};
    log.confirmed = clinical.confirmed = {{"A99001", "a2"}};
    log.reminded = log.booked = clinical.appointments = {{"A99001", "a1"}, {"A99001", "a2"}};
    log.filed = clinical.filed = {{"A99001", 1}};
  }
  comparison compared() const { return compare(log, provider, clinical); }
  bool finds(std::string_view words) const {
    const auto found = compared();
    EXPECT_FALSE(found.equal());
    EXPECT_EQ(found.disagreements.size(), 1U);
    return !found.disagreements.empty() && found.disagreements[0].find(words) != std::string::npos;
  }
  bool all_done(std::size_t appointments = 2) const { return drained(log, provider, clinical, appointments); }
};

TEST_F(three_ledgers, agree_on_a_good_day) {
  const auto found = compared();
  EXPECT_TRUE(found.equal());
  EXPECT_EQ(found.last_line(),
            "demo: accepted=2 sent=2 delivered=2 confirmed=1 cancelled=1 filed=1 in_doubt=0 lost=0 duplicated=0");
}

TEST_F(three_ledgers, find_a_message_that_was_lost) {
  provider.submitted.erase("m2");
  EXPECT_EQ(compared().lost, 1U);
  EXPECT_TRUE(finds("m2 was accepted and the provider never got it"));
}

TEST_F(three_ledgers, do_not_miss_a_message_that_was_meant_not_to_go) {
  log.messages["m3"] = {message_state::cancelled, false};
  log.messages["m4"] = {message_state::expired, false};
  EXPECT_TRUE(compared().equal());
}

TEST_F(three_ledgers, find_a_message_that_was_sent_twice) {
  provider.submitted["m1"] = 3;
  EXPECT_EQ(compared().duplicated, 1U);
  EXPECT_TRUE(finds("m1 was submitted 3 times"));
}

TEST_F(three_ledgers, allow_a_message_twice_only_when_its_row_says_that_it_was_in_doubt) {
  provider.submitted["m1"] = 2;
  log.messages["m1"].ever_in_doubt = true;
  const auto found = compared();
  EXPECT_TRUE(found.equal());
  EXPECT_EQ(found.in_doubt, 1U);
}

TEST_F(three_ledgers, find_a_message_the_log_knows_nothing_of) {
  provider.submitted["m9"] = 1;
  EXPECT_TRUE(finds("m9, which the log doesn't know"));
}

TEST_F(three_ledgers, find_a_reply_that_was_lost_and_one_that_was_taken_twice) {
  log.replies = 1;
  EXPECT_EQ(compared().lost, 1U);
  EXPECT_TRUE(finds("patients sent 2 replies, the log has 1"));
  log.replies = 3;
  EXPECT_EQ(compared().duplicated, 1U);
  EXPECT_TRUE(finds("the log has 3 replies, patients sent 2"));
}

TEST_F(three_ledgers, find_a_cancellation_that_was_not_meant) {
  provider.replies[1] = {"447700900002", "CANCEL", "confirm", true};
  EXPECT_TRUE(finds("taken for a cancellation that was meant as confirm"));
}

TEST_F(three_ledgers, find_what_only_one_of_them_says) {
  const appointment_key other = {"B99002", "a1"}; // the same id at another practice is another appointment
  log.cancelled.insert(other);
  EXPECT_TRUE(finds("B99002 a1: cancelled by the log, not in the clinical system"));
  clinical.cancelled_by_us.insert(other);
  EXPECT_TRUE(compared().equal());
  clinical.cancelled_by_us.insert({"A99001", "a7"});
  EXPECT_TRUE(finds("A99001 a7: cancelled in the clinical system, not by the log"));
  log.cancelled.insert({"A99001", "a7"});
  clinical.confirmed.insert(other);
  EXPECT_TRUE(finds("confirmed in the clinical system, not by the log"));
  log.confirmed.insert(other);
  log.confirmed.insert({"A99001", "a8"});
  EXPECT_TRUE(finds("A99001 a8: confirmed by the log"));
}

TEST_F(three_ledgers, find_an_entry_that_is_missing_and_one_that_was_filed_twice) {
  clinical.filed.clear();
  EXPECT_TRUE(finds("coded entries: 1 by the log, 0 in the clinical system"));
  clinical.filed = {{"A99002", 1}}; // as many, and another practice's
  EXPECT_EQ(compared().disagreements.size(), 2U);
  clinical.filed = {{"A99001", 1}};
  clinical.filed_twice = 1;
  EXPECT_EQ(compared().duplicated, 1U);
  EXPECT_TRUE(finds("1 coded entries were filed twice"));
}

TEST_F(three_ledgers, are_drained_when_nothing_is_under_way) {
  EXPECT_TRUE(all_done());
  EXPECT_FALSE(all_done(3)) << "not every appointment is booked yet";
}

TEST_F(three_ledgers, are_not_drained_while_anything_is_under_way) {
  const auto good_log = log;
  const auto good_provider = provider;
  const auto good_clinical = clinical;
  const std::vector<std::pair<const char*, std::function<void()>>> under_way = {
      {"a message without a receipt", [this] { log.messages["m1"].state = message_state::sent; }},
      {"a message in doubt", [this] { log.messages["m1"].state = message_state::in_doubt; }},
      {"an open operation", [this] { log.operations_open.insert("o1"); }},
      {"a receipt on its way", [this] { provider.receipts_pending = 1; }},
      {"a reply on its way", [this] { provider.replies_pending = 1; }},
      {"an appointment without a reminder",
       [this] {
         log.reminded.erase({"A99001", "a1"});
       }},
      {"a reply the log doesn't have", [this] { log.replies = 1; }},
  };
  for (const auto& [what, happens] : under_way) {
    log = good_log;
    provider = good_provider;
    clinical = good_clinical;
    happens();
    EXPECT_FALSE(all_done()) << what;
  }
}

TEST_F(three_ledgers, do_not_wait_for_a_reminder_about_what_staff_have_cancelled) {
  log.reminded.erase({"A99001", "a1"});
  clinical.cancelled_by_staff.insert({"A99001", "a1"});
  EXPECT_TRUE(all_done());
}

TEST_F(three_ledgers, agree_about_a_cancellation_that_staff_had_made_a_moment_earlier) {
  log.cancelled.insert({"A99001", "a7"});
  EXPECT_FALSE(compare(log, provider, clinical).equal()) << "nobody cancelled it there";
  clinical.cancelled_by_staff.insert({"A99001", "a7"});
  EXPECT_TRUE(compare(log, provider, clinical).equal());
}

// -- the log's side ----

TEST(the_logs_ledger, is_read_from_every_practices_stream) {
  const auto disk = std::make_shared<memory_disk>();
  auto engine = std::move(*open_memory(disk));
  log_group group;
  std::map<practice_id, std::uint64_t> last;
  const auto happens = [&](const char* practice, const event& what) {
    const auto id = *practice_id::parse(practice);
    group.entries.push_back({id, ++last[id], encode(what, from_ms(1'772'445'600'000))});
  };
  const auto message = [](int n) { return id_from_name<message_id>("test", std::to_string(n)); };
  const auto cancel = id_from_name<operation_id>("test", "cancel");
  const auto code = id_from_name<operation_id>("test", "code");
  for (const auto* practice : {"A99001", "B99002"}) {
    appointment booking;
    booking.id = appointment_id("a1");
    happens(practice, appointment_booked{booking});
  }
  happens("A99001", message_accepted{.message = message(1), .appointment = appointment_id("a1")});
  happens("A99001", attempt_started{message(1), 1, provider_id("firetext")});
  happens("A99001", attempt_in_doubt{message(1), 1, "no answer"});
  happens("A99001", attempt_reconciled{message(1), 1, look_up_finding::seen, ""});
  happens("A99001", receipt_received{message(1), provider_id("firetext"), receipt_status::delivered, "000", {}});
  happens("A99001", reply_received{.text = secret_text("CANCEL"), .meaning = reply_meaning::cancel, .automatic = true});
  happens("A99001", operation_requested{.operation = cancel,
                                        .kind = operation_kind::cancel_appointment,
                                        .appointment = appointment_id("a1")});
  happens("A99001", operation_requested{.operation = code, .kind = operation_kind::file_code});
  happens("A99001", operation_finished{cancel, operation_result::done, "", ""});
  happens("B99002", message_suppressed{.message = message(2), .appointment = appointment_id("a1")});
  ASSERT_TRUE(engine->write(group, durability::synced));

  const auto ledger = read_log(*engine, *test::memory_keys([] { return timestamp{}; }));
  ASSERT_TRUE(ledger) << ledger.error().detail;
  EXPECT_EQ(ledger->booked.size(), 2U);
  EXPECT_EQ(ledger->reminded.size(), 2U);
  ASSERT_EQ(ledger->messages.size(), 1U);
  EXPECT_EQ(ledger->count(message_state::delivered), 1U);
  EXPECT_TRUE(ledger->messages.at(to_text(message(1))).ever_in_doubt);
  EXPECT_EQ(ledger->unsettled(), 0U);
  EXPECT_EQ(ledger->replies, 1U);
  EXPECT_EQ(ledger->cancel_texts, std::set<std::string>{"CANCEL"});
  EXPECT_EQ(ledger->cancelled, (std::set<appointment_key>{{"A99001", "a1"}}));
  EXPECT_EQ(ledger->operations_open, std::set<std::string>{to_text(code)});
  EXPECT_EQ(count(ledger->filed), 0U);
  EXPECT_EQ(ledger->suppressed, 1U);
}

// -- what the simulators say ----

TEST(the_simulators_ledgers, that_can_not_be_read_are_a_failure) {
  for (const auto* bad : {"", "{", "[]", "null", "7"}) {
    EXPECT_FALSE(read_provider(bad)) << bad;
    EXPECT_FALSE(read_clinical(bad)) << bad;
  }
}

} // namespace
