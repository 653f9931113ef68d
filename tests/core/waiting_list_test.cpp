// Slots that come free are offered to the patients who wait, one after another, and promised to one of them at most.
#include "actors/practice/hours.hpp"
#include "actors/practice/waiting_list/asking.hpp"
#include "actors/practice/waiting_list/slots.hpp"
#include "tests/core/talk_world.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <gtest/gtest.h>

#include <random>

namespace tidings::test {
namespace {

/// Tuesday 3 March 2026, 11:00 in London.
constexpr timestamp tuesday_at_eleven = monday_at_ten + 25h;
const std::string bens = "447700900124", carols = "447700900125", leavers = "447700900199";

class waiting_list : public ::testing::Test, protected talk_world {
protected:
  waiting_list() {
    settings.reminders.clear();
    words().waiting_list.on = true;
    given(patient_updated{patient("leaver", leavers)});
    read({booking("a1", "leaver", tuesday_at_eleven)});
  }

  void waits(const std::string& id, const std::string& number, const std::string& clinician = {}) {
    given(patient_updated{patient(id, number)});
    last = when(change_waiting{.waits = true,
                               .entry = {},
                               .patient = patient_id(id),
                               .number = {},
                               .session = "GP Surgery",
                               .clinician = clinician,
                               .by = "reception"});
    now += 1s; // whoever came first stands first
  }
  void all_wait() {
    waits("amira", amiras);
    waits("ben", bens);
    waits("carol", carols);
  }
  /// The leaver's appointment is no longer in the book.
  void comes_free() { last = read({}); }

  /// All that is due now, step by step, as the actor's timer has it; what is to be sent is sent.
  void goes_on() {
    std::vector<event> all;
    all_sent();
    for (int step = 0; step < 50; ++step) {
      auto made = when(clock_ticked{});
      if (made.empty()) break;
      std::move(made.begin(), made.end(), std::back_inserter(all));
      all_sent();
    }
    last = std::move(all);
  }
  void goes_on_at(timestamp at) {
    now = at;
    goes_on();
  }
  void says(const std::string& number, const std::string& text) {
    last = reply(number, text);
    const auto said = last;
    goes_on();
    last.insert(last.begin(), said.begin(), said.end());
  }

  const slot_track& slot() const { return state.slots.begin()->second; }
  /// `amira lapsed, ben asked`
  static std::string story(const slot_track& of) {
    std::string text;
    for (const auto& offer : of.offers)
      text.append(text.empty() ? "" : ", ")
          .append(offer.patient.value)
          .append(" ")
          .append(offer.ended ? boost::describe::enum_to_string(*offer.ended, "?") : "asked");
    if (of.closed) text.append(text.empty() ? "" : ": ").append(boost::describe::enum_to_string(*of.closed, "?"));
    return text;
  }
  std::string story() const { return state.slots.empty() ? "no slot" : story(slot()); }

  /// Texts of the last command to this number, each by its first words after the practice's name.
  std::string told(const std::string& number) const {
    std::string all;
    for (const auto& e : last) {
      const auto* one = std::get_if<message_accepted>(&e);
      if (!one || one->to.reveal() != number) continue;
      const auto text = one->text.reveal();
      const auto from = text.find(": ") + 2;
      all.append(all.empty() ? "" : " | ").append(text.substr(from, text.find_first_of(".,:", from) - from));
    }
    return all;
  }
  const handed_to_staff* item() const { return first<handed_to_staff>(last); }

  /// With a reminder that Amira hasn't answered, of Thursday at ten. A slot on Wednesday at two can come free.
  void amira_is_reminded() {
    settings = settings_of_practice();
    words().waiting_list.on = true;
    given(patient_updated{patient("amira", amiras)});
    hers_ = booking("h1", "amira", monday_at_ten + 72h);
    hers_.clinician = "Dr Singh";
    now = tuesday_at_eleven - 30min;
    read({booking("w1", "leaver", monday_at_ten + 52h), hers_});
    state.slots.clear(); // Tuesday's, which went with this reading
    all_sent();
    ASSERT_TRUE(state.questions_by_number.contains(amiras));
    now += 1min;
  }
  void comes_free_but_hers() { last = read({hers_}); }

private:
  appointment hers_;
};

// -- what comes free ----------------------------------------------------------------------------

TEST_F(waiting_list, the_slot_of_an_appointment_that_is_gone_from_the_book_comes_free) {
  comes_free();
  const auto* freed = first<slot_freed>(last);
  ASSERT_TRUE(freed);
  EXPECT_EQ(freed->what.starts_at, tuesday_at_eleven);
  EXPECT_EQ(freed->what.clinician, "Dr Patel");
  EXPECT_EQ(freed->what.session, "GP Surgery");
  EXPECT_EQ(freed->what.slot_type, "Standard");
  EXPECT_EQ(freed->what.minutes, 10U);
  EXPECT_EQ(freed->patient, patient_id("leaver"));
  EXPECT_TRUE(freed->reply.is_nil());
}

TEST_F(waiting_list, so_does_that_of_one_that_the_book_shows_cancelled) {
  auto cancelled = booking("a1", "leaver", tuesday_at_eleven);
  cancelled.status = appointment_status::cancelled;
  last = read({cancelled});
  EXPECT_EQ(count<slot_freed>(last), 1U);
  last = read({cancelled});
  EXPECT_EQ(count<slot_freed>(last), 0U) << "it came free once";
}

TEST_F(waiting_list, one_that_the_patient_cancelled_by_text_comes_free_once_the_system_has_cancelled_it_and_only_once) {
  const auto said = id_from_name<reply_id>("test", "cancel");
  given(operation_requested{.operation = id_from_name<operation_id>("test", "cancel"),
                            .kind = operation_kind::cancel_appointment,
                            .patient = patient_id("leaver"),
                            .appointment = appointment_id("a1"),
                            .expected_starts_at = tuesday_at_eleven,
                            .reply = said});
  last = when(operation_outcome{.operation = id_from_name<operation_id>("test", "cancel"), .result = {}});
  ASSERT_EQ(count<slot_freed>(last), 1U);
  EXPECT_EQ(first<slot_freed>(last)->reply, said);
  comes_free();
  EXPECT_EQ(count<slot_freed>(last), 0U) << "the next reading only shows what we wrote";
}

TEST_F(waiting_list, nothing_comes_free_that_has_begun) {
  now = tuesday_at_eleven;
  comes_free();
  EXPECT_EQ(count<slot_freed>(last), 0U);
}

TEST_F(waiting_list, nothing_comes_free_whose_time_is_somebody_elses_in_the_same_reading) {
  last = read({booking("a2", "other", tuesday_at_eleven + 5min)});
  EXPECT_EQ(count<appointment_gone>(last), 1U);
  EXPECT_EQ(count<slot_freed>(last), 0U);
}

TEST_F(waiting_list, it_comes_free_again_when_it_was_booked_again_since) {
  comes_free();
  read({booking("a1", "other", tuesday_at_eleven)});
  EXPECT_EQ(story(), "given_away");
  comes_free();
  EXPECT_EQ(count<slot_freed>(last), 1U);
}

// -- who is asked -------------------------------------------------------------------------------

TEST_F(waiting_list, whoever_has_waited_longest_is_asked_first_and_nobody_else) {
  all_wait();
  comes_free();
  goes_on();
  EXPECT_EQ(story(), "amira asked");
  const auto* text = first<message_accepted>(last);
  ASSERT_TRUE(text);
  EXPECT_EQ(text->to.reveal(), amiras);
  EXPECT_EQ(text->question, question_kind::slot_offer);
  EXPECT_EQ(text->kind, message_kind::waiting_list);
  EXPECT_EQ(text->talk.slot, slot().what.id);
  EXPECT_EQ(text->text.reveal(),
            "Demo Surgery: An appointment has come free: Tuesday 3 March at 11:00am with Dr Patel. "
            "Reply YES within 30 minutes to have it, or NO if you don't want it.");
}

TEST_F(waiting_list, nobody_is_asked_while_it_is_switched_off) {
  words().waiting_list.on = false;
  all_wait();
  comes_free();
  goes_on();
  EXPECT_EQ(story(), "");
  EXPECT_EQ(tidings::waiting_list::next(state, settings, now), never);
}

TEST_F(waiting_list, nobody_is_asked_about_a_session_that_is_left_out) {
  words().waiting_list.not_sessions = {"GP Surgery"};
  all_wait();
  comes_free();
  goes_on();
  EXPECT_EQ(story(), "");
}

TEST_F(waiting_list, whoever_waits_for_another_clinician_is_not_asked) {
  waits("amira", amiras, "Dr Singh");
  waits("ben", bens, "Dr Patel");
  comes_free();
  goes_on();
  EXPECT_EQ(story(), "ben asked");
}

TEST_F(waiting_list, whoever_cancelled_is_never_offered_the_same_slot) {
  waits("leaver", leavers);
  waits("ben", bens);
  comes_free();
  goes_on();
  EXPECT_EQ(story(), "ben asked");
}

TEST_F(waiting_list, whoever_is_somewhere_else_then_is_not_asked) {
  waits("amira", amiras);
  waits("ben", bens);
  auto hers = booking("h1", "amira", tuesday_at_eleven - 5min);
  hers.clinician = "Nurse Bell";
  hers.session = "Nurse clinic";
  last = read({hers});
  goes_on();
  EXPECT_EQ(story(), "ben asked");
}

TEST_F(waiting_list, who_may_not_be_texted_is_passed_over_and_the_list_says_why) {
  struct row {
    const char* what;
    std::function<void(patient_details&)> change;
    const char* why;
  };
  const row rows[] = {
      {"declined texts", [](auto& p) { p.sms_consent = consent::no; }, "the patient has declined text messages"},
      {"has died", [](auto& p) { p.dead = true; }, "the record says the patient has died"},
      {"has no mobile", [](auto& p) { p.mobile = secret_text("01632 960123"); }, "no UK mobile number in the record"},
      {"has opted out", [](auto& p) { p.mobile = secret_text("447700900126"); }, "this number has opted out"},
  };
  opted_out stop;
  stop.number = secret_text("447700900126");
  given(stop);
  waits("amira", amiras);
  waits("ben", bens);
  comes_free();
  const auto before = state;
  for (const auto& one : rows) {
    state = before;
    auto amira = patient("amira", amiras);
    one.change(amira);
    given(patient_updated{amira});
    goes_on();
    EXPECT_EQ(story(), "amira not_asked, ben asked") << one.what;
    const auto* ended = first<offer_ended>(last);
    ASSERT_TRUE(ended) << one.what;
    EXPECT_EQ(ended->why, one.why) << one.what;
  }
}

TEST_F(waiting_list, at_most_so_many_are_asked_about_one_slot) {
  words().waiting_list.asked_max = 2;
  all_wait();
  comes_free();
  goes_on();
  says(amiras, "No");
  says(bens, "No");
  EXPECT_EQ(story(), "amira declined, ben declined");
  goes_on_at(tuesday_at_eleven - 2h);
  EXPECT_EQ(story(), "amira declined, ben declined: nobody_left");
}

TEST_F(waiting_list, one_number_is_asked_about_one_slot_at_a_time) {
  read({booking("a1", "leaver", tuesday_at_eleven), booking("a2", "other", tuesday_at_eleven + 2h)});
  all_wait();
  comes_free();
  goes_on();
  std::multiset<std::string> asked;
  for (const auto& [id, one] : state.slots) asked.insert(story(one));
  EXPECT_EQ(asked, (std::multiset<std::string>{"amira asked", "ben asked"}));
}

// -- when ---------------------------------------------------------------------------------------

TEST_F(waiting_list, each_has_their_minutes_from_when_the_text_left_and_then_the_next_is_asked) {
  all_wait();
  comes_free();
  when(clock_ticked{}); // accepted, not sent yet
  const auto asked_at = now;
  goes_on_at(asked_at + 20min);
  EXPECT_EQ(story(), "amira asked") << "the text leaves only now";
  all_sent();
  goes_on_at(asked_at + 49min);
  EXPECT_EQ(story(), "amira asked");
  EXPECT_EQ(tidings::waiting_list::next(state, settings, now), asked_at + 50min);
  goes_on_at(asked_at + 50min);
  EXPECT_EQ(story(), "amira lapsed, ben asked");
}

TEST_F(waiting_list, nobody_is_asked_outside_sending_hours) {
  all_wait();
  now = monday_at_ten + 8h + 50min; // 18:50; the practice sends until 19:00
  comes_free();
  goes_on();
  EXPECT_EQ(story(), "amira asked");
  goes_on_at(monday_at_ten + 9h + 30min);
  EXPECT_EQ(story(), "amira lapsed") << "it is 19:30: the next waits for the morning";
  const auto morning = monday_at_ten + 23h;
  EXPECT_EQ(tidings::waiting_list::next(state, settings, now), std::min(morning, tuesday_at_eleven - 2h));
  words().waiting_list.notice_min = 30min;
  goes_on_at(morning);
  EXPECT_EQ(story(), "amira lapsed, ben asked");
}

TEST_F(waiting_list, a_text_that_could_not_leave_by_closing_time_is_not_sent_in_the_night) {
  all_wait();
  now = monday_at_ten + 8h + 50min;
  comes_free();
  when(clock_ticked{});
  ASSERT_EQ(state.unsettled.size(), 1U);
  const auto text = *state.unsettled.begin();
  now = monday_at_ten + 9h + 10min;
  EXPECT_EQ(count<attempt_started>(when(start_attempt{text, provider_id("firetext")})), 0U);
  when(clock_ticked{});
  EXPECT_EQ(story(), "amira not_reached");
}

TEST_F(waiting_list, nobody_is_asked_so_shortly_before_the_start) {
  all_wait();
  now = tuesday_at_eleven - 2h;
  comes_free();
  goes_on();
  EXPECT_EQ(story(), "too_late");
}

TEST_F(waiting_list, whoever_can_not_be_reached_gives_way_at_once) {
  all_wait();
  comes_free();
  goes_on();
  const auto text = slot().offers.front().message;
  when(receipt_arrived{
      .message = text, .provider = provider_id("firetext"), .status = receipt_status::permanent_failure});
  goes_on();
  EXPECT_EQ(story(), "amira not_reached, ben asked");
}

TEST_F(waiting_list, a_restart_changes_nothing) {
  all_wait();
  comes_free();
  goes_on();
  const auto asked_at = now;
  auto kept = decode_state(encode(state));
  ASSERT_TRUE(kept);
  const auto marks = state.marks;
  state = *kept;
  state.marks = marks;
  index_all(state);
  goes_on();
  EXPECT_TRUE(last.empty());
  goes_on_at(asked_at + 30min);
  EXPECT_EQ(story(), "amira lapsed, ben asked");
  says(bens, "YES");
  EXPECT_EQ(story(), "amira withdrawn, ben taken");
}

// -- answers ------------------------------------------------------------------------------------

TEST_F(waiting_list, the_first_yes_gets_it_and_staff_are_told_whom_to_book_and_where) {
  all_wait();
  comes_free();
  goes_on();
  says(amiras, "Yes please");
  EXPECT_EQ(story(), "amira taken");
  EXPECT_EQ(told(amiras), "Thank you");
  ASSERT_TRUE(item());
  EXPECT_EQ(item()->reason,
            "Book the patient of this message into the slot on Tuesday 3 March at 11:00am with Dr Patel "
            "(GP Surgery, 10 minutes): they said YES to it, and were told that it is kept for them");
  EXPECT_EQ(item()->message, slot().offers.front().message);
  EXPECT_EQ(count<waiting_changed>(last), 1U) << "they wait no more";
  EXPECT_EQ(state.waiting.size(), 2U);
  EXPECT_EQ(count<appointment_confirmed>(last), 0U);
  EXPECT_EQ(count<operation_requested>(last), 0U);
  goes_on_at(now + 31min);
  EXPECT_EQ(story(), "amira taken") << "nobody else is asked";
}

TEST_F(waiting_list, a_no_gives_way_to_the_next_at_once_and_keeps_their_place_on_the_list) {
  all_wait();
  comes_free();
  goes_on();
  says(amiras, "No thanks");
  EXPECT_EQ(story(), "amira declined, ben asked");
  EXPECT_EQ(told(amiras), "Thank you");
  EXPECT_EQ(state.waiting.size(), 3U);
}

TEST_F(waiting_list, the_others_who_were_asked_are_told_that_it_is_gone) {
  all_wait();
  comes_free();
  goes_on();
  goes_on_at(now + 30min);
  goes_on_at(now + 30min);
  EXPECT_EQ(story(), "amira lapsed, ben lapsed, carol asked");
  says(carols, "yes");
  EXPECT_EQ(story(), "amira withdrawn, ben withdrawn, carol taken");
  EXPECT_EQ(told(amiras), "Sorry");
  EXPECT_EQ(told(bens), "Sorry");
  EXPECT_EQ(told(carols), "Thank you");
}

TEST_F(waiting_list, they_are_told_in_sending_hours_only) {
  words().waiting_list.notice_min = 0min;
  all_wait();
  now = monday_at_ten + 8h + 20min;
  comes_free();
  goes_on();
  goes_on_at(now + 30min);
  EXPECT_EQ(story(), "amira lapsed, ben asked");
  now = monday_at_ten + 9h + 20min; // 19:20
  last = reply(bens, "yes");
  when(clock_ticked{});
  const auto gone = std::find_if(state.unsettled.begin(), state.unsettled.end(),
                                 [&](const auto& id) { return state.messages.at(id).what.to.reveal() == amiras; });
  ASSERT_NE(gone, state.unsettled.end());
  EXPECT_EQ(state.messages.at(*gone).what.due_at, monday_at_ten + 23h);
}

TEST_F(waiting_list, a_late_yes_takes_it_only_while_it_is_still_free) {
  all_wait();
  comes_free();
  goes_on();
  goes_on_at(now + 30min);
  ASSERT_EQ(story(), "amira lapsed, ben asked");
  const auto before = state;
  says(amiras, "YES");
  EXPECT_EQ(story(), "amira taken, ben withdrawn") << "Ben hadn't answered yet";
  EXPECT_EQ(told(bens), "Sorry");

  state = before;
  says(bens, "YES");
  says(amiras, "YES");
  EXPECT_EQ(story(), "amira withdrawn, ben taken");
  EXPECT_EQ(told(amiras), "Sorry");
  EXPECT_EQ(item(), nullptr) << "nobody need see it";
}

TEST_F(waiting_list, a_second_yes_of_the_same_patient_changes_nothing) {
  all_wait();
  comes_free();
  goes_on();
  const reply_arrived said{.reply = id_from_name<reply_id>("test", "twice"),
                           .provider = provider_id("firetext"),
                           .from = secret_text(amiras),
                           .to = "447700900999",
                           .text = secret_text("yes"),
                           .reported_at = now};
  EXPECT_FALSE(when(said).empty());
  EXPECT_TRUE(when(said).empty());
  EXPECT_EQ(story(), "amira taken");
}

TEST_F(waiting_list, what_is_no_plain_yes_or_no_goes_to_a_person_and_takes_nothing) {
  all_wait();
  comes_free();
  goes_on();
  const auto before = state;
  for (const auto* text : {"Yes if it is with Dr Singh", "maybe", "ok", "Can I have 12 instead?", "1", "yes or no"}) {
    state = before;
    says(amiras, text);
    EXPECT_EQ(story(), "amira asked") << text;
    ASSERT_TRUE(item()) << text;
  }
}

TEST_F(waiting_list, stop_opts_out_and_takes_nothing) {
  all_wait();
  comes_free();
  goes_on();
  says(amiras, "STOP");
  EXPECT_EQ(count<opted_out>(last), 1U);
  EXPECT_EQ(story(), "amira asked");
}

TEST_F(waiting_list, after_a_restore_nothing_of_before_is_offered_or_promised) {
  all_wait();
  comes_free();
  goes_on();
  now += 1min;
  given(epoch_began{.epoch = 2, .backup = 1, .backed_up_at = now, .restored_at = now});
  says(amiras, "YES");
  EXPECT_EQ(story(), "amira asked");
  ASSERT_TRUE(item());
  EXPECT_TRUE(item()->urgent);
  now += 1min;
  given(epoch_released{.epoch = 2, .by = "operator"});
  goes_on();
  EXPECT_EQ(story(), "amira withdrawn: stopped");
}

TEST_F(waiting_list,
       whatever_is_said_and_whenever_a_slot_is_promised_to_one_patient_at_most_and_offered_in_hours_only) {
  const std::vector<std::string> numbers{amiras, bens, carols};
  const std::vector<std::string> texts{"YES", "yes please", "NO", "ok", "STOP", "maybe later", "Yes"};
  read({booking("a1", "leaver", tuesday_at_eleven), booking("b1", "ben", tuesday_at_eleven + 3h)});
  all_wait();
  const auto before = state;
  const auto then = now;
  for (unsigned seed = 0; seed < 300; ++seed) {
    state = before;
    now = then;
    std::mt19937 random(seed);
    const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
    const auto check = [&] {
      for (const auto& [id, one] : state.slots) {
        const auto taken = std::count_if(one.offers.begin(), one.offers.end(),
                                         [](const auto& offer) { return offer.ended == offer_end::taken; });
        ASSERT_LE(taken, 1) << "seed " << seed;
        for (const auto& offer : one.offers) ASSERT_NE(offer.patient, one.patient) << "seed " << seed;
      }
      for (const auto& e : last) {
        const auto* text = std::get_if<message_accepted>(&e);
        if (!text || text->question != question_kind::slot_offer) continue;
        ASSERT_TRUE(is_open(hours_of(settings.hours, message_kind::waiting_list), now)) << "seed " << seed;
      }
    };
    for (int step = 0; step < 30; ++step) {
      now += minutes(below(90));
      if (step == 3) read({booking("b1", "ben", tuesday_at_eleven + 3h)});
      if (step == 12 && below(2) == 0) read({});
      if (below(3) == 0)
        goes_on();
      else
        says(numbers[below(3)], texts[below(static_cast<unsigned>(texts.size()))]);
      check();
      if (HasFatalFailure()) return;
    }
  }
}

// -- kept apart from what else is asked ---------------------------------------------------------

TEST_F(waiting_list, a_yes_to_a_reminder_takes_no_slot) {
  amira_is_reminded();
  waits("ben", bens);
  comes_free_but_hers();
  goes_on();
  ASSERT_EQ(story(), "ben asked");
  says(amiras, "YES");
  EXPECT_EQ(count<appointment_confirmed>(last), 1U);
  EXPECT_EQ(story(), "ben asked");
}

TEST_F(waiting_list, a_yes_that_may_be_to_a_reminder_or_to_an_offer_is_asked_back_and_does_neither) {
  struct row {
    const char* answer;
    std::size_t confirmed;
    const char* story;
  };
  const row rows[] = {
      {"1", 0, "amira taken"},
      {"2", 1, "amira asked"},
      {"YES", 0, "amira asked"},
      {"3", 0, "amira asked"},
  };
  amira_is_reminded();
  waits("amira", amiras);
  comes_free_but_hers();
  goes_on();
  ASSERT_EQ(story(), "amira asked");
  says(amiras, "YES");
  EXPECT_EQ(count<appointment_confirmed>(last), 0U);
  EXPECT_EQ(story(), "amira asked");
  EXPECT_EQ(came_of_it(), "asks back");
  const auto* back = first<message_accepted>(last);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->text.reveal(),
            "Demo Surgery: Sorry, which appointment do you mean? Reply 1 for Wed 4 Mar 2:00pm, 2 for "
            "Thu 5 Mar 10:00am.");
  now += 1min;
  const auto before = state;
  for (const auto& one : rows) {
    state = before;
    says(amiras, one.answer);
    EXPECT_EQ(count<appointment_confirmed>(last), one.confirmed) << one.answer;
    EXPECT_EQ(story(), one.story) << one.answer;
  }
}

TEST_F(waiting_list, a_yes_to_an_offer_that_may_regret_a_cancellation_not_written_yet_is_a_persons_at_once) {
  amira_is_reminded();
  says(amiras, "CANCEL");
  ASSERT_EQ(count<operation_requested>(last), 1U);
  waits("amira", amiras);
  comes_free_but_hers();
  goes_on();
  ASSERT_EQ(story(), "amira asked");
  says(amiras, "YES");
  EXPECT_EQ(came_of_it(), "holds back, staff at once");
  EXPECT_EQ(story(), "amira asked");
}

TEST_F(waiting_list, other_words_are_for_the_one_question_they_answer_or_for_a_person) {
  struct row {
    const char* text;
    const char* came;
    const char* story;
  };
  const row rows[] = {
      {"CANCEL", "cancels h1", "amira asked"},
      {"Confirm Thursday", "confirms h1", "amira asked"},
      {"NO", "staff", "amira asked"},
  };
  amira_is_reminded();
  waits("amira", amiras);
  comes_free_but_hers();
  goes_on();
  const auto before = state;
  for (const auto& one : rows) {
    state = before;
    last = reply(amiras, one.text);
    EXPECT_EQ(came_of_it(), one.came) << one.text;
    EXPECT_EQ(story(), one.story) << one.text;
  }
}

TEST_F(waiting_list, a_yes_takes_the_slot_though_an_appointment_of_before_the_offer_was_asked_about) {
  amira_is_reminded();
  now = monday_at_ten + 72h + 30min; // hers has begun
  waits("amira", amiras);
  read({booking("late", "leaver", now + 5h)});
  last = read({});
  goes_on();
  says(amiras, "YES");
  EXPECT_EQ(count<appointment_confirmed>(last), 0U);
  EXPECT_EQ(story(state.slots.rbegin()->second).find("withdrawn"), std::string::npos);
  EXPECT_TRUE(std::any_of(state.slots.begin(), state.slots.end(),
                          [](const auto& one) { return story(one.second) == "amira taken"; }));
}

// -- how it ends --------------------------------------------------------------------------------

TEST_F(waiting_list, the_item_is_done_once_the_book_shows_them_booked) {
  all_wait();
  comes_free();
  goes_on();
  says(amiras, "YES");
  ASSERT_EQ(state.staff_items.size(), 1U);
  last = read({booking("a9", "amira", tuesday_at_eleven)});
  EXPECT_EQ(story(), "amira taken: booked");
  EXPECT_TRUE(state.staff_items.empty());
}

TEST_F(waiting_list, switched_on_it_books_by_itself_and_a_person_has_nothing_to_do) {
  words().waiting_list.book = true;
  all_wait();
  comes_free();
  goes_on();
  says(amiras, "YES");
  EXPECT_EQ(told(amiras), "Thank you");
  EXPECT_FALSE(item());
  const auto* asked = first<operation_requested>(last);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->kind, operation_kind::book_slot);
  EXPECT_EQ(asked->patient, patient_id("amira"));
  EXPECT_EQ(asked->appointment, appointment_id("a1"));
  EXPECT_EQ(asked->expected_starts_at, tuesday_at_eleven);
  EXPECT_LE(asked->give_up_at, now + 30min);
  EXPECT_EQ(count<operation_requested>(last), 1U);
  says(amiras, "YES");
  EXPECT_EQ(count<operation_requested>(last), 0U) << "it is booked once";
  const auto items = state.staff_items; // the second YES, for a person to read
  last = when(operation_outcome{.operation = state.operations.begin()->first, .result = operation_result::done});
  EXPECT_FALSE(item());
  EXPECT_EQ(count<appointment_cancelled>(last), 0U);
  last = read({booking("a1", "amira", tuesday_at_eleven)});
  EXPECT_EQ(story(), "amira taken: booked");
  EXPECT_TRUE(state.staff_items == items);
}

TEST_F(waiting_list, what_can_not_be_booked_by_itself_is_a_persons_at_once) {
  words().waiting_list.book = true;
  all_wait();
  comes_free();
  goes_on();
  says(amiras, "YES");
  const auto id = state.operations.begin()->first;
  last = when(operation_outcome{.operation = id, .result = operation_result::differs, .detail = "it is gone"});
  ASSERT_TRUE(item());
  EXPECT_TRUE(item()->urgent);
  EXPECT_EQ(
      item()->reason,
      "Book the patient of this message into the slot on Tuesday 3 March at 11:00am with Dr Patel (GP Surgery, 10 "
      "minutes), or ring them: they said YES to it, and it could not be booked by itself (it is gone)");
  EXPECT_EQ(item()->message, slot().offers.front().message);
  last = read({booking("a9", "amira", tuesday_at_eleven)});
  EXPECT_TRUE(state.staff_items.empty()) << "staff have booked it";
}

TEST_F(waiting_list, what_was_given_away_while_it_was_being_booked_is_told_of_once) {
  words().waiting_list.book = true;
  all_wait();
  comes_free();
  goes_on();
  says(amiras, "YES");
  const auto id = state.operations.begin()->first;
  last = read({booking("a1", "zoe", tuesday_at_eleven)});
  EXPECT_EQ(story(), "amira taken: given_away");
  ASSERT_TRUE(item());
  last = when(operation_outcome{.operation = id, .result = operation_result::differs, .detail = "it is gone"});
  EXPECT_FALSE(item());
}

TEST_F(waiting_list, a_promised_slot_that_is_booked_for_somebody_else_is_a_persons_at_once) {
  all_wait();
  comes_free();
  goes_on();
  says(amiras, "YES");
  last = read({booking("a9", "zoe", tuesday_at_eleven)});
  EXPECT_EQ(story(), "amira taken: given_away");
  ASSERT_TRUE(item());
  EXPECT_TRUE(item()->urgent);
}

TEST_F(waiting_list, whoever_is_asked_hears_that_staff_have_given_it_away) {
  all_wait();
  comes_free();
  goes_on();
  last = read({booking("a9", "zoe", tuesday_at_eleven)});
  goes_on();
  EXPECT_EQ(story(), "amira withdrawn: given_away");
  EXPECT_EQ(told(amiras), "Sorry");
  says(amiras, "YES");
  EXPECT_EQ(story(), "amira withdrawn: given_away");
  EXPECT_EQ(told(amiras), "Sorry") << "again, since they asked";
}

TEST_F(waiting_list, staff_may_stop_it_but_not_once_it_is_promised) {
  all_wait();
  comes_free();
  goes_on();
  const auto before = state;
  last = when(stop_slot{slot().what.id, "reception"});
  EXPECT_EQ(count<slot_closed>(last), 1U);
  goes_on();
  EXPECT_EQ(story(), "amira withdrawn: stopped");
  when(stop_slot{slot().what.id, "reception"});
  EXPECT_TRUE(last_answer.repeated);

  state = before;
  says(amiras, "YES");
  when(stop_slot{slot().what.id, "reception"});
  EXPECT_EQ(last_answer.refusal, error_code::refused);
}

TEST_F(waiting_list, when_a_clinicians_day_goes_at_once_none_of_it_is_offered) {
  read({booking("a1", "leaver", tuesday_at_eleven), booking("a2", "p2", tuesday_at_eleven + 1h),
        booking("a3", "p3", tuesday_at_eleven + 2h)});
  all_wait();
  comes_free();
  EXPECT_EQ(count<slot_freed>(last), 3U);
  goes_on();
  for (const auto& [id, one] : state.slots) EXPECT_EQ(story(one), "clinic_gone");
  EXPECT_EQ(count<message_accepted>(last), 0U);
  EXPECT_EQ(count<handed_to_staff>(last), 1U) << "one clinic is one thing for a person";
}

// -- the list -----------------------------------------------------------------------------------

TEST_F(waiting_list, nobody_stands_on_the_list_twice_for_the_same) {
  waits("amira", amiras);
  EXPECT_EQ(count<waiting_changed>(last), 1U);
  const auto id = last_answer.id;
  waits("amira", amiras);
  EXPECT_TRUE(last.empty());
  EXPECT_TRUE(last_answer.repeated);
  EXPECT_EQ(last_answer.id, id);
}

TEST_F(waiting_list, staff_name_a_patient_by_their_nhs_number_and_take_them_off_again) {
  auto amira = patient("amira", amiras);
  amira.nhs_number = secret_text("9990000018");
  given(patient_updated{amira});
  last = when(change_waiting{.waits = true,
                             .entry = {},
                             .patient = {},
                             .number = secret_text("9990000018"),
                             .session = "GP Surgery",
                             .clinician = {},
                             .by = "reception"});
  ASSERT_EQ(state.waiting.size(), 1U);
  EXPECT_EQ(state.waiting.begin()->second.patient, patient_id("amira"));
  const change_waiting off{.waits = false,
                           .entry = state.waiting.begin()->first,
                           .patient = {},
                           .number = {},
                           .session = {},
                           .clinician = {},
                           .by = "reception"};
  when(off);
  EXPECT_TRUE(state.waiting.empty());
  when(off);
  EXPECT_EQ(last_answer.refusal, error_code::not_found);
}

TEST_F(waiting_list, whoever_is_not_known_or_has_died_can_not_be_put_on) {
  auto asked = change_waiting{.waits = true,
                              .entry = {},
                              .patient = patient_id("nobody"),
                              .number = {},
                              .session = "GP Surgery",
                              .clinician = {},
                              .by = "reception"};
  when(asked);
  EXPECT_EQ(last_answer.refusal, error_code::not_found);
  auto dead = patient("dead", amiras);
  dead.dead = true;
  given(patient_updated{dead});
  asked.patient = dead.id;
  when(asked);
  EXPECT_EQ(last_answer.refusal, error_code::refused);
}

TEST_F(waiting_list, whoever_is_erased_waits_no_more) {
  all_wait();
  when(erase_patient{patient_id("amira"), {}, "operator"});
  EXPECT_EQ(state.waiting.size(), 2U);
  comes_free();
  goes_on();
  EXPECT_EQ(story(), "ben asked");
}

TEST_F(waiting_list, slots_are_forgotten_a_week_after_their_start) {
  all_wait();
  comes_free();
  goes_on();
  prune(state, tuesday_at_eleven + appointments_kept);
  EXPECT_TRUE(state.slots.empty());
  EXPECT_TRUE(state.offered.empty());
}

} // namespace
} // namespace tidings::test
