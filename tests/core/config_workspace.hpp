#pragma once
// A folder with a configuration that loads, for tests that then change one thing. Gone with the object.
#include "actors/key_ring/master_key.hpp"
#include "actors/node/config/config.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

namespace tidings::testing_config {

constexpr std::string_view good_broker = R"(data_dir: data
keys:
  master: {file: master.key}
endpoint:
  certificate: key
  private_key: key
providers:
  firetext:
    api_key: {file: key}
    webhook_user: {file: key}
    webhook_password: {file: key}
)";
constexpr std::string_view good_practice = R"(code: A99001
name: Riverside Surgery
sender: 01632 960001
reply_numbers: [01632 960001]
sms_route: [firetext]
connector:
  systmone:
    port: 41001
    api_key: {file: ../key}
reminders:
  - id: two-days
    template: reminder
)";
constexpr std::string_view good_templates = R"(reminder:
  body: Dear ((first_name)), please come on ((appointment_date)).
)";

class workspace {
public:
  workspace() {
    std::string pattern = (std::filesystem::temp_directory_path() / "tidings-config-XXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    write("broker.yaml", good_broker);
    write("practices/A99001.yaml", good_practice);
    write("templates/reminders.yaml", good_templates);
    write("key", "not-a-secret\n");
    write("master.key", master_key::generate().text());
    std::filesystem::permissions(path("master.key"),
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    std::filesystem::permissions(path("key"), std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  }
  ~workspace() { std::filesystem::remove_all(folder_); }
  workspace(const workspace&) = delete;
  workspace& operator=(const workspace&) = delete;

  std::filesystem::path path(std::string_view name) const { return folder_ / name; }
  void write(std::string_view name, std::string_view text) const {
    std::filesystem::create_directories(path(name).parent_path());
    std::ofstream(path(name), std::ios::binary) << text;
  }
  auto load() const { return load_config(path("broker.yaml")); }

  /// `file:line:column reason`, the file as seen from here.
  std::vector<std::string> errors() const {
    const auto loaded = load();
    std::vector<std::string> lines;
    if (!loaded)
      for (const auto& error : loaded.error())
        lines.push_back(std::filesystem::path(error.file).lexically_relative(folder_).string() + ':' +
                        std::to_string(error.line) + ':' + std::to_string(error.column) + ' ' + error.reason);
    return lines;
  }

private:
  std::filesystem::path folder_;
};

inline std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
  std::string result(text);
  const auto at = result.find(what);
  EXPECT_NE(at, std::string::npos) << "not in the text: " << what;
  return at == std::string::npos ? result : result.replace(at, what.size(), with);
}

/// Takes the `§` out of a text: each marks a place where an error is expected.
inline std::vector<config::place> take_marks(std::string& text) {
  constexpr std::string_view mark = "§";
  std::vector<config::place> places;
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark)) {
    text.erase(at, mark.size());
    const auto before = std::string_view(text).substr(0, at);
    const auto line = std::count(before.begin(), before.end(), '\n');
    places.push_back({static_cast<int>(line) + 1, static_cast<int>(at - (before.rfind('\n') + 1)) + 1});
  }
  return places;
}

} // namespace tidings::testing_config
