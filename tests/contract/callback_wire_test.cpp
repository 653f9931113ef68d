// Callbacks over real sockets to receivers that misbehave in every way there is. Time between tries is the test's own.
#include "actors/callback/callbacks_actor.hpp"
#include "actors/provider/http_client.hpp"
#include "schemas/event_codec.hpp"
#include "tests/contract/scripted_server.hpp"
#include "tests/support/memory_keys.hpp"

#include <gmock/gmock.h>

#include <condition_variable>
#include <future>
#include <mutex>

namespace tidings::callback {
namespace {
using namespace std::chrono_literals;
using test::peer;
using test::scripted_server;
using testing::ElementsAre;

constexpr std::chrono::seconds patience{30};
const std::string fine = "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n";
const std::string broken = "HTTP/1.1 500 Oh no\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// What a receiver has read, for whoever waits for it.
class inbox {
public:
  void put(std::string what) {
    const std::lock_guard guard(lock_);
    all_.push_back(std::move(what));
    more_.notify_all();
  }
  /// The requests so far, once there are so many of them.
  std::vector<std::string> wait_for(std::size_t count) {
    std::unique_lock guard(lock_);
    EXPECT_TRUE(more_.wait_for(guard, patience, [&] { return all_.size() >= count; })) << all_.size() << " came";
    return all_;
  }

private:
  std::mutex lock_;
  std::condition_variable more_;
  std::vector<std::string> all_;
};

struct memory_shelf final : shelf {
  std::mutex lock;
  std::map<std::pair<practice_id, receiver>, std::string> files;
  result<std::optional<std::string>> load(const practice_id& practice, receiver which) override {
    const std::lock_guard guard(lock);
    const auto found = files.find({practice, which});
    return found == files.end() ? std::nullopt : std::optional(found->second);
  }
  result<void> keep(const practice_id& practice, receiver which, std::string_view bytes) override {
    const std::lock_guard guard(lock);
    files[{practice, which}] = std::string(bytes);
    return {};
  }
};

/// A log that holds what the test puts there, and answers readings alone.
struct written {
  std::mutex lock;
  std::map<practice_id, std::vector<log_entry>> streams;
};
event_log_actor::behavior_type log_of(event_log_actor::pointer, std::shared_ptr<written> disk) {
  return {[](append_events&) {},
          [](const snapshot&) {},
          [disk](const read_stream& what) {
            const std::lock_guard guard(disk->lock);
            const auto& stream = disk->streams[what.practice];
            stream_slice slice;
            for (const auto& one : stream)
              if (one.sequence > what.after && slice.entries.size() < what.limit) slice.entries.push_back(one);
            slice.last = stream.size();
            return slice;
          },
          [](const read_snapshot&) { return snapshot(); },
          [](const list_streams&) { return std::vector<stream_summary>(); },
          [](const subscribe_log&) {},
          [](const demand_events&) {},
          [](const ask_log_statistics&) { return log_statistics(); },
          [](const ask_stream_ends&) { return std::vector<stream_end>(); },
          [](const remember_places&) {},
          [](const find_places&) { return places_found(); },
          [](caf::tick_atom) {}};
}

struct callback_wire : testing::Test {
  caf::actor_system_config config;
  caf::actor_system system{config};
  std::shared_ptr<written> disk = std::make_shared<written>();
  std::shared_ptr<memory_shelf> books = std::make_shared<memory_shelf>();
  std::atomic<std::int64_t> now_ms{1'772'442'000'000};
  wall_clock now = [this] { return from_ms(now_ms); };
  std::shared_ptr<key_ring> keys = test::memory_keys(now);
  std::shared_ptr<http_client> http;
  event_log_actor log = system.spawn(log_of, disk);
  callbacks_actor aut;
  std::vector<practice_settings_ptr> practices;
  const practice_id a = *practice_id::parse("A99001"), b = *practice_id::parse("B99002");

  callback_wire() {
    http_client_limits limits;
    limits.dials = std::make_shared<const dial_rule>(std::vector{*ip_network::parse("127.0.0.0/8")});
    http = std::make_shared<http_client>(limits);
  }
  ~callback_wire() override {
    end();
    http->stop();
    caf::anon_send_exit(log, caf::exit_reason::kill);
    log = nullptr;
  }
  void serve(const practice_id& practice, int port) {
    callback_settings settings;
    settings.own = {.url = "http://127.0.0.1:" + std::to_string(port) + "/told",
                    .secret = secret_text("0123456789abcdef0123456789abcdef")};
    practice_settings one;
    one.id = practice;
    one.callbacks = std::make_shared<const callback_settings>(settings);
    practices.push_back(std::make_shared<const practice_settings>(std::move(one)));
  }
  void start() {
    for (const auto& one : practices) { // known from their streams' beginning
      kept_book fresh;
      fresh.epoch = 1;
      if (!*books->load(one->id, receiver::own)) (void)books->keep(one->id, receiver::own, bytes_of(fresh));
    }
    aut = system.spawn<caf::detached>(callbacks, ports{.http = http,
                                                       .log = [this] { return log; },
                                                       .practices = [all = practices] { return all; },
                                                       .epoch = [] { return log_epoch(); },
                                                       .keys = keys,
                                                       .now = now,
                                                       .books = books,
                                                       .ca_file = {},
                                                       .say = [](const std::string&) {}});
  }
  void end() {
    if (!aut) return;
    caf::scoped_actor self(system);
    self->send_exit(aut, caf::exit_reason::user_shutdown);
    self->wait_for(aut);
    aut = nullptr;
  }
  void happens(const practice_id& practice, const event& what) {
    auto bytes = seal(what, now(), practice, *keys);
    ASSERT_TRUE(bytes);
    ASSERT_TRUE(keys->settle(practice));
    const std::lock_guard guard(disk->lock);
    auto& stream = disk->streams[practice];
    stream.push_back({practice, stream.size() + 1, std::move(*bytes)});
  }
  void sent_and_delivered(const practice_id& practice, int n) {
    message_accepted e;
    e.message = id_from_name<message_id>("test", std::to_string(n));
    e.api = {"booking", api_key_type::normal, {}, "hello", 1};
    happens(practice, e);
    happens(practice, attempt_sent{e.message, 1, ""});
    happens(practice, receipt_received{e.message, {}, receipt_status::delivered, {}, {}});
  }
  view::callbacks shown() {
    auto promise = std::make_shared<std::promise<view::callbacks>>();
    auto answer = promise->get_future();
    caf::anon_send(aut, question{{}, [promise](view::callbacks all) { promise->set_value(std::move(all)); }});
    if (answer.wait_for(patience) == std::future_status::ready) return answer.get();
    ADD_FAILURE() << "no answer";
    return {};
  }
};

std::string type_in(const std::string& request) {
  const auto from = request.find(R"("type":")");
  return from == std::string::npos ? request : request.substr(from + 8, request.find('"', from + 8) - from - 8);
}

TEST_F(callback_wire, comes_through_to_a_receiver_that_fails_in_every_way_in_order_and_with_the_same_id) {
  inbox got;
  scripted_server server([&](peer& one, int nth) {
    got.put(one.read_http());
    switch (nth) {
    case 1:
      return one.write(broken);
    case 2:
      return one.reset(); // read, and perhaps acted upon
    case 3:
      return one.wait_for_close(); // says nothing: we hang up after five seconds
    case 4:
      one.write("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nsome of"); // and no more
      return one.close();
    default:
      return one.write(fine);
    }
  });
  serve(a, server.port());
  start();
  sent_and_delivered(a, 1);
  const std::chrono::milliseconds waits[] = {10s, 30s, 2min, 10min};
  for (std::size_t tries = 1; tries <= 4; ++tries) {
    got.wait_for(tries);
    // The answer, or none, has been taken down when its tries say so; only then may time go on.
    const auto give_up = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < give_up) {
      const auto kept = book_of(*books->load(a, receiver::own).value());
      if (kept && !kept->retries.empty() && kept->retries[0].tries == tries) break;
      std::this_thread::yield();
    }
    now_ms += std::chrono::milliseconds(waits[tries - 1]).count();
  }
  const auto all = got.wait_for(6);
  std::vector<std::string> types;
  for (const auto& one : all) types.push_back(type_in(one));
  EXPECT_THAT(types, ElementsAre("message.sent", "message.sent", "message.sent", "message.sent", "message.sent",
                                 "message.delivered"));
  const auto id_line = [](const std::string& request) {
    const auto from = request.find("Tidings-Callback: ");
    return request.substr(from, request.find("\r\n", from) - from);
  };
  for (std::size_t i = 1; i < 5; ++i) EXPECT_EQ(id_line(all[i]), id_line(all[0]));
  EXPECT_NE(id_line(all[5]), id_line(all[0]));
  EXPECT_TRUE(all[0].starts_with("POST /told HTTP/1.1\r\n"));
  end();
  http->stop();
}

TEST_F(callback_wire, follows_no_redirect_and_gives_it_up) {
  inbox got, elsewhere;
  scripted_server other([&](peer& one, int) {
    elsewhere.put(one.read_http());
    one.write(fine);
  });
  scripted_server server([&](peer& one, int) {
    got.put(one.read_http());
    one.write("HTTP/1.1 307 Over there\r\nLocation: http://127.0.0.1:" + std::to_string(other.port()) +
              "/\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  serve(a, server.port());
  start();
  sent_and_delivered(a, 1);
  got.wait_for(2); // sent is given up, delivered is told all the same
  const auto give_up = std::chrono::steady_clock::now() + patience;
  while (shown().dead.size() < 2 && std::chrono::steady_clock::now() < give_up) std::this_thread::yield();
  const auto all = shown();
  ASSERT_EQ(all.dead.size(), 2U);
  EXPECT_EQ(all.dead[0].why, "answered 307: redirects aren't followed");
  EXPECT_EQ(other.connections(), 0);
  end();
  http->stop();
}

TEST_F(callback_wire, keeps_one_that_hangs_from_holding_up_another) {
  inbox got, other_got;
  scripted_server hanging([&](peer& one, int) {
    got.put(one.read_http());
    other_got.wait_for(2); // the other's both come while this one says nothing
    one.write(fine);
  });
  scripted_server other([&](peer& one, int) {
    got.wait_for(1); // and not before this one hangs
    other_got.put(one.read_http());
    one.write(fine);
  });
  serve(a, hanging.port());
  serve(b, other.port());
  sent_and_delivered(a, 1);
  sent_and_delivered(b, 2);
  start();
  EXPECT_EQ(other_got.wait_for(2).size(), 2U);
  EXPECT_EQ(got.wait_for(2).size(), 2U);
  end();
  http->stop();
}

TEST_F(callback_wire, goes_on_after_a_restart_where_it_was) {
  inbox got;
  scripted_server server([&](peer& one, int) {
    got.put(one.read_http());
    one.write(fine);
  });
  serve(a, server.port());
  start();
  sent_and_delivered(a, 1);
  got.wait_for(2);
  end();
  start();
  sent_and_delivered(a, 2);
  const auto all = got.wait_for(4);
  EXPECT_EQ(all.size(), 4U) << "nothing twice";
  EXPECT_EQ(shown().receivers.at(0).dead, 0U);
  end();
  http->stop();
}

} // namespace
} // namespace tidings::callback
