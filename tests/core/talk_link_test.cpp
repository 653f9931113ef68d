// A set of health questions behind a link: who may open it, what is asked there, and what comes of the answers.
#include "tests/core/talk_world.hpp"

#include "actors/practice/talk/question_link.hpp"

#include "schemas/documents.hpp"

#include <boost/json.hpp>

using namespace tidings;
using namespace tidings::test;

namespace {

namespace json = boost::json;

struct questions_by_link : ::testing::Test, talk_world {
  message_id invited;
  std::string secret;

  questions_by_link() {
    question_set set;
    set.id = "check";
    set.ask_by = ask_way::link;
    set.steps = {
        {.id = "smoker",
         .text = "Do you smoke?",
         .kind = question_kind::smoking,
         .codes = {{"never", "266919005"}, {"current", "77176002"}},
         .then = {{"never", "pressure"}}},
        {.id = "quit",
         .text = "Would you like help to stop smoking?",
         .kind = question_kind::yes_no,
         .codes = {{"yes", "505651000000103"}},
         .then = {}},
        {.id = "pressure",
         .text = "((practice_name)) asks: what is your blood pressure?",
         .kind = question_kind::blood_pressure,
         .low = 90,
         .high = 150,
         .diastolic_low = 50,
         .diastolic_high = 95,
         .code = "271649006",
         .diastolic_code = "271650006"},
        {.id = "second", .text = "And a second time?", .kind = question_kind::blood_pressure, .code = "271649006"}};
    set.thanks = "Thank you. ((practice_name))";
    words().questions = {set};
    words().public_url = "https://tidings.example";
    given(patient_updated{patient("p1", amiras)});
    invite("k1");
  }
  void invite(const std::string& key) {
    last = when(ask_questions{patient_id("p1"), "check", key, "ann"});
    const auto* sent = first<message_accepted>(last);
    ASSERT_TRUE(sent) << last_answer.reason;
    invited = sent->message;
    secret = talk::link_secret(state.marks, invited);
    all_sent();
  }
  json::object opens() { return page(when(answer_by_link{secret_text(secret), false, {}})); }
  json::object sends(std::vector<given_answer> answers) {
    return page(last = when(answer_by_link{secret_text(secret), true, std::move(answers)}));
  }
  json::object page(const std::vector<event>&) const {
    if (!last_answer.accepted) return {};
    return json::parse(last_answer.told.reveal()).as_object();
  }
  static given_answer says_at(std::string step, std::string words, bool cannot_say = false) {
    return {std::move(step), secret_text(std::move(words)), cannot_say};
  }
  static std::vector<std::string> in(const json::object& page, const char* what) {
    std::vector<std::string> all;
    for (const auto& one : page.at("fields").as_array())
      all.emplace_back(std::string(one.as_object().at(what).as_string()));
    return all;
  }
  std::vector<std::string> filed() const {
    std::vector<std::string> all;
    for (const auto& e : last)
      if (const auto* one = std::get_if<operation_requested>(&e); one && one->kind == operation_kind::file_code)
        all.push_back(one->code + ' ' + one->value.reveal());
    return all;
  }
  const std::vector<given_answer> all_well = {says_at("smoker", "I have never smoked"), says_at("pressure", "135/85"),
                                              says_at("second", "130 over 80")};
};

TEST_F(questions_by_link, are_one_text_whose_secret_stands_in_it_only_on_its_way_to_the_provider) {
  const auto* kept = text("ann");
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->text.reveal(), "Demo Surgery: Please answer a few questions about your health: "
                                 "https://tidings.example/q/A99001/************************ The link is for you alone "
                                 "and works until Monday 9 March.");
  EXPECT_EQ(kept->question, question_kind::none) << "a text in answer to it is no answer to any question";
  EXPECT_EQ(secret.size(), 24U);
  invite("k2");
  EXPECT_EQ(talk::with_secret(state, settings, *text("ann")).reveal(),
            "Demo Surgery: Please answer a few questions about your health: https://tidings.example/q/A99001/" +
                secret + " The link is for you alone and works until Monday 9 March.");
  const auto again = talk::link_secret(marker(std::array<std::uint8_t, 32>{9}), invited);
  EXPECT_NE(again, secret) << "another practice's key makes another secret";
  EXPECT_EQ(talk::link_secret(marker(), invited), "");
}

TEST_F(questions_by_link, reach_the_provider_with_the_secret) {
  last = when(ask_questions{patient_id("p1"), "check", "k3", "ann"});
  const auto id = first<message_accepted>(last)->message;
  when(start_attempt{id, provider_id("firetext")});
  const attempt_ready* ready = nullptr;
  for (const auto& e : last_effects)
    if (const auto* one = std::get_if<attempt_ready>(&e)) ready = one;
  ASSERT_TRUE(ready);
  EXPECT_NE(ready->text.reveal().find("/q/A99001/" + talk::link_secret(state.marks, id)), std::string::npos);
}

TEST_F(questions_by_link, are_asked_up_to_the_one_that_decides_how_it_goes_on) {
  EXPECT_EQ(in(opens(), "step"), std::vector<std::string>{"smoker"});
  EXPECT_EQ(in(sends({says_at("smoker", "I smoke")}), "step"),
            (std::vector<std::string>{"smoker", "quit", "pressure", "second"}));
  EXPECT_TRUE(last.empty()) << "nothing is taken down in parts";
  const auto next = sends({says_at("smoker", "I have never smoked")});
  EXPECT_EQ(in(next, "step"), (std::vector<std::string>{"smoker", "pressure", "second"}));
  EXPECT_EQ(in(next, "problem"), (std::vector<std::string>{"", "", ""}));
  EXPECT_EQ(in(next, "words").front(), "I have never smoked");
  EXPECT_EQ(in(next, "text")[1], "Demo Surgery asks: what is your blood pressure?");
  EXPECT_EQ(next.at("practice").as_string(), "Demo Surgery");
}

TEST_F(questions_by_link, are_filed_with_their_values_and_once) {
  const auto page = sends(all_well);
  EXPECT_TRUE(page.at("taken").as_bool());
  EXPECT_EQ(page.at("thanks").as_string(), "Thank you. Demo Surgery");
  EXPECT_EQ(page.at("emergency").as_string(), "");
  EXPECT_EQ(filed(), (std::vector<std::string>{"266919005 ", "271649006 135", "271650006 85", "271649006 130"}));
  EXPECT_EQ(write(operation_kind::file_code)->text, "Reported by the patient online");
  std::set<operation_id> operations;
  for (const auto& [id, what] : state.operations) operations.insert(id);
  EXPECT_EQ(operations.size(), 4U) << "two readings of one code are two entries";
  EXPECT_EQ(count<answer_recorded>(last), 3U);
  EXPECT_EQ(count<handed_to_staff>(last), 0U);
  const auto* reply = first<reply_received>(last);
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->by, channel::smart);
  EXPECT_EQ(reply->answers, invited);
  EXPECT_EQ(reply->conversation, mark());
  EXPECT_TRUE(reply->automatic);
  EXPECT_EQ(reply->text.reveal(), "Do you smoke?\nI have never smoked\n\nDemo Surgery asks: what is your blood "
                                  "pressure?\n135/85\n\nAnd a second time?\n130 over 80");
  sends(all_well);
  EXPECT_EQ(last_answer.refusal, error_code::not_found) << "a used link is as good as none";
  EXPECT_TRUE(last.empty());
}

TEST_F(questions_by_link, are_filed_as_a_document_too_only_where_the_practice_wants_that) {
  settings.documents = std::make_shared<const document_settings>(document_settings{.into = "record", .folder = {}});
  sends(all_well);
  EXPECT_FALSE(write(operation_kind::file_document));
  invite("k2");
  settings.documents = std::make_shared<const document_settings>(
      document_settings{.into = "record", .folder = {}, .question_sets = true});
  sends({says_at("smoker", "I have never smoked")});
  EXPECT_FALSE(write(operation_kind::file_document)) << "it isn't whole yet";
  sends({says_at("smoker", "I have never smoked"), says_at("pressure", "135/85"), says_at("second", "", true)});
  const auto* asked = write(operation_kind::file_document);
  ASSERT_TRUE(asked);
  EXPECT_EQ(asked->patient, patient_id("p1"));
  EXPECT_EQ(asked->text, "Answers to questions by a link");
  const auto source = decode_document_source(asked->document.reveal());
  ASSERT_TRUE(source);
  EXPECT_EQ(source->practice_code, "A99001");
  EXPECT_EQ(source->mark, to_text(asked->operation));
  ASSERT_EQ(source->said.all.size(), 6U);
  EXPECT_EQ(source->said.all[0].text, "Do you smoke?");
  EXPECT_EQ(source->said.all[1].text, "I have never smoked");
  EXPECT_EQ(source->said.all[1].voice, document_voice::patient);
  EXPECT_EQ(source->said.all[5].text, "(no answer)");
}

TEST_F(questions_by_link, name_each_wrong_answer_and_lose_none) {
  const auto page =
      sends({says_at("smoker", "I have never smoked"), says_at("pressure", "1350/85"), says_at("second", "")});
  EXPECT_FALSE(page.at("taken").as_bool());
  EXPECT_TRUE(last.empty());
  EXPECT_EQ(in(page, "words"), (std::vector<std::string>{"I have never smoked", "1350/85", ""}));
  const auto problems = in(page, "problem");
  EXPECT_EQ(problems[0], "");
  EXPECT_EQ(
      problems[1],
      "We can't take this down as it is. Write both numbers of your blood pressure, like 120/80, or tick that you "
      "can't answer this: a person will read what you wrote");
  EXPECT_EQ(problems[2], "Write both numbers of your blood pressure, like 120/80, or tick that you can't answer this");
  EXPECT_EQ(in(sends({says_at("smoker", std::string(500, 'x'))}), "problem")[0].substr(0, 17), "This is too long.");
  EXPECT_EQ(in(sends({says_at("smoker", "STOP")}), "problem")[0].substr(0, 42),
            "We can't take this down as it is. Choose w");
  EXPECT_FALSE(is_opted_out(state, amiras)) << "a form opts nobody out";
}

TEST_F(questions_by_link, may_be_left_out_and_a_person_hears_of_it) {
  sends({says_at("smoker", "", true), says_at("quit", "", true), says_at("pressure", "my cuff says E3", true),
         says_at("second", "120/80")});
  EXPECT_EQ(filed(), std::vector<std::string>{"271649006 120"});
  EXPECT_EQ(came_of_it(), "staff");
  EXPECT_NE(first<reply_received>(last)->text.reveal().find("(no answer that can be read) my cuff says E3"),
            std::string::npos);
  EXPECT_FALSE(first<reply_received>(last)->automatic);
  opens();
  EXPECT_FALSE(last_answer.accepted) << "used";
}

TEST_F(questions_by_link, left_out_all_of_them_use_up_the_link) {
  sends({says_at("smoker", "", true), says_at("quit", "", true), says_at("pressure", "", true),
         says_at("second", "", true)});
  EXPECT_EQ(came_of_it(), "staff");
  opens();
  EXPECT_FALSE(last_answer.accepted);
}

TEST_F(questions_by_link, out_of_range_are_filed_and_raised) {
  auto answers = all_well;
  answers[1].words = secret_text("165/90");
  const auto page = sends(answers);
  EXPECT_EQ(filed().size(), 4U);
  EXPECT_EQ(came_of_it(), "staff at once");
  EXPECT_EQ(page.at("emergency").as_string(), "");
}

TEST_F(questions_by_link, that_may_be_dangerous_are_not_filed_and_name_help) {
  auto answers = all_well;
  answers[1].words = secret_text("195/125");
  const auto page = sends(answers);
  EXPECT_EQ(filed(), (std::vector<std::string>{"266919005 ", "271649006 130"}));
  EXPECT_EQ(came_of_it(), "staff at once");
  EXPECT_NE(std::string(page.at("emergency").as_string()).find("999"), std::string::npos);
}

TEST_F(questions_by_link, take_words_of_an_emergency_as_they_are) {
  auto answers = all_well;
  answers[2].words = secret_text("I have chest pain");
  const auto page = sends(answers);
  EXPECT_TRUE(page.at("taken").as_bool());
  EXPECT_NE(std::string(page.at("emergency").as_string()).find("999"), std::string::npos);
  EXPECT_EQ(came_of_it(), "staff at once");
}

// What the page's buttons send has to be read as it is meant.
TEST_F(questions_by_link, read_every_choice_of_the_page) {
  for (const auto* words : {"I have never smoked", "I used to smoke", "I smoke"})
    EXPECT_EQ(in(sends({says_at("smoker", words)}), "problem")[0], "") << words;
  for (const auto* words : {"yes", "no"})
    EXPECT_EQ(in(sends({says_at("smoker", "I smoke"), says_at("quit", words)}), "problem")[1], "") << words;
}

struct questions_in_welsh : questions_by_link {
  questions_in_welsh() {
    auto& set = words().questions.front();
    set.steps[0].text_welsh = "Ydych chi'n ysmygu?";
    set.steps[2].text_welsh = "Mae ((practice_name)) yn gofyn: beth yw eich pwysedd gwaed?";
    set.thanks_welsh = "Diolch. ((practice_name))";
  }
  json::object in_welsh(bool sent, std::vector<given_answer> answers) {
    return page(last = when(answer_by_link{secret_text(secret), sent, std::move(answers), "cy"}));
  }
};

TEST_F(questions_in_welsh, stand_where_there_are_any_and_english_ones_say_that_they_are) {
  const auto page = in_welsh(true, {says_at("smoker", "I have never smoked")});
  EXPECT_EQ(page.at("language").as_string(), "cy");
  EXPECT_EQ(in(page, "text"),
            (std::vector<std::string>{"Ydych chi'n ysmygu?", "Mae Demo Surgery yn gofyn: beth yw eich pwysedd gwaed?",
                                      "And a second time?"}));
  EXPECT_EQ(in(page, "language"), (std::vector<std::string>{"cy", "cy", "en"}));
  EXPECT_EQ(in(opens(), "text")[0], "Do you smoke?") << "who asks for no language has the practice's";
  EXPECT_EQ(opens().at("language").as_string(), "en");
}

TEST_F(questions_in_welsh, say_in_welsh_what_is_wrong) {
  EXPECT_EQ(in(in_welsh(true, {says_at("smoker", "I have never smoked"), says_at("pressure", "1350/85"),
                               says_at("second", "")}),
               "problem"),
            (std::vector<std::string>{
                "",
                "Ni allwn gofnodi hyn fel y mae. Ysgrifennwch ddau rif eich pwysedd gwaed, fel 120/80, neu ticiwch na "
                "allwch ateb hyn: bydd rhywun yn darllen yr hyn a ysgrifennoch",
                "Ysgrifennwch ddau rif eich pwysedd gwaed, fel 120/80, neu ticiwch na allwch ateb hyn"}));
  EXPECT_EQ(in(in_welsh(true, {says_at("smoker", std::string(500, 'x'))}), "problem")[0],
            "Mae hyn yn rhy hir. Dewiswch a ydych yn ysmygu");
}

TEST_F(questions_in_welsh, are_filed_and_read_by_staff_as_the_english_ones_are) {
  const auto page = in_welsh(true, all_well);
  EXPECT_EQ(page.at("thanks").as_string(), "Diolch. Demo Surgery");
  EXPECT_EQ(page.at("thanks_language").as_string(), "cy");
  const auto filed_in_welsh = filed();
  EXPECT_EQ(filed_in_welsh, (std::vector<std::string>{"266919005 ", "271649006 135", "271650006 85", "271649006 130"}));
  EXPECT_EQ(first<reply_received>(last)->text.reveal().substr(0, 13), "Do you smoke?");
}

TEST_F(questions_in_welsh, keep_what_was_written_when_the_language_is_changed) {
  const auto page = in_welsh(
      false, {says_at("smoker", "I have never smoked"), says_at("pressure", "1350/85"), says_at("second", "", true)});
  EXPECT_FALSE(page.at("taken").as_bool());
  EXPECT_TRUE(last.empty());
  EXPECT_EQ(in(page, "words"), (std::vector<std::string>{"I have never smoked", "1350/85", ""}));
  EXPECT_EQ(in(page, "problem"), (std::vector<std::string>{"", "", ""})) << "nothing was sent yet";
  in_welsh(false, all_well);
  EXPECT_TRUE(last.empty()) << "nor is it when all of it could be taken down";
  EXPECT_TRUE(in_welsh(true, all_well).at("taken").as_bool());
}

TEST_F(questions_in_welsh, open_so_by_themselves_at_a_practice_that_wants_that) {
  words().questions.front().language = page_language::cy;
  EXPECT_EQ(in(opens(), "text")[0], "Ydych chi'n ysmygu?");
  last = when(answer_by_link{secret_text(secret), false, {}, "en"});
  EXPECT_EQ(in(page(last), "text")[0], "Do you smoke?");
  last = when(answer_by_link{secret_text(secret), false, {}, "fr"});
  EXPECT_EQ(page(last).at("language").as_string(), "cy") << "there is no such page";
}

struct shut_link {
  const char* what;
  void (*shut)(questions_by_link&);
};
struct a_link : questions_by_link, ::testing::WithParamInterface<shut_link> {};
TEST_P(a_link, is_as_good_as_none) {
  ASSERT_FALSE(opens().empty());
  GetParam().shut(*this);
  for (const bool sent : {false, true}) {
    last = when(answer_by_link{secret_text(secret), sent, all_well});
    EXPECT_EQ(last_answer.refusal, error_code::not_found);
    EXPECT_EQ(last_answer.reason, "this link can't be opened, or not any more");
    EXPECT_TRUE(last_answer.told.reveal().empty());
    EXPECT_TRUE(last.empty());
  }
}
INSTANTIATE_TEST_SUITE_P(
    when, a_link,
    ::testing::Values(shut_link{"it_is_a_week_old", [](questions_by_link& w) { w.now += talk::link_lasts; }},
                      shut_link{"one_letter_is_wrong",
                                [](questions_by_link& w) { w.secret[3] = w.secret[3] == 'a' ? 'b' : 'a'; }},
                      shut_link{"a_letter_is_missing", [](questions_by_link& w) { w.secret.pop_back(); }},
                      shut_link{"there_is_none", [](questions_by_link& w) { w.secret.clear(); }},
                      shut_link{"the_number_is_another_patients_now",
                                [](questions_by_link& w) { w.given(patient_updated{patient("p1", "07700 900124")}); }},
                      shut_link{"the_number_is_disputed", [](questions_by_link& w) { w.says("wrong number"); }},
                      shut_link{"the_patient_has_died",
                                [](questions_by_link& w) {
                                  auto one = patient("p1", amiras);
                                  one.dead = true;
                                  w.given(patient_updated{one});
                                }},
                      shut_link{"the_patient_was_erased",
                                [](questions_by_link& w) {
                                  w.when(erase_patient{patient_id("p1"), {}, "ann"});
                                }},
                      shut_link{"the_set_is_gone", [](questions_by_link& w) { w.words().questions.clear(); }}),
    [](const auto& one) { return one.param.what; });

TEST_F(questions_by_link, open_after_a_restart_from_a_snapshot) {
  auto again = decode_state(encode(state));
  ASSERT_TRUE(again);
  again->marks = state.marks;
  talk::index_links(*again);
  state = std::move(*again);
  EXPECT_FALSE(opens().empty());
}

TEST_F(questions_by_link, are_forgotten_with_their_message) {
  sends(all_well);
  now += messages_kept + 24h;
  when(receipt_arrived{.message = invited, .provider = provider_id("firetext"), .status = receipt_status::delivered});
  now += messages_kept + 24h;
  prune(state, now);
  EXPECT_TRUE(state.links.empty());
}

TEST_F(questions_by_link, can_not_be_asked_without_an_address_of_ours) {
  words().public_url.clear();
  when(ask_questions{patient_id("p1"), "check", "k4", "ann"});
  EXPECT_FALSE(last_answer.accepted);
}

} // namespace
