#include "tests/simulation/slow_log.hpp"

#include "schemas/alarm.hpp"

namespace tidings::simulation {
namespace {

using self_pointer = event_log_actor::stateful_pointer<slow_log_state>;

void queue_up(self_pointer self, millis takes, std::function<void()> what) {
  auto& st = self->state;
  const auto now = steady_now(self);
  if (st.queue.empty() && takes == millis(0)) return what();
  st.busy_until = std::max(st.busy_until, now) + takes;
  st.queue.push_back(std::move(what));
  self->delayed_send(self, std::chrono::duration_cast<caf::timespan>(st.busy_until - now), caf::tick_atom::value);
}

template <class Message> auto passed_on(self_pointer self) {
  return [self](Message& what) {
    const bool writes = std::is_same_v<Message, append_events>;
    queue_up(self, writes ? self->state.takes() : millis(0), [self, kept = std::make_shared<Message>(std::move(what))] {
      self->send(self->state.log, std::move(*kept));
    });
  };
}

template <class Question, class Answer> auto asked(self_pointer self) {
  return [self](Question& what) -> caf::typed_response_promise<Answer> {
    auto promise = self->make_response_promise<Answer>();
    queue_up(self, millis(0), [self, promise, kept = std::make_shared<Question>(std::move(what))] {
      self->request(self->state.log, caf::infinite, std::move(*kept))
          .then([promise](Answer& answer) mutable { promise.deliver(std::move(answer)); },
                [promise](caf::error& why) mutable { promise.deliver(std::move(why)); });
    });
    return promise;
  };
}

} // namespace

slow_log_state::~slow_log_state() {
  if (log) caf::anon_send_exit(log, caf::exit_reason::kill);
}

event_log_actor::behavior_type slow_log(self_pointer self, event_log_actor log, std::function<millis()> takes) {
  self->state.log = std::move(log);
  self->state.takes = std::move(takes);
  self->monitor(self->state.log);
  self->set_down_handler([self](caf::down_msg& down) { self->quit(down.reason); });
  return {passed_on<append_events>(self),
          passed_on<snapshot>(self),
          asked<read_stream, stream_slice>(self),
          asked<read_snapshot, snapshot>(self),
          asked<list_streams, std::vector<stream_summary>>(self),
          passed_on<subscribe_log>(self),
          passed_on<demand_events>(self),
          asked<ask_log_statistics, log_statistics>(self),
          asked<ask_stream_ends, std::vector<stream_end>>(self),
          passed_on<remember_places>(self),
          asked<find_places, places_found>(self),
          [self](caf::tick_atom) {
            auto next = std::move(self->state.queue.front());
            self->state.queue.pop_front();
            next();
          }};
}

} // namespace tidings::simulation
