#include "actors/connector/health.hpp"

#include "actors/connector/device_store.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace tidings {
namespace {

struct connector_health_test : ::testing::Test {
  connector_health aut;
  connector_health_test() { aut.start("10.0.0.5:40700"); }

  void expect(connector_state state, std::string_view says) const {
    EXPECT_EQ(aut.state(), state) << aut.reason();
    EXPECT_NE(aut.reason().find(says), std::string::npos) << aut.reason();
  }
  static failure refused_connection() { return {error_code::unreachable, "10.0.0.5:40700: Connection refused"}; }
  static failure silence() { return {error_code::timed_out, "no answer"}; }
};

TEST_F(connector_health_test, begins_degraded_and_is_up_after_a_whole_reading) {
  expect(connector_state::degraded, "first reading");
  aut.appointments_read(0);
  expect(connector_state::up, "");
  EXPECT_EQ(aut.reason(), "");
}

TEST_F(connector_health_test, says_how_many_rows_have_no_patient) {
  aut.appointments_read(3);
  expect(connector_state::up, "3 appointments");
}

TEST_F(connector_health_test, says_to_log_in_when_the_gateway_refuses) {
  aut.appointments_read(0);
  aut.no_answer(refused_connection(), true);
  expect(connector_state::down, "(10.0.0.5:40700: Connection refused): log in to SystmOne on the gateway PC");
}

TEST_F(connector_health_test, is_up_again_only_after_the_next_whole_reading) {
  aut.appointments_read(0);
  aut.no_answer(refused_connection(), true);
  aut.answered();
  expect(connector_state::degraded, "answers again");
  aut.appointments_read(0);
  expect(connector_state::up, "");
}

TEST_F(connector_health_test, is_degraded_by_one_silence_and_down_after_three) {
  aut.appointments_read(0);
  aut.no_answer(silence(), true);
  expect(connector_state::degraded, "a request");
  aut.no_answer(silence(), true);
  aut.no_answer(silence(), true);
  expect(connector_state::down, "3 requests");
  aut.answered();
  aut.no_answer(silence(), true);
  expect(connector_state::degraded, "a request");
}

TEST_F(connector_health_test, takes_silence_before_any_approval_for_a_dialog_on_the_screen) {
  aut.no_answer(silence(), false);
  expect(connector_state::awaiting_approval, "approve");
}

TEST_F(connector_health_test, asks_for_approval_and_quotes_what_systmone_says) {
  aut.poll_refused({"Device approval is pending", false}, false);
  expect(connector_state::awaiting_approval, "\"Device approval is pending\"");
}

TEST_F(connector_health_test, keeps_asking_when_refused_for_now) {
  aut.poll_refused({"Busy", false}, true);
  expect(connector_state::degraded, "\"Busy\"");
}

TEST_F(connector_health_test, says_where_to_unblock_when_refused_for_good) {
  aut.poll_refused({"blocked", true}, true);
  expect(connector_state::deactivated, "Device Manager");
}

TEST_F(connector_health_test, keeps_saying_that_the_device_id_is_not_kept) {
  aut.device_not_kept("disk full");
  aut.appointments_read(0);
  expect(connector_state::degraded, "disk full");
  aut.device_not_kept("");
  aut.answered();
  expect(connector_state::up, "");
}

struct device_file : ::testing::Test {
  std::filesystem::path folder =
      std::filesystem::path(::testing::TempDir()) / ("device_file." + std::to_string(::getpid()));
  file_device_store aut;
  ~device_file() override { std::filesystem::remove_all(folder); }
};

TEST_F(device_file, is_made_with_its_folder_and_read_again) {
  const auto name = (folder / "A99001" / "device").string();
  EXPECT_EQ(aut.load(name), "");
  ASSERT_TRUE(aut.save(name, "0123456789abcdef"));
  EXPECT_EQ(aut.load(name), "0123456789abcdef");
  ASSERT_TRUE(aut.save(name, "fedcba9876543210"));
  EXPECT_EQ(file_device_store().load(name), "fedcba9876543210");
  EXPECT_EQ(std::filesystem::status(name).permissions() & std::filesystem::perms::others_all,
            std::filesystem::perms::none);
}

TEST_F(device_file, that_cannot_be_written_or_read_is_a_failure_that_names_it) {
  std::filesystem::create_directories(folder);
  const auto saved = aut.save((folder / "file" / "\n").string().substr(0, 0), "x");
  ASSERT_FALSE(saved);
  const auto name = (folder / "large").string();
  std::ofstream(name) << std::string(1'000, 'x');
  const auto loaded = aut.load(name);
  ASSERT_FALSE(loaded);
  EXPECT_NE(loaded.error().detail.find(name), std::string::npos);
  EXPECT_FALSE(aut.save(name + "/below/a/file", "x"));
}

} // namespace
} // namespace tidings
