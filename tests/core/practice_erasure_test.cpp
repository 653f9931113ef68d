// A patient is forgotten, and nothing that comes later brings them back.
#include "tests/support/memory_keys.hpp"
#include "tests/support/practice_world.hpp"

#include "schemas/event_codec.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

struct an_erased_patient : ::testing::Test, practice_world {
  const std::string number = "07700 900123", digits = "447700900123";
  std::shared_ptr<key_ring> keys = memory_keys([this] { return now; });

  void SetUp() override { state.marks = *keys->marker_of(settings.id); }
  std::vector<event> erase(std::string id = "p1") {
    return when(erase_patient{patient_id(std::move(id)), {}, "administrator"});
  }
  std::vector<seal_subject> subjects() const {
    for (const auto& one : last_effects)
      if (const auto* keys_of = std::get_if<keys_to_erase>(&one)) return keys_of->subjects;
    return {};
  }
};

TEST_F(an_erased_patient, is_gone_from_all_that_is_remembered) {
  const auto id = reminded("a1", "p1", number, now + 47h);
  ASSERT_EQ(count<patient_erased>(erase()), 1U);
  EXPECT_FALSE(state.patients.contains(patient_id("p1")));
  EXPECT_TRUE(state.appointments.empty());
  EXPECT_TRUE(state.patients_by_number.empty());
  EXPECT_TRUE(state.questions_by_number.empty());
  EXPECT_EQ(state.messages.at(id).what.to.reveal() + state.messages.at(id).what.text.reveal(), "");
  EXPECT_EQ(encode(state).find("Amira"), std::string::npos);
  EXPECT_EQ(encode(state).find("900123"), std::string::npos);
  EXPECT_EQ(subjects(), (std::vector<seal_subject>{{seal_subject::kind::patient, "p1"},
                                                   {seal_subject::kind::number, state.marks.of_number(digits)}}));
}

TEST_F(an_erased_patient, may_be_named_by_what_the_clinical_system_calls_them) {
  auto ann = patient("p1", number);
  ann.system_id = secret_text("9990000018");
  given(patient_updated{ann});
  EXPECT_EQ(count<patient_erased>(when(erase_patient{{}, secret_text("9990000018"), "administrator"})), 1U);
  EXPECT_EQ(last_answer.id, "p1");
  EXPECT_TRUE(erase("p2").empty());
  EXPECT_EQ(last_answer.refusal, error_code::not_found);
}

TEST_F(an_erased_patient, could_be_written_to_by_either_id_before) {
  const auto mark = state.marks.of_patient("9990000018");
  given(patient_updated{patient(mark, number)});
  for (const auto& id : {mark, std::string("9990000018")}) {
    const auto events = when(
        accept_message{.message = random_id<message_id>(), .patient = patient_id(id), .text = secret_text("Hello")});
    ASSERT_EQ(count<message_accepted>(events), 1U) << id;
    EXPECT_EQ(first<message_accepted>(events)->patient.value, mark);
  }
}

TEST_F(an_erased_patient, is_erased_once) {
  given(patient_updated{patient("p1", number)});
  erase();
  EXPECT_TRUE(erase().empty());
  EXPECT_TRUE(last_answer.repeated);
}

TEST_F(an_erased_patient, is_not_revived_by_a_later_poll) {
  reminded("a1", "p1", number, now + 47h);
  erase();
  EXPECT_TRUE(read({booking("a1", "p1", now + 47h), booking("a2", "p1", now + 20h)}).empty());
  EXPECT_TRUE(when(patient_read{patient("p1", number)}).empty());
  EXPECT_TRUE(state.patients.empty());
  EXPECT_EQ(when(accept_message{.message = random_id<message_id>(), .patient = patient_id("p1")}).size(), 0U);
}

TEST_F(an_erased_patient, is_not_revived_by_a_late_receipt) {
  const auto id = reminded("a1", "p1", number, now + 47h);
  settings.codes.reminder_sent = "279991000000102";
  erase();
  const auto events = when(receipt_arrived{id, provider_id("firetext"), receipt_status::delivered, "000", now});
  EXPECT_EQ(count<receipt_received>(events), 1U);
  EXPECT_EQ(count<operation_requested>(events), 0U);
  EXPECT_EQ(state_of(id), message_state::delivered);
}

TEST_F(an_erased_patient, is_not_revived_by_a_late_reply_but_a_person_learns_of_it) {
  reminded("a1", "p1", number, now + 47h);
  erase();
  const auto events = reply(number, "CANCEL I am Amira");
  const auto* received = first<reply_received>(events);
  ASSERT_TRUE(received);
  EXPECT_EQ(received->from.reveal() + received->text.reveal(), "");
  EXPECT_TRUE(received->patient.empty());
  EXPECT_EQ(count<handed_to_staff>(events), 1U);
  EXPECT_EQ(count<operation_requested>(events), 0U);
}

TEST_F(an_erased_patient, still_counts_as_opted_out_by_their_number) {
  given(patient_updated{patient("p1", number)}).given(opted_out{secret_text(digits), "reply"});
  EXPECT_EQ(first<patient_erased>(erase())->opted_out.size(), 1U);
  EXPECT_EQ(encode(state).find("900123"), std::string::npos);
  when(accept_message{.message = random_id<message_id>(), .to = secret_text(number), .text = secret_text("Hello")});
  EXPECT_EQ(last_answer.reason, "this number has opted out");
}

TEST_F(an_erased_patient, takes_what_still_waits_along) {
  given(patient_updated{patient("p1", number)});
  const auto id = first<message_accepted>(read({booking("a1", "p1", now + 47h)}))->message;
  const auto events = erase();
  EXPECT_EQ(count<message_cancelled>(events), 1U);
  EXPECT_EQ(state_of(id), message_state::cancelled);
  EXPECT_TRUE(is_idle(state));
}

TEST_F(an_erased_patient, is_not_sent_an_empty_message_when_an_attempt_failed_meanwhile) {
  given(patient_updated{patient("p1", number)});
  const auto id = first<message_accepted>(read({booking("a1", "p1", now + 47h)}))->message;
  when(start_attempt{id, provider_id("firetext")});
  erase();
  when(attempt_outcome{.message = id, .attempt = 1, .result = attempt_result::retry, .detail = "busy"});
  now += 10min;
  EXPECT_EQ(count<attempt_started>(when(start_attempt{id, provider_id("firetext")})), 0U);
  EXPECT_EQ(state_of(id), message_state::cancelled);
}

TEST_F(an_erased_patient, leaves_others_with_the_same_number_alone) {
  given(patient_updated{patient("p1", number)}).given(patient_updated{patient("p2", number)});
  EXPECT_TRUE(first<patient_erased>(erase())->numbers.empty());
  EXPECT_TRUE(state.patients.contains(patient_id("p2")));
  EXPECT_EQ(first<reply_received>(reply(number, "Thanks"))->patient.value, "p2");
}

TEST_F(an_erased_patient, takes_parked_commands_that_tell_of_them_along) {
  given(patient_updated{patient("p1", number)});
  const auto parked = [&](const command& what) {
    const auto item = id_from_name<item_id>("parked", encode(what));
    given(command_parked{item, std::string(name_of(what)), 5, "it threw", secret_text(encode(what))});
    return item;
  };
  const auto theirs = parked(reply_arrived{.from = secret_text(number), .text = secret_text("help")});
  const auto other = parked(reply_arrived{.from = secret_text("07700 900124"), .text = secret_text("help")});
  EXPECT_EQ(first<patient_erased>(erase())->parked, std::vector<item_id>{theirs});
  EXPECT_FALSE(state.parked.contains(theirs));
  EXPECT_TRUE(state.parked.contains(other));
}

TEST_F(an_erased_patient, is_as_gone_when_the_log_is_read_again_without_their_key) {
  std::vector<encoded_event> log;
  const auto keep = [&](const std::vector<event>& events) {
    for (const auto& e : events) log.push_back(*seal(e, now, settings.id, *keys));
  };
  keep({patient_updated{patient("p1", number)}, patient_updated{patient("p2", "07700 900124")},
        opted_out{secret_text(digits), "reception"}, opted_in{secret_text(digits), "reception"}});
  for (const auto& e : log) given(*open(e, settings.id, *keys));
  keep(read({booking("a1", "p1", now + 47h), booking("a2", "p2", now + 47h)}));
  keep(erase());
  ASSERT_TRUE(keys->erase(settings.id, subjects()));
  practice_state again;
  again.marks = state.marks;
  for (const auto& e : log) evolve(again, *open(e, settings.id, *keys), now);
  EXPECT_EQ(again.erased, state.erased);
  EXPECT_EQ(again.messages.size(), state.messages.size());
  for (const auto& [id, track] : state.messages) {
    EXPECT_EQ(again.messages.at(id).what.to, track.what.to);
    EXPECT_EQ(again.messages.at(id).what.text, track.what.text);
    EXPECT_EQ(again.messages.at(id).state, track.state);
  }
  EXPECT_EQ(again.patients.size(), 1U);
  EXPECT_EQ(again.opted_out, state.opted_out);
  EXPECT_EQ(again.questions_by_number, state.questions_by_number);
  EXPECT_EQ(again.patients_by_number, state.patients_by_number);
}

struct a_restored_practice : an_erased_patient {
  /// As the older log has it, read without the keys that are gone.
  void read_again(const std::vector<encoded_event>& log, const std::vector<seal_subject>& gone) {
    ASSERT_TRUE(keys->erase(settings.id, gone));
    const auto marks = state.marks;
    state = {};
    state.marks = marks;
    for (const auto& e : log) evolve(state, *open(e, settings.id, *keys), now);
  }
  std::vector<event> erase_again_by(const erasures& known) {
    auto events = tidings::erase_again(state, known);
    for (const auto& e : events) evolve(state, e, now);
    return events;
  }
};

TEST_F(a_restored_practice, forgets_again_whom_the_keys_have_forgotten) {
  std::vector<encoded_event> log;
  const auto keep = [&](const std::vector<event>& events) {
    for (const auto& e : events) log.push_back(*seal(e, now, settings.id, *keys));
  };
  const std::vector<event> before{patient_updated{patient("p1", number)},
                                  patient_updated{patient("p2", "07700 900124")},
                                  opted_out{secret_text(digits), "reception"}};
  for (const auto& e : before) given(e);
  keep(before);
  keep(when(accept_message{
      .message = random_id<message_id>(), .patient = patient_id("p2"), .text = secret_text("Hello Ben")}));
  // Here the backup is made; then the patient is erased, and the host is lost.
  erase();
  const auto known = state.erased;
  read_again(log, subjects());
  ASSERT_TRUE(state.erased.empty()) << "the older log knows nothing of it";
  ASSERT_TRUE(state.patients.contains(patient_id("p1"))) << "an id with nothing behind it";

  EXPECT_EQ(count<patient_erased>(erase_again_by(known)), 1U);
  EXPECT_EQ(state.erased.numbers, known.numbers);
  EXPECT_FALSE(state.patients.contains(patient_id("p1")));
  EXPECT_TRUE(state.patients.contains(patient_id("p2")));
  EXPECT_TRUE(read({booking("a1", "p1", now + 47h)}).empty()) << "a poll doesn't bring them back";
  EXPECT_TRUE(when(patient_read{patient("p1", number)}).empty());
  when(accept_message{.message = random_id<message_id>(), .to = secret_text(number), .text = secret_text("Hello")});
  EXPECT_EQ(last_answer.reason, "this number has opted out") << "though the older log can't tell its number any more";
  EXPECT_TRUE(erase_again_by(known).empty()) << "once";
}

TEST_F(a_restored_practice, sends_nothing_that_still_waited_for_the_erased_patient) {
  std::vector<encoded_event> log;
  given(patient_updated{patient("p1", number)});
  log.push_back(*seal(patient_updated{patient("p1", number)}, now, settings.id, *keys));
  const auto accepted = read({booking("a1", "p1", now + 47h)});
  for (const auto& e : accepted) log.push_back(*seal(e, now, settings.id, *keys));
  const auto id = first<message_accepted>(accepted)->message;
  erase();
  const auto known = state.erased;
  read_again(log, subjects());
  ASSERT_EQ(state_of(id), message_state::accepted);
  erase_again_by(known);
  EXPECT_EQ(state_of(id), message_state::cancelled);
  EXPECT_TRUE(state.appointments.empty());
}

TEST_F(a_restored_practice, knows_the_erased_even_if_its_older_log_never_heard_of_them) {
  const erasures known{.patients = {{patient_id("p9"), now}},
                       .numbers = {state.marks.of_number(digits)},
                       .opted_out = {},
                       .practices = {}};
  const auto events = erase_again_by(known);
  ASSERT_EQ(count<patient_erased>(events), 1U);
  EXPECT_TRUE(state.erased.patients.contains(patient_id("p9")));
  EXPECT_EQ(state.erased.numbers, known.numbers);
  const auto answered = reply(number, "It is me");
  EXPECT_EQ(first<reply_received>(answered)->text.reveal(), "");
}

TEST(an_erased_practice, is_told_to_a_host_that_was_restored_from_before) {
  practice_world host;
  host.settings.id = practice_id::host();
  const erasures known{
      .patients = {}, .numbers = {}, .opted_out = {}, .practices = {{*practice_id::parse("A99001"), host.now}}};
  EXPECT_EQ(count<practice_erased>(erase_again(host.state, known)), 1U);
}

TEST(an_erased_practice, is_written_down_by_the_host_and_told_again_after_each_start) {
  practice_world host;
  host.settings.id = practice_id::host();
  const auto a = *practice_id::parse("A99001");
  EXPECT_EQ(count<practice_erased>(host.when(erase_practice{a, "administrator"})), 1U);
  EXPECT_EQ(count<practices_to_erase>(host.last_effects), 1U);
  EXPECT_TRUE(host.when(erase_practice{a, "administrator"}).empty());
  EXPECT_EQ(count<practices_to_erase>(outstanding(host.state, host.settings, host.now)), 1U);
  practice_world other;
  EXPECT_TRUE(other.when(erase_practice{a, "administrator"}).empty());
  EXPECT_EQ(other.last_answer.refusal, error_code::refused);
}

} // namespace
