// SystmOne under the fault table: the connector's own actor over its wire, and the simulator in a process of its own.
#include "actors/connector/connector_actor.hpp"
#include "actors/connector/tcp_wire.hpp"
#include "tests/contract/connectors/fault_case.hpp"
#include "tests/contract/simulator_process.hpp"
#include "tests/support/memory_keys.hpp"

#include <map>

namespace tidings::test {
namespace {
using boost::json::object;
using namespace std::chrono_literals;

const std::map<std::string, object> plays{
    {"logged_out", {{"logged_out", true}}},
    {"closed_mid_request", {{"drop_before", 1.0}, {"count", 1}}},
    {"throttled_silently", {{"silence", 1.0}, {"count", 1}}},
    {"deactivated", {{"deactivated", true}}},
    {"lock_held", {{"record_in_use", 1.0}, {"count", 1}}},
    {"schema_drift", {{"padding_kb", 4}}}, // elements that nobody knows
    {"reset_after_commit", {{"reset_after_commit", 1.0}, {"count", 1}}},
};

struct one_device final : device_store {
  result<std::string> load(const std::string&) override { return id; }
  result<void> save(const std::string&, const std::string& now) override { return id = now, result<void>(); }
  std::string id;
};

struct two_threads : caf::actor_system_config {
  two_threads() { set("scheduler.max-threads", std::size_t{2}).set("logger.verbosity", caf::atom("quiet")); }
};

class systmone_under_faults final : public fault_case {
public:
  systmone_under_faults()
      : simulator_({"systmone", "--practices", "A99001", "--patients", "1", "--appointments", "1",
                    "--requests-per-second", "0", "--record-interval-ms", "0"}) {
    const auto& peer = simulator_.ready().at("practices").at(0).as_object();
    settings_.id = practice();
    settings_.name = "Riverside Surgery";
    settings_.connector.poll_every = 1h; // what the test asks is all that is asked
    auto& to = settings_.connector.systmone;
    to.port = peer.at("port").to_number<int>();
    to.api_key = secret_text(std::string(peer.at("api_key").as_string()));
    to.device_file = "device";
    to.requests_per_second = 10'000;
    to.record_interval = 0ms;
    to.answer_timeout = 400ms;
    connector_ = system_.spawn(systmone_connector, std::make_shared<const practice_settings>(settings_),
                               caf::actor_cast<practice_command_sink>(self_),
                               caf::actor_cast<connector_report_sink>(self_), std::shared_ptr<wire_port>(wire_),
                               wall_clock(&system_now), std::make_shared<one_device>(), keys_);
    EXPECT_TRUE(until([&] { return !told_.id.empty() && !system_id_.reveal().empty(); })) << "nothing was read";
  }
  ~systmone_under_faults() override {
    self_->send_exit(connector_, caf::exit_reason::kill);
    connector_ = connector_actor();
    wire_->stop();
  }
  bool strike(const std::string& fault) override {
    if (fault == "staff_edit") {
      simulator_.post("/appointments/" + told_.id.value, {{"starts_in_minutes", 3 * 24 * 60}});
      return true;
    }
    const auto play = plays.find(fault);
    if (play != plays.end()) post(play->second);
    return play != plays.end();
  }
  void mend(const std::string& fault) override {
    if (fault == "logged_out" || fault == "deactivated") post({{fault, false}});
    if (fault == "schema_drift") post({{"padding_kb", 0}});
  }
  /// Its diary is read by the actor alone; this is the reading that others can ask for.
  error_code read() override { return ask(read_appointment{told_.patient, told_.id}).error.code; }
  connector_answer ask(const connector_request& what) override {
    const auto token = ++last_token_;
    using sink = caf::typed_actor<caf::reacts_to<connector_answer>>;
    self_->send(connector_, connector_call{settings_.id, token, what, caf::actor_cast<sink>(self_), system_id_});
    EXPECT_TRUE(until([&] { return answer_.token == token; })) << "no answer";
    return answer_;
  }
  appointment told() const override { return told_; }
  bool is_booked() override { return row().at("status").as_string() == "Booked"; }

private:
  void post(object what) {
    what["ods"] = "A99001";
    simulator_.post("/faults", what);
  }
  object row() {
    const auto book = simulator_.get("/ledger");
    return book.at("practices").at(0).at("appointments").at(0).as_object();
  }
  bool until(const std::function<bool()>& enough) {
    bool silent = false;
    while (!silent && !enough())
      self_->receive(
          [&](practice_command& told) {
            if (const auto* read = std::get_if<appointments_read>(&told.what); read != nullptr && !read->rows.empty())
              told_ = read->rows.front();
            if (const auto* who = std::get_if<patient_read>(&told.what)) system_id_ = who->what.system_id;
          },
          [](const connector_report&) {}, [&](connector_answer& told) { answer_ = std::move(told); },
          caf::after(15s) >> [&] { silent = true; });
    return !silent;
  }

  simulator_process simulator_;
  two_threads config_;
  caf::actor_system system_{config_};
  caf::scoped_actor self_{system_};
  practice_settings settings_;
  std::shared_ptr<tcp_wire> wire_ = std::make_shared<tcp_wire>();
  sealer_ptr keys_ = memory_keys(&system_now);
  connector_actor connector_;
  appointment told_;
  secret_text system_id_;
  connector_answer answer_;
  std::uint64_t last_token_ = 0;
};

} // namespace

std::unique_ptr<fault_case> make_systmone_case(const std::string&) {
  if (!simulator_process::exists()) return nullptr;
  return std::make_unique<systmone_under_faults>();
}

} // namespace tidings::test
