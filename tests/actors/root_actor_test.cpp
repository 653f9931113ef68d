// The root of the tree over real stations on a disk in memory: whatever ends is started again and everybody is told.
#include "actors/node/root_actor.hpp"

#include "actors/dispatcher/dispatcher_actor.hpp"
#include "actors/event_log/event_log_actor.hpp"
#include "actors/event_log/memory_engine.hpp"
#include "actors/node/supervision/connectors_actor.hpp"
#include "actors/node/supervision/practices_actor.hpp"
#include "actors/node/supervision/providers_actor.hpp"
#include "actors/write_back/write_back_actor.hpp"
#include "tests/actors/neighbours.hpp"
#include "tests/support/memory_keys.hpp"

using namespace tidings;
using namespace tidings::test;
using namespace std::chrono_literals;

namespace {

/// Takes every message, as a provider would.
provider_actor::behavior_type taking_provider(provider_actor::pointer self, std::shared_ptr<std::size_t> calls) {
  return {[self, calls](const provider_call& call) {
            ++*calls;
            self->send(call.answer_to,
                       provider_answer{
                           call.what.practice,
                           {.message = call.what.message, .attempt = call.what.attempt, .result = attempt_result::sent},
                           call.what.provider,
                           1});
          },
          ignore<provider_look_up>()};
}
provider_actor::behavior_type silent_provider(provider_actor::pointer) {
  return {ignore<provider_call>(), ignore<provider_look_up>()};
}
connector_actor::behavior_type silent_connector(connector_actor::pointer) {
  return {ignore<connector_call>(), ignore<settings_changed>(), ignore_tick(), ignore<wire_answer>()};
}

struct root_actor_test : det_world {
  std::shared_ptr<memory_disk> disk = std::make_shared<memory_disk>();
  std::shared_ptr<station_directory> directory = std::make_shared<station_directory>();
  std::shared_ptr<std::size_t> provider_calls = std::make_shared<std::size_t>(0);
  heard_ptr heard = std::make_shared<heard_by_all>();
  answer_sink_actor asker = sys.spawn(fake_asker, heard);
  sealer_ptr keys = memory_keys(clock());
  std::vector<std::string> failures;
  bool disk_opens = true;
  bool provider_answers = true;
  std::vector<std::string> ended; ///< stations, as they ended
  root_actor aut;
  std::size_t running_before = sys.registry().running();
  practice_id a = *practice_id::parse("A99001");
  std::uint64_t token = 0;

  ~root_actor_test() override {
    stop();
    end(asker);
    directory->set({});
    advance(2h); // last timers
  }
  void stop() {
    if (aut) end(aut, caf::exit_reason::user_shutdown);
    aut = nullptr;
  }
  template <class Handle> Handle watched(Handle one, const std::string& name) {
    one->attach_functor([this, name](const caf::error&) { ended.push_back(name); });
    return one;
  }
  void start() {
    provider_settings account;
    account.id = provider_id("firetext");
    station_factories make;
    make.log = [this](caf::scheduled_actor& by) -> result<event_log_actor> {
      if (!disk_opens) return fail(error_code::log_unavailable, "no such disk");
      auto engine = open_memory(disk);
      if (!engine) return tl::unexpected(engine.error());
      return watched(by.spawn(event_log, std::shared_ptr<log_engine>(std::move(*engine)),
                              event_log_options{.keeper = log_keeper(by)}),
                     "log");
    };
    make.dispatcher = [this, account](caf::scheduled_actor& by) {
      return watched(by.spawn(dispatcher, dispatcher_options{clock(), {account}}), "dispatcher");
    };
    make.write_back = [this](caf::scheduled_actor& by) { return watched(by.spawn(write_back, clock()), "write-back"); };
    make.providers = [this, account](caf::scheduled_actor& by) {
      return watched(by.spawn(providers_supervisor,
                              providers_options{clock(),
                                                {account},
                                                [this](caf::scheduled_actor& parent, const provider_settings&) {
                                                  return provider_answers
                                                             ? parent.spawn(taking_provider, provider_calls)
                                                             : parent.spawn(silent_provider);
                                                },
                                                {}}),
                     "providers");
    };
    make.connectors = [this](caf::scheduled_actor& by) {
      return watched(by.spawn(connectors_supervisor,
                              connectors_options{clock(),
                                                 [](caf::scheduled_actor& parent, const practice_settings_ptr&,
                                                    const practices_actor&,
                                                    const connectors_actor&) { return parent.spawn(silent_connector); },
                                                 {}}),
                     "connectors");
    };
    make.practices = [this](caf::scheduled_actor& by) {
      return watched(by.spawn(practices_supervisor, practices_options{clock(), millis(600'000), keys, 1'000, {}}),
                     "practices");
    };
    aut = sys.spawn(root, root_options{make, clock(), directory, {}, [this](const std::string& line) {
                                         failures.push_back(line);
                                       }});
    tell(aut, settings_changed{std::make_shared<const practice_settings>(settings_of_practice())});
    drain();
  }
  std::size_t running() { return sys.registry().running() - running_before; }
  station_handles now_there() const { return *directory->get().stations; }
  /// Its token; the answer, if any, is in `heard`.
  std::uint64_t command_it(command what) {
    tell(now_there().practices, practice_command{a, std::move(what), asker, ++token});
    drain();
    return token;
  }
  bool accepted(std::uint64_t which) const {
    return std::count_if(heard->answers.begin(), heard->answers.end(),
                         [&](const auto& one) { return one.token == which && one.what.accepted; }) == 1;
  }
  error_code refusal(std::uint64_t which) const {
    for (const auto& one : heard->answers)
      if (one.token == which) return one.what.refusal;
    return error_code::none;
  }
  bool was_said(std::string_view words) const {
    return std::any_of(failures.begin(), failures.end(),
                       [&](const auto& line) { return line.find(words) != std::string::npos; });
  }
  /// All stations, one provider, one connector, one practice.
  static constexpr std::size_t all_of_them = 1 + 6 + 3;
};

TEST_F(root_actor_test, starts_every_station_and_introduces_them) {
  start();
  EXPECT_EQ(running(), all_of_them);
  ASSERT_TRUE(directory->get().stations);
  EXPECT_TRUE(directory->get().log);
  EXPECT_TRUE(accepted(command_it(text_message(1))));
  EXPECT_EQ(*provider_calls, 1U) << "all the way to the provider";
  EXPECT_TRUE(failures.empty());
}

struct station_to_kill {
  const char* name;
  caf::actor (*find)(const station_directory::entry&);
};
template <class Handle> caf::actor any(const Handle& one) { return caf::actor_cast<caf::actor>(one); }

TEST_F(root_actor_test, starts_a_station_again_that_was_killed_and_tells_everybody) {
  const std::vector<station_to_kill> stations = {
      {"log", [](const auto& all) { return any(all.log); }},
      {"dispatcher", [](const auto& all) { return any(all.stations->dispatcher); }},
      {"write-back", [](const auto& all) { return any(all.stations->write_back); }},
      {"providers", [](const auto& all) { return any(all.stations->providers); }},
      {"connectors", [](const auto& all) { return any(all.stations->connectors); }},
      {"practices", [](const auto& all) { return any(all.stations->practices); }}};
  start();
  int n = 0;
  for (const auto& one : stations) {
    const auto before = one.find(directory->get());
    failures.clear();
    end(before);
    EXPECT_LT(running(), all_of_them) << one.name;
    advance(3s);
    const auto after = one.find(directory->get());
    EXPECT_TRUE(after) << one.name;
    EXPECT_NE(after, before) << one.name << ": the directory has the new one";
    EXPECT_EQ(running(), all_of_them) << one.name << ": nothing is missing, no child of the old one lives on";
    ASSERT_EQ(failures.size(), 1U) << one.name;
    EXPECT_TRUE(was_said(one.name));
    const auto calls = *provider_calls;
    EXPECT_TRUE(accepted(command_it(text_message(++n)))) << one.name << ": work goes on";
    EXPECT_EQ(*provider_calls, calls + 1) << one.name << ": and reaches the provider";
  }
}

TEST_F(root_actor_test, leaves_the_others_alone_when_one_station_ends) {
  start();
  const auto before = now_there();
  end(before.write_back);
  advance(3s);
  const auto after = now_there();
  EXPECT_EQ(after.practices, before.practices);
  EXPECT_EQ(after.dispatcher, before.dispatcher);
  EXPECT_EQ(after.providers, before.providers);
  EXPECT_EQ(after.connectors, before.connectors);
}

TEST_F(root_actor_test, takes_the_children_of_a_killed_supervisor_with_it) {
  start();
  end(now_there().practices);
  EXPECT_EQ(running(), all_of_them - 2);
  advance(3s);
  end(now_there().connectors);
  EXPECT_EQ(running(), all_of_them - 2);
  advance(3s);
  end(now_there().providers);
  EXPECT_EQ(running(), all_of_them - 2);
}

TEST_F(root_actor_test, loses_nothing_acknowledged_when_its_log_is_killed) {
  start();
  for (int n = 1; n <= 3; ++n) ASSERT_TRUE(accepted(command_it(text_message(n))));
  end(directory->get().log);
  advance(3s);
  for (int n = 1; n <= 3; ++n) EXPECT_TRUE(accepted(command_it(text_message(n))));
  EXPECT_EQ(*provider_calls, 3U) << "each was known already";
}

TEST_F(root_actor_test, refuses_on_a_full_disk_and_goes_on_as_soon_as_there_is_room) {
  start();
  ASSERT_TRUE(accepted(command_it(text_message(1))));
  const auto log = directory->get().log;
  for (int fills = 0; fills < 10; ++fills) {
    disk->write_failure = failure{error_code::disk_full, "no space left in some folder"};
    const auto refused_one = command_it(text_message(2 + fills));
    EXPECT_EQ(refusal(refused_one), error_code::disk_full);
    EXPECT_EQ(refusal(command_it(text_message(2 + fills))), error_code::disk_full);
    EXPECT_FALSE(directory->get().log) << "not ready";
    EXPECT_EQ(directory->get().no_log.find("folder"), std::string::npos) << "no path for those outside";
    EXPECT_TRUE(was_said("no space left in some folder"));
    advance(10s);
    disk->write_failure.reset();
    advance(10s);
    EXPECT_TRUE(accepted(command_it(text_message(2 + fills)))) << "fill " << fills;
  }
  EXPECT_NE(directory->get().log, log);
  EXPECT_EQ(running(), all_of_them);
  EXPECT_EQ(*provider_calls, 11U) << "each once";
}

TEST_F(root_actor_test, goes_on_when_the_disk_comes_back) {
  start();
  disk->write_failure = failure{error_code::log_unavailable, "the disk said no"};
  disk_opens = false;
  const auto lost = command_it(text_message(1));
  advance(1s);
  EXPECT_EQ(refusal(lost), error_code::log_unavailable) << "told within a second";
  EXPECT_TRUE(was_said("the event log can't be opened: no such disk"));
  advance(10min);
  EXPECT_EQ(refusal(command_it(text_message(2))), error_code::log_unavailable);
  disk->write_failure.reset();
  disk_opens = true;
  advance(6s);
  EXPECT_TRUE(accepted(command_it(text_message(1)))) << "tried every few seconds, however often it failed";
  EXPECT_EQ(running(), all_of_them);
}

TEST_F(root_actor_test, closes_a_damaged_practice_and_says_so) {
  start();
  ASSERT_TRUE(accepted(command_it(text_message(1))));
  end(directory->get().log);
  disk->streams[a].records.back()[40] ^= 1;
  advance(3s);
  EXPECT_EQ(refusal(command_it(text_message(2))), error_code::log_damaged);
  EXPECT_TRUE(was_said("practice A99001, record"));
  end(now_there().practices);
  advance(3s);
  EXPECT_EQ(refusal(command_it(text_message(2))), error_code::log_damaged) << "their supervisor's successor knows it";
}

TEST_F(root_actor_test, waits_for_a_disk_that_is_not_there_at_the_start) {
  disk_opens = false;
  start();
  EXPECT_FALSE(directory->get().stations);
  advance(10s);
  EXPECT_FALSE(directory->get().stations);
  disk_opens = true;
  advance(1min);
  ASSERT_TRUE(directory->get().stations);
  EXPECT_TRUE(accepted(command_it(text_message(1))));
}

TEST_F(root_actor_test, does_not_start_a_station_over_and_over) {
  start();
  for (int i = 0; i < 6; ++i) {
    end(now_there().dispatcher);
    advance(2s);
  }
  EXPECT_EQ(running(), all_of_them - 1) << "after the sixth end in ten seconds it rests";
  advance(31s);
  EXPECT_EQ(running(), all_of_them);
}

TEST_F(root_actor_test, stops_from_the_outside_in_and_the_log_last) {
  start();
  command_it(text_message(1));
  end(aut, caf::exit_reason::user_shutdown);
  aut = nullptr;
  EXPECT_EQ(running(), 0U);
  EXPECT_EQ(ended,
            (std::vector<std::string>{"dispatcher", "write-back", "connectors", "providers", "practices", "log"}));
}

TEST_F(root_actor_test, waits_with_stopping_for_calls_under_way_until_its_patience_is_over) {
  provider_answers = false;
  start();
  command_it(text_message(1));
  end(aut, caf::exit_reason::user_shutdown);
  EXPECT_TRUE(ended.empty()) << "the provider may answer yet";
  advance(3s);
  EXPECT_TRUE(ended.empty());
  advance(2s);
  aut = nullptr;
  EXPECT_EQ(running(), 0U);
  EXPECT_EQ(ended.front(), "dispatcher");
  EXPECT_EQ(ended.back(), "log");
}

TEST_F(root_actor_test, takes_everything_with_it_when_it_is_killed) {
  start();
  end(aut);
  aut = nullptr;
  EXPECT_EQ(running(), 0U);
}

TEST_F(root_actor_test, remembers_a_removed_practice_as_removed) {
  start();
  tell(aut, practice_removed{a});
  drain();
  end(now_there().connectors);
  advance(3s);
  EXPECT_EQ(running(), all_of_them - 1) << "no connector for it";
}

TEST_F(root_actor_test, has_a_removed_practice_finish_its_work_though_the_practices_supervisor_is_a_new_one) {
  start();
  ASSERT_TRUE(accepted(command_it(text_message(1))));
  tell(aut, practice_removed{a});
  drain();
  end(now_there().practices);
  advance(3s);
  EXPECT_TRUE(accepted(command_it(
      receipt_arrived{numbered_message(1), provider_id("firetext"), receipt_status::delivered, "000", now()})));
}

} // namespace
