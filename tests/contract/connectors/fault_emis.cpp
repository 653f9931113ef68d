// EMIS Web under the fault table, alone and with cancellations by a FHIR server: its simulator in a process of its own,
// over real sockets.
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
const std::map<std::string, object> fhir_plays{
    {"closed_mid_request", {{"next_put", "drop"}}},
    {"token_expired", {{"token_expired", true}}},
    {"throttled_silently", {{"next_put", "silence"}}},
    {"deactivated", {{"deactivated", true}}},
    {"lock_held", {{"next_put", "locked"}}},
    {"schema_drift", {{"next_put", "html_page"}}},
    {"reset_after_commit", {{"reset_after_commit", true}}},
};

class emis_under_faults final : public fault_case {
public:
  /// @param fhir the version of the FHIR server that cancellations go to; empty: EMIS does it all
  explicit emis_under_faults(std::string fhir)
      : fhir_(std::move(fhir)),
        emis_(fhir_.empty() ? std::vector<std::string>() : std::vector<std::string>{"--fhir", fhir_}) {
    emis_.settings.answer_timeout = millis(400); // of a simulator beside us: silence shall not take long
    system_ = fhir_.empty() ? emis_.system() : emis_.system_with_fhir(fhir_);
    std::tie(slot_, patient_) = emis_.book();
    const auto rows = system_->read_appointments(system_now(), system_now() + 48h);
    if (rows)
      for (const auto& row : *rows)
        if (row.id == slot_) told_ = row;
  }
  bool strike(const std::string& fault) override {
    if (fault == "staff_edit") return emis_.change(slot_, {{"holder", 1}}), true; // another clinician's now
    if (fault == "token_expired" && fhir_ == "stu3") return false;
    const auto& all = fhir_.empty() ? plays : fhir_plays;
    const auto play = all.find(fault);
    if (play == all.end()) return false;
    fhir_.empty() ? emis_.fault(play->second) : emis_.fhir_fault(play->second);
    return true;
  }
  void mend(const std::string&) override {
    emis_.fault({{"deactivated", false}});
    if (!fhir_.empty())
      emis_.fhir_fault(
          {{"deactivated", false}, {"token_expired", false}, {"reset_after_commit", false}, {"next_put", ""}});
  }
  error_code read() override {
    const auto rows = system_->read_appointments(system_now(), system_now() + 48h);
    return rows ? error_code::none : rows.error().code;
  }
  connector_answer ask(const connector_request& what) override { return system_->perform(what); }
  appointment told() const override { return told_; }
  bool is_booked() override { return emis_.holds(slot_, patient_); }
  int cancels() override {
    if (fhir_.empty()) return emis_.slot(slot_).at("cancel_requests").to_number<int>();
    return emis_.fhir_booking(slot_).at("puts").to_number<int>();
  }

private:
  std::string fhir_;
  emis_case emis_;
  std::unique_ptr<clinical_system> system_;
  appointment_id slot_;
  patient_id patient_;
  appointment told_;
};

std::unique_ptr<fault_case> make(const char* fhir) {
  return simulator_process::exists() ? std::make_unique<emis_under_faults>(fhir) : nullptr;
}

} // namespace

std::unique_ptr<fault_case> make_emis_case(const std::string&) { return make(""); }
std::unique_ptr<fault_case> make_gp_connect_case(const std::string&) { return make("stu3"); }
std::unique_ptr<fault_case> make_fhir_r4_case(const std::string&) { return make("r4"); }

} // namespace tidings::test
