// Confirm-your-details: who is asked, and what the answer changes.
#include "tests/core/talk_world.hpp"

using namespace tidings;
using namespace tidings::test;

namespace {

struct a_campaign : ::testing::Test, talk_world {
  a_campaign() { given(patient_updated{patient("p1", amiras)}); }

  std::vector<event> asks(std::vector<std::string> ids, std::string campaign = "c1") {
    confirm_details what{.patients = {}, .campaign = std::move(campaign), .by = "ann"};
    for (auto& id : ids) what.patients.emplace_back(std::move(id));
    return last = when(what);
  }
  bool is_wrong() const { return is_disputed(state, amiras); }
};

TEST_F(a_campaign, asks_by_a_text_that_names_nobody) {
  const auto events = asks({"p1"});
  const auto* asked = first<message_accepted>(events);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->to.reveal(), amiras);
  EXPECT_EQ(asked->kind, message_kind::survey);
  EXPECT_EQ(asked->question, question_kind::yes_no);
  EXPECT_EQ(asked->asked_by, "ann");
  EXPECT_EQ(asked->text.reveal(),
            "Demo Surgery: Is this still the mobile number of a patient of ours? Reply YES or NO");
  EXPECT_EQ(last_answer.id, "1");
}

struct not_asked {
  const char* name;
  void (*make)(talk_world&);
};
void PrintTo(const not_asked& one, std::ostream* out) { *out << one.name; }
struct whoever : a_campaign, ::testing::WithParamInterface<not_asked> {};
TEST_P(whoever, can_not_answer_for_one_patient_is_left_out) {
  GetParam().make(*this);
  EXPECT_EQ(count<message_accepted>(asks({"p1"})), 0U);
  EXPECT_TRUE(last_answer.accepted);
  EXPECT_EQ(last_answer.id, "0");
}
INSTANTIATE_TEST_SUITE_P(
    patients, whoever,
    ::testing::Values(
        not_asked{"shares the number", [](talk_world& w) { w.given(patient_updated{patient("p2", amiras)}); }},
        not_asked{"has no mobile", [](talk_world& w) { w.given(patient_updated{patient("p1", "01632 960123")}); }},
        not_asked{"has declined texts",
                  [](talk_world& w) {
                    auto who = patient("p1", amiras);
                    who.sms_consent = consent::no;
                    w.given(patient_updated{who});
                  }},
        not_asked{"has left",
                  [](talk_world& w) {
                    auto who = patient("p1", amiras);
                    who.deducted = true;
                    w.given(patient_updated{who});
                  }},
        not_asked{"has opted out", [](talk_world& w) {
                    w.given(opted_out{secret_text(amiras), "reply"});
                  }}));

TEST_F(a_campaign, asks_nobody_twice) {
  EXPECT_EQ(count<message_accepted>(asks({"p1", "p1"})), 1U);
  EXPECT_TRUE(asks({"p1"}).empty());
  EXPECT_TRUE(last_answer.repeated);
  EXPECT_TRUE(asks({"p1"}, "c2").empty()) << "the first question is still open";
  all_sent();
  says("yes");
  EXPECT_EQ(count<message_accepted>(asks({"p1"}, "c2")), 1U);
}

TEST_F(a_campaign, is_of_a_page_of_patients_at_most) {
  asks({});
  EXPECT_EQ(last_answer.refusal, error_code::invalid_input);
  asks(std::vector<std::string>(101, "p1"));
  EXPECT_EQ(last_answer.refusal, error_code::invalid_input);
}

TEST_F(a_campaign, takes_no_for_a_wrong_number) {
  asks({"p1"});
  all_sent();
  says("No");
  ASSERT_TRUE(first<details_answered>(last));
  EXPECT_FALSE(first<details_answered>(last)->yes);
  EXPECT_TRUE(is_wrong());
  EXPECT_EQ(came_of_it(), "nothing") << "the list says what is to be done";
}

TEST_F(a_campaign, takes_yes_for_the_patients_own) {
  asks({"p1"});
  all_sent();
  says("YES");
  ASSERT_TRUE(first<details_answered>(last));
  EXPECT_TRUE(first<details_answered>(last)->yes);
  EXPECT_EQ(first<details_answered>(last)->patient.value, "p1");
  EXPECT_FALSE(is_wrong());
}

TEST_F(a_campaign, asks_a_disputed_number_and_a_yes_trusts_it) {
  says("wrong number");
  ASSERT_TRUE(is_wrong());
  const auto events = asks({"p1"});
  ASSERT_TRUE(first<message_accepted>(events));
  EXPECT_TRUE(first<message_accepted>(events)->patient.empty()) << "nothing of the patient's goes there";
  all_sent();
  ASSERT_EQ(state_of(first<message_accepted>(events)->message), message_state::sent);
  says("yes");
  EXPECT_EQ(count<number_trusted>(last), 1U);
  EXPECT_FALSE(is_wrong());
}

TEST_F(a_campaign, leaves_to_a_person_what_is_neither) {
  asks({"p1"});
  all_sent();
  says("who is this?");
  EXPECT_EQ(count<details_answered>(last), 0U);
  EXPECT_EQ(came_of_it(), "staff");
}

TEST_F(a_campaign, whose_yes_could_confirm_an_appointment_confirms_none) {
  reminded("a1", "p1", amiras, now + 47h);
  asks({"p1"});
  all_sent();
  says("yes");
  EXPECT_EQ(came_of_it(), "staff") << "it could be the answer to either question";
  EXPECT_EQ(count<details_answered>(last), 0U);
}

TEST_F(a_campaign, believes_no_answer_about_a_number_that_has_changed_hands) {
  asks({"p1"});
  all_sent();
  given(patient_updated{patient("p1", "07700 900999")}).given(patient_updated{patient("p2", amiras)});
  says("no");
  EXPECT_EQ(count<details_answered>(last), 0U);
  EXPECT_FALSE(is_wrong());
  EXPECT_EQ(came_of_it(), "staff");
}

} // namespace
