// EMIS Web as the suite asks it: alone, and with cancellations by a FHIR server before the same book.
#include "tests/contract/connectors/emis_case.hpp"
#include "tests/contract/connectors/world.hpp"

#include <date/date.h>

namespace tidings::test {
namespace {

using boost::json::object;
using namespace std::chrono_literals;

class emis_world final : public clinical_world {
public:
  /// @param fhir the version of the FHIR server; empty: EMIS does it all
  explicit emis_world(std::string fhir) : fhir_(std::move(fhir)), emis_(arguments(fhir_)) {
    for (const auto& one : people) {
      emis_.change(who(one.id),
                   {{"first_names", one.first_name}, {"family_name", one.last_name}, {"mobile", one.mobile}});
      if (*one.consent == 'Y') emis_.change(who(one.id), {{"code", "699237001"}, {"scheme", "SNOMED"}});
      if (*one.consent == 'N') emis_.change(who(one.id), {{"code", "9NdQ."}, {"scheme", "READ2"}});
    }
    entries_before_ = emis_.entries().size();
  }
  std::unique_ptr<clinical_system> connect(bool) override {
    return fhir_.empty() ? emis_.system() : emis_.system_with_fhir(fhir_);
  }

  clinical_system::window window() const override { return {first_hour_ - 1h, first_hour_ + 7 * 24h}; }
  timestamp hour(int n) const override { return first_hour_ + n * 1h; }
  patient_id who(int patient) const override { return patient_id(std::to_string(1000 + patient)); }
  appointment_id which(int id) const override {
    const auto known = slots_.find(id);
    return known == slots_.end() ? appointment_id(std::to_string(id)) : known->second;
  }
  appointment as_booked(const seat& what) const override {
    auto out = clinical_world::as_booked(what);
    out.minutes = 0; // GetBookedPatientsV2 doesn't tell
    out.clinician = "Dr Jaya Patel";
    out.slot_type = "Standard";
    out.site = "Hilltop Practice";
    return out;
  }

  void book(const seat& what) override {
    const object wanted{{"patient", 1000 + what.patient}, {"starts_at", utc(what.starts_at)}};
    slots_[what.id] = emis_.book(wanted).first;
    booked_[what.id] = what.patient;
  }
  void move(int id, timestamp to) override { slots_[id] = emis_.change(which(id), {{"move_to", utc(to)}}); }
  bool give_to(int id, int patient) override {
    emis_.change(which(id), {{"give_to", 1000 + patient}});
    booked_[id] = patient;
    return true;
  }
  void cancel(int id) override { emis_.change(which(id), {{"cancel", true}}); }
  void remove(int id) override { cancel(id); }
  void annotate(int id, const std::string& text) override { emis_.change(which(id), {{"notes", text}}); }
  void ring(int patient, const std::string& mobile) override { emis_.change(who(patient), {{"mobile", mobile}}); }

  bool is_booked(int id) override { return emis_.holds(which(id), who(booked_[id])); }
  std::string notes(int id) override { return std::string(emis_.slot(which(id)).at("notes").as_string()); }
  int entries() override { return static_cast<int>(emis_.entries().size() - entries_before_); }
  int cancels(int id) override {
    if (fhir_.empty()) return emis_.slot(which(id)).at("cancel_requests").to_number<int>();
    return emis_.fhir_booking(which(id)).at("puts").to_number<int>();
  }

  bool strike(fault what) override {
    switch (what) {
    case fault::not_let_in:
      return emis_.fault({{"deactivated", true}}), true;
    case fault::lock_held:
      return emis_.fault({{"locked", 1.0}, {"count", 1}}), true;
    case fault::cut_off:
      return emis_.fault({{"truncate", 1.0}, {"count", 1}}), true;
    case fault::lost_commit:
      if (fhir_.empty())
        emis_.fault({{"reset_after_commit", 1.0}, {"count", 1}});
      else
        emis_.fhir_fault({{"reset_after_commit", true}});
      return true;
    case fault::stopped:
    case fault::schema_drift:
      break; // nobody there: tests of its own have it
    }
    return false;
  }
  void mend(fault) override { emis_.fault({{"deactivated", false}}); }

private:
  static std::vector<std::string> arguments(const std::string& fhir) {
    std::vector<std::string> out{"--appointments", "0"};
    if (!fhir.empty()) out.insert(out.end(), {"--fhir", fhir});
    return out;
  }
  static std::string utc(timestamp at) { return date::format("%FT%TZ", at); }

  std::string fhir_;
  emis_case emis_;
  std::size_t entries_before_ = 0; ///< what staff filed
  timestamp first_hour_ = std::chrono::ceil<std::chrono::hours>(system_now()) + 24h;
  std::map<int, appointment_id> slots_;
  std::map<int, int> booked_; ///< the patient of each
};

std::unique_ptr<clinical_world> make(const char* fhir) {
  return simulator_process::exists() ? std::make_unique<emis_world>(fhir) : nullptr;
}

} // namespace

std::unique_ptr<clinical_world> make_emis_world() { return make(""); }
std::unique_ptr<clinical_world> make_gp_connect_world() { return make("stu3"); }
std::unique_ptr<clinical_world> make_fhir_r4_world() { return make("r4"); }

} // namespace tidings::test
