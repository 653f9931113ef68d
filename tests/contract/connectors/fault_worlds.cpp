// The worlds of the contract suite under the fault table: databases and files.
#include "tests/contract/connectors/fault_case.hpp"
#include "tests/contract/connectors/world.hpp"

#include <map>

namespace tidings::test {
namespace {

constexpr auto monday = timestamp(std::chrono::sys_days(std::chrono::year(2030) / 3 / 4));
constexpr int id = 11;

/// The table's words for what a world calls by its own.
const std::map<std::string, fault> words{
    {"closed_mid_request", fault::cut_off}, {"deactivated", fault::not_let_in},         {"lock_held", fault::lock_held},
    {"schema_drift", fault::schema_drift},  {"reset_after_commit", fault::lost_commit},
};

class world_case_of_faults final : public fault_case {
public:
  world_case_of_faults(std::unique_ptr<clinical_world> world, const std::string& fault) : world_(std::move(world)) {
    if (const auto word = words.find(fault); word != words.end()) world_->expect(word->second);
    world_->book({id, 1, monday + std::chrono::hours(9)});
    system_ = world_->connect();
    const auto rows = system_->read_appointments(monday, monday + std::chrono::days(7));
    if (rows && !rows->empty()) told_ = rows->front();
  }
  bool strike(const std::string& fault) override {
    if (fault == "staff_edit") return world_->move(id, monday + std::chrono::hours(10)), true;
    const auto word = words.find(fault);
    return word != words.end() && world_->strike(word->second);
  }
  void mend(const std::string& fault) override {
    if (const auto word = words.find(fault); word != words.end()) world_->mend(word->second);
  }
  error_code read() override {
    const auto rows = system_->read_appointments(monday, monday + std::chrono::days(7));
    return rows ? error_code::none : rows.error().code;
  }
  connector_answer ask(const connector_request& what) override { return system_->perform(what); }
  appointment told() const override { return told_; }
  bool is_booked() override { return world_->is_booked(id); }

private:
  std::unique_ptr<clinical_world> world_;
  std::unique_ptr<clinical_system> system_;
  appointment told_;
};

std::unique_ptr<fault_case> over(std::unique_ptr<clinical_world> world, const std::string& fault) {
  return world ? std::make_unique<world_case_of_faults>(std::move(world), fault) : nullptr;
}

} // namespace

std::unique_ptr<fault_case> make_postgresql_case(const std::string& fault) {
  return over(make_postgresql_world(), fault);
}
std::unique_ptr<fault_case> make_sqlite_case(const std::string& fault) { return over(make_sqlite_world(), fault); }
std::unique_ptr<fault_case> make_file_case(const std::string& fault) { return over(make_file_world(), fault); }

} // namespace tidings::test
