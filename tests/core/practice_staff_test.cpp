// What staff ask of a practice about its patients and order by hand: found, shown, previewed, held, tested, taken down.
#include "actors/practice/staff/staff.hpp"
#include "schemas/sms/parts.hpp"
#include "schemas/template_history.hpp"
#include "tests/support/practice_world.hpp"

#include <boost/json.hpp>

using namespace tidings;
using namespace tidings::test;

namespace {
namespace json = boost::json;

const std::string amira = "p-amira", amiras = "07700 900123", digits = "447700900123";

struct staff_world : ::testing::Test, practice_world {
  staff_world() {
    auto one = patient(amira, amiras);
    one.nhs_number = secret_text("999 000 0018");
    one.system_id = secret_text("SYS-1");
    one.home_phone = secret_text("01632 960123");
    given(patient_updated{one});
  }
  patient_details& another(const std::string& id, const char* first_name, const char* last_name, const char* mobile) {
    auto one = patient(id, mobile);
    one.first_name = secret_text(first_name);
    one.last_name = secret_text(last_name);
    given(patient_updated{one});
    return state.patients.at(patient_id(id));
  }
  json::object told() const {
    EXPECT_TRUE(last_answer.accepted) << last_answer.reason;
    return json::parse(last_answer.told.reveal()).as_object();
  }
  std::vector<std::string> found(const std::string& words, std::uint32_t limit = 20) {
    EXPECT_TRUE(when(look_at_patients{{}, secret_text(words), limit}).empty()) << "nothing changes";
    if (!last_answer.accepted) return {"refused"};
    std::vector<std::string> ids;
    const auto page = told();
    for (const auto& row : page.at("patients").as_array()) ids.emplace_back(row.at("id").as_string());
    EXPECT_EQ(last_answer.shown, ids) << "the audit trail names whoever was shown";
    return ids;
  }
  json::object card(const std::string& id = amira) {
    when(look_at_patients{patient_id(id), {}, 1});
    return told();
  }
  static accept_message message(const std::string& text, const std::string& to_patient = amira) {
    accept_message c;
    c.message = id_from_name<message_id>("test", text + to_patient);
    c.patient = patient_id(to_patient);
    c.text = secret_text(text);
    c.asked_by = "ann";
    return c;
  }
  json::object preview(accept_message of) {
    of.message = {};
    EXPECT_TRUE(when(preview_message{std::move(of)}).empty()) << "nothing changes";
    return told();
  }
};
using ids = std::vector<std::string>;

TEST_F(staff_world, a_patient_is_found_by_name_or_number_however_it_is_written) {
  another("p-zoe", "Zoë", "Ó Briain", "07700 900124");
  another("p-ann", "Ann-Marie", "Amis", "07700900125");
  const struct {
    const char* words;
    ids expected;
  } cases[] = {
      {"okafor", {amira}},
      {"AMIRA OKAFOR", {amira}},
      {"Okafor, Amira", {amira}},
      {"am", {"p-ann", amira}},
      {"mira", {}},
      {"okafor smith", {}},
      {"9990000018", {amira}},
      {"999 000 0018", {amira}},
      {"9990000019", {}},
      {"07700900123", {amira}},
      {"+44 7700 900123", {amira}},
      {"01632 960123", {amira}},
      {"SYS-1", {amira}},
      {"Zoë", {"p-zoe"}},
      {"ó briain", {}},
      {"Ó Briain", {"p-zoe"}},
      {"07700 900199", {}},
      {"900123", {}},
  };
  for (const auto& one : cases) EXPECT_EQ(found(one.words), one.expected) << one.words;
}

TEST_F(staff_world, a_search_that_would_show_everybody_is_refused_and_a_long_one_is_cut) {
  EXPECT_EQ(found("a"), ids{"refused"});
  EXPECT_EQ(last_answer.refusal, error_code::invalid_input);
  EXPECT_EQ(found(std::string(201, 'a')), ids{"refused"});
  for (int i = 0; i < 5; ++i) another("p-s" + std::to_string(i), "Sam", "Same", "07700 900130");
  EXPECT_EQ(found("same", 3).size(), 3U);
  EXPECT_TRUE(told().at("more").as_bool());
  EXPECT_EQ(found("same", 5).size(), 5U);
  EXPECT_FALSE(told().at("more").as_bool());
}

TEST_F(staff_world, found_patients_say_when_they_come_next_and_why_nothing_may_go) {
  read({booking("a1", amira, now + std::chrono::hours(30)), booking("a2", amira, now + std::chrono::hours(50))});
  found("okafor");
  EXPECT_EQ(told().at("patients").at(0).at("next_at").as_string(), "2026-03-03T16:00:00.000Z");
  another("p-dead", "Ada", "Gone", "07700 900126").dead = true;
  found("gone");
  EXPECT_EQ(told().at("patients").at(0).at("against").as_string(), "the record says the patient has died");
}

TEST_F(staff_world, a_card_has_appointments_channels_and_who_shares_the_number) {
  another("p-child", "Obi", "Okafor", "+447700900123");
  read({booking("a1", amira, now + std::chrono::hours(30))});
  given(opted_out{secret_text(digits), "reply x", channel::sms, {message_kind::fft}});
  const auto shown = card();
  EXPECT_EQ(shown.at("name").as_string(), "Amira Okafor");
  EXPECT_EQ(shown.at("appointments").as_array().size(), 1U);
  const auto& sms = shown.at("channels").at(0).as_object();
  EXPECT_EQ(sms.at("address").as_string(), digits);
  EXPECT_EQ(sms.at("sharing").to_number<int>(), 2);
  EXPECT_FALSE(sms.at("out").as_bool());
  EXPECT_EQ(sms.at("out_of"), (json::array{"fft"}));
  EXPECT_EQ(sms.at("against").as_string(), "") << "a message by staff would go";
  const auto& email = shown.at("channels").at(1).as_object();
  EXPECT_EQ(email.at("address").as_string(), "");
  EXPECT_FALSE(email.at("against").as_string().empty()) << "no address, and no route";
  EXPECT_EQ(last_answer.shown, ids{amira});
  when(look_at_patients{patient_id("nobody"), {}, 1});
  EXPECT_EQ(last_answer.refusal, error_code::not_found);
  EXPECT_TRUE(last_answer.shown.empty());
}

TEST_F(staff_world, whoever_was_shown_patients_stands_in_the_audit_trail_with_them) {
  const look_at_patients asked{{}, secret_text("okafor"), 20};
  const auto made = decide(state, settings, asked, now);
  audit_mark mark;
  mark.action = "POST /api/v1/patient-searches";
  mark.user = "ann";
  EXPECT_TRUE(is_view(mark)) << "it changes nothing, whatever its method";
  const auto entry = audit_entry(state, mark, asked, made.what);
  ASSERT_TRUE(entry);
  EXPECT_EQ(std::get<audited>(*entry).what.objects, ids{amira});
}

TEST_F(staff_world, a_message_by_hand_waits_for_ten_seconds_and_can_be_taken_back_until_then) {
  auto asked = message("Dear Amira, please ring us.");
  asked.held = true;
  const auto events = when(asked);
  const auto* accepted = first<message_accepted>(events);
  ASSERT_TRUE(accepted);
  EXPECT_EQ(accepted->due_at, now + std::chrono::seconds(10));
  EXPECT_EQ(accepted->kind, message_kind::now);
  EXPECT_FALSE(accepted->test);
  ASSERT_EQ(count<message_due>(last_effects), 1U);
  EXPECT_EQ(std::get<message_due>(last_effects.front()).due_at, accepted->due_at);
  EXPECT_TRUE(when(asked).empty()) << "a second click is the same message";
  EXPECT_TRUE(last_answer.repeated);
  EXPECT_EQ(count<message_cancelled>(when(cancel_message{asked.message, "ann"})), 1U);
  now += std::chrono::seconds(11);
  EXPECT_EQ(count<attempt_started>(when(start_attempt{asked.message, provider_id("firetext")})), 0U)
      << "what was taken back is never sent";
}

TEST_F(staff_world, a_preview_says_what_would_be_sent_and_what_it_takes) {
  accept_message by_template = message("");
  by_template.text = {};
  by_template.template_name = "reminder";
  by_template.personalisation = {{"appointment_date", "Tuesday 3 March"}, {"appointment_time", "9am"}};
  const auto shown = preview(by_template);
  EXPECT_EQ(shown.at("body").as_string(), "Dear Amira, your appointment is on Tuesday 3 March at 9am. Reply YES to "
                                          "confirm or CANCEL to cancel.");
  EXPECT_EQ(shown.at("to").as_string(), digits);
  EXPECT_EQ(shown.at("segments").to_number<int>(), 1);
  EXPECT_EQ(shown.at("encoding").as_string(), "gsm7");
  EXPECT_EQ(shown.at("refused").as_string(), "");
  EXPECT_EQ(last_answer.shown, ids{amira});
  EXPECT_TRUE(state.messages.empty());
}

TEST_F(staff_world, a_message_keeps_the_version_of_its_template) {
  auto& made = settings.templates[template_id("flu")];
  made = {template_id("flu"), "Dear ((first_name)), come on Tuesday"};
  made.history = std::make_shared<const template_history>(
      template_history{false, {{.number = 1, .body = "Come on Monday"}, {.number = 2, .body = made.body}}});
  accept_message by_template = message("");
  by_template.text = {};
  by_template.template_name = "flu";
  const auto events = when(by_template);
  ASSERT_EQ(count<message_accepted>(events), 1U);
  const auto& kept = std::get<message_accepted>(events.front());
  EXPECT_EQ(kept.text.reveal(), "Dear Amira, come on Tuesday");
  EXPECT_EQ(kept.api.template_name, "flu");
  EXPECT_EQ(kept.api.template_version, 2U);
  EXPECT_TRUE(kept.api.key.empty()) << "no program sent it";
  const auto own = when(message("my own words"));
  EXPECT_TRUE(std::get<message_accepted>(own.front()).api.template_name.empty());
}

TEST_F(staff_world, a_preview_refuses_what_sending_would_refuse_in_the_same_words) {
  accept_message lacks = message("");
  lacks.text = {};
  lacks.template_name = "reminder";
  EXPECT_EQ(preview(lacks).at("refused").as_string(), "Missing personalisation: appointment_date, appointment_time");
  given(opted_out{secret_text(digits), "reply x"});
  EXPECT_EQ(preview(message("Hello")).at("refused").as_string(), "this number has opted out");
  when(message("Hello"));
  EXPECT_EQ(last_answer.reason, "this number has opted out");
}

TEST_F(staff_world, parts_are_cut_as_the_network_cuts_them) {
  const auto parts = preview(message(std::string(161, 'a'))).at("parts").as_array();
  ASSERT_EQ(parts.size(), 2U);
  EXPECT_EQ(parts.at(0).as_string().size(), 153U);
  EXPECT_EQ(parts.at(1).as_string().size(), 8U);
  EXPECT_EQ(sms::parts_of(std::string(160, 'a')).size(), 1U);
  const auto escapes = sms::parts_of(std::string(152, 'a') + "{" + std::string(10, 'b'));
  EXPECT_EQ(escapes.size(), 2U);
  EXPECT_EQ(escapes.at(0), std::string(152, 'a')) << "an escape and its character stay together";
  for (const std::string& text : {std::string(400, 'x'), std::string("Ŵ") + std::string(200, 'y'), std::string()}) {
    std::string joined;
    for (const auto& part : sms::parts_of(text)) joined += part;
    EXPECT_EQ(joined, text);
    EXPECT_EQ(sms::parts_of(text).size(), sms::cost_of(text).segments);
  }
}

TEST_F(staff_world, a_test_is_nobodys_begins_with_its_mark_and_is_marked) {
  accept_message asked = message("");
  asked.text = {};
  asked.patient = {};
  asked.template_name = "reminder";
  asked.to = secret_text("07700900555");
  asked.test = true;
  const auto events = when(asked);
  const auto* accepted = first<message_accepted>(events);
  ASSERT_TRUE(accepted) << last_answer.reason;
  EXPECT_TRUE(accepted->test);
  EXPECT_TRUE(accepted->patient.empty());
  EXPECT_EQ(accepted->question, question_kind::none) << "an answer to it is about no appointment";
  EXPECT_EQ(accepted->text.reveal().rfind("TEST: Dear Sam, your appointment is on", 0), 0U) << accepted->text.reveal();
  asked.patient = patient_id(amira);
  asked.message = id_from_name<message_id>("test", "with a patient");
  EXPECT_TRUE(when(asked).empty()) << "no patient's name leaves for a number typed by hand";
  EXPECT_EQ(last_answer.refusal, error_code::invalid_input);
}

TEST_F(staff_world, a_wish_that_staff_take_down_is_kept_with_who_and_how_and_holds_at_once) {
  const change_wishes no_more{patient_id(amira),    channel::sms, {message_kind::campaign}, false,
                              wish_told::telephone, "ann"};
  const auto events = when(no_more);
  const auto* out = first<opted_out>(events);
  ASSERT_TRUE(out);
  EXPECT_EQ(out->number.reveal(), digits);
  EXPECT_EQ(out->by, "ann");
  EXPECT_EQ(out->told, wish_told::telephone);
  EXPECT_EQ(out->patient, patient_id(amira));
  EXPECT_TRUE(is_opted_out(state, digits, channel::sms, message_kind::campaign));
  EXPECT_FALSE(is_opted_out(state, digits, channel::sms, message_kind::reminder));
  EXPECT_TRUE(when(no_more).empty());
  EXPECT_TRUE(last_answer.repeated);
  auto everything = no_more;
  everything.kinds.clear();
  EXPECT_EQ(count<opted_out>(when(everything)), 1U);
  auto again = everything;
  again.wanted = true;
  EXPECT_EQ(count<opted_in>(when(again)), 1U);
  EXPECT_FALSE(is_opted_out(state, digits, channel::sms, message_kind::campaign));
  EXPECT_TRUE(when(again).empty());
}

TEST_F(staff_world, a_wish_without_how_it_was_told_or_an_address_is_refused) {
  when(change_wishes{patient_id(amira), channel::sms, {}, false, wish_told::unknown, "ann"});
  EXPECT_EQ(last_answer.refusal, error_code::invalid_input);
  when(change_wishes{patient_id(amira), channel::email, {}, false, wish_told::letter, "ann"});
  EXPECT_EQ(last_answer.refusal, error_code::refused);
  when(change_wishes{patient_id("nobody"), channel::sms, {}, false, wish_told::letter, "ann"});
  EXPECT_EQ(last_answer.refusal, error_code::not_found);
}

} // namespace
