// The files in config/ and schemas/config/ say what the option tables say.
#include "actors/node/config/schema.hpp"
#include "actors/node/config/yaml_tree.hpp"
#include "tests/core/config_workspace.hpp"

#include <boost/json/serialize.hpp>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace tidings {
namespace {

using namespace testing_config;
namespace json = boost::json;
using config::node;

const std::filesystem::path project = TIDINGS_SOURCE_DIR;

std::string content(const std::filesystem::path& file) {
  std::ostringstream text;
  text << std::ifstream(file, std::ios::binary).rdbuf();
  return text.str();
}

/// Options that are commented out (`#key: value`; prose has a space after the `#`) put in force.
std::string uncommented(const std::string& text) {
  std::string result;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    const auto at = line.find_first_not_of(' ');
    if (at != std::string::npos && line[at] == '#' && at + 1 < line.size() && line[at + 1] >= 'a' &&
        line[at + 1] <= 'z')
      line.erase(at, 1);
    result += line + '\n';
  }
  return result;
}

node tree_of(const std::string& text) {
  config::findings found;
  config::report out("example", found);
  auto root = config::parse_yaml(config::source("example", text), out);
  for (const auto& error : found.errors) ADD_FAILURE() << print(error);
  return root ? *root : node{};
}

std::string printed(const json::value& value) {
  if (value.is_string()) return std::string(value.get_string());
  if (value.is_bool()) return value.get_bool() ? "true" : "false";
  if (value.is_double()) return fmt::format("{}", value.get_double());
  if (value.is_uint64()) return fmt::format("{}", value.get_uint64());
  return fmt::format("{}", value.as_int64());
}

bool same(const node& written, const json::value& value) {
  if (value.is_object()) return written.is_map(); // of names that are the provider's: an example shows some
  if (value.is_array())
    return written.what == node::kind::list &&
           std::equal(written.items.begin(), written.items.end(), value.get_array().begin(), value.get_array().end(),
                      [](const node& item, const json::value& one) { return same(item, one); });
  const auto span = config::parse_duration(written.text);
  if (span && value.is_string()) return span == config::parse_duration(value.get_string());
  return written.is_text() && written.text == printed(value);
}

/// `all`: with every option in force; `live`: as the file stands, null where nothing stands.
void expect_documented(const json::object& schema, const node& all, const node* live, const std::string& path) {
  if (const auto* each = schema.if_contains("items")) {
    if (!each->as_object().contains("properties")) return;
    ASSERT_FALSE(all.items.empty()) << path << " has no example";
    for (std::size_t i = 0; i < all.items.size(); ++i)
      expect_documented(each->as_object(), all.items[i], live ? &live->items[i] : nullptr, path + "[]");
  }
  if (const auto* each = schema.if_contains("additionalProperties"); each && each->is_object()) {
    ASSERT_FALSE(all.entries.empty()) << path << " has no example";
    for (const auto& [key, value] : all.entries)
      expect_documented(each->get_object(), value, live ? live->find(key.text) : nullptr, path + "." + key.text);
  }
  const auto* properties = schema.if_contains("properties");
  if (properties == nullptr) return;
  for (const auto& [key, option] : properties->as_object()) {
    const std::string name = path + "." + std::string(key);
    const node* written = all.find(key);
    const node* in_force = live ? live->find(key) : nullptr;
    if (written == nullptr) {
      ADD_FAILURE() << name << " is not documented";
      continue;
    }
    const auto* usual = option.as_object().if_contains("default");
    const bool section = option.as_object().contains("properties"); // its options have the defaults
    if (in_force == nullptr && !section) {
      EXPECT_TRUE(usual != nullptr) << name << " is required and commented out";
      EXPECT_TRUE(usual == nullptr || same(*written, *usual)) << name << " documents another default than " << *usual;
    }
    expect_documented(option.as_object(), *written, in_force, name);
  }
}

void expect_documented(config::file_kind what, const std::filesystem::path& file) {
  const std::string text = content(file);
  const node live = tree_of(text);
  expect_documented(config::schema_of(what).as_object(), tree_of(uncommented(text)), &live, file.filename().string());
}

void expect_loads(const std::filesystem::path& broker_yaml) {
  const auto loaded = load_config(broker_yaml);
  if (!loaded)
    for (const auto& error : loaded.error()) ADD_FAILURE() << print(error);
}

TEST(config_examples, broker_yaml_documents_every_option_with_its_default) {
  expect_documented(config::file_kind::broker, project / "config/broker.yaml");
}

TEST(config_examples, the_example_practice_documents_every_option_with_its_default) {
  expect_documented(config::file_kind::practice, project / "config/practices/A99999.yaml");
}

TEST(config_examples, the_example_mapping_documents_every_option_with_its_default) {
  expect_documented(config::file_kind::microtest, project / "config/microtest.yaml");
}

TEST(config_examples, the_example_agent_documents_every_option_with_its_default) {
  expect_documented(config::file_kind::edge, project / "config/edge.yaml");
}

TEST(config_examples, load) { expect_loads(project / "config/broker.yaml"); }

TEST(config_examples, load_with_every_option_in_force) {
  const workspace here;
  std::filesystem::remove(here.path("practices/A99001.yaml"));
  here.write("broker.yaml", uncommented(content(project / "config/broker.yaml")));
  here.write("practices/A99999.yaml", uncommented(content(project / "config/practices/A99999.yaml")));
  here.write("templates/reminders.yaml", content(project / "config/templates/reminders.yaml"));
  expect_loads(here.path("broker.yaml"));
}

TEST(config_examples, the_demo_loads_with_the_practices_it_writes) {
  const workspace here;
  std::filesystem::remove(here.path("practices/A99001.yaml"));
  for (const std::string number : {"1", "2", "3"}) {
    std::string text = content(project / "config/demo/practice.yaml.in");
    const std::pair<std::string_view, std::string> fields[] = {
        {"@CODE@", "A9900" + number},        {"@NAME@", "Surgery " + number},
        {"@PHONE@", "01632 96010" + number}, {"@REPLY_NUMBER@", "01632 96000" + number},
        {"@PORT@", "4100" + number},         {"@KEY_FILE@", here.path("key").string()}};
    for (const auto& [field, value] : fields)
      while (text.find(field) != std::string::npos) text = replaced(text, field, value);
    EXPECT_EQ(text.find('@'), text.find("@ signs")) << "a field that nobody fills in";
    here.write("practices/A9900" + number + ".yaml", text);
  }
  ::setenv("TIDINGS_DEMO_PRACTICES", here.path("practices").c_str(), 1);
  const auto loaded = load_config(project / "config/demo/broker.yaml");
  ::unsetenv("TIDINGS_DEMO_PRACTICES");
  if (!loaded)
    for (const auto& error : loaded.error()) ADD_FAILURE() << print(error);
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(loaded->practices.size(), 3U);
  const auto& hours = loaded->practices.begin()->second->hours;
  EXPECT_TRUE(hours.opens == 0 && hours.closes == 1440 && hours.saturdays && hours.sundays);
}

TEST(config_examples, schemas_for_editors_are_those_of_the_options) {
  const std::pair<std::string_view, config::file_kind> files[] = {{"broker", config::file_kind::broker},
                                                                  {"practice", config::file_kind::practice},
                                                                  {"templates", config::file_kind::templates},
                                                                  {"microtest", config::file_kind::microtest},
                                                                  {"edge", config::file_kind::edge}};
  for (const auto& [name, what] : files) {
    const auto file = project / "schemas/config" / (std::string(name) + ".schema.json");
    const std::string text = config::print_schema(config::schema_of(what));
    if (std::getenv("TIDINGS_UPDATE_SCHEMAS") != nullptr) std::ofstream(file, std::ios::binary) << text;
    EXPECT_TRUE(content(file) == text) << file
                                       << " is not up to date: run this test once with TIDINGS_UPDATE_SCHEMAS=1";
  }
}

} // namespace
} // namespace tidings
