// SystmOne under the fault table: the connector's own actor over its wire, and the simulator in a process of its own.
#include "tests/contract/connectors/fault_case.hpp"
#include "tests/contract/connectors/systmone_practice.hpp"

#include <map>

namespace tidings::test {
namespace {
using boost::json::object;

const std::map<std::string, object> plays{
    {"logged_out", {{"logged_out", true}}},
    {"closed_mid_request", {{"drop_before", 1.0}, {"count", 1}}},
    {"throttled_silently", {{"silence", 1.0}, {"count", 1}}},
    {"deactivated", {{"deactivated", true}}},
    {"lock_held", {{"record_in_use", 1.0}, {"count", 1}}},
    {"schema_drift", {{"padding_kb", 4}}}, // elements that nobody knows
    {"reset_after_commit", {{"reset_after_commit", 1.0}, {"count", 1}}},
};

class systmone_under_faults final : public fault_case {
public:
  systmone_under_faults() {
    its_.start({"--patients", "1", "--appointments", "1"});
    its_.settings.connector.systmone.answer_timeout = millis(400);
    its_.connect();
    EXPECT_TRUE(its_.read_all()) << "nothing was read";
    told_ = its_.diary.rows.at(0);
  }
  bool strike(const std::string& fault) override {
    if (fault == "staff_edit") {
      its_.simulator->post("/appointments/" + told_.id.value, {{"starts_in_minutes", 3 * 24 * 60}});
      return true;
    }
    const auto play = plays.find(fault);
    if (play != plays.end()) its_.fault(play->second);
    return play != plays.end();
  }
  void mend(const std::string& fault) override {
    if (fault == "logged_out" || fault == "deactivated") its_.fault({{fault, false}});
    if (fault == "schema_drift") its_.fault({{"padding_kb", 0}});
  }
  /// Its diary is read by the actor alone; this is the reading that others can ask for.
  error_code read() override { return ask(read_appointment{told_.patient, told_.id}).error.code; }
  connector_answer ask(const connector_request& what) override { return its_.ask(what); }
  practice_id practice() const override { return its_.settings.id; }
  appointment told() const override { return told_; }
  bool is_booked() override { return its_.is_booked(told_.id); }

private:
  systmone_practice its_;
  appointment told_;
};

} // namespace

std::unique_ptr<fault_case> make_systmone_case(const std::string&) {
  if (!simulator_process::exists()) return nullptr;
  return std::make_unique<systmone_under_faults>();
}

} // namespace tidings::test
