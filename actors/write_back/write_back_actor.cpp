#include "actors/write_back/write_back_actor.hpp"

#include "schemas/crash_point.hpp"

#include <algorithm>

namespace tidings {
namespace {

using self_pointer = write_back_actor::stateful_pointer<write_back_actor_state>;

void tell(self_pointer self, const practice_id& practice, finished_operation done) {
  self->send(self->state.stations->practices,
             practice_command{
                 practice,
                 operation_outcome{done.operation, done.result, std::move(done.system_uid), std::move(done.detail)},
                 {},
                 0});
}

bool writes(const connector_request& what) {
  return !std::holds_alternative<read_appointment>(what) && !std::holds_alternative<find_code>(what) &&
         !std::holds_alternative<find_document>(what);
}

void end_if_calm(self_pointer self) {
  auto& st = self->state;
  const auto calm = [](const auto& entry) { return !entry.second.is_asking(); };
  if (st.ending && std::all_of(st.boxes.begin(), st.boxes.end(), calm)) self->quit(caf::exit_reason::user_shutdown);
}

void pump(self_pointer self, const practice_id& practice, outbox& box) {
  auto& st = self->state;
  if (st.ending) return;
  const auto now = look_at_clocks(self, st.now);
  for (auto& done : box.expire(now)) tell(self, practice, std::move(done));
  while (auto request = box.next(now)) {
    if (!request->begins.is_nil()) {
      std::erase_if(st.beginning, [&](const auto& one) { return one.second.second == request->begins; }); // given up
      st.beginning.emplace(++st.last_token, std::pair(practice, request->begins));
      self->send(st.stations->practices,
                 practice_command{practice, begin_operation{request->begins}, self, st.last_token, {}});
      continue;
    }
    if (writes(request->what)) crash_point("before_write_back");
    self->send(st.stations->connectors,
               connector_call{practice, request->token, std::move(request->what), self, std::move(request->system_id)});
  }
  if (const auto at = box.wake_at(); at != never) st.timer.ring_in(self, at - now.wall);
}

} // namespace

write_back_actor::behavior_type write_back(self_pointer self, write_back_options options) {
  self->state.now = std::move(options.now);
  self->set_exit_handler([self](caf::exit_msg& e) {
    if (e.reason != caf::exit_reason::user_shutdown) return self->quit(e.reason);
    self->state.ending = true;
    end_if_calm(self);
  });
  return {
      [self, handled = options.handled](operation_wanted& what) {
        handled.one();
        const auto practice = what.practice;
        auto& box = self->state.boxes[practice];
        box.put(std::move(what));
        pump(self, practice, box);
      },
      [self, handled = options.handled](operation_unwanted& what) {
        handled.one();
        const auto found = self->state.boxes.find(what.practice);
        if (found == self->state.boxes.end()) return;
        if (auto done = found->second.withdraw(what.operation)) tell(self, what.practice, std::move(*done));
        pump(self, what.practice, found->second);
      },
      [self, handled = options.handled](connector_answer& got) {
        handled.one();
        const auto found = self->state.boxes.find(got.practice);
        if (found == self->state.boxes.end()) return;
        if (auto done = found->second.answered(got, look_at_clocks(self, self->state.now))) {
          crash_point("after_write_back");
          tell(self, got.practice, std::move(*done));
        }
        pump(self, got.practice, found->second);
        end_if_calm(self);
      },
      [self](station_handles_ptr& stations) { self->state.stations = stations; },
      [self](caf::tick_atom, std::uint64_t generation) {
        auto& st = self->state;
        if (!st.timer.rings(generation)) return;
        for (auto it = st.boxes.begin(); it != st.boxes.end();) {
          pump(self, it->first, it->second);
          it = it->second.size() == 0 ? st.boxes.erase(it) : std::next(it);
        }
      },
      [self](const command_answer& said) {
        auto& st = self->state;
        const auto asked = st.beginning.find(said.token);
        if (asked == st.beginning.end()) return;
        const auto [practice, operation] = asked->second;
        st.beginning.erase(asked);
        const auto found = st.boxes.find(practice);
        if (found == st.boxes.end()) return;
        if (auto done = found->second.began(operation, said.what, look_at_clocks(self, st.now)))
          tell(self, practice, std::move(*done));
        pump(self, practice, found->second);
        end_if_calm(self);
      },
  };
}

} // namespace tidings
