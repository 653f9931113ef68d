#pragma once
// Fake neighbours of a few lines each: they write down what they are told, and the log holds its acknowledgements back
// when asked to.
#include "schemas/actors.hpp"
#include "schemas/event_codec.hpp"
#include "tests/support/det_world.hpp"
#include "tests/support/practice_world.hpp"

namespace tidings::test {

struct heard_by_all {
  // the dispatcher
  std::vector<message_due> due;
  std::vector<attempt_ready> ready;
  std::vector<attempt_declined> declined;
  std::vector<look_up_due> look_ups;
  std::vector<providers_paused> paused;
  // write-back
  std::vector<operation_wanted> operations;
  std::vector<operation_unwanted> withdrawn;
  // the practices' supervisor
  std::vector<practice_command> told;
  std::size_t messages_of_commands = 0; ///< that brought them
  std::vector<commands_handled> handled;
  int recovered = 0; ///< practices that have read their state
  std::vector<practice_idle> idle;
  // the others
  std::vector<provider_call> provider_calls;
  std::vector<provider_look_up> provider_look_ups;
  std::vector<connector_call> connector_calls;
  std::vector<command_answer> answers;

  /// Commands of one kind told to practices, in their order.
  template <class Command> std::vector<Command> commands() const {
    std::vector<Command> all;
    for (const auto& one : told)
      if (const auto* what = std::get_if<Command>(&one.what)) all.push_back(*what);
    return all;
  }
};
using heard_ptr = std::shared_ptr<heard_by_all>;

template <class T> auto keep(heard_ptr heard, std::vector<T> heard_by_all::*list) {
  return [heard, list](const T& what) { ((*heard).*list).push_back(what); };
}
template <class T> auto ignore() {
  return [](const T&) {};
}
inline auto ignore_tick() {
  return [](caf::tick_atom, std::uint64_t) {};
}

struct effect_keeper {
  heard_by_all& heard;
  void operator()(const message_due& e) { heard.due.push_back(e); }
  void operator()(const attempt_ready& e) { heard.ready.push_back(e); }
  void operator()(const attempt_declined& e) { heard.declined.push_back(e); }
  void operator()(const look_up_due& e) { heard.look_ups.push_back(e); }
  void operator()(const providers_paused& e) { heard.paused.push_back(e); }
};
inline dispatcher_actor::behavior_type fake_dispatcher(dispatcher_actor::pointer, heard_ptr heard) {
  return {[heard](const dispatch_effects& told) {
            for (const auto& one : told.all) std::visit(effect_keeper{*heard}, one);
          },
          ignore<provider_answer>(),
          ignore<look_up_answer>(),
          ignore<station_handles_ptr>(),
          ignore<host_spend>(),
          ignore_tick(),
          [](caf::flush_atom) {}};
}
inline write_back_actor::behavior_type fake_write_back(write_back_actor::pointer, heard_ptr heard) {
  return {keep(heard, &heard_by_all::operations),
          keep(heard, &heard_by_all::withdrawn),
          ignore<connector_answer>(),
          ignore<station_handles_ptr>(),
          ignore_tick(),
          ignore<command_answer>()};
}
inline practices_actor::behavior_type fake_practices(practices_actor::pointer, heard_ptr heard) {
  using all = heard_by_all;
  return {keep(heard, &all::told),
          [heard](const practice_commands& told) {
            ++heard->messages_of_commands;
            heard->told.insert(heard->told.end(), told.all.begin(), told.all.end());
          },
          [heard](const commands_handled& what) {
            if (what.upto > 0)
              heard->handled.push_back(what);
            else
              ++heard->recovered;
          },
          keep(heard, &all::idle),
          ignore<settings_changed>(),
          ignore<practice_removed>(),
          ignore<log_is>(),
          ignore<log_trouble>(),
          ignore<station_handles_ptr>(),
          ignore_tick(),
          [](caf::flush_atom) {}};
}
inline providers_actor::behavior_type fake_providers(providers_actor::pointer, heard_ptr heard) {
  return {keep(heard, &heard_by_all::provider_calls), keep(heard, &heard_by_all::provider_look_ups),
          ignore<station_handles_ptr>(), ignore_tick()};
}
inline connectors_actor::behavior_type fake_connectors(connectors_actor::pointer, heard_ptr heard) {
  return {keep(heard, &heard_by_all::connector_calls),
          ignore<settings_changed>(),
          ignore<practice_removed>(),
          ignore<connector_report>(),
          ignore<station_handles_ptr>(),
          ignore_tick(),
          ignore<documents_report>()};
}
inline answer_sink_actor::behavior_type fake_asker(answer_sink_actor::pointer, heard_ptr heard) {
  return {keep(heard, &heard_by_all::answers)};
}

/// What a fake log has on its disk, and whose acknowledgements it holds back.
struct fake_disk {
  std::map<practice_id, std::vector<log_entry>> streams;
  std::map<practice_id, snapshot> snapshots;
  bool silent = false;                   ///< readings of a stream have no answer
  std::vector<std::uint64_t> read_after; ///< of each reading
  std::size_t appends = 0;
  bool hold = false;
  std::vector<append_events> held;

  /// Events of one kind, of all practices.
  template <class Event> std::vector<Event> events() const {
    std::vector<Event> all;
    for (const auto& [practice, entries] : streams)
      for (const auto& one : entries)
        if (auto what = decode(one.what); what && std::holds_alternative<Event>(*what))
          all.push_back(std::get<Event>(*what));
    return all;
  }
};
using fake_disk_ptr = std::shared_ptr<fake_disk>;

inline event_log_actor::behavior_type fake_log(event_log_actor::pointer self, fake_disk_ptr disk) {
  return {[self, disk](append_events& what) {
            ++disk->appends;
            auto& stream = disk->streams[what.practice];
            for (const auto& one : what.events) stream.push_back({what.practice, stream.size() + 1, one});
            if (disk->hold)
              disk->held.push_back(what);
            else
              self->send(what.sink, events_appended{what.practice, stream.size()});
          },
          [disk](const snapshot& what) { disk->snapshots[what.practice] = what; },
          [self, disk](const read_stream& what) -> caf::result<stream_slice> {
            if (disk->silent) return self->make_response_promise<stream_slice>(); // and never a word
            disk->read_after.push_back(what.after);
            stream_slice slice;
            for (const auto& one : disk->streams[what.practice])
              if (one.sequence > what.after && slice.entries.size() < what.limit) slice.entries.push_back(one);
            slice.last = disk->streams[what.practice].size();
            return slice;
          },
          [disk](const read_snapshot& what) {
            auto kept = disk->snapshots[what.practice];
            kept.practice = what.practice;
            return kept;
          },
          [disk](const list_streams&) {
            std::vector<stream_summary> lines;
            for (const auto& [practice, entries] : disk->streams) {
              const auto& kept = disk->snapshots[practice];
              lines.push_back({practice, entries.size(), kept.version, kept.wake_at});
            }
            return lines;
          },
          ignore<subscribe_log>(),
          ignore<demand_events>(),
          [](const ask_log_statistics&) { return log_statistics(); },
          [](const ask_stream_ends&) { return std::vector<stream_end>(); },
          ignore<remember_places>(),
          [](const find_places&) { return places_found(); },
          [](caf::tick_atom) {}};
}

/// A fixture with all of them. What a test spawns beside them it hands to `ours` or ends itself.
class neighbourhood : public det_world {
  std::vector<caf::actor> ours_; // first: the handles below are put into it as they are made

public:
  heard_ptr heard = std::make_shared<heard_by_all>();
  fake_disk_ptr disk = std::make_shared<fake_disk>();
  event_log_actor log = ours(sys.spawn(fake_log, disk));
  dispatcher_actor dispatcher_side = ours(sys.spawn(fake_dispatcher, heard));
  write_back_actor write_back_side = ours(sys.spawn(fake_write_back, heard));
  practices_actor practices_side = ours(sys.spawn(fake_practices, heard));
  providers_actor providers_side = ours(sys.spawn(fake_providers, heard));
  connectors_actor connectors_side = ours(sys.spawn(fake_connectors, heard));
  answer_sink_actor asker = ours(sys.spawn(fake_asker, heard));
  practice_id a = *practice_id::parse("A99001");
  practice_id b = *practice_id::parse("B99002");

  ~neighbourhood() override {
    for (const auto& one : std::vector(ours_.rbegin(), ours_.rend())) end(one);
  }
  template <class Handle> Handle ours(Handle one) {
    ours_.push_back(caf::actor_cast<caf::actor>(one));
    return one;
  }
  station_handles_ptr stations() {
    return std::make_shared<const station_handles>(
        station_handles{practices_side, dispatcher_side, write_back_side, providers_side, connectors_side, {}});
  }
  /// The oldest append that is held back, or all of them, gets to the disk.
  void acknowledge_one() {
    const auto one = disk->held.front();
    disk->held.erase(disk->held.begin());
    tell(one.sink, events_appended{one.practice, one.expected + one.events.size()});
    drain();
  }
  void acknowledge_all() {
    while (!disk->held.empty()) acknowledge_one();
  }
  std::size_t running() { return sys.registry().running(); }
};

inline message_id numbered_message(int n) { return id_from_name<message_id>("test", std::to_string(n)); }

/// A message to a number that belongs to no patient: nothing else has to be known.
inline accept_message text_message(int n) {
  return {.message = numbered_message(n),
          .to = secret_text("07700 900123"),
          .text = secret_text("Your results are in."),
          .asked_by = "api"};
}

} // namespace tidings::test
