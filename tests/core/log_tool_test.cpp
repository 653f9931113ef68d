#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/event_log/tool.hpp"
#include "schemas/event_codec.hpp"

#include "tests/support/temporary_directory.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace tidings {
namespace {

class log_tool : public ::testing::Test {
protected:
  log_tool() {
    open();
    reply_received reply;
    reply.reply = id_from_name<reply_id>("test", "1");
    reply.from = secret_text("447700900123");
    reply.text = secret_text("CANCEL please");
    reply.meaning = reply_meaning::cancel;
    write(a, 1, encode(message_cancelled{id_from_name<message_id>("test", "1"), "appointment gone"}, at(0)));
    write(a, 2, encode(reply, at(1)));
    write(b, 1, encode(message_expired{id_from_name<message_id>("test", "2")}, at(2)));
    write(b, 2, {static_cast<event_type>(999), 1, at(3), "from a newer version"});
  }
  static timestamp at(int seconds) { return from_ms(1772442000000 + seconds * 1'000); }
  void open() {
    auto opened = open_rocksdb({.directory = directory});
    ASSERT_TRUE(opened) << opened.error().detail;
    engine = std::move(*opened);
  }
  void write(const practice_id& practice, std::uint64_t sequence, encoded_event what) {
    ASSERT_TRUE(engine->write({{{practice, sequence, std::move(what)}}, {}}, durability::synced));
  }

  test::temporary_directory temporary;
  std::filesystem::path directory = temporary.path / "log";
  std::unique_ptr<log_engine> engine; ///< stays open: the tools work beside a running broker
  practice_id a = *practice_id::parse("A99001");
  practice_id b = *practice_id::parse("B99002");
  std::ostringstream out, errors;
};

TEST_F(log_tool, exports_json_lines_with_patients_fields_redacted) {
  EXPECT_EQ(log_export({.directory = directory, .practice = {}}, out, errors), 0);
  std::vector<boost::json::value> lines;
  std::istringstream in(out.str());
  for (std::string line; std::getline(in, line);) lines.push_back(boost::json::parse(line));
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(
      boost::json::serialize(lines[0]),
      R"({"practice":"A99001","sequence":1,"at":"2026-03-02T09:00:00.000Z","type":"message_cancelled","version":1,)"
      R"("data":{"message":")" +
          to_text(id_from_name<message_id>("test", "1")) + R"(","reason":"appointment gone"}})");
  EXPECT_EQ(lines[1].at("data").at("text"), "<redacted>");
  EXPECT_EQ(lines[1].at("data").at("meaning"), "cancel");
  EXPECT_EQ(lines[3].at("type"), "999");
  EXPECT_TRUE(lines[3].at("data").is_null());
  EXPECT_EQ(out.str().find("CANCEL please"), std::string::npos);
  EXPECT_EQ(out.str().find("447700900123"), std::string::npos);
}

TEST_F(log_tool, exports_patients_fields_when_told) {
  EXPECT_EQ(log_export({.directory = directory, .practice = a, .patients = reveal::yes}, out, errors), 0);
  EXPECT_NE(out.str().find("CANCEL please"), std::string::npos);
}

TEST_F(log_tool, shows_what_was_selected) {
  EXPECT_EQ(log_show({.directory = directory, .practice = b, .after = 0, .limit = 1}, out, errors), 0);
  EXPECT_EQ(out.str(), "B99002               1  2026-03-02T09:00:02.000Z  message_expired        {\"message\":\"" +
                           to_text(id_from_name<message_id>("test", "2")) + "\"}\n");
  out.str("");
  EXPECT_EQ(log_show({.directory = directory, .practice = a, .after = 1}, out, errors), 0);
  EXPECT_EQ(out.str().find("message_cancelled"), std::string::npos);
  EXPECT_NE(out.str().find("reply_received"), std::string::npos);
}

TEST_F(log_tool, verifies_a_log_that_holds) {
  EXPECT_EQ(log_verify(directory, out), 0);
  EXPECT_NE(out.str().find("A99001               2 records hold, last hash "), std::string::npos) << out.str();
  EXPECT_NE(out.str().find("the log holds: 4 records of 2 practices"), std::string::npos) << out.str();
}

TEST_F(log_tool, says_that_there_is_no_log) {
  EXPECT_EQ(log_verify(temporary.path / "nowhere", out), 1);
  EXPECT_EQ(log_show({.directory = temporary.path / "nowhere", .practice = {}}, out, errors), 1);
  EXPECT_NE(errors.str().find("there is no log in"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(temporary.path / "nowhere")) << "looking creates nothing";
}

} // namespace
} // namespace tidings
