// FireText that can't reach us: whatever it would have posted is found by asking, and a practice's events are the same.
#include "actors/provider/firetext_poll/firetext_actor.hpp"
#include "actors/provider/http_client.hpp"
#include "actors/provider/smpp/book_file.hpp"
#include "actors/receipt/firetext_receipt.hpp"
#include "tests/contract/scripted_server.hpp"
#include "tests/contract/simulator_process.hpp"
#include "tests/support/practice_world.hpp"
#include "tests/support/temporary_directory.hpp"

#include <boost/describe/enum_to_string.hpp>

#include <condition_variable>
#include <mutex>
#include <set>

namespace tidings {
namespace {
namespace json = boost::json;
using namespace std::chrono_literals;

struct workers : caf::actor_system_config {
  workers() { set("scheduler.max-threads", std::size_t{2}).set("logger.verbosity", caf::atom("quiet")); }
};

struct way {
  bool posted = false, polled = false;
  bool restarted = false; ///< the account's actor, in the middle
};

form_fields read_form(const std::string& body) {
  form_fields out;
  std::string name, value;
  bool in_value = false;
  const auto end = [&] { out[std::exchange(name, {})] = std::exchange(value, {}), in_value = false; };
  for (std::size_t at = 0; at < body.size(); ++at) {
    auto& part = in_value ? value : name;
    if (body[at] == '&')
      end();
    else if (body[at] == '=')
      in_value = true;
    else if (body[at] == '+')
      part += ' ';
    else if (body[at] == '%')
      part += static_cast<char>(std::stoi(body.substr(at + 1, 2), nullptr, 16)), at += 2;
    else
      part += body[at];
  }
  end();
  return out;
}

/// One practice, one account and one FireText, for one way of hearing what became of messages.
class day {
public:
  static constexpr int patients = 12;

  explicit day(way how) : how_(how), hooks_([this](test::peer& one, int) { take_post(one); }) {
    const auto address = "http://127.0.0.1:" + std::to_string(hooks_.port());
    std::vector<std::string> arguments{"firetext", "--api-key",        "demo-key", "--seed",
                                       "4",        "--reply-rate",     "1",        "--receipt-delay-ms",
                                       "1,40",     "--reply-delay-ms", "1,300",    "--page-rows-max",
                                       "3",        "--retry-ms",       "20,50"};
    if (how.posted)
      for (const auto& one :
           {std::string("--receipt-url"), address + "/receipt", std::string("--inbound-url"), address + "/reply"})
        arguments.push_back(one);
    firetext_.emplace(arguments);
    account_.id = provider_id("firetext");
    account_.url = "http://127.0.0.1:" + std::to_string(firetext_->ready().at("port").to_number<int>()) + "/api";
    account_.api_key = secret_text("demo-key");
    account_.poll_every = how.polled ? 30ms : 3'600s;
    world_.settings.sender = "447860039047";
    start();
  }
  ~day() {
    self_->send_exit(aut_, caf::exit_reason::kill);
    self_->wait_for(aut_);
    aut_ = firetext_actor();
    http_->stop();
    hooks_.stop();
  }
  day(const day&) = delete;
  day& operator=(const day&) = delete;

  void remind_all() {
    for (int n = 0; n < patients; ++n) {
      const auto phone = "4477009001" + std::to_string(10 + n);
      message_id message;
      {
        const std::lock_guard guard(lock_);
        const auto name = std::to_string(n);
        world_.given(patient_updated{test::patient("p" + name, phone)});
        rows_.push_back(test::booking("a" + name, "p" + name, world_.now + 40h + std::chrono::minutes(n)));
        const auto events = world_.read(rows_);
        message = test::first<message_accepted>(events)->message;
        note(events);
        note(world_.when(start_attempt{message, account_.id}));
      }
      self_->send(aut_, provider_call{{world_.settings.id, message, 1, account_.id, secret_text(phone),
                                       secret_text("Please come. Reply CONFIRM or CANCEL."), world_.settings.sender},
                                      caf::actor_cast<dispatcher_actor>(self_)});
      self_->receive(
          [&](const provider_answer& got) {
            const std::lock_guard guard(lock_);
            note(world_.when(got.what));
          },
          caf::after(15s) >> [] { ADD_FAILURE() << "no answer"; });
      if (how_.restarted && n == patients / 2) restart();
    }
  }
  /// Several of one phone within a second.
  void write_at_once(const std::vector<std::string>& texts) const {
    for (const auto& text : texts)
      firetext_->post("/_control/reply", {{"from", "447700900150"}, {"to", world_.settings.sender}, {"text", text}});
  }
  /// Waits for everything that FireText knows.
  bool hears_all() {
    const auto ledger = firetext_->get("/_control/ledger");
    std::set<std::string> wanted;
    for (const auto& one : ledger.at("messages").as_array())
      wanted.insert("receipt of " + std::string(one.at("reference").as_string()) + " delivered");
    std::size_t replies = ledger.at("replies").as_array().size();
    std::unique_lock guard(lock_);
    return changed_.wait_for(guard, 20s, [&] {
      std::size_t heard = 0;
      for (const auto& one : events_) heard += one.starts_with("reply");
      return heard >= replies && std::includes(events_.begin(), events_.end(), wanted.begin(), wanted.end());
    });
  }
  std::multiset<std::string> events() const {
    const std::lock_guard guard(lock_);
    return events_;
  }
  std::size_t told() const {
    const std::lock_guard guard(lock_);
    return told_;
  }
  bool waits_until(const std::function<bool()>& so) {
    std::unique_lock guard(lock_);
    return changed_.wait_for(guard, 20s, so);
  }
  std::size_t told_now() const { return told_; } // within `waits_until`
  void restart() {
    self_->send_exit(aut_, caf::exit_reason::kill);
    self_->wait_for(aut_);
    start();
  }

private:
  void start() {
    aut_ = system_.spawn<caf::detached>(
        firetext_provider, account_,
        firetext_ports{
            .http = http_,
            .lines_of =
                [this](const provider_id&) {
                  return std::shared_ptr<smpp::book_port>(smpp::book_in(folder_.path / "lines"));
                },
            .now = system_now,
            .tell = [this](practice_id, command what, std::function<void(answer)> done) { done(take(what)); },
            .not_ready = [] { return std::string(); },
            .practice_of_number = [this](std::string_view) { return std::optional(world_.settings.id); },
            .say = [](const std::string&) {},
            .show = [](const actor_report&) {}});
  }
  answer take(const command& what) {
    const std::lock_guard guard(lock_);
    ++told_;
    note(world_.when(what));
    return world_.last_answer;
  }
  void take_post(test::peer& one) {
    const auto request = one.read_http();
    const auto fields = read_form(request.substr(request.find("\r\n\r\n") + 4));
    if (request.starts_with("POST /receipt")) {
      if (const auto read = read_firetext_receipt(account_.id, fields, system_now()); read && *read) take(**read);
    } else if (const auto read = read_firetext_reply(account_.id, fields, system_now()))
      take(*read);
    one.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  }
  /// An event in words that don't depend on the time of the day it was played on.
  void note(const std::vector<event>& all) {
    for (const auto& one : all)
      if (!is_on_the_way(one)) events_.insert(words_of(one));
    changed_.notify_all();
  }
  /// Who asks may find a message between two posts, and a receipt may overtake the answer, which is no news then: it is
  /// the end that has to be the same.
  static bool is_on_the_way(const event& one) {
    const auto* e = std::get_if<receipt_received>(&one);
    return std::holds_alternative<attempt_sent>(one) || (e && e->status == receipt_status::pending);
  }
  static std::string words_of(const event& one) {
    if (const auto* e = std::get_if<receipt_received>(&one))
      return "receipt of " + to_text(e->message) + " " + boost::describe::enum_to_string(e->status, "?");
    if (const auto* e = std::get_if<reply_received>(&one))
      return "reply of " + e->from.reveal() + " to " + e->to + ": " + e->text.reveal() + " = " +
             boost::describe::enum_to_string(e->meaning, "?") + " about " + e->appointment.value +
             (e->automatic ? ", acted upon" : "");
    if (const auto* e = std::get_if<operation_requested>(&one))
      return std::string("write-back ") + boost::describe::enum_to_string(e->kind, "?") + " " + e->appointment.value;
    if (const auto* e = std::get_if<appointment_confirmed>(&one)) return "confirmed " + e->appointment.value;
    return "event " + std::to_string(one.index());
  }

  way how_;
  workers config_;
  caf::actor_system system_{config_};
  caf::scoped_actor self_{system_};
  mutable std::mutex lock_;
  std::condition_variable changed_;
  test::practice_world world_;
  std::vector<appointment> rows_;
  std::multiset<std::string> events_;
  std::size_t told_ = 0;
  test::temporary_directory folder_;
  provider_settings account_;
  std::shared_ptr<http_client> http_ = std::make_shared<http_client>();
  firetext_actor aut_;
  test::scripted_server hooks_;
  std::optional<test::simulator_process> firetext_;
};

std::multiset<std::string> events_of(way how) {
  day one(how);
  one.remind_all();
  one.write_at_once({"first of a second", "second of a second", "third of a second", "fourth of a second"});
  EXPECT_TRUE(one.hears_all());
  if (how.polled) { // and once more through the whole list: nothing is news
    const auto before = one.events();
    one.restart();
    const auto told = one.told();
    EXPECT_TRUE(one.waits_until([&] { return one.told_now() >= told + 4; })) << "all texts again";
    EXPECT_EQ(one.events(), before);
  }
  return one.events();
}

/// What one has and the other hasn't, a line each.
std::string difference(const std::multiset<std::string>& ours, const std::multiset<std::string>& theirs) {
  std::string all;
  for (const auto& one : std::set<std::string>(ours.begin(), ours.end()))
    if (ours.count(one) != theirs.count(one))
      all += one + ": " + std::to_string(ours.count(one)) + " here, " + std::to_string(theirs.count(one)) + " there\n";
  for (const auto& one : std::set<std::string>(theirs.begin(), theirs.end()))
    if (!ours.contains(one)) all += one + ": only there\n";
  return all;
}

TEST(firetext_that_cannot_reach_us, comes_to_the_same_events_as_what_is_posted) {
  if (!test::simulator_process::exists()) GTEST_SKIP() << test::simulator_process::path() << " isn't built";
  const auto posted = events_of({.posted = true});
  EXPECT_GT(posted.size(), day::patients * 5U);
  EXPECT_EQ(difference(events_of({.polled = true}), posted), "");
  EXPECT_EQ(difference(events_of({.polled = true, .restarted = true}), posted), "") << "with a restart in the middle";
  EXPECT_EQ(difference(events_of({.posted = true, .polled = true}), posted), "") << "what comes both ways is one event";
}

} // namespace
} // namespace tidings
