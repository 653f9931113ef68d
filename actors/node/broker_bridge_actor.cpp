#include "actors/node/broker_bridge_actor.hpp"

#include "actors/node/broker_bridge.hpp"
#include "schemas/event_codec.hpp"

namespace tidings {
namespace {

using self_pointer = bridge_actor::stateful_pointer<bridge_actor_state>;

constexpr std::chrono::seconds look_for_overdue{1};
constexpr std::string_view stopping_json =
    R"({"errors":[{"code":"stopping","reason":"the broker is stopping","field":null}]})";

answer not_now(error_code code, std::string reason) {
  return {.accepted = false, .repeated = false, .refusal = code, .reason = std::move(reason), .id = {}};
}

void on_tick(self_pointer self) {
  auto& st = self->state;
  const auto now = self->home_system().clock().now();
  for (auto it = st.open.begin(); it != st.open.end();) {
    if (it->second.until > now) {
      ++it;
      continue;
    }
    (*it->second.done)(not_now(error_code::timed_out, "no answer in time; what was asked may still happen"));
    it = st.open.erase(it);
  }
  while (!st.asked.empty() && st.asked.front().until <= now) {
    (*st.asked.front().done)(504, R"({"errors":[{"code":"timed_out","reason":"no answer in time","field":null}]})");
    st.asked.pop_front();
  }
  st.ticking = !st.open.empty() || !st.asked.empty();
  if (st.ticking) self->delayed_send(self, look_for_overdue, caf::tick_atom::value);
}

void on_told(self_pointer self, told_from_outside& told) {
  auto& st = self->state;
  const auto now = st.stations->get();
  if (!now.stations) {
    (*told.done)(not_now(error_code::stopping, "the broker is starting"));
    return;
  }
  const auto token = ++st.last_token;
  st.open[token] = {std::move(told.done), self->home_system().clock().now() + broker_port::answer_limit};
  self->send(now.stations->practices,
             practice_command{told.practice, std::move(told.what), caf::actor_cast<answer_sink_actor>(self), token,
                              std::move(told.by)});
  if (!std::exchange(st.ticking, true)) self->delayed_send(self, look_for_overdue, caf::tick_atom::value);
}

void on_asked(self_pointer self, asked_from_outside& asked) {
  const auto now = self->state.stations->get();
  if (!now.stations || !now.stations->board) {
    (*asked.done)(503, R"({"errors":[{"code":"stopping","reason":"the broker is starting","field":null}]})");
    return;
  }
  // A board that ends takes the questions in its mailbox with it: whoever asked is told in time all the same.
  auto& st = self->state;
  st.asked.push_back({asked.done, self->home_system().clock().now() + broker_port::answer_limit});
  self->send(now.stations->board,
             board_query{std::move(asked.resource), std::move(asked.parameters),
                         std::make_shared<std::function<void(int, std::string)>>(
                             [done = asked.done](int status, std::string json) { (*done)(status, std::move(json)); }),
                         std::move(asked.within)});
  if (!std::exchange(st.ticking, true)) self->delayed_send(self, look_for_overdue, caf::tick_atom::value);
}

void on_users(self_pointer self, users_from_outside& asked);

/// One stretch of the host's stream: the users' events of it are kept, the next one is asked for.
void on_stretch(self_pointer self, users_from_outside& asked, const stream_slice& slice) {
  for (const auto& entry : slice.entries) {
    asked.so_far.upto = entry.sequence;
    if (entry.what.type != event_type::user_changed && entry.what.type != event_type::sign_in_tried) continue;
    auto what = self->state.keys ? open(entry.what, entry.practice, *self->state.keys) : decode(entry.what);
    if (!what) return (*asked.done)(tl::unexpected(what.error())); // nobody comes in by half a directory
    asked.so_far.events.emplace_back(entry.sequence, std::move(*what));
  }
  if (slice.entries.empty() || asked.so_far.upto >= slice.last) return (*asked.done)(std::move(asked.so_far));
  on_users(self, asked);
}

void on_users(self_pointer self, users_from_outside& asked) {
  const auto now = self->state.stations->get();
  if (!now.log) return (*asked.done)(fail(error_code::stopping, "the event log is not open"));
  const auto kept = std::make_shared<users_from_outside>(std::move(asked));
  self->request(now.log, caf::infinite, read_stream{practice_id::host(), kept->so_far.upto})
      .then([self, kept](const stream_slice& slice) { on_stretch(self, *kept, slice); },
            [kept](const caf::error&) { (*kept->done)(fail(error_code::log_unavailable, "the event log is closed")); });
}

class broker_bridge final : public stoppable_broker_port {
public:
  broker_bridge(caf::actor_system& system, std::shared_ptr<station_directory> stations,
                std::shared_ptr<const practice_register> practices, std::shared_ptr<node_orders> orders,
                sealer_ptr keys)
      : stations_(std::move(stations)), practices_(std::move(practices)), orders_(std::move(orders)),
        actor_(system.spawn(bridge, stations_, std::move(keys))) {}
  ~broker_bridge() override { stop(); }

  void ask(std::string resource, std::map<std::string, std::string> parameters,
           std::function<void(http_answer)> done) override {
    ask_within(std::move(resource), std::move(parameters), nullptr, std::move(done));
  }
  void read_users(std::uint64_t after, std::function<void(result<user_news>)> done) override {
    caf::anon_send(actor_,
                   users_from_outside{user_news{{}, after},
                                      std::make_shared<answer_once<result<user_news>>>(
                                          std::move(done), fail(error_code::stopping, "the broker is stopping"))});
  }
  void ask_within(std::string resource, std::map<std::string, std::string> parameters, practice_scope_ptr within,
                  std::function<void(http_answer)> done) override {
    auto once = std::make_shared<answer_once<int, std::string>>(
        [done = std::move(done)](int status, std::string body) {
          done({status, std::move(body)});
        },
        503, std::string(stopping_json));
    caf::anon_send(actor_,
                   asked_from_outside{std::move(resource), std::move(parameters), std::move(once), std::move(within)});
  }
  void tell(practice_id practice, command what, audit_mark_ptr by, std::function<void(answer)> done) override {
    caf::anon_send(actor_,
                   told_from_outside{practice, std::move(what), std::move(by),
                                     std::make_shared<answer_once<answer>>(
                                         std::move(done), not_now(error_code::stopping, "the broker is stopping"))});
  }
  void operate(std::string what, std::map<std::string, std::string> parameters, audit_mark_ptr by,
               std::function<void(http_answer)> done) override {
    if (!orders_)
      return done(
          {404, R"({"errors":[{"code":"not_found","reason":"this broker takes no such orders","field":null}]})"});
    orders_->run(what, parameters, std::move(by), *this, std::move(done));
  }
  bool knows(const practice_id& practice) override { return practices_->knows(practice); }
  std::optional<practice_id> practice_of_number(std::string_view digits) override {
    return practices_->practice_of_number(digits);
  }
  practice_settings_ptr practice_of_service(const std::string& service) override {
    return practices_->practice_of_service(service);
  }
  void practice_of_message(message_id message, std::function<void(result<std::optional<practice_id>>)> done) override {
    ask("message-practice/" + to_text(message), {}, [done = std::move(done)](const http_answer& got) {
      if (got.status != 200 && got.status != 404) return done(fail(error_code::stopping, "the board is not ready"));
      const auto from = got.body.find(":\""); // {"practice":"A99001"}: the board's own words, one field
      const auto to = from == std::string::npos ? from : got.body.find('"', from + 2);
      if (got.status != 200 || to == std::string::npos) return done(std::optional<practice_id>());
      done(practice_id::parse(std::string_view(got.body).substr(from + 2, to - from - 2)));
    });
  }
  std::string not_ready() override {
    const auto now = stations_->get();
    if (!now.stations) return "the stations are being started";
    if (!now.log) return now.no_log.empty() ? "the event log is not open" : now.no_log;
    if (!practices_->is_read()) return "the practices' files are being read";
    return {};
  }
  /// The handle stays: what comes later goes to an actor that has ended, and is answered by its own `answer_once`.
  void stop() override { caf::anon_send_exit(actor_, caf::exit_reason::user_shutdown); }

private:
  std::shared_ptr<station_directory> stations_;
  std::shared_ptr<const practice_register> practices_;
  std::shared_ptr<node_orders> orders_;
  const bridge_actor actor_;
};

} // namespace

bridge_actor_state::~bridge_actor_state() {
  for (auto& one : asked) (*one.done)(503, std::string(stopping_json));
}

bridge_actor::behavior_type bridge(self_pointer self, std::shared_ptr<station_directory> stations, sealer_ptr keys) {
  self->state.stations = std::move(stations);
  self->state.keys = std::move(keys);
  return {
      [self](told_from_outside& told) { on_told(self, told); },
      [self](asked_from_outside& asked) { on_asked(self, asked); },
      [self](command_answer& got) {
        const auto found = self->state.open.find(got.token);
        if (found == self->state.open.end()) return; // it was told that there is no answer
        const auto done = std::move(found->second.done);
        self->state.open.erase(found);
        (*done)(std::move(got.what));
      },
      [self](users_from_outside& asked) { on_users(self, asked); },
      [self](caf::tick_atom) { on_tick(self); },
  };
}

std::unique_ptr<stoppable_broker_port> make_broker_bridge(caf::actor_system& system,
                                                          std::shared_ptr<station_directory> stations,
                                                          std::shared_ptr<const practice_register> practices,
                                                          std::shared_ptr<node_orders> orders, sealer_ptr keys) {
  return std::make_unique<broker_bridge>(system, std::move(stations), std::move(practices), std::move(orders),
                                         std::move(keys));
}

} // namespace tidings
