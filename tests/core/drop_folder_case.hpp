#pragma once
// A folder that files are put into, the system that reads it, and a clock that the test moves.
#include "actors/connector/files/file_drop_system.hpp"
#include "tests/support/temporary_directory.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace tidings::test {

inline const std::string headings = "id,patient,starts_at,minutes,session,clinician,slot_type,site,status\n";
inline std::string row(const std::string& id, const std::string& time, const std::string& status = "booked") {
  return id + ",77," + time + ",10,GP,Dr Jay,Routine,Main," + status + "\n";
}

struct a_drop_folder : ::testing::Test {
  temporary_directory folder;
  file_drop_settings how;
  timestamp now = timestamp(std::chrono::sys_days(std::chrono::year(2030) / 3 / 4)) + std::chrono::hours(8);
  std::unique_ptr<file_drop_system> system;

  a_drop_folder() {
    how.folder = folder.path.string();
    restart();
  }
  void restart() {
    system = std::make_unique<file_drop_system>(how, [this] { return now; });
  }
  void put(const std::string& name, const std::string& text) const {
    std::ofstream(folder.path / name, std::ios::binary) << text;
  }
  static std::string export_of(int count, const std::string& more = "") {
    std::string text = headings;
    for (int i = 1; i <= count; ++i)
      text += row(std::to_string(i), fmt::format("2030-03-05 {:02}:{:02}", 8 + i / 6, i % 6 * 10));
    return text + fmt::format("END,{},2030-03-04,2030-03-17{}\n", count, more);
  }
  result<std::vector<appointment>> read() {
    return system->read_appointments(now, now + std::chrono::hours(24) * 365 * 10);
  }
  std::size_t rows() {
    const auto all = read();
    EXPECT_TRUE(all.has_value()) << all.error().detail;
    return all ? all->size() : 0;
  }
  std::string reason() {
    const auto all = read();
    EXPECT_FALSE(all.has_value());
    return all ? "" : all.error().detail;
  }
  std::vector<std::string> in(const char* part) const {
    std::vector<std::string> names;
    for (const auto& one : std::filesystem::directory_iterator(folder.path / part))
      names.push_back(one.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }
};

} // namespace tidings::test
