// The fault table: every fault with every clinical system, as faults.txt has it. What a patient answered is done once,
// or a person gets it, whatever went wrong between us.
#include "actors/connector/call_words.hpp"
#include "tests/contract/connectors/fault_case.hpp"
#include "tests/contract/connectors/write_back.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <gmock/gmock.h>

#include <fstream>
#include <iostream>
#include <map>
#include <set>
#include <sstream>

namespace tidings::test {

std::ostream& operator<<(std::ostream& out, const fault_system& one) { return out << one.name; }

namespace {

using namespace std::chrono_literals;

const fault_system systems[] = {
    {"systmone", make_systmone_case}, {"emis", make_emis_case},      {"postgresql", make_postgresql_case},
    {"sqlite", make_sqlite_case},     {"file_drop", make_file_case}, {"gp_connect", make_gp_connect_case},
    {"fhir_r4", make_fhir_r4_case},
};
const std::vector<std::string> faults{"logged_out",         "closed_mid_request", "token_expired",
                                      "throttled_silently", "deactivated",        "lock_held",
                                      "schema_drift",       "reset_after_commit", "staff_edit"};

struct cell {
  std::string fault, system, read, write, result;
  std::string why_not; ///< it can't happen there
};

std::vector<cell> read_table() {
  std::ifstream file(TIDINGS_SOURCE_DIR "/tests/contract/connectors/faults.txt");
  std::vector<cell> out;
  for (std::string line; std::getline(file, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::istringstream words(line);
    cell one;
    words >> one.fault >> one.system >> one.read;
    if (one.read == "-")
      std::getline(words >> std::ws, one.why_not);
    else
      words >> one.write >> one.result;
    out.push_back(std::move(one));
  }
  return out;
}

std::string word(auto what) { return boost::describe::enum_to_string(what, "?"); }
bool is_among(const std::string& one, const std::string& words) {
  return ("|" + words + "|").find("|" + one + "|") != std::string::npos;
}

class the_fault_table : public ::testing::TestWithParam<fault_system> {
protected:
  struct seen {
    std::string read, write = "not_tried", result;
  };

  /// The cancel as write-back makes it, with time passing as fast as it is looked at. The fault strikes before the
  /// first write and lasts for three requests; an edit by staff comes before the first look.
  static seen cancel_under(fault_case& one, const std::string& fault) {
    seen out;
    moment now(system_now());
    outbox aut;
    aut.put(wanted(operation_kind::cancel_appointment, one.practice(), one.told()));
    bool struck = fault == "staff_edit" && one.strike(fault), mended = struck;
    for (int rounds = 0, since = 0; rounds < 60 && out.result.empty(); ++rounds) {
      now = moment(now.wall + 60s);
      const auto request = aut.next(now);
      if (!request) continue;
      if (is_write(request->what) && !std::exchange(struck, true)) {
        one.strike(fault);
        since = 0;
      }
      auto answer = one.ask(request->what);
      if (is_write(request->what) && struck && !mended && since == 0) {
        out.write = word(answer.error.code);
        if (answer.error.code == error_code::none) {
          EXPECT_FALSE(one.is_booked()) << "said to be done, and it isn't";
        }
      }
      if (struck && !mended && ++since == 3) {
        one.mend(fault);
        mended = true;
      }
      answer.token = request->token;
      if (auto done = aut.answered(answer, now)) out.result = word(done->result);
    }
    if (!mended) one.mend(fault);
    EXPECT_EQ(one.is_booked(), out.result != "done") << fault;
    EXPECT_LE(one.cancels(), 1) << fault;
    return out;
  }
};

TEST_P(the_fault_table, is_kept_by) {
  int kept = 0, not_there = 0;
  for (const auto& one : read_table()) {
    if (one.system != GetParam().name) continue;
    SCOPED_TRACE(one.fault);
    auto readings = GetParam().make(one.fault);
    if (!readings) GTEST_SKIP() << "what " << one.system << " needs is not installed";
    if (!one.why_not.empty()) {
      EXPECT_FALSE(readings->strike(one.fault)) << "it can be played, so it isn't excused";
      std::cout << one.fault << ": can't happen, " << one.why_not << '\n';
      ++not_there;
      continue;
    }
    ASSERT_EQ(readings->read(), error_code::none);
    ASSERT_TRUE(readings->strike(one.fault));
    seen got;
    got.read = word(readings->read());
    readings->mend(one.fault);
    EXPECT_EQ(readings->read(), error_code::none) << "mended";
    readings.reset();
    const auto read = got.read;
    auto writes = GetParam().make(one.fault);
    got = cancel_under(*writes, one.fault);
    std::cout << one.fault << ": " << read << ' ' << got.write << ' ' << got.result << '\n';
    EXPECT_TRUE(is_among(read, one.read)) << read;
    EXPECT_TRUE(is_among(got.write, one.write)) << got.write;
    EXPECT_EQ(got.result, one.result);
    ++kept;
  }
  std::cout << GetParam().name << ": " << kept << " played, " << not_there << " can't happen, of " << faults.size()
            << '\n';
}

TEST(the_fault_tables, lines_are_every_fault_with_every_system_once_and_no_other) {
  std::set<std::pair<std::string, std::string>> wanted, there;
  for (const auto& fault : faults)
    for (const auto& system : systems) wanted.emplace(fault, system.name);
  for (const auto& one : read_table()) {
    EXPECT_TRUE(there.emplace(one.fault, one.system).second) << "twice: " << one.fault << ' ' << one.system;
    EXPECT_TRUE(one.read == "-" ? !one.why_not.empty() : !one.result.empty()) << one.fault << ' ' << one.system;
  }
  EXPECT_EQ(there, wanted);
}

INSTANTIATE_TEST_SUITE_P(each, the_fault_table, ::testing::ValuesIn(systems),
                         [](const auto& one) { return one.param.name; });

} // namespace
} // namespace tidings::test
