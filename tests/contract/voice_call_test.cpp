// A reminder by telephone from the appointment to its cancellation: the practice's own rules, the dispatcher, the
// provider over real sockets, a simulator that rings, and the endpoint where the key that was pressed comes back.
#include "actors/dispatcher/dispatcher_actor.hpp"
#include "actors/provider/http_client.hpp"
#include "actors/provider/http_providers.hpp"
#include "actors/provider/provider_actor.hpp"
#include "schemas/providers/voice_account.hpp"
#include "tests/contract/faults/certificates.hpp"
#include "tests/contract/simulator_process.hpp"
#include "tests/support/practice_world.hpp"
#include "web/endpoint/tests/served.hpp"

#include <condition_variable>
#include <mutex>
#include <optional>

namespace tidings {
namespace {
using namespace std::chrono_literals;
using namespace tidings::test;

const provider_id telephone("telephone");
const std::string landline = "441632960123";
constexpr auto patience = 20s;

/// One practice's rules, told by several threads, one after the other. What it sets going goes to the dispatcher.
class told_practice {
public:
  practice_world world;
  dispatcher_actor dispatcher;

  answer tell(const command& what) {
    const std::lock_guard guard(lock_);
    for (auto& one : world.when(what)) events_.push_back(std::move(one));
    dispatch_effects going;
    for (const auto& one : world.last_effects)
      std::visit(
          [&](const auto& effect) {
            if constexpr (std::is_constructible_v<dispatch_effect, decltype(effect)>) going.all.emplace_back(effect);
          },
          one);
    if (!going.all.empty()) caf::anon_send(dispatcher, std::move(going));
    changed_.notify_all();
    return world.last_answer;
  }
  template <class Event> bool becomes(std::function<bool(const Event&)> is_it) {
    std::unique_lock guard(lock_);
    return changed_.wait_for(guard, patience, [&] {
      return std::any_of(events_.begin(), events_.end(), [&](const event& one) {
        const auto* found = std::get_if<Event>(&one);
        return found && is_it(*found);
      });
    });
  }
  template <class Event> std::size_t count_of() {
    const std::lock_guard guard(lock_);
    return count<Event>(events_);
  }

private:
  std::mutex lock_;
  std::condition_variable changed_;
  std::vector<event> events_;
};

practices_actor::behavior_type one_practice(practices_actor::pointer, std::shared_ptr<told_practice> it) {
  return {[it](const practice_command& told) { it->tell(told.what); },
          [it](const practice_commands& told) {
            for (const auto& one : told.all) it->tell(one.what);
          },
          [](const commands_handled&) {},
          [](const practice_idle&) {},
          [](const settings_changed&) {},
          [](const practice_removed&) {},
          [](const log_is&) {},
          [](const log_trouble&) {},
          [](const station_handles_ptr&) {},
          [](caf::tick_atom, std::uint64_t) {},
          [](caf::flush_atom) {}};
}

providers_actor::behavior_type one_provider(providers_actor::pointer self, provider_actor it) {
  return {[=](const provider_call& call) { self->send(it, call); },
          [=](const provider_look_up& call) { self->send(it, call); }, [](const station_handles_ptr&) {},
          [](caf::tick_atom, std::uint64_t) {}};
}

/// The endpoint's way to the practice.
class practice_port : public fake_broker {
public:
  explicit practice_port(std::shared_ptr<told_practice> it) : it_(std::move(it)) {}
  void tell(practice_id, command what, audit_mark_ptr, std::function<void(answer)> done) override {
    done(it_->tell(what));
  }

private:
  std::shared_ptr<told_practice> it_;
};

class a_reminder_by_telephone : public served {
protected:
  void SetUp() override {
    if (!simulator_process::exists()) GTEST_SKIP() << simulator_process::path() << " isn't built";
    const auto files = make_certificate(where.path(), certificate_wish{.file = "voice"});
    settings.certificate = files.certificate;
    settings.private_key = files.key;
    accounts[telephone] = {secret_text("tidings"), secret_text("open sesame"), "voice", nullptr};
    port_ = std::make_unique<practice_port>(practice_);
    running =
        std::make_unique<endpoint>(endpoint_parts{settings, accounts, keys, system_now, limits, live, {}}, *port_);
    const auto opened = running->start();
    ASSERT_TRUE(opened) << opened.error().detail;
    simulator_.emplace(std::vector<std::string>{"voice", "--ca", files.certificate, "--receipt-delay-ms", "1"});
    begin("https://127.0.0.1:" + std::to_string(*opened) + "/webhooks/voice/telephone/receipt");
  }
  void TearDown() override {
    for (const auto& one : actors_) caf::anon_send_exit(one, caf::exit_reason::kill);
    actors_.clear();
    practice_->dispatcher = nullptr;
    simulator_.reset();
    if (running) running->stop(millis(1'000));
    if (http_) http_->stop();
  }

  void begin(const std::string& callback) {
    provider_settings account;
    account.id = telephone;
    account.type = "voice";
    account.url = "http://127.0.0.1:" + std::to_string(simulator_->ready().at("port").to_number<int>());
    account.api_key = secret_text("demo-key");
    account.receipt_url = callback;
    account.webhook_user = secret_text("tidings");
    account.webhook_password = secret_text("open sesame");
    account.voice = std::make_shared<const voice_account>(voice_account{.account = "practice", .from = "441632960001"});
    http_ = std::make_shared<http_client>();
    const auto practices = system_.spawn(one_practice, practice_);
    const auto provider =
        system_.spawn(http_account, http_account_parts{telephone, make_http_provider(account), http_, system_now});
    const auto providers = system_.spawn(one_provider, provider);
    // The practice's Monday morning stands still: nothing here waits for it to pass.
    const auto aut =
        system_.spawn(dispatcher, dispatcher_options{[now = practice_->world.now] { return now; }, {account}});
    practice_->dispatcher = aut;
    actors_ = {caf::actor_cast<caf::actor>(aut), caf::actor_cast<caf::actor>(practices),
               caf::actor_cast<caf::actor>(providers), caf::actor_cast<caf::actor>(provider)};
    station_handles stations;
    stations.practices = practices;
    stations.dispatcher = aut;
    stations.providers = providers;
    caf::anon_send(aut, station_handles_ptr(std::make_shared<const station_handles>(stations)));

    auto& world = practice_->world;
    world.settings.sms_route.clear();
    world.settings.voice_route = {telephone};
    world.settings.reminders.front().by = {channel::voice};
    world.settings.templates.at(template_id("reminder")).body =
        "Hello ((first_name)), you have an appointment on ((appointment_date)) at ((appointment_time)).";
    auto amira = patient("p1", "");
    amira.home_phone = secret_text("01632 960123");
    world.given(patient_updated{amira});
    practice_->tell(
        appointments_read{world.now, world.now + std::chrono::hours(24 * 14), {booking("a1", "p1", world.now + 47h)}});
  }
  void press(const std::string& key) {
    simulator_->post("/_control/reply", boost::json::object{{"from", landline}, {"to", ""}, {"text", key}});
  }
  bool is_called() {
    return practice_->becomes<receipt_received>(
        [](const receipt_received& got) { return got.status == receipt_status::delivered; });
  }

  std::shared_ptr<told_practice> practice_ = std::make_shared<told_practice>();
  std::unique_ptr<practice_port> port_;
  std::optional<simulator_process> simulator_;
  caf::actor_system_config config_;
  caf::actor_system system_{config_};
  std::shared_ptr<http_client> http_;
  std::vector<caf::actor> actors_;
};

TEST_F(a_reminder_by_telephone, cancels_the_appointment_when_2_is_pressed) {
  ASSERT_TRUE(is_called());
  const auto ledger = simulator_->get("/_control/ledger");
  const auto& calls = ledger.at("messages").as_array();
  ASSERT_EQ(calls.size(), 1U);
  EXPECT_EQ(calls.at(0).at("to").as_string(), landline);
  EXPECT_EQ(calls.at(0).at("text").as_string(),
            "Hello Amira, you have an appointment on Wednesday 4 March at 9:00am. Press 1 to confirm, 2 to cancel, or "
            "9 for no more calls.");
  press("2");
  EXPECT_TRUE(practice_->becomes<operation_requested>([](const operation_requested& asked) {
    return asked.kind == operation_kind::cancel_appointment && asked.appointment.value == "a1";
  }));
  press("2"); // the same key again is the same answer
  press("1"); // too late: a person decides
  EXPECT_TRUE(practice_->becomes<handed_to_staff>([](const handed_to_staff&) { return true; }));
  EXPECT_EQ(practice_->count_of<operation_requested>(), 1U);
  EXPECT_EQ(practice_->count_of<attempt_started>(), 1U) << "rung once";
}

TEST_F(a_reminder_by_telephone, confirms_the_appointment_when_1_is_pressed) {
  ASSERT_TRUE(is_called());
  press("1");
  EXPECT_TRUE(practice_->becomes<appointment_confirmed>(
      [](const appointment_confirmed& it) { return it.appointment.value == "a1"; }));
}

} // namespace
} // namespace tidings
