// Which alerts fire, from which figures, and how they are found again after a restart.
#include "actors/alert/figures.hpp"
#include "actors/alert/outlet.hpp"
#include "actors/alert/trail.hpp"
#include "schemas/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tidings::alert {
namespace {

using namespace std::chrono_literals;
using enum alert_measure;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr timestamp nine = timestamp(std::chrono::sys_days(std::chrono::year(2026) / 3 / 2)) + 9h;

struct a_watch : ::testing::Test {
  alert_settings settings;
  watch aut{limits_of(settings), 4h};
  timestamp now = nine;

  static figure of(alert_measure measure, double value, std::string subject = "") {
    return {measure, std::move(subject), value, "it is wrong"};
  }
  std::vector<std::string> look(const std::vector<figure>& figures) {
    std::vector<std::string> turns;
    for (const auto& one : aut.look(figures, now)) turns.emplace_back(word_of(one.how));
    return turns;
  }
};

TEST_F(a_watch, raises_once_what_is_beyond_its_limit_for_long_enough) {
  const auto down = of(connector_down, 1, "A99001");
  EXPECT_THAT(look({down}), IsEmpty());
  now += 9min;
  EXPECT_THAT(look({down}), IsEmpty());
  now += 1min;
  EXPECT_THAT(look({down}), ElementsAre("raised"));
  EXPECT_EQ(aut.firing().at(0).since, nine) << "since it began";
  now += 1h;
  EXPECT_THAT(look({down}), IsEmpty());
}

TEST_F(a_watch, counts_anew_after_a_moment_in_which_all_was_well) {
  look({of(connector_down, 1, "A99001")});
  now += 9min;
  look({of(connector_down, 0, "A99001")});
  now += 1min;
  EXPECT_THAT(look({of(connector_down, 1, "A99001")}), IsEmpty());
}

TEST_F(a_watch, tells_again_what_nobody_has_acknowledged) {
  EXPECT_THAT(look({of(in_doubt, 60)}), ElementsAre("raised"));
  now += 4h;
  EXPECT_THAT(look({of(in_doubt, 60)}), ElementsAre("repeated"));
  ASSERT_TRUE(aut.acknowledge(id_of({in_doubt, ""}), "ann", "I ring them"));
  now += 4h;
  EXPECT_THAT(look({of(in_doubt, 60)}), IsEmpty());
  EXPECT_EQ(aut.firing().at(0).note, "I ring them");
  EXPECT_FALSE(aut.acknowledge(id_of({parked, ""}), "ann", "it doesn't fire"));
}

TEST_F(a_watch, is_over_only_once_it_is_well_within_for_two_minutes) {
  look({of(disk_used, 91)});
  now += 1min;
  EXPECT_THAT(look({of(disk_used, 89)}), IsEmpty()) << "just below: it trembles";
  now += 10min;
  EXPECT_THAT(look({of(disk_used, 89)}), IsEmpty());
  EXPECT_THAT(look({of(disk_used, 70)}), IsEmpty());
  now += 1min;
  look({of(disk_used, 91)});
  now += 1min;
  EXPECT_THAT(look({of(disk_used, 70)}), IsEmpty()) << "it was beyond in between";
  now += 2min;
  EXPECT_THAT(look({of(disk_used, 70)}), ElementsAre("resolved"));
  EXPECT_THAT(aut.firing(), IsEmpty());
}

TEST_F(a_watch, ends_what_isn_t_there_any_more) {
  look({of(budget_used, 85, "A99001")});
  EXPECT_THAT(look({}), IsEmpty());
  now += 2min;
  EXPECT_THAT(look({}), ElementsAre("resolved"));
}

TEST_F(a_watch, takes_a_certificate_s_days_for_what_they_are) {
  EXPECT_THAT(look({of(certificate_ends, 22)}), IsEmpty());
  EXPECT_THAT(look({of(certificate_ends, 20)}), ElementsAre("raised"));
  look({of(certificate_ends, 365)});
  now += 2min;
  EXPECT_THAT(look({of(certificate_ends, 365)}), ElementsAre("resolved"));
}

TEST_F(a_watch, raises_nothing_that_is_switched_off) {
  settings.parked = 0;
  aut = watch(limits_of(settings), 4h);
  EXPECT_THAT(look({of(parked, 1'000)}), IsEmpty());
}

TEST_F(a_watch, tells_again_after_a_restart_what_fired_and_not_what_somebody_is_at) {
  aut.restore({{parked, ""}, "3 items are parked", nine - 1h, nine - 1h, false, "", ""});
  aut.restore({{in_doubt, ""}, "60 are in doubt", nine - 1h, nine - 1h, true, "ann", "I ring them"});
  EXPECT_THAT(look({of(parked, 3), of(in_doubt, 60)}), ElementsAre("repeated"));
  EXPECT_EQ(aut.firing().size(), 2U);
}

// -- figures ----

sources all_well() {
  return {
      R"({"connectors":[{"practice":"A99001","practice_name":"Demo","state":"up","reason":""}]})",
      R"({"practices":[],"providers":[{"id":"firetext","state":"up","reason":"","waiting":0,"oldest_at":null,"paused":null}]})",
      R"({"practices":[{"id":"A99001","name":"Demo","in_doubt":0,"parked":0,"pence_today":0,"budget_pence":0}]})",
      R"({"configured":true,"last_failure":"","list":[{"at":"2026-03-02T08:50:00.000Z"}]})",
      60,
      40,
      {}};
}

double value_of(const sources& all, alert_measure measure, const std::string& subject = "") {
  const auto figures = figures_of(all, nine);
  if (figures)
    for (const auto& one : *figures)
      if (one.measure == measure && one.subject == subject) return one.value;
  return -1;
}

TEST(figures, say_whose_documents_wait_and_of_whom_nothing_is_known) {
  auto all = all_well();
  EXPECT_EQ(value_of(all, documents_held, "A99001"), -1) << "it has no folder for them";
  const auto with = [&](const char* state, const char* read_at, const char* documents) {
    all.connectors = std::string(R"({"connectors":[{"practice":"A99001","practice_name":"Demo","state":")") + state +
                     R"(","reason":"it shows nothing","last_read_at":)" + read_at + R"(,"documents":")" + documents +
                     R"(","documents_reason":"the folder isn't there"}]})";
  };
  with("up", R"("2026-03-02T08:59:00.000Z")", "up");
  EXPECT_EQ(value_of(all, documents_held, "A99001"), 0);
  with("up", R"("2026-03-02T08:59:00.000Z")", "down");
  EXPECT_EQ(value_of(all, documents_held, "A99001"), 1);
  EXPECT_EQ(value_of(all, connector_down, "A99001"), 0) << "the clinical system itself is well";
  // A system that answers and shows no appointments for long is as good as down.
  with("degraded", R"("2026-03-02T08:31:00.000Z")", "");
  EXPECT_EQ(value_of(all, connector_down, "A99001"), 0);
  with("degraded", R"("2026-03-02T08:30:00.000Z")", "");
  EXPECT_EQ(value_of(all, connector_down, "A99001"), 1);
  with("awaiting_approval", "null", "");
  EXPECT_EQ(value_of(all, connector_down, "A99001"), 0) << "it is being set up";
}

TEST_F(a_watch, calls_somebody_within_two_minutes_when_documents_wait_and_is_over_when_the_folder_is_back) {
  EXPECT_THAT(look({of(documents_held, 1, "A99001")}), IsEmpty());
  now += 1min;
  EXPECT_THAT(look({of(documents_held, 1, "A99001")}), ElementsAre("raised"));
  look({of(documents_held, 0, "A99001")});
  now += 2min;
  EXPECT_THAT(look({of(documents_held, 0, "A99001")}), ElementsAre("resolved"));
}

TEST(figures, say_how_the_broker_stands) {
  auto all = all_well();
  EXPECT_EQ(value_of(all, connector_down, "A99001"), 0);
  EXPECT_EQ(value_of(all, backup_age), 10);
  EXPECT_EQ(value_of(all, certificate_ends), 60);
  EXPECT_EQ(value_of(all, budget_used, "A99001"), -1) << "it has none";
  all.connectors =
      R"({"connectors":[{"practice":"A99001","practice_name":"Demo","state":"down","reason":"no answer"}]})";
  all.queues =
      R"({"practices":[],"providers":[{"id":"firetext","state":"down","waiting":7,"oldest_at":"2026-03-02T08:00:00.000Z","paused":null}]})";
  all.practices =
      R"({"practices":[{"id":"A99001","name":"Demo","in_doubt":2,"parked":1,"pence_today":90,"budget_pence":100},{"id":"A99002","in_doubt":3,"parked":0}]})";
  EXPECT_EQ(value_of(all, connector_down, "A99001"), 1);
  EXPECT_EQ(value_of(all, provider_out, "firetext"), 1);
  EXPECT_EQ(value_of(all, queue_age, "firetext"), 60);
  EXPECT_EQ(value_of(all, in_doubt), 5);
  EXPECT_EQ(value_of(all, parked), 1);
  EXPECT_EQ(value_of(all, budget_used, "A99001"), 90);
}

TEST(figures, take_a_backup_that_was_never_made_for_as_old_as_the_watching) {
  auto all = all_well();
  all.backups = R"({"configured":true,"last_failure":"the disk is full","list":[]})";
  all.looked_since = nine - 90min;
  EXPECT_EQ(value_of(all, backup_age), 90);
  all.backups = R"({"configured":false,"list":[]})";
  EXPECT_EQ(value_of(all, backup_age), -1) << "none are wanted";
}

TEST(figures, call_nobody_for_a_provider_that_a_person_has_paused) {
  auto all = all_well();
  all.queues =
      R"({"providers":[{"id":"firetext","state":"stopped","waiting":7,"oldest_at":"2026-03-02T08:00:00.000Z","paused":{"by":"ann","why":"x","since":"y"}}]})";
  EXPECT_EQ(value_of(all, provider_out, "firetext"), 0);
  EXPECT_EQ(value_of(all, queue_age, "firetext"), 0);
}

TEST(figures, grow_while_a_restored_practice_waits_for_its_release) {
  auto all = all_well();
  EXPECT_EQ(value_of(all, queue_age), 0);
  const auto with = [&](const char* fenced, bool configured) {
    all.practices = std::string(R"({"practices":[{"id":"A99001","fenced":)") + fenced + R"(},{"id":"A99002"}]})";
    all.backups = std::string(R"({"configured":)") + (configured ? "true" : "false") +
                  R"(,"released":false,"restored_at":"2026-03-02T08:15:00.000Z","list":[]})";
  };
  with("true", true);
  EXPECT_EQ(value_of(all, queue_age), 45) << "minutes since the restore";
  with("true", false);
  EXPECT_EQ(value_of(all, queue_age), 45) << "whether or not this broker makes backups";
  with("false", true);
  EXPECT_EQ(value_of(all, queue_age), 0) << "released";
}

TEST(figures, are_none_when_the_answers_are_not_the_broker_s) {
  auto all = all_well();
  all.queues = "{}";
  EXPECT_FALSE(figures_of(all, nine));
  EXPECT_FALSE(figures_of({"x", "x", "x", "x", {}, {}, {}}, nine));
}

// -- the trail ----

std::string entry_of(const notice& what, timestamp at) {
  const auto mark = mark_of(what, at);
  return boost::json::serialize(boost::json::object{{"at", iso8601(at)},
                                                    {"user", mark.user},
                                                    {"action", mark.action},
                                                    {"outcome", "done"},
                                                    {"reason", mark.reason},
                                                    {"objects", boost::json::value_from(mark.objects)}});
}

TEST(the_trail, tells_after_a_restart_what_fired_and_who_was_at_it) {
  const notice raised{turn::raised, {{provider_out, "firetext"}, "it is down", nine, nine}};
  const notice other{turn::raised, {{parked, ""}, "1 item is parked", nine, nine}};
  const notice over{turn::resolved, other.what};
  const auto id = id_of(raised.what.which);
  const auto acknowledged =
      R"({"at":"2026-03-02T09:05:00.000Z","user":"ann","action":"POST /api/v1/alerts/{}/acknowledge",)"
      R"("outcome":"done","reason":"I ring them","objects":[")" +
      id + R"("]})";
  const auto page =
      lines_in(R"({"audit":[)" + entry_of(over, nine + 6min) + "," + acknowledged + "," + entry_of(other, nine + 1min) +
               "," + entry_of(raised, nine) +
               R"(,{"at":"x","user":"ann","action":"POST /x","outcome":"done","objects":["a"]}],"next":null})");
  ASSERT_TRUE(page);
  EXPECT_EQ(page->lines.size(), 4U) << "other entries are left out";
  EXPECT_EQ(page->next, "");
  const auto firing = firing_in(page->lines);
  ASSERT_EQ(firing.size(), 1U);
  EXPECT_EQ(firing[0].which, (key{provider_out, "firetext"}));
  EXPECT_EQ(firing[0].since, nine);
  EXPECT_TRUE(firing[0].acknowledged);
  EXPECT_EQ(firing[0].by, "ann");
  EXPECT_EQ(firing[0].note, "I ring them");
}

TEST(the_trail, believes_nobody_else_who_writes_of_alerts) {
  const auto page = lines_in(
      R"({"audit":[{"at":"x","user":"ann","action":"ALERT raised","outcome":"done","objects":["a","parked",""]}]})");
  ASSERT_TRUE(page);
  EXPECT_TRUE(page->lines.empty());
  EXPECT_FALSE(lines_in("{}"));
}

// -- what is told ----

TEST(a_mail, says_what_where_and_since_when_and_nothing_in_it_ends_a_header) {
  const notice what{turn::raised, {{connector_down, "A99001\r\nBcc: x"}, "It is\r\ndown", nine, nine}};
  const auto text = mail_of(what, {.host = "h", .from = "t@icb.example", .to = {"a@icb.example", "b@icb.example"}},
                            "https://tidings.icb.example/ops/alerts", nine);
  EXPECT_THAT(text, HasSubstr("\r\nTo: a@icb.example, b@icb.example\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nSubject: [Tidings] raised: connector down (A99001??Bcc: x)\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\nDate: Mon, 02 Mar 2026 09:00:00 +0000\r\n"));
  EXPECT_THAT(text, HasSubstr("\r\n\r\nIt is  down\r\n"));
  EXPECT_THAT(text, HasSubstr("https://tidings.icb.example/ops/alerts"));
}

} // namespace
} // namespace tidings::alert
