// What the live feed remembers and gives to whom.
#include "web/endpoint/live_ring.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace tidings::web {
namespace {
const timestamp started = from_ms(1'774'864'923'000);

std::string text_of(const live_ring::batch& batch) {
  std::string all;
  for (const auto& one : batch.events) {
    const auto from = one->find("\r\n") + 2; // without the chunk's own lines
    EXPECT_EQ(std::stoul(*one, nullptr, 16), one->size() - from - 2);
    all += one->substr(from, one->size() - from - 2);
  }
  return all;
}

std::string tick(int t) { return "{\"t\":" + std::to_string(t) + "}"; }

TEST(endpoint_live_ring, begins_with_a_frame_of_everything) {
  live_ring ring(started);
  ring.publish("tick", tick(1));
  ring.publish("practices", R"([{"id":"A99001"}])");
  ring.publish("note", R"({"what":"first"})");
  ring.publish("note", R"({"what":"second"})");
  ring.publish("tick", tick(2));
  ring.publish("overview", R"({"state":"ready"})");
  const auto id = std::to_string(ring.newest());
  EXPECT_EQ(text_of(ring.begin(std::nullopt, 64)),
            "retry: 2000\n\n"
            "event: history\ndata: [{\"t\":1},{\"t\":2}]\n\n"
            "event: overview\ndata: {\"state\":\"ready\"}\n\n"
            "event: practices\ndata: [{\"id\":\"A99001\"}]\n\n"
            "id: " +
                id + "\nevent: notes\ndata: [{\"what\":\"second\"},{\"what\":\"first\"}]\n\n");
}

TEST(endpoint_live_ring, shares_the_same_bytes_with_every_stream) {
  live_ring ring(started);
  ring.publish("tick", tick(1));
  EXPECT_EQ(ring.begin(std::nullopt, 64).events[1], ring.begin(std::nullopt, 64).events[1]);
  const auto before = ring.newest();
  ring.publish("tick", tick(2));
  EXPECT_EQ(ring.after(before, 64).events.at(0), ring.after(before, 64).events.at(0));
}

TEST(endpoint_live_ring, resumes_after_the_last_event_seen) {
  live_ring ring(started);
  ring.publish("tick", tick(1));
  const auto seen = ring.newest();
  ring.publish("tick", tick(2));
  ring.publish("note", "{}");
  const auto missed = text_of(ring.begin(seen, 64));
  EXPECT_EQ(missed, "retry: 2000\n\nid: " + std::to_string(seen + 1) + "\nevent: tick\ndata: {\"t\":2}\n\nid: " +
                        std::to_string(seen + 2) + "\nevent: note\ndata: {}\n\n");
  EXPECT_TRUE(ring.after(ring.newest(), 64).events.empty());
}

TEST(endpoint_live_ring, gives_only_the_newest_of_each_state) {
  live_ring ring(started);
  const auto before = ring.newest();
  for (int i = 0; i < 1'000; ++i) ring.publish("practices", "[" + std::to_string(i) + "]");
  EXPECT_EQ(ring.size(), 1u);
  EXPECT_NE(text_of(ring.after(before, 64)).find("data: [999]"), std::string::npos);
  EXPECT_EQ(ring.after(before, 64).events.size(), 1u);
}

TEST(endpoint_live_ring, says_once_that_something_changed_in_a_practices_inbox) {
  live_ring ring(started);
  const auto before = ring.newest();
  for (int i = 0; i < 1'000; ++i) ring.publish("inbox", R"({"practice":"A9900)" + std::to_string(i % 2) + "\"}");
  EXPECT_EQ(ring.size(), 2U) << "what is told every second fills no memory";
  const auto seen = ring.newest();
  EXPECT_EQ(ring.after(before, 64).events.size(), 2U);
  ring.publish("inbox", R"({"practice":"A99000"})");
  EXPECT_EQ(ring.after(seen, 64).events.size(), 1U) << "who has heard of the first hears of the next";
}

TEST(endpoint_live_ring, resets_a_stream_that_has_fallen_out) {
  live_ring ring(started, {.events_max = 4, .history_max = 3, .notes_max = 2});
  ring.publish("tick", tick(0));
  const auto seen = ring.newest();
  for (int i = 1; i <= 4; ++i) ring.publish("tick", tick(i));
  EXPECT_EQ(ring.after(seen, 64).events.size(), 4u) << "all it missed is still there";
  ring.publish("tick", tick(5));
  EXPECT_EQ(ring.size(), 4u);
  const auto reset = text_of(ring.after(seen, 64));
  EXPECT_TRUE(reset.starts_with("event: reset\ndata: {}\n\nevent: history\ndata: [{\"t\":3},{\"t\":4},{\"t\":5}]\n\n"))
      << reset;
  EXPECT_EQ(ring.after(seen, 64).last, ring.newest());
}

TEST(endpoint_live_ring, resets_ids_of_an_earlier_or_a_later_run) {
  live_ring ring(started);
  ring.publish("tick", tick(1));
  for (const std::uint64_t strange : {std::uint64_t{0}, std::uint64_t{1}, ring.newest() + 1, ~std::uint64_t{0}})
    EXPECT_NE(text_of(ring.begin(strange, 64)).find("event: reset"), std::string::npos) << strange;
}

TEST(endpoint_live_ring, counts_on_across_restarts) {
  live_ring before(started);
  for (int i = 0; i < 5'000; ++i) before.publish("tick", tick(i));
  EXPECT_LT(before.newest(), live_ring(started + millis(10)).newest());
}

TEST(endpoint_live_ring, gives_batches_of_bounded_size) {
  live_ring ring(started);
  const auto before = ring.newest();
  for (int i = 0; i < 10; ++i) ring.publish("tick", tick(i));
  const auto first = ring.after(before, 4);
  EXPECT_EQ(first.events.size(), 4u);
  EXPECT_EQ(first.last, before + 4);
  EXPECT_EQ(ring.after(first.last, 64).events.size(), 6u);
}

TEST(endpoint_live_ring, keeps_a_line_break_from_ending_an_event) {
  live_ring ring(started);
  const auto before = ring.newest();
  ring.publish("note", "{\"a\":1,\n\n\"b\":2}\r");
  EXPECT_NE(text_of(ring.after(before, 4)).find("data: {\"a\":1,  \"b\":2} \n\n"), std::string::npos);
}

TEST(endpoint_live_ring, takes_events_from_many_threads) {
  live_ring ring(started, {.events_max = 10'000, .history_max = 300, .notes_max = 50});
  const auto before = ring.newest();
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t)
    threads.emplace_back([&] {
      for (int i = 0; i < 500; ++i) ring.publish(i % 7 ? "tick" : "note", "{}");
    });
  std::uint64_t last = before;
  std::size_t got = 0;
  while (got < 2'000) {
    const auto batch = ring.after(last, 64);
    got += batch.events.size();
    last = batch.last;
  }
  for (auto& one : threads) one.join();
  EXPECT_EQ(got, 2'000u);
  EXPECT_EQ(last, ring.newest());
}

} // namespace
} // namespace tidings::web
