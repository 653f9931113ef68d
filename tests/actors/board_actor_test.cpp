// The board among fake neighbours: a log that gives what it is told to, and a feed that remembers.
#include "actors/board/board_actor.hpp"

#include "schemas/event_codec.hpp"
#include "tests/core/board_story.hpp"
#include "tests/support/det_world.hpp"
#include "tests/support/memory_keys.hpp"

#include <algorithm>

namespace tidings::test {
namespace {

struct remembering_feed final : live_feed {
  std::vector<std::pair<std::string, std::string>> frames;
  void publish(std::string_view name, std::string json) override { frames.emplace_back(name, std::move(json)); }
  std::size_t count(std::string_view name) const {
    return static_cast<std::size_t>(
        std::count_if(frames.begin(), frames.end(), [&](auto& f) { return f.first == name; }));
  }
  boost::json::value last(std::string_view name) const {
    for (auto it = frames.rbegin(); it != frames.rend(); ++it)
      if (it->first == name) return boost::json::parse(it->second);
    return nullptr;
  }
};

struct fake_log_state {
  static inline const char* name = "fake_log";
  fake_log_state() = default;
};
/// What the fake log was asked, and whether it answers readings.
struct log_book {
  std::vector<log_entry> entries;
  std::vector<subscribe_log> subscriptions;
  std::uint64_t demanded = 0;
  std::size_t readings = 0;
  bool silent = false;
  std::vector<snapshot> kept;
  std::vector<message_place> places;

  const snapshot* kept_of(const practice_id& practice, const reader_id& reader) const {
    for (auto at = kept.rbegin(); at != kept.rend(); ++at)
      if (at->practice == practice && at->reader == reader) return &*at;
    return nullptr;
  }
};

event_log_actor::behavior_type fake_log(event_log_actor::stateful_pointer<fake_log_state> self,
                                        std::shared_ptr<log_book> book) {
  return {
      [](const append_events&) {},
      [book](const snapshot& what) { book->kept.push_back(what); },
      [self, book](const read_stream& what) -> caf::result<stream_slice> {
        ++book->readings;
        if (book->silent) return self->make_response_promise<stream_slice>(); // and never a word
        stream_slice slice;
        for (const auto& entry : book->entries)
          if (entry.practice == what.practice && entry.sequence > what.after && slice.entries.size() < what.limit)
            slice.entries.push_back(entry);
        return slice;
      },
      [book](const read_snapshot& what) {
        const auto* found = book->kept_of(what.practice, what.reader);
        return found ? *found : snapshot{};
      },
      [book](const list_streams&) {
        std::map<practice_id, std::uint64_t> last;
        for (const auto& entry : book->entries) last[entry.practice] = entry.sequence;
        std::vector<stream_summary> list;
        for (const auto& [id, sequence] : last) list.push_back({id, sequence, 0, never});
        return list;
      },
      [book](const subscribe_log& what) { book->subscriptions.push_back(what); },
      [book](const demand_events& what) { book->demanded += what.more; },
      [](const ask_log_statistics&) { return log_statistics{.events = 42, .commits = 7}; },
      [](const ask_stream_ends&) { return std::vector<stream_end>(); },
      [book](const remember_places& what) {
        book->places.insert(book->places.end(), what.places.begin(), what.places.end());
      },
      [book](const find_places& what) {
        places_found found;
        for (const auto& one : book->places) {
          auto digits = to_text(one.message);
          std::erase(digits, '-');
          if (digits.starts_with(what.id_start)) found.places.push_back(one);
        }
        return found;
      },
      [](caf::tick_atom) {},
  };
}

struct board_actor_test : det_world {
  std::shared_ptr<remembering_feed> feed = std::make_shared<remembering_feed>();
  std::shared_ptr<log_book> book = std::make_shared<log_book>();
  event_log_actor log;
  board_actor aut;
  sealer_ptr keys = memory_keys(clock());
  board_story story; // only to write entries
  std::size_t told = 0;

  board_actor_test() { story.now = now(); }

  void start() {
    log = sys.spawn(fake_log, book);
    aut = sys.spawn(board, log, feed, clock(), "1.2.3", keys);
    drain();
  }
  void finish() {
    end(aut);
    end(log);
    aut = board_actor{};
    log = event_log_actor{};
  }

  /// These happen, and the log has them.
  template <class... Events> void happens(const Events&... events) {
    story.now = now();
    story.happens(events...);
    book->entries = story.entries;
  }
  /// The log gives the board what it has not given yet.
  void deliver(bool live) {
    const log_batch batch = std::make_shared<const std::vector<log_entry>>(
        story.entries.begin() + static_cast<std::ptrdiff_t>(told), story.entries.end());
    told = story.entries.size();
    tell(aut, log_events{batch, live});
    drain();
  }
  void configure(const char* code, const char* name) {
    auto settings = std::make_shared<practice_settings>();
    settings->id = *practice_id::parse(code);
    settings->name = name;
    tell(aut, settings_changed{settings});
    drain();
  }
  struct got {
    int status = 0;
    std::string body;
  };
  std::shared_ptr<got> ask_board(const std::string& resource, std::map<std::string, std::string> parameters = {}) {
    auto answer = std::make_shared<got>();
    tell(aut,
         board_query{resource, std::move(parameters),
                     std::make_shared<std::function<void(int, std::string)>>([answer](int status, std::string body) {
                       EXPECT_EQ(answer->status, 0) << "answered twice";
                       *answer = {status, std::move(body)};
                     })});
    drain();
    return answer;
  }
  boost::json::value json_of(const std::string& resource) {
    const auto answer = ask_board(resource);
    EXPECT_EQ(answer->status, 200);
    return boost::json::parse(answer->body);
  }
};

TEST_F(board_actor_test, reads_the_log_from_the_beginning_and_renews_its_demand) {
  happens(reminder(1), started(1), sent(1));
  start();
  ASSERT_EQ(book->subscriptions.size(), 1u);
  EXPECT_TRUE(book->subscriptions[0].cursors.empty());
  EXPECT_EQ(book->demanded, board_demand);
  deliver(false);
  EXPECT_EQ(book->demanded, board_demand + 3);
  finish();
}

TEST_F(board_actor_test, answers_but_shows_nothing_live_until_it_has_caught_up) {
  happens(reminder(1), reminder(2));
  start();
  advance(std::chrono::seconds(3));
  EXPECT_EQ(feed->frames.size(), 1u) << "only how far there is to go";
  EXPECT_EQ(feed->last("overview").at("to_go"), 2);
  EXPECT_EQ(json_of("overview").at("overview").at("state").as_string(), "starting");
  deliver(false);
  advance(std::chrono::seconds(1));
  EXPECT_EQ(json_of("overview").at("overview").at("state").as_string(), "ready");
  EXPECT_GE(feed->count("tick"), 1u);
  EXPECT_EQ(feed->last("overview").at("all").at("accepted"), 2);
  finish();
}

TEST_F(board_actor_test, shows_the_seconds_before_it_began_in_their_place) {
  happens(reminder(1), reminder(2));
  advance(std::chrono::seconds(10));
  start();
  deliver(false);
  advance(std::chrono::seconds(1));
  ASSERT_EQ(feed->count("tick"), 11u);
  const auto first = boost::json::parse(feed->frames.front().second);
  EXPECT_EQ(first.at("accepted"), 2);
  EXPECT_EQ(feed->last("tick").at("accepted"), 0);
  finish();
}

TEST_F(board_actor_test, an_empty_log_is_caught_up_with_at_once) {
  start();
  advance(std::chrono::seconds(2));
  EXPECT_EQ(feed->last("overview").at("state").as_string(), "ready");
  finish();
}

TEST_F(board_actor_test, what_is_appended_shows_within_a_second) {
  start();
  configure("A99001", "Riverside");
  advance(std::chrono::seconds(1));
  happens(reminder(1), reminder(2), started(1), sent(1));
  deliver(true);
  advance(std::chrono::seconds(1));
  EXPECT_EQ(feed->last("tick").at("accepted"), 2);
  EXPECT_EQ(feed->last("tick").at("sent"), 1);
  EXPECT_EQ(feed->last("tick").at("queued"), 1);
  EXPECT_EQ(feed->last("practices").at(0).at("all").at("accepted"), 2);
  EXPECT_EQ(feed->last("overview").at("all").at("sent"), 1);
  advance(std::chrono::seconds(1));
  EXPECT_EQ(feed->last("tick").at("accepted"), 0);
  finish();
}

TEST_F(board_actor_test, publishes_only_what_changed) {
  start();
  configure("A99001", "Riverside");
  advance(std::chrono::seconds(2));
  const auto before = feed->frames.size();
  advance(std::chrono::seconds(5));
  EXPECT_EQ(feed->frames.size(), before + 5) << "five ticks and nothing else";
  const view::connector up{.practice = "A99001", .state = "up"};
  tell(aut, connector_report{up});
  tell(aut, provider_report{view::provider{.id = "firetext-main", .state = "up"}});
  advance(std::chrono::seconds(1));
  const auto connectors = feed->count("connectors");
  const auto providers = feed->count("providers");
  EXPECT_EQ(feed->last("connectors").at(0).at("state").as_string(), "up");
  for (int i = 0; i < 3; ++i) {
    tell(aut, connector_report{up});
    tell(aut, provider_report{view::provider{.id = "firetext-main", .state = "up"}});
    advance(std::chrono::seconds(1));
  }
  EXPECT_EQ(feed->count("connectors"), connectors);
  EXPECT_EQ(feed->count("providers"), providers);
  tell(aut, queue_report{.queued = {{provider_id("firetext-main"), 7}}, .in_flight = {}});
  advance(std::chrono::seconds(1));
  EXPECT_EQ(feed->count("providers"), providers + 1);
  EXPECT_EQ(feed->last("providers").at(0).at("queued"), 7);
  finish();
}

TEST_F(board_actor_test, an_event_that_changes_one_frame_publishes_that_one_only) {
  start();
  configure("A99001", "Riverside");
  tell(aut, provider_report{view::provider{.id = "firetext-main", .state = "up"}});
  advance(std::chrono::seconds(2));
  const auto overviews = feed->count("overview");
  const auto connectors = feed->count("connectors");
  const auto providers = feed->count("providers");
  happens(reminder(1));
  deliver(true);
  advance(std::chrono::seconds(1));
  EXPECT_EQ(feed->count("overview"), overviews + 1);
  EXPECT_EQ(feed->count("connectors"), connectors);
  EXPECT_EQ(feed->count("providers"), providers);
  finish();
}

TEST_F(board_actor_test, every_second_is_told_once_and_in_order) {
  start();
  advance(std::chrono::seconds(20));
  std::int64_t last = 0;
  for (const auto& [name, json] : feed->frames) {
    if (name != "tick") continue;
    const auto t = boost::json::parse(json).at("t").as_int64();
    if (last != 0) {
      EXPECT_EQ(t, last + 1);
    }
    last = t;
  }
  EXPECT_GE(feed->count("tick"), 19u);
  finish();
}

TEST_F(board_actor_test, what_changes_in_an_inbox_is_told_once_a_second_and_names_nobody) {
  start();
  advance(std::chrono::seconds(2));
  conversation_moved moved;
  moved.conversation = "mark-of-a-number";
  moved.assigned_to = moved.by = "ann";
  happens(moved, moved);
  deliver(true);
  advance(std::chrono::seconds(1));
  EXPECT_EQ(feed->count("inbox"), 1U);
  EXPECT_EQ(boost::json::serialize(feed->last("inbox")), R"({"practice":"A99001"})");
  happens(reminder(1));
  deliver(true);
  advance(std::chrono::seconds(2));
  EXPECT_EQ(feed->count("inbox"), 1U) << "a reminder is in no inbox";
  auto held = reminder(2);
  held.talk.conversation = moved.conversation;
  happens(held);
  deliver(true);
  advance(std::chrono::seconds(1));
  EXPECT_EQ(feed->count("inbox"), 2U);
  happens(message_cancelled{held.message, "taken back"});
  deliver(true);
  advance(std::chrono::seconds(1));
  EXPECT_EQ(feed->count("inbox"), 3U) << "of a message in a conversation";
  finish();
}

TEST_F(board_actor_test, notes_come_as_they_happen_and_no_more_than_twenty_a_second) {
  start();
  advance(std::chrono::seconds(1));
  for (int i = 1; i <= 30; ++i) happens(reminder(i), started(i), in_doubt(i));
  deliver(true);
  EXPECT_EQ(feed->count("note"), 20u);
  advance(std::chrono::seconds(1));
  EXPECT_EQ(feed->count("note"), 21u);
  EXPECT_EQ(feed->last("note").at("what").as_string(), "10 more notes in the last second.");
  finish();
}

TEST_F(board_actor_test, a_practice_added_or_removed_while_running_is_news) {
  start();
  configure("A99001", "Riverside");
  EXPECT_EQ(feed->count("note"), 0u) << "not at the start";
  advance(std::chrono::minutes(1));
  configure("A99002", "Hillside");
  EXPECT_EQ(feed->last("note").at("what").as_string(), "Hillside (A99002) is live.");
  tell(aut, practice_removed{*practice_id::parse("A99001")});
  drain();
  EXPECT_EQ(feed->last("note").at("practice").as_string(), "A99001");
  advance(std::chrono::seconds(1));
  EXPECT_EQ(feed->last("practices").as_array().size(), 1u);
  finish();
}

TEST_F(board_actor_test, an_actors_restart_is_news_and_the_tree_is_listed) {
  start();
  advance(std::chrono::seconds(1));
  configure("A99001", "Riverside");
  view::actor line{.path = "/node/practices/A99001", .state = "running"};
  const view::actor parent{.path = "/node/practices", .state = "running"};
  tell(aut, actor_report{"/node/practices", {parent, line}});
  drain();
  line.restarts = 1;
  line.last_failure = "it ended";
  tell(aut, actor_report{"/node/practices", {parent, line}});
  drain();
  EXPECT_EQ(feed->last("note").at("what").as_string(), "Restarted /node/practices/A99001 (restart 1): it ended");
  const auto tree = json_of("actors");
  EXPECT_EQ(tree.at("actors").at(1).at("path").as_string(), "/node/practices/A99001");
  EXPECT_EQ(json_of("practices/A99001").at("practice").at("active"), true);
  finish();
}

TEST_F(board_actor_test, a_messages_page_is_read_from_the_log_when_asked_for) {
  start();
  happens(reminder(1), started(1), sent(1), receipt(1, receipt_status::delivered));
  deliver(true);
  const auto page = json_of("messages/" + to_text(numbered<message_id>(1)));
  EXPECT_EQ(page.at("head").at("state").as_string(), "delivered");
  EXPECT_EQ(page.at("timeline").as_array().size(), 4u);
  EXPECT_EQ(book->readings, 1u) << "four neighbours are read at once";
  finish();
}

TEST_F(board_actor_test, a_log_that_does_not_answer_in_time_is_given_up_on) {
  start();
  happens(reminder(1));
  deliver(true);
  book->silent = true;
  const auto answer = ask_board("messages/" + to_text(numbered<message_id>(1)));
  EXPECT_EQ(answer->status, 0);
  advance(std::chrono::seconds(9));
  EXPECT_EQ(answer->status, 504);
  finish();
}

TEST_F(board_actor_test, too_many_open_questions_are_refused) {
  start();
  happens(reminder(1));
  deliver(true);
  book->silent = true;
  std::vector<std::shared_ptr<got>> answers;
  for (std::size_t i = 0; i <= board_questions_max; ++i)
    answers.push_back(ask_board("messages/" + to_text(numbered<message_id>(1))));
  EXPECT_EQ(answers.front()->status, 0);
  EXPECT_EQ(answers.back()->status, 503);
  finish();
  EXPECT_EQ(answers.front()->status, 503) << "nobody is left without an answer when the board ends";
}

TEST_F(board_actor_test, goes_on_from_where_it_was_with_a_new_log) {
  start();
  happens(reminder(1), reminder(2));
  deliver(true);
  book->silent = true;
  const auto waiting = ask_board("messages/" + to_text(numbered<message_id>(1)));
  end(log);
  EXPECT_EQ(waiting->status, 503);
  EXPECT_EQ(json_of("overview").at("overview").at("state").as_string(), "degraded");
  EXPECT_EQ(ask_board("messages/" + to_text(numbered<message_id>(1)))->status, 503);
  book->silent = false;
  log = sys.spawn(fake_log, book);
  tell(aut, log_is{log, {}});
  drain();
  ASSERT_EQ(book->subscriptions.size(), 2u);
  EXPECT_EQ(book->subscriptions[1].cursors.at(story.practice), 2u);
  EXPECT_EQ(json_of("overview").at("overview").at("state").as_string(), "ready");
  told = 0; // the new log gives some again: no harm
  happens(reminder(3));
  deliver(true);
  EXPECT_EQ(json_of("overview").at("overview").at("all").at("accepted"), 3);
  finish();
}

TEST_F(board_actor_test, shows_a_practice_with_damaged_records_as_down_and_waits_no_longer_for_them) {
  happens(reminder(1), reminder(2));
  start();
  configure("A99001", "Test Surgery");
  tell(aut,
       log_trouble{story.practice, {error_code::log_damaged, "practice A99001, record 2: its checksum doesn't hold"}});
  advance(std::chrono::seconds(2));
  const auto practice = json_of("practices/A99001").at("practice");
  EXPECT_EQ(practice.at("state").as_string(), "down");
  EXPECT_EQ(practice.at("trouble").as_string(), "practice A99001, record 2: its checksum doesn't hold");
  EXPECT_EQ(json_of("overview").at("overview").at("state").as_string(), "degraded") << "not starting for ever";
  const auto note = json_of("notes").at("notes").at(0);
  EXPECT_EQ(note.at("level").as_string(), "error");
  EXPECT_EQ(note.at("practice").as_string(), "A99001");
  end(log);
  log = sys.spawn(fake_log, book);
  tell(aut, log_is{log, {}});
  drain();
  EXPECT_EQ(json_of("practices/A99001").at("practice").at("trouble").as_string(), "") << "a new log tells anew";
  finish();
}

TEST_F(board_actor_test, goes_on_showing_when_nothing_can_be_written) {
  start();
  happens(reminder(1));
  deliver(true);
  tell(aut, log_trouble{{}, {error_code::disk_full, "no space left"}});
  advance(std::chrono::seconds(1));
  EXPECT_EQ(json_of("overview").at("overview").at("state").as_string(), "degraded");
  EXPECT_EQ(ask_board("messages/" + to_text(numbered<message_id>(1)))->status, 200) << "read from the log";
  EXPECT_NE(json_of("notes").at("notes").at(0).at("what").as_string().find("no space left"), std::string::npos);
  finish();
}

TEST_F(board_actor_test, waits_for_its_first_log) {
  aut = sys.spawn(board, event_log_actor{}, feed, clock(), "1.2.3", keys);
  advance(std::chrono::seconds(2));
  EXPECT_EQ(json_of("overview").at("overview").at("state").as_string(), "starting");
  log = sys.spawn(fake_log, book);
  tell(aut, log_is{log, {}});
  advance(std::chrono::seconds(1));
  EXPECT_EQ(json_of("overview").at("overview").at("state").as_string(), "ready");
  finish();
}

TEST_F(board_actor_test, metrics_hold_the_logs_own_counts) {
  start();
  advance(std::chrono::seconds(1));
  EXPECT_NE(ask_board("metrics")->body.find("tidings_log_events_total 42"), std::string::npos);
  finish();
}

TEST_F(board_actor_test, keeps_what_it_knows_at_an_ordered_stop_and_folds_only_what_came_after) {
  start();
  configure("A99001", "Riverside");
  for (int i = 1; i <= 60; ++i) happens(reminder(i), started(i), sent(i));
  happens(receipt(1, receipt_status::delivered));
  deliver(true);
  advance(std::chrono::seconds(2));
  const auto before = json_of("practices");
  const auto message = json_of("messages/" + to_text(numbered<message_id>(1)));
  end(aut, caf::exit_reason::user_shutdown);
  ASSERT_TRUE(book->kept_of(story.practice, board_pieces()));
  EXPECT_EQ(book->kept_of(story.practice, board_pieces())->version, 181u);
  aut = sys.spawn(board, log, feed, clock(), "1.2.3", keys);
  drain();
  ASSERT_EQ(book->subscriptions.size(), 2u);
  EXPECT_EQ(book->subscriptions[1].cursors.at(story.practice), 181u);
  configure("A99001", "Riverside");
  EXPECT_EQ(json_of("overview").at("overview").at("state").as_string(), "ready") << "there is nothing to fold";
  EXPECT_EQ(json_of("practices"), before);
  EXPECT_EQ(json_of("messages/" + to_text(numbered<message_id>(1))), message);
  happens(reminder(61));
  deliver(true);
  EXPECT_EQ(json_of("overview").at("overview").at("all").at("accepted"), 61);
  finish();
}

TEST_F(board_actor_test, keeps_nothing_when_it_is_killed_and_little_happened) {
  start();
  happens(reminder(1));
  deliver(true);
  finish();
  EXPECT_TRUE(book->kept.empty());
}

TEST_F(board_actor_test, keeps_a_practice_every_ten_thousand_events) {
  start();
  story.happens(reminder(1), started(1), sent(1));
  for (int i = 0; i < 14'997; ++i) story.happens(receipt(1, receipt_status::pending));
  deliver(true);
  EXPECT_EQ(book->kept.size(), 1u);
  EXPECT_EQ(book->kept.front().version, 15'000u) << "after the batch, not in the middle of it";
  finish();
}

TEST_F(board_actor_test, keeps_what_is_not_due_yet_only_in_a_quiet_second) {
  start();
  story.happens(reminder(1), started(1), sent(1));
  deliver(true);
  for (int second = 0; second < 4; ++second) {
    for (int i = 0; i < 600; ++i) story.happens(receipt(1, receipt_status::pending));
    deliver(true);
    advance(std::chrono::seconds(1));
  }
  EXPECT_TRUE(book->kept.empty()) << "2,403 events, and no second to spare";
  advance(std::chrono::seconds(1));
  ASSERT_EQ(book->kept.size(), 1u);
  EXPECT_EQ(book->kept.front().version, 2'403u);
  finish();
}

TEST_F(board_actor_test, folds_from_the_start_when_what_was_kept_is_of_another_format) {
  start();
  for (int i = 1; i <= 60; ++i) happens(reminder(i), started(i));
  deliver(true);
  end(aut, caf::exit_reason::user_shutdown);
  for (auto& one : book->kept) one.format = 999;
  aut = sys.spawn(board, log, feed, clock(), "1.2.3", keys);
  drain();
  ASSERT_EQ(book->subscriptions.size(), 2u);
  EXPECT_TRUE(book->subscriptions[1].cursors.empty());
  told = 0;
  deliver(false);
  EXPECT_EQ(json_of("overview").at("overview").at("all").at("accepted"), 60);
  finish();
}

TEST_F(board_actor_test, keeps_nothing_that_can_be_read_without_its_key_and_nothing_beyond_an_erasure) {
  start();
  happens(opted_out{secret_text("447700900123"), "reception"});
  for (int i = 1; i <= 60; ++i) happens(reminder(i), started(i));
  deliver(true);
  end(aut, caf::exit_reason::user_shutdown);
  const auto* kept = book->kept_of(story.practice, board_pieces());
  ASSERT_TRUE(kept);
  const auto hash = std::hash<std::string>{}("447700900123");
  const std::string_view guess(reinterpret_cast<const char*>(&hash), sizeof hash); // whoever reads it can guess numbers
  EXPECT_EQ(kept->bytes.find(guess), kept->bytes.npos);
  ASSERT_TRUE(keys->seal(story.practice, {seal_subject::kind::patient, "p1"}, "", ""));
  ASSERT_TRUE(*keys->erase(story.practice, std::array{seal_subject{seal_subject::kind::patient, "p1"}}));
  aut = sys.spawn(board, log, feed, clock(), "1.2.3", keys);
  drain();
  ASSERT_EQ(book->subscriptions.size(), 2u);
  EXPECT_TRUE(book->subscriptions[1].cursors.empty()) << "folded from the start";
  told = 0;
  deliver(true);
  EXPECT_EQ(json_of("overview").at("overview").at("all").at("accepted"), 60);
  finish();
}

TEST_F(board_actor_test, forgets_the_number_of_an_erased_patient_and_keeps_its_rows_anew_without) {
  start();
  story.happens(reminder(1), started(1), sent(1));
  for (int i = 0; i < 2'100; ++i) story.happens(receipt(1, receipt_status::pending));
  deliver(true);
  EXPECT_NE(json_of("messages/" + to_text(numbered<message_id>(1))).at("head").at("to").as_string(), "");
  happens(patient_erased{.patient = patient_id("p1"), .messages = {numbered<message_id>(1)}});
  deliver(true);
  EXPECT_TRUE(book->kept.empty()) << "the key may still be the old one";
  advance(std::chrono::seconds(2));
  EXPECT_EQ(json_of("messages/" + to_text(numbered<message_id>(1))).at("head").at("to").as_string(), "");
  ASSERT_TRUE(book->kept_of(story.practice, board_pieces()));
  EXPECT_EQ(book->kept_of(story.practice, board_pieces())->version, 2'104u);
  finish();
}

TEST_F(board_actor_test, finds_a_message_in_the_log_that_is_not_in_memory) {
  start();
  happens(reminder(1), started(1), sent(1), receipt(1, receipt_status::delivered));
  book->places.push_back({numbered<message_id>(1), story.practice, {1, 2, 3}});
  book->places.push_back({numbered<message_id>(1), story.practice, {4}}); // came when it had gone already
  const auto host = practice_id::host();
  book->places.push_back({numbered<message_id>(1), host, {9}});
  story.practice = *practice_id::parse("A99002"); // what it does know
  happens(reminder(2));
  told = 4;
  deliver(true);
  const auto page = json_of("messages/" + to_text(numbered<message_id>(1)));
  EXPECT_EQ(page.at("head").at("state").as_string(), "delivered");
  EXPECT_EQ(page.at("head").at("practice").as_string(), "A99001");
  EXPECT_EQ(page.at("timeline").as_array().size(), 4u);
  EXPECT_EQ(json_of("message-practice/" + to_text(numbered<message_id>(1))).at("practice").as_string(), "A99001");
  EXPECT_EQ(ask_board("messages/" + to_text(numbered<message_id>(3)))->status, 404);
  finish();
}

TEST_F(board_actor_test, an_event_of_a_newer_version_is_left_out_and_the_rest_goes_on) {
  start();
  happens(reminder(1));
  story.entries.back().what.version = 9;
  happens(reminder(2));
  deliver(true);
  EXPECT_EQ(json_of("overview").at("overview").at("all").at("accepted"), 1);
  finish();
}

} // namespace
} // namespace tidings::test
