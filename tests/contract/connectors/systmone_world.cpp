// SystmOne as the suite asks it. Its connector is an actor that reads by itself: a reading here is one that it makes
// when the broker has just started.
#include "tests/contract/connectors/systmone_practice.hpp"
#include "tests/contract/connectors/world.hpp"

#include <date/date.h>

namespace tidings::test {
namespace {

using boost::json::object;
using namespace std::chrono_literals;

class actor_as_system final : public clinical_system {
public:
  explicit actor_as_system(std::shared_ptr<systmone_practice> practice) : practice_(std::move(practice)) {
    practice_->connect();
    practice_->read_all();
  }
  result<void> probe() override {
    const auto answer = practice_->ask(tidings::read_patient{}, true);
    if (answer.error.code != error_code::none) return tl::unexpected(answer.error);
    return {};
  }
  result<std::vector<appointment>> read_appointments(timestamp from, timestamp to) override {
    practice_->connect();
    if (!practice_->read_all()) {
      const auto& line = practice_->line;
      const auto code = line.state == "down"          ? error_code::unreachable
                        : line.state == "deactivated" ? error_code::refused
                                                      : error_code::invalid_input;
      return fail(code, line.reason);
    }
    EXPECT_LE(practice_->diary.from, from) << "what it says that it knows";
    EXPECT_EQ(practice_->diary.to, to);
    return practice_->diary.rows;
  }
  result<patient_details> read_patient(const patient_id& who) override {
    const auto answer = practice_->ask(tidings::read_patient{who});
    if (answer.error.code != error_code::none) return tl::unexpected(answer.error);
    return practice_->patients.at(who);
  }
  connector_answer perform(const connector_request& what) override { return practice_->ask(what); }

private:
  std::shared_ptr<systmone_practice> practice_;
};

class systmone_world final : public clinical_world {
public:
  systmone_world() {
    practice_->start({"--appointments", "0"});
    const auto all = practice_->simulator->get("/patients").as_object();
    for (const auto& one : people) {
      const auto& row = all.at("patients").at(static_cast<std::size_t>(one.id)).as_object();
      numbers_.emplace(one.id, row.at("nhs_number").as_string().c_str());
      practice_->simulator->post("/patients/" + numbers_.at(one.id),
                                 object{{"title", one.title},
                                        {"first_name", one.first_name},
                                        {"surname", one.last_name},
                                        {"mobile", one.mobile},
                                        {"sms_consent", *one.consent == 'Y'   ? "Yes"
                                                        : *one.consent == 'N' ? "No"
                                                                              : ""}});
    }
  }
  std::unique_ptr<clinical_system> connect(bool) override { return std::make_unique<actor_as_system>(practice_); }

  clinical_system::window window() const override {
    const auto all = systmone::window_of(system_now(), practice_->settings.connector.days_ahead);
    return {hour(0), all.to}; // it looks back to midnight and claims nothing that has begun
  }
  timestamp hour(int n) const override { return first_hour_ + n * 1h; }
  patient_id who(int patient) const override {
    const auto known = numbers_.find(patient);
    const auto number = known == numbers_.end() ? "9999999999" : known->second;
    const patient_id mark(practice_->keys->marker_of(practice_->settings.id)->of_patient(number));
    // As the practice has it from the patient's first booking on.
    auto& details = practice_->patients[mark];
    details.system_id = secret_text(number);
    return mark;
  }
  appointment_id which(int id) const override {
    const auto known = uids_.find(id);
    return known == uids_.end() ? appointment_id("a199999999999999") : known->second;
  }
  appointment as_booked(const seat& what) const override {
    auto out = clinical_world::as_booked(what);
    out.clinician = "drjay";
    out.site = "Canal View Surgery"; // what the simulator calls it
    return out;
  }

  void book(const seat& what) override {
    const auto told = practice_->simulator->post("/appointments", object{{"ods", "A99001"},
                                                                         {"nhs_number", numbers_.at(what.patient)},
                                                                         {"starts_at", utc(what.starts_at)},
                                                                         {"session", "GP Surgery"},
                                                                         {"slot_type", "Routine"},
                                                                         {"clinician", "drjay"}});
    uids_[what.id] = appointment_id(told.at("uid").as_string().c_str());
  }
  void move(int id, timestamp to) override { change(id, {{"starts_at", utc(to)}}); }
  bool give_to(int, int) override { return false; }
  void cancel(int id) override { change(id, {{"status", "Cancelled by Unit"}}); }
  void remove(int id) override { cancel(id); }
  void annotate(int id, const std::string& text) override { change(id, {{"comment", text}}); }

  bool is_booked(int id) override { return practice_->is_booked(which(id)); }
  std::string notes(int id) override {
    const auto row = practice_->booked(which(id));
    const auto& all = row.at("comments").as_array();
    return all.empty() ? std::string() : std::string(all.back().as_string());
  }
  int entries() override { return static_cast<int>(practice_->entries()); }
  int cancels(int id) override {
    const auto row = practice_->booked(which(id));
    int count = 0;
    for (const auto& one : row.at("history").as_array())
      if (one.at("by").as_string() == "client" && one.at("status").as_string() == "Cancelled by Patient") ++count;
    return count;
  }

  bool strike(fault what) override {
    switch (what) {
    case fault::stopped:
      return practice_->fault({{"logged_out", true}}), true;
    case fault::not_let_in:
      return practice_->fault({{"deactivated", true}}), true;
    case fault::cut_off:
      return practice_->fault({{"truncate", 1.0}}), true;
    case fault::lost_commit:
      return practice_->fault({{"reset_after_commit", 1.0}, {"count", 1}}), true;
    case fault::lock_held:
    case fault::schema_drift:
      break; // a record in use stops writes only, and what it doesn't know it leaves out
    }
    return false;
  }
  void mend(fault) override { practice_->fault({{"logged_out", false}, {"deactivated", false}, {"truncate", 0.0}}); }

private:
  static std::string utc(timestamp at) { return date::format("%FT%TZ", at); }
  void change(int id, const object& what) const {
    practice_->simulator->post("/appointments/" + which(id).value, what);
  }

  std::shared_ptr<systmone_practice> practice_ = std::make_shared<systmone_practice>();
  timestamp first_hour_ = std::chrono::ceil<std::chrono::hours>(system_now()) + 24h;
  std::map<int, std::string> numbers_; ///< NHS numbers by the test's
  std::map<int, appointment_id> uids_;
};

} // namespace

std::unique_ptr<clinical_world> make_systmone_world() {
  return simulator_process::exists() ? std::make_unique<systmone_world>() : nullptr;
}

} // namespace tidings::test
