// A FireText account that polls, between a provider, a disk and practices that are all made up.
#include "actors/provider/firetext_poll/firetext_actor.hpp"
#include "actors/receipt/firetext_receipt.hpp"
#include "tests/actors/fake_http.hpp"
#include "tests/actors/provider_account.hpp"

#include <gmock/gmock.h>

namespace tidings {
namespace {
using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

struct firetext_actor_test : test::telling_account {
  std::shared_ptr<test::fake_http> http = std::make_shared<test::fake_http>();
  firetext_actor aut;
  const message_id message = id_from_name<message_id>("test", "message");

  firetext_actor_test() {
    account.url = "http://provider.example/api";
    account.poll_every = 1min;
  }
  ~firetext_actor_test() override {
    if (aut) end(aut);
    http->open.clear();
  }
  void start() {
    aut = sys.spawn(firetext_provider, account,
                    firetext_ports{.http = http,
                                   .lines_of = keeps_lines(),
                                   .now = clock(),
                                   .tell = tells(),
                                   .not_ready = tells_whether_ready(),
                                   .practice_of_number = [this](std::string_view digits) -> std::optional<practice_id> {
                                     return digits == "447860039047" ? std::optional(practice) : std::nullopt;
                                   },
                                   .say = says(),
                                   .show = shows()});
    drain();
    advance(0min);
  }
  void restart() {
    end(aut);
    start();
  }
  void send() {
    tell(aut, call_for(message));
    drain();
  }
  /// Calls of one function of FireText's, by number; answering one leaves its place.
  std::vector<std::size_t> calls(const std::string& function) const {
    std::vector<std::size_t> out;
    for (std::size_t i = 0; i < http->requests.size(); ++i)
      if (http->open[i] && http->requests[i].url.ends_with("/" + function + "/json")) out.push_back(i);
    return out;
  }
  void respond(const std::string& function, const std::string& body) {
    const auto open = calls(function);
    ASSERT_FALSE(open.empty()) << function;
    http_response got;
    got.status = 200;
    got.body = body;
    std::exchange(http->open[open.front()], nullptr)(got);
    drain();
  }
  void taken() { respond("sendsms", R"({"code":0,"description":"SMS successfully queued","responseData":1})"); }
  void report(const std::string& status) {
    respond("deliveryreport", R"({"code":0,"responseData":1,"data":[{"reference":")" + to_text(message) +
                                  R"(","status":")" + status + R"(","messageUpdate":"2026-03-02 09:00:30"}]})");
  }
  void texts(const std::string& rows) {
    respond("receivedmessages", R"({"code":0,"responseData":1,"data":[)" + rows + "]}");
  }
  static std::string text(const std::string& words, const std::string& number = "447860039047") {
    return R"({"messageID":"7","sentTo":")" + number +
           R"(","receivedFrom":"447700900123","receivedOn":"2026-03-02 09:00:10","message":")" + words + "\"}";
  }
  template <class T> const T* as(std::size_t which) const {
    return which < told.size() ? std::get_if<T>(&told[which].what) : nullptr;
  }
};

TEST_F(firetext_actor_test, notes_a_message_before_it_is_sent) {
  start();
  disk->lines.clear();
  tell(aut, call_for(message));
  while (disk->lines.empty() && calls("sendsms").empty() && scheduler.try_run_once()) {
  }
  EXPECT_THAT(disk->lines, HasSubstr(to_text(message)));
  drain();
  ASSERT_THAT(calls("sendsms"), SizeIs(1));
  taken();
  ASSERT_THAT(to.sent, SizeIs(1));
  EXPECT_EQ(to.sent[0].what.result, attempt_result::sent);
}

TEST_F(firetext_actor_test, tells_a_receipt_that_was_never_posted) {
  start();
  send();
  taken();
  EXPECT_THAT(calls("deliveryreport"), IsEmpty());
  advance(1min);
  ASSERT_THAT(calls("deliveryreport"), SizeIs(1));
  report("Delivered");
  const auto* receipt = as<receipt_arrived>(0);
  ASSERT_TRUE(receipt);
  EXPECT_EQ(told[0].who, practice);
  EXPECT_EQ(receipt->status, receipt_status::delivered);
  answered(0);
  EXPECT_THAT(disk->lines, HasSubstr("e " + to_text(message)));
  advance(8h);
  EXPECT_THAT(calls("deliveryreport"), IsEmpty()) << "it had its last word";
}

TEST_F(firetext_actor_test, asks_again_for_a_receipt_that_could_not_be_written_down) {
  start();
  send();
  taken();
  advance(1min);
  report("Declined");
  answered(0, {false, false, error_code::log_unavailable, "later", {}});
  EXPECT_EQ(disk->lines.find("\ne "), std::string::npos);
  restart();
  advance(1min);
  report("Declined");
  ASSERT_TRUE(as<receipt_arrived>(1));
  EXPECT_TRUE(as<receipt_arrived>(1)->unexplained);
}

TEST_F(firetext_actor_test, tells_a_text_that_was_never_posted_to_the_practice_with_that_number) {
  start();
  texts(text("CANCEL"));
  texts(text("CANCEL"));
  const auto* reply = as<reply_arrived>(0);
  ASSERT_TRUE(reply);
  EXPECT_EQ(told[0].who, practice);
  EXPECT_EQ(reply->text.reveal(), "CANCEL");
  EXPECT_EQ(reply->reply, read_firetext_reply(account.id,
                                              {{"source", "447700900123"},
                                               {"destination", "447860039047"},
                                               {"message", "CANCEL"},
                                               {"time", "2026-03-02 09:00:10"}},
                                              now())
                              ->reply)
      << "as if it had been posted";
  answered(0);
  advance(1min);
  texts(text("CANCEL"));
  texts("");
  EXPECT_THAT(told, SizeIs(1));
}

TEST_F(firetext_actor_test, brings_a_text_that_no_practice_wants_to_the_host) {
  start();
  texts(text("Hello", "447700900998"));
  texts("");
  ASSERT_THAT(told, SizeIs(1));
  EXPECT_TRUE(told[0].who.is_host());
  answered(0);
  advance(1min);
  texts(text("Hello") + "," + text("Hello", "447700900998"));
  texts("");
  ASSERT_THAT(told, SizeIs(2));
  answered(1, {false, false, error_code::not_found, "it has gone", {}});
  ASSERT_THAT(told, SizeIs(3));
  EXPECT_TRUE(told[2].who.is_host());
}

TEST_F(firetext_actor_test, asks_again_for_texts_that_could_not_be_written_down_and_says_so) {
  start();
  texts(text("CANCEL"));
  texts("");
  answered(0, {false, false, error_code::stopping, "stopping", {}});
  EXPECT_THAT(shown.back().last_failure, HasSubstr("can't be told"));
  advance(1min);
  texts(text("CANCEL"));
  texts("");
  ASSERT_THAT(told, SizeIs(2));
  answered(1);
  EXPECT_EQ(shown.back().state, "running");
}

TEST_F(firetext_actor_test, asks_nothing_before_practices_can_be_told) {
  not_ready = "starting";
  start();
  advance(5s);
  EXPECT_THAT(http->requests, IsEmpty());
  send();
  EXPECT_THAT(calls("sendsms"), SizeIs(1)) << "messages go all the same";
  not_ready.clear();
  advance(1s);
  EXPECT_THAT(calls("receivedmessages"), SizeIs(1));
}

TEST_F(firetext_actor_test, sends_though_the_disk_is_full_and_notes_it_later) {
  start();
  disk->broken = true;
  send();
  EXPECT_THAT(calls("sendsms"), SizeIs(1));
  EXPECT_THAT(said, SizeIs(1));
  disk->broken = false;
  advance(2min);
  EXPECT_THAT(disk->lines, HasSubstr(to_text(message)));
}

TEST_F(firetext_actor_test, answers_calls_that_it_did_not_make_when_it_ends) {
  start();
  disk->throws = true;
  send();
  aut = firetext_actor(); // it has ended by itself
  drain();
  ASSERT_THAT(to.sent, SizeIs(1));
  EXPECT_EQ(to.sent[0].what.result, attempt_result::retry);
  EXPECT_THAT(calls("sendsms"), IsEmpty());
}

TEST_F(firetext_actor_test, looks_up_what_is_in_doubt) {
  start();
  tell(aut, look_up_for(message));
  drain();
  report("Pending");
  ASSERT_THAT(to.found, SizeIs(1));
  EXPECT_EQ(to.found[0].what.finding, look_up_finding::seen);
}

} // namespace
} // namespace tidings
