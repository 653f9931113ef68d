// Templates that are made in the browser: who may do what to which, what is wrong with their words, what is in force,
// and what a restart finds.
#include "actors/node/templates/book_json.hpp"
#include "actors/node/templates/checks.hpp"
#include "actors/node/templates/orders.hpp"
#include "tests/support/temporary_directory.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

namespace tidings::templates {
namespace {

namespace json = boost::json;
using ::testing::HasSubstr;

// -- moves ------------------------------------------------------------------------------------------

class a_made_template : public ::testing::Test {
protected:
  static words said(const std::string& body) { return {"Flu clinic", {}, body, sms_alphabet::by_default}; }

  result<outcome> does(const std::string& user, move what) {
    now += millis(1'000);
    return moved(all, what, {user, now, may_approve_own, clash});
  }
  /// With the revision that is there now.
  result<outcome> does(const std::string& user, move_kind kind, std::string why = {}, std::uint32_t version = 0) {
    return does(user, {.kind = kind, .id = flu, .revision = revision(), .version = version, .why = std::move(why)});
  }
  result<outcome> writes(const std::string& user, const std::string& body) {
    return does(user, {.kind = move_kind::save, .id = flu, .revision = revision(), .what = said(body)});
  }
  std::uint64_t revision() const {
    const auto found = all.entries.find(flu);
    return found == all.entries.end() ? 0 : found->second.revision;
  }
  const entry& there() const { return all.entries.at(flu); }
  /// A version in force, written by ann and approved by bob.
  void in_force_as(const std::string& body) {
    ASSERT_TRUE(writes("ann", body));
    ASSERT_TRUE(does("ann", move_kind::submit));
    ASSERT_TRUE(does("bob", move_kind::approve));
  }
  static std::string why(const result<outcome>& done) { return done ? "done" : done.error().detail; }

  book all;
  const template_id flu{"flu"};
  timestamp now = from_ms(1'774'864'923'000);
  bool may_approve_own = false;
  std::string clash;
};

TEST_F(a_made_template, is_in_force_once_somebody_else_has_approved_it) {
  ASSERT_TRUE(writes("ann", "Come on Monday"));
  EXPECT_FALSE(there().is_in_force());
  ASSERT_TRUE(does("ann", move_kind::submit));
  EXPECT_FALSE(there().is_in_force());
  const auto done = does("bob", move_kind::approve);
  ASSERT_TRUE(done) << done.error().detail;
  EXPECT_FALSE(done->alone);
  ASSERT_TRUE(there().is_in_force());
  EXPECT_EQ(there().versions.back().body, "Come on Monday");
  EXPECT_EQ(there().versions.back().by, "ann");
  EXPECT_EQ(there().versions.back().approved_by, "bob");
  EXPECT_EQ(there().versions.back().at, now);
  EXPECT_EQ(there().waiting, draft{});
}

TEST_F(a_made_template, is_not_approved_by_anybody_who_wrote_on_it) {
  ASSERT_TRUE(writes("ann", "Come on Monday"));
  ASSERT_TRUE(writes("bob", "Come on Tuesday"));
  ASSERT_TRUE(does("bob", move_kind::submit));
  EXPECT_THAT(why(does("ann", move_kind::approve)), HasSubstr("somebody who didn't write on it"));
  EXPECT_THAT(why(does("bob", move_kind::approve)), HasSubstr("templates_self_approval"));
  EXPECT_FALSE(there().is_in_force());
  ASSERT_TRUE(does("cat", move_kind::approve));
  EXPECT_EQ(there().versions.back().by, "bob, ann");
  may_approve_own = true;
  ASSERT_TRUE(writes("ann", "Come on Friday"));
  ASSERT_TRUE(does("ann", move_kind::submit));
  const auto alone = does("ann", move_kind::approve);
  ASSERT_TRUE(alone);
  EXPECT_TRUE(alone->alone) << "and it is said";
}

TEST_F(a_made_template, is_approved_as_it_was_seen_or_not_at_all) {
  ASSERT_TRUE(writes("ann", "Come on Monday"));
  ASSERT_TRUE(does("ann", move_kind::submit));
  const auto seen = revision();
  const move approve{.kind = move_kind::approve, .id = flu, .revision = seen};
  ASSERT_TRUE(writes("ann", "Come never"));
  EXPECT_THAT(why(does("bob", approve)), HasSubstr("changed it since you looked"));
  EXPECT_THAT(why(does("bob", move_kind::approve)), HasSubstr("nothing was submitted")) << "writing takes it back";
  ASSERT_TRUE(does("ann", move_kind::discard));
  EXPECT_TRUE(all.entries.empty()) << "there was no version of it";
  ASSERT_TRUE(writes("ann", "Come never again"));
  ASSERT_TRUE(does("ann", move_kind::submit));
  EXPECT_NE(revision(), seen) << "nor is another one under its id";
  EXPECT_FALSE(does("bob", approve));
}

TEST_F(a_made_template, stays_as_it_is_until_a_new_version_is_approved) {
  in_force_as("Come on Monday");
  ASSERT_TRUE(writes("ann", "Come on Tuesday"));
  ASSERT_TRUE(does("ann", move_kind::submit));
  EXPECT_EQ(in_force(there(), false).body, "Come on Monday");
  ASSERT_TRUE(does("bob", move_kind::refuse, "it is shut on Tuesday"));
  EXPECT_EQ(there().waiting.state, draft_state::refused);
  EXPECT_EQ(there().waiting.refused_by, "bob");
  EXPECT_EQ(there().waiting.why, "it is shut on Tuesday");
  EXPECT_THAT(why(does("ann", move_kind::submit)), HasSubstr("write on it first"));
  ASSERT_TRUE(writes("ann", "Come on Wednesday"));
  EXPECT_TRUE(there().waiting.why.empty());
  ASSERT_TRUE(does("ann", move_kind::submit));
  ASSERT_TRUE(does("bob", move_kind::approve));
  EXPECT_EQ(version_of(in_force(there(), false)), 2U);
  EXPECT_EQ(there().versions[0].body, "Come on Monday") << "the older one is still there";
}

TEST_F(a_made_template, goes_back_to_old_words_as_a_new_version) {
  in_force_as("Come on Monday");
  in_force_as("Come on Tuesday");
  EXPECT_THAT(why(does("ann", move_kind::go_back, "", 2)), HasSubstr("in force"));
  EXPECT_EQ(does("ann", move_kind::go_back, "", 3).error().code, error_code::not_found);
  ASSERT_TRUE(does("ann", move_kind::go_back, "", 1));
  EXPECT_EQ(there().waiting.goes_back_to, 1U);
  EXPECT_EQ(there().waiting.what.body, "Come on Monday");
  EXPECT_THAT(why(does("ann", move_kind::go_back, "", 1)), HasSubstr("draft already"));
  ASSERT_TRUE(does("ann", move_kind::submit));
  EXPECT_FALSE(does("ann", move_kind::approve)) << "four eyes see it again";
  ASSERT_TRUE(does("bob", move_kind::approve));
  ASSERT_EQ(there().versions.size(), 3U);
  EXPECT_EQ(there().versions.back().body, "Come on Monday");
}

TEST_F(a_made_template, is_retired_with_a_reason_and_comes_back_by_an_approval) {
  in_force_as("Come on Monday");
  EXPECT_THAT(why(does("bob", move_kind::retire, " \n")), HasSubstr("why: must be given"));
  ASSERT_TRUE(writes("ann", "Come on Tuesday"));
  EXPECT_THAT(why(does("bob", move_kind::retire, "over")), HasSubstr("there is a draft"))
      << "which would bring it back";
  ASSERT_TRUE(does("ann", move_kind::discard));
  ASSERT_TRUE(does("bob", move_kind::retire, "the season is over"));
  EXPECT_FALSE(there().is_in_force());
  EXPECT_EQ(there().retired_by, "bob");
  EXPECT_THAT(why(does("bob", move_kind::retire, "again")), HasSubstr("isn't in force"));
  in_force_as("Come on Monday");
  EXPECT_TRUE(there().is_in_force());
  EXPECT_EQ(there().versions.size(), 2U);
  EXPECT_TRUE(there().retired_by.empty());
}

TEST_F(a_made_template, can_not_be_made_under_an_id_that_is_taken_or_no_id) {
  clash = "template flu stands in the practice's file";
  EXPECT_EQ(why(writes("ann", "Come")), clash);
  clash.clear();
  ASSERT_TRUE(writes("ann", "Come"));
  EXPECT_THAT(why(does("bob", {.kind = move_kind::save, .id = flu, .revision = 0, .what = said("Go")})),
              HasSubstr("there is a template of this id"));
  ASSERT_TRUE(does("ann", move_kind::submit));
  clash = "template flu stands in the practice's file";
  EXPECT_EQ(why(does("bob", move_kind::approve)), clash) << "it came into the file meanwhile";
  for (const std::string id : {"", "Flu", "flu clinic", "-flu", "../flu"})
    EXPECT_THAT(why(does("ann", {.kind = move_kind::save, .id = template_id(id), .what = said("Come")})),
                HasSubstr("id: a-z"))
        << id;
}

TEST_F(a_made_template, has_its_bounds) {
  for (std::size_t i = 0; i < templates_max; ++i)
    ASSERT_TRUE(does("ann", {.kind = move_kind::save, .id = template_id("t" + std::to_string(i)), .what = said("x")}));
  EXPECT_THAT(why(writes("ann", "one too many")), HasSubstr("100 templates"));
  all = {};
  for (std::size_t i = 0; i < versions_max; ++i) in_force_as("Come on day " + std::to_string(i));
  ASSERT_TRUE(writes("ann", "Come on the last day"));
  ASSERT_TRUE(does("ann", move_kind::submit));
  EXPECT_THAT(why(does("bob", move_kind::approve)), HasSubstr("50 versions"));
  ASSERT_TRUE(does("ann", move_kind::discard));
  EXPECT_THAT(why(writes("ann", "Come on day 49")), HasSubstr("what version 50 says"));
  EXPECT_THAT(why(does("ann", {.kind = move_kind::save,
                               .id = flu,
                               .revision = revision(),
                               .by = channel::email,
                               .what = {"Flu", "Subject", "Body", sms_alphabet::by_default}})),
              HasSubstr("stays a text message"));
  EXPECT_EQ(does("ann", {.kind = move_kind::submit, .id = template_id("none")}).error().code, error_code::not_found);
}

TEST_F(a_made_template, is_in_its_book_as_it_was_written_down) {
  in_force_as("Come on Monday: \"((first_name))\", ok?\n\xC3\xA9");
  ASSERT_TRUE(does("ann", move_kind::go_back, "", 1).error().code == error_code::refused);
  ASSERT_TRUE(writes("cat", "Come on Tuesday"));
  ASSERT_TRUE(does("cat", move_kind::submit));
  ASSERT_TRUE(does("bob", move_kind::refuse, "no"));
  ASSERT_TRUE(does("ann", {.kind = move_kind::save,
                           .id = template_id("mail"),
                           .by = channel::email,
                           .what = {"Mail", "About ((what))", "Dear all", sms_alphabet::unicode}}));
  const auto text = print(all);
  const auto again = parse_book(text);
  ASSERT_TRUE(again) << again.error().detail;
  EXPECT_EQ(*again, all);
  for (const std::string wrong : {"", "[]", "{}", R"({"format":2,"moves":0,"templates":[]})",
                                  R"({"format":1,"moves":0,"templates":[{}]})", R"({"format":1,"moves":0})"})
    EXPECT_EQ(parse_book(wrong).error().code, error_code::log_damaged) << wrong;
  for (std::size_t cut = 0; cut + 2 < text.size(); cut += 7) EXPECT_FALSE(parse_book(text.substr(0, cut)));
}

// -- words ------------------------------------------------------------------------------------------

TEST(words_of_a_template, that_are_wrong_are_said_to_be) {
  const struct {
    channel by;
    words what;
    std::string wrong; ///< fields; empty: nothing is
  } cases[] = {
      {channel::sms, {"T", {}, "Dear ((first_name)), ring ((practice_phone??us)) (please)"}, ""},
      {channel::sms, {"", {}, "x"}, "title"},
      {channel::sms, {"two\nlines", {}, "x"}, "title"},
      {channel::sms, {std::string(101, 't'), {}, "x"}, "title"},
      {channel::sms, {"T", "S", "x"}, "subject"},
      {channel::sms, {"T", {}, " \n"}, "body"},
      {channel::sms, {"T", {}, std::string(918, 'x')}, ""},
      {channel::sms, {"T", {}, std::string(919, 'x')}, "body"},
      {channel::sms, {"T", {}, "Dear ((first_name"}, "body"},
      {channel::sms, {"T", {}, "Dear ((first_name)"}, "body"},
      {channel::sms, {"T", {}, "Dear first_name))"}, "body"},
      {channel::sms, {"T", {}, "Dear (( ))"}, "body"},
      {channel::sms, {"T", {}, "((" + std::string(61, 'n') + "))"}, "body"},
      {channel::sms, {"T", {}, "tab\there"}, "body"},
      {channel::email, {"T", "About ((what))", std::string(10'000, 'x')}, ""},
      {channel::email, {"T", "", "x"}, "subject"},
      {channel::email, {"T", "About ((what", "x"}, "subject"},
      {channel::email, {"T", "S", std::string(10'001, 'x')}, "body"},
  };
  for (const auto& one : cases) {
    std::string wrong;
    for (const auto& each : problems_of(one.by, one.what)) wrong = each.field;
    EXPECT_EQ(wrong, one.wrong) << one.what.title << "|" << one.what.subject << "|" << one.what.body.substr(0, 40);
  }
}

TEST(words_of_a_template, that_cost_or_can_be_misused_are_warned_of) {
  const struct {
    std::string body;
    sms_alphabet alphabet;
    std::string codes;
  } cases[] = {
      {"Dear ((first_name)), caf\xC3\xA9 at 9", sms_alphabet::gsm, ""},
      {"Look at https://nhs.example/flu", sms_alphabet::gsm, "link "},
      {"Look at nhs.uk/flu", sms_alphabet::gsm, "link "},
      {"Croeso i\xC5\xB5", sms_alphabet::gsm, "letters_that_cost "},
      {"\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85", sms_alphabet::unicode, "letters_that_cost "},
      {"\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85", sms_alphabet::gsm, "letters_replaced "},
      {std::string(500, 'x'), sms_alphabet::gsm, "long "},
  };
  for (const auto& one : cases) {
    std::string codes;
    for (const auto& each : warnings_of(channel::sms, {"T", {}, one.body, one.alphabet}, one.alphabet))
      codes += each.code + " ";
    EXPECT_EQ(codes, one.codes) << one.body.substr(0, 40);
  }
  EXPECT_THAT(warnings_of(channel::sms, {"T", {}, "Croeso i\xC5\xB5"}, sms_alphabet::gsm).at(0).reason,
              HasSubstr("\xC5\xB5"));
}

TEST(words_of_a_template, are_seen_filled_in_with_what_is_nobodys) {
  const words what{"T", {}, "Dear ((First Name)), bring ((thing)). ((urgent??Soon!)) ((practice_name))"};
  const auto seen = look_of(channel::sms, what, nullptr, from_ms(1'774'864'923'000));
  EXPECT_EQ(seen.body, "Dear Sam, bring [thing]. Soon! Example Surgery");
  EXPECT_EQ(seen.segments, 1U);
  EXPECT_EQ(fields_brought(what), (std::vector<std::string>{"thing", "urgent"}));
}

// -- the shelf and what is asked of it -------------------------------------------------------------

class a_shelf : public ::testing::Test {
protected:
  a_shelf() {
    practice_settings one;
    one.id = a;
    one.name = "Riverside Surgery";
    one.sms_route = {provider_id("firetext")};
    one.templates[template_id("reminder")] = {template_id("reminder"), "Dear ((first_name))"};
    file_of_a = std::make_shared<const practice_settings>(one);
    one.id = b;
    file_of_b = std::make_shared<const practice_settings>(std::move(one));
    start();
  }
  void start() {
    lines.clear();
    kept = shelf::open(
        folder.path / "templates", [this] { return now; }, [this](const std::string& line) { lines.push_back(line); });
    aut = std::make_unique<orders>(
        orders::parts{.kept = kept,
                      .of_files = [this](const practice_id& practice) { return file_of(practice); },
                      .all_files =
                          [this] {
                            return std::vector{file_of_a, file_of_b};
                          },
                      .folder = [this] { return std::optional(shared_files); },
                      .changed = [this](const practice_id& owner) { changed.push_back(owner); },
                      .pence_per_segment = {{provider_id("firetext"), 3.5}},
                      .host_may_approve_own = false,
                      .now = [this] { return now; }});
  }
  http_answer ask(const std::string& what, const std::string& user, orders::given with = {}) {
    with.emplace("practice", "A99001");
    with.emplace("id", "flu");
    with["by"] = user;
    return aut->run(what, with);
  }
  json::object page(const std::string& user = "ann", const std::string& practice = "A99001") {
    return json::parse(ask("GET templates/one", user, {{"practice", practice}}).body).as_object();
  }
  std::string revision(const std::string& practice = "A99001") {
    const auto said = page("ann", practice);
    return said.contains("revision") ? json::serialize(said.at("revision")) : "";
  }
  int writes(const std::string& user, const std::string& body, const std::string& practice = "A99001") {
    return ask("POST templates/save", user,
               {{"practice", practice},
                {"channel", "sms"},
                {"title", "Flu"},
                {"body", body},
                {"revision", revision(practice)}})
        .status;
  }
  int moves(const std::string& user, const std::string& name, const std::string& practice = "A99001") {
    return ask("POST templates/" + name, user,
               {{"practice", practice}, {"revision", revision(practice)}, {"why", "over"}})
        .status;
  }
  void in_force_as(const std::string& body, const std::string& practice = "A99001") {
    ASSERT_EQ(writes("ann", body, practice), 200);
    ASSERT_EQ(moves("ann", "submit", practice), 200);
    ASSERT_EQ(moves("bob", "approve", practice), 200);
  }
  void rule_of_a_sends(const char* id) {
    auto other = *file_of_a;
    reminder_rule rule;
    rule.id = rule_id("two-days");
    rule.text = template_id(id);
    other.reminders = {rule};
    file_of_a = std::make_shared<const practice_settings>(std::move(other));
  }
  practice_settings_ptr file_of(const practice_id& practice) const {
    if (practice == a) return file_of_a;
    return practice == b ? file_of_b : nullptr;
  }
  std::string sent_by(const practice_id& practice) const {
    const auto whole = kept->with_templates(file_of(practice));
    const auto& texts = whole->templates;
    const auto found = texts.find(template_id("flu"));
    return found == texts.end() ? "" : found->second.body;
  }

  const test::temporary_directory folder;
  practice_id a = *practice_id::parse("A99001"), b = *practice_id::parse("A99002");
  timestamp now = from_ms(1'774'864'923'000);
  practice_settings_ptr file_of_a, file_of_b;
  orders::file_templates shared_files;
  std::vector<std::string> lines;
  std::vector<practice_id> changed;
  std::shared_ptr<shelf> kept;
  std::unique_ptr<orders> aut;
};

TEST_F(a_shelf, has_an_approved_text_in_force_at_once_and_after_a_restart_and_a_draft_never) {
  ASSERT_EQ(writes("ann", "Come on Monday"), 200);
  ASSERT_EQ(moves("ann", "submit"), 200);
  EXPECT_EQ(sent_by(a), "") << "a draft is never sent";
  EXPECT_EQ(moves("ann", "approve"), 409);
  EXPECT_TRUE(changed.empty());
  EXPECT_EQ(sent_by(a), "");
  ASSERT_EQ(moves("bob", "approve"), 200);
  EXPECT_EQ(sent_by(a), "Come on Monday");
  EXPECT_EQ(sent_by(b), "") << "it is one practice's";
  EXPECT_EQ(changed, std::vector{a});
  start();
  EXPECT_EQ(sent_by(a), "Come on Monday");
  ASSERT_EQ(moves("bob", "retire"), 200);
  EXPECT_EQ(sent_by(a), "");
  start();
  EXPECT_EQ(sent_by(a), "");
  EXPECT_EQ(page().at("retired").at("why"), "over");
}

TEST_F(a_shelf, changes_nothing_when_it_is_only_tried) {
  const auto said =
      ask("POST templates/save", "ann", {{"channel", "sms"}, {"title", "Flu"}, {"body", "Come"}, {"only_try", "yes"}});
  EXPECT_EQ(said.status, 200) << said.body;
  EXPECT_EQ(ask("GET templates/one", "ann").status, 404);
}

TEST_F(a_shelf, gives_every_practice_the_hosts_templates_which_none_can_change) {
  in_force_as("Come, says the ICB", "host");
  EXPECT_EQ(changed, std::vector{practice_id::host()});
  EXPECT_EQ(sent_by(a), "Come, says the ICB");
  EXPECT_EQ(sent_by(b), "Come, says the ICB");
  EXPECT_EQ(page().at("whose"), "shared");
  EXPECT_TRUE(page().at("waiting").is_null());
  EXPECT_EQ(writes("ann", "Go"), 409) << "the id is the host's";
  EXPECT_EQ(moves("bob", "retire"), 404) << "no template of this id was made by the practice";
  ASSERT_EQ(writes("cat", "Come soon, says the ICB", "host"), 200);
  EXPECT_TRUE(page().at("waiting").is_null()) << "its draft is the host's matter";
  const auto list = ask("GET templates", "ann").body;
  EXPECT_THAT(list, HasSubstr(R"("id":"flu","title":"Flu","channel":"sms","whose":"shared","made_in":"browser")"));
  EXPECT_THAT(list, testing::Not(HasSubstr("cat")));
}

TEST_F(a_shelf, refuses_an_id_that_stands_in_a_file_or_is_another_owners_and_says_how_to_mend_it) {
  const auto of_file =
      ask("POST templates/save", "ann", {{"id", "reminder"}, {"channel", "sms"}, {"title", "R"}, {"body", "Come"}});
  EXPECT_EQ(of_file.status, 409);
  EXPECT_THAT(of_file.body, HasSubstr("choose another id, or have it taken out there first"));
  in_force_as("Come, says the surgery");
  const auto of_host =
      ask("POST templates/save", "ann", {{"practice", "host"}, {"channel", "sms"}, {"title", "R"}, {"body", "Come"}});
  EXPECT_EQ(of_host.status, 409);
  EXPECT_THAT(of_host.body, HasSubstr("practice A99001 has a template flu of its own"));
  shared_files[template_id("shared")] = {template_id("shared"), "x"};
  EXPECT_EQ(ask("POST templates/save", "ann",
                {{"practice", "host"}, {"id", "shared"}, {"channel", "sms"}, {"title", "R"}, {"body", "Come"}})
                .status,
            409);
}

TEST_F(a_shelf, leaves_the_files_template_in_force_when_an_id_comes_into_the_file_later_and_says_so) {
  in_force_as("Come, says the browser");
  auto other = *file_of_a;
  other.templates[template_id("flu")] = {template_id("flu"), "Come, says the file"};
  file_of_a = std::make_shared<const practice_settings>(std::move(other));
  EXPECT_EQ(sent_by(a), "Come, says the file");
  EXPECT_EQ(page().at("state"), "overridden");
  ASSERT_EQ(kept->clashes(*file_of_a).size(), 1U);
  EXPECT_THAT(kept->clashes(*file_of_a)[0], HasSubstr("retire the other in the browser"));
  ASSERT_EQ(moves("bob", "retire"), 200);
  EXPECT_TRUE(kept->clashes(*file_of_a).empty());
}

TEST_F(a_shelf, keeps_a_template_that_a_rule_sends_and_says_which_rules_those_are) {
  in_force_as("Come on Monday, ((first_name))");
  in_force_as("Come, says another", "A99002");
  rule_of_a_sends("flu");
  EXPECT_EQ(json::serialize(page().at("used_by")), R"(["reminder two-days"])");
  const auto said = ask("POST templates/retire", "bob", {{"revision", revision()}, {"why", "over"}});
  EXPECT_EQ(said.status, 409);
  EXPECT_THAT(said.body, HasSubstr("in use by reminder two-days: give that another template first"));
  EXPECT_EQ(sent_by(a), "Come on Monday, ((first_name))");
  EXPECT_EQ(moves("bob", "retire", "A99002"), 200) << "nobody sends that one";
  rule_of_a_sends("reminder");
  EXPECT_EQ(moves("bob", "retire"), 200);
}

TEST_F(a_shelf, keeps_the_hosts_template_while_any_practices_rule_sends_it) {
  in_force_as("Come, says the ICB", "host");
  rule_of_a_sends("flu");
  const auto said =
      ask("POST templates/retire", "bob", {{"practice", "host"}, {"revision", revision("host")}, {"why", "over"}});
  EXPECT_EQ(said.status, 409);
  EXPECT_THAT(said.body, HasSubstr("in use by A99001: reminder two-days"));
  EXPECT_EQ(json::serialize(page().at("used_by")), R"(["reminder two-days"])");
  EXPECT_EQ(json::serialize(page("ann", "A99002").at("used_by")), "[]") << "other practices are none of its business";
}

TEST_F(a_shelf, lets_no_words_into_force_that_a_rule_could_not_fill_in) {
  in_force_as("Come on Monday");
  rule_of_a_sends("flu");
  ASSERT_EQ(writes("ann", "Come and bring ((thing))"), 200);
  const auto said = ask("POST templates/submit", "ann", {{"revision", revision()}});
  EXPECT_EQ(said.status, 409);
  EXPECT_THAT(said.body, HasSubstr("in use by reminder two-days, where nobody fills in ((thing))"));
  rule_of_a_sends("reminder");
  ASSERT_EQ(moves("ann", "submit"), 200);
  rule_of_a_sends("flu");
  EXPECT_EQ(moves("bob", "approve"), 409) << "a rule has come to send it meanwhile";
  EXPECT_EQ(sent_by(a), "Come on Monday");
}

TEST_F(a_shelf, tells_what_a_practices_file_may_name) {
  in_force_as("Come, says the ICB", "host");
  const auto state_of = [&](const practice_id& practice, const char* id) {
    const auto made = kept->made_for(practice);
    const auto found = made.all.find(template_id(id));
    return found == made.all.end() ? std::string("unknown")
                                   : std::string(boost::describe::enum_to_string(found->second.state, ""));
  };
  EXPECT_EQ(state_of(a, "flu"), "in_force") << "the host's";
  ASSERT_EQ(moves("bob", "retire", "host"), 200);
  EXPECT_EQ(state_of(b, "flu"), "retired");
  ASSERT_EQ(
      ask("POST templates/save", "ann", {{"id", "new"}, {"channel", "sms"}, {"title", "N"}, {"body", "x"}}).status,
      200);
  EXPECT_EQ(state_of(a, "new"), "draft");
  EXPECT_EQ(state_of(b, "new"), "unknown");
  EXPECT_TRUE(kept->made_for(a).readable);
  std::ofstream(folder.path / "templates" / "A99001.json") << "spoiled";
  start();
  EXPECT_FALSE(kept->made_for(a).readable);
  EXPECT_TRUE(kept->made_for(b).readable);
}

TEST(a_shelf_to_look_into, makes_no_folder) {
  const test::temporary_directory folder;
  const auto seen = shelf::look(folder.path / "templates");
  EXPECT_TRUE(seen->made_for(*practice_id::parse("A99001")).readable) << "none were made";
  EXPECT_FALSE(std::filesystem::exists(folder.path / "templates"));
}

TEST_F(a_shelf, that_can_not_be_read_has_nothing_in_force_changes_nothing_and_leaves_others_alone) {
  in_force_as("Come, says the surgery");
  in_force_as("Come, says another", "A99002");
  std::ofstream(folder.path / "templates" / "A99001.json") << "spoiled";
  start();
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_THAT(lines[0], HasSubstr("A99001.json"));
  EXPECT_EQ(sent_by(a), "");
  EXPECT_EQ(sent_by(b), "Come, says another");
  EXPECT_THAT(ask("GET templates", "ann").body, HasSubstr(R"("readable":false)"));
  EXPECT_EQ(ask("POST templates/save", "ann", {{"channel", "sms"}, {"title", "R"}, {"body", "Come"}}).status, 503);
}

TEST_F(a_shelf, shows_a_page_with_the_draft_all_versions_and_whether_whoever_asks_may_approve) {
  in_force_as("Come on Monday");
  ASSERT_EQ(writes("ann", "Come on Tuesday"), 200);
  ASSERT_EQ(moves("ann", "submit"), 200);
  EXPECT_EQ(page("ann").at("waiting").at("may_approve"), false);
  EXPECT_EQ(page("bob").at("waiting").at("may_approve"), true);
  EXPECT_EQ(page("bob").at("waiting").at("body"), "Come on Tuesday");
  EXPECT_EQ(page("bob").at("versions").as_array().size(), 1U);
  EXPECT_EQ(page("bob").at("versions").as_array()[0].at("approved_by"), "bob");
  const auto of_file = json::parse(ask("GET templates/one", "ann", {{"id", "reminder"}}).body);
  EXPECT_EQ(of_file.at("made_in"), "file");
  EXPECT_TRUE(of_file.at("versions").as_array()[0].at("at").is_null());
  EXPECT_EQ(ask("GET templates/one", "ann", {{"id", "none"}}).status, 404);
  EXPECT_EQ(ask("GET templates", "ann", {{"practice", "A99009"}}).status, 404);
}

TEST_F(a_shelf, shows_each_version_of_a_file_as_it_was_called) {
  auto other = *file_of_a;
  auto& one = other.templates.at(template_id("reminder"));
  one.title = "Now";
  one.earlier = {"First ((first_name))", "Second ((first_name))"};
  one.earlier_titles = {"Then"};
  file_of_a = std::make_shared<const practice_settings>(std::move(other));
  std::string shown;
  const auto versions =
      json::parse(ask("GET templates/one", "ann", {{"id", "reminder"}}).body).at("versions").as_array();
  for (const auto& each : versions)
    shown += std::string(each.at("title").as_string()) + ": " + std::string(each.at("body").as_string()) + "; ";
  EXPECT_EQ(shown, "Now: Dear ((first_name)); Now: Second ((first_name)); Then: First ((first_name)); ");
}

TEST_F(a_shelf, prices_a_preview_by_the_practices_first_route) {
  const auto seen = json::parse(
      ask("POST templates/preview", "ann", {{"channel", "sms"}, {"title", "T"}, {"body", std::string(200, 'x')}}).body);
  EXPECT_EQ(seen.at("segments"), 2);
  EXPECT_EQ(seen.at("pence"), 7.0);
  const auto of_host = json::parse(
      ask("POST templates/preview", "ann", {{"practice", "host"}, {"channel", "sms"}, {"title", "T"}, {"body", "((x"}})
          .body);
  EXPECT_TRUE(of_host.at("pence").is_null()) << "each practice has its own route";
  EXPECT_EQ(of_host.at("problems").as_array().size(), 1U);
}

} // namespace
} // namespace tidings::templates
