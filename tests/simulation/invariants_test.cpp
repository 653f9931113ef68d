// Each invariant can find what it is there for: a day on which all is well, and one thing at a time that isn't.
#include "actors/practice/hours.hpp"
#include "tests/simulation/invariants.hpp"

#include <gtest/gtest.h>

#include <algorithm>

using namespace tidings;
using namespace tidings::simulation;
using namespace std::chrono_literals;

namespace {

constexpr timestamp morning = timestamp(millis(1'772'445'600'000)); // Monday, 10:00 in London
const practice_id practice = *practice_id::parse("A99001");
const provider_id lying("lying");
const auto m1 = id_from_name<message_id>("test", "m1"), m2 = id_from_name<message_id>("test", "m2"),
           m3 = id_from_name<message_id>("test", "m3"), m9 = id_from_name<message_id>("test", "m9");
const auto r1 = id_from_name<reply_id>("test", "r1"), r2 = id_from_name<reply_id>("test", "r2"),
           r3 = id_from_name<reply_id>("test", "r3"), r4 = id_from_name<reply_id>("test", "r4");
const auto o1 = id_from_name<operation_id>("test", "o1"), o2 = id_from_name<operation_id>("test", "o2");
const auto q1 = id_from_name<request_id>("test", "q1");
const auto item = id_from_name<item_id>("test", "item");
const std::string mine = "447700900101", theirs = "447700900102", stopped = "447700900103";

struct the_day {
  outside world{1};
  std::vector<told> events;
  std::vector<std::string> unreadable;
  std::uint64_t acknowledged = 0;
  timestamp at = morning;
  timestamp ended = morning + 1h;
  const timestamp starts = morning + 30h;

  the_day& then(event what) {
    events.push_back({at, std::move(what)});
    at += 1s;
    return *this;
  }
  appointment booking(const char* id, const char* of) const {
    appointment a;
    a.id = appointment_id(id);
    a.patient = patient_id(of);
    a.starts_at = starts;
    a.clinician = "Dr Patel";
    a.session = "GP Surgery";
    return a;
  }
  static patient_details patient(const char* id, const std::string& mobile) {
    patient_details p;
    p.id = patient_id(id);
    p.first_name = secret_text("Amira");
    p.mobile = secret_text("0" + mobile.substr(2));
    return p;
  }
  message_accepted message(const message_id& id, message_kind kind, const std::string& to) const {
    message_accepted e;
    e.message = id;
    e.kind = kind;
    e.to = secret_text(to);
    e.due_at = at;
    e.expires_at = at + 24h;
    e.asked_by = "api";
    if (kind != message_kind::reminder) return e;
    e.patient = patient_id("A99001-p1");
    e.appointment = appointment_id("A99001-a1");
    e.appointment_starts_at = starts;
    e.asked_by = "rule-1";
    return e;
  }
  void submit(const message_id& id, std::uint32_t attempt, bool taken) {
    const auto when = local_date(starts) + " " + local_time(starts);
    submission one{practice, attempt, taken,   mine, name_of(practice) + ": " + when, sender_of(practice), at,
                   at,       1,       at + 1s, lying};
    world.submitted[id].push_back(one);
  }
  reply_received reply(const reply_id& id, const std::string& from, const char* text, bool automatic) {
    world.reply_texts[id] = text;
    world.acknowledged_replies.insert(id);
    reply_received e;
    e.reply = id;
    e.from = secret_text(from);
    e.text = secret_text(text);
    e.automatic = automatic;
    return e;
  }
  operation_requested write(const operation_id& id, operation_kind kind) const {
    operation_requested e;
    e.operation = id;
    e.kind = kind;
    e.patient = patient_id("A99001-p1");
    e.appointment = appointment_id("A99001-a1");
    e.expected_starts_at = starts;
    e.reply = r1;
    return e;
  }
  void reminded_and_answered();
  void doubted_and_sent_again();
  void seen_to_by_people();
  the_day();

  /// The names of what doesn't hold.
  std::set<std::string> judged() const {
    story about{practice, events, {}, acknowledged};
    for (const auto& one : events) evolve(about.end, one.what, one.at);
    std::set<std::string> names;
    for (const auto& line : broken_promises({world, {about}, unreadable, ended}))
      names.insert(line.substr(0, line.find(':')));
    return names;
  }
  template <class Event> Event& find(std::size_t nth = 0) {
    for (auto& one : events)
      if (auto* e = std::get_if<Event>(&one.what); e && nth-- == 0) return *e;
    throw std::logic_error("no such event in the day");
  }
  template <class Event> std::vector<told>::iterator where(std::size_t nth = 0) {
    return std::find_if(events.begin(), events.end(),
                        [&](const told& one) { return std::holds_alternative<Event>(one.what) && nth-- == 0; });
  }
  template <class Event> void lose(std::size_t nth = 0) { events.erase(where<Event>(nth)); }
  template <class Event> void twice(std::size_t nth = 0) {
    const auto found = where<Event>(nth);
    events.insert(found + 1, told(*found));
  }
  practice_outside& clinic() { return world.practices[practice]; }
};

the_day::the_day() {
  practice_settings settings;
  settings.id = practice;
  reminder_rule rule;
  rule.id = rule_id("rule-1");
  settings.reminders = {rule};
  world.settings[practice] = {std::make_shared<const practice_settings>(settings)};
  world.account.window = 2;
  world.account.per_second = 2;
  world.answers[1] = 1;
  reminded_and_answered();
  doubted_and_sent_again();
  seen_to_by_people();
  acknowledged = events.size();
}

void the_day::reminded_and_answered() {
  then(patient_updated{patient("A99001-p1", mine)}).then(appointment_booked{booking("A99001-a1", "A99001-p1")});
  then(message_accepted(message(m1, message_kind::reminder, mine))).then(attempt_started{m1, 1, lying});
  submit(m1, 1, true);
  then(attempt_sent{m1, 1, {}}).then(receipt_received{m1, lying, receipt_status::delivered, "000", at});
  world.best_receipt[m1] = receipt_status::delivered;
  then(reply_received(reply(r4, mine, "Yes", true)));
  then(appointment_confirmed{appointment_id("A99001-a1"), r4});
  then(reply_received(reply(r1, mine, "CANCEL", true)));
  then(write(o1, operation_kind::cancel_appointment)).then(operation_finished{o1, operation_result::done, {}, {}});
  clinic().cancels.push_back({appointment_id("A99001-a1"), patient_id("A99001-p1"), starts, millis(500), false});
  then(appointment_cancelled{appointment_id("A99001-a1"), r1});
  then(write(o2, operation_kind::file_code)).then(operation_finished{o2, operation_result::done, {}, {}});
  clinic().entries.insert(to_text(o2));
}

void the_day::doubted_and_sent_again() {
  then(message(m2, message_kind::now, mine)).then(attempt_started{m2, 1, lying});
  submit(m2, 1, false);
  then(attempt_in_doubt{m2, 1, "no answer"});
  then(attempt_reconciled{m2, 1, look_up_finding::never_seen, "simulated"}).then(attempt_started{m2, 2, lying});
  submit(m2, 2, true);
  then(attempt_sent{m2, 2, {}}).then(receipt_received{m2, lying, receipt_status::delivered, "000", at});
  world.best_receipt[m2] = receipt_status::delivered;
  world.accepted_by_api.insert(m2);
  then(message(m3, message_kind::now, mine)).then(attempt_started{m3, 1, lying});
  submit(m3, 1, true);
  then(attempt_sent{m3, 1, {}}).then(receipt_received{m3, lying, receipt_status::delivered, "000", at});
}

void the_day::seen_to_by_people() {
  then(reply_received(reply(r2, mine, "maybe", false))).then(handed_to_staff{item, "unclear", r2, {}, {}, false});
  then(reply_received(reply(r3, stopped, "STOP", true)));
  then(opted_out{secret_text(stopped), "reply " + to_text(r3)});
  then(audited{{.request = q1, .user = "sam"}, "done"});
  world.people[q1] = true;
  then(patient_updated{{.id = patient_id("A99001-p2")}}).then(patient_erased{.patient = patient_id("A99001-p2")});
  clinic().erasure_promised.insert(patient_id("A99001-p2"));
  world.poisoned.insert(m9);
  then(
      command_parked{item, "accept_message", 5, "poison", secret_text(encode(command(accept_message{.message = m9})))});
}

struct harm {
  const char* breaks;
  void (*happens)(the_day&);
};

// clang-format off
const std::vector<harm> harms = {
    {"a_stream_is_whole", [](the_day& d) { d.unreadable.push_back("a gap before record 7"); }},
    {"what_the_log_acknowledged_is_there", [](the_day& d) { d.acknowledged += 1; }},
    {"a_practice_records_its_own", [](the_day& d) { d.then(appointment_booked{d.booking("B99002-a1", "B99002-p1")}); }},
    {"a_practice_speaks_for_itself", [](the_day& d) { d.world.submitted[m1][0].sender = "447700900899"; }},
    {"the_provider_gets_what_the_log_knows", [](the_day& d) { d.submit(m9, 1, true); }},
    {"an_erased_patient_is_unreadable", [](the_day& d) { d.find<patient_updated>(1).what.first_name = secret_text("Amira"); }},

    {"a_message_is_accepted_once", [](the_day& d) { d.twice<message_accepted>(1); }},
    {"a_promised_message_is_kept", [](the_day& d) { d.world.accepted_by_api.insert(m9); }},
    {"a_message_comes_to_an_end", [](the_day& d) { d.lose<receipt_received>(1); }},
    {"only_what_waits_is_sent", [](the_day& d) { d.then(attempt_started{m1, 2, lying}); }},
    {"attempts_count_up_by_one", [](the_day& d) { d.find<attempt_started>(1).attempt = 2; }},
    {"an_attempt_is_settled_before_the_next", [](the_day& d) { d.lose<attempt_reconciled>(); }},
    {"attempts_are_bounded", [](the_day& d) { for (std::uint32_t i = 2; i < 14; ++i) d.then(attempt_started{m3, i, lying}); }},
    {"nothing_is_sent_too_late", [](the_day& d) { d.find<message_accepted>(1).expires_at = morning; }},
    {"first_come_first_sent", [](the_day& d) { d.where<message_accepted>(2)->at = morning; }},

    {"a_reminder_is_made_once", [](the_day& d) { d.twice<message_accepted>(0); }},
    {"a_reminder_is_of_what_is_so", [](the_day& d) { d.events.insert(d.where<attempt_started>(), {morning, appointment_gone{appointment_id("A99001-a1")}}); }},
    {"a_reminder_goes_within_hours", [](the_day& d) { d.where<attempt_started>()->at = morning + 10h; }},
    {"a_reminder_goes_to_the_number_on_record", [](the_day& d) { d.events.insert(d.where<attempt_started>(), {morning, patient_updated{the_day::patient("A99001-p1", theirs)}}); }},
    {"a_reminder_says_when", [](the_day& d) { d.find<message_accepted>().appointment_starts_at += 1h; }},
    {"no_reminder_is_missed", [](the_day& d) { d.then(appointment_booked{d.booking("A99001-a2", "A99001-p1")}); }},

    {"an_attempt_is_on_disk_before_the_call", [](the_day& d) { d.submit(m1, 2, false); }},
    {"an_attempt_is_one_call", [](the_day& d) { d.submit(m1, 1, false); }},
    {"what_went_twice_was_in_doubt", [](the_day& d) { d.world.submitted[m2][0].taken = true; d.lose<attempt_in_doubt>(); }},
    {"nothing_goes_twice_by_itself", [](the_day& d) { d.world.submitted[m2][0].taken = true; }},
    {"sent_is_taken", [](the_day& d) { d.world.submitted[m1][0].taken = false; }},
    {"never_sent_is_never_taken", [](the_day& d) { d.lose<receipt_received>(); d.then(message_cancelled{m1, "no"}); }},
    {"calls_stay_within_the_window", [](the_day& d) { for (auto id : {m1, m2, m3}) d.world.submitted[id].back().at = morning; for (auto id : {m1, m2, m3}) d.world.submitted[id].back().answered.reset(); }},
    {"calls_stay_within_the_rate", [](the_day& d) { for (std::uint32_t i = 1; i < 8; ++i) d.submit(m3, i + 1, false); }},
    {"receipts_only_rise", [](the_day& d) { d.then(receipt_received{m1, lying, receipt_status::pending, "001", d.at}); }},
    {"a_receipt_is_of_what_was_sent", [](the_day& d) { d.then(receipt_received{m9, lying, receipt_status::delivered, "000", d.at}); }},
    {"the_best_receipt_counts", [](the_day& d) { d.find<receipt_received>().status = receipt_status::temporary_failure; }},

    {"a_reply_is_kept_once", [](the_day& d) { d.twice<reply_received>(); }},
    {"an_acknowledged_reply_is_kept", [](the_day& d) { d.world.acknowledged_replies.insert(id_from_name<reply_id>("test", "lost")); }},
    {"only_plain_words_cancel", [](the_day& d) { d.world.reply_texts[r1] = "don't cancel"; }},
    {"only_plain_words_confirm", [](the_day& d) { d.world.reply_texts[r4] = "maybe"; }},
    {"only_plain_words_opt_out", [](the_day& d) { d.world.reply_texts[r3] = "please don't stop"; }},
    {"a_cancellation_is_of_what_was_asked", [](the_day& d) { d.find<reply_received>(1).from = secret_text(theirs); }},
    {"somebody_reads_every_reply", [](the_day& d) { d.lose<handed_to_staff>(); }},
    {"who_said_stop_has_peace", [](the_day& d) { d.events.insert(d.events.begin(), {morning, opted_out{secret_text(mine), "sam"}}); }},
    {"the_dead_are_not_written_to", [](the_day& d) { d.find<patient_updated>().what.dead = true; }},
    {"who_declined_has_peace", [](the_day& d) { d.find<patient_updated>().what.sms_consent = consent::no; }},
    {"who_was_erased_has_peace", [](the_day& d) { d.events.insert(d.where<attempt_started>(), {morning, patient_erased{.patient = patient_id("A99001-p1")}}); }},

    {"a_write_is_requested_once", [](the_day& d) { d.twice<operation_requested>(); }},
    {"a_write_is_finished_once", [](the_day& d) { d.twice<operation_finished>(); }},
    {"a_write_comes_to_an_end", [](the_day& d) { d.lose<operation_finished>(1); }},
    {"nothing_is_cancelled_unasked", [](the_day& d) { d.clinic().cancels[0].starts_at += 1h; }},
    {"one_wish_cancels_once", [](the_day& d) { d.clinic().cancels.push_back(d.clinic().cancels[0]); }},
    {"a_cancellation_looks_first", [](the_day& d) { d.clinic().cancels[0].looked_before.reset(); }},
    {"a_coded_entry_is_filed_once", [](the_day& d) { d.clinic().entries.insert(to_text(o2)); }},
    {"done_is_done", [](the_day& d) { d.clinic().cancels.clear(); }},
    {"a_person_hears_of_what_failed", [](the_day& d) { d.find<operation_finished>().result = operation_result::differs; }},

    {"a_command_is_answered_once", [](the_day& d) { d.world.answers[1] = 2; }},
    {"only_what_kills_is_parked", [](the_day& d) { d.world.poisoned.clear(); }},
    {"what_kills_has_no_effect", [](the_day& d) { d.then(d.message(m9, message_kind::now, mine)); }},
    {"a_person_is_asked_once", [](the_day& d) { d.twice<handed_to_staff>(); }},
    {"a_persons_deed_has_one_entry", [](the_day& d) { d.lose<audited>(); }},
};
// clang-format on

TEST(the_invariants, all_hold_on_a_good_day) { EXPECT_EQ(the_day().judged(), std::set<std::string>{}); }

TEST(the_invariants, each_find_what_they_are_there_for) {
  for (const auto& one : harms) {
    the_day day;
    one.happens(day);
    EXPECT_TRUE(day.judged().contains(one.breaks)) << one.breaks << " holds all the same";
  }
}

TEST(the_invariants, are_named_once_and_each_is_shown_to_fail) {
  std::set<std::string> names, shown;
  for (const auto& one : invariants()) {
    EXPECT_TRUE(names.insert(std::string(one.name)).second) << one.name << " is there twice";
    EXPECT_FALSE(one.promise.empty()) << one.name;
  }
  for (const auto& one : harms) shown.insert(one.breaks);
  EXPECT_EQ(names, shown);
  EXPECT_GE(names.size(), 20U);
}

} // namespace
