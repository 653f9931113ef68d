// Every request's way through the door: who may, what is refused and why; reads, pages and operations.
#include "tests/core/endpoint_door.hpp"

namespace tidings::web {
namespace {

TEST_F(endpoint_door, lets_nobody_into_the_api_who_is_not_signed_in) {
  const struct {
    const char* method;
    std::string path;
  } cases[] = {
      {"GET", "overview"},
      {"GET", "practices"},
      {"GET", "practices/A99001"},
      {"GET", "messages"},
      {"GET", "replies"},
      {"GET", "connectors"},
      {"GET", "providers"},
      {"GET", "actors"},
      {"GET", "parked"},
      {"GET", "staff-items"},
      {"GET", "events"},
      {"GET", "me"},
      {"HEAD", "overview"},
      {"POST", "messages"},
      {"POST", "sign-out"},
      {"GET", "messages/" + an_id},
      {"POST", "messages/" + an_id + "/cancel?practice=A99001"},
      {"POST", "staff-items/" + an_id + "/done?practice=A99001"},
      {"POST", "parked/" + an_id + "/retry?practice=A99001"},
      {"POST", "parked/" + an_id + "/discard?practice=A99001"},
      {"POST", "practices/A99001/rotate-keys"},
      {"POST", "practices/A99001/erase-patient"},
      {"POST", "practices/A99001/erase"},
  };
  for (const auto& one : cases) {
    const auto answer = ask(make(one.method, "/api/v1/" + one.path));
    EXPECT_EQ(answer.status, 401) << one.method << " " << one.path;
    EXPECT_THAT(std::string(answer.text()), StartsWith(R"({"errors":[{"code":"not_signed_in")"));
    EXPECT_EQ(answer.field("Cache-Control"), "no-store");
  }
  EXPECT_TRUE(broker.asked.empty());
  EXPECT_TRUE(broker.told.empty());
}

TEST_F(endpoint_door, wants_the_csrf_token_and_its_own_origin_for_every_change) {
  const std::string paths[] = {"/api/v1/messages",
                               "/api/v1/sign-out",
                               "/api/v1/messages/" + an_id + "/cancel?practice=A99001",
                               "/api/v1/staff-items/" + an_id + "/done?practice=A99001",
                               "/api/v1/parked/" + an_id + "/retry?practice=A99001",
                               "/api/v1/parked/" + an_id + "/discard?practice=A99001",
                               "/api/v1/practices/A99001/rotate-keys",
                               "/api/v1/practices/A99001/erase-patient",
                               "/api/v1/practices/A99001/erase"};
  const struct {
    const char *field, *value;
  } wrongs[] = {{"X-CSRF-Token", nullptr},
                {"X-CSRF-Token", "x"},
                {"Origin", "https://evil.example"},
                {"Origin", "null"},
                {"Origin", "http://tidings.icb.example"},
                {"Origin", "https://tidings.icb.example.evil.example"},
                {"Sec-Fetch-Site", "cross-site"},
                {"Sec-Fetch-Site", "same-site"}};
  for (const auto& path : paths)
    for (const auto& wrong : wrongs) {
      auto asked = signed_in(make("POST", path));
      std::erase_if(asked.fields, [&](const auto& one) { return one.first == wrong.field; });
      if (wrong.value) asked.fields.emplace_back(wrong.field, wrong.value);
      EXPECT_EQ(ask(std::move(asked)).status, 403)
          << path << " " << wrong.field << " " << (wrong.value ? wrong.value : "");
    }
  EXPECT_TRUE(broker.told.empty());
  for (const char* origin : {"https://tidings.icb.example", "https://TIDINGS.icb.example"})
    EXPECT_EQ(ask(with(signed_in(make("POST", paths[2])), "Origin", origin)).status, 200) << origin;
}

TEST_F(endpoint_door, passes_reads_on_with_their_parameters) {
  broker.resources = {{"messages", {200, R"({"messages":[],"next":null})"}}, {"practices/A99001", {200, "{}"}}};
  const auto answer =
      ask(signed_in(make("GET", "/api/v1/messages?practice=A99001&state=in_doubt&q=123&limit=50&before=&reveal=0")));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.text(), R"({"messages":[],"next":null})");
  EXPECT_EQ(answer.field("Content-Type"), "application/json");
  EXPECT_EQ(answer.field("Cache-Control"), "no-store");
  ASSERT_EQ(broker.asked.size(), 1u);
  EXPECT_EQ(broker.asked[0].first, "messages");
  EXPECT_EQ(
      broker.asked[0].second,
      (parameters{{"practice", "A99001"}, {"state", "in_doubt"}, {"q", "123"}, {"limit", "50"}, {"reveal", "0"}}));
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/practices/A99001"))).status, 200);
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/practices/Z99999"))).status, 404);
}

TEST_F(endpoint_door, names_every_wrong_parameter) {
  const auto answer =
      ask(signed_in(make("GET", "/api/v1/messages?practice=a99&limit=0&reveal=yes&color=red&state=a;b")));
  EXPECT_EQ(answer.status, 400);
  for (const char* field : {"practice", "limit", "reveal", "color", "state"})
    EXPECT_THAT(std::string(answer.text()), HasSubstr("\"field\":\"" + std::string(field) + "\""));
  for (const char* limit : {"501", "-1", "1e3", "5x", "99999999999"})
    EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/messages?limit=" + std::string(limit)))).status, 400) << limit;
  EXPECT_TRUE(broker.asked.empty());
}

TEST_F(endpoint_door, answers_404_for_what_is_not_there) {
  for (const char* path : {"/api/v1/nothing", "/api/v2/overview", "/api", "/api/v1/practices/a99001",
                           "/api/v1/messages/123", "/webhooks/other/x", "/api/v1/overview/"})
    EXPECT_EQ(ask(signed_in(make("GET", path))).status, 404) << path;
  EXPECT_EQ(ask(make("GET", "/nothing")).field("Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(std::string(ask(make("GET", "/api/v1/nothing")).text()), HasSubstr("not_found"));
}

TEST_F(endpoint_door, names_the_methods_a_path_has) {
  const struct {
    const char *method, *path;
    int status;
    const char* allow;
  } cases[] = {
      {"DELETE", "/api/v1/messages", 405, "GET, HEAD, POST, OPTIONS"},
      {"PUT", "/api/v1/overview", 405, "GET, HEAD, OPTIONS"},
      {"GET", "/api/v1/sign-out", 405, "POST, OPTIONS"},
      {"HEAD", "/api/v1/sign-out", 405, "POST, OPTIONS"},
      {"GET", "/webhooks/firetext/firetext/reply", 405, "POST, OPTIONS"},
      {"TRACE", "/healthz", 405, "GET, HEAD, OPTIONS"},
      {"POST", "/ops/", 405, "GET, HEAD, OPTIONS"},
      {"OPTIONS", "/api/v1/messages", 204, "GET, HEAD, POST, OPTIONS"},
      {"OPTIONS", "/ops/", 204, "GET, HEAD, OPTIONS"},
  };
  for (const auto& one : cases) {
    const auto answer = ask(with(make(one.method, one.path), "Origin", "https://evil.example"));
    EXPECT_EQ(answer.status, one.status) << one.method << " " << one.path;
    EXPECT_EQ(answer.field("Allow"), one.allow) << one.method << " " << one.path;
    EXPECT_EQ(answer.field("Access-Control-Allow-Origin"), "");
  }
}

TEST_F(endpoint_door, shows_pages_to_those_signed_in_and_files_to_everybody) {
  test::folder where;
  where.write("ops/index.html", "ops");
  where.write("assets/a.js", "a");
  rebuild(*static_files::load(where.path()));
  for (const char* path : {"/ops/", "/ops", "/ops/index.html", "/ops/messages/1", "/app/"}) {
    const auto answer = ask(make("GET", path));
    EXPECT_EQ(answer.status, 303) << path;
    EXPECT_EQ(answer.field("Location"), "/sign-in") << path;
  }
  EXPECT_EQ(ask(make("GET", "/assets/a.js")).text(), "a");
  EXPECT_EQ(ask(signed_in(make("GET", "/ops/messages/1"))).text(), "ops");
  EXPECT_EQ(ask(signed_in(make("GET", "/ops"))).field("Location"), "/ops/");
  EXPECT_EQ(ask(make("GET", "/")).field("Location"), "/ops/");
}

TEST_F(endpoint_door, says_so_when_the_web_app_is_not_built) {
  EXPECT_THAT(std::string(ask(signed_in(make("GET", "/ops/"))).text()), HasSubstr("not built"));
}

TEST_F(endpoint_door, tells_whether_the_broker_is_ready) {
  EXPECT_EQ(ask(make("GET", "/readyz")).status, 200);
  broker.why_not_ready = "reading the log";
  EXPECT_EQ(ask(make("GET", "/readyz")).status, 503);
  EXPECT_EQ(ask(make("GET", "/readyz")).text(), "reading the log\n");
  EXPECT_EQ(ask(make("GET", "/healthz")).status, 200);
}

TEST_F(endpoint_door, shows_figures_to_this_machine_and_to_those_signed_in) {
  EXPECT_EQ(ask(make("GET", "/metrics")).status, 401);
  const auto figures = ask(signed_in(make("GET", "/metrics")));
  EXPECT_THAT(std::string(figures.text()), StartsWith("tidings_test 1\n"));
  EXPECT_THAT(std::string(figures.text()), HasSubstr("tidings_http_answers_total{status=\"401\"} 1\n"));
  auto local = make("GET", "/metrics");
  local.peer = "127.0.0.1";
  EXPECT_EQ(ask(local).status, 200);
  EXPECT_EQ(ask(with(local, "X-Forwarded-For", "192.0.2.9")).status, 401) << "through a proxy nobody is local";
}

TEST_F(endpoint_door, opens_no_more_live_feeds_than_its_bound) {
  EXPECT_TRUE(ask(signed_in(make("GET", "/api/v1/events"))).stream);
  way_in->inside().counts.streams = static_cast<std::uint64_t>(settings.streams_max);
  const auto answer = ask(signed_in(make("GET", "/api/v1/events")));
  EXPECT_EQ(answer.status, 503);
  EXPECT_FALSE(answer.stream);
}

TEST_F(endpoint_door, reads_where_a_live_feed_left_off) {
  const auto last = [&](const char* id) {
    return ask(with(signed_in(make("GET", "/api/v1/events")), "Last-Event-ID", id)).stream->last_event_id;
  };
  EXPECT_EQ(last("1817461680635"), 1'817'461'680'635u);
  EXPECT_EQ(last("12x"), 0u);
  EXPECT_EQ(last("999999999999999999999999"), 0u);
  EXPECT_EQ(ask(signed_in(make("GET", "/api/v1/events"))).stream->last_event_id, std::nullopt);
}

TEST_F(endpoint_door, takes_no_compressed_bodies) {
  EXPECT_EQ(ask(with(signed_in(make("POST", "/api/v1/sign-out", "x")), "Content-Encoding", "gzip")).status, 415);
}

TEST_F(endpoint_door, answers_503_to_everything_once_it_is_closed) {
  way_in->close();
  for (const char* path : {"/healthz", "/ops/", "/api/v1/me"}) {
    const auto answer = ask(signed_in(make("GET", path)));
    EXPECT_EQ(answer.status, 503) << path;
    EXPECT_TRUE(answer.close) << path;
  }
}

} // namespace
} // namespace tidings::web
