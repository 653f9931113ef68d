// The SystmOne connector and its wire against the simulator, over real sockets.
#include "actors/connector/connector_actor.hpp"
#include "actors/connector/tcp_wire.hpp"
#include "tests/contract/simulator_process.hpp"
#include "tests/support/memory_keys.hpp"

#include <boost/describe/enum_to_string.hpp>
#include <date/date.h>

#include <map>
#include <set>

namespace tidings {
namespace {
namespace json = boost::json;
using namespace std::chrono_literals;

struct memory_device_store final : device_store {
  std::string id;
  result<std::string> load(const std::string&) override { return id; }
  result<void> save(const std::string&, const std::string& now) override {
    id = now;
    return {};
  }
};

struct workers : caf::actor_system_config {
  workers() { set("scheduler.max-threads", std::size_t{2}).set("logger.verbosity", caf::atom("quiet")); }
};

class systmone_contract : public ::testing::Test {
protected:
  void SetUp() override {
    if (!test::simulator_process::exists()) GTEST_SKIP() << test::simulator_process::path() << " isn't built";
  }
  void TearDown() override {
    if (aut) self->send_exit(aut, caf::exit_reason::kill);
    aut = connector_actor();
    if (wire) wire->stop();
  }

  void start(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"systmone", "--practices", "A99001", "--patients", "20"};
    for (auto& one : more) arguments.push_back(std::move(one));
    const auto has = [&](std::string_view name) { return std::ranges::find(arguments, name) != arguments.end(); };
    if (!has("--requests-per-second")) arguments.insert(arguments.end(), {"--requests-per-second", "0"});
    if (!has("--record-interval-ms")) arguments.insert(arguments.end(), {"--record-interval-ms", "0"});
    if (!has("--appointments")) arguments.insert(arguments.end(), {"--appointments", "12"});
    simulator.emplace(std::move(arguments));
    const auto& practice = simulator->ready().at("practices").at(0).as_object();
    settings.id = *practice_id::parse("A99001");
    settings.name = "Riverside Surgery";
    auto& peer = settings.connector.systmone;
    peer.port = practice.at("port").to_number<int>();
    peer.api_key = secret_text(std::string(practice.at("api_key").as_string()));
    peer.device_file = "device";
  }
  // Fast, and one poll only: `poll_again` asks for more.
  void connect() {
    auto& peer = settings.connector.systmone;
    settings.connector.poll_every = 1h;
    if (!own_pace) {
      peer.requests_per_second = 10'000;
      peer.record_interval = 0ms;
      peer.answer_timeout = patience;
    }
    wire = std::make_shared<tcp_wire>();
    devices = std::make_shared<memory_device_store>();
    aut = system.spawn(systmone_connector, std::make_shared<const practice_settings>(settings),
                       caf::actor_cast<practice_command_sink>(self), caf::actor_cast<connector_report_sink>(self),
                       std::shared_ptr<wire_port>(wire), wall_clock(&system_now),
                       std::shared_ptr<device_store>(devices), keys);
  }
  void poll_again() {
    simulator->post("/appointments", json::object{{"ods", "A99001"}}); // an unchanged diary wouldn't be told again
    self->send(aut, settings_changed{std::make_shared<const practice_settings>(settings)});
  }

  // Takes messages until `enough`; false when nothing came for too long.
  bool until(const std::function<bool()>& enough) {
    bool silent = false;
    while (!silent && !enough()) {
      self->receive(
          [&](practice_command& told) {
            if (auto* read = std::get_if<appointments_read>(&told.what)) diary = std::move(*read), ++diaries;
            if (auto* who = std::get_if<patient_read>(&told.what)) patients[who->what.id] = who->what;
          },
          [&](connector_report& told) { line = std::move(told.what); },
          [&](connector_answer& told) { answers[told.token] = std::move(told); },
          caf::after(15s) >> [&] { silent = true; });
    }
    return !silent;
  }
  bool until_state(connector_state state) {
    return until([&] { return line.state == boost::describe::enum_to_string(state, ""); });
  }
  connector_answer ask(connector_request what) {
    const auto token = ++last_token;
    using sink = caf::typed_actor<caf::reacts_to<connector_answer>>;
    const auto who = patients.find(std::visit([](const auto& one) { return one.patient; }, what));
    self->send(aut, connector_call{settings.id, token, std::move(what), caf::actor_cast<sink>(self),
                                   who == patients.end() ? secret_text() : who->second.system_id});
    EXPECT_TRUE(until([&] { return answers.contains(token); })) << "no answer to call " << token;
    return answers[token];
  }
  void fault(json::object what) {
    what["ods"] = "A99001";
    simulator->post("/faults", what);
  }
  // The simulator's own book.
  json::object ledger() const {
    const auto page = simulator->get("/ledger");
    return page.at("practices").at(0).as_object();
  }
  json::object booked(const appointment_id& id) const {
    const auto book = ledger();
    for (const auto& one : book.at("appointments").as_array())
      if (one.at("uid").as_string() == id.value) return one.as_object();
    return {};
  }
  std::size_t entries() const { return ledger().at("coded_entries").as_array().size(); }
  void expect_up_with_diary() {
    connect();
    ASSERT_TRUE(until([&] { return diaries > 0; })) << line.reason;
    ASSERT_FALSE(diary.rows.empty());
    // Everybody read, so that a fault strikes what the test asks and nothing else.
    std::set<patient_id> booked_patients;
    for (const auto& row : diary.rows)
      if (row.status == appointment_status::booked) booked_patients.insert(row.patient);
    ASSERT_TRUE(until([&] { return patients.size() == booked_patients.size() && line.state == "up"; })) << line.reason;
  }

  workers config;
  caf::actor_system system{config};
  caf::scoped_actor self{system};
  std::optional<test::simulator_process> simulator;
  practice_settings settings;
  bool own_pace = false;
  millis patience = 5s;
  std::shared_ptr<tcp_wire> wire;
  std::shared_ptr<memory_device_store> devices;
  sealer_ptr keys = test::memory_keys(&system_now);
  connector_actor aut;

  appointments_read diary;
  int diaries = 0;
  std::map<patient_id, patient_details> patients;
  view::connector line;
  std::map<std::uint64_t, connector_answer> answers;
  std::uint64_t last_token = 0;
};

const operation_id operation = id_from_name<operation_id>("test", "operation");

TEST_F(systmone_contract, the_diary_and_the_details_of_everybody_in_it_arrive) {
  start({"--appointments", "40"});
  expect_up_with_diary();
  std::size_t in_window = 0;
  const auto book = ledger();
  for (const auto& one : book.at("appointments").as_array())
    if (one.at("starts_at").as_string() < date::format("%FT%TZ", diary.to)) ++in_window;
  EXPECT_EQ(diary.rows.size(), in_window);
  EXPECT_FALSE(devices->id.empty());
  for (const auto& [id, who] : patients) {
    EXPECT_EQ(who.system_id, who.nhs_number);
    EXPECT_EQ(id.value, keys->marker_of(settings.id)->of_patient(who.system_id.reveal()));
    EXPECT_FALSE(who.last_name.reveal().empty());
  }
}

TEST_F(systmone_contract, every_write_is_in_the_clinical_system) {
  start();
  expect_up_with_diary();
  const auto& one = diary.rows[0];
  EXPECT_EQ(ask(write_note{one.patient, one.id, "Confirmed by SMS & \"<thanks>\"\nline two"}).error.code,
            error_code::none);
  const auto read = ask(read_appointment{one.patient, one.id});
  EXPECT_EQ(read.notes, "Confirmed by SMS & \"<thanks>\"\nline two");
  EXPECT_EQ(read.found_appointment, one);
  EXPECT_EQ(ask(write_cancel{one.patient, one.id}).error.code, error_code::none);
  EXPECT_EQ(booked(one.id).at("status").as_string(), "Cancelled by Patient");
  EXPECT_EQ(ask(read_appointment{one.patient, one.id}).found_appointment->status, appointment_status::cancelled);

  const auto& two = diary.rows[1];
  EXPECT_EQ(ask(find_code{two.patient, operation, system_now()}).system_uid, "");
  const auto filed = ask(write_code{two.patient, operation, "279991000000102", "Reminder sent"});
  EXPECT_EQ(filed.error.code, error_code::none);
  EXPECT_FALSE(filed.system_uid.empty());
  EXPECT_EQ(ask(find_code{two.patient, operation, system_now()}).system_uid, filed.system_uid);
  EXPECT_EQ(ask(find_code{two.patient, random_id<operation_id>(), system_now()}).system_uid, "");
  EXPECT_EQ(ask(find_code{two.patient, operation, system_now() - 48h}).system_uid, filed.system_uid);
  EXPECT_EQ(entries(), 1U);

  EXPECT_EQ(ask(write_consent{two.patient, false}).error.code, error_code::none);
  EXPECT_EQ(ask(read_patient{two.patient}).error.code, error_code::none);
  ASSERT_TRUE(until([&] { return patients[two.patient].sms_consent == consent::no; }));
}

TEST_F(systmone_contract, a_moved_appointment_is_found_at_its_new_time) {
  start();
  expect_up_with_diary();
  const auto& one = diary.rows[0];
  simulator->post("/appointments/" + one.id.value, {{"starts_in_minutes", 3 * 24 * 60}});
  const auto read = ask(read_appointment{one.patient, one.id});
  ASSERT_TRUE(read.found_appointment);
  EXPECT_GT(read.found_appointment->starts_at, system_now() + 71h);
}

TEST_F(systmone_contract, an_appointment_of_somebody_else_is_not_found_and_not_written) {
  start();
  expect_up_with_diary();
  const auto& one = diary.rows[0];
  const auto other = std::ranges::find_if(diary.rows, [&](const auto& row) { return row.patient != one.patient; });
  EXPECT_FALSE(ask(read_appointment{other->patient, one.id}).found_appointment);
  const auto refused = ask(write_cancel{other->patient, one.id});
  EXPECT_EQ(refused.error.code, error_code::refused);
  EXPECT_EQ(refused.error.detail, "The appointment could not be found");
  EXPECT_EQ(booked(one.id).at("status").as_string(), "Booked");
  EXPECT_TRUE(until_state(connector_state::up));
}

TEST_F(systmone_contract, a_gateway_where_nobody_is_logged_in_is_down_and_comes_back) {
  start();
  expect_up_with_diary();
  fault({{"logged_out", true}});
  const auto answer = ask(write_cancel{diary.rows[0].patient, diary.rows[0].id});
  // The connection may be found closed before or after the request went out.
  EXPECT_TRUE(answer.error.code == error_code::unreachable || answer.error.code == error_code::outcome_unknown);
  EXPECT_EQ(ask(write_cancel{diary.rows[0].patient, diary.rows[0].id}).error.code, error_code::unreachable);
  ASSERT_TRUE(until_state(connector_state::down));
  EXPECT_NE(line.reason.find("log in to SystmOne on the gateway PC"), std::string::npos) << line.reason;
  EXPECT_EQ(booked(diary.rows[0].id).at("status").as_string(), "Booked");
  fault({{"logged_out", false}});
  poll_again();
  EXPECT_TRUE(until([&] { return diaries == 2; }));
  EXPECT_TRUE(until_state(connector_state::up));
}

TEST_F(systmone_contract, silence_after_a_write_is_an_unknown_outcome) {
  start();
  patience = 300ms;
  expect_up_with_diary();
  fault({{"silence", 1.0}, {"count", 1}});
  const auto& one = diary.rows[0];
  EXPECT_EQ(ask(write_cancel{one.patient, one.id}).error.code, error_code::outcome_unknown);
  EXPECT_EQ(ask(read_appointment{one.patient, one.id}).found_appointment->status, appointment_status::booked);
}

TEST_F(systmone_contract, a_write_that_was_carried_out_before_the_reset_is_found_by_reading_back) {
  start();
  expect_up_with_diary();
  fault({{"reset_after_commit", 1.0}, {"count", 1}});
  const auto& one = diary.rows[0];
  EXPECT_EQ(ask(write_code{one.patient, operation, "279991000000102", ""}).error.code, error_code::outcome_unknown);
  EXPECT_FALSE(ask(find_code{one.patient, operation, system_now()}).system_uid.empty());
  EXPECT_EQ(entries(), 1U);
}

TEST_F(systmone_contract, a_reset_before_a_read_was_answered_is_only_no_answer) {
  start();
  expect_up_with_diary();
  fault({{"drop_before", 1.0}, {"count", 1}});
  EXPECT_EQ(ask(read_appointment{diary.rows[0].patient, diary.rows[0].id}).error.code, error_code::unreachable);
}

TEST_F(systmone_contract, a_truncated_diary_is_never_told) {
  start({"--appointments", "60"});
  expect_up_with_diary();
  fault({{"truncate", 1.0}});
  poll_again();
  ASSERT_TRUE(until([&] { return line.state != "up"; }));
  EXPECT_EQ(diaries, 1);
  EXPECT_GE(line.failures, 1U);
  fault({{"truncate", 0.0}});
  poll_again();
  EXPECT_TRUE(until([&] { return diaries == 2; }));
}

TEST_F(systmone_contract, a_record_in_use_is_worth_another_try) {
  start();
  expect_up_with_diary();
  fault({{"record_in_use", 1.0}, {"count", 1}});
  const auto& one = diary.rows[0];
  const auto busy = ask(write_cancel{one.patient, one.id});
  EXPECT_EQ(busy.error.code, error_code::overloaded);
  EXPECT_EQ(busy.error.detail, "The patient record is in use");
  EXPECT_EQ(ask(write_cancel{one.patient, one.id}).error.code, error_code::none);
}

TEST_F(systmone_contract, an_answer_sent_twice_is_taken_once) {
  start();
  expect_up_with_diary();
  fault({{"duplicate", 1.0}});
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(ask(write_note{diary.rows[0].patient, diary.rows[0].id, std::to_string(i)}).error.code, error_code::none);
  EXPECT_EQ(ask(read_appointment{diary.rows[0].patient, diary.rows[0].id}).notes, "4");
}

TEST_F(systmone_contract, indented_answers_are_read_too) {
  start({"--pretty"});
  expect_up_with_diary();
  EXPECT_EQ(ask(write_cancel{diary.rows[0].patient, diary.rows[0].id}).error.code, error_code::none);
}

TEST_F(systmone_contract, a_diary_without_uids_can_be_written_all_the_same) {
  start({"--diary-without-uid"});
  expect_up_with_diary();
  const auto& one = diary.rows[0];
  EXPECT_TRUE(systmone::is_derived(one.id));
  EXPECT_EQ(ask(read_appointment{one.patient, one.id}).found_appointment, one);
  EXPECT_EQ(ask(write_note{one.patient, one.id, "Confirmed by SMS"}).error.code, error_code::none);
  EXPECT_EQ(ask(write_cancel{one.patient, one.id}).error.code, error_code::none);
  EXPECT_EQ(ask(read_appointment{one.patient, one.id}).found_appointment->status, appointment_status::cancelled);
}

TEST_F(systmone_contract, a_cancelled_appointment_that_is_no_longer_shown_is_not_found) {
  start({"--hide-cancelled"});
  expect_up_with_diary();
  const auto& one = diary.rows[0];
  EXPECT_EQ(ask(write_cancel{one.patient, one.id}).error.code, error_code::none);
  const auto read = ask(read_appointment{one.patient, one.id});
  EXPECT_EQ(read.error.code, error_code::none);
  EXPECT_FALSE(read.found_appointment);
}

TEST_F(systmone_contract, a_new_device_waits_for_approval_and_then_works) {
  start({"--require-approval"});
  connect();
  ASSERT_TRUE(until_state(connector_state::awaiting_approval));
  EXPECT_NE(line.reason.find("Approve the device \"Tidings\""), std::string::npos) << line.reason;
  EXPECT_EQ(devices->id, "");
  simulator->post("/devices/approve", json::object{{"ods", "A99001"}});
  poll_again();
  ASSERT_TRUE(until_state(connector_state::up));
  EXPECT_FALSE(devices->id.empty());
}

TEST_F(systmone_contract, a_deactivated_application_says_so_and_loses_no_write) {
  start();
  expect_up_with_diary();
  fault({{"deactivated", true}});
  const auto& one = diary.rows[0];
  EXPECT_EQ(ask(write_cancel{one.patient, one.id}).error.code, error_code::unreachable);
  ASSERT_TRUE(until_state(connector_state::deactivated));
  EXPECT_NE(line.reason.find("Device Manager"), std::string::npos) << line.reason;
  fault({{"deactivated", false}});
  EXPECT_EQ(ask(write_cancel{one.patient, one.id}).error.code, error_code::none);
}

TEST_F(systmone_contract, nothing_is_sent_faster_than_a_system_that_drops_what_comes_too_soon_allows) {
  start({"--requests-per-second", "20", "--record-interval-ms", "300", "--throttle-mode", "drop"});
  own_pace = true;
  auto& peer = settings.connector.systmone;
  peer.requests_per_second = 20;
  peer.record_interval = 300ms;
  peer.answer_timeout = 2s;
  expect_up_with_diary();
  for (int i = 0; i < 4; ++i) {
    EXPECT_EQ(ask(write_note{diary.rows[0].patient, diary.rows[0].id, "x"}).error.code, error_code::none);
    EXPECT_EQ(ask(find_code{diary.rows[0].patient, operation, system_now() - 72h}).error.code, error_code::none);
  }
  EXPECT_EQ(ledger().at("throttled").to_number<int>(), 0);
}

} // namespace
} // namespace tidings
