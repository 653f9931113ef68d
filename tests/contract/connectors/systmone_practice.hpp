#pragma once
// A practice with SystmOne: its simulator in a process of its own, the connector's actor over its wire, and what that
// actor tells.
#include "actors/connector/connector_actor.hpp"
#include "actors/connector/tcp_wire.hpp"
#include "tests/contract/simulator_process.hpp"
#include "tests/support/memory_keys.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <algorithm>
#include <map>

namespace tidings::test {

class systmone_practice {
public:
  ~systmone_practice() { disconnect(); }

  /// The simulator; without limits of its own, unless `more` says so.
  void start(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"systmone", "--practices", "A99001"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const std::pair<const char*, const char*> usual[] = {
        {"--patients", "20"}, {"--appointments", "12"}, {"--requests-per-second", "0"}, {"--record-interval-ms", "0"}};
    for (const auto& [option, value] : usual)
      if (std::find(more.begin(), more.end(), option) == more.end()) arguments.insert(arguments.end(), {option, value});
    simulator.emplace(std::move(arguments));
    const auto& practice = simulator->ready().at("practices").at(0).as_object();
    settings.id = *practice_id::parse("A99001");
    settings.name = "Riverside Surgery";
    settings.connector.poll_every = std::chrono::hours(1); // what the test asks is all that is asked
    auto& peer = settings.connector.systmone;
    peer.port = practice.at("port").to_number<int>();
    peer.api_key = secret_text(std::string(practice.at("api_key").as_string()));
    peer.device_file = "device";
    peer.requests_per_second = 10'000;
    peer.record_interval = millis(0);
    peer.answer_timeout = millis(5'000);
  }
  /// The connector, as after a start of the broker. One poll only: `poll_again` asks for more.
  void connect() {
    disconnect();
    diary = {};
    diaries = 0;
    patients.clear();
    line = {};
    wire = std::make_shared<tcp_wire>();
    aut = system.spawn(systmone_connector, std::make_shared<const practice_settings>(settings),
                       caf::actor_cast<practice_command_sink>(self), caf::actor_cast<connector_report_sink>(self),
                       std::shared_ptr<wire_port>(wire), wall_clock(&system_now),
                       std::shared_ptr<device_store>(devices), keys);
  }
  /// What it has told by then is forgotten.
  void disconnect() {
    if (!aut) return;
    self->send_exit(aut, caf::exit_reason::kill);
    self->wait_for(aut);
    aut = connector_actor();
    wire->stop();
    for (bool more = true; more;)
      self->receive([](const practice_command&) {}, [](const connector_report&) {}, [](const connector_answer&) {},
                    caf::after(std::chrono::seconds(0)) >> [&] { more = false; });
  }
  void poll_again() {
    simulator->post("/appointments", {{"ods", "A99001"}}); // an unchanged diary wouldn't be told again
    self->send(aut, settings_changed{std::make_shared<const practice_settings>(settings)});
  }

  /// Takes messages until `enough`; false when nothing came for too long.
  bool until(const std::function<bool()>& enough) {
    bool silent = false;
    while (!silent && !enough())
      self->receive(
          [&](practice_command& told) {
            if (auto* read = std::get_if<appointments_read>(&told.what)) diary = std::move(*read), ++diaries;
            if (auto* who = std::get_if<patient_read>(&told.what)) patients[who->what.id] = who->what;
          },
          [&](connector_report& told) { line = std::move(told.what); },
          [&](connector_answer& told) { answers[told.token] = std::move(told); },
          caf::after(std::chrono::seconds(15)) >> [&] { silent = true; });
    return !silent;
  }
  bool until_state(connector_state state) {
    return until([&] { return line.state == boost::describe::enum_to_string(state, ""); });
  }
  /// The diary, and everybody in it, so that a fault strikes what the test asks and nothing else. False: it didn't
  /// come.
  bool read_all() {
    if (!until([&] { return diaries > 0 || is_in_trouble(); }) || diaries == 0) return false;
    std::set<patient_id> booked;
    for (const auto& row : diary.rows)
      if (row.status == appointment_status::booked) booked.insert(row.patient);
    return until([&] { return is_in_trouble() || (patients.size() >= booked.size() && line.state == "up"); }) &&
           !is_in_trouble();
  }
  connector_answer ask(connector_request what, bool only_test = false) {
    const auto token = ++last_token_;
    using sink = caf::typed_actor<caf::reacts_to<connector_answer>>;
    const auto who = patients.find(std::visit([](const auto& one) { return one.patient; }, what));
    self->send(aut, connector_call{settings.id, token, std::move(what), caf::actor_cast<sink>(self),
                                   who == patients.end() ? secret_text() : who->second.system_id, only_test});
    EXPECT_TRUE(until([&] { return answers.contains(token); })) << "no answer to call " << token;
    return answers[token];
  }

  // -- what only the simulator knows --------------------------------------------------------------

  void fault(boost::json::object what) const {
    what["ods"] = "A99001";
    simulator->post("/faults", what);
  }
  boost::json::object ledger() const { return simulator->get("/ledger").at("practices").at(0).as_object(); }
  boost::json::object booked(const appointment_id& id) const {
    const auto book = ledger();
    for (const auto& one : book.at("appointments").as_array())
      if (one.at("uid").as_string() == id.value) return one.as_object();
    return {};
  }
  bool is_booked(const appointment_id& id) const {
    const auto row = booked(id);
    return row.contains("status") && row.at("status").as_string() == "Booked";
  }
  std::size_t entries() const { return ledger().at("coded_entries").as_array().size(); }

  std::optional<simulator_process> simulator;
  practice_settings settings; ///< before `connect`: anything may be changed

  // What the connector told last.
  appointments_read diary;
  int diaries = 0;
  std::map<patient_id, patient_details> patients;
  view::connector line;
  std::map<std::uint64_t, connector_answer> answers;

private:
  struct one_device final : device_store {
    std::string id;
    result<std::string> load(const std::string&) override { return id; }
    result<void> save(const std::string&, const std::string& now) override { return id = now, result<void>(); }
  };
  struct two_threads : caf::actor_system_config {
    two_threads() { set("scheduler.max-threads", std::size_t{2}).set("logger.verbosity", caf::atom("quiet")); }
  };

  bool is_in_trouble() const { return line.failures > 0 || line.state == "down" || line.state == "deactivated"; }

  two_threads config_;

public:
  caf::actor_system system{config_};
  caf::scoped_actor self{system};
  std::shared_ptr<tcp_wire> wire;
  std::shared_ptr<one_device> devices = std::make_shared<one_device>();
  sealer_ptr keys = memory_keys(&system_now);
  connector_actor aut;

private:
  std::uint64_t last_token_ = 0;
};

} // namespace tidings::test
