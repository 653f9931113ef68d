// One message to many: what each recipient is told, and that asking again never sends twice nor leaves anybody out.
#include "tests/core/endpoint_door.hpp"
#include "tests/support/practice_world.hpp"
#include "web/endpoint/bulk_bodies.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

#include <set>

namespace tidings::web {
namespace {

/// Takes each message once, refuses some, and stops taking any after so many.
class counting_broker : public test::fake_broker {
public:
  std::set<message_id> taken;
  std::map<std::string, answer> refusals; ///< by number
  std::size_t takes_max = 1'000;          ///< beyond it: overloaded
  std::vector<std::function<void()>> held;
  bool holds = false;
  std::size_t most_held = 0;

  void tell(practice_id practice, command what, audit_mark_ptr by, std::function<void(answer)> done) override {
    const auto& message = std::get<accept_message>(what);
    told.push_back({practice, what, std::move(by)});
    answer said;
    if (const auto found = refusals.find(std::string(message.to.reveal())); found != refusals.end())
      said = found->second;
    else if (taken.contains(message.message))
      said.repeated = true;
    else if (taken.size() >= takes_max)
      said = {false, false, error_code::overloaded, "the queue is full", {}};
    else
      taken.insert(message.message);
    if (!holds) return done(said);
    held.push_back([done = std::move(done), said] { done(said); });
    most_held = std::max(most_held, held.size());
  }
};

/// One practice that decides as the real one does, over a log that outlives it.
class logging_broker : public test::fake_broker {
public:
  test::practice_world world;
  std::vector<event> log;
  std::size_t dies_after = 1'000; ///< commands that reach the log; then nobody is answered any more

  void tell(practice_id, command what, audit_mark_ptr, std::function<void(answer)> done) override {
    if (dies_after == 0) return;
    --dies_after;
    for (auto& one : world.when(what)) log.push_back(std::move(one));
    if (dies_after > 0) done(world.last_answer); // the last one's answer is lost on the way
  }
  void restart() {
    world = {};
    for (const auto& one : log) world.given(one);
    dies_after = 1'000;
  }
  std::size_t accepted() const { return test::count<message_accepted>(log); }
};

class endpoint_bulk : public endpoint_door {
protected:
  endpoint_bulk() { serve(counting); }
  void serve(broker_port& by) {
    way_in = std::make_unique<door>(house{settings,
                                          limits,
                                          {},
                                          keys,
                                          {},
                                          by,
                                          [this] { return now; },
                                          false,
                                          [](std::function<void()> what) { what(); },
                                          {},
                                          wrong_passwords(limits.wrong_passwords_max, limits.wrong_passwords_window),
                                          {}});
  }
  request bulk(std::string body, const std::string& key = "flu") {
    auto asked = with(make("POST", "/api/v1/messages/bulk", std::move(body)), "Content-Type", "application/json");
    if (!key.empty()) asked.fields.emplace_back("Idempotency-Key", key);
    return signed_in(std::move(asked));
  }
  static std::string to(int number) {
    return R"({"reference":"row-)" + std::to_string(number) + R"(","to":"07700 900)" + std::to_string(100 + number) +
           R"(","personalisation":{"day":"Monday"}})";
  }
  static std::string listed(const std::vector<int>& numbers) {
    std::string list;
    for (const auto number : numbers) list.append(list.empty() ? "" : ",").append(to(number));
    return R"({"practice":"A99001","template":"flu","recipients":[)" + list + "]}";
  }
  static boost::json::object read(const response& answer) {
    EXPECT_EQ(answer.status, 200) << answer.text();
    boost::system::error_code failed;
    auto body = boost::json::parse(std::string(answer.text()), failed);
    EXPECT_FALSE(failed) << answer.text();
    return body.is_object() ? body.get_object() : boost::json::object();
  }
  static std::vector<std::string> states(const response& answer) {
    std::vector<std::string> all;
    const auto body = read(answer);
    if (const auto* results = body.if_contains("results"))
      for (const auto& one : results->get_array())
        all.emplace_back(std::string_view(one.get_object().at("state").get_string()));
    return all;
  }

  counting_broker counting;
};
using words = std::vector<std::string>;

/// A practice that previews as the real one does, and a node that knows what a segment costs.
class previewing_broker : public test::fake_broker {
public:
  test::practice_world world;
  std::string price = R"({"pence_per_segment":2.5})";
  error_code refuses = error_code::none;

  void tell(practice_id practice, command what, audit_mark_ptr by, std::function<void(answer)> done) override {
    told.push_back({practice, what, by});
    if (refuses != error_code::none) return done({false, false, refuses, "too much waits", {}});
    EXPECT_TRUE(world.when(what).empty()) << "nothing is kept";
    done(world.last_answer);
  }
  void operate(std::string what, std::map<std::string, std::string>, audit_mark_ptr,
               std::function<void(http_answer)> done) override {
    EXPECT_EQ(what, "GET send-options");
    done({200, price});
  }
};

class endpoint_preview : public endpoint_bulk {
protected:
  endpoint_preview() { serve(previewing); }
  response preview(const std::string& body) {
    return ask(signed_in(with(make("POST", "/api/v1/messages/preview", body), "Content-Type", "application/json")));
  }
  previewing_broker previewing;
};

TEST_F(endpoint_preview, says_what_each_of_a_bulk_would_read_and_what_all_would_cost) {
  const std::string long_text(170, 'x');
  const auto body = read(preview(R"({"practice":"A99001","text":")" + long_text + R"(","recipients":[
    {"reference":"a","to":"07700 900101"},{"reference":"b","to":"07700 900102"},{"reference":"c","to":"nobody"},
    {"reference":"d","patient":"nobody-knows"}]})"));
  EXPECT_EQ(body.at("messages").as_int64(), 4);
  EXPECT_EQ(body.at("refused").as_int64(), 2);
  EXPECT_EQ(body.at("segments").as_int64(), 4);
  EXPECT_DOUBLE_EQ(body.at("pence").as_double(), 10.0);
  EXPECT_DOUBLE_EQ(body.at("pence_per_segment").as_double(), 2.5);
  const auto& results = body.at("results").as_array();
  const auto& first = results[0].as_object();
  EXPECT_EQ(first.at("reference").as_string(), "a");
  EXPECT_EQ(first.at("body").as_string(), long_text);
  EXPECT_EQ(first.at("encoding").as_string(), "gsm7");
  EXPECT_EQ(first.at("units").as_int64(), 170);
  EXPECT_EQ(first.at("segments").as_int64(), 2);
  EXPECT_DOUBLE_EQ(first.at("pence").as_double(), 5.0);
  EXPECT_EQ(first.at("refused").as_string(), "");
  EXPECT_THAT(std::string(results[2].as_object().at("refused").as_string()), HasSubstr("UK mobile number"));
  EXPECT_NE(results[3].as_object().at("refused").as_string(), "");
  EXPECT_FALSE(previewing.told[0].by) << "one's own words to a number are nobody's data";
  EXPECT_TRUE(previewing.told.back().by) << "words with a patient's name are";
}

TEST_F(endpoint_preview, says_it_of_one_message_and_leaves_open_what_it_does_not_know) {
  auto body = read(preview(R"({"practice":"A99001","to":"07700 900101","text":"Hello\u00a0you"})"));
  EXPECT_TRUE(body.at("results").as_array()[0].as_object().at("reference").is_null());
  EXPECT_DOUBLE_EQ(body.at("pence").as_double(), 2.5);
  previewing.price = "{}";
  body = read(preview(R"({"practice":"A99001","to":"07700 900101","text":"Hello"})"));
  EXPECT_TRUE(body.at("pence").is_null());
  EXPECT_TRUE(body.at("pence_per_segment").is_null());
  previewing.refuses = error_code::overloaded;
  EXPECT_EQ(preview(R"({"practice":"A99001","to":"07700 900101","text":"Hello"})").status, 429);
  for (const std::string wrong : {"", "[]", R"({"practice":"A99001","text":"Hello"})",
                                  R"({"practice":"Z99999","to":"07700 900101","text":"Hello"})",
                                  R"({"practice":"A99001","text":"Hello","recipients":[]})"})
    EXPECT_EQ(preview(wrong).status, 400) << wrong;
}

TEST_F(endpoint_bulk, gives_each_email_an_address_to_unsubscribe_of_its_own) {
  const auto mails = [&](const std::string& shared, const std::string& second) {
    return ask(
        bulk(R"({"practice":"A99001","channel":"email","template":"flu",)" + shared +
             R"("recipients":[{"reference":"a","to":"ann@example.org","unsubscribe_url":"https://example.org/a"},)"
             R"({"reference":"b","to":"bob@example.org","unsubscribe_url":")" +
             second + R"("}]})"));
  };
  EXPECT_EQ(states(mails("", "https://example.org/b")), (words{"accepted", "accepted"}));
  ASSERT_EQ(counting.told.size(), 2U);
  for (const auto& [place, url] : {std::pair(0U, "https://example.org/a"), std::pair(1U, "https://example.org/b")})
    EXPECT_EQ(std::get<accept_message>(counting.told[place].what).unsubscribe_url.reveal(), url);
  EXPECT_EQ(states(mails("", "http://example.org/b")), (words{"repeated", "refused"}));
  EXPECT_EQ(mails(R"("unsubscribe_url":"https://example.org/u",)", "https://example.org/b").status, 400)
      << "one for all would take everybody off the list of whoever clicks";
}

TEST_F(endpoint_bulk, asks_the_practice_for_each_with_words_of_their_own) {
  const auto answer = ask(bulk(R"({"practice":"A99001","template":"flu","recipients":[
    {"reference":"a","to":"07700 900101","personalisation":{"day":"Monday"}},
    {"reference":"b","patient":"p2","personalisation":{"day":"Tuesday"}}]})"));
  EXPECT_EQ(states(answer), (words{"accepted", "accepted"}));
  ASSERT_EQ(counting.told.size(), 2U);
  const auto& first = std::get<accept_message>(counting.told[0].what);
  const auto& second = std::get<accept_message>(counting.told[1].what);
  EXPECT_EQ(first.to.reveal(), "447700900101");
  EXPECT_EQ(first.personalisation.at("day"), "Monday");
  EXPECT_EQ(second.patient.value, "p2");
  EXPECT_EQ(second.personalisation.at("day"), "Tuesday");
  EXPECT_EQ(second.template_name, "flu");
  EXPECT_EQ(first.idempotency_key, "flu/a");
  EXPECT_EQ(first.asked_by, "ann");
  EXPECT_EQ(counting.told[1].by->action, "POST /api/v1/messages/bulk");
  EXPECT_EQ(counting.told[1].by->objects, (words{to_text(second.message)}));
  const auto body = read(answer);
  EXPECT_EQ(body.at("accepted").as_int64(), 2);
  EXPECT_EQ(body.at("results").as_array()[0].as_object().at("id").as_string(), to_text(first.message));
  EXPECT_THAT(std::string(answer.text()), ::testing::Not(HasSubstr("900101"))) << "numbers aren't said back";
}

TEST_F(endpoint_bulk, sends_nothing_twice_in_whatever_order_and_company_it_is_asked_again) {
  EXPECT_EQ(states(ask(bulk(listed({1, 2, 3})))), (words{"accepted", "accepted", "accepted"}));
  EXPECT_EQ(states(ask(bulk(listed({1, 2, 3})))), (words{"repeated", "repeated", "repeated"}));
  EXPECT_EQ(states(ask(bulk(listed({3, 4, 1})))), (words{"repeated", "accepted", "repeated"}));
  EXPECT_EQ(counting.taken.size(), 4U);
  EXPECT_EQ(states(ask(bulk(listed({1}), "another"))), (words{"accepted"})) << "another key is another bulk";
}

TEST_F(endpoint_bulk, is_never_taken_for_a_single_message_whose_key_looks_like_it) {
  EXPECT_EQ(states(ask(bulk(listed({1}), "flu"))), (words{"accepted"}));
  const auto single = ask(message(R"({"practice":"A99001","to":"07700 900101","text":"x"})", "flu/row-1"));
  EXPECT_THAT(std::string(single.text()), HasSubstr(R"("repeated":false)"));
  EXPECT_EQ(
      states(ask(bulk(R"({"practice":"A99001","text":"x","recipients":[{"reference":"b/c","patient":"p"}]})", "a"))),
      (words{"accepted"}));
  EXPECT_EQ(
      states(ask(bulk(R"({"practice":"A99001","text":"x","recipients":[{"reference":"c","patient":"p"}]})", "a/b"))),
      (words{"accepted"}))
      << "key and reference can't be read in two ways";
}

TEST_F(endpoint_bulk, goes_on_past_a_recipient_who_is_refused_and_says_why) {
  counting.refusals["447700900102"] = {false, false, error_code::refused, "this number has opted out", {}};
  const auto answer = ask(bulk(R"({"practice":"A99001","template":"flu","recipients":[)" + to(1) + "," + to(2) +
                               R"(,{"reference":"x","to":"01632 960001"},{"reference":"y"},
      {"reference":"z","patient":"p","practice":"A99002"},{"reference":"w","patient":"p","urgent":true},)" +
                               to(3) + "]}"));
  EXPECT_EQ(states(answer), (words{"accepted", "refused", "refused", "refused", "refused", "refused", "accepted"}));
  const auto text = std::string(answer.text());
  EXPECT_THAT(text, HasSubstr("this number has opted out"));
  EXPECT_THAT(text, HasSubstr("UK mobile number"));
  EXPECT_THAT(text, HasSubstr(R"("field":"patient")"));
  EXPECT_THAT(text, HasSubstr(R"("field":"practice")"));
  EXPECT_THAT(text, HasSubstr(R"("field":"urgent")"));
  for (const auto& told : counting.told) EXPECT_EQ(told.practice.str(), "A99001");
}

TEST_F(endpoint_bulk, stops_where_the_broker_takes_no_more_and_finishes_when_asked_again) {
  counting.takes_max = 2;
  const auto answer = ask(bulk(listed({1, 2, 3, 4})));
  EXPECT_EQ(states(answer), (words{"accepted", "accepted", "try_again", "try_again"}));
  EXPECT_EQ(counting.told.size(), 3U) << "the fourth isn't tried";
  EXPECT_EQ(read(answer).at("try_again").as_int64(), 2);
  counting.takes_max = 1'000;
  EXPECT_EQ(states(ask(bulk(listed({1, 2, 3, 4})))), (words{"repeated", "repeated", "accepted", "accepted"}));
  EXPECT_EQ(counting.taken.size(), 4U);
  counting.takes_max = 4;
  const auto none = ask(bulk(listed({5, 6})));
  EXPECT_EQ(none.status, 429) << none.text();
  EXPECT_FALSE(none.field("Retry-After").empty());
}

TEST_F(endpoint_bulk, cut_off_anywhere_by_a_crash_is_finished_when_asked_again_and_nobody_is_sent_two) {
  for (std::size_t cut = 1; cut <= 7; ++cut) {
    logging_broker real;
    real.world.settings.templates[template_id("flu")] = {template_id("flu"), "Your flu jab is on ((day))."};
    const auto settings_of_it = real.world.settings;
    real.dies_after = cut;
    serve(real);
    std::optional<response> said;
    way_in->handle(bulk(listed({1, 2, 3, 4, 5, 6})), [&](response one) { said = std::move(one); });
    EXPECT_EQ(said.has_value(), cut == 7) << cut;
    EXPECT_EQ(real.accepted(), std::min<std::size_t>(cut, 6)) << cut;
    real.restart();
    real.world.settings = settings_of_it;
    serve(real);
    const auto answer = ask(bulk(listed({6, 5, 4, 3, 2, 1})));
    const auto body = read(answer);
    EXPECT_EQ(body.at("repeated").as_int64(), static_cast<std::int64_t>(std::min<std::size_t>(cut, 6))) << cut;
    EXPECT_EQ(body.at("accepted").as_int64() + body.at("repeated").as_int64(), 6) << answer.text();
    EXPECT_EQ(real.accepted(), 6U) << cut;
    std::set<std::string> numbers;
    for (const auto& one : real.log)
      if (const auto* made = std::get_if<message_accepted>(&one)) numbers.insert(std::string(made->to.reveal()));
    EXPECT_EQ(numbers.size(), 6U) << cut << ": each number has one";
  }
  serve(counting);
}

TEST_F(endpoint_bulk, has_few_under_way_at_once_and_keeps_the_order_of_its_list) {
  std::vector<int> all;
  for (int i = 0; i < 100; ++i) all.push_back(i);
  counting.holds = true;
  std::optional<response> said;
  way_in->handle(bulk(listed(all)), [&](response one) { said = std::move(one); });
  while (!counting.held.empty()) { // the latest is answered first
    EXPECT_FALSE(said);
    const auto next = std::move(counting.held.back());
    counting.held.pop_back();
    next();
  }
  ASSERT_TRUE(said);
  const auto body = read(*said);
  EXPECT_EQ(body.at("accepted").as_int64(), 100);
  EXPECT_LE(counting.most_held, 8U);
  for (std::size_t i = 0; i < 100; ++i)
    EXPECT_EQ(body.at("results").as_array()[i].as_object().at("reference").as_string(), "row-" + std::to_string(i));
}

TEST_F(endpoint_bulk, sends_nothing_when_what_all_share_or_a_reference_is_wrong) {
  const auto list = "\"recipients\":[" + to(1) + "]";
  std::vector<int> too_many(101);
  for (int i = 0; i < 101; ++i) too_many[static_cast<std::size_t>(i)] = i;
  const struct {
    const char* name;
    std::string body, key, finds;
  } cases[] = {
      {"not JSON", "{", "k", "not_json"},
      {"too deep", R"({"recipients":[{"personalisation":{"a":[[1]]}}]})", "k", "not_json"},
      {"a list", "[]", "k", "wrong_type"},
      {"no key", listed({1}), "", "Idempotency-Key"},
      {"a long key", listed({1}), std::string(121, 'k'), "Idempotency-Key"},
      {"no practice", "{\"template\":\"t\"," + list + "}", "k", R"("field":"practice")"},
      {"unknown practice", R"({"practice":"Z99999","template":"t",)" + list + "}", "k", "unknown_practice"},
      {"no words", R"({"practice":"A99001",)" + list + "}", "k", R"("field":"text")"},
      {"an addressee for all", R"({"practice":"A99001","template":"t","to":"07700 900101",)" + list + "}", "k",
       R"("field":"to")"},
      {"unknown field", R"({"practice":"A99001","template":"t","urgent":1,)" + list + "}", "k", "unknown_field"},
      {"no list", R"({"practice":"A99001","template":"t"})", "k", R"("field":"recipients")"},
      {"an empty list", R"({"practice":"A99001","template":"t","recipients":[]})", "k", R"("field":"recipients")"},
      {"too many", listed(too_many), "k", "too_many"},
      {"no reference", R"({"practice":"A99001","template":"t","recipients":[{"patient":"p"}]})", "k",
       "recipients[0].reference"},
      {"a strange reference", R"({"practice":"A99001","template":"t","recipients":[{"reference":"é","patient":"p"}]})",
       "k", "recipients[0].reference"},
      {"a reference twice", listed({1, 2, 1}), "k", "recipients[2].reference"},
      {"a text in the list", R"({"practice":"A99001","template":"t","recipients":["x"]})", "k", "recipients[0]"},
  };
  for (const auto& one : cases) {
    const auto answer = ask(bulk(one.body, one.key));
    EXPECT_EQ(answer.status, 400) << one.name << ": " << answer.text();
    EXPECT_THAT(std::string(answer.text()), HasSubstr(one.finds)) << one.name;
  }
  EXPECT_TRUE(counting.told.empty());
  counting.why_not_ready = "the log is being read";
  EXPECT_EQ(ask(bulk(R"({"practice":"Z99999","template":"t",)" + list + "}")).status, 503);
}

} // namespace
} // namespace tidings::web
