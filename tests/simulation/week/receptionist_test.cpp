// The judge can find what it is there for: a story in which all is well, and for each rule one that breaks it.
#include "tests/simulation/week/receptionist.hpp"

#include "tests/simulation/week/calendar.hpp"

#include <gtest/gtest.h>

#include <functional>

using namespace tidings;
using namespace tidings::week;

namespace {

const std::string number = "447700900001";
const booking tuesday{appointment_id("tue"), week_begins + 5 * 24h},
    friday{appointment_id("fri"), week_begins + 6 * 24h};

template <class Id> Id id(const std::string& name) { return id_from_name<Id>("judged", name); }

struct story {
  receptionist judge;
  timestamp at = week_begins + 10h;

  meant reply(const std::string& name, wish what, std::optional<booking> about = std::nullopt) {
    at += 1min;
    meant one;
    one.reply = id<reply_id>(name);
    one.number = number;
    one.written = one.arrived = at;
    one.what = what;
    one.about = std::move(about);
    one.plain = true;
    one.meaning = "staff";
    one.text = name;
    return one;
  }
  /// It arrives, is recorded, and this comes of it.
  story& then(const meant& what, const std::vector<event>& events) {
    judge.hears(what);
    reply_received kept;
    kept.reply = what.reply;
    judge.sees(at, what.reply, kept);
    for (const auto& one : events) judge.sees(at, what.reply, one);
    judge.is_done_with(what.reply);
    return *this;
  }
  story& later(const event& what) {
    judge.sees(at, {}, what);
    return *this;
  }
  std::set<std::string> broken() {
    judge.week_is_over(at);
    std::set<std::string> names;
    for (const auto& line : judge.wrong()) names.insert(line.substr(0, line.find(':')));
    return names;
  }
};

operation_requested cancels(const booking& about, const std::string& reply) {
  operation_requested e;
  e.operation = id<operation_id>("cancel " + about.id.value + reply);
  e.kind = operation_kind::cancel_appointment;
  e.appointment = about.id;
  e.expected_starts_at = about.starts_at;
  e.reply = id<reply_id>(reply);
  return e;
}
operation_requested files(const std::string& code, const std::string& value, const std::string& reply) {
  operation_requested e;
  e.operation = id<operation_id>(code + reply);
  e.kind = operation_kind::file_code;
  e.code = code;
  e.value = secret_text(value);
  e.reply = id<reply_id>(reply);
  return e;
}
operation_finished done(const booking& about, const std::string& reply) {
  return {cancels(about, reply).operation, operation_result::done, "", ""};
}
appointment_confirmed confirms(const booking& about, const std::string& reply) {
  return {about.id, id<reply_id>(reply)};
}
opted_out stops(const std::string& reply) {
  return {secret_text(number), "reply " + to_text(id<reply_id>(reply)), channel::sms, {}};
}
opted_in starts(const std::string& reply) { return {secret_text(number), "reply " + to_text(id<reply_id>(reply))}; }
handed_to_staff hands(const std::string& reply, bool urgent) {
  handed_to_staff e;
  e.item = id<item_id>(reply);
  e.reply = id<reply_id>(reply);
  e.urgent = urgent;
  return e;
}
message_accepted texts(const std::string& name, question_kind question = question_kind::none) {
  message_accepted e;
  e.message = id<message_id>(name);
  e.kind = message_kind::auto_response;
  e.to = secret_text(number);
  e.question = question;
  return e;
}
answer_recorded records(const std::string& value, const std::string& reply) {
  answer_recorded e;
  e.reply = id<reply_id>(reply);
  e.question = id<message_id>("asked");
  e.value = secret_text(value);
  return e;
}
fft_answered scores(std::uint32_t score, bool replaces = false) {
  fft_answered e;
  e.answer = "a1";
  e.score = score;
  e.replaces = replaces;
  return e;
}

meant answers(story& s, const std::string& name, const std::string& value) {
  auto one = s.reply(name, wish::answer);
  one.value = value;
  return one;
}

TEST(a_week_in_which_all_is_well, has_no_complaints) {
  story s;
  s.then(s.reply("r1", wish::cancel, tuesday), {cancels(tuesday, "r1")}).later(done(tuesday, "r1"));
  s.then(s.reply("r2", wish::confirm, friday), {confirms(friday, "r2")});
  s.then(answers(s, "r3", "135/85"),
         {records("135/85", "r3"), files("systolic", "135", "r3"), files("diastolic", "85", "r3")});
  s.then(answers(s, "r4", "2"), {scores(2)});
  s.then(answers(s, "r5", "3"), {scores(3, true)});
  s.then(s.reply("r6", wish::nothing), {hands("r6", false)});
  auto urgent = s.reply("r7", wish::urgent);
  urgent.urgent = true;
  s.then(urgent, {hands("r7", true)});
  s.then(s.reply("r8", wish::regret, tuesday), {hands("r8", true)});
  s.then(s.reply("r9", wish::wrong_person),
         {number_disputed{secret_text(number), "mark", id<reply_id>("r9")}, hands("r9", false)});
  s.then(s.reply("r10", wish::stop), {stops("r10")});
  EXPECT_EQ(s.broken(), std::set<std::string>{});
  EXPECT_EQ(s.judge.counted().replies, 10U);
  EXPECT_EQ(s.judge.counted().acted, 2U);
}

TEST(a_wish, that_was_asked_about_is_heard_when_its_number_holds_a_cancellation_back) {
  story s;
  auto which = texts("t1", question_kind::which_appointment);
  which.talk.about = id<reply_id>("r1");
  s.then(s.reply("r1", wish::confirm, tuesday), {which});
  s.then(s.reply("r2", wish::cancel, tuesday), {cancels(tuesday, "r2")});
  auto chosen = s.reply("r3", wish::choose, tuesday);
  chosen.chosen = wish::confirm;
  chosen.to = which.message;
  withdrawal_requested held;
  held.operation = cancels(tuesday, "r2").operation;
  held.reply = chosen.reply;
  s.then(chosen, {held});
  EXPECT_EQ(s.broken(), std::set<std::string>{});
}

struct broken_rule {
  const char* rule;
  const char* how;
  std::function<void(story&)> told;
};
void PrintTo(const broken_rule& one, std::ostream* out) { *out << one.rule << ", " << one.how; }

const std::vector<broken_rule>& breaches() {
  static const std::vector<broken_rule> all = {
      {"cancels_only_what_was_meant", "another appointment",
       [](story& s) { s.then(s.reply("r1", wish::cancel, tuesday), {cancels(friday, "r1")}); }},
      {"cancels_only_what_was_meant", "the same at another time",
       [](story& s) {
         auto moved = tuesday;
         moved.starts_at += 1h;
         s.then(s.reply("r1", wish::cancel, tuesday), {cancels(moved, "r1")});
       }},
      {"cancels_only_what_was_meant", "it was a confirmation",
       [](story& s) { s.then(s.reply("r1", wish::confirm, tuesday), {cancels(tuesday, "r1")}); }},
      {"cancels_only_what_was_meant", "on words that are not plain",
       [](story& s) {
         auto one = s.reply("r1", wish::cancel, tuesday);
         one.plain = false;
         s.then(one, {cancels(tuesday, "r1")});
       }},
      {"cancels_only_what_was_meant", "on no reply at all", [](story& s) { s.later(cancels(tuesday, "r9")); }},
      {"confirms_only_what_was_meant", "another appointment",
       [](story& s) {
         s.then(s.reply("r1", wish::confirm, tuesday), {confirms(friday, "r1"), hands("r1", false)});
       }},
      {"stop_never_cancels", "it does",
       [](story& s) {
         s.then(s.reply("r1", wish::stop), {stops("r1"), cancels(tuesday, "r1")});
       }},
      {"cancel_never_opts_out", "it does",
       [](story& s) {
         s.then(s.reply("r1", wish::cancel, tuesday), {cancels(tuesday, "r1"), stops("r1")});
       }},
      {"opts_out_only_who_asked", "chat does",
       [](story& s) {
         s.then(s.reply("r1", wish::nothing), {stops("r1"), hands("r1", false)});
       }},
      {"opts_in_only_who_asked", "chat does",
       [](story& s) {
         s.then(s.reply("r1", wish::stop), {stops("r1")});
         s.then(s.reply("r2", wish::nothing), {starts("r2"), hands("r2", false)});
       }},
      {"opts_in_only_who_asked", "one who had stopped nothing",
       [](story& s) {
         auto one = s.reply("r1", wish::nothing);
         one.meaning = "opt_in";
         s.then(one, {starts("r1")});
       }},
      {"who_said_stop_has_peace", "a text follows",
       [](story& s) { s.then(s.reply("r1", wish::stop), {stops("r1")}).later(texts("t1")); }},
      {"urgent_words_reach_a_person_at_once", "they wait with the others",
       [](story& s) {
         auto one = s.reply("r1", wish::urgent);
         one.urgent = true;
         s.then(one, {hands("r1", false)});
       }},
      {"nothing_is_done_twice", "two cancellations",
       [](story& s) {
         s.then(s.reply("r1", wish::cancel, tuesday), {cancels(tuesday, "r1")});
         s.then(s.reply("r2", wish::cancel, tuesday), {cancels(tuesday, "r2")});
       }},
      {"nothing_is_done_twice", "two confirmations",
       [](story& s) {
         s.then(s.reply("r1", wish::confirm, tuesday), {confirms(tuesday, "r1")});
         s.then(s.reply("r2", wish::confirm, tuesday), {confirms(tuesday, "r2")});
       }},
      {"nothing_is_done_twice", "a reply recorded again",
       [](story& s) {
         const auto one = s.reply("r1", wish::cancel, tuesday);
         s.then(one, {cancels(tuesday, "r1")}).then(one, {});
       }},
      {"nothing_is_done_twice", "a score counted again",
       [](story& s) { s.then(answers(s, "r1", "2"), {scores(2)}).then(answers(s, "r2", "2"), {scores(2)}); }},
      {"nothing_is_done_twice", "an answer said again is counted for another visit",
       [](story& s) {
         auto first = answers(s, "r1", "2"), again = answers(s, "r2", "2");
         first.text = again.text = "2";
         auto other = scores(2);
         other.answer = "a2";
         s.then(first, {scores(2)}).then(again, {other});
       }},
      {"nothing_is_done_twice", "a code filed again",
       [](story& s) {
         s.then(answers(s, "r1", "82"),
                {records("82", "r1"), files("weight", "82", "r1"), files("weight", "82", "r1")});
       }},
      {"takes_down_only_what_was_said", "another value",
       [](story& s) { s.then(answers(s, "r1", "135/85"), {records("153/85", "r1")}); }},
      {"takes_down_only_what_was_said", "another value in the record",
       [](story& s) {
         s.then(answers(s, "r1", "135/85"), {records("135/85", "r1"), files("systolic", "153", "r1")});
       }},
      {"takes_down_only_what_was_said", "a score out of an appointment's number",
       [](story& s) {
         s.then(s.reply("r1", wish::choose, tuesday), {scores(1), hands("r1", false)});
       }},
      {"takes_only_the_keyword_that_was_meant", "one that is not in force",
       [](story& s) {
         s.then(s.reply("r1", wish::keyword), {keyword_taken{id<reply_id>("r1"), "walks", {}}});
       }},
      {"disputes_only_who_said_so", "chat does",
       [](story& s) {
         s.then(s.reply("r1", wish::nothing),
                {number_disputed{secret_text(number), "mark", id<reply_id>("r1")}, hands("r1", false)});
       }},
      {"the_last_word_counts", "an older reply arrives and acts",
       [](story& s) {
         auto first = s.reply("r1", wish::cancel, tuesday);
         s.then(s.reply("r2", wish::regret, tuesday), {hands("r2", true)});
         s.then(first, {cancels(tuesday, "r1")});
       }},
      {"a_change_of_mind_is_heard", "the cancellation is written and nobody told",
       [](story& s) {
         s.then(s.reply("r1", wish::cancel, tuesday), {cancels(tuesday, "r1")}).later(done(tuesday, "r1"));
         s.then(s.reply("r2", wish::regret, tuesday), {hands("r2", false)});
       }},
      {"no_wish_gets_lost", "nothing comes of it", [](story& s) { s.then(s.reply("r1", wish::cancel, tuesday), {}); }},
      {"no_wish_gets_lost", "it was never recorded",
       [](story& s) { s.judge.hears(s.reply("r1", wish::cancel, tuesday)); }},
      {"no_wish_gets_lost", "a wish is taken for a comment",
       [](story& s) { s.then(s.reply("r1", wish::cancel), {scores(0)}); }},
      {"no_wish_gets_lost", "asked back, and that was all",
       [](story& s) {
         auto asked = texts("t1", question_kind::which_appointment);
         asked.talk.about = id<reply_id>("r1");
         s.then(s.reply("r1", wish::cancel, tuesday), {asked});
       }},
      {"asks_back_once_a_day", "twice",
       [](story& s) {
         s.then(s.reply("r1", wish::nothing), {texts("t1", question_kind::which_appointment), hands("r1", false)});
         s.then(s.reply("r2", wish::nothing), {texts("t2", question_kind::which_appointment), hands("r2", false)});
       }},
      {"machines_fall_silent", "ten in a day",
       [](story& s) {
         for (int i = 0; i < 10; ++i) s.later(texts("t" + std::to_string(i)));
       }},
  };
  return all;
}

struct a_rule : ::testing::TestWithParam<broken_rule> {};
TEST_P(a_rule, finds_its_breach_and_no_other_rule_does) {
  story s;
  GetParam().told(s);
  EXPECT_EQ(s.broken(), std::set<std::string>{GetParam().rule});
}
INSTANTIATE_TEST_SUITE_P(breaches, a_rule, ::testing::ValuesIn(breaches()));

TEST(the_rules, are_each_shown_to_be_able_to_fail) {
  for (const auto& one : receptionist::rules()) {
    EXPECT_TRUE(std::any_of(breaches().begin(), breaches().end(), [&](const auto& b) { return b.rule == one.name; }))
        << one.name;
    EXPECT_FALSE(one.promise.empty());
  }
}

TEST(londons_clock, goes_forward_on_the_sunday) {
  EXPECT_EQ(day_and_time(week_begins), "Thu 26 Mar 12:00am");
  EXPECT_EQ(day_and_time(summer_begins - 1min), "Sun 29 Mar 12:59am");
  EXPECT_EQ(day_and_time(summer_begins), "Sun 29 Mar 2:00am");
  EXPECT_EQ(day_and_time(at_local(3, 9, 10)), "Sun 29 Mar 9:10am");
  EXPECT_EQ(day_and_time(at_local(0, 13, 5)), "Thu 26 Mar 1:05pm");
}

} // namespace
