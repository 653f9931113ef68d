// A code that staff file from a conversation: only one of the practice's own, only where it can be one patient's alone.
#include "tests/core/talk_world.hpp"

using namespace tidings;
using namespace tidings::test;

namespace {

constexpr const char* did_not_attend = "281399006";

struct a_code_by_hand : ::testing::Test, talk_world {
  a_code_by_hand() {
    words().codes_by_hand = {{did_not_attend, "Did not attend"}, {"8517006", "Ex-smoker"}};
    reminded("a1", "p1", amiras, now + 47h);
    says("I could not come, sorry");
  }
  std::vector<event> file(const char* code = did_not_attend, std::string text = {}, int number = 1) {
    return last = when(file_code_by_hand{mark(), id_from_name<operation_id>("hand", std::to_string(number)), code,
                                         std::move(text), "ann"});
  }
};

TEST_F(a_code_by_hand, is_journalled_and_goes_to_the_clinical_system_with_who_chose_it) {
  const auto events = file();
  ASSERT_TRUE(write(operation_kind::file_code));
  const auto& asked = *write(operation_kind::file_code);
  EXPECT_EQ(asked.patient.value, "p1");
  EXPECT_EQ(asked.code, did_not_attend);
  EXPECT_EQ(asked.text, "Did not attend");
  EXPECT_EQ(asked.give_up_at, now + 7 * 24h);
  EXPECT_EQ(count<operation_wanted>(last_effects), 1U);
  ASSERT_TRUE(first<code_chosen>(events));
  EXPECT_EQ(first<code_chosen>(events)->by, "ann");
  EXPECT_EQ(first<code_chosen>(events)->conversation, mark());
  EXPECT_EQ(last_answer.id, to_text(asked.operation));
}

TEST_F(a_code_by_hand, is_filed_once_however_often_it_is_asked_for_also_after_it_stands_in_the_record) {
  const auto operation = first<code_chosen>(file())->operation;
  EXPECT_TRUE(file().empty());
  EXPECT_TRUE(last_answer.repeated);
  when(operation_outcome{.operation = operation, .result = operation_result::done, .system_uid = "7"});
  EXPECT_TRUE(file().empty());
  EXPECT_TRUE(last_answer.repeated);
  EXPECT_EQ(count<operation_requested>(file(did_not_attend, {}, 2)), 1U) << "another request is another entry";
}

TEST_F(a_code_by_hand, is_remembered_over_a_snapshot) {
  file();
  auto again = decode_state(encode(state));
  ASSERT_TRUE(again);
  again->marks = state.marks;
  state = *again;
  EXPECT_TRUE(file().empty());
  EXPECT_TRUE(last_answer.repeated);
}

TEST_F(a_code_by_hand, must_be_one_of_the_practices_own_with_its_own_text) {
  EXPECT_TRUE(file("195967001").empty());
  EXPECT_EQ(last_answer.refusal, error_code::invalid_input);
  EXPECT_TRUE(file(did_not_attend, "was rude").empty()) << "nobody's own words go into a record";
  EXPECT_EQ(last_answer.refusal, error_code::invalid_input);
  EXPECT_EQ(count<operation_requested>(file("8517006", "Ex-smoker")), 1U);
}

struct doubtful_owner {
  const char* name;
  void (*make)(talk_world&);
};
void PrintTo(const doubtful_owner& one, std::ostream* out) { *out << one.name; }
struct where : a_code_by_hand, ::testing::WithParamInterface<doubtful_owner> {};
TEST_P(where, it_is_not_sure_whose_record_it_is_nothing_is_filed) {
  GetParam().make(*this);
  EXPECT_TRUE(file().empty());
  EXPECT_FALSE(last_answer.accepted);
  EXPECT_EQ(last_answer.refusal, error_code::refused);
  EXPECT_FALSE(last_answer.reason.empty());
}
INSTANTIATE_TEST_SUITE_P(
    owners, where,
    ::testing::Values(doubtful_owner{"several patients have the number",
                                     [](talk_world& w) { w.given(patient_updated{patient("p2", amiras)}); }},
                      doubtful_owner{"no patient has it any more",
                                     [](talk_world& w) { w.given(patient_updated{patient("p1", "07700 900999")}); }},
                      doubtful_owner{"it has gone to another patient since",
                                     [](talk_world& w) {
                                       w.given(patient_updated{patient("p1", "07700 900999")});
                                       w.given(patient_updated{patient("p2", amiras)});
                                     }},
                      doubtful_owner{"whoever has it says that it is not the patient's",
                                     [](talk_world& w) { w.says("wrong number"); }}));

TEST_F(a_code_by_hand, is_asked_for_in_a_conversation_that_there_is) {
  when(file_code_by_hand{"nobodys", id_from_name<operation_id>("hand", "1"), did_not_attend, {}, "ann"});
  EXPECT_EQ(last_answer.refusal, error_code::not_found);
}

TEST_F(a_code_by_hand, that_the_clinical_system_refuses_goes_to_a_person) {
  const auto operation = first<code_chosen>(file())->operation;
  const auto events =
      when(operation_outcome{.operation = operation, .result = operation_result::rejected, .detail = "no such code"});
  EXPECT_EQ(count<handed_to_staff>(events), 1U);
}

} // namespace
