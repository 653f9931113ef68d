// Months of the whole broker in one thread and in virtual time: patients are booked, reminded, answer, come or don't,
// and are asked how it was. What is remembered is bounded in time, so that after the first weeks the memory in use
// stays where it is. TIDINGS_WEEKS=30 and TIDINGS_BOOKED=100 for more; then the dashboard's board is there as well.
#include "actors/board/board_actor.hpp"
#include "actors/dispatcher/dispatcher_actor.hpp"
#include "actors/event_log/event_log_actor.hpp"
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/node/supervision/connectors_actor.hpp"
#include "actors/node/supervision/practices_actor.hpp"
#include "actors/node/supervision/providers_actor.hpp"
#include "actors/write_back/write_back_actor.hpp"
#include "tests/simulation/fakes.hpp"
#include "tests/simulation/week/surgery.hpp"
#include "tests/support/det_world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <malloc.h>

namespace tidings::simulation {
namespace {

using namespace std::chrono_literals;

constexpr int practice_count = 2;
constexpr int days_of_week = 7;
constexpr int patients_of_each = 60;          ///< all of them have been here after the first weeks
constexpr std::size_t log_memory = 64 * 1024; ///< of RocksDB, which takes what it may: it must not hide what we gather
constexpr int days_ahead = 7;                 ///< so far is booked, and so long is what ended remembered at the least
/// Replies are remembered for two weeks, appointments and messages for one after they ended; by then everybody who
/// ever will has a conversation.
constexpr int weeks_to_fill = 6;
/// Weeks differ by what is under way at the moment of the look, and by what RocksDB's threads have given back by then:
/// some 7 %. A few KB for each night that a practice sleeps through come to 40 %.
constexpr double more_at_most = 1.2;

/// Bytes that are allocated and not given back, of this thread's heap. Zero under a sanitizer, which has its own.
double in_use() { return static_cast<double>(mallinfo2().uordblks); }

/// Of the three weeks that end with this one: a single one may have caught a bad moment.
double middle_of_three(const std::vector<double>& weeks, std::size_t last) {
  std::vector<double> three(weeks.begin() + static_cast<std::ptrdiff_t>(last) - 2,
                            weeks.begin() + static_cast<std::ptrdiff_t>(last) + 1);
  std::sort(three.begin(), three.end());
  return three[1];
}

int wished(const char* name, int otherwise) {
  const auto* text = std::getenv(name);
  return text ? std::atoi(text) : otherwise;
}

class months : public test::det_world {
protected:
  void SetUp() override {
    auto name = (std::filesystem::temp_directory_path() / "tidings-months-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    world_.with = swarm{};
    world_.trouble = false; // everybody does what they should
    world_.account = provider_settings{};
    world_.account.id = lying();
    world_.account.per_second = 1e6;
    world_.true_time = clock();
    with_board_ = std::getenv("TIDINGS_WEEKS") != nullptr;
    booked_a_day_ = wished("TIDINGS_BOOKED", 8);
    root_ = sys.spawn(root, root_options{stations(), clock(), directory_, {}, [](const std::string& line) {
                                           ADD_FAILURE() << line;
                                         }});
    drain();
    for (int number = 0; number < practice_count; ++number) {
      auto settings = week::settings_of(number);
      settings.sms_route = {lying()};
      settings.sender = sender_of(settings.id);
      world_.practices[settings.id];
      tell(root_, settings_changed{std::make_shared<const practice_settings>(std::move(settings))});
    }
    drain();
  }
  void TearDown() override {
    directory_->set({});
    end(root_, caf::exit_reason::user_shutdown);
    root_ = nullptr;
    advance(2h); // actors' last timers hold on to them
    std::filesystem::remove_all(folder_);
  }

  station_factories stations() {
    station_factories start;
    start.log = [this](caf::scheduled_actor& by) -> result<event_log_actor> {
      auto engine = open_rocksdb({.directory = folder_ / "log", .cache_bytes = log_memory, .memory_bytes = log_memory});
      if (!engine) return tl::unexpected(engine.error());
      return by.spawn(event_log, std::shared_ptr<log_engine>(std::move(*engine)),
                      event_log_options{.linger_turns_max = 0, .how = durability::buffered});
    };
    if (with_board_)
      start.board = [this](caf::scheduled_actor& by, event_log_actor log) {
        return by.spawn(board, std::move(log), std::shared_ptr<live_feed>(), clock(), std::string("months"),
                        world_.keys);
      };
    start.dispatcher = [this](caf::scheduled_actor& by) {
      return by.spawn(dispatcher, dispatcher_options{clock(), {world_.account}});
    };
    start.write_back = [this](caf::scheduled_actor& by) { return by.spawn(write_back, clock()); };
    start.providers = [this](caf::scheduled_actor& by) {
      return by.spawn(providers_supervisor, providers_options{clock(),
                                                              {world_.account},
                                                              [this](caf::scheduled_actor& parent, const auto&) {
                                                                return parent.spawn(lying_provider, &world_, directory_,
                                                                                    clock());
                                                              },
                                                              {}});
    };
    start.connectors = [this](caf::scheduled_actor& by) {
      return by.spawn(connectors_supervisor,
                      connectors_options{clock(),
                                         [this](caf::scheduled_actor& parent, const auto&, const auto&, const auto&) {
                                           return parent.spawn(lying_connector, &world_);
                                         },
                                         {}});
    };
    start.practices = [this](caf::scheduled_actor& by) {
      return by.spawn(practices_supervisor, practices_options{clock(), 600s, world_.keys, 10'000, {}, {}});
    };
    return start;
  }

  void tell_practice(const practice_id& practice, command what) {
    tell(directory_->get().stations->practices, practice_command{practice, std::move(what), {}, 0, {}});
  }

  /// Some more appointments, `days_ahead` from now.
  void book(const practice_id& id, practice_outside& practice) {
    for (int i = 0; i < booked_a_day_; ++i) {
      const auto person = between(world_.random, 0, patients_of_each - 1);
      patient_details who;
      who.id = patient_id(fmt::format("{}-p{}", id.str(), person));
      who.system_id = secret_text(fmt::format("999{}{:04}", id.str().back(), person));
      who.first_name = secret_text("Amira");
      who.last_name = secret_text(fmt::format("Person{}", person));
      who.mobile = secret_text(fmt::format("07700 900{:03}", (id.str().back() - '0') * patients_of_each + person));
      if (practice.patients.emplace(who.id, who).second) tell_practice(id, patient_read{who});
      appointment what;
      what.id = appointment_id(fmt::format("{}-a{}", id.str(), ++appointments_));
      what.patient = who.id;
      what.starts_at = now() + std::chrono::days(days_ahead) + std::chrono::minutes(between(world_.random, 0, 8 * 60));
      what.minutes = 10;
      what.clinician = "Dr Patel";
      what.session = "GP Surgery";
      practice.book[what.id].now = what;
    }
  }
  /// Who was here has been seen, nearly all of them; older ones are listed no more.
  void look_back(practice_outside& practice) {
    for (auto& [id, one] : practice.book)
      if (one.now.starts_at < now() && one.now.status == appointment_status::booked)
        one.now.status =
            chance(world_.random, 0.05) ? appointment_status::did_not_attend : appointment_status::finished;
    std::erase_if(practice.book, [this](const auto& one) { return one.second.now.starts_at < now() - 24h; });
  }
  void read_book(const practice_id& id, const practice_outside& practice) {
    appointments_read read{now() - 24h, now() + std::chrono::days(days_ahead + 2), {}};
    for (const auto& [name, one] : practice.book) read.rows.push_back(one.now);
    tell_practice(id, std::move(read));
  }
  /// Receipts, and what the phones' owners answer. The world forgets what it was told.
  void deliver() {
    for (auto& one : std::exchange(world_.receipts, {})) tell_practice(one.practice, std::move(one.what));
    const std::vector<std::string> answers = {"Yes", "ok thanks", "CANCEL", "1", "What time is it?", "Thank you", "5"};
    for (const auto& [message, tries] : std::exchange(world_.submitted, {})) {
      ++texts_;
      if (!chance(world_.random, 0.4)) continue;
      reply_arrived reply;
      reply.reply = id_from_name<reply_id>("reply", to_text(message));
      reply.provider = lying();
      reply.from = secret_text(tries.front().to);
      reply.to = tries.front().sender;
      reply.text = secret_text(answers[static_cast<std::size_t>(between(world_.random, 0, 6))]);
      reply.reported_at = now();
      tell_practice(tries.front().practice, std::move(reply));
    }
    world_.best_receipt.clear();
  }
  void live_a_day() {
    for (auto& [id, practice] : world_.practices) {
      book(id, practice);
      read_book(id, practice);
    }
    for (int hour = 9; hour < 21; ++hour) {
      if (hour == 19)
        for (auto& [id, practice] : world_.practices) {
          look_back(practice);
          read_book(id, practice);
          practice.entries.clear();
          practice.cancels.clear();
        }
      for (int quarter = 0; quarter < 4; ++quarter) {
        advance(15min);
        deliver();
      }
      if (hour == 12) noon_ = in_use();
    }
    advance(12h);
  }

  std::filesystem::path folder_;
  outside world_{7};
  std::shared_ptr<station_directory> directory_ = std::make_shared<station_directory>();
  root_actor root_;
  bool with_board_ = false;
  int booked_a_day_ = 0, appointments_ = 0, texts_ = 0;
  double noon_ = 0; ///< bytes in use at the day's middle, when everybody is awake
};

TEST_F(months, after_the_first_weeks_no_more_memory_is_in_use) {
  if (in_use() == 0) GTEST_SKIP() << "the sanitizer's heap doesn't say what is in use";
  const int weeks = wished("TIDINGS_WEEKS", weeks_to_fill + 3);
  std::vector<double> noons;
  for (int week = 0; week < weeks; ++week) {
    double sum = 0;
    for (int day = 0; day < days_of_week; ++day) {
      live_a_day();
      sum += noon_;
    }
    noons.push_back(sum / days_of_week);
    std::cout << fmt::format("[ figure   ] week {:2}: {:.2f} MB in use, {} texts so far\n", week + 1,
                             noons.back() / 1e6, texts_);
  }
  ASSERT_GT(weeks, weeks_to_fill);
  const auto filled = middle_of_three(noons, weeks_to_fill - 1);
  const auto ended = middle_of_three(noons, noons.size() - 1);
  const auto hours = (weeks - weeks_to_fill) * days_of_week * 24;
  std::cout << fmt::format("[ figure   ] growth since week {}: {:.4f} % an hour\n", weeks_to_fill,
                           (ended / filled - 1) / hours * 100);
  EXPECT_GT(texts_, weeks * practice_count * booked_a_day_)
      << "whoever is reminded of nothing is remembered for nothing";
  if (with_board_) return; // that fills up to a number of rows
  EXPECT_LT(ended, more_at_most * filled);
}

} // namespace
} // namespace tidings::simulation
