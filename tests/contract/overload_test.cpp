// Ten users ask for twice what one practice may, over the real endpoint of the real broker, while four neighbours go on
// with their day's work: the flood is told to come back later, nothing that was accepted is lost, and the neighbours
// don't notice. A few seconds; TIDINGS_OVERLOAD_SECONDS=600 for longer.
#include "actors/event_log/rocksdb_engine.hpp"
#include "actors/key_ring/master_key.hpp"
#include "actors/node/broker.hpp"
#include "schemas/event_codec.hpp"
#include "web/endpoint/sessions.hpp"
#include "web/endpoint/tests/certificate.hpp"
#include "web/endpoint/tests/client.hpp"
#include "web/endpoint/tests/folder.hpp"

#include <gtest/gtest.h>

#include <poll.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdlib>
#include <iomanip>
#include <iostream>
#include <mutex>
#include <optional>
#include <set>
#include <sstream>
#include <stdexcept>
#include <thread>

namespace tidings {
namespace {

/// Connections, each asking again as soon as it is answered: a refusal takes two seconds and more.
constexpr int flooders = 400;
constexpr int greedy_users = 50;
constexpr auto flooded = "A99001";
constexpr std::array neighbours = {"A99002", "A99003", "A99004", "A99005"};
/// A neighbour's work, a second: a log that has nothing to do answers in one sync of the disk, and the first stranger
/// doubles that. What is measured is a host at work.
constexpr int calm_rate = 50;
constexpr int calm_connection = 5'000; ///< requests of one connection: the endpoint ends it after 10,000

/// Whoever asks for a message in a signed-in user's name.
struct asker {
  session_keys keys{secret_text(std::string(session_keys::size, 'k'))};

  std::string fields_of(const std::string& user) const {
    const session who{user, "session-of-" + user, system_now() + millis(3'600'000)};
    return "Cookie: " + std::string(web::session_cookie) + "=" + web::write_session(keys, who) +
           "\r\nX-CSRF-Token: " + web::csrf_token(keys, who) + "\r\nContent-Type: application/json\r\n";
  }
  test::reply_message post(test::client& by, const std::string& user, const std::string& practice,
                           const std::string& key) const {
    return by.ask("POST", "/api/v1/messages", fields_of(user) + "Idempotency-Key: " + key + "\r\n",
                  R"({"practice":")" + practice + R"(","to":"07700900123","text":"Please phone us"})");
  }
};

/// The crowd, in a process of its own that gives way to everybody: its work is done on other machines. It is made
/// before the broker, while there is one thread.
class crowd {
public:
  struct outcome {
    int sent_away = 0, without_date = 0, otherwise = 0;
    int cut_off = 0; ///< who is slow on a busy machine: the endpoint keeps no connection that says nothing
    std::vector<std::string> taken; ///< keys
  };

  crowd() {
    std::array<int, 2> in{}, out{};
    if (::pipe(in.data()) != 0 || ::pipe(out.data()) != 0) throw std::runtime_error("no pipe");
    process_ = ::fork();
    if (process_ < 0) throw std::runtime_error("no process");
    ::close(process_ == 0 ? in[1] : in[0]);
    ::close(process_ == 0 ? out[0] : out[1]);
    if (process_ == 0) {
      play(in[0], out[1]);
      ::_exit(0);
    }
    tells_ = in[1];
    hears_ = out[0];
  }
  crowd(const crowd&) = delete;
  crowd& operator=(const crowd&) = delete;
  ~crowd() {
    ::close(tells_);
    ::close(hears_);
    int how = 0;
    ::waitpid(process_, &how, 0);
  }

  void comes_to(int port) {
    if (::write(tells_, &port, sizeof port) != sizeof port) throw std::runtime_error("the crowd has gone");
  }
  /// Somebody of it has, so far.
  bool was_sent_away() {
    pollfd news{hears_, POLLIN, 0};
    return ::poll(&news, 1, 0) == 1;
  }
  outcome goes_home() {
    const char done = 0;
    if (::write(tells_, &done, 1) != 1) throw std::runtime_error("the crowd has gone");
    outcome said;
    std::string all;
    std::array<char, 65'536> part{};
    for (ssize_t count = 0; (count = ::read(hears_, part.data(), part.size())) > 0;)
      all.append(part.data(), static_cast<std::size_t>(count));
    std::istringstream words(all);
    words >> said.sent_away >> said.without_date >> said.otherwise >> said.cut_off;
    for (std::string key; words >> key;) said.taken.push_back(key);
    return said;
  }

private:
  static void play(int hears, int tells) {
    const sched_param none{};
    ::sched_setscheduler(0, SCHED_IDLE, &none);
    int port = 0;
    if (::read(hears, &port, sizeof port) != sizeof port) return;
    const asker all;
    outcome said;
    std::mutex lock;
    std::atomic<bool> over = false;
    std::vector<std::thread> members;
    for (int n = 0; n < flooders; ++n)
      members.emplace_back([&, n] {
        std::optional<test::client> one(std::in_place, port);
        for (int i = 0; !over; ++i) {
          const auto key = "flood-" + std::to_string(n) + "-" + std::to_string(i);
          const auto answer = all.post(*one, "greedy-" + std::to_string(n % greedy_users), flooded, key);
          if (answer.status == 0) one.emplace(port);
          const std::lock_guard guard(lock);
          if (answer.status == 201) {
            said.taken.push_back(key);
          } else if (answer.status == 429 || answer.status == 503) {
            if (++said.sent_away == 1) (void)!::write(tells, " ", 1);
            const auto later = answer.fields.find("retry-after");
            if (later == answer.fields.end() || std::stoi(later->second) < 1) ++said.without_date;
          } else if (answer.status == 0) {
            ++said.cut_off;
          } else {
            ++said.otherwise;
          }
        }
      });
    char done = 0;
    (void)!::read(hears, &done, 1);
    over = true;
    for (auto& one : members) one.join();
    std::ostringstream words;
    words << said.sent_away << ' ' << said.without_date << ' ' << said.otherwise << ' ' << said.cut_off;
    for (const auto& key : said.taken) words << ' ' << key;
    const auto text = words.str();
    for (std::size_t at = 0; at < text.size();) {
      const auto count = ::write(tells, text.data() + at, text.size() - at);
      if (count <= 0) return;
      at += static_cast<std::size_t>(count);
    }
  }

  pid_t process_ = -1;
  int tells_ = -1, hears_ = -1;
};

class overload : public ::testing::Test {
protected:
  void SetUp() override {
    flood.emplace();
    const auto files = test::make_certificate(where.path(), "overload");
    broker_settings settings;
    settings.data_dir = where.path() + "/data";
    settings.practices_dir = where.path() + "/practices";
    settings.endpoint.port = 0;
    settings.endpoint.certificate = files.certificate;
    settings.endpoint.private_key = files.key;
    settings.endpoint.web_root = where.path() + "/web";
    ASSERT_TRUE(new_master_key(where.path() + "/master.key"));
    settings.keys.master.file = where.path() + "/master.key";
    provider_settings nobody;
    nobody.id = provider_id("nobody");
    nobody.type = "null";
    nobody.per_second = 100'000;
    nobody.window = 1'000;
    settings.providers = {nobody};
    where.write("data/session.key", std::string(session_keys::size, 'k'));
    std::filesystem::permissions(settings.data_dir + "/session.key",
                                 std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    for (const auto* code : all_practices())
      where.write("practices/" + std::string(code) + ".yaml",
                  "code: " + std::string(code) + "\nname: A practice\nphone: 01632 960001\nsender: Tidings\n" +
                      "reply_numbers: [0770090099" + code[5] + "]\nsms_route: [nobody]\n" +
                      "connector:\n  systmone:\n    host: 127.0.0.1\n    port: " + code[5] +
                      "\n    api_key: none\n"
                      "sending_hours: {opens: 00:00, closes: 24:00, saturdays: true, sundays: true}\n");
    auto started = broker::start(
        loaded_broker{settings, {}},
        [this](const std::string& line) {
          const std::lock_guard guard(lock);
          said += line + "\n";
        },
        [] {});
    ASSERT_TRUE(started) << started.error().detail;
    running = std::move(*started);
    log_folder = settings.data_dir + "/log";
    constexpr int tries_max = 3'000;
    for (const auto* code : all_practices()) { // until the folder has been read
      int status = 400;
      for (int tries = 0; status != 201 && tries < tries_max; ++tries) {
        test::client one(running->port());
        status = all.post(one, "anybody", code, "first").status;
      }
      ASSERT_EQ(status, 201) << said;
    }
  }

  static std::vector<const char*> all_practices() {
    std::vector<const char*> all(neighbours.begin(), neighbours.end());
    all.push_back(flooded);
    return all;
  }
  /// The neighbours' posts for so long, each on a connection of its own; all must be taken. How long each took from the
  /// moment when it was due, in milliseconds: one that waits for the one before it counts with its wait.
  std::vector<double> work_calmly(const std::string& name, std::chrono::seconds lasts) {
    std::vector<double> times;
    std::vector<std::thread> working;
    const auto begin = std::chrono::steady_clock::now();
    for (const auto* practice : neighbours)
      working.emplace_back([&, practice] {
        std::vector<double> took;
        std::optional<test::client> one;
        std::condition_variable nobody;
        std::mutex mine;
        std::unique_lock waiting(mine);
        for (int i = 0; i < static_cast<int>(lasts.count()) * calm_rate; ++i) {
          const auto due = begin + i * std::chrono::microseconds(1'000'000 / calm_rate);
          nobody.wait_until(waiting, due, [] { return false; });
          const auto key = name + std::to_string(i);
          if (i % calm_connection == 0) one.emplace(running->port());
          const auto answer = all.post(*one, std::string("calm-") + practice, practice, key);
          took.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - due).count());
          EXPECT_EQ(answer.status, 201) << answer.body;
          accept(practice, key);
        }
        const std::lock_guard guard(lock);
        times.insert(times.end(), took.begin(), took.end());
      });
    for (auto& one : working) one.join();
    return times;
  }
  /// The p99 of each minute, one after the other: `work_calmly` has a practice's times in a row.
  static std::string by_the_minute(const std::vector<double>& times) {
    constexpr std::size_t of_a_minute = 60 * calm_rate;
    const auto of_one = times.size() / neighbours.size();
    std::ostringstream words;
    for (std::size_t from = 0; from < of_one; from += of_a_minute) {
      std::vector<double> minute;
      for (std::size_t practice = 0; practice < neighbours.size(); ++practice)
        for (std::size_t i = from; i < std::min(from + of_a_minute, of_one); ++i)
          minute.push_back(times[practice * of_one + i]);
      words << (from == 0 ? "" : " ") << std::setprecision(3) << p99(minute);
    }
    return words.str();
  }
  static double p99(std::vector<double> took) {
    std::sort(took.begin(), took.end());
    return took[took.size() * 99 / 100];
  }
  void accept(const std::string& practice, const std::string& key) {
    const std::lock_guard guard(lock);
    accepted.insert(id_from_name<message_id>(practice, key));
  }

  test::folder where;
  std::optional<crowd> flood;
  const asker all{};
  std::unique_ptr<broker> running;
  std::string log_folder;
  std::mutex lock;
  std::string said;
  std::set<message_id> accepted;
};

TEST_F(overload, of_one_practice_is_answered_429_loses_nothing_and_leaves_the_others_alone) {
  const auto* wished = std::getenv("TIDINGS_OVERLOAD_SECONDS");
  const auto lasts = std::chrono::seconds(wished ? std::atoi(wished) : 2);
  constexpr std::chrono::seconds alone_max{60};
  work_calmly("warm-", std::chrono::seconds(1));
  const auto alone = work_calmly("alone-", std::min(lasts, alone_max));

  flood->comes_to(running->port());
  const auto among = work_calmly("among-", lasts);
  constexpr int longer_max = 60; // on a machine that has no time for the crowd
  for (int longer = 0; !flood->was_sent_away() && longer < longer_max; ++longer)
    work_calmly("longer-" + std::to_string(longer) + "-", std::chrono::seconds(1));
  const auto theirs = flood->goes_home();
  for (const auto& key : theirs.taken) accept(flooded, key);

  // What the neighbours themselves have sent meanwhile is remembered, too, and has its price without a flood.
  const auto afterwards = work_calmly("afterwards-", std::min(lasts, alone_max));

  std::cout << "[ figure   ] flood: " << theirs.taken.size() << " taken, " << theirs.sent_away << " sent away, "
            << theirs.cut_off << " cut off; next door p99 " << p99(alone) << " ms before, " << p99(among)
            << " ms among it, " << p99(afterwards) << " ms afterwards, of " << alone.size() << ", " << among.size()
            << " and " << afterwards.size() << "; by the minute among it " << by_the_minute(among) << "\n";
  EXPECT_GT(theirs.sent_away, 0);
  EXPECT_EQ(theirs.without_date, 0);
  EXPECT_EQ(theirs.otherwise, 0);
  EXPECT_LT(p99(among), 1.5 * std::max(p99(alone), p99(afterwards)) + 20'000)
      << "the seconds are for a busy machine, which only has to go on: the figure above is what counts";
  test::client after(running->port());
  EXPECT_EQ(all.post(after, "latecomer", flooded, "after").status, 201) << "as soon as they have stopped";
  accept(flooded, "after");
  running.reset();

  const auto log = read_rocksdb(log_folder);
  ASSERT_TRUE(log) << log.error().detail;
  std::map<message_id, int> found;
  for (const auto* code : all_practices())
    ASSERT_TRUE((*log)->scan(*practice_id::parse(code), 1, [&](std::uint64_t, std::string_view bytes) {
      const auto record = parse_record(bytes);
      if (!record || record->type != event_type::message_accepted) return true;
      const auto what = decode({record->type, record->version, record->at, std::string(record->payload)});
      if (what) ++found[std::get<message_accepted>(*what).message];
      return true;
    }));
  for (const auto& id : accepted) EXPECT_EQ(found[id], 1) << to_text(id) << " was accepted";
}

} // namespace
} // namespace tidings
