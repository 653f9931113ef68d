// Appointments about which the practice, or its host, wants some messages not sent.
#include "tests/core/talk_world.hpp"

using namespace tidings;
using namespace tidings::test;

namespace {

struct an_exclusion : ::testing::Test, talk_world {
  an_exclusion() { given(patient_updated{patient("p1", amiras)}); }

  void exclude(message_exclusion one) { words().exclusions.push_back(std::move(one)); }
  /// Why the reminder of this appointment isn't sent; empty: it is.
  std::string suppressed(appointment what) {
    const auto events = read({std::move(what)});
    if (const auto* no = first<message_suppressed>(events)) return no->reason;
    EXPECT_EQ(count<message_accepted>(events), 1U);
    return {};
  }
  appointment counselling() {
    auto what = booking("a1", "p1", now + 47h);
    what.session = "Counselling";
    return what;
  }
};

struct exclusion_case {
  const char* name;
  message_exclusion rule;
  const char*
      why; ///< of the reminder by text about Dr Patel's standard slot in the session Counselling; empty: it goes
};
void PrintTo(const exclusion_case& one, std::ostream* out) { *out << one.name; }

struct of_these : an_exclusion, ::testing::WithParamInterface<exclusion_case> {};
TEST_P(of_these, leaves_out_what_fits_all_of_it_and_nothing_else) {
  exclude(GetParam().rule);
  EXPECT_EQ(suppressed(counselling()), GetParam().why);
}
const char* const by_session = "left out by the practice's settings: session Counselling";
INSTANTIATE_TEST_SUITE_P(
    rules, of_these,
    ::testing::Values(
        exclusion_case{"its session", {.sessions = {"Sexual Health", "Counselling"}}, by_session},
        exclusion_case{"another session", {.sessions = {"Sexual Health"}}, ""},
        exclusion_case{"a session is compared whole", {.sessions = {"Counsel"}}, ""},
        exclusion_case{
            "its clinician", {.clinicians = {"Dr Patel"}}, "left out by the practice's settings: clinician Dr Patel"},
        exclusion_case{
            "its slot type", {.slot_types = {"Standard"}}, "left out by the practice's settings: slot type Standard"},
        exclusion_case{"session and clinician", {.sessions = {"Counselling"}, .clinicians = {"Dr Patel"}}, by_session},
        exclusion_case{"session and another clinician", {.sessions = {"Counselling"}, .clinicians = {"Dr Frost"}}, ""},
        exclusion_case{"reminders", {.sessions = {"Counselling"}, .kinds = {message_kind::reminder}}, by_session},
        exclusion_case{"other kinds", {.sessions = {"Counselling"}, .kinds = {message_kind::fft}}, ""},
        exclusion_case{"by text", {.sessions = {"Counselling"}, .channels = {channel::sms}}, by_session},
        exclusion_case{"by telephone", {.sessions = {"Counselling"}, .channels = {channel::voice}}, ""},
        exclusion_case{"nothing named", {}, ""}));

TEST_F(an_exclusion, of_the_host_holds_besides_the_practices_own) {
  exclude({.sessions = {"Safeguarding"}});
  exclude({.sessions = {"Counselling"}});
  EXPECT_EQ(suppressed(counselling()), by_session);
}

TEST_F(an_exclusion, by_one_channel_lets_the_next_one_of_the_rule_through) {
  settings.email_route = {provider_id("nhsmail")};
  settings.reminders[0].by = {channel::sms, channel::email};
  auto who = patient("p1", amiras);
  who.email = secret_text("amira@example.org");
  given(patient_updated{who});
  exclude({.sessions = {"Counselling"}, .channels = {channel::sms}});
  const auto events = read({counselling()});
  ASSERT_TRUE(first<message_accepted>(events));
  EXPECT_EQ(first<message_accepted>(events)->by, channel::email);
}

TEST_F(an_exclusion, needs_no_patients_details_to_be_said) {
  exclude({.sessions = {"Counselling"}});
  auto what = counselling();
  what.patient = patient_id("p2");
  EXPECT_EQ(suppressed(what), by_session);
}

TEST_F(an_exclusion, holds_for_confirmations_missed_appointments_and_the_friends_and_family_test) {
  settings.reminders.clear();
  settings.templates[template_id("t")] = {template_id("t"), "Hello"};
  words().confirmation.text = template_id("t");
  words().missed.text = template_id("t");
  words().fft.ask = true;
  exclude({.sessions = {"Counselling"}});
  const auto reasons = [](const std::vector<event>& events) {
    std::vector<std::string> all;
    for (const auto& e : events)
      if (const auto* one = std::get_if<message_suppressed>(&e)) all.push_back(one->asked_by + ": " + one->reason);
    return all;
  };
  given(appointment_booked{booking("far", "p9", now + 200h)}); // whatever comes before it was booked just now
  EXPECT_EQ(reasons(read({counselling(), booking("far", "p9", now + 200h)})),
            std::vector<std::string>{"a booking: " + std::string(by_session)});
  auto missed = counselling(), attended = counselling();
  missed.status = appointment_status::did_not_attend;
  attended.id = appointment_id("a2");
  given(appointment_booked{attended});
  attended.status = appointment_status::finished;
  now += 72h;
  const auto events = reasons(read({missed, attended, booking("far", "p9", now + 200h)}));
  EXPECT_EQ(events, (std::vector<std::string>{"a missed appointment: " + std::string(by_session),
                                              "friends and family test: " + std::string(by_session)}));
}

TEST_F(an_exclusion, that_comes_later_stops_what_waits) {
  const auto id = first<message_accepted>(read({counselling()}))->message;
  exclude({.sessions = {"Counselling"}});
  const auto events = when(start_attempt{id, provider_id("firetext")});
  ASSERT_TRUE(first<message_cancelled>(events));
  EXPECT_EQ(first<message_cancelled>(events)->reason, by_session);
}

TEST_F(an_exclusion, leaves_alone_what_answers_a_patient) {
  const auto asked = reminded("a1", "p1", amiras, now + 47h);
  exclude({.sessions = {"GP Surgery"}});
  words().texts.confirmed = "Thank you.";
  says("yes");
  EXPECT_EQ(came_of_it(), "confirms a1");
  ASSERT_TRUE(text("a confirmation"));
  EXPECT_EQ(count<attempt_started>(when(start_attempt{text("a confirmation")->message, provider_id("firetext")})), 1U);
  EXPECT_NE(asked, message_id{});
}

} // namespace
