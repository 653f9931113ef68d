#pragma once
// EMIS Web played by its simulator, in a process of its own: the system over real sockets, and a look inside.
#include "actors/connector/emis/emis_system.hpp"
#include "actors/connector/fhir/fhir_cancels.hpp"
#include "actors/connector/web/curl_web.hpp"
#include "actors/node/config/codes_file.hpp"
#include "tests/contract/simulator_process.hpp"

namespace tidings::test {

class emis_case {
public:
  static constexpr std::string_view practice = "A99001"; ///< who asks

  explicit emis_case(std::vector<std::string> more = {}) : simulator_(arguments(std::move(more))) {
    const auto text = [&](std::string_view name) { return std::string(simulator_.ready().at(name).as_string()); };
    settings.url = text("url");
    settings.token_url = text("token_url");
    settings.client_id = text("client_id");
    settings.client_secret = secret_text(text("client_secret"));
    settings.application_id = text("application_id");
    settings.file_as = "TIDINGS";
    settings.answer_timeout = millis(5'000);
    if (const auto* there = simulator_.ready().if_contains("fhir_url")) fhir_url_ = there->as_string().c_str();
    config::findings found;
    settings.codes = std::make_shared<const code_map>(
        config::read_codes_file(std::filesystem::path(TIDINGS_SOURCE_DIR) / "config/codes.yaml", found));
    EXPECT_TRUE(found.errors.empty());
  }

  /// Before `system` is called: anything may be changed.
  emis_settings settings;

  std::unique_ptr<clinical_system> system(std::shared_ptr<wire::port> web = std::make_shared<wire::curl_web>()) const {
    return emis::make_system(*practice_id::parse(practice), settings, std::move(web),
                             [] { return moment(system_now(), std::chrono::steady_clock::now()); });
  }

  /// Started with `--fhir`: how cancellations go that way. R4's tokens come from where EMIS's do: any OAuth2 server
  /// serves.
  fhir_settings second_way(const std::string& version) const {
    fhir_settings to;
    to.version = version;
    to.url = fhir_url_;
    to.from_asid = "200000000001";
    to.to_asid = "200000000002";
    to.issuer = "https://tidings.example";
    to.organisation_code = "QOX";
    to.answer_timeout = settings.answer_timeout;
    if (version == "stu3") return to;
    to.token_url = settings.token_url;
    to.client_id = settings.client_id;
    to.client_secret = settings.client_secret;
    return to;
  }
  std::unique_ptr<clinical_system> system_with_fhir(const std::string& version) const {
    const auto web = std::make_shared<wire::curl_web>();
    return fhir::with_cancels(system(web), second_way(version), web,
                              [] { return moment(system_now(), std::chrono::steady_clock::now()); });
  }

  // -- what only the simulator knows --------------------------------------------------------------

  void fault(const boost::json::object& what) const { simulator_.post("/faults", what); }
  void fhir_fault(const boost::json::object& what) const { simulator_.post("/fhir/faults", what); }
  /// What the FHIR server has of this slot.
  boost::json::object fhir_booking(const appointment_id& id) const {
    const auto book = simulator_.get("/fhir/ledger");
    for (const auto& one : book.at("appointments").as_array())
      if (one.at("id").as_string() == id.value) return one.as_object();
    return {};
  }
  /// Staff book somebody. Gives the slot and the patient.
  std::pair<appointment_id, patient_id> book(const boost::json::object& what) const {
    const auto told = simulator_.post("/appointments", what).as_object();
    return {appointment_id(number(told.at("slot"))), patient_id(number(told.at("patient")))};
  }
  std::pair<appointment_id, patient_id> book(std::int64_t starts_in_minutes = 24 * 60) const {
    return book(boost::json::object{{"starts_in_minutes", starts_in_minutes}});
  }
  /// Gives the slot that the patient has now: a move is to another one.
  appointment_id change(const appointment_id& slot, const boost::json::object& what) const {
    return appointment_id(number(simulator_.post("/appointments/" + slot.value, what).as_object().at("slot")));
  }
  void change(const patient_id& who, const boost::json::object& what) const {
    simulator_.post("/patients/" + who.value, what);
  }
  boost::json::object ledger() const { return simulator_.get("/ledger").as_object(); }
  boost::json::object slot(const appointment_id& id) const {
    const auto book = ledger();
    for (const auto& one : book.at("slots").as_array())
      if (number(one.at("slot")) == id.value) return one.as_object();
    return {};
  }
  /// Is the slot still this patient's?
  bool holds(const appointment_id& id, const patient_id& who) const {
    return number(slot(id).at("patient")) == who.value;
  }
  boost::json::array entries() const { return ledger().at("entries").as_array(); }
  std::int64_t asked(std::string_view operation) const {
    const auto book = ledger();
    const auto* count = book.at("asked").as_object().if_contains({operation.data(), operation.size()});
    return count == nullptr ? 0 : count->to_number<std::int64_t>();
  }

private:
  static std::string number(const boost::json::value& from) { return std::to_string(from.to_number<std::int64_t>()); }
  static std::vector<std::string> arguments(std::vector<std::string> more) {
    more.insert(more.begin(), "emis"); // of A99001, unless `more` says otherwise
    return more;
  }

  simulator_process simulator_;
  std::string fhir_url_;
};

} // namespace tidings::test
