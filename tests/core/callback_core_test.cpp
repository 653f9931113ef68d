// What programs are owed, told and not told: the fold of the stream, a receiver's book, the words that are posted, and
// which addresses may be dialled.
#include "actors/callback/body.hpp"
#include "actors/callback/book.hpp"
#include "actors/callback/follower.hpp"
#include "actors/provider/dial_rule.hpp"
#include "schemas/notify.hpp"
#include "schemas/notify_ids.hpp"

#include <gmock/gmock.h>

#include <random>

namespace tidings::callback {
namespace {
using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

const practice_id riverside = *practice_id::parse("A99001");
const timestamp nine = from_ms(1'772'442'000'000); // 2026-03-02T09:00:00Z

message_id message(int n) { return id_from_name<message_id>("test", std::to_string(n)); }
message_accepted accepted(int n, bool by_program = true) {
  message_accepted e;
  e.message = message(n);
  e.to = secret_text("447700900123");
  if (by_program) e.api = {"booking", api_key_type::normal, secret_text("ref-" + std::to_string(n)), "hello", 2};
  return e;
}
receipt_received receipt(int n, receipt_status status) { return {.message = message(n), .status = status}; }

/// A practice's stream, and what one receiver is owed of it.
struct stream {
  std::vector<std::pair<timestamp, event>> events;
  void add(event what) { events.emplace_back(nine + millis(events.size() * 1'000), std::move(what)); }
  std::vector<owed> owed_by(follower& who, std::uint64_t after = 0) const {
    std::vector<owed> all;
    for (std::uint64_t sequence = after + 1; sequence <= events.size(); ++sequence) {
      const auto& [at, what] = events[sequence - 1];
      if (auto one = who.take(sequence, at, what)) all.push_back(std::move(*one));
    }
    return all;
  }
  std::vector<std::string> told(wishes of) const {
    follower who(riverside, of);
    std::vector<std::string> lines;
    for (const auto& one : owed_by(who))
      lines.push_back(std::to_string(one.sequence) + " " + one.status + " " + std::to_string(one.number));
    return lines;
  }
};
constexpr wishes delivery{receiver::delivery};
constexpr wishes received{receiver::received};
constexpr wishes own{receiver::own};

TEST(a_program, is_owed_the_end_of_its_message_and_by_us_every_step) {
  stream all;
  all.add(accepted(1));
  all.add(attempt_sent{message(1), 1, ""});
  all.add(receipt(1, receipt_status::pending));
  all.add(receipt(1, receipt_status::delivered));
  EXPECT_THAT(all.told(delivery), ElementsAre("4 delivered 1"));
  EXPECT_THAT(all.told(own), ElementsAre("2 sent 1", "4 delivered 2"));
  EXPECT_THAT(all.told(received), IsEmpty());
  follower who(riverside, own);
  const auto steps = all.owed_by(who);
  EXPECT_EQ(steps[0].order, steps[1].order);
  EXPECT_NE(steps[0].id, steps[1].id);
  EXPECT_EQ(steps[1].source, 1U);
  EXPECT_EQ(steps[1].about, to_text(message(1)));
  EXPECT_EQ(steps[1].created_at, nine);
  EXPECT_EQ(steps[1].sent_at, nine + 1s);
  EXPECT_EQ(who.followed(), 0U) << "nothing can follow a delivery";
}

TEST(a_message_that_no_program_sent, is_told_of_only_where_all_are_wanted) {
  stream all;
  all.add(accepted(1, false));
  all.add(attempt_sent{message(1), 1, ""});
  EXPECT_THAT(all.told(delivery), IsEmpty());
  EXPECT_THAT(all.told(own), IsEmpty());
  EXPECT_THAT(all.told({receiver::own, true, false, true}), ElementsAre("2 sent 1"));
  EXPECT_THAT(all.told({receiver::own, false, true, true}), IsEmpty());
}

TEST(each_end, has_its_word) {
  const struct {
    event what;
    std::string status, notify;
  } cases[] = {
      {message_cancelled{message(1), "no longer wanted"}, "cancelled", "technical-failure"},
      {message_cancelled{message(1), std::string(simulated_mark) + "delivered"}, "delivered", "delivered"},
      {message_cancelled{message(1), std::string(simulated_mark) + "temporary-failure"}, "temporary_failure",
       "temporary-failure"},
      {message_expired{message(1)}, "expired", "technical-failure"},
      {message_failed{message(1), "no provider"}, "technical_failure", "technical-failure"},
      {receipt(1, receipt_status::temporary_failure), "temporary_failure", "temporary-failure"},
      {receipt(1, receipt_status::technical_failure), "technical_failure", "technical-failure"},
      {receipt(1, receipt_status::permanent_failure), "permanent_failure", "permanent-failure"},
      {receipt(1, receipt_status::delivered), "delivered", "delivered"},
  };
  practice_settings practice;
  practice.id = riverside;
  practice.callbacks = std::make_shared<callback_settings>();
  for (const auto& one : cases) {
    stream all;
    all.add(accepted(1));
    all.add(one.what);
    EXPECT_THAT(all.told(delivery), ElementsAre("2 " + one.status + " 1"));
    follower who(riverside, delivery);
    const auto body = of_message(practice, receiver::delivery, all.owed_by(who).front(), accepted(1), nine);
    EXPECT_THAT(body.body.reveal(), testing::HasSubstr(R"("status":")" + one.notify + '"'));
  }
}

TEST(a_change_of_mind_of_the_network, is_told_by_us_and_not_by_notify) {
  stream all;
  all.add(accepted(1));
  all.add(receipt(1, receipt_status::temporary_failure));
  all.add(receipt(1, receipt_status::pending)); // late and lower
  all.add(receipt(1, receipt_status::temporary_failure));
  all.add(receipt(1, receipt_status::delivered));
  EXPECT_THAT(all.told(delivery), ElementsAre("2 temporary_failure 1"));
  EXPECT_THAT(all.told(own), ElementsAre("2 temporary_failure 1", "5 delivered 2"));
}

TEST(a_patients_text, is_owed_in_the_order_of_its_conversation) {
  reply_received text{.reply = id_from_name<reply_id>("test", "r"), .by = channel::sms, .conversation = "mark"};
  reply_received mail{.reply = id_from_name<reply_id>("test", "m"), .by = channel::email};
  reply_received answer = text;
  answer.reply = id_from_name<reply_id>("test", "a");
  answer.answers = message(1);
  stream all;
  for (const auto& one : {text, mail, answer}) all.add(one);
  EXPECT_THAT(all.told(received), ElementsAre("1 received 1", "3 received 1"));
  EXPECT_THAT(all.told(own), IsEmpty());
  follower who(riverside, {receiver::own, true, true, false});
  const auto replies = all.owed_by(who);
  ASSERT_EQ(replies.size(), 3U);
  EXPECT_EQ(replies[0].order, "mark");
  EXPECT_EQ(replies[1].order, to_text(mail.reply));
  EXPECT_EQ(replies[2].order, to_text(message(1))) << "an answer comes after what it answers";
}

TEST(a_fold, begun_anew_owes_the_same) {
  stream all;
  for (int n = 1; n <= 3; ++n) all.add(accepted(n));
  all.add(receipt(1, receipt_status::delivered));
  all.add(attempt_sent{message(2), 1, ""});
  follower first(riverside, own);
  const auto before = all.owed_by(first);
  EXPECT_EQ(first.restart_after(5), 1U) << "message 2 is still on its way";
  all.add(receipt(2, receipt_status::delivered));
  const auto rest = all.owed_by(first, 5);
  follower second(riverside, own);
  const auto again = all.owed_by(second, 1);
  ASSERT_EQ(again.size(), 2U);
  EXPECT_EQ(again[0].id, before[1].id);
  EXPECT_EQ(again[1].id, rest[0].id);
  EXPECT_EQ(again[1].number, 2U);
}

TEST(a_message_without_a_receipt, is_followed_for_eight_days) {
  follower who(riverside, own);
  who.take(1, nine, accepted(1));
  who.take(2, nine + followed_for - 1s, accepted(2));
  EXPECT_EQ(who.followed(), 2U);
  who.take(3, nine + followed_for, accepted(3));
  EXPECT_EQ(who.followed(), 2U);
  EXPECT_EQ(who.restart_after(3), 1U);
}

// -- books --------------------------------------------------------------------------------------

owed one_owed(std::uint64_t sequence, const std::string& order = {}) {
  owed out;
  out.sequence = sequence;
  out.source = sequence;
  out.about = out.order = order.empty() ? std::to_string(sequence) : order;
  return out;
}
http_outcome status(int code) {
  http_response out;
  out.status = code;
  return out;
}
http_outcome silence() { return tl::unexpected(http_failure{false, "timed out", {}}); }
std::vector<std::uint64_t> sequences(const std::vector<owed>& all) {
  std::vector<std::uint64_t> out;
  for (const auto& one : all) out.push_back(one.sequence);
  return out;
}

TEST(a_book, tells_a_few_at_once_and_one_of_a_message) {
  book aut(receiver::own, {});
  for (const auto& [sequence, order] :
       std::vector<std::pair<std::uint64_t, std::string>>{{1, "a"}, {2, "a"}, {3, "b"}, {4, "c"}, {5, "d"}, {6, "e"}})
    aut.owe(one_owed(sequence, order));
  aut.read_upto(6);
  EXPECT_THAT(sequences(aut.due(nine)), ElementsAre(1, 3, 4, 5));
  EXPECT_THAT(sequences(aut.due(nine)), IsEmpty());
  EXPECT_TRUE(aut.ended(3, status(204), nine));
  EXPECT_FALSE(aut.ended(3, status(204), nine)) << "it has ended";
  EXPECT_THAT(sequences(aut.due(nine)), ElementsAre(6)) << "2 waits for 1";
  aut.ended(1, status(200), nine);
  EXPECT_THAT(sequences(aut.due(nine)), ElementsAre(2));
  EXPECT_EQ(aut.kept().cursor, 1U);
  EXPECT_THAT(aut.kept().done, ElementsAre(3));
  for (const std::uint64_t sequence : {2, 4, 5, 6}) aut.ended(sequence, status(200), nine);
  EXPECT_EQ(aut.kept().cursor, 6U);
  EXPECT_THAT(aut.kept().done, IsEmpty());
  EXPECT_EQ(aut.kept().told, 6U);
}

TEST(a_book, comes_back_from_its_bytes_with_tries_and_dead_letters) {
  book first(receiver::delivery, {.epoch = 3});
  for (const std::uint64_t sequence : {4, 5, 6}) first.owe(one_owed(sequence));
  first.read_upto(9);
  first.due(nine);
  first.ended(4, silence(), nine);
  first.ended(5, status(404), nine);
  first.ended(6, status(200), nine);
  const auto kept = book_of(bytes_of(first.to_keep(9)));
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->from, 3U);
  book second(receiver::delivery, *kept);
  for (const std::uint64_t sequence : {4, 5, 6}) second.owe(one_owed(sequence));
  second.read_upto(9);
  EXPECT_THAT(sequences(second.due(nine + 299s)), IsEmpty());
  EXPECT_THAT(sequences(second.due(nine + 300s)), ElementsAre(4)) << "five minutes after the first try, not at once";
  ASSERT_EQ(second.dead(), 1U);
  EXPECT_EQ(second.kept().dead.front().why, "answered 404");
  EXPECT_EQ(second.kept().epoch, 3U);
  EXPECT_FALSE(book_of("something else"));
  EXPECT_FALSE(book_of(bytes_of(*kept).substr(0, 40)));
}

TEST(what_was_tried, is_not_forgotten_by_a_book_that_is_kept_before_it_has_read_so_far) {
  book aut(receiver::own, {.from = 2, .cursor = 2, .retries = {{7, 3, nine}}});
  aut.read_upto(4);
  const auto kept = aut.to_keep(4);
  ASSERT_EQ(kept.retries.size(), 1U);
  EXPECT_EQ(kept.retries.front().tries, 3U);
}

TEST(a_dead_letter, is_tried_again_or_discarded_by_a_person) {
  book aut(receiver::received, {});
  for (const std::uint64_t sequence : {1, 2, 3}) aut.owe(one_owed(sequence));
  aut.read_upto(3);
  aut.due(nine);
  for (const std::uint64_t sequence : {1, 2, 3}) aut.ended(sequence, status(400), nine);
  EXPECT_EQ(aut.dead(), 3U);
  EXPECT_EQ(aut.kept().cursor, 3U) << "the stream goes on";
  EXPECT_EQ(aut.release({2}, false), 1U);
  EXPECT_EQ(aut.release({}, true), 2U);
  EXPECT_EQ(aut.release({}, true), 0U) << "they are being tried";
  EXPECT_EQ(aut.dead(), 0U);
  book restarted(receiver::received, *book_of(bytes_of(aut.to_keep(3))));
  EXPECT_THAT(sequences(restarted.due(nine)), ElementsAre(1, 3)) << "through a restart too";
  restarted.ended(1, status(200), nine);
  restarted.ended(3, status(410), nine + 1s);
  EXPECT_EQ(restarted.dead(), 1U);
  EXPECT_EQ(restarted.kept().dead.front().why, "answered 410");
  EXPECT_EQ(restarted.kept().told, 1U);
  EXPECT_EQ(restarted.kept().cursor, 3U);
}

TEST(a_full_list_of_dead_letters, lets_nothing_go) {
  kept_book kept;
  for (std::size_t i = 0; i < dead_max; ++i) kept.dead.push_back({one_owed(i + 1), 6, "answered 500", nine, false});
  kept.cursor = kept.from = dead_max;
  book aut(receiver::delivery, std::move(kept));
  aut.owe(one_owed(dead_max + 1));
  aut.read_upto(dead_max + 1);
  aut.due(nine);
  aut.ended(dead_max + 1, status(404), nine);
  EXPECT_EQ(aut.open().size(), 1U);
  EXPECT_EQ(aut.release({}, false), dead_max);
  EXPECT_THAT(sequences(aut.due(nine + 300s)), ElementsAre(dead_max + 1));
}

TEST(a_restored_log, skips_nothing) {
  // Told up to 10 when the log was copied at 6: its epoch begins at 7, and 8 is another event than before.
  book aut(receiver::own, {.epoch = 1,
                           .from = 0,
                           .cursor = 10,
                           .done = {12},
                           .dead = {{one_owed(5), 1, "", nine, false}, {one_owed(9), 1, "", nine, false}}});
  aut.owe(one_owed(3));
  aut.epoch_began(2, 7);
  aut.owe(one_owed(8));
  aut.owe(one_owed(12));
  aut.read_upto(12);
  EXPECT_THAT(sequences(aut.due(nine)), ElementsAre(8, 12));
  EXPECT_EQ(aut.dead(), 1U);
  EXPECT_EQ(aut.to_keep(12).epoch, 2U);
  aut.epoch_began(2, 11); // the same one read again changes nothing
  EXPECT_EQ(aut.open().size(), 2U);
}

/// Whatever the receiver answers and whenever the broker dies: each is told at least once or is a dead letter, and no
/// step of a message is told for the first time after a later one.
TEST(a_book, loses_nothing_and_keeps_the_order_whenever_it_dies) {
  for (unsigned seed = 1; seed <= 200; ++seed) {
    std::mt19937 dice(seed);
    constexpr std::uint64_t last = 40;
    std::map<std::uint64_t, std::string> orders;
    for (std::uint64_t s = 1; s <= last; ++s) orders[s] = std::to_string(dice() % 6);
    std::string disk = bytes_of({});
    std::set<std::uint64_t> told;
    std::map<std::string, std::uint64_t> latest;
    auto now = nine;
    for (int life = 0; life < 60; ++life) {
      book aut(receiver::own, *book_of(disk));
      for (auto s = aut.read() + 1; s <= last; ++s) aut.owe(one_owed(s, orders[s]));
      aut.read_upto(last);
      for (auto steps = dice() % 12 + (life > 40 ? 60 : 0); steps > 0; --steps) {
        now += 9h; // whatever waits is due
        for (const auto& one : aut.due(now)) {
          const auto die = life > 40 ? 0 : dice() % 4;
          if (die == 3) continue; // still under way when it dies
          if (die == 0) {
            if (told.insert(one.sequence).second) {
              EXPECT_LT(latest[one.order], one.sequence) << "seed " << seed;
              latest[one.order] = one.sequence;
            }
          }
          const auto letters = aut.dead();
          aut.ended(one.sequence, die == 0 ? status(200) : die == 1 ? status(503) : silence(), now);
          if (dice() % 3 > 0 || aut.dead() != letters) disk = bytes_of(aut.to_keep(last));
        }
        if (life > 40) disk = bytes_of(aut.to_keep(last));
      }
    }
    const auto end = *book_of(disk);
    EXPECT_EQ(end.cursor, last) << "seed " << seed;
    for (const auto& letter : end.dead) told.insert(letter.what.sequence);
    EXPECT_EQ(told.size(), last) << "seed " << seed;
  }
}

// -- answers and words --------------------------------------------------------------------------

TEST(each_answer, means_what_notifys_rules_say) {
  const struct {
    receiver which;
    http_outcome answer;
    std::uint32_t tries;
    verdict::kind kind;
    millis wait;
  } cases[] = {
      {receiver::delivery, status(200), 1, verdict::kind::told, 0s},
      {receiver::delivery, status(299), 6, verdict::kind::told, 0s},
      {receiver::delivery, status(500), 1, verdict::kind::again, 300s},
      {receiver::received, status(429), 5, verdict::kind::again, 300s},
      {receiver::received, silence(), 6, verdict::kind::given_up, 0s},
      {receiver::delivery, status(404), 1, verdict::kind::given_up, 0s},
      {receiver::delivery, status(302), 1, verdict::kind::given_up, 0s},
      {receiver::own, silence(), 1, verdict::kind::again, 10s},
      {receiver::own, status(503), 9, verdict::kind::again, 8h},
      {receiver::own, status(503), 10, verdict::kind::given_up, 0s},
  };
  for (const auto& one : cases) {
    const auto said = judge(one.which, one.answer, one.tries);
    EXPECT_EQ(said.what, one.kind) << said.said;
    EXPECT_EQ(said.wait, one.wait) << said.said;
  }
  auto later = status(503);
  later->retry_after_s = 600;
  EXPECT_EQ(judge(receiver::own, later, 1).wait, 600s);
  later->retry_after_s = 1'000'000;
  EXPECT_EQ(judge(receiver::own, later, 1).wait, 3'600s);
}

struct words : testing::Test {
  practice_settings practice;
  owed what;
  words() {
    practice.id = riverside;
    callback_settings settings;
    settings.delivery = {"https://d.example/x", secret_text("bearer-of-delivery")};
    settings.received = {"https://r.example/", secret_text("bearer-of-received")};
    settings.own = {.url = "https://o.example/", .secret = secret_text("0123456789abcdef0123456789abcdef")};
    practice.callbacks = std::make_shared<callback_settings>(settings);
    what.about = to_text(message(1));
    what.status = "delivered";
    what.number = 2;
    what.created_at = nine;
    what.sent_at = nine + 1s;
    what.at = nine + 2s;
  }
};

TEST_F(words, are_notifys_own_field_for_field) {
  const auto out = of_message(practice, receiver::delivery, what, accepted(1), nine);
  EXPECT_EQ(out.url, "https://d.example/x");
  EXPECT_THAT(out.headers, ElementsAre("Content-Type: application/json", "Authorization: Bearer bearer-of-delivery"));
  EXPECT_EQ(out.body.reveal(),
            R"({"id":")" + to_text(message(1)) +
                R"(","reference":"ref-1","to":"447700900123","status":"delivered",)"
                R"("created_at":"2026-03-02T09:00:00.000000Z","completed_at":"2026-03-02T09:00:02.000000Z",)"
                R"("sent_at":"2026-03-02T09:00:01.000000Z","notification_type":"sms","template_id":")" +
                to_text(notify_template_id(riverside, template_id("hello"))) + R"(","template_version":2})");
  reply_received reply{.reply = id_from_name<reply_id>("test", "r"), .from = secret_text("447700900124")};
  reply.to = "447700900999";
  reply.text = secret_text("Yes \"please\"");
  what.about = to_text(reply.reply);
  const auto text = of_reply(practice, receiver::received, what, reply, nine);
  ASSERT_TRUE(text);
  EXPECT_EQ(text->body.reveal(), R"({"id":")" + to_text(reply.reply) +
                                     R"(","source_number":"447700900124","destination_number":"447700900999",)"
                                     R"("message":"Yes \"please\"","date_received":"2026-03-02T09:00:02.000000Z"})");
  reply.from = reply.text = {};
  EXPECT_FALSE(of_reply(practice, receiver::received, what, reply, nine)) << "erased: there is nothing to tell";
}

TEST_F(words, of_ours_carry_no_number_and_are_signed) {
  const auto out = of_message(practice, receiver::own, what, accepted(1), nine);
  EXPECT_THAT(out.body.reveal(), testing::HasSubstr(R"("type":"message.delivered")"));
  EXPECT_THAT(out.body.reveal(), testing::HasSubstr(R"("number":2)"));
  EXPECT_THAT(out.body.reveal(), testing::Not(testing::HasSubstr("4477009")));
  EXPECT_THAT(out.headers,
              testing::Contains("Tidings-Signature: " + signature(practice.callbacks->own, nine, out.body.reveal())));
  EXPECT_THAT(out.headers, testing::Contains("Tidings-Callback: " + to_text(what.id)));
}

TEST(a_signature, is_what_others_compute) {
  signed_receiver of;
  of.secret = secret_text("0123456789abcdef0123456789abcdef");
  EXPECT_EQ(signature(of, nine, R"({"a":1})"),
            "t=1772442000,v1=5bb8fee3612016ec9a697ffa3ded33ab2e55e0fa5dc07cb97ac3136f4912b31c");
  of.secret_before = secret_text("another-secret-of-thirty-two-char");
  EXPECT_EQ(signature(of, nine, R"({"a":1})"),
            "t=1772442000,v1=5bb8fee3612016ec9a697ffa3ded33ab2e55e0fa5dc07cb97ac3136f4912b31c,v1="
            "564d63c5d73a0e00c2efc87daad94dbe15f7b74e7ec610e67bac97cf9c13d01a");
}

// -- addresses ----------------------------------------------------------------------------------

ip_address address(const std::string& text) { return ip_network::parse(text)->first; }

TEST(an_address, may_be_dialled_when_it_is_public_or_allowed) {
  const dial_rule any{std::vector{*ip_network::parse("10.20.0.0/16"), *ip_network::parse("fd00:1::/32")}};
  const struct {
    std::string address;
    bool allowed;
  } cases[] = {
      {"93.184.215.14", true},
      {"8.8.8.8", true},
      {"2606:4700::1111", true},
      {"127.0.0.1", false},
      {"127.8.8.8", false},
      {"0.0.0.0", false},
      {"10.0.0.1", false},
      {"10.20.3.4", true},
      {"10.21.0.1", false},
      {"100.64.0.1", false},
      {"100.128.0.1", true},
      {"169.254.169.254", false},
      {"172.15.255.255", true},
      {"172.16.0.1", false},
      {"172.31.255.255", false},
      {"172.32.0.1", true},
      {"192.168.1.1", false},
      {"192.0.0.170", false},
      {"198.18.0.1", false},
      {"203.0.113.9", false},
      {"224.0.0.1", false},
      {"255.255.255.255", false},
      {"::", false},
      {"::1", false},
      {"::ffff:127.0.0.1", false},
      {"::ffff:8.8.8.8", true},
      {"::ffff:10.20.0.1", true},
      {"::127.0.0.1", false},
      {"fe80::1", false},
      {"fc00::1", false},
      {"fd00:1::5", true},
      {"fd00:2::5", false},
      {"ff02::1", false},
      {"64:ff9b::7f00:1", false},
      {"2002:7f00:1::", false},
      {"2001::1", false},
      {"2001:db8::1", false},
      {"2001:4860:4860::8888", true},
      {"3fff::1", false},
  };
  for (const auto& one : cases) EXPECT_EQ(any.allows(address(one.address)), one.allowed) << one.address;
}

TEST(a_network, is_read_strictly) {
  for (const std::string wrong : {"", "10.20.0.0/33", "10.20.1.0/16", "10.20.0.0/", "10.20.0.0/8x", "host.example",
                                  "fd00::/129", "fd00::1/8", "10.20/16", "/8"})
    EXPECT_FALSE(ip_network::parse(wrong)) << wrong;
  EXPECT_TRUE(ip_network::parse("0.0.0.0/0"));
  EXPECT_TRUE(ip_network::parse("10.20.30.40"));
}

} // namespace
} // namespace tidings::callback
