// Sections of a practice's file that its administrator changes in the browser: only they change, everything else stays
// as it stands, nothing of the server comes in, and what was there can be had again.
#include "actors/node/onboarding/section.hpp"
#include "actors/node/onboarding/section_edit.hpp"
#include "tests/core/config_workspace.hpp"

#include <boost/json/serialize.hpp>
#include <gmock/gmock.h>

#include <sstream>

namespace tidings::onboarding {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing_config::good_practice;
using testing_config::workspace;

struct parsed {
  config::findings told;
  config::source from;
  config::node root;
  explicit parsed(const std::string& text) : from("practice.yaml", text) {
    config::report out("practice.yaml", told);
    if (auto tree = config::parse_yaml(from, out)) root = std::move(*tree);
  }
};

const std::string commented = "# The practice.\n"
                              "code: A99001\n"
                              "\n"
                              "# Words.\n"
                              "keywords:\n"
                              "  # The first.\n"
                              "  - id: smoke\n"
                              "# between them\n"
                              "  - id: flu # the second\n"
                              "    words: [flu]\n"
                              "\n"
                              "# Not in force:\n"
                              "#phone: \"\"\n"
                              "name: Surgery # on one line\n"
                              "# the end\n";

std::string text_of(const std::string& file, std::string_view section) {
  const parsed p(file);
  const auto span = span_of(p.from, p.root, section);
  return span ? file.substr(span->from, span->to - span->from) : "none";
}

TEST(a_section, goes_from_its_key_to_what_is_about_the_next_one) {
  EXPECT_EQ(text_of(commented, "keywords"), "keywords:\n"
                                            "  # The first.\n"
                                            "  - id: smoke\n"
                                            "# between them\n"
                                            "  - id: flu # the second\n"
                                            "    words: [flu]\n");
  EXPECT_EQ(text_of(commented, "name"), "name: Surgery # on one line\n");
  EXPECT_EQ(text_of(commented, "phone"), "none");
  EXPECT_EQ(text_of("code: A\nkeywords:\n- id: a\n- id: b\n", "keywords"), "keywords:\n- id: a\n- id: b\n");
  EXPECT_EQ(text_of("code: A\nname: B", "name"), "name: B") << "a last line without an end";
  EXPECT_EQ(text_of("{code: A, name: B}", "name"), "none") << "no lines of its own";
}

TEST(a_section, is_exchanged_with_all_else_as_it_stands) {
  const parsed p(commented);
  const auto fresh = with_section(p.from, p.root, "keywords", "keywords:\n  - id: new");
  EXPECT_EQ(fresh.text,
            testing_config::replaced(commented, text_of(commented, "keywords"), "keywords:\n  - id: new\n"));
  EXPECT_EQ(fresh.first_line, 5);
  EXPECT_EQ(fresh.lines, 2);
  EXPECT_EQ(with_section(p.from, p.root, "keywords", "").text,
            testing_config::replaced(commented, text_of(commented, "keywords"), ""));
  const auto added = with_section(p.from, p.root, "phone", "phone: 01632 960001");
  EXPECT_EQ(added.text, commented + "phone: 01632 960001\n");
  EXPECT_EQ(added.first_line, 16);
}

TEST(a_section, is_told_as_json_with_numbers_and_texts_as_they_were_meant) {
  const parsed p("a: {n: 5, z: 07700, q: '5', b: true, t: 09:00, e: , l: [x, 1]}\n");
  EXPECT_EQ(boost::json::serialize(value_of(p.root)),
            R"({"a":{"n":5,"z":"07700","q":"5","b":true,"t":"09:00","e":null,"l":["x",1]}})");
}

struct a_changed_section : ::testing::Test {
  workspace here;
  loaded_config config = *here.load();
  practice_id practice = *practice_id::parse("A99001");
  section_history history{here.path("history")};
  const std::string smoke = "keywords:\n  - id: smoke\n    words: [smoke]\n    answer: Ring us\n";

  surroundings around() const { return {config.broker, config.practices}; }
  std::string base() const {
    return std::string(std::string_view(sections_of(practice, around())->at("base").as_string()));
  }
  section_looked look(const std::string& section, const std::string& text) const {
    return look_at_section({practice, section, text, base()}, around());
  }
  result<void> put(const std::string& section, const std::string& text, const std::string& beside) {
    return apply_section({practice, section, text, beside}, "ann", from_ms(1'772'442'000'000), history, around());
  }
  std::string file() const {
    std::ostringstream out;
    out << std::ifstream(here.path("practices/A99001.yaml"), std::ios::binary).rdbuf();
    return out.str();
  }
  static std::vector<std::string> reasons(const section_looked& of) {
    std::vector<std::string> all;
    for (const auto& one : of.says.errors)
      all.push_back(std::to_string(one.line) + ":" + std::to_string(one.column) + " " + one.reason);
    return all;
  }
};

TEST_F(a_changed_section, is_put_in_force_and_what_was_there_is_kept_with_who_and_when) {
  ASSERT_THAT(reasons(look("keywords", smoke)), IsEmpty());
  EXPECT_EQ(file(), good_practice) << "looking changes nothing";
  ASSERT_TRUE(put("keywords", smoke, base()));
  EXPECT_EQ(file(), std::string(good_practice) + smoke);
  EXPECT_EQ(here.errors(), std::vector<std::string>{});
  ASSERT_TRUE(put("name", "name: Lakeside Surgery", base()));
  EXPECT_EQ(file(), testing_config::replaced(good_practice, "Riverside", "Lakeside") + smoke);
  const auto kept = *history.of(practice);
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0], (section_change{1, from_ms(1'772'442'000'000), "ann", "keywords", ""}));
  EXPECT_EQ(kept[1].before, "name: Riverside Surgery\n");
  ASSERT_TRUE(put("name", kept[1].before, base())) << "and back again";
  EXPECT_EQ(file(), std::string(good_practice) + smoke);
}

TEST_F(a_changed_section, is_refused_when_the_file_has_changed_since_it_was_written) {
  const auto before = base();
  ASSERT_TRUE(put("name", "name: Lakeside Surgery", before));
  const auto refused = put("keywords", smoke, before);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().detail, HasSubstr("somebody has changed"));
  here.write("practices/A99001.yaml", std::string(good_practice) + "# by hand\n");
  EXPECT_FALSE(put("name", "name: Hillside Surgery", before));
  EXPECT_EQ(file(), std::string(good_practice) + "# by hand\n");
}

TEST_F(a_changed_section, is_told_its_mistakes_by_its_own_lines) {
  const auto wrong = reasons(look("keywords", "keywords:\n  - id: smoke\n    words: [STOP]\n    anser: x\n"));
  EXPECT_THAT(wrong, ::testing::Contains(::testing::StartsWith("3:13 ")));
  EXPECT_THAT(wrong, ::testing::Contains("4:5 an unknown key"));
  EXPECT_THAT(reasons(look("keywords", "keywords: [\n")), ElementsAre(HasSubstr("not YAML")));
  EXPECT_THAT(reasons(look("name", "")), ::testing::Contains(HasSubstr("0:0 `name` is missing")));
  EXPECT_FALSE(put("keywords", "keywords: [\n", base()));
  EXPECT_EQ(file(), good_practice);
  EXPECT_TRUE(history.of(practice)->empty()) << "what was refused never happened";
}

TEST_F(a_changed_section, can_be_nothing_but_one_that_an_administrator_may_change) {
  for (const auto* section : {"code", "sender", "sms_route", "connector", "api_keys", "callbacks", "templates",
                              "budget_pence_a_day", "codes", "nonsense"})
    EXPECT_THAT(reasons(look(section, std::string(section) + ": x\n")), ElementsAre(HasSubstr("not a section")))
        << section;
  for (const auto* text : {"name: Lakeside\nsender: Other\n", "sender: Other\n", "name: Lakeside\n---\nsender: Other\n",
                           "{name: Lakeside, sender: Other}\n", "  name: Lakeside\n", "---\nname: Lakeside\n"})
    EXPECT_THAT(reasons(look("name", text)), ::testing::Not(IsEmpty())) << text;
  EXPECT_EQ(file(), good_practice);
}

TEST_F(a_changed_section, names_nothing_of_the_server_not_even_what_the_file_names_elsewhere) {
  ::setenv("TIDINGS_SECTION_TEST", "a-secret", 1);
  here.write("secrets/a99001", "a-secret\n");
  here.write("practices/A99001.yaml",
             testing_config::replaced(good_practice, "{file: ../key}", "{env: TIDINGS_SECTION_TEST}"));
  config = *here.load();
  for (const auto* value : {"{env: TIDINGS_SECTION_TEST}", "{env: HOME}", "{file: ../key}", "{file: ../secrets/a99001}",
                            "{env: NOT_SET, default: x}"}) {
    EXPECT_THAT(reasons(look("keywords",
                             "keywords:\n  - id: smoke\n    words: [smoke]\n    answer: " + std::string(value) + "\n")),
                ElementsAre(::testing::AllOf(::testing::StartsWith("4:"), HasSubstr("only somebody at the server"))))
        << value;
    EXPECT_THAT(reasons(look("name", "name: " + std::string(value) + "\n")),
                ElementsAre(HasSubstr("only somebody at the server may name this")))
        << value;
  }
  ::unsetenv("TIDINGS_SECTION_TEST");
}

TEST_F(a_changed_section, takes_a_ready_made_reply_by_any_name_and_its_words_for_no_path) {
  const std::string canned = "conversations:\n  canned:\n";
  for (const auto* name : {"which-folder", "folder", "file", "certificate"})
    EXPECT_THAT(reasons(look("conversations", canned + "    " + name + ": Please ring us.\n")), IsEmpty()) << name;
  for (const auto* value : {"{env: HOME}", "{file: ../key}"})
    EXPECT_THAT(reasons(look("conversations", canned + "    which-folder: " + value + "\n")),
                ::testing::Contains(HasSubstr("only somebody at the server may name this")))
        << value;
}

TEST_F(a_changed_section, may_name_a_template_that_was_approved_in_the_browser) {
  const auto names = [&](const char* id) {
    const auto seen = look_at_section(
        {practice, "reminders", std::string("reminders:\n  - id: two-days\n    template: ") + id + "\n", base()},
        {config.broker, config.practices, [](const practice_id&) {
           made_templates known;
           known.all[template_id("made")] = {made_state::in_force, {template_id("made"), "Come"}};
           known.all[template_id("gone")] = {made_state::retired, {}};
           return known;
         }});
    return reasons(seen);
  };
  EXPECT_THAT(names("made"), IsEmpty());
  EXPECT_THAT(names("gone"), ElementsAre("3:15 a template that was retired"));
}

TEST_F(a_changed_section, keeps_what_it_named_before) {
  ::setenv("TIDINGS_SECTION_TEST", "Lakeside", 1);
  here.write("practices/A99001.yaml",
             testing_config::replaced(good_practice, "Riverside Surgery", "{env: TIDINGS_SECTION_TEST}"));
  config = *here.load();
  EXPECT_THAT(reasons(look("name", "name: {env: TIDINGS_SECTION_TEST} # ours\n")), IsEmpty());
  ::unsetenv("TIDINGS_SECTION_TEST");
}

TEST_F(a_changed_section, has_a_history_that_is_bounded_and_told_when_it_can_not_be_read) {
  for (std::size_t i = 1; i <= history_max + 5; ++i)
    ASSERT_TRUE(history.add(practice, {0, {}, "ann", "name", "name: " + std::to_string(i)}));
  auto kept = *history.of(practice);
  ASSERT_EQ(kept.size(), history_max);
  EXPECT_EQ(kept.back().number, static_cast<std::int64_t>(history_max + 5)) << "numbers go on";
  EXPECT_EQ(kept.front().before, "name: 6");
  ASSERT_TRUE(history.add(practice, {0, {}, "ann", "name", std::string(history_bytes_max, 'x')}));
  EXPECT_EQ(history.of(practice)->size(), 1U);
  here.write("history/A99001.json", "spoiled");
  EXPECT_FALSE(history.of(practice));
  EXPECT_FALSE(put("name", "name: Lakeside Surgery", base())) << "nothing changes that could not be taken back";
  EXPECT_EQ(file(), good_practice);
}

TEST_F(a_changed_section, is_shown_as_it_stands_and_as_json) {
  ASSERT_TRUE(put("keywords", smoke, base()));
  const auto all = boost::json::serialize(*sections_of(practice, around()));
  EXPECT_THAT(all, HasSubstr(R"({"name":"name","text":"name: Riverside Surgery\n","value":"Riverside Surgery"})"));
  EXPECT_THAT(all, HasSubstr(R"("value":[{"id":"smoke","words":["smoke"],"answer":"Ring us"}])"));
  EXPECT_THAT(all, HasSubstr(R"({"name":"phone","text":"","value":null})"));
  EXPECT_EQ(all.find("connector"), std::string::npos);
}

} // namespace
} // namespace tidings::onboarding
