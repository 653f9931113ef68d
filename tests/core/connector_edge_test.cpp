// Clinical systems behind an agent: what is certain when the way breaks, and whose connection goes where.
#include "actors/connector/edge/edge_system.hpp"
#include "actors/connector/edge/edge_web.hpp"
#include "actors/connector/edge/edge_wire.hpp"
#include "actors/connector/odbc/connection_string.hpp"

#include <gtest/gtest.h>

namespace tidings {
namespace {

struct fake_sites final : site_port {
  result<std::uint16_t> next = std::uint16_t{4'711};
  std::vector<std::string> asked;
  site_traffic traffic;
  result<std::uint16_t> way_to(const practice_id& practice, const std::string& agent, const std::string& host,
                               int port) override {
    asked.push_back(practice.str() + ' ' + agent + ' ' + host + ':' + std::to_string(port));
    return next;
  }
  site_traffic traffic_of(std::uint16_t) const override { return traffic; }
};

struct fake_wire final : wire_port {
  std::vector<wire_request> asked;
  std::function<void(result<std::string>)> done;
  void exchange(wire_request what, std::function<void(result<std::string>)> then) override {
    asked.push_back(std::move(what));
    done = std::move(then);
  }
};

struct an_edge_wire : ::testing::Test {
  std::shared_ptr<fake_sites> sites = std::make_shared<fake_sites>();
  std::shared_ptr<fake_wire> wire = std::make_shared<fake_wire>();
  edge_wire aut{wire, sites, *practice_id::parse("A99001"), "riverside"};
  std::optional<result<std::string>> got;

  void ask() {
    aut.exchange({.host = "gateway", .port = 40'700, .line = "<q/>\n", .request_uid = "u"},
                 [this](result<std::string> answer) { got = std::move(answer); });
  }
};

TEST_F(an_edge_wire, asks_at_the_way_to_the_practices_own_site) {
  ask();
  EXPECT_EQ(sites->asked, std::vector<std::string>{"A99001 riverside gateway:40700"});
  ASSERT_EQ(wire->asked.size(), 1U);
  EXPECT_EQ(wire->asked[0].host, "127.0.0.1");
  EXPECT_EQ(wire->asked[0].port, 4'711);
  EXPECT_EQ(wire->asked[0].line, "<q/>\n");
  wire->done("<a/>");
  ASSERT_TRUE(got && *got);
  EXPECT_EQ(**got, "<a/>");
}

TEST_F(an_edge_wire, sends_nothing_while_the_agent_is_away) {
  sites->next = fail(error_code::unreachable, "the PC is off");
  ask();
  EXPECT_TRUE(wire->asked.empty());
  ASSERT_TRUE(got && !*got);
  EXPECT_EQ(got->error(), (failure{error_code::unreachable, "the PC is off"}));
}

/// Traffic before and after a request whose near end broke, and what is made of that.
struct broken_case {
  const char* name;
  site_traffic before, after;
  error_code given, told;
};
TEST_F(an_edge_wire, calls_a_request_not_sent_only_when_nothing_can_have_left) {
  using enum error_code;
  const broken_case table[] = {
      {"refused by the agent", {}, {1, 1, 1, "no"}, outcome_unknown, unreachable},
      {"refused, others before it went well", {5, 5, 2, ""}, {6, 6, 3, "no"}, outcome_unknown, unreachable},
      {"refused twice", {}, {2, 2, 2, "no"}, outcome_unknown, unreachable},
      {"some bytes had left", {}, {1, 1, 0, "lost"}, outcome_unknown, outcome_unknown},
      {"one of two had bytes", {}, {2, 2, 1, "lost"}, outcome_unknown, outcome_unknown},
      {"it went by one that was open before", {1, 0, 0, ""}, {1, 1, 0, "lost"}, outcome_unknown, outcome_unknown},
      {"one was open before", {1, 0, 0, ""}, {2, 2, 1, "lost"}, outcome_unknown, outcome_unknown},
      {"one is still open", {}, {2, 1, 1, "no"}, outcome_unknown, outcome_unknown},
      {"nothing is known of it", {}, {}, outcome_unknown, outcome_unknown},
      {"it was reset before it was sent", {}, {1, 1, 1, "no"}, unreachable, unreachable},
      {"silence", {}, {1, 1, 1, "no"}, timed_out, timed_out},
      {"it waited too long", {}, {1, 1, 1, "no"}, overloaded, overloaded},
  };
  for (const auto& one : table) {
    sites->traffic = one.before;
    ask();
    sites->traffic = one.after;
    wire->done(fail(one.given, "the near end"));
    ASSERT_TRUE(got && !*got);
    EXPECT_EQ(got->error().code, one.told) << one.name;
  }
}

TEST_F(an_edge_wire, tells_what_broke_the_way) {
  for (const auto code : {error_code::outcome_unknown, error_code::unreachable}) {
    sites->traffic = {};
    ask();
    sites->traffic = {1, 1, 1, "the agent can't connect: Connection refused"};
    wire->done(fail(code, "the near end"));
    EXPECT_EQ(got->error().detail,
              "by the agent `riverside` on the practice's site: the agent can't connect: Connection refused");
  }
}

struct fake_web final : wire::port {
  std::vector<wire::request> asked;
  std::function<wire::outcome()> answer = [] { return wire::outcome(wire::response{.status = 204}); };
  wire::outcome call(const wire::request& what) override {
    asked.push_back(what);
    return answer();
  }
};

struct an_edge_web : ::testing::Test {
  std::shared_ptr<fake_sites> sites = std::make_shared<fake_sites>();
  std::shared_ptr<fake_web> web = std::make_shared<fake_web>();
  edge_web aut{web, sites, *practice_id::parse("A99001"), "riverside"};
  wire::outcome ask(const std::string& url = "https://emis.example/a?b") {
    wire::request what;
    what.url = url;
    what.proxy = "http://proxy.example";
    return aut.call(what);
  }
};

TEST_F(an_edge_web, asks_at_the_way_to_each_host_and_leaves_the_url_as_it_is) {
  EXPECT_TRUE(ask());
  EXPECT_TRUE(ask("http://[fd00::7]:8080/token"));
  EXPECT_EQ(sites->asked,
            (std::vector<std::string>{"A99001 riverside emis.example:443", "A99001 riverside fd00::7:8080"}));
  ASSERT_EQ(web->asked.size(), 2U);
  EXPECT_EQ(web->asked[0].url, "https://emis.example/a?b");
  EXPECT_EQ(web->asked[0].way, 4'711);
  EXPECT_EQ(web->asked[0].proxy, "");
}

TEST_F(an_edge_web, sends_nothing_while_the_agent_is_away_or_to_what_is_no_address) {
  EXPECT_TRUE(ask("emis.example").error().certainly_not_sent);
  sites->next = fail(error_code::unreachable, "the PC is off");
  const auto away = ask();
  ASSERT_FALSE(away);
  EXPECT_TRUE(away.error().certainly_not_sent);
  EXPECT_EQ(away.error().detail, "the PC is off");
  EXPECT_TRUE(web->asked.empty());
}

TEST_F(an_edge_web, calls_a_request_not_sent_only_when_nothing_can_have_left) {
  struct {
    const char* name;
    bool near_end;
    site_traffic after;
    bool told;
  } const table[] = {
      {"refused by the agent", false, {1, 1, 1, "no"}, true},
      {"some bytes had left", false, {1, 1, 0, "lost"}, false},
      {"one of two had bytes", false, {2, 2, 1, "lost"}, false},
      {"one is still open", false, {2, 1, 1, "no"}, false},
      {"nothing is known of it", false, {}, false},
      {"no TLS, so no request", true, {1, 1, 0, "lost"}, true},
  };
  for (const auto& one : table) {
    sites->traffic = {};
    web->answer = [&] {
      sites->traffic = one.after;
      return wire::outcome(tl::unexpected(wire::no_response{one.near_end, "the near end"}));
    };
    const auto got = ask();
    ASSERT_FALSE(got);
    EXPECT_EQ(got.error().certainly_not_sent, one.told) << one.name;
  }
}

struct counting_system final : clinical_system {
  explicit counting_system(int& calls) : calls_(calls) {}
  result<void> probe() override { return ++calls_, result<void>(); }
  result<std::vector<appointment>> read_appointments(timestamp, timestamp) override {
    return ++calls_, std::vector<appointment>();
  }
  result<patient_details> read_patient(const patient_id&) override { return ++calls_, patient_details(); }
  connector_answer perform(const connector_request&) override { return ++calls_, connector_answer(); }

private:
  int& calls_;
};

TEST(an_edge_system, is_asked_nothing_while_the_agent_is_away_and_made_anew_when_the_way_changes) {
  const auto sites = std::make_shared<fake_sites>();
  std::vector<std::uint16_t> made;
  int calls = 0;
  edge_system aut(sites, {*practice_id::parse("A99001"), "riverside", "db", 5'432}, [&](std::uint16_t way) {
    made.push_back(way);
    return std::make_unique<counting_system>(calls);
  });
  sites->next = fail(error_code::unreachable, "the PC is off");
  EXPECT_EQ(aut.probe().error().code, error_code::unreachable);
  EXPECT_EQ(aut.read_appointments({}, {}).error().code, error_code::unreachable);
  EXPECT_EQ(aut.read_patient(patient_id("1")).error().code, error_code::unreachable);
  EXPECT_EQ(aut.read_changed_patients({}).error().code, error_code::unreachable);
  EXPECT_EQ(aut.perform(write_consent{}).error, (failure{error_code::unreachable, "the PC is off"}));
  EXPECT_TRUE(made.empty());
  sites->next = std::uint16_t{1};
  EXPECT_TRUE(aut.probe());
  EXPECT_TRUE(aut.read_appointments({}, {}));
  EXPECT_EQ(aut.perform(write_consent{}).error.code, error_code::none);
  EXPECT_EQ(made, std::vector<std::uint16_t>{1});
  sites->next = std::uint16_t{2};
  EXPECT_TRUE(aut.read_patient(patient_id("1")));
  EXPECT_EQ(made, (std::vector<std::uint16_t>{1, 2}));
  EXPECT_EQ(calls, 4);
}

TEST(an_odbc_connection, has_another_place_put_in_and_keeps_everything_else) {
  const std::tuple<std::string, std::string> table[] = {
      {"Driver={PostgreSQL Unicode};Server=gp-db;Port=5432;Database=x;UID=u;PWD=p",
       "Driver={PostgreSQL Unicode};Server=127.0.0.1;Port=9;Database=x;UID=u;PWD=p"},
      {"PORT=5432; servername={gp-db} ;PWD={a;Server=}}b}", "PORT=9; servername=127.0.0.1;PWD={a;Server=}}b}"},
      {"Server=gp-db;Port=5432;", "Server=127.0.0.1;Port=9;"},
      {"PWD={a}}};Server=gp-db;Port=5432", "PWD={a}}};Server=127.0.0.1;Port=9"},
      {"DSN=evolution", "DSN=evolution"},
      {"PWD={never ends;Server=x", "PWD={never ends;Server=x"},
      {"", ""},
  };
  for (const auto& [given, wanted] : table) EXPECT_EQ(odbc::with_place(given, "127.0.0.1", 9), wanted);
}

TEST(an_odbc_connection, has_a_place_only_with_both_server_and_port) {
  EXPECT_EQ(odbc::place_in("Server=gp-db;Port=5432"), std::pair(std::string("gp-db"), 5'432));
  EXPECT_EQ(odbc::place_in("servername={gp-db};PORT=1"), std::pair(std::string("gp-db"), 1));
  for (const auto* none : {"", "DSN=evolution", "Server=gp-db", "Port=5432", "Server=gp-db;Port=0",
                           "Server=gp-db;Port=65536", "Server=gp-db;Port=54x", "Server=;Port=5432"})
    EXPECT_FALSE(odbc::place_in(none)) << none;
}

} // namespace
} // namespace tidings
