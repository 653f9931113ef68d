// Each wrong file names the place, the reason, what was found and what is allowed.
#include "tests/core/config_workspace.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {

using namespace testing_config;

/// One change to a good file. `§` marks where the error is.
struct wrong_file {
  std::string_view file, what, with;
  std::string_view reason, found, allowed; ///< allowed: a part of it
};

constexpr std::string_view broker = "broker.yaml", practice = "practices/A99001.yaml",
                           templates = "templates/reminders.yaml";

const wrong_file wrong_files[] = {
    // form
    {broker, "data_dir: data", "§data_dri: data", "an unknown key", "`data_dri`",
     "did you mean `data_dir`? One of data_dir, practices_dir"},
    {broker, "data_dir: data", "§zzzzzz: data", "an unknown key", "`zzzzzz`", "data_dir, practices_dir"},
    {broker, "data_dir: data", "data_dir: data\n§data_dir: other", "a key given twice", "`data_dir`",
     "the first stands in line 1"},
    {broker, "data_dir: data", "data_dir: §[data]", "wrong type", "a list", "a path"},
    {broker, "data_dir: data", "§data_dir:", "wrong type", "nothing", "a path"},
    {broker, "data_dir: data", "data_dir: §~", "a word that YAML reads as true, false or nothing", "`~`",
     "only in quotes"},
    {broker, "data_dir: data", "data_dir: §null", "a word that YAML reads as true, false or nothing", "`null`",
     "only in quotes"},
    {broker, "  certificate: key\n", "  §certificate:\n", "wrong type", "nothing", "a path"},
    {broker, "  certificate: key\n  private", "  §private", "`certificate` is missing", "nothing", "a path"},
    {broker, "data_dir: data", "data_dir: §&here data", "anchors are not used here", "an anchor (`&…`)",
     "the value itself"},
    {broker, "data_dir: data", "data_dir: §!!str data", "tags are not used here", "the tag `tag:yaml.org,2002:str`",
     "the value itself"},
    {broker, "data_dir: data", "data_dir: §\"data", "a quote that doesn't end", "text up to the end of the file",
     "a closing quote"},
    {broker, "data_dir: data", "data_dir: §'data", "a quote that doesn't end", "text up to the end of the file",
     "a closing quote"},
    {broker, "data_dir: data", "data_dir: data§: more", "not YAML", "illegal map value", "YAML 1.2"},
    {broker, "data_dir: data", "data_dir: data\n§<<: {port: 1}", "an unknown key", "`<<`", "data_dir"},
    {broker, "data_dir: data", "? §[a, b]\n: data", "a key that is no text", "a list", "a name"},
    {broker, "data_dir: data", "§\x01", "not readable as text", "byte 0x01", "UTF-8"},
    {broker, "data_dir: data", "data_dir: a§\xC3(", "not readable as text", "byte 0xc3", "UTF-8"},
    // broker.yaml
    {broker, "data_dir: data\nkeys:\n  master: {file: master.key}\n", "§data_dir: data\n", "`keys` is missing",
     "nothing", "`tidings keys new-master PATH` makes the key"},
    {broker, "{file: master.key}", "§{}", "not one source of the master key", "0 entries", "one of `{file: PATH}`"},
    {broker, "{file: master.key}", "§{file: master.key, env: A}", "not one source of the master key", "2 entries",
     "one of `{file: PATH}`"},
    {broker, "{file: master.key}", "{§fail: master.key}", "an unknown key", "`fail`", "file, env or command"},
    {broker, "data_dir: data", "data_dir: §NO", "a word that YAML reads as true, false or nothing", "`NO`",
     "only in quotes"},
    {broker, "data_dir: data", "practices_dir: §nowhere", "`practices_dir` can't be read", "", "a readable folder"},
    {broker, "data_dir: data", "templates_dir: §nowhere", "`templates_dir` can't be read", "", "a readable folder"},
    {broker, "  private_key: key", "  private_key: key\n  port: §65536", "not an allowed value", "`65536`",
     "a whole number from 0 to 65535"},
    {broker, "  private_key: key", "  private_key: key\n  port: §-1", "not an allowed value", "`-1`",
     "a whole number from 0 to 65535"},
    {broker, "  private_key: key", "  private_key: key\n  port: §0443", "not an allowed value", "`0443`",
     "a whole number"},
    {broker, "  private_key: key", "  private_key: key\n  port: §https", "not an allowed value", "`https`",
     "a whole number"},
    {broker, "  private_key: key", "  private_key: key\n  port: §84.5", "not an allowed value", "`84.5`",
     "a whole number"},
    {broker, "  private_key: key", "  private_key: key\n  port: §99999999999999999999", "not an allowed value",
     "`99999999999999999999`", "a whole number"},
    {broker, "endpoint:\n  certificate: key\n  private_key: key", "endpoint: §here", "wrong type", "`here`",
     "a map of the endpoint's options"},
    {broker, "  private_key: key", "  private_key: key\n  address: §not a host", "not an allowed value", "`not a host`",
     "a host name or an IP address"},
    {broker, "  private_key: key", "  private_key: key\n  public_url: §broker.example", "not an allowed value",
     "`broker.example`", "https://"},
    {broker, "  private_key: key", "  private_key: key\n  read_timeout: §15", "not an allowed value", "`15`",
     "a duration such as 48h"},
    {broker, "  private_key: key", "  private_key: key\n  read_timeout: §15 s", "not an allowed value", "`15 s`",
     "from 1s to 5m"},
    {broker, "  private_key: key", "  private_key: key\n  read_timeout: §6m", "not an allowed value", "`6m`",
     "from 1s to 5m"},
    {broker, "data_dir: data", "queue_max: {env: §TIDINGS_TEST_UNSET}", "a variable that isn't set",
     "`TIDINGS_TEST_UNSET`", "`default:` beside it"},
    {broker, "data_dir: data", "queue_max: {env: §not-a-name}", "not a variable's name", "`not-a-name`",
     "environment variable"},
    {broker, "data_dir: data", "queue_max: {env: TIDINGS_TEST_UNSET, default: 50, §fallback: 1}", "an unknown key",
     "`fallback`", "env or default"},
    {broker, "data_dir: data", "queue_max: §{file: key}", "wrong type", "a map", "a whole number"},
    {broker, "api_key: {file: key}", "api_key: {file: §no-key}", "a secret's file that can't be read", "`no-key`",
     "a readable file"},
    {broker, "api_key: {file: key}", "api_key: {file: §practices}", "a secret's file that can't be read", "`practices`",
     "a readable file"},
    {broker, "api_key: {file: key}", "api_key: §[a]", "wrong type", "a list", "`{env: NAME}`, `{file: path}` or text"},
    {broker, "    api_key: {file: key}\n    webhook_user", "    §webhook_user", "`api_key` is missing", "nothing",
     "`{env: NAME}`"},
    {broker, "api_key: {file: key}", "api_key: {file: key}\n    window: §0", "not an allowed value", "`0`",
     "a whole number from 1 to 1000"},
    {broker, "api_key: {file: key}", "api_key: {file: key}\n    per_second: §0", "not an allowed value", "`0`",
     "a number from 0.01 to 10000"},
    {broker, "api_key: {file: key}", "api_key: {file: key}\n    per_second: §.inf", "not an allowed value", "`.inf`",
     "a number"},
    {broker, "api_key: {file: key}", "api_key: {file: key}\n    poll_every: §1s", "too often", "1s", "5s"},
    {broker, "    api_key: {file: key}", "    type: \"null\"\n    poll_every: §1m\n    api_key: {file: key}",
     "receipts are not asked of this type", "1m", "type: firetext"},
    {broker, "api_key: {file: key}", "api_key: {file: key}\n    type: §firetxt", "not an allowed value", "`firetxt`",
     "firetext, nhsmail, smpp, http, notify, voice or null"},
    {broker, "    api_key: {file: key}", "    §type: nhsmail\n    api_key: {file: key}", "`mail` is missing", "nothing",
     "`mail: {address:"},
    {broker, "    api_key: {file: key}",
     "    type: nhsmail\n    mail: §{address: a@example.nhs.uk}\n    api_key: {file: key}", "`password` is missing",
     "nothing", "`{env: NAME}`"},
    {broker, "    api_key: {file: key}",
     "    type: nhsmail\n    mail: {password: {file: key}, address: §riverside}\n    api_key: {file: key}",
     "not an allowed value", "`riverside`", "an e-mail address"},
    {broker, "    api_key: {file: key}", "    §type: smpp\n    api_key: {file: key}", "`smpp` is missing", "nothing",
     "`smpp: {host:"},
    {broker, "    api_key: {file: key}",
     "    type: smpp\n    smpp: §{host: smsc.example, password: abc}\n    api_key: {file: key}",
     "`system_id` is missing", "nothing", "1 to 15 characters"},
    {broker, "    api_key: {file: key}",
     "    type: smpp\n    smpp: {host: smsc.example, system_id: a, password: §\"123456789\"}\n    api_key: {file: key}",
     "a password that SMPP has no room for", "more than 8 characters", "at most 8"},
    {broker, "    api_key: {file: key}",
     "    type: smpp\n    smpp: {host: smsc.example, system_id: a, password: abc, joining: §udh}\n    api_key: "
     "{file: key}",
     "not an allowed value", "`udh`", "udh8, udh16, sar or payload"},
    {broker, "  firetext:", "  §FireText:", "not a name", "`FireText`", "a-z, 0-9"},
    {broker, good_broker.substr(good_broker.find("providers")), "providers: §{}", "no providers", "an empty map",
     "at least one provider"},
    // a practice
    {practice, "code: A99001", "code: §a99001", "not an ODS code", "`a99001`", "capital letters and digits"},
    {practice, "code: A99001", "code: §A9", "not an ODS code", "`A9`", "3 to 12"},
    {practice, "code: A99001", "code: §A99002", "the file's name is not the practice's code", "A99002 in A99001.yaml",
     "A99002 in A99002.yaml"},
    {practice, "code: A99001", "code: §{a: b}", "wrong type", "a map", "text"},
    {practice, "name: Riverside Surgery", "name: §No", "a word that YAML reads as true, false or nothing", "`No`",
     "text; this word only in quotes"},
    {practice, "name: Riverside Surgery", "name: §\"\"", "not an allowed value", "``", "text of 1 to 80 characters"},
    {practice, "name: Riverside Surgery", "name: Riverside Surgery\nphone: §0163296012x", "not an allowed value",
     "`0163296012x`", "a UK phone number"},
    {practice, "name: Riverside Surgery", "name: Riverside Surgery\nphone: §+1 202 555 0104", "not an allowed value",
     "`+1 202 555 0104`", "a UK phone number"},
    {practice, "sender: 01632 960001", "sender: §Riverside Surgery", "not an allowed value", "`Riverside Surgery`",
     "3 to 11 letters"},
    {practice, "[01632 960001]", "§01632 960001", "wrong type", "`01632 960001`",
     "a list, each item a UK phone number"},
    {practice, "[01632 960001]", "[01632 960001, §123]", "not an allowed value", "`123`",
     "a short code of 5 or 6 digits"},
    {practice, "[01632 960001]", "[01632 960001, §+44 1632 960001]", "given twice", "`+44 1632 960001`",
     "the first stands in line 4"},
    {practice, "sms_route: [firetext]", "sms_route: [§firetxt]", "an unknown provider", "`firetxt`",
     "did you mean `firetext`?"},
    {practice, "sms_route: [firetext]", "sms_route: §[]", "an empty list", "no item", "at least one"},
    {practice, "sms_route: [firetext]", "sms_route: [§yes]", "a word that YAML reads as true, false or nothing",
     "`yes`", "only in quotes"},
    {practice, "sms_route: [firetext]", "sms_route: [firetext]\nbudget_pence_a_day: §-5", "not an allowed value",
     "`-5`", "from 0 to"},
    {practice, "sms_route: [firetext]", "sms_route: [firetext]\nbudget_warn_share: §1.5", "not an allowed value",
     "`1.5`", "from 0 to 1"},
    {practice, "sms_route: [firetext]", "sms_route: [firetext]\nbeyond_budget: [now, §remindr]", "not an allowed value",
     "`remindr`", "reminder"},
    {practice, "sms_route: [firetext]", "sms_route: [firetext]\nsending_hours: {kinds: [§letter]}",
     "not an allowed value", "`letter`", "newsletter"},
    {practice, "sms_route: [firetext]", "sms_route: [firetext]\nsending_hours: {kinds: {§letter: {}}}",
     "not an allowed value", "`letter`", "newsletter"},
    {practice, "sms_route: [firetext]", "sms_route: [firetext]\nsending_hours: {kinds: {fft: §10:00}}", "wrong type",
     "`10:00`", "a map of `opens`"},
    {practice, "sms_route: [firetext]", "sms_route: [firetext]\nsending_hours: {kinds: {fft: {§open: 10:00}}}",
     "an unknown key", "`open`", "did you mean `opens`?"},
    {practice, "sms_route: [firetext]", "sms_route: [firetext]\nsending_hours: {kinds: {fft: {opens: §19:00}}}",
     "closes before it opens", "19:00 to 19:00", "`closes` later than `opens`"},
    {practice, "sms_route: [firetext]", "sms_route: [firetext]\nsending_hours: {kinds: §fft}", "wrong type", "`fft`",
     "a list"},
    {practice, "port: 41001", "port: §0", "not an allowed value", "`0`", "a whole number from 1 to 65535"},
    {practice, "port: 41001", "§prot: 41001", "an unknown key", "`prot`", "did you mean `port`?"},
    {practice, "connector:\n", "connector:\n  system: §vision\n", "not an allowed value", "`vision`", "systmone"},
    {practice, "connector:\n", "connector:\n  poll_every: §100ms\n", "not an allowed value", "`100ms`",
     "from 1s to 1d"},
    {practice, "connector:\n", "connector:\n  days_ahead: §61\n", "not an allowed value", "`61`",
     "a whole number from 1 to 60"},
    {practice, "reminders:", "sending_hours: {opens: §9:00}\nreminders:", "not an allowed value", "`9:00`",
     "such as 09:00"},
    {practice, "reminders:", "sending_hours: {opens: 18:00, closes: §09:00}\nreminders:", "closes before it opens",
     "18:00 to 09:00", "`closes` later than `opens`"},
    {practice, "reminders:", "sending_hours: {opens: §20:00}\nreminders:", "closes before it opens", "20:00 to 19:00",
     "`closes` later than `opens`"},
    {practice, "reminders:", "sending_hours: {sundays: §yes}\nreminders:", "not an allowed value", "`yes`",
     "true or false"},
    {practice, "template: reminder", "template: §remindr", "an unknown template", "`remindr`",
     "did you mean `reminder`?"},
    {practice, "template: reminder", "template: reminder\n    before: §48", "not an allowed value", "`48`",
     "a duration such as 48h"},
    {practice, "template: reminder", "template: reminder\n    before: §20d", "further ahead than appointments are read",
     "20d", "at most 14d"},
    {practice, "template: reminder", "template: reminder\n    cut_off: §48h", "`cut_off` is not shorter than `before`",
     "2d", "less than 2d"},
    {practice, "template: reminder", "template: reminder\n    notice_min: §3d",
     "`notice_min` is not shorter than `before`", "3d", "less than 2d"},
    {practice, "template: reminder", "template: reminder\n    question: §maybe", "not an allowed value", "`maybe`",
     "none, confirm_cancel, confirm_only or cancel_only"},
    {practice, "template: reminder", "template: reminder\n    sessions: §GP Surgery", "wrong type", "`GP Surgery`",
     "a list, each item text"},
    {practice, "template: reminder", "template: reminder\n    sessions: [§{a: b}]", "wrong type", "a map", "text"},
    {practice, "template: reminder", "template: reminder\n    sessions: [§NO]",
     "a word that YAML reads as true, false or nothing", "`NO`", "only in quotes"},
    {practice, "template: reminder", "template: reminder\n    slot_types: [a, §a]", "given twice", "`a`",
     "the first stands in line 13"},
    {practice, "template: reminder", "template: reminder\n  - id: §two-days\n    template: reminder",
     "a rule's name given twice", "`two-days`", "the first stands in line 11"},
    {practice, "reminders:\n  - id: two-days\n    template: reminder", "reminders: §{id: two-days}", "wrong type",
     "a map", "a list of reminder rules"},
    {practice, "reminders:\n", "reminders:\n  - §text\n", "wrong type", "`text`", "a map of a reminder's options"},
    {practice, "reminders:", "codes: {cancelled: §279991000000103}\nreminders:", "not an allowed value",
     "`279991000000103`", "the last a check digit"},
    {practice, "reminders:", "resend_when_unknown: [§always]\nreminders:", "not an allowed value", "`always`", "now"},
    {practice, "reminders:", "templates: {own: {body: 'Hi §((frist_name))'}}\nreminders:", "an unknown placeholder",
     "`((frist_name))`", "did you mean `((first_name))`?"},
    // templates
    {templates, "((first_name))", "§((surname))", "an unknown placeholder", "`((surname))`", "first_name"},
    {templates, "((first_name))", "((first_name??Dear))§((vip?\?!))", "an unknown placeholder", "`((vip))`",
     "title, first_name"},
    {templates, "reminder:\n", "reminder:\n  earlier: [Hi]\n  earlier_titles: §[One, Two]\n",
     "more titles than versions before", "2 titles", "at most 1"},
    {templates, "reminder:\n", "§Reminder:\n", "not a name", "`Reminder`", "a-z, 0-9"},
    {templates, "reminder:\n", "§on:\n", "not a name", "`on`", "a-z, 0-9"},
};

TEST(config_errors, each_names_its_place_what_was_found_and_what_is_allowed) {
  for (const auto& each : wrong_files) {
    const std::string_view good = each.file == broker     ? good_broker
                                  : each.file == practice ? good_practice
                                                          : good_templates;
    std::string text = replaced(good, each.what, each.with);
    const auto places = take_marks(text);
    const workspace here;
    here.write(each.file, text);
    const auto loaded = here.load();
    ASSERT_FALSE(loaded.has_value()) << "taken: " << each.with;
    const config_error& error = loaded.error().front();
    const std::string shown = std::string(each.with) + "\n" + print(error);
    ASSERT_EQ(places.size(), 1U) << shown;
    EXPECT_EQ(error.file, here.path(each.file)) << shown;
    EXPECT_EQ(error.line, places[0].line) << shown;
    EXPECT_EQ(error.column, places[0].column) << shown;
    EXPECT_EQ(error.reason, each.reason) << shown;
    EXPECT_EQ(each.found.empty() ? "" : error.found, each.found) << shown;
    EXPECT_THAT(error.allowed, testing::HasSubstr(std::string(each.allowed))) << shown;
    const auto in_this_file = [&](const config_error& other) { return other.file == error.file; };
    EXPECT_EQ(std::ranges::count_if(loaded.error(), in_this_file), 1) << shown;
  }
}

/// All errors of one change, in the order of their places: a mistake must not hide the next, nor make up others.
struct wrong_places {
  std::string_view file, what, with;
  std::vector<std::string_view> reasons;
};

const wrong_places several[] = {
    {broker,
     good_broker,
     "§keys: {master: {file: master.key}}\nendpoint:\n  certificate: key\n  private_key: key\n  §prot: 1\n  port: "
     "§70000\n  §port: 1\n  address: §[]\n",
     {"`providers` is missing", "an unknown key", "not an allowed value", "a key given twice", "wrong type"}},
    {broker, "data_dir: data", "data_dir: §*here", {"not YAML"}},
    {broker,
     "data_dir: data",
     "data_dir: §&here data\npractices_dir: §*here",
     {"anchors are not used here", "aliases are not used here"}},
    {broker, good_broker, "§just text", {"not a map of options"}},
    {broker, good_broker, "§- a\n- list", {"not a map of options"}},
    {broker, good_broker, "§", {"an empty file"}},
    {broker, good_broker, "§# only a comment\n", {"an empty file"}},
    {broker, good_broker, "---\na: 1\n---\n§b: 2\n", {"more than one document"}},
};

TEST(config_errors, come_all_at_once_in_the_order_of_their_places) {
  for (const auto& each : several) {
    const std::string_view good = each.file == broker ? good_broker : good_practice;
    std::string text = replaced(good, each.what, each.with);
    const auto places = take_marks(text);
    const workspace here;
    here.write(each.file, text);
    std::vector<std::string> expected;
    for (std::size_t i = 0; i < each.reasons.size(); ++i)
      expected.push_back(std::string(each.file) + ':' + std::to_string(places[i].line) + ':' +
                         std::to_string(places[i].column) + ' ' + std::string(each.reasons[i]));
    auto told = here.errors();
    std::erase_if(told, [&](const std::string& line) { return !line.starts_with(each.file); });
    EXPECT_EQ(told, expected) << each.with;
  }
}

TEST(config_errors, name_every_missing_option_at_the_start_of_its_map) {
  const workspace here;
  here.write("practices/A99001.yaml", "phone: 01632 960123\nconnector:\n  systmone:\n    port: 41001\n");
  EXPECT_THAT(here.errors(), testing::ElementsAre("practices/A99001.yaml:1:1 `code` is missing",
                                                  "practices/A99001.yaml:1:1 `name` is missing",
                                                  "practices/A99001.yaml:1:1 `sender` is missing",
                                                  "practices/A99001.yaml:1:1 `sms_route` is missing",
                                                  "practices/A99001.yaml:4:5 `api_key` is missing"));
}

TEST(config_errors, of_all_files_come_together) {
  const workspace here;
  here.write("broker.yaml", replaced(good_broker, "data_dir:", "data_dri:"));
  here.write("practices/A99001.yaml", replaced(good_practice, "name:", "nmae:"));
  here.write("practices/A99002.yaml", "not a map");
  here.write("templates/other.yaml", "reminder: {body: again}\n");
  EXPECT_THAT(here.errors(), testing::ElementsAre("broker.yaml:1:1 an unknown key",
                                                  "templates/reminders.yaml:1:1 a template given twice",
                                                  "practices/A99001.yaml:1:1 `name` is missing",
                                                  "practices/A99001.yaml:2:1 an unknown key",
                                                  "practices/A99002.yaml:1:1 not a map of options"));
}

TEST(config_errors, say_when_a_file_is_not_there_or_no_file_or_too_big) {
  const workspace here;
  const auto told = [](const std::filesystem::path& file) {
    const auto loaded = load_config(file);
    return loaded ? std::string("taken") : loaded.error().front().reason + ": " + loaded.error().front().found;
  };
  EXPECT_EQ(told(here.path("absent.yaml")), "can't be read: no such file");
  EXPECT_EQ(told(here.path("practices")), "can't be read: something that is no file");
  here.write("broker.yaml", std::string(300'000, '#'));
  EXPECT_EQ(told(here.path("broker.yaml")), "too big: more than 262144 bytes");
}

TEST(config_errors, say_when_others_may_read_the_master_key_or_it_is_none) {
  const workspace here;
  std::filesystem::permissions(here.path("master.key"), std::filesystem::perms::group_read,
                               std::filesystem::perm_options::add);
  EXPECT_THAT(here.errors(), testing::ElementsAre(testing::HasSubstr("others than its owner may read or write")));
  std::filesystem::permissions(here.path("master.key"), std::filesystem::perms::group_read,
                               std::filesystem::perm_options::remove);
  here.write("master.key", "tidings-master-1:kkkk");
  EXPECT_THAT(here.errors(), testing::ElementsAre(testing::AllOf(testing::HasSubstr("tidings keys new-master"),
                                                                 testing::Not(testing::HasSubstr("kkkk")))));
}

TEST(config_errors, print_as_compilers_do) {
  EXPECT_EQ(print({"a.yaml", 3, 7, "`x`", "y or z", "not an allowed value"}),
            "a.yaml:3:7: not an allowed value: found `x`; allowed: y or z");
  EXPECT_EQ(print({"a.yaml", 0, 0, "no such file", "a readable file", "can't be read"}),
            "a.yaml: can't be read: found no such file; allowed: a readable file");
}

TEST(config_errors, never_hold_a_secret) {
  const workspace here;
  here.write("key", std::string(5'000, 'k'));
  here.write("broker.yaml", replaced(good_broker, "api_key: {file: key}", "api_key: |\n      kkkk\n      kkkk"));
  const auto loaded = here.load();
  ASSERT_FALSE(loaded.has_value());
  for (const auto& error : loaded.error()) EXPECT_THAT(print(error), testing::Not(testing::HasSubstr("kkk")));
}

// -- one practice and its neighbours ------------------------------------------------------------

std::string neighbour(std::string_view what, std::string_view with) {
  std::string text = replaced(good_practice, "A99001", "A99002");
  for (const std::string_view line : {"sender: 01632 960001", "[01632 960001]"})
    text = replaced(text, line, replaced(line, "960001", "960002"));
  return replaced(replaced(text, "41001", "41002"), what, with);
}

TEST(config_errors, two_practices_share_nothing_that_would_mix_up_their_patients) {
  const std::tuple<std::string_view, std::string_view, std::string_view> cases[] = {
      {"[01632 960002]", "[01632 960002, §+44 1632 960001]", "a reply number of another practice"},
      {"port: 41002", "port: §41001", "the clinical system of another practice"},
      {"port: 41002", "port: 41002\n    device_file: §../data/devices/A99001", "the device file of another practice"},
  };
  for (const auto& [what, with, reason] : cases) {
    const workspace here;
    std::string text = neighbour(what, with);
    const auto places = take_marks(text);
    here.write("practices/A99002.yaml", text);
    EXPECT_THAT(here.errors(), testing::ElementsAre("practices/A99002.yaml:" + std::to_string(places[0].line) + ':' +
                                                    std::to_string(places[0].column) + ' ' + std::string(reason)));
  }
}

TEST(config_errors, a_question_needs_a_sender_that_can_be_answered) {
  const workspace here;
  here.write("practices/A99001.yaml", replaced(good_practice, "sender: 01632 960001", "sender: Riverside"));
  EXPECT_THAT(here.errors(), testing::ElementsAre("practices/A99001.yaml:11:5 a question that nobody could answer"));
  here.write("practices/A99001.yaml", replaced(replaced(good_practice, "sender: 01632 960001", "sender: Riverside"),
                                               "template: reminder", "template: reminder\n    question: none"));
  EXPECT_THAT(here.errors(), testing::IsEmpty());
}

TEST(config_errors, a_route_by_weight_needs_a_weight_to_go_by) {
  const workspace here;
  const std::string by_weight =
      replaced(good_practice, "sms_route: [firetext]", "sms_route: [firetext, spare]\nroute_by_weight: true");
  const auto with_weights = [&](std::string_view first, std::string_view second) {
    std::string text(good_broker);
    text += "    weight: " + std::string(first) + "\n  spare:\n    type: \"null\"\n    weight: " + std::string(second) +
            '\n';
    here.write("broker.yaml", text);
    here.write("practices/A99001.yaml", by_weight);
    return here.errors();
  };
  EXPECT_THAT(with_weights("0", "0"), testing::ElementsAre("practices/A99001.yaml:6:18 a route by weight whose "
                                                           "providers all have the weight 0"));
  EXPECT_THAT(with_weights("0", "1"), testing::IsEmpty());
  EXPECT_THAT(with_weights("-1", "1"), testing::ElementsAre("broker.yaml:12:13 not an allowed value"));
}

} // namespace
} // namespace tidings
