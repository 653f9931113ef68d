// What of the live feed a user gets who sees some practices only.
#include "web/endpoint/access/feed_filter.hpp"
#include "web/endpoint/live_ring.hpp"

#include <gtest/gtest.h>

namespace tidings::web {
namespace {

const timestamp started = from_ms(1'774'864'923'000);

practice_scope_ptr only(std::string_view code) {
  return std::make_shared<const practice_scope>(practice_scope{*practice_id::parse(code)});
}

std::string text_of(const live_ring::batch& batch) {
  std::string all;
  for (const auto& one : batch.events) all += *one;
  return all;
}

void tell_everything(live_ring& ring) {
  ring.publish("tick", R"({"t":7,"accepted":4711})");
  ring.publish("overview", R"({"state":"ready","practices":2})");
  ring.publish("practices", R"([{"id":"A99001","name":"Ours"},{"id":"A99002","name":"Theirs"}])");
  ring.publish("connectors", R"([{"practice":"A99001"},{"practice":"A99002","practice_name":"Theirs"}])");
  ring.publish("providers", R"([{"id":"firetext","queued":4711}])");
  ring.publish("note", R"({"what":"ours","practice":"A99001"})");
  ring.publish("note", R"({"what":"Theirs","practice":"A99002"})");
  ring.publish("note", R"({"what":"the host's","practice":""})");
  ring.publish("inbox", R"({"practice":"A99001"})");
  ring.publish("inbox", R"({"practice":"A99002"})");
}

TEST(access_feed, gives_their_practices_rows_and_notes_and_nothing_of_others) {
  live_ring ring(started);
  const auto before = ring.newest();
  tell_everything(ring);
  for (const auto& text :
       {text_of(ring.begin(std::nullopt, 64, only("A99001"))), text_of(ring.begin(before, 64, only("A99001"))),
        text_of(ring.after(before, 64, only("A99001")))}) {
    EXPECT_NE(text.find("Ours"), std::string::npos) << text;
    EXPECT_NE(text.find("\"ours\""), std::string::npos) << text;
    for (const auto* foreign : {"A99002", "Theirs", "4711", "firetext", "host's", "overview"})
      EXPECT_EQ(text.find(foreign), std::string::npos) << foreign << " in " << text;
  }
  EXPECT_NE(text_of(ring.after(before, 64, only("A99001"))).find("event: inbox\ndata: {\"practice\":\"A99001\"}"),
            std::string::npos);
  EXPECT_NE(text_of(ring.after(before, 64, only("A99001"))).find("event: beat\ndata: {\"t\":7}"), std::string::npos);
}

TEST(access_feed, goes_on_behind_what_is_not_for_them) {
  live_ring ring(started);
  const auto before = ring.newest();
  for (int i = 0; i < 5; ++i) ring.publish("note", R"({"what":"Theirs","practice":"A99002"})");
  const auto batch = ring.after(before, 2, only("A99001"));
  EXPECT_TRUE(batch.events.empty());
  EXPECT_EQ(batch.last, ring.newest());
}

TEST(access_feed, gives_all_practices_but_not_the_host_to_who_sees_every_practice) {
  live_ring ring(started);
  tell_everything(ring);
  const auto text = text_of(ring.begin(std::nullopt, 64, every_practice()));
  EXPECT_NE(text.find("A99002"), std::string::npos);
  EXPECT_EQ(text.find("firetext"), std::string::npos);
  EXPECT_EQ(text.find("host's"), std::string::npos);
}

TEST(access_feed, leaves_out_what_it_does_not_know_and_what_is_no_json) {
  const practice_scope scope{*practice_id::parse("A99001")};
  EXPECT_FALSE(access::feed_for("something_new", R"([{"id":"A99001"}])", scope));
  EXPECT_FALSE(access::feed_for("practices", "[{", scope));
  EXPECT_FALSE(access::feed_for("note", "[]", scope));
  EXPECT_FALSE(access::feed_for("tick", R"({"t":"x"})", scope));
}

} // namespace
} // namespace tidings::web
