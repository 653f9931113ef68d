// Receivers that answer as a test says, a log and a disk that are made up: what is told, in which order, what survives.
#include "actors/callback/callbacks_actor.hpp"
#include "tests/actors/fake_http.hpp"
#include "tests/actors/neighbours.hpp"
#include "tests/support/memory_keys.hpp"

#include <boost/json.hpp>
#include <gmock/gmock.h>

namespace tidings::callback {
namespace {
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

struct memory_shelf final : shelf {
  std::map<std::string, std::string> files;
  bool full = false;
  std::size_t writes = 0;
  static std::string name(const practice_id& practice, receiver which) {
    return practice.str() + "." + std::string(name_of(which));
  }
  result<std::optional<std::string>> load(const practice_id& practice, receiver which) override {
    const auto found = files.find(name(practice, which));
    if (found == files.end()) return std::nullopt;
    return found->second;
  }
  result<void> keep(const practice_id& practice, receiver which, std::string_view bytes) override {
    if (full) return fail(error_code::disk_full, "no space");
    ++writes;
    files[name(practice, which)] = std::string(bytes);
    return {};
  }
};

struct callbacks_actor_test : test::neighbourhood {
  std::shared_ptr<test::fake_http> http = std::make_shared<test::fake_http>();
  std::shared_ptr<memory_shelf> books = std::make_shared<memory_shelf>();
  std::shared_ptr<key_ring> keys = test::memory_keys(clock());
  std::vector<practice_settings_ptr> practices;
  log_epoch epoch;
  std::vector<std::string> said;
  bool no_log = false;
  callbacks_actor aut;

  callbacks_actor_test() {
    callback_settings settings;
    settings.delivery = {"https://d.example/secret-path", secret_text("bearer-of-delivery")};
    serve(settings);
  }
  ~callbacks_actor_test() override {
    if (aut) end(aut);
    aut = nullptr;
    http->open.clear();
  }
  void serve(const callback_settings& settings, practice_id id = *practice_id::parse("A99001")) {
    practice_settings practice;
    practice.id = id;
    practice.callbacks = std::make_shared<const callback_settings>(settings);
    std::erase_if(practices, [&](const auto& one) { return one->id == id; });
    practices.push_back(std::make_shared<const practice_settings>(std::move(practice)));
  }
  void start() {
    aut = sys.spawn(callbacks, ports{.http = http,
                                     .log = [this] { return no_log ? event_log_actor() : log; },
                                     .practices = [this] { return practices; },
                                     .epoch = [this] { return epoch; },
                                     .keys = keys,
                                     .now = clock(),
                                     .books = books,
                                     .ca_file = {},
                                     .say = [this](std::string line) { said.push_back(std::move(line)); }});
    drain();
  }
  /// As `kill -9` does: nothing is kept any more.
  void kill() {
    end(aut);
    aut = nullptr;
    http->open.clear();
    http->requests.clear();
  }
  void happens(const event& what, std::optional<practice_id> whose = {}) {
    const auto practice = whose.value_or(a);
    auto& stream = disk->streams[practice];
    auto bytes = seal(what, now(), practice, *keys);
    ASSERT_TRUE(bytes);
    ASSERT_TRUE(keys->settle(practice));
    stream.push_back({practice, stream.size() + 1, std::move(*bytes)});
  }
  static message_id message(int n) { return id_from_name<message_id>("test", std::to_string(n)); }
  void sent_and_delivered(int n, std::optional<practice_id> whose = {}) {
    message_accepted e;
    e.message = message(n);
    e.to = secret_text("447700900123");
    e.api = {"booking", api_key_type::normal, secret_text("ref-" + std::to_string(n)), "hello", 1};
    happens(e, whose);
    happens(receipt_received{.message = message(n), .provider = {}, .status = receipt_status::delivered, .code = {}},
            whose);
  }
  /// References of the messages that are being told of now, in the order of the calls.
  std::vector<std::string> calls() const {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < http->requests.size(); ++i)
      if (http->open[i])
        out.emplace_back(boost::json::parse(http->requests[i].body).at("reference").as_string().c_str());
    return out;
  }
  void answer(std::size_t nth_open, http_outcome what) {
    for (auto& one : http->open) {
      if (!one) continue;
      if (nth_open-- > 0) continue;
      std::exchange(one, nullptr)(std::move(what));
      drain();
      return;
    }
    FAIL() << "nothing is open";
  }
  static http_outcome status(int code) {
    http_response out;
    out.status = code;
    return out;
  }
  view::callbacks shown(std::optional<practice_id> practice = {}) {
    view::callbacks out;
    tell(aut, question{practice, [&out](view::callbacks all) { out = std::move(all); }});
    drain();
    return out;
  }
  std::size_t let_go(std::set<std::uint64_t> which, bool retry) {
    result<std::size_t> count = 99;
    tell(aut, release{a, {}, std::move(which), retry, [&count](result<std::size_t> one) { count = std::move(one); }});
    drain();
    return count.value_or(99);
  }
};

TEST_F(callbacks_actor_test, tells_what_happens_from_now_on_and_of_what_is_under_way) {
  sent_and_delivered(1);
  message_accepted under_way;
  under_way.message = message(2);
  under_way.api = {"booking", api_key_type::normal, secret_text("ref-2"), "hello", 1};
  happens(under_way);
  start();
  advance(2s);
  EXPECT_THAT(calls(), IsEmpty()) << "that was before";
  happens(receipt_received{.message = message(2), .provider = {}, .status = receipt_status::delivered, .code = {}});
  advance(1s);
  ASSERT_THAT(calls(), ElementsAre("ref-2"));
  const auto& asked = http->requests.front();
  EXPECT_EQ(asked.url, "https://d.example/secret-path");
  EXPECT_EQ(asked.timeout, answer_limit);
  EXPECT_THAT(asked.headers, testing::Contains("Authorization: Bearer bearer-of-delivery"));
  answer(0, status(204));
  advance(5s);
  EXPECT_THAT(http->requests, SizeIs(1));
  const auto all = shown();
  ASSERT_THAT(all.receivers, SizeIs(1));
  EXPECT_EQ(all.receivers[0].state, "idle");
  EXPECT_EQ(all.receivers[0].told, 1U);
  EXPECT_EQ(all.receivers[0].host, "d.example") << "a path may be a secret";
  EXPECT_EQ(all.receivers[0].last_said, "204");
}

TEST_F(callbacks_actor_test, is_killed_and_tells_again_what_it_had_no_answer_for_and_nothing_else) {
  start();
  for (int n = 1; n <= 3; ++n) sent_and_delivered(n);
  advance(1s);
  EXPECT_THAT(calls(), ElementsAre("ref-1", "ref-2", "ref-3"));
  const auto first = http->requests[2].body;
  answer(0, status(200));
  answer(0, status(503));
  kill();
  sent_and_delivered(4);
  start();
  advance(2s);
  EXPECT_THAT(calls(), ElementsAre("ref-3", "ref-4")) << "2 was tried and waits its five minutes";
  EXPECT_EQ(http->requests[0].body, first) << "the same words, the same id";
  advance(300s);
  EXPECT_THAT(calls(), ElementsAre("ref-3", "ref-4", "ref-2"));
}

TEST_F(callbacks_actor_test, gives_up_after_six_tries_and_a_person_brings_it_back) {
  start();
  sent_and_delivered(1);
  advance(1s);
  for (int tries = 1; tries <= 6; ++tries) {
    ASSERT_THAT(calls(), SizeIs(1)) << tries;
    answer(0, tries % 2 == 0 ? status(500) : http_outcome(tl::unexpected(http_failure{false, "timed out", {}})));
    EXPECT_EQ(shown().receivers[0].state, tries < 6 ? "retrying" : "idle");
    advance(300s);
  }
  EXPECT_THAT(calls(), IsEmpty());
  auto all = shown();
  ASSERT_THAT(all.dead, SizeIs(1));
  EXPECT_EQ(all.dead[0].why, "answered 500");
  EXPECT_EQ(all.dead[0].tries, 6U);
  EXPECT_EQ(all.dead[0].about, to_text(message(1)));
  EXPECT_EQ(let_go({all.dead[0].sequence}, true), 1U);
  ASSERT_THAT(calls(), ElementsAre("ref-1"));
  kill();
  start(); // still wished for
  advance(1s);
  ASSERT_THAT(calls(), ElementsAre("ref-1"));
  answer(0, status(200));
  EXPECT_THAT(shown().dead, IsEmpty());
}

TEST_F(callbacks_actor_test, discards_dead_letters_for_good) {
  start();
  for (int n = 1; n <= 2; ++n) sent_and_delivered(n);
  advance(1s);
  answer(0, status(404));
  answer(0, status(301));
  EXPECT_THAT(shown().dead, SizeIs(2));
  EXPECT_THAT(shown(b).dead, IsEmpty());
  EXPECT_EQ(let_go({}, false), 2U);
  kill();
  start();
  advance(2s);
  EXPECT_THAT(calls(), IsEmpty());
  EXPECT_THAT(shown().dead, IsEmpty());
}

TEST_F(callbacks_actor_test, keeps_one_receiver_that_hangs_from_slowing_another) {
  callback_settings settings;
  settings.delivery = {"https://other.example/", secret_text("bearer-of-other")};
  serve(settings, b);
  start();
  for (int n = 1; n <= 50; ++n) sent_and_delivered(n);
  sent_and_delivered(100, b);
  advance(1s);
  EXPECT_EQ(http->requests.size(), window + 1) << "its window, and the other's one";
  EXPECT_EQ(calls().back(), "ref-100");
  EXPECT_EQ(shown(a).receivers[0].owed, 50U);
}

TEST_F(callbacks_actor_test, tells_ours_step_by_step_and_signed) {
  callback_settings settings;
  settings.own = {.url = "https://o.example/", .secret = secret_text("0123456789abcdef0123456789abcdef")};
  serve(settings);
  start();
  message_accepted e;
  e.message = message(1);
  e.api = {"booking", api_key_type::normal, secret_text("ref-1"), "hello", 1};
  happens(e);
  happens(attempt_sent{message(1), 1, ""});
  happens(receipt_received{.message = message(1), .provider = {}, .status = receipt_status::delivered, .code = {}});
  advance(1s);
  ASSERT_THAT(http->requests, SizeIs(1)) << "delivered waits for sent";
  EXPECT_THAT(http->requests[0].body, HasSubstr("message.sent"));
  answer(0, status(500));
  advance(9s);
  EXPECT_THAT(http->requests, SizeIs(1));
  advance(2s);
  ASSERT_THAT(http->requests, SizeIs(2)) << "ten seconds later";
  EXPECT_EQ(http->requests[0].body, http->requests[1].body);
  EXPECT_NE(http->requests[0].headers, http->requests[1].headers) << "signed anew, for that moment";
  answer(0, status(200));
  ASSERT_THAT(http->requests, SizeIs(3));
  EXPECT_THAT(http->requests[2].body, HasSubstr("message.delivered"));
}

TEST_F(callbacks_actor_test, tells_nobody_before_a_restored_log_is_released_and_then_skips_nothing) {
  start();
  for (int n = 1; n <= 3; ++n) sent_and_delivered(n);
  advance(1s);
  for (int n = 0; n < 3; ++n) answer(0, status(200));
  end(aut, caf::exit_reason::user_shutdown);
  // The log was copied when there was the first message alone; the books are newer.
  disk->streams[a].resize(2);
  epoch = {.number = 2, .owner = {}, .backup = 1, .released = false};
  happens(epoch_began{2, 1, {}, {}});
  sent_and_delivered(7);
  http->requests.clear();
  http->open.clear();
  start();
  advance(3s);
  EXPECT_THAT(calls(), IsEmpty());
  EXPECT_EQ(shown().receivers[0].state, "waiting");
  epoch.released = true;
  advance(1s);
  EXPECT_THAT(calls(), ElementsAre("ref-7")) << "its sequence had been another's that was told";
}

TEST_F(callbacks_actor_test, tells_again_under_the_same_id_what_was_told_after_the_backup_and_nothing_before) {
  callback_settings settings;
  settings.own = {.url = "https://o.example/", .secret = secret_text("0123456789abcdef0123456789abcdef")};
  serve(settings);
  start();
  const auto id_of = [&](std::size_t n) {
    return std::string(boost::json::parse(http->requests.at(n).body).at("id").as_string().c_str());
  };
  const receipt_received delivered{
      .message = message(1), .provider = {}, .status = receipt_status::delivered, .code = {}};
  message_accepted e;
  e.message = message(1);
  e.api = {"booking", api_key_type::normal, secret_text("ref-1"), "hello", 1};
  happens(e);
  happens(attempt_sent{message(1), 1, ""});
  advance(1s);
  answer(0, status(200)); // sent
  advance(1s);
  const auto backed_up = books->files;
  const auto length = disk->streams[a].size();
  happens(delivered);
  advance(1s);
  answer(0, status(200)); // delivered
  ASSERT_THAT(http->requests, SizeIs(2));
  const auto sent = id_of(0), told_after = id_of(1);
  end(aut, caf::exit_reason::user_shutdown);
  // The host is lost. The restored broker has looked the message up, and hears of it what the lost one had heard.
  books->files = backed_up;
  disk->streams[a].resize(length);
  epoch = {.number = 2, .owner = {}, .backup = 1, .released = false};
  happens(epoch_began{2, 1, {}, {}});
  happens(delivered);
  http->requests.clear();
  http->open.clear();
  start();
  advance(10min);
  EXPECT_EQ(let_go({}, true), 0U);
  EXPECT_THAT(http->requests, IsEmpty()) << "fenced";
  EXPECT_EQ(shown().receivers[0].owed, 1U) << "and shown as owed";
  epoch.released = true;
  advance(1s);
  ASSERT_THAT(http->requests, SizeIs(1));
  EXPECT_EQ(id_of(0), told_after) << "a receiver that keeps to the contract takes it for the same";
  EXPECT_NE(id_of(0), sent);
}

TEST_F(callbacks_actor_test, says_that_a_book_can_not_be_read_and_tells_nothing_by_it) {
  books->files["A99001.delivery"] = "spoiled";
  start();
  sent_and_delivered(1);
  advance(2s);
  EXPECT_THAT(calls(), IsEmpty());
  EXPECT_EQ(shown().receivers[0].state, "broken");
  EXPECT_THAT(said, SizeIs(1));
}

TEST_F(callbacks_actor_test, goes_on_when_log_and_disk_come_back) {
  start();
  no_log = true;
  sent_and_delivered(1);
  advance(60s);
  EXPECT_THAT(calls(), IsEmpty());
  no_log = false;
  advance(1s);
  ASSERT_THAT(calls(), ElementsAre("ref-1"));
  books->full = true;
  answer(0, status(200));
  advance(2s);
  EXPECT_THAT(said, SizeIs(1)) << "once";
  books->full = false;
  advance(1s);
  kill();
  start();
  advance(2s);
  EXPECT_THAT(calls(), IsEmpty()) << "it was kept as soon as that could be done";
}

TEST_F(callbacks_actor_test, drops_a_text_that_was_erased_before_it_was_told) {
  callback_settings settings;
  settings.received = {"https://r.example/", secret_text("bearer-of-received")};
  serve(settings);
  start();
  reply_received reply{};
  reply.reply = id_from_name<reply_id>("test", "r");
  reply.patient = patient_id("p1");
  reply.from = secret_text("447700900124");
  reply.text = secret_text("Yes");
  happens(reply);
  const std::array subject{seal_subject{seal_subject::kind::patient, "p1"}};
  ASSERT_TRUE(keys->erase(a, subject));
  advance(2s);
  EXPECT_THAT(http->requests, IsEmpty());
  EXPECT_EQ(shown().receivers[0].owed, 0U);
}

TEST_F(callbacks_actor_test, ends_with_a_receiver_that_is_taken_out_and_goes_on_where_it_was) {
  start();
  sent_and_delivered(1);
  advance(1s);
  answer(0, status(200));
  serve({});
  advance(1s);
  EXPECT_THAT(shown().receivers, IsEmpty());
  sent_and_delivered(2);
  callback_settings settings;
  settings.delivery = {"https://d.example/", secret_text("bearer-of-delivery")};
  serve(settings);
  advance(3s);
  EXPECT_THAT(calls(), ElementsAre("ref-2"));
}

} // namespace
} // namespace tidings::callback
