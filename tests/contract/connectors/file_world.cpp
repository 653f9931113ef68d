// The file drop: staff export anew after each change. Each export is put into the folder whole.
#include "actors/connector/files/file_drop_system.hpp"
#include "tests/contract/connectors/world.hpp"
#include "tests/support/temporary_directory.hpp"

#include <date/date.h>
#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>

namespace tidings::test {
namespace {

class file_world final : public clinical_world {
public:
  file_world() {
    how_.folder = folder_.path.string();
    how_.settle = millis(0);
    how_.consents = {{"Y", consent::yes}, {"N", consent::no}};
    std::string text = "id,nhs_number,title,first_name,last_name,mobile,email,consent,dead\r\n";
    for (const auto& one : people)
      text += fmt::format("{},{},{},{},\"{}\",{},,{},\r\n", one.id, one.nhs_number, one.title, one.first_name,
                          one.last_name, one.mobile, one.consent);
    put("patients.csv", text);
    put("groups.csv", "group,patient\r\nflu,1\r\nflu,3\r\nasthma,2\r\nEND,3\r\n");
    put_appointments();
  }
  std::unique_ptr<clinical_system> connect(bool) override { return std::make_unique<file_drop_system>(how_); }

  void book(const seat& what) override { change(what.id, {what, "booked"}); }
  void move(int id, timestamp to) override {
    auto one = booked_.at(id);
    one.what.starts_at = to;
    change(id, one);
  }
  bool give_to(int id, int patient) override {
    auto one = booked_.at(id);
    one.what.patient = patient;
    change(id, one);
    return true;
  }
  bool empty_group(const std::string& name) override {
    put("groups.csv", name == "flu" ? "group,patient\r\nasthma,2\r\nEND,1\r\n" : "group,patient\r\nEND,0\r\n");
    return true;
  }
  void cancel(int id) override {
    auto one = booked_.at(id);
    one.status = "cancelled";
    change(id, one);
  }
  void remove(int id) override {
    booked_.erase(id);
    put_appointments();
  }
  bool is_booked(int id) override { return booked_.contains(id) && booked_.at(id).status == "booked"; }

  bool strike(fault what) override {
    switch (what) {
    case fault::cut_off:
      put("appointments.csv", text().substr(0, text().size() / 2));
      return true;
    case fault::schema_drift: {
      auto changed = text();
      changed.replace(changed.find("clinician"), 9, "seen_by!!");
      put("appointments.csv", changed);
      return true;
    }
    case fault::stopped:
      std::filesystem::rename(folder_.path, away());
      return true;
    default:
      return false;
    }
  }
  void mend(fault what) override {
    if (what == fault::stopped) std::filesystem::rename(away(), folder_.path);
    put_appointments();
  }

private:
  struct row {
    seat what;
    std::string status;
  };
  std::filesystem::path away() const { return folder_.path.string() + "-away"; }
  std::string text() const {
    std::string out = "id,patient,starts_at,minutes,session,clinician,slot_type,site,status\r\n";
    for (const auto& [id, one] : booked_)
      out += fmt::format("{},{},{},10,GP Surgery,Dr Jay,Routine,Main,{}\r\n", id, one.what.patient,
                         date::format("%Y-%m-%d %H:%M", one.what.starts_at), one.status);
    return out + fmt::format("END,{},2030-03-01,2030-03-20\r\n", booked_.size());
  }
  void put(const std::string& name, const std::string& text) const {
    const auto draft = folder_.path / (name + ".tmp");
    std::ofstream(draft, std::ios::binary) << text;
    std::filesystem::rename(draft, folder_.path / name);
  }
  void put_appointments() const { put("appointments.csv", text()); }
  void change(int id, const row& to) {
    booked_[id] = to;
    put_appointments();
  }

  temporary_directory folder_;
  file_drop_settings how_;
  std::map<int, row> booked_;
};

} // namespace

std::unique_ptr<clinical_world> make_file_world() { return std::make_unique<file_world>(); }

} // namespace tidings::test
