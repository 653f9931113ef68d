// A code that staff file from a conversation: only one of the practice's own, only where it can be one patient's alone.
#include "schemas/documents.hpp"
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

// -- a whole conversation ----

struct a_conversation_filed : ::testing::Test, talk_world {
  a_conversation_filed() {
    settings.documents = std::make_shared<const document_settings>();
    reminded("a1", "p1", amiras, now + 47h);
    says("I could not come, sorry");
  }
  std::vector<event> file(int number = 1, document_lines said = {{{{}, document_voice::patient, {}, "sorry"}}, false}) {
    return last = when(file_conversation{mark(), id_from_name<operation_id>("talk", std::to_string(number)),
                                         secret_text(encode(said)), "ann"});
  }
};

TEST_F(a_conversation_filed, is_journalled_with_all_that_its_document_says) {
  file();
  ASSERT_TRUE(last_answer.accepted) << last_answer.reason;
  ASSERT_TRUE(write(operation_kind::file_document));
  const auto& asked = *write(operation_kind::file_document);
  EXPECT_EQ(asked.patient.value, "p1");
  EXPECT_EQ(asked.conversation, mark());
  EXPECT_EQ(asked.by, "ann");
  EXPECT_EQ(asked.give_up_at, now + 3 * 24h);
  EXPECT_EQ(asked.text, "Conversation by text message") << "no patient's words in the open";
  const auto source = decode_document_source(asked.document.reveal());
  ASSERT_TRUE(source);
  EXPECT_EQ(source->practice_name, settings.name);
  EXPECT_EQ(source->filed_at, now);
  EXPECT_EQ(source->filed_by, "ann");
  EXPECT_EQ(source->nhs_number, state.patients.at(patient_id("p1")).nhs_number.reveal());
  EXPECT_EQ(source->mark, to_text(asked.operation));
  ASSERT_EQ(source->said.all.size(), 1U);
  EXPECT_EQ(source->said.all[0].text, "sorry");
  EXPECT_EQ(count<operation_wanted>(last_effects), 1U);
  EXPECT_EQ(last_answer.id, to_text(asked.operation));
}

TEST_F(a_conversation_filed, is_filed_once_however_often_it_is_asked_for_also_over_a_snapshot) {
  const auto operation = first<operation_requested>(file())->operation;
  EXPECT_TRUE(file().empty());
  when(operation_outcome{.operation = operation, .result = operation_result::done, .system_uid = "7"});
  auto again = decode_state(encode(state));
  ASSERT_TRUE(again);
  again->marks = state.marks;
  state = *again;
  EXPECT_TRUE(file().empty());
  EXPECT_TRUE(last_answer.repeated);
  EXPECT_EQ(count<operation_requested>(file(2)), 1U) << "another wish is another document";
}

TEST_F(a_conversation_filed, is_refused_where_it_could_be_anothers_or_nothing_or_the_practice_files_none) {
  EXPECT_TRUE(file(1, {}).empty());
  EXPECT_EQ(last_answer.refusal, error_code::invalid_input);
  document_lines many;
  many.all.resize(document_lines_max + 1);
  EXPECT_TRUE(file(1, many).empty());
  given(patient_updated{test::patient("p2", amiras)});
  EXPECT_TRUE(file().empty()) << "two patients have the number";
  EXPECT_EQ(last_answer.refusal, error_code::refused);
  given(patient_updated{test::patient("p2", "447700900456")});
  settings.documents = nullptr;
  EXPECT_TRUE(file().empty());
  EXPECT_EQ(last_answer.reason, "this practice files no documents");
}

TEST_F(a_conversation_filed, is_not_filed_once_its_patient_is_erased) {
  file();
  const auto events = when(erase_patient{.patient = patient_id("p1"), .system_id = {}, .by = "ann"});
  ASSERT_TRUE(first<operation_finished>(events));
  EXPECT_TRUE(state.operations.empty());
  EXPECT_EQ(count<operation_unwanted>(last_effects), 1U) << "what write-back holds of it is written no more";
}

} // namespace
