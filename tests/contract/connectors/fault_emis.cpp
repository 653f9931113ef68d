// EMIS Web under the fault table: its simulator in a process of its own, over real sockets.
#include "tests/contract/connectors/emis_case.hpp"
#include "tests/contract/connectors/fault_case.hpp"

#include <map>

namespace tidings::test {
namespace {
using boost::json::object;
using namespace std::chrono_literals;

const std::map<std::string, object> plays{
    {"closed_mid_request", {{"drop_before", 1.0}, {"count", 1}}},
    {"token_expired", {{"expire_after", 0}}},
    {"throttled_silently", {{"silence", 1.0}, {"count", 1}}},
    {"deactivated", {{"deactivated", true}}},
    {"lock_held", {{"locked", 1.0}, {"count", 1}}},
    {"schema_drift", {{"html_page", 1.0}, {"count", 1}}},
    {"reset_after_commit", {{"reset_after_commit", 1.0}, {"count", 1}}},
};

class emis_under_faults final : public fault_case {
public:
  emis_under_faults() {
    emis_.settings.answer_timeout = millis(400); // of a simulator beside us: silence shall not take long
    system_ = emis_.system();
    std::tie(slot_, patient_) = emis_.book();
    const auto rows = system_->read_appointments(system_now(), system_now() + 48h);
    if (rows)
      for (const auto& row : *rows)
        if (row.id == slot_) told_ = row;
  }
  bool strike(const std::string& fault) override {
    if (fault == "staff_edit") return emis_.change(slot_, {{"holder", 1}}), true; // another clinician's now
    const auto play = plays.find(fault);
    if (play != plays.end()) emis_.fault(play->second);
    return play != plays.end();
  }
  void mend(const std::string& fault) override {
    if (fault == "deactivated") emis_.fault({{"deactivated", false}});
  }
  error_code read() override {
    const auto rows = system_->read_appointments(system_now(), system_now() + 48h);
    return rows ? error_code::none : rows.error().code;
  }
  connector_answer ask(const connector_request& what) override { return system_->perform(what); }
  appointment told() const override { return told_; }
  bool is_booked() override { return emis_.holds(slot_, patient_); }
  int cancels() override { return emis_.slot(slot_).at("cancel_requests").to_number<int>(); }

private:
  emis_case emis_;
  std::unique_ptr<clinical_system> system_;
  appointment_id slot_;
  patient_id patient_;
  appointment told_;
};

} // namespace

std::unique_ptr<fault_case> make_emis_case(const std::string&) {
  if (!simulator_process::exists()) return nullptr;
  return std::make_unique<emis_under_faults>();
}

} // namespace tidings::test
