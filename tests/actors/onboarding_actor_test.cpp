// The practices' folder: what is dropped in, changed or taken away takes effect by itself.
#include "actors/node/onboarding_actor.hpp"

#include "tests/core/config_workspace.hpp"
#include "tests/support/det_world.hpp"
#include "tests/support/temporary_directory.hpp"

using namespace tidings;
using namespace std::chrono_literals;
using testing_config::good_practice;
using testing_config::replaced;

namespace {

struct told_to_root {
  std::vector<practice_settings_ptr> settings;
  std::vector<practice_id> removed;
};
root_actor::behavior_type fake_root(root_actor::pointer, std::shared_ptr<told_to_root> heard) {
  return {[heard](const settings_changed& what) { heard->settings.push_back(what.settings); },
          [heard](const practice_removed& what) { heard->removed.push_back(what.practice); }, [](const log_trouble&) {},
          [](caf::tick_atom, std::uint64_t) {}};
}

/// Another practice: its own code, number and clinical system.
std::string second_practice() {
  auto text = replaced(good_practice, "A99001", "B99002");
  text = replaced(text, "sender: 01632 960001", "sender: 01632 960002");
  text = replaced(text, "[01632 960001]", "[01632 960002]");
  return replaced(text, "41001", "41002");
}

struct onboarding_actor_test : test::det_world {
  testing_config::workspace files;
  std::shared_ptr<told_to_root> heard = std::make_shared<told_to_root>();
  std::shared_ptr<practice_list> practices = std::make_shared<practice_list>();
  std::vector<std::string> said;
  std::vector<practice_groups> groups; ///< as they were told
  std::vector<std::string> group_changes;
  root_actor root_side = sys.spawn(fake_root, heard);
  onboarding_actor aut;
  practice_id a = *practice_id::parse("A99001");
  practice_id b = *practice_id::parse("B99002");

  ~onboarding_actor_test() override {
    if (aut) end(aut);
    end(root_side);
    advance(2s); // its last timer
  }
  void start() {
    auto host = load_broker(files.path("broker.yaml"));
    ASSERT_TRUE(host) << print(host.error().front());
    aut = sys.spawn(onboarding, onboarding_options{
                                    host->broker, practices, root_side,
                                    [this](const std::string& line) { said.push_back(line); }, host->file, host->groups,
                                    [this](const practice_groups& now, std::vector<std::string> changes) {
                                      groups.push_back(now);
                                      group_changes = std::move(changes);
                                    }});
    drain();
  }
  bool was_said(std::string_view words) const {
    return std::any_of(said.begin(), said.end(),
                       [&](const auto& line) { return line.find(words) != std::string::npos; });
  }
  std::string name_of_a() const {
    const auto all = practices->all();
    return all.contains(a) ? all.at(a)->name : "";
  }
};

TEST_F(onboarding_actor_test, loads_what_is_there_at_the_start) {
  start();
  ASSERT_EQ(heard->settings.size(), 1U);
  EXPECT_EQ(heard->settings[0]->id, a);
  EXPECT_TRUE(practices->knows(a));
  advance(1min);
  EXPECT_EQ(heard->settings.size(), 1U) << "once";
}

TEST_F(onboarding_actor_test, does_not_let_one_practices_mistake_at_the_start_stop_the_others) {
  files.write("practices/A99001.yaml", "code: A99001\nnonsense: yes\n");
  files.write("practices/B99002.yaml", second_practice());
  start();
  EXPECT_FALSE(practices->knows(a));
  EXPECT_TRUE(practices->knows(b));
  EXPECT_TRUE(was_said("A99001.yaml"));
}

TEST_F(onboarding_actor_test, has_a_file_that_is_dropped_in_in_force_within_five_seconds) {
  start();
  files.write("practices/B99002.yaml", second_practice());
  advance(5s);
  ASSERT_EQ(heard->settings.size(), 2U);
  EXPECT_EQ(heard->settings[1]->id, b);
  EXPECT_TRUE(practices->knows(b));
  EXPECT_EQ(practices->practice_of_number("01632960002"), b);
}

TEST_F(onboarding_actor_test, waits_for_the_end_of_a_file_that_is_being_written) {
  start();
  const auto text = second_practice();
  files.write("practices/B99002.yaml", text.substr(0, 40));
  advance(1s);
  files.write("practices/B99002.yaml", text);
  advance(5s);
  EXPECT_TRUE(practices->knows(b));
  EXPECT_FALSE(was_said("not taken over"));
}

TEST_F(onboarding_actor_test, takes_over_an_edit) {
  start();
  files.write("practices/A99001.yaml", replaced(good_practice, "Riverside Surgery", "Riverside Health Centre"));
  advance(5s);
  EXPECT_EQ(name_of_a(), "Riverside Health Centre");
  ASSERT_EQ(heard->settings.size(), 2U);
}

TEST_F(onboarding_actor_test, keeps_the_old_settings_when_an_edit_is_wrong_and_says_where) {
  start();
  files.write("practices/A99001.yaml", replaced(good_practice, "template: reminder", "template: remainder"));
  advance(5s);
  EXPECT_EQ(name_of_a(), "Riverside Surgery");
  EXPECT_EQ(heard->settings.size(), 1U);
  EXPECT_TRUE(heard->removed.empty());
  EXPECT_TRUE(was_said("remainder"));
  EXPECT_TRUE(was_said("the settings in force stay"));
  const auto lines = said.size();
  advance(1min);
  EXPECT_EQ(said.size(), lines) << "and doesn't say so again each second";
  files.write("practices/A99001.yaml", replaced(good_practice, "Riverside Surgery", "Riverside Health Centre"));
  advance(5s);
  EXPECT_EQ(name_of_a(), "Riverside Health Centre") << "mended";
}

TEST_F(onboarding_actor_test, tells_of_a_file_that_was_taken_away) {
  start();
  std::filesystem::remove(files.path("practices/A99001.yaml"));
  advance(5s);
  EXPECT_EQ(heard->removed, std::vector{a});
  EXPECT_FALSE(practices->knows(a));
  EXPECT_TRUE(was_said("what is under way is finished"));
  files.write("practices/A99001.yaml", good_practice);
  advance(5s);
  EXPECT_TRUE(practices->knows(a)) << "and back again";
}

TEST_F(onboarding_actor_test, does_not_take_an_editors_renaming_for_a_removal) {
  start();
  const auto file = files.path("practices/A99001.yaml");
  std::filesystem::rename(file, files.path("practices/A99001.yaml~"));
  advance(1s);
  files.write("practices/A99001.yaml", good_practice);
  advance(5s);
  EXPECT_TRUE(heard->removed.empty());
  EXPECT_TRUE(practices->knows(a));
}

TEST_F(onboarding_actor_test, removes_nobody_when_the_folder_can_not_be_read) {
  start();
  std::filesystem::rename(files.path("practices"), files.path("elsewhere"));
  advance(1min);
  EXPECT_TRUE(heard->removed.empty());
  EXPECT_TRUE(practices->knows(a));
  EXPECT_TRUE(was_said("can't be read"));
  std::filesystem::rename(files.path("elsewhere"), files.path("practices"));
  advance(5s);
  EXPECT_TRUE(practices->knows(a));
}

TEST_F(onboarding_actor_test, takes_nothing_over_from_a_file_that_is_not_named_after_its_practice) {
  start();
  files.write("practices/A99001.yaml", replaced(good_practice, "A99001", "B99002"));
  files.write("practices/riverside.yaml", good_practice);
  advance(5s);
  EXPECT_EQ(heard->settings.size(), 1U);
  EXPECT_TRUE(heard->removed.empty());
  EXPECT_EQ(name_of_a(), "Riverside Surgery");
  EXPECT_FALSE(practices->knows(b));
  EXPECT_TRUE(was_said("the file's name is not the practice's code"));
}

TEST_F(onboarding_actor_test, takes_a_refused_file_over_once_the_clash_with_another_is_mended) {
  start();
  files.write("practices/B99002.yaml",
              replaced(replaced(second_practice(), "sender: 01632 960002", "sender: 01632 960001"), "[01632 960002]",
                       "[01632 960001]"));
  advance(5s);
  ASSERT_FALSE(practices->knows(b)) << "A has that number";
  files.write("practices/A99001.yaml", replaced(replaced(good_practice, "sender: 01632 960001", "sender: 01632 960009"),
                                                "[01632 960001]", "[01632 960009]"));
  advance(5s);
  EXPECT_TRUE(practices->knows(b));
  EXPECT_EQ(practices->practice_of_number("01632960001"), b);
}

TEST_F(onboarding_actor_test, takes_a_refused_file_over_once_the_practice_it_clashed_with_is_removed) {
  start();
  files.write("practices/B99002.yaml", replaced(second_practice(), "41002", "41001"));
  advance(5s);
  ASSERT_FALSE(practices->knows(b)) << "A has that clinical system";
  std::filesystem::remove(files.path("practices/A99001.yaml"));
  advance(5s);
  EXPECT_TRUE(practices->knows(b));
}

TEST_F(onboarding_actor_test, has_an_edited_template_in_force_at_every_practice) {
  start();
  files.write("templates/reminders.yaml", "reminder:\n  body: See you on ((appointment_date)).\n");
  advance(5s);
  EXPECT_EQ(practices->all().at(a)->templates.at(template_id("reminder")).body, "See you on ((appointment_date)).");
  ASSERT_EQ(heard->settings.size(), 2U);
}

std::string broker_with(std::string_view groups) {
  return std::string(testing_config::good_broker) + "practice_groups:\n" + std::string(groups);
}

TEST_F(onboarding_actor_test, has_an_edited_group_of_practices_in_force_and_says_what_changed) {
  files.write("broker.yaml", broker_with("  swindon: [A99001, A99002]\n  bath: [B99002]\n"));
  start();
  advance(1min);
  EXPECT_TRUE(groups.empty()) << "nothing has changed since the start";
  files.write("broker.yaml", broker_with("  swindon: [A99001, A99003]\n"));
  advance(5s);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_EQ(groups[0], (practice_groups{{"swindon", {a, *practice_id::parse("A99003")}}}));
  EXPECT_EQ(group_changes, (std::vector<std::string>{"group swindon: +A99003 -A99002", "group bath is gone: -B99002"}));
  EXPECT_TRUE(was_said("group bath is gone"));
  files.write("broker.yaml", broker_with("  swindon: [A99001, A99003]\npassivate_after: 5m\n"));
  advance(5s);
  EXPECT_EQ(groups.size(), 1U);
  EXPECT_TRUE(was_said("all else is read at the next start"));
}

TEST_F(onboarding_actor_test, takes_over_groups_that_were_changed_while_it_started) {
  const auto before = load_broker(files.path("broker.yaml"));
  files.write("broker.yaml", broker_with("  swindon: [A99001]\n"));
  aut = sys.spawn(onboarding,
                  onboarding_options{
                      before->broker, practices, root_side, [](const std::string&) {}, before->file, before->groups,
                      [this](const practice_groups& now, const std::vector<std::string>&) { groups.push_back(now); }});
  advance(5s);
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_TRUE(groups[0].contains("swindon"));
}

TEST_F(onboarding_actor_test, keeps_the_groups_in_force_while_anything_in_their_file_is_wrong_or_it_is_gone) {
  start();
  files.write("broker.yaml", broker_with("  swindon: [not-a-code]\n"));
  advance(5s);
  EXPECT_TRUE(groups.empty());
  EXPECT_TRUE(was_said("groups of practices: not taken over"));
  std::filesystem::remove(files.path("broker.yaml"));
  advance(1min);
  EXPECT_TRUE(groups.empty());
  files.write("templates/reminders.yaml", "reminder: [\n");
  files.write("broker.yaml", broker_with("  swindon: [A99001]\n"));
  advance(5s);
  EXPECT_TRUE(groups.empty()) << "a template beside it is wrong";
  files.write("templates/reminders.yaml", testing_config::good_templates);
  advance(5s);
  EXPECT_EQ(groups.size(), 1U) << "mended";
}

TEST_F(onboarding_actor_test, keeps_the_templates_in_force_when_an_edit_is_wrong) {
  start();
  files.write("templates/reminders.yaml", "reminder: [\n");
  advance(5s);
  EXPECT_EQ(heard->settings.size(), 1U);
  EXPECT_TRUE(was_said("those in force stay"));
}

TEST_F(onboarding_actor_test, tells_the_stations_of_a_template_that_was_approved_in_the_browser) {
  const test::temporary_directory folder;
  const auto made = templates::shelf::open(folder.path, system_now, [](const std::string&) {});
  practices->add_templates(made);
  start();
  practices->tell_refreshed([this] { caf::anon_send(aut, caf::flush_atom::value); });
  const auto does = [&](const std::string& user, templates::move what) {
    what.id = template_id("flu");
    ASSERT_TRUE(made->carry_out(a, {.what = std::move(what), .user = user, .clash = {}}));
  };
  does("ann", {.kind = templates::move_kind::save, .id = {}, .what = {"Flu", {}, "Come on Monday"}});
  does("ann", {.kind = templates::move_kind::submit, .id = {}, .revision = 1});
  does("bob", {.kind = templates::move_kind::approve, .id = {}, .revision = 2});
  practices->refresh(a);
  EXPECT_TRUE(practices->all().at(a)->templates.contains(template_id("flu"))) << "for the endpoint at once";
  EXPECT_FALSE(practices->of_file(a)->templates.contains(template_id("flu")));
  drain();
  ASSERT_EQ(heard->settings.size(), 2U);
  EXPECT_EQ(heard->settings[1]->templates.at(template_id("flu")).body, "Come on Monday");
  files.write("practices/A99001.yaml", replaced(good_practice, "Riverside Surgery", "Riverside Health Centre"));
  advance(5s);
  ASSERT_EQ(heard->settings.size(), 3U);
  EXPECT_TRUE(heard->settings[2]->templates.contains(template_id("flu"))) << "an edit of the file leaves it in force";
  practices->tell_refreshed(nullptr);
}

} // namespace
